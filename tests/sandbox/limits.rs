//! The limits of messages: at the edge, and one beyond.
#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "tables of literals"
)]

use serde_json::{Value, json};

use super::client::Scene;

pub(super) fn x(count: usize) -> String {
    "é".repeat(count)
}

fn buttons(count: usize) -> Value {
    let button =
        |n: usize| json!({"type": 2, "style": 1, "label": "b", "custom_id": n.to_string()});
    json!([{"type": 1, "components": (0..count).map(button).collect::<Vec<_>>()}])
}

fn rows(count: usize) -> Value {
    let row = |n: usize| json!({"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": n.to_string()}]});
    (0..count).map(row).collect()
}

fn button(fields: Value) -> Value {
    let mut button = json!({"type": 2, "style": 1, "label": "b", "custom_id": "c"});
    button
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    json!([{"type": 1, "components": [button]}])
}

fn select(fields: Value) -> Value {
    let mut select =
        json!({"type": 3, "custom_id": "c", "options": [{"label": "l", "value": "v"}]});
    select
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    json!([{"type": 1, "components": [select]}])
}

fn options(count: usize) -> Value {
    (0..count)
        .map(|n| json!({"label": "l", "value": n.to_string()}))
        .collect()
}

fn embed(fields: Value) -> Value {
    json!({"embeds": [fields]})
}

/// A link button whose address has this length.
fn link(length: usize) -> Value {
    let url = format!("https://e.org/{}", "a".repeat(length - 14));
    button(json!({"style": 5, "custom_id": null, "url": url}))
}

/// A poll: code points of the question, answers, code points of each, hours.
fn poll(question: usize, answers: usize, answer: usize, hours: u64) -> Value {
    let answers = vec![json!({"poll_media": {"text": x(answer)}}); answers];
    json!({"poll": {"question": {"text": x(question)}, "answers": answers, "duration": hours}})
}

fn v2(components: Value) -> Value {
    json!({"flags": 32768, "components": components})
}

/// A media gallery: items, code points of each description.
fn gallery(items: usize, description: usize) -> Value {
    let item = json!({"media": {"url": "https://e.org/a.png"}, "description": x(description)});
    json!([{"type": 12, "items": vec![item; items]}])
}

fn section(texts: usize) -> Value {
    let accessory = json!({"type": 2, "style": 1, "label": "b", "custom_id": "c"});
    json!([{"type": 9, "accessory": accessory, "components": vec![json!({"type": 10, "content": "x"}); texts]}])
}

