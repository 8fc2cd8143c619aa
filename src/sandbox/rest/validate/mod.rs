//! Checking bodies against the documented limits, field by field.
//!
//! A [`Form`] walks a body and collects what is wrong; the result is Discord's error 50035 with its
//! tree of errors. Lengths are counted in code points.

mod command;
mod component;
mod embed;
mod field;
mod files;
mod layout;
mod menu;
mod message;
mod modal;
mod option;
mod shape;
mod tags;

pub(crate) use command::{command, commands};
pub(crate) use field::{as_integer, longer};
pub(crate) use files::{number, uploads};
pub(crate) use message::{MessageKind, message};
pub(crate) use modal::modal;
pub(crate) use option::choices;
pub(crate) use shape::{Fields, Shape};
pub(crate) use tags::known_tags;

use std::fmt::Display;

use serde_json::{Map, Value, json};

use super::error::ApiError;

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// A walk over a body that remembers every error with its place.
#[derive(Debug, Default)]
pub(crate) struct Form {
    path: Vec<String>,
    errors: Vec<(Vec<String>, &'static str, String)>,
}

impl Form {
    /// Does something one level down.
    pub(crate) fn at<R>(&mut self, key: impl Display, work: impl FnOnce(&mut Form) -> R) -> R {
        self.path.push(key.to_string());
        let result = work(self);
        self.path.pop();
        result
    }

    /// Notes an error here.
    pub(crate) fn error(&mut self, code: &'static str, message: impl Into<String>) {
        self.errors.push((self.path.clone(), code, message.into()));
    }

    /// Notes an error one level down.
    pub(crate) fn error_at(
        &mut self,
        key: impl Display,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.at(key, |form| form.error(code, message));
    }

    /// Fine, or the errors found.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(self.refusal())
        }
    }

    /// The errors found, as a response.
    pub(crate) fn refusal(self) -> ApiError {
        let mut tree = json!({});
        for (path, code, message) in self.errors {
            let leaf = path.into_iter().try_fold(&mut tree, |node, key| {
                Some(
                    node.as_object_mut()?
                        .entry(key)
                        .or_insert_with(|| json!({})),
                )
            });
            let list = leaf
                .and_then(Value::as_object_mut)
                .map(|node| node.entry("_errors").or_insert_with(|| json!([])));
            if let Some(list) = list.and_then(Value::as_array_mut) {
                list.push(json!({"code": code, "message": message}));
            }
        }
        let mut refusal = ApiError::new(400, 50035, "Invalid Form Body");
        refusal.errors = Some(Box::new(tree));
        refusal
    }

    /// The value as an object.
    pub(crate) fn object<'a>(&mut self, value: &'a Value) -> Option<&'a Object> {
        if !value.is_object() {
            self.error(
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            );
        }
        value.as_object()
    }

    /// A field that is an object, and what to do with it.
    pub(crate) fn child(
        &mut self,
        object: &Object,
        key: &str,
        work: impl FnOnce(&mut Form, &Object),
    ) {
        if let Some(value) = present(object, key) {
            self.at(key, |form| {
                if let Some(child) = form.object(value) {
                    work(form, child);
                }
            });
        }
    }

    /// The items of a list, at most `max`; empty if the field is absent.
    pub(crate) fn list<'a>(&mut self, object: &'a Object, key: &str, max: usize) -> &'a [Value] {
        let Some(value) = present(object, key) else {
            return &[];
        };
        let Some(list) = value.as_array() else {
            self.error_at(
                key,
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
            return &[];
        };
        if list.len() > max {
            self.error_at(
                key,
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {max} or fewer in length."),
            );
        }
        list
    }

    /// Each item of a list that is an object, at its place.
    pub(crate) fn each(
        &mut self,
        object: &Object,
        key: &str,
        max: usize,
        mut work: impl FnMut(&mut Form, &Object),
    ) {
        let list = self.list(object, key, max);
        self.at(key, |form| {
            for (index, value) in list.iter().enumerate() {
                form.at(index, |form| {
                    if let Some(child) = form.object(value) {
                        work(form, child);
                    }
                });
            }
        });
    }
}

/// A field that is there and not null: to Discord null mostly means absent.
pub(crate) fn present<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}
