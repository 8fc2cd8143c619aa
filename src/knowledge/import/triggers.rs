//! Triggers and responses in JSON: a list, or a map.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{Fault, Found, Harvest, line_at};
use crate::{document::quoted, knowledge::Kind};

const TRIGGERS: [&str; 10] = [
    "triggers",
    "trigger",
    "questions",
    "question",
    "keywords",
    "keyword",
    "patterns",
    "name",
    "names",
    "aliases",
];
const RESPONSES: [&str; 8] = [
    "response",
    "responses",
    "answer",
    "answers",
    "reply",
    "replies",
    "content",
    "message",
];

/// The members of an object in their order, each with its value as it stands in the file.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

pub(super) fn read(text: &str) -> Result<Harvest, Fault> {
    let fault = |error: serde_json::Error| {
        let reason = error.to_string();
        let reason = reason.split(" at line").next().unwrap_or_default();
        (error.line().max(1), reason.to_owned())
    };
    let whole: &RawValue = serde_json::from_str(text).map_err(fault)?;
    let mut harvest = Harvest::default();
    read_all(text, whole, &mut harvest, true)?;
    Ok(harvest)
}

fn read_all(
    text: &str,
    whole: &RawValue,
    harvest: &mut Harvest,
    may_wrap: bool,
) -> Result<(), Fault> {
    let line = line_of(text, whole);
    if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(whole.get()) {
        for item in items {
            read_one(None, text, item, harvest);
        }
        return Ok(());
    }
    let Ok(Members(members)) = serde_json::from_str::<Members<'_>>(whole.get()) else {
        return Err((line, "it is neither a list nor an object".to_owned()));
    };
    let is_one = |names: &[&str]| members.iter().any(|(key, _)| names.contains(&key.as_str()));
    if is_one(&TRIGGERS) && is_one(&RESPONSES) {
        read_one(None, text, whole, harvest);
        return Ok(());
    }
    for (key, value) in &members {
        // A list of answers under a name of its own.
        let is_list = value.get().starts_with('[') && value.get().contains('{');
        if may_wrap && is_list {
            read_all(text, value, harvest, false)?;
        } else {
            read_one(Some(key), text, value, harvest);
        }
    }
    Ok(())
}

/// One answer; in a map, its key asks for it, too.
fn read_one(key: Option<&str>, text: &str, raw: &RawValue, harvest: &mut Harvest) {
    let line = line_of(text, raw);
    let mut asks: Vec<String> = key.map(str::to_owned).into_iter().collect();
    let mut answer = String::new();
    match serde_json::from_str(raw.get()) {
        Ok(Value::Object(members)) => {
            for (key, value) in members {
                if TRIGGERS.contains(&key.as_str()) {
                    match texts(&value) {
                        Some(texts) => asks.extend(texts),
                        None => harvest.note(
                            line,
                            format!("{} holds no texts, and is left out", quoted(&key)),
                        ),
                    }
                } else if RESPONSES.contains(&key.as_str()) && answer.is_empty() {
                    answer = first(&key, &value, line, harvest);
                } else {
                    harvest.note(
                        line,
                        format!("{} means nothing here, and is left out", quoted(&key)),
                    );
                }
            }
        }
        Ok(value) if key.is_some() => answer = first("the response", &value, line, harvest),
        _ => {
            harvest.note(line, "this has no triggers, and is left out");
            return;
        }
    }
    harvest.found.push(Found {
        kind: Kind::Faq,
        line,
        asks,
        keywords: Vec::new(),
        answer,
    });
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(texts) => texts
            .iter()
            .map(|text| text.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

/// The answer; of several, the first.
fn first(key: &str, value: &Value, line: usize, harvest: &mut Harvest) -> String {
    let Some(texts) = texts(value) else {
        harvest.note(line, format!("{} is no text, and is left out", quoted(key)));
        return String::new();
    };
    if texts.len() > 1 {
        harvest.note(
            line,
            format!(
                "{} has {} texts to choose from; the first one is the answer",
                quoted(key),
                texts.len()
            ),
        );
    }
    texts.into_iter().next().unwrap_or_default()
}

fn line_of(text: &str, raw: &RawValue) -> usize {
    // It is borrowed from the text.
    line_at(
        text,
        raw.get()
            .as_ptr()
            .addr()
            .saturating_sub(text.as_ptr().addr()),
    )
}
