//! Components that lay a message out, for `IS_COMPONENTS_V2`.

use serde_json::Value;

use super::component::{BUTTON, ROW, Tally, V2_MAX, V2_TEXT_MAX, component};
use super::{Form, Object, present};

const SECTION: i64 = 9;
const TEXT: i64 = 10;
const THUMBNAIL: i64 = 11;
const GALLERY: i64 = 12;
const FILE: i64 = 13;
const SEPARATOR: i64 = 14;
const CONTAINER: i64 = 17;

/// What may stand at the top of a message.
pub(super) const TOP: [i64; 7] = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER];
/// What may stand in a container.
const INNER: [i64; 6] = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR];
const SECTION_TEXTS_MAX: usize = 3;
const GALLERY_MAX: usize = 10;
const MEDIA: &[&str] = &["http", "https", "attachment"];

/// Checks one of them.
pub(super) fn layout(form: &mut Form, one: &Object, kind: i64, tally: &mut Tally) {
    match kind {
        SECTION => {
            filled(form, one, "components");
            form.each(one, "components", SECTION_TEXTS_MAX, |form, text| {
                component(form, text, &[TEXT], tally);
            });
            needed(form, one, "accessory", |form, extra| {
                component(form, extra, &[BUTTON, THUMBNAIL], tally);
            });
        }
        TEXT => {
            if let Some(text) = form.required_text(one, "content", 1..=V2_TEXT_MAX) {
                tally.text += text.chars().count();
            }
        }
        THUMBNAIL => media(form, one),
        GALLERY => {
            filled(form, one, "items");
            form.each(one, "items", GALLERY_MAX, media);
        }
        FILE => {
            needed(form, one, "file", |form, file| {
                form.required_text(file, "url", 1..=2048);
                form.url(file, "url", &["attachment"]);
            });
            form.flag(one, "spoiler");
        }
        SEPARATOR => {
            form.choice(one, "spacing", &[1, 2]);
            form.flag(one, "divider");
        }
        CONTAINER => {
            form.integer(one, "accent_color", 0..=0xFF_FFFF);
            form.flag(one, "spoiler");
            filled(form, one, "components");
            form.each(one, "components", V2_MAX, |form, child| {
                component(form, child, &INNER, tally);
            });
        }
        _ => {}
    }
}

/// A thumbnail, or an item of a gallery.
fn media(form: &mut Form, one: &Object) {
    needed(form, one, "media", |form, media| {
        form.required_text(media, "url", 1..=2048);
        form.url(media, "url", MEDIA);
    });
    form.text(one, "description", 0..=1024);
    form.flag(one, "spoiler");
}

/// An object that has to be there.
fn needed(form: &mut Form, one: &Object, key: &str, work: impl FnOnce(&mut Form, &Object)) {
    if present(one, key).is_none() {
        form.required(key);
    }
    form.child(one, key, work);
}

/// A list that may not be empty.
fn filled(form: &mut Form, one: &Object, key: &str) {
    let list = present(one, key).and_then(Value::as_array);
    if list.is_none_or(Vec::is_empty) {
        form.required(key);
    }
}
