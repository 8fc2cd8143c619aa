//! Refusals in Discord's own form.

use serde_json::{Value, json};

/// An error response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u64,
    pub(crate) message: String,
    /// The tree of field errors, for 50035.
    pub(crate) errors: Option<Box<Value>>,
    /// Whether a 429 is for all routes.
    pub(crate) global: bool,
    /// Seconds until the next try, for 429.
    pub(crate) retry_after: Option<f64>,
}

impl ApiError {
    /// An error with this status, code and message.
    pub(crate) fn new(status: u16, code: u64, message: impl Into<String>) -> ApiError {
        ApiError {
            status,
            code,
            message: message.into(),
            errors: None,
            global: false,
            retry_after: None,
        }
    }

    /// With the errors of its form one level down.
    pub(crate) fn inside(mut self, key: &str) -> ApiError {
        self.errors = self.errors.map(|errors| {
            let mut outer = json!({});
            outer[key] = *errors;
            Box::new(outer)
        });
        self
    }

    /// The body of the response.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"message": self.message});
        if let Some(retry_after) = self.retry_after {
            body["retry_after"] = json!(retry_after);
            body["global"] = json!(self.global);
        }
        if self.retry_after.is_none() || self.code != 0 {
            body["code"] = json!(self.code);
        }
        if let Some(errors) = &self.errors {
            body["errors"] = Value::clone(errors);
        }
        body
    }
}

macro_rules! errors {
    ($($name:ident = $status:literal $code:literal $message:literal;)*) => {
        $(
            #[doc = concat!("`", $message, "`")]
            pub(crate) fn $name() -> ApiError { ApiError::new($status, $code, $message) }
        )*
    };
}