/// What fits, what does not, and where the error is.
fn messages() -> Vec<(Value, Value, &'static str)> {
    let two = |first: usize, second: usize| json!({"embeds": [{"description": x(first)}, {"description": x(second)}]});
    let fields =
        |count: usize| embed(json!({"fields": vec![json!({"name": "n", "value": "v"}); count]}));
    let field = |name: usize, value: usize| {
        embed(json!({"fields": [{"name": x(name), "value": x(value)}]}))
    };
    let with = |components: Value| json!({"content": "x", "components": components});
    vec![
        (
            json!({"content": x(2000)}),
            json!({"content": x(2001)}),
            "/content",
        ),
        (
            json!({"embeds": vec![json!({"title": "t"}); 10]}),
            json!({"embeds": vec![json!({"title": "t"}); 11]}),
            "/embeds",
        ),
        (
            embed(json!({"title": x(256)})),
            embed(json!({"title": x(257)})),
            "/embeds/0/title",
        ),
        (
            embed(json!({"title": format!("  {}  ", x(256))})),
            embed(json!({"title": "  "})),
            "/embeds/0/description",
        ),
        (
            embed(json!({"description": x(4096)})),
            embed(json!({"description": x(4097)})),
            "/embeds/0/description",
        ),
        (fields(25), fields(26), "/embeds/0/fields"),
        (field(256, 1), field(257, 1), "/embeds/0/fields/0/name"),
        (field(1, 1024), field(1, 1025), "/embeds/0/fields/0/value"),
        (field(1, 1), field(1, 0), "/embeds/0/fields/0/value"),
        (
            embed(json!({"footer": {"text": x(2048)}})),
            embed(json!({"footer": {"text": x(2049)}})),
            "/embeds/0/footer/text",
        ),
        (
            embed(json!({"author": {"name": x(256)}})),
            embed(json!({"author": {"name": x(257)}})),
            "/embeds/0/author/name",
        ),
        (two(3000, 3000), two(3000, 3001), "/embeds/1"),
        (
            embed(json!({"title": "t", "color": 0xFF_FFFF})),
            embed(json!({"title": "t", "color": 0x100_0000})),
            "/embeds/0/color",
        ),
        (
            embed(json!({"title": "t", "url": "https://e.org"})),
            embed(json!({"title": "t", "url": "ftp://e.org"})),
            "/embeds/0/url",
        ),
        (
            embed(json!({"image": {"url": "http://e.org/a.png"}})),
            embed(json!({"image": {"url": "nope"}})),
            "/embeds/0/image/url",
        ),
        (
            embed(json!({"title": "t", "timestamp": "2026-01-05T09:00:00Z"})),
            embed(json!({"title": "t", "timestamp": "soon"})),
            "/embeds/0/timestamp",
        ),
        (with(rows(5)), with(rows(6)), "/components"),
        (
            with(buttons(5)),
            with(buttons(6)),
            "/components/0/components",
        ),
        (
            with(button(json!({"label": x(80)}))),
            with(button(json!({"label": x(81)}))),
            "/components/0/components/0/label",
        ),
        (
            with(button(json!({"custom_id": x(100)}))),
            with(button(json!({"custom_id": x(101)}))),
            "/components/0/components/0/custom_id",
        ),
        (
            with(button(json!({"label": null, "emoji": {"name": "👍"}}))),
            with(button(json!({"label": null}))),
            "/components/0/components/0",
        ),
        (
            with(button(
                json!({"style": 5, "custom_id": null, "url": "https://e.org"}),
            )),
            with(button(json!({"style": 5, "url": "https://e.org"}))),
            "/components/0/components/0",
        ),
        (
            with(button(json!({"style": 4}))),
            with(button(json!({"style": 7}))),
            "/components/0/components/0/style",
        ),
        (
            with(select(json!({"options": options(25)}))),
            with(select(json!({"options": options(26)}))),
            "/components/0/components/0/options",
        ),
        (
            with(select(json!({"placeholder": x(150)}))),
            with(select(json!({"placeholder": x(151)}))),
            "/components/0/components/0/placeholder",
        ),
        (
            with(select(json!({"min_values": 0, "max_values": 25}))),
            with(select(json!({"max_values": 26}))),
            "/components/0/components/0/max_values",
        ),
        (
            with(select(json!({}))),
            with(select(
                json!({"options": [{"label": x(101), "value": "v"}]}),
            )),
            "/components/0/components/0/options/0/label",
        ),
        (
            with(select(json!({}))),
            with(select(
                json!({"options": [{"label": "a", "value": "v"}, {"label": "b", "value": "v"}]}),
            )),
            "/components/0/components/0/options/1/value",
        ),
        (
            json!({"content": "x", "flags": 4}),
            json!({"content": "x", "flags": 64}),
            "/flags",
        ),
        (
            json!({"content": "x", "allowed_mentions": {"parse": ["users"]}}),
            json!({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}),
            "/allowed_mentions",
        ),
        (
            json!({"content": "x", "allowed_mentions": {"users": vec!["1"; 100]}}),
            json!({"content": "x", "allowed_mentions": {"users": vec!["1"; 101]}}),
            "/allowed_mentions/users",
        ),
        (
            json!({"content": "x", "nonce": x(25)}),
            json!({"content": "x", "nonce": x(26)}),
            "/nonce",
        ),
        (
            json!({"flags": 32768, "components": [{"type": 10, "content": x(4000)}]}),
            json!({"flags": 32768, "components": [{"type": 10, "content": x(4001)}]}),
            "/components/0/content",
        ),
        (
            with(select(
                json!({"options": [{"label": "l", "value": x(100), "description": x(100)}]}),
            )),
            with(select(
                json!({"options": [{"label": "l", "value": x(101)}]}),
            )),
            "/components/0/components/0/options/0/value",
        ),
        (
            with(select(json!({"custom_id": x(100)}))),
            with(select(
                json!({"options": [{"label": "l", "value": "v", "description": x(101)}]}),
            )),
            "/components/0/components/0/options/0/description",
        ),
        (
            with(link(512)),
            with(link(513)),
            "/components/0/components/0/url",
        ),
        (
            json!({"content": "x", "allowed_mentions": {"roles": vec!["1"; 100]}}),
            json!({"content": "x", "allowed_mentions": {"roles": vec!["1"; 101]}}),
            "/allowed_mentions/roles",
        ),
        (
            poll(300, 10, 55, 768),
            poll(301, 1, 1, 1),
            "/poll/question/text",
        ),
        (poll(1, 1, 1, 1), poll(1, 11, 1, 1), "/poll/answers"),
        (
            poll(1, 1, 1, 1),
            poll(1, 1, 56, 1),
            "/poll/answers/0/poll_media/text",
        ),
        (poll(1, 1, 1, 1), poll(1, 1, 1, 769), "/poll/duration"),
        (
            v2(json!([{"type": 10, "content": x(3999)}, {"type": 10, "content": "x"}])),
            v2(json!([{"type": 10, "content": x(4000)}, {"type": 10, "content": "x"}])),
            "/components",
        ),
        (
            v2(json!([{"type": 17, "components": vec![json!({"type": 14}); 39]}])),
            v2(json!([{"type": 17, "components": vec![json!({"type": 14}); 40]}])),
            "/components",
        ),
        (
            v2(gallery(10, 1024)),
            v2(gallery(11, 1)),
            "/components/0/items",
        ),
        (v2(gallery(1, 1)), v2(gallery(0, 0)), "/components/0/items"),
        (
            v2(gallery(1, 1)),
            v2(gallery(1, 1025)),
            "/components/0/items/0/description",
        ),
        (
            v2(json!([{"type": 12, "items": [{"media": {"url": "https://e.org/a.png"}}]}])),
            v2(json!([{"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}])),
            "/components/0/items/0/media/url",
        ),
        (v2(section(3)), v2(section(4)), "/components/0/components"),
        (v2(section(1)), v2(section(0)), "/components/0/components"),
        (
            v2(json!([{"type": 17, "accent_color": 0xFF_FFFF, "components": [{"type": 14}]}])),
            v2(json!([{"type": 17, "accent_color": 0x100_0000, "components": [{"type": 14}]}])),
            "/components/0/accent_color",
        ),
        (
            v2(json!([{"type": 14, "spacing": 2}])),
            v2(json!([{"type": 14, "spacing": 3}])),
            "/components/0/spacing",
        ),
        (
            v2(json!([{"type": 17, "components": [{"type": 14}]}])),
            v2(json!([{"type": 17, "components": [{"type": 17, "components": [{"type": 14}]}]}])),
            "/components/0/components/0/type",
        ),
        (
            v2(json!([{"type": 14}])),
            json!({"flags": 32768, "embeds": [{"title": "t"}], "components": [{"type": 14}]}),
            "/embeds",
        ),
        (
            v2(json!([{"type": 14, "id": 1}, {"type": 14, "id": 2}])),
            v2(json!([{"type": 14, "id": 1}, {"type": 14, "id": 1}])),
            "/components/1/id",
        ),
        (
            json!({"flags": 32768, "components": vec![json!({"type": 14}); 40]}),
            json!({"flags": 32768, "components": vec![json!({"type": 14}); 41]}),
            "/components",
        ),
        (
            json!({"flags": 32768, "components": [{"type": 10, "content": "x"}]}),
            json!({"components": [{"type": 10, "content": "x"}]}),
            "/components/0/type",
        ),
        (
            json!({"flags": 32768, "components": [{"type": 10, "content": "x"}]}),
            json!({"flags": 32768, "content": "x", "components": [{"type": 10, "content": "x"}]}),
            "/content",
        ),
    ]
}

pub(super) fn assert_refused(answer: &(u16, Value), place: &str, body: &Value) {
    let (status, error) = answer;
    assert_eq!((*status, &error["code"]), (400, &json!(50035)), "{body}");
    let found = error["errors"].pointer(&format!("{place}/_errors/0/code"));
    assert!(found.is_some(), "nothing at {place}: {error}");
}

#[tokio::test]
async fn messages_keep_their_limits() {
    let scene = Scene::start().await;
    let path = format!("/channels/{}/messages", scene.id("general"));
    for (fits, too_much, place) in messages() {
        let (status, body) = scene.post(&path, fits.clone()).await;
        assert_eq!(status, 200, "{body} for {fits}");
        assert_refused(&scene.post(&path, too_much.clone()).await, place, &too_much);
    }
}
