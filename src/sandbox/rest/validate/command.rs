//! Application commands.

use std::collections::HashSet;

use serde_json::Value;

use super::{Form, Object, as_integer, longer, option, present};

/// Names, descriptions and values of a command together.
const SIZE_MAX: usize = 8000;

const LOCALES: [&str; 34] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko", "ar", "he",
];

/// Checks the list of commands of a PUT. How many there may be of each type is checked elsewhere.
pub(crate) fn commands(form: &mut Form, list: &[Value]) {
    let mut names = HashSet::new();
    for (index, value) in list.iter().enumerate() {
        form.at(index, |form| {
            let Some(body) = form.object(value) else {
                return;
            };
            command(form, body, None);
            let kind = present(body, "type").and_then(as_integer).unwrap_or(1);
            if let Some(name) = body.get("name").and_then(Value::as_str)
                && !names.insert((kind, name.to_owned()))
            {
                form.error(
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                );
            }
        });
    }
}

/// Checks one command. `edited` is the type of the command that a PATCH changes.
pub(crate) fn command(form: &mut Form, body: &Object, edited: Option<i64>) {
    let kind = edited.or_else(|| form.choice(body, "type", &[1, 2, 3, 4]));
    let kind = kind.unwrap_or(1);
    if edited.is_none() || present(body, "name").is_some() {
        name(form, body, kind == 1);
    }
    localizations(form, body, "name_localizations", 32);
    localizations(form, body, "description_localizations", 100);
    if kind == 1 {
        if edited.is_none() || present(body, "description").is_some() {
            form.required_text(body, "description", 1..=100);
        }
        option::options(form, body, 0);
    } else {
        if present(body, "description").is_some_and(|text| text != "") {
            form.error_at(
                "description",
                "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
                "Context menu commands cannot have a description",
            );
        }
        if body
            .get("options")
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
        {
            form.error_at(
                "options",
                "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED",
                "Context menu commands cannot have options",
            );
        }
    }
    permissions(form, body);
    form.choice(body, "handler", &[1, 2]);
    for (key, allowed) in [
        ("contexts", &[0, 1, 2][..]),
        ("integration_types", &[0, 1][..]),
    ] {
        form.at_least(body, key, 1);
        let list = form.list(body, key, allowed.len());
        for (index, one) in list.iter().enumerate() {
            if !as_integer(one).is_some_and(|number| allowed.contains(&number)) {
                form.at(key, |form| {
                    form.error_at(
                        index,
                        "BASE_TYPE_CHOICES",
                        format!("Value must be one of {allowed:?}."),
                    );
                });
            }
        }
    }
    form.flag(body, "nsfw");
    form.flag(body, "dm_permission");
    if size(body) > SIZE_MAX {
        form.error(
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({SIZE_MAX})"),
        );
    }
}

fn permissions(form: &mut Form, body: &Object) {
    let Some(value) = present(body, "default_member_permissions") else {
        return;
    };
    if as_integer(value).is_none_or(|bits| bits < 0) {
        form.error_at(
            "default_member_permissions",
            "NUMBER_TYPE_COERCE",
            format!("Value \"{value}\" is not int."),
        );
    }
}

/// A name: of a slash command or option in lower case and without spaces; of a menu as it likes.
pub(super) fn name(form: &mut Form, body: &Object, slash: bool) {
    let Some(name) = form.required_text(body, "name", 1..=32) else {
        return;
    };
    let fine = !name.trim().is_empty() && !longer(name, 32);
    if slash && fine && !is_slash_name(name) {
        form.error_at(
            "name",
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
}

fn is_slash_name(name: &str) -> bool {
    name.chars().all(|c| {
        let mark = matches!(c, '\u{900}'..='\u{97F}' | '\u{A8E0}'..='\u{A8FF}' | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E5B}');
        let lower = c.to_lowercase().eq(std::iter::once(c)) || c.to_lowercase().count() > 1;
        (c.is_alphanumeric() || matches!(c, '-' | '_' | '\'') || mark) && lower
    })
}

pub(super) fn localizations(form: &mut Form, body: &Object, key: &str, max: usize) {
    form.child(body, key, |form, texts| {
        for (locale, text) in texts {
            if !LOCALES.contains(&locale.as_str()) {
                form.error_at(
                    locale,
                    "ENUM_TYPE_COERCE",
                    format!("Value \"{locale}\" is not a valid locale."),
                );
            }
            if !text.is_null() {
                form.text(texts, locale, 1..=max);
            }
        }
    });
}

fn size(object: &Object) -> usize {
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let longest = |key: &str| {
        let own = object.get(key).map_or(0, length);
        let texts = object
            .get(&format!("{key}_localizations"))
            .and_then(Value::as_object);
        texts
            .into_iter()
            .flat_map(|texts| texts.values().map(length))
            .fold(own, usize::max)
    };
    let inner: usize = ["options", "choices"]
        .iter()
        .filter_map(|key| object.get(*key).and_then(Value::as_array))
        .flatten()
        .filter_map(Value::as_object)
        .map(size)
        .sum();
    longest("name") + longest("description") + object.get("value").map_or(0, length) + inner
}
