//! Fields whose rules are plain: a table says what each may hold.

use super::{Form, Object, as_integer, present};
use crate::sandbox::snowflake::Id;

/// What the fields of an object may hold. Fields that are absent or null are fine.
pub(crate) type Fields = &'static [(&'static str, Shape)];

/// What a field may hold.
#[derive(Debug)]
pub(crate) enum Shape {
    Flag,
    /// A text of at least and at most so many code points.
    Text(usize, usize),
    /// A text of any length, such as an image's data.
    Any,
    /// A whole number from one to another.
    Integer(i64, i64),
    OneOf(&'static [i64]),
    Id,
    Time,
    /// At most so many ids.
    Ids(usize),
    /// At most so many texts of at most so many code points.
    Texts(usize, usize),
    /// Numbers, each one of these, and no more of them.
    SomeOf(&'static [i64]),
    Object(Fields),
    /// At least and at most so many objects.
    List(usize, usize, Fields),
}

impl Form {
    /// Checks the fields that a table names.
    pub(crate) fn fields(&mut self, object: &Object, fields: Fields) {
        for (key, shape) in fields {
            self.field(object, key, shape);
        }
    }

    fn field(&mut self, object: &Object, key: &str, shape: &Shape) {
        match *shape {
            Shape::Flag => {
                self.flag(object, key);
            }
            Shape::Text(min, max) => {
                self.text(object, key, min..=max);
            }
            Shape::Any => {
                self.text(object, key, 0..=usize::MAX);
            }
            Shape::Integer(min, max) => {
                self.integer(object, key, min..=max);
            }
            Shape::OneOf(allowed) => {
                self.choice(object, key, allowed);
            }
            Shape::Id => self.id(object, key),
            Shape::Time => self.time(object, key),
            Shape::Ids(max) => self.ids(object, key, max),
            Shape::Texts(max, length) => self.texts(object, key, max, length),
            Shape::SomeOf(allowed) => self.choices(object, key, allowed),
            Shape::Object(fields) => {
                self.child(object, key, |form, child| form.fields(child, fields));
            }
            Shape::List(min, max, fields) => {
                self.at_least(object, key, min);
                self.each(object, key, max, |form, one| form.fields(one, fields));
            }
        }
    }

    /// An id, as a string or a number.
    pub(crate) fn id(&mut self, object: &Object, key: &str) {
        if let Some(value) = present(object, key).filter(|value| Id::read(value).is_none()) {
            let text = format!("Value \"{value}\" is not snowflake.");
            self.error_at(key, "NUMBER_TYPE_COERCE", text);
        }
    }

    /// Refuses a list that is there, but has fewer items.
    pub(crate) fn at_least(&mut self, object: &Object, key: &str, min: usize) {
        let list = present(object, key).and_then(|value| value.as_array());
        if list.is_some_and(|list| list.len() < min) {
            let text = format!("Must be {min} or more in length.");
            self.error_at(key, "BASE_TYPE_MIN_LENGTH", text);
        }
    }

    fn choices(&mut self, object: &Object, key: &str, allowed: &[i64]) {
        let list = self.list(object, key, allowed.len());
        self.at(key, |form| {
            for (index, one) in list.iter().enumerate() {
                if !as_integer(one).is_some_and(|number| allowed.contains(&number)) {
                    let text = format!("Value must be one of {allowed:?}.");
                    form.error_at(index, "BASE_TYPE_CHOICES", text);
                }
            }
        });
    }
}