errors! {
    not_found = 404 0 "404: Not Found";
    method_not_allowed = 405 0 "405: Method Not Allowed";
    unauthorized = 401 0 "401: Unauthorized";
    unknown_channel = 404 10003 "Unknown Channel";
    unknown_guild = 404 10004 "Unknown Guild";
    unknown_invite = 404 10006 "Unknown Invite";
    unknown_member = 404 10007 "Unknown Member";
    unknown_message = 404 10008 "Unknown Message";
    unknown_overwrite = 404 10009 "Unknown Permission Overwrite";
    unknown_role = 404 10011 "Unknown Role";
    unknown_user = 404 10013 "Unknown User";
    unknown_emoji = 400 10014 "Unknown Emoji";
    unknown_emoji_id = 404 10014 "Unknown Emoji";
    unknown_event = 404 10070 "Unknown Guild Scheduled Event";
    unknown_rule = 404 10066 "Unknown Auto Moderation Rule";
    unknown_webhook = 404 10015 "Unknown Webhook";
    unknown_entitlement = 404 10029 "Unknown entitlement";
    unknown_template = 404 10057 "Unknown guild template";
    unknown_sticker = 404 10060 "Unknown sticker";
    unknown_pack = 404 10061 "Unknown sticker pack";
    unknown_voice_state = 404 10065 "Unknown Voice State";
    unknown_stage = 404 10067 "Unknown Stage Instance";
    unknown_welcome = 404 10069 "Unknown Guild Welcome Screen";
    unknown_sound = 404 10097 "Unknown sound";
    has_template = 400 30031 "Guild already has a template";
    too_many_stickers = 400 30039 "Maximum number of stickers reached (5)";
    too_many_sounds = 400 30045 "Maximum number of soundboard sounds reached (8)";
    entitled_already = 400 40074 "An entitlement has already been granted for this resource";
    widget_disabled = 403 50004 "Widget Disabled";
    invalid_sticker = 400 50081 "Invalid sticker sent";
    stage_open = 400 150_006 "The Stage is already open";
    onboarding_requirements = 400 350_000 "Cannot enable onboarding, requirements are not met";
    unknown_ban = 404 10026 "Unknown Ban";
    unknown_interaction = 404 10062 "Unknown interaction";
    unknown_command = 404 10063 "Unknown application command";
    unknown_command_permissions = 404 10066 "Unknown application command permissions";
    not_for_bots = 403 20001 "Bots cannot use this endpoint";
    not_your_application = 403 20012 "You are not authorized to perform this action on this application";
    too_many_commands = 400 30032 "Maximum number of application commands reached (100)";
    too_many_reactions = 400 30010 "Maximum number of reactions reached (20)";
    too_many_pins = 400 30003 "Maximum number of pins reached for the channel (250)";
    too_many_webhooks = 400 30007 "Maximum number of webhooks reached (15)";
    too_many_invites = 400 30016 "Maximum number of invites reached (1000)";
    too_many_creates = 400 30034 "Max number of daily application command creates has been reached (200)";
    too_large = 413 40005 "Request entity too large";
    not_a_poll = 400 520_006 "Cannot expire a non-poll message";
    poll_expired = 400 520_001 "Poll expired";
    too_many_files = 400 30015 "Maximum number of attachments in a message reached (10)";
    too_many_roles = 400 30005 "Maximum number of server roles reached (250)";
    too_many_channels = 400 30013 "Maximum number of server channels reached (500)";
    not_in_forums = 400 40058 "Cannot send messages in a forum channel";
    tag_names = 400 40061 "Tag names must be unique";
    tag_required = 400 40067 "A tag is required to create a forum post in this channel";
    too_many_emojis = 400 30008 "Maximum number of emojis reached (50)";
    too_many_rules = 400 50035 "Maximum number of auto moderation rules reached (10)";
    too_many_overwrites = 400 30060 "Maximum number of channel permission overwrites reached (1000)";
    too_many_events = 400 30038 "Maximum number of uncompleted guild scheduled events reached (100)";
    already_crossposted = 400 40033 "This message has already been crossposted.";
    too_many_follow_ups = 400 40094 "This interaction has reached its maximum number of follow up messages";
    already_acknowledged = 400 40060 "Interaction has already been acknowledged.";
    thread_exists = 400 160_004 "A thread has already been created for this message";
    invalid_oauth2_token = 400 50025 "Invalid OAuth2 access token provided";
    unknown_integration = 404 10005 "Unknown Integration";
    missing_access = 403 50001 "Missing Access";
    direct_only_no = 403 50003 "Cannot execute action on a DM channel";
    not_the_author = 403 50005 "Cannot edit a message authored by another user";
    empty_message = 400 50006 "Cannot send an empty message";
    cannot_message_user = 403 50007 "Cannot send messages to this user";
    no_messages_here = 400 50008 "Cannot send messages in a non-text channel";
    missing_permissions = 403 50013 "Missing Permissions";
    bulk_count = 400 50016 "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.";
    pin_elsewhere = 400 50019 "A message can only be pinned in the channel it was sent in";
    system_message = 403 50021 "Cannot execute action on a system message";
    wrong_channel_type = 400 50024 "Cannot execute action on this channel type";
    invalid_webhook_token = 401 50027 "Invalid Webhook Token";
    invalid_role = 400 50028 "Invalid role";
    too_old = 400 50034 "A message provided was too old to bulk delete";
    invalid_json = 400 50109 "The request body contains invalid JSON.";
    thread_archived = 400 50083 "Thread is archived";
    too_many_threads = 400 160_006 "Maximum number of active threads reached";
    thread_locked = 403 160_005 "Thread is locked";
    forum_needs_thread = 400 220_001 "Webhooks posted to forum channels must have a thread_name or thread_id";
    forum_takes_one = 400 220_002 "Webhooks posted to forum channels cannot have both a thread_name and thread_id";
    threads_in_forums_only = 400 220_003 "Webhooks can only create threads in forum channels";
    bulk_ban_failed = 400 500_000 "Failed to ban users";
    no_history = 400 160_002 "Cannot reply without permission to read message history";
}
