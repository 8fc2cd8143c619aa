//! What the fields of a body, and the parameters of a query, may hold: a value that fits, and one that is
//! refused at its place.
#![allow(clippy::too_many_lines, reason = "tables of literals")]

use reqwest::Method;
use serde_json::{Value, json};

use super::client::Scene;
use super::limits::x;

/// Puts a value at a place like `a/0/b`; what is missing on the way is made.
fn put(body: &mut Value, place: &str, value: Value) {
    let mut node = body;
    for part in place.split('/') {
        node = match part.parse::<usize>() {
            Ok(index) => {
                if !node.is_array() {
                    *node = json!([]);
                }
                let list = node.as_array_mut().unwrap();
                while list.len() <= index {
                    list.push(json!({}));
                }
                &mut list[index]
            }
            Err(_) => &mut node[part],
        };
    }
    *node = value;
}

/// `METHOD path, the other fields, place: fits => does not;`
macro_rules! fields {
    ($($method:ident $path:expr, $base:ident, $place:literal: $fits:expr => $beyond:expr;)*) => {
        vec![$((
            Method::$method, $path.to_string(), &$base, $place, json!($fits), json!($beyond),
        )),*]
    };
}

#[tokio::test]
async fn each_field_holds_what_it_is_for() {
    let scene = Scene::start().await;
    let (guild, general, help) = (scene.guild(), scene.id("general"), scene.id("help"));
    let everybody = json!({"permissions": "8"});
    let given = scene.control(Method::PATCH, "roles/Chiefly", everybody);
    assert_eq!(given.await.0, 200);
    let guild = format!("/guilds/{guild}");
    let general = format!("/channels/{general}");
    let place = |under: &str, of: &str| format!("{under}/{of}");
    let messages = place(&general, "messages");
    let webhook = scene
        .post(&place(&general, "webhooks"), json!({"name": "w"}))
        .await
        .1;
    let webhook = format!(
        "/webhooks/{}/{}",
        webhook["id"].as_str().unwrap(),
        webhook["token"].as_str().unwrap()
    );
    let commands = format!("/applications/{}/commands", scene.application());
    let event = json!({"name": "e", "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "here"},
        "scheduled_start_time": "2100-01-01T00:00:00Z", "scheduled_end_time": "2100-01-02T00:00:00Z"});
    let events = place(&guild, "scheduled-events");
    let event = scene.post(&events, event).await.1;
    let event = place(&events, event["id"].as_str().unwrap());
    let rules = place(&guild, "auto-moderation/rules");
    let rule = json!({"name": "r", "event_type": 1, "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["x"]}, "actions": [{"type": 1}]});
    let rule = scene.post(&rules, rule).await.1;
    let rule = place(&rules, rule["id"].as_str().unwrap());
    let question =
        json!({"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}]}});
    let titled = json!({"embeds": [{"title": "t"}]});
    let option = json!({"name": "c", "description": "d", "options": [{"type": 7, "name": "o", "description": "d"}]});
    let command = json!({"name": "c", "description": "d"});
    let prompt = json!({"prompts": [{"title": "t", "type": 0, "options": [{"title": "o"}]}]});
    let tag = json!({"available_tags": [{"name": "t"}]});
    let menu = json!({"components": [{"type": 1, "components": [{"type": 8, "custom_id": "c"}]}]});
    let none = json!({});
    let overwrite = json!({"permission_overwrites": [{"id": "1"}]});
    let (me, ada) = (
        place(&guild, "members/@me"),
        place(&guild, &format!("members/{}", scene.id("ada"))),
    );
    let text = json!({"content": "x"});
    let cases = fields! {
        // Messages.
        POST messages, text, "enforce_nonce": false => "no";
        POST messages, text, "nonce": x(25) => x(26);
        POST messages, text, "nonce": 7 => json!({});
        POST messages, text, "message_reference/guild_id": "1" => "x";
        POST messages, text, "message_reference/type": 0 => 2;
        POST messages, text, "message_reference/fail_if_not_exists": false => "no";
        POST messages, question, "poll/allow_multiselect": true => "yes";
        POST messages, question, "poll/layout_type": 1 => 2;
        POST messages, question, "poll/answers/0/poll_media/emoji/name": "👍" => x(33);
        POST messages, question, "poll/answers/0/poll_media/emoji/id": "1" => "x";
        POST messages, titled, "embeds/0/image/width": 3 => "wide";
        POST messages, titled, "embeds/0/provider/name": x(256) => x(257);
        POST messages, titled, "embeds/0/video": json!({}) => "film";
        POST messages, menu, "components/0/components/0/required": false => "no";
        POST messages, menu, "components/0/components/0/channel_types": [0, 15] => "all";
        POST messages, menu, "components/0/components/0/channel_types/0": 0 => 99;
        POST webhook, text, "username": x(80) => x(81);
        POST webhook, text, "username": "x" => "";
        POST webhook, text, "applied_tags": ["1"] => "all";
        POST webhook, question, "poll/layout_type": 1 => 0;
        // Channels; also the settings of other kinds.
        PATCH general, none, "parent_id": Value::Null => "x";
        PATCH general, none, "type": 0 => 99;
        PATCH general, none, "video_quality_mode": 2 => 3;
        PATCH general, none, "bitrate": 8000 => 7999;
        PATCH general, none, "user_limit": 0 => -1;
        PATCH general, none, "default_sort_order": 1 => 2;
        PATCH general, none, "default_forum_layout": 2 => 3;
        PATCH general, none, "default_reaction_emoji/emoji_name": "👍" => x(101);
        PATCH general, none, "default_reaction_emoji/emoji_id": Value::Null => "x";
        PATCH general, none, "permission_overwrites": json!([{"id": "1", "type": 1}]) => "all";
        PATCH general, overwrite, "permission_overwrites/0/type": 1 => 2;
        PATCH general, tag, "available_tags/0/moderated": true => "yes";
        PATCH general, tag, "available_tags/0/emoji_id": "1" => "x";
        PATCH general, tag, "available_tags/0/name": x(20) => "";
        // The guild, its roles and members.
        PATCH guild, none, "icon": Value::Null => 1;
        PATCH guild, none, "features": ["COMMUNITY"] => "all";
        POST place(&guild, "roles"), none, "colors/primary_color": 0xFF_FFFF => 0x100_0000;
        POST place(&guild, "roles"), none, "unicode_emoji": "👍" => x(101);
        PATCH ada, none, "mute": false => "no";
        PATCH ada, none, "channel_id": Value::Null => "x";
        PATCH me, none, "avatar": Value::Null => 1;
        PUT place(&guild, "onboarding"), prompt, "prompts/0/single_select": true => "yes";
        PUT place(&guild, "onboarding"), prompt, "prompts/0/options/0/role_ids": json!([]) => "all";
        PUT place(&guild, "onboarding"), prompt, "prompts/0/options": json!([{"title": "t"}]) => json!([]);
        POST place(&general, "invites"), none, "target_type": 1 => 3;
        POST place(&general, "invites"), none, "target_user_id": "1" => "x";
        // Events and rules.
        PATCH event, none, "channel_id": Value::Null => "x";
        PATCH event, none, "entity_metadata/location": x(100) => x(101);
        PATCH event, none, "recurrence_rule/start": "2100-01-01T00:00:00Z" => "soon";
        PATCH event, none, "recurrence_rule/frequency": 3 => 4;
        PATCH event, none, "recurrence_rule/interval": 1 => 0;
        PATCH event, none, "recurrence_rule/by_weekday/0": 6 => 7;
        PATCH event, none, "recurrence_rule/by_n_weekday/0/n": 5 => 6;
        PATCH event, none, "recurrence_rule/by_month/0": 12 => 13;
        PATCH rule, none, "actions": json!([{"type": 1}]) => json!([]);
        PATCH rule, none, "trigger_metadata/presets/0": 3 => 4;
        PATCH rule, none, "trigger_metadata/mention_raid_protection_enabled": true => "yes";
        // The application, its user and its commands.
        PATCH "/applications/@me", none, "tags/0": x(20) => x(21);
        PATCH "/applications/@me", none, "explicit_content_filter": 2 => 3;
        PATCH "/applications/@me", none, "interactions_endpoint_url": Value::Null => x(513);
        PATCH "/applications/@me", none, "install_params/permissions": "0" => "-1";
        PATCH "/users/@me", none, "avatar": Value::Null => 1;
        POST commands, command, "contexts": [0] => json!([]);
        POST commands, command, "integration_types": [0] => json!([]);
        POST commands, command, "handler": 1 => 9;
        POST commands, option, "options/0/channel_types": [0, 15] => "all";
        POST commands, option, "options/0/channel_types/0": 0 => 99;
    };
    let mut wrong = Vec::new();
    for (method, path, base, at, fits, beyond) in cases {
        let mut body = base.clone();
        put(&mut body, at, fits);
        let (_, answer) = scene.rest(method.clone(), &path, body).await;
        let errors = answer["errors"].pointer(&format!("/{at}"));
        if errors.is_some() {
            wrong.push(format!("{method} {path} {at} fits: {answer}"));
        }
        let mut body = base.clone();
        put(&mut body, at, beyond);
        let (status, answer) = scene.rest(method.clone(), &path, body).await;
        let code = answer["errors"].pointer(&format!("/{at}/_errors/0/code"));
        if status != 400 || answer["code"] != 50035 || code.is_none() {
            wrong.push(format!("{method} {path} {at} beyond: {status} {answer}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    // Wrong fields are told of together, whichever rule they break.
    let body = json!({"name": x(101), "parent_id": "x", "nsfw": "no", "user_limit": -1});
    let (_, answer) = scene.patch(&general, body).await;
    let told: Vec<&String> = answer["errors"].as_object().unwrap().keys().collect();
    assert_eq!(told, ["name", "nsfw", "parent_id", "user_limit"]);
    let posts = format!("/channels/{help}/threads");
    let post = json!({"name": "n", "message": {"content": "x", "enforce_nonce": "no"}});
    let (_, answer) = scene.post(&posts, post).await;
    let code = answer["errors"].pointer("/message/enforce_nonce/_errors/0/code");
    assert_eq!(code, Some(&json!("BOOLEAN_TYPE_CONVERT")), "{answer}");
}

#[tokio::test]
async fn each_parameter_holds_what_it_is_for() {
    let scene = Scene::start().await;
    let (guild, general) = (format!("/guilds/{}", scene.guild()), scene.id("general"));
    let everybody = json!({"permissions": "8"});
    let given = scene.control(Method::PATCH, "roles/Chiefly", everybody);
    assert_eq!(given.await.0, 200);
    let messages = format!("/channels/{general}/messages");
    let cases = [
        (guild.clone(), "with_counts", "true", "maybe"),
        ("/users/@me/guilds".to_owned(), "with_counts", "True", "2"),
        (format!("{guild}/audit-logs"), "user_id", "1", "x"),
        (format!("{guild}/audit-logs"), "limit", "100", "101"),
        (format!("{guild}/members"), "limit", "1000", "1001"),
        (format!("{guild}/members"), "after", "1", "x"),
        (format!("{guild}/members/search"), "limit", "1000", "0"),
        (format!("{guild}/members/search"), "query", "a", ""),
        (format!("{guild}/requests"), "before", "1", "x"),
        (format!("{guild}/bans"), "before", "1", "x"),
        (format!("{guild}/prune"), "days", "30", "31"),
        (format!("{guild}/prune"), "include_roles", "1", "x"),
        (messages.clone(), "limit", "100", "101"),
        (messages.clone(), "around", "1", "x"),
        (format!("{messages}/pins"), "limit", "50", "51"),
        (
            format!("{guild}/scheduled-events"),
            "with_user_count",
            "false",
            "no",
        ),
        (
            format!("/applications/{}/commands", scene.application()),
            "with_localizations",
            "1",
            "yes",
        ),
    ];
    let mut wrong = Vec::new();
    for (path, key, fits, beyond) in cases {
        // A search needs something to search for.
        let also = if path.ends_with("search") && key != "query" {
            "query=a&"
        } else {
            ""
        };
        let (status, answer) = scene.get(&format!("{path}?{also}{key}={fits}")).await;
        if status != 200 {
            wrong.push(format!("{path} {key}={fits}: {status} {answer}"));
        }
        let (status, answer) = scene.get(&format!("{path}?{also}{key}={beyond}")).await;
        if status != 400 || answer["errors"].pointer(&format!("/{key}")).is_none() {
            wrong.push(format!("{path} {key}={beyond}: {status} {answer}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}
