//! Reading the parameters of a query, with Discord's refusals of what they may not be.

use std::ops::RangeInclusive;

use super::call::Call;
use super::error::ApiError;
use super::validate::Form;
use crate::sandbox::clock;
use crate::sandbox::snowflake::Id;

/// Parameters that are booleans or ids wherever they occur.
const FLAGS: [&str; 15] = [
    "archived",
    "exclude_deleted",
    "exclude_ended",
    "include_nsfw",
    "mention_everyone",
    "only_active",
    "pinned",
    "wait",
    "with_components",
    "with_counts",
    "with_localizations",
    "with_member",
    "with_response",
    "with_user_count",
    "compute_prune_count",
];
const IDS: [&str; 8] = [
    "guild_scheduled_event_id",
    "mentions_role_id",
    "replied_to_user_id",
    "target_channel_id",
    "target_id",
    "target_message_id",
    "thread_id",
    "user_id",
];

/// Refuses a boolean that is none, and an id that is none.
pub(super) fn check(call: &Call) -> Result<(), ApiError> {
    let mut form = Form::default();
    for (key, value) in &call.query {
        let known = matches!(&*value.to_ascii_lowercase(), "true" | "false" | "1" | "0");
        if FLAGS.contains(&key.as_str()) && !known {
            form.error_at(key, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        } else if IDS.contains(&key.as_str()) && value.parse::<Id>().is_err() {
            let text = format!("Value \"{value}\" is not snowflake.");
            form.error_at(key, "NUMBER_TYPE_COERCE", text);
        }
    }
    form.finish()
}

impl Call {
    /// A query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A query parameter that is a boolean.
    pub(crate) fn query_flag(&self, name: &str) -> bool {
        self.query(name)
            .is_some_and(|value| matches!(value, "true" | "True" | "1"))
    }

    /// A query parameter that is a number within a range.
    pub(crate) fn query_number(
        &self,
        name: &'static str,
        default: usize,
        max: usize,
    ) -> Result<usize, ApiError> {
        self.query_between(name, default, 1..=max)
    }

    /// A query parameter that is a number within a range that has a lower end of its own.
    pub(crate) fn query_between(
        &self,
        name: &'static str,
        default: usize,
        range: RangeInclusive<usize>,
    ) -> Result<usize, ApiError> {
        let Some(text) = self.query(name) else {
            return Ok(default);
        };
        let mut form = Form::default();
        let (min, max) = (*range.start(), *range.end());
        // Below zero is below every range.
        let number = text.parse::<i64>().map(|n| usize::try_from(n).unwrap_or(0));
        let (code, wrong) = match number {
            Err(_) => (
                "NUMBER_TYPE_COERCE",
                format!("Value \"{text}\" is not int."),
            ),
            Ok(number) if number < min || text.starts_with('-') => (
                "NUMBER_TYPE_MIN",
                format!("int value should be greater than or equal to {min}."),
            ),
            Ok(number) if number > max => (
                "NUMBER_TYPE_MAX",
                format!("int value should be less than or equal to {max}."),
            ),
            Ok(number) => return Ok(number),
        };
        form.error_at(name, code, wrong);
        Err(form.refusal())
    }

    /// A query parameter that is a moment (Unix milliseconds).
    pub(crate) fn query_time(&self, name: &'static str) -> Result<Option<u64>, ApiError> {
        let Some(text) = self.query(name) else {
            return Ok(None);
        };
        clock::parse_iso(text).map(Some).ok_or_else(|| {
            let mut form = Form::default();
            form.error_at(
                name,
                "DATE_TIME_TYPE_PARSE",
                format!("Could not parse {text}. Should be ISO8601."),
            );
            form.refusal()
        })
    }

    /// All values of a query parameter that may be repeated.
    pub(crate) fn query_all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.query.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// A query parameter that has to be there, a text of such a length (code points).
    pub(crate) fn query_text(
        &self,
        name: &'static str,
        length: RangeInclusive<usize>,
    ) -> Result<&str, ApiError> {
        let text = self.query(name).unwrap_or_default();
        let mut form = Form::default();
        if !length.contains(&text.chars().count()) {
            let (min, max) = (length.start(), length.end());
            let wrong = format!("Must be between {min} and {max} in length.");
            form.error_at(name, "BASE_TYPE_BAD_LENGTH", wrong);
        }
        form.finish()?;
        Ok(text)
    }

    /// A query parameter that is an id.
    pub(crate) fn query_id(&self, name: &'static str) -> Result<Option<Id>, ApiError> {
        let text = self.query(name);
        text.map(|text| read_id(name, text)).transpose()
    }

    /// A query parameter that is an id and may be repeated, up to `max` times.
    pub(crate) fn query_ids(&self, name: &'static str, max: usize) -> Result<Vec<Id>, ApiError> {
        let ids: Vec<Id> = self
            .query_all(name)
            .map(|text| read_id(name, text))
            .collect::<Result<_, _>>()?;
        let mut form = Form::default();
        if ids.len() > max {
            let text = format!("Must be {max} or fewer in length.");
            form.error_at(name, "BASE_TYPE_MAX_LENGTH", text);
        }
        form.finish()?;
        Ok(ids)
    }
}

/// An id, or the refusal of what is none.
pub(super) fn read_id(name: &'static str, text: &str) -> Result<Id, ApiError> {
    text.parse().map_err(|()| {
        let mut form = Form::default();
        form.error_at(
            name,
            "NUMBER_TYPE_COERCE",
            format!("Value \"{text}\" is not snowflake."),
        );
        form.refusal()
    })
}
