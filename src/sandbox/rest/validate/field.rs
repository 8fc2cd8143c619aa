//! Fields with a value of their own: texts, numbers, addresses, ids.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::{Form, Object, present};
use crate::sandbox::clock;
use crate::sandbox::snowflake::Id;

impl Form {
    /// A text field. Its length is counted after trimming, as Discord does with what it shows.
    pub(crate) fn text<'a>(
        &mut self,
        object: &'a Object,
        key: &str,
        length: RangeInclusive<usize>,
    ) -> Option<&'a str> {
        let value = present(object, key)?;
        let Some(text) = value.as_str() else {
            self.error_at(
                key,
                "STRING_TYPE_CONVERT",
                format!("Could not interpret \"{value}\" as string."),
            );
            return None;
        };
        let (min, max) = (*length.start(), *length.end());
        let count = text.trim().chars().count();
        if count == 0 && min > 0 {
            self.required(key);
        } else if count < min {
            self.error_at(
                key,
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {min} and {max} in length."),
            );
        } else if count > max {
            if min > 0 {
                self.error_at(
                    key,
                    "BASE_TYPE_BAD_LENGTH",
                    format!("Must be between {min} and {max} in length."),
                );
            } else {
                self.error_at(
                    key,
                    "BASE_TYPE_MAX_LENGTH",
                    format!("Must be {max} or fewer in length."),
                );
            }
        }
        Some(text)
    }

    /// A text field that has to be there.
    pub(crate) fn required_text<'a>(
        &mut self,
        object: &'a Object,
        key: &str,
        length: RangeInclusive<usize>,
    ) -> Option<&'a str> {
        if present(object, key).is_none() {
            self.required(key);
        }
        self.text(object, key, length)
    }

    /// Notes that a field is missing.
    pub(crate) fn required(&mut self, key: &str) {
        self.error_at(key, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// A whole number within a range.
    pub(crate) fn integer(
        &mut self,
        object: &Object,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<i64> {
        let value = present(object, key)?;
        let Some(number) = as_integer(value) else {
            self.error_at(
                key,
                "NUMBER_TYPE_COERCE",
                format!("Value \"{}\" is not int.", plain(value)),
            );
            return None;
        };
        let (min, max) = (*range.start(), *range.end());
        if number < min {
            let text = format!("int value should be greater than or equal to {min}.");
            self.error_at(key, "NUMBER_TYPE_MIN", text);
        } else if number > max {
            let text = format!("int value should be less than or equal to {max}.");
            self.error_at(key, "NUMBER_TYPE_MAX", text);
        }
        Some(number)
    }

    /// A truth value.
    pub(crate) fn flag(&mut self, object: &Object, key: &str) -> Option<bool> {
        let value = present(object, key)?;
        if value.as_bool().is_none() {
            self.error_at(key, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        value.as_bool()
    }

    /// A point in time.
    pub(crate) fn time(&mut self, object: &Object, key: &str) {
        let time = self.text(object, key, 1..=64);
        if time.is_some_and(|time| !clock::is_iso(time)) {
            let text = "Could not parse the time. Should be ISO8601.";
            self.error_at(key, "DATE_TIME_TYPE_PARSE", text);
        }
    }

    /// One of some numbers.
    pub(crate) fn choice(&mut self, object: &Object, key: &str, allowed: &[i64]) -> Option<i64> {
        let value = present(object, key)?;
        let number = as_integer(value).filter(|number| allowed.contains(number));
        if number.is_none() {
            let list: Vec<String> = allowed.iter().map(i64::to_string).collect();
            let text = format!("Value must be one of {{{}}}.", list.join(", "));
            self.error_at(key, "BASE_TYPE_CHOICES", text);
        }
        number
    }

    /// A web address with one of these schemes.
    pub(crate) fn url(&mut self, object: &Object, key: &str, schemes: &[&str]) {
        let Some(text) = self.text(object, key, 0..=2048) else {
            return;
        };
        if text.is_empty() {
            return;
        }
        let Some((scheme, rest)) = text.split_once(':') else {
            self.error_at(key, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
            return;
        };
        if !schemes.contains(&scheme.to_ascii_lowercase().as_str()) {
            let list: Vec<String> = schemes.iter().map(|one| format!("'{one}'")).collect();
            let text = format!(
                "Scheme \"{scheme}\" is not supported. Scheme must be one of ({}).",
                list.join(", ")
            );
            self.error_at(key, "URL_TYPE_INVALID_SCHEME", text);
        } else if rest.trim_start_matches('/').is_empty() || rest.contains(char::is_whitespace) {
            self.error_at(key, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }

    /// Texts of at most `length`, no more than `max`.
    pub(crate) fn texts(&mut self, object: &Object, key: &str, max: usize, length: usize) {
        let list = self.list(object, key, max);
        self.at(key, |form| {
            for (index, value) in list.iter().enumerate() {
                match value.as_str() {
                    Some(text) if !longer(text, length) => {}
                    Some(_) => {
                        let text = format!("Must be {length} or fewer in length.");
                        form.error_at(index, "BASE_TYPE_MAX_LENGTH", text);
                    }
                    None => {
                        let text = format!("Could not interpret \"{value}\" as string.");
                        form.error_at(index, "STRING_TYPE_CONVERT", text);
                    }
                }
            }
        });
    }

    /// Ids, as strings or numbers, no more than `max`.
    pub(crate) fn ids(&mut self, object: &Object, key: &str, max: usize) {
        let list = self.list(object, key, max);
        self.at(key, |form| {
            for (index, value) in list.iter().enumerate() {
                if Id::read(value).is_none() {
                    let text = format!("Value \"{}\" is not snowflake.", plain(value));
                    form.error_at(index, "NUMBER_TYPE_COERCE", text);
                }
            }
        });
    }
}

/// The whole number Discord reads: integers, whole floats, and both as strings.
#[allow(
    clippy::cast_possible_truncation,
    reason = "only whole floats that fit are cast"
)]
pub(crate) fn as_integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            number
                .as_f64()
                .filter(|x| x.fract() == 0.0 && x.abs() < 9e15)
                .map(|x| x as i64)
        }),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A value without the quotes of a string, for messages.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Where a text goes beyond this many code points.
pub(crate) fn longer(text: &str, max: usize) -> bool {
    text.chars().count() > max
}
