//! Every documented limit: at its edge, and one beyond.
#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "tables of literals"
)]

use serde_json::{Value, json};

use super::client::Scene;

fn x(count: usize) -> String {
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

fn command(fields: Value) -> Value {
    let mut command = json!({"name": "ask", "description": "d"});
    command
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command
}

fn option(fields: Value) -> Value {
    let mut option = json!({"type": 3, "name": "o", "description": "d"});
    option
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    command(json!({"options": [option]}))
}

fn commands() -> Vec<(Value, Value, &'static str)> {
    let many = |count: usize| {
        let option = |n: usize| json!({"type": 3, "name": format!("o{n}"), "description": "d"});
        command(json!({"options": (0..count).map(option).collect::<Vec<_>>()}))
    };
    let choices = |count: usize| {
        (0..count)
            .map(|n| json!({"name": n.to_string(), "value": "v"}))
            .collect::<Value>()
    };
    let choice = |name: usize, value: usize| {
        option(json!({"choices": [{"name": x(name), "value": x(value)}]}))
    };
    let big = |last: usize| {
        let full = json!({"type": 3, "name": "o", "description": x(99), "choices": (0..25).map(|n| json!({"name": format!("{n:0100}"), "value": x(57)})).collect::<Vec<_>>()});
        let mut second = full.clone();
        second["name"] = json!("p");
        second["choices"][24]["value"] = json!(x(last));
        command(json!({"options": [full, second]}))
    };
    vec![
        (
            command(json!({"name": "a".repeat(32)})),
            command(json!({"name": "a".repeat(33)})),
            "/name",
        ),
        (
            command(json!({"name": "fråga_1-'"})),
            command(json!({"name": "Ask"})),
            "/name",
        ),
        (
            command(json!({"name": "質問"})),
            command(json!({"name": "ask me"})),
            "/name",
        ),
        (
            command(json!({"description": x(100)})),
            command(json!({"description": x(101)})),
            "/description",
        ),
        (
            json!({"name": "Ask Me", "type": 3}),
            json!({"name": "Ask Me", "type": 3, "description": "d"}),
            "/description",
        ),
        (many(25), many(26), "/options"),
        (
            option(json!({"choices": choices(25)})),
            option(json!({"choices": choices(26)})),
            "/options/0/choices",
        ),
        (choice(100, 1), choice(101, 1), "/options/0/choices/0/name"),
        (choice(1, 100), choice(1, 101), "/options/0/choices/0/value"),
        (
            option(json!({"autocomplete": true})),
            option(json!({"autocomplete": true, "choices": choices(1)})),
            "/options/0/autocomplete",
        ),
        (
            option(json!({"max_length": 6000})),
            option(json!({"max_length": 6001})),
            "/options/0/max_length",
        ),
        (
            option(json!({"min_length": 5, "max_length": 5})),
            option(json!({"min_length": 6, "max_length": 5})),
            "/options/0/min_length",
        ),
        (
            option(json!({"type": 4, "max_value": 9_007_199_254_740_991_i64})),
            option(json!({"type": 4, "max_value": 9_007_199_254_740_993_i64})),
            "/options/0/max_value",
        ),
        (
            option(json!({"type": 11})),
            option(json!({"type": 12})),
            "/options/0/type",
        ),
        (
            command(
                json!({"options": [{"type": 2, "name": "g", "description": "d", "options": [{"type": 1, "name": "s", "description": "d"}]}]}),
            ),
            command(
                json!({"options": [{"type": 1, "name": "s", "description": "d", "options": [{"type": 1, "name": "t", "description": "d"}]}]}),
            ),
            "/options/0/options/0/type",
        ),
        (
            command(
                json!({"options": [{"type": 3, "name": "a", "description": "d", "required": true}, {"type": 3, "name": "b", "description": "d"}]}),
            ),
            command(
                json!({"options": [{"type": 3, "name": "a", "description": "d"}, {"type": 3, "name": "b", "description": "d", "required": true}]}),
            ),
            "/options/1",
        ),
        (
            command(json!({"name_localizations": {"de": "frag"}})),
            command(json!({"name_localizations": {"tlh": "tlhob"}})),
            "/name_localizations/tlh",
        ),
        (
            command(json!({"contexts": [0, 1, 2]})),
            command(json!({"contexts": [3]})),
            "/contexts/0",
        ),
        (
            command(json!({"default_member_permissions": "32"})),
            command(json!({"default_member_permissions": "MANAGE"})),
            "/default_member_permissions",
        ),
        // 3 + 1 for the command, twice (1 + 99 + 25 · 100), 49 values of 57, and the last one.
        (big(3), big(4), ""),
    ]
}

fn assert_refused(answer: &(u16, Value), place: &str, body: &Value) {
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

#[tokio::test]
async fn commands_keep_their_limits() {
    let scene = Scene::start().await;
    let path = format!("/applications/{}/commands", scene.application());
    for (fits, too_much, place) in commands() {
        let (status, body) = scene.post(&path, fits.clone()).await;
        assert!(matches!(status, 200 | 201), "{body} for {fits}");
        assert_refused(&scene.post(&path, too_much.clone()).await, place, &too_much);
        assert_refused(
            &scene.put(&path, json!([too_much])).await,
            &format!("/0{place}"),
            &too_much,
        );
    }
}

#[tokio::test]
async fn a_scope_holds_so_many_commands_of_each_type() {
    let scene = Scene::start().await;
    let path = format!(
        "/applications/{}/guilds/{}/commands",
        scene.application(),
        scene.guild()
    );
    for (kind, capacity) in [(1, 100), (2, 15), (3, 15)] {
        let list = |count: usize| -> Value {
            let one = |n: usize| match kind {
                1 => json!({"name": format!("c{n}"), "description": "d"}),
                _ => json!({"name": format!("c{n}"), "type": kind}),
            };
            (0..count).map(one).collect()
        };
        assert_eq!(scene.put(&path, list(capacity + 1)).await.1["code"], 30032);
        let (status, made) = scene.put(&path, list(capacity)).await;
        assert_eq!((status, made.as_array().unwrap().len()), (200, capacity));
    }
    let doubled = json!([{"name": "a", "description": "d"}, {"name": "a", "description": "d"}]);
    assert_refused(&scene.put(&path, doubled.clone()).await, "/1", &doubled);
}
