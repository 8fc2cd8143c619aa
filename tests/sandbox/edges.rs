//! The limits of everything but messages and commands: at the edge, and one beyond.
#![allow(clippy::too_many_lines, reason = "tables of literals")]

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::client::Scene;
use super::limits::x;

/// Where, what fits, what does not, and at which field the error is.
type Edge = (Method, String, Value, Value, &'static str);

/// A scheduled event that needs no channel.
fn event(name: &str) -> Value {
    json!({"name": name, "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "here"},
        "scheduled_start_time": "2100-01-01T00:00:00Z", "scheduled_end_time": "2100-01-02T00:00:00Z"})
}

/// Each pair is sent; all that went wrong.
async fn try_all(scene: &Scene, edges: Vec<Edge>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (method, path, fits, beyond, place) in edges {
        let (status, answer) = scene.rest(method.clone(), &path, fits.clone()).await;
        if !(200..300).contains(&status) {
            wrong.push(format!("{method} {path} {place} at the edge: {answer}"));
        }
        let (status, answer) = scene.rest(method.clone(), &path, beyond).await;
        let at = answer["errors"].pointer(&format!("{place}/_errors/0/code"));
        if status != 400 || answer["code"] != 50035 || at.is_none() {
            wrong.push(format!("{method} {path} {place} beyond: {status} {answer}"));
        }
    }
    wrong
}

/// `METHOD path, the other fields, field: at the edge => one beyond, at the error's place;`
macro_rules! edges {
    ($($method:ident $path:expr, $base:tt, $key:literal: $fits:expr => $beyond:expr $(, at $place:literal)?;)*) => {
        vec![$({
            let body = |value: Value| {
                let mut body = json!($base);
                body[$key] = value;
                body
            };
            #[allow(unused_mut, unused_assignments, reason = "not every edge says where")]
            let mut place = concat!("/", $key);
            $(place = $place;)?
            (Method::$method, $path.to_string(), body(json!($fits)), body(json!($beyond)), place)
        }),*]
    };
}

#[tokio::test]
async fn channels_and_threads_keep_their_limits() {
    let scene = Scene::start().await;
    let guild = scene.guild();
    let channels = format!("/guilds/{guild}/channels");
    let general = format!("/channels/{}", scene.id("general"));
    let help = format!("/channels/{}", scene.id("help"));
    let said = scene
        .post(&format!("{general}/messages"), json!({"content": "x"}))
        .await
        .1;
    let tag = |n: usize| json!({"name": format!("t{n}")});
    let tags = |count: usize| (0..count).map(tag).collect::<Value>();
    let rules = |count: u64| {
        let rule = |n: u64| json!({"id": (1_457_661_149_184_000_000 + n).to_string(), "type": 1, "allow": "0", "deny": "0"});
        (0..count).map(rule).collect::<Value>()
    };
    let from_message = format!(
        "{general}/messages/{}/threads",
        said["id"].as_str().unwrap()
    );
    let (threads, posts) = (format!("{general}/threads"), format!("{help}/threads"));
    let (invites, webhooks) = (format!("{general}/invites"), format!("{general}/webhooks"));
    let edges = edges! {
        POST channels, {}, "name": x(100) => x(101);
        POST channels, {"name": "c"}, "topic": x(1024) => x(1025);
        POST channels, {"name": "c", "type": 15}, "topic": x(4096) => x(4097);
        POST channels, {"name": "c"}, "type": 15 => 14;
        POST channels, {"name": "c"}, "rate_limit_per_user": 21_600 => 21_601;
        POST channels, {"name": "c"}, "default_auto_archive_duration": 10_080 => 10_081;
        POST channels, {"name": "c"}, "default_thread_rate_limit_per_user": 21_600 => 21_601;
        POST channels, {"name": "c", "type": 2}, "bitrate": 96_000 => 96_001;
        POST channels, {"name": "c", "type": 2}, "bitrate": 8_000 => 7_999;
        POST channels, {"name": "c", "type": 2}, "user_limit": 99 => 100;
        POST channels, {"name": "c", "type": 13}, "user_limit": 10_000 => 10_001;
        POST channels, {"name": "c", "type": 15}, "available_tags": json!([{"name": x(20)}]) => json!([{"name": x(21)}]), at "/available_tags/0/name";
        PATCH general, {}, "name": x(100) => x(101);
        PATCH general, {}, "name": "x" => "";
        PATCH general, {}, "topic": x(1024) => x(1025);
        PATCH general, {}, "rate_limit_per_user": 21_600 => 21_601;
        PATCH general, {}, "permission_overwrites": rules(1000) => rules(1001);
        PATCH help, {}, "topic": x(4096) => x(4097);
        PATCH help, {}, "available_tags": tags(20) => tags(21);
        PATCH help, {}, "default_sort_order": 1 => 2;
        PATCH help, {}, "default_forum_layout": 2 => 3;
        POST threads, {"type": 11}, "name": x(100) => x(101);
        POST threads, {"type": 11, "name": "n"}, "auto_archive_duration": 10_080 => 10_081;
        POST threads, {"type": 11, "name": "n"}, "rate_limit_per_user": 21_600 => 21_601;
        POST from_message, {}, "name": x(100) => x(101);
        POST posts, {"message": {"content": "x"}}, "name": x(100) => x(101);
        POST posts, {"name": "n"}, "message": json!({"content": x(2000)}) => json!({"content": x(2001)}), at "/message/content";
        POST invites, {}, "max_age": 604_800 => 604_801;
        POST invites, {}, "max_uses": 100 => 101;
        POST webhooks, {}, "name": x(80) => x(81);
        POST webhooks, {}, "name": "Clide" => "Clyde";
    };
    assert_eq!(try_all(&scene, edges).await, [""; 0]);
}

#[tokio::test]
async fn a_post_takes_five_of_its_forum_s_tags() {
    let scene = Scene::start().await;
    let help = scene.id("help");
    let tags: Vec<Value> = (0..6).map(|n| json!({"name": format!("t{n}")})).collect();
    let (status, forum) = scene
        .patch(
            &format!("/channels/{help}"),
            json!({"available_tags": tags}),
        )
        .await;
    assert_eq!(status, 200);
    let ids: Vec<&Value> = forum["available_tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| &tag["id"])
        .collect();
    assert!(
        ids.iter().all(|id| id.is_string()),
        "each tag gets an id: {forum}"
    );
    let post = |count: usize| json!({"name": "n", "message": {"content": "x"}, "applied_tags": ids.iter().take(count).collect::<Vec<_>>()});
    let path = format!("/channels/{help}/threads");
    let (status, made) = scene.post(&path, post(5)).await;
    assert_eq!(
        (status, made["applied_tags"].as_array().unwrap().len()),
        (201, 5)
    );
    let (status, error) = scene.post(&path, post(6)).await;
    assert_eq!((status, &error["code"]), (400, &json!(50035)));
    assert!(error["errors"]["applied_tags"].is_object(), "{error}");
    // On the thread itself the same holds.
    let thread = format!("/channels/{}", made["id"].as_str().unwrap());
    assert_eq!(
        scene.patch(&thread, json!({"applied_tags": ids})).await.0,
        400
    );
    let doubled = json!({"available_tags": [{"name": "a"}, {"name": "a"}]});
    assert_eq!(
        scene.patch(&format!("/channels/{help}"), doubled).await.1["code"],
        40061
    );
    // A forum that asks for a tag (flag 1 << 4) takes no post without one.
    scene
        .patch(&format!("/channels/{help}"), json!({"flags": 16}))
        .await;
    assert_eq!(scene.post(&path, post(0)).await.1["code"], 40067);
    assert_eq!(scene.post(&path, post(1)).await.0, 201);
}

#[tokio::test]
async fn members_roles_and_the_guild_keep_their_limits() {
    let scene = Scene::start().await;
    let guild = scene.guild();
    let ada = format!("/guilds/{guild}/members/{}", scene.id("ada"));
    let own = format!("/guilds/{guild}/members/@me");
    let roles = format!("/guilds/{guild}/roles");
    let place = format!("/guilds/{guild}");
    let ban = format!("/guilds/{guild}/bans/{}", scene.id("linus"));
    let bulk = format!("/guilds/{guild}/bulk-ban");
    let prune = format!("/guilds/{guild}/prune");
    let app = format!("/applications/{}", scene.application());
    let strangers = |count: u64| {
        (2..=count)
            .map(|n| n.to_string())
            .chain([scene.id("ada")])
            .collect::<Value>()
    };
    let in_days = |days: u64| {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        let at = jiff::Timestamp::from_second(
            i64::try_from(now.as_secs() + days * 86_400).unwrap() + 60,
        );
        json!(at.unwrap().to_string())
    };
    let edges = edges! {
        PATCH ada, {}, "nick": x(32) => x(33);
        PATCH own, {}, "nick": x(32) => x(33);
        PATCH ada, {}, "communication_disabled_until": in_days(27) => in_days(28);
        POST roles, {}, "name": x(100) => x(101);
        POST roles, {}, "color": 0xFF_FFFF => 0x100_0000;
        PATCH place, {}, "name": x(100) => x(101);
        PATCH place, {}, "name": "ab" => "a";
        PATCH place, {}, "verification_level": 4 => 5;
        PATCH place, {}, "afk_timeout": 3600 => 3599;
        PUT ban, {}, "delete_message_seconds": 604_800 => 604_801;
        POST bulk, {}, "user_ids": strangers(200) => strangers(201);
        POST prune, {}, "days": 30 => 31;
        POST prune, {}, "days": 1 => 0;
        PATCH "/users/@me", {}, "username": "a".repeat(32) => "a".repeat(33);
        PATCH "/users/@me", {}, "username": "ab" => "a";
        PATCH app, {}, "description": x(400) => x(401);
        PATCH app, {}, "tags": ["a", "b", "c", "d", "e"] => ["a", "b", "c", "d", "e", "f"];
        PATCH app, {}, "tags": [x(20)] => [x(21)], at "/tags/0";
    };
    assert_eq!(try_all(&scene, edges).await, [""; 0]);
}

#[tokio::test]
async fn what_a_guild_keeps_has_its_limits() {
    let scene = Scene::start().await;
    let guild = scene.guild();
    let emojis = format!("/guilds/{guild}/emojis");
    let events = format!("/guilds/{guild}/scheduled-events");
    let rules = format!("/guilds/{guild}/auto-moderation/rules");
    let pixel = "data:image/png;base64,iVBORw0KGgo=";
    let words = |filter: Value| json!({"name": "n", "event_type": 1, "trigger_type": 1, "trigger_metadata": filter, "actions": [{"type": 1}]});
    let many = |count: usize, length: usize| {
        (0..count)
            .map(|n| format!("{n:0length$}"))
            .collect::<Vec<_>>()
    };
    let edges = edges! {
        POST emojis, {"image": pixel}, "name": "a".repeat(32) => "a".repeat(33);
        POST emojis, {"image": pixel}, "name": "ab" => "a";
        POST events, (event("n")), "name": x(100) => x(101);
        POST events, (event("n")), "description": x(1000) => x(1001);
        POST events, (event("n")), "entity_metadata": json!({"location": x(100)}) => json!({"location": x(101)}), at "/entity_metadata/location";
    };
    let mut wrong = try_all(&scene, edges).await;
    // A guild holds six rules of words, so each goes before the next is made.
    let fields = [
        ("keyword_filter", json!(many(1000, 4)), json!(many(1001, 4))),
        ("keyword_filter", json!(many(1, 60)), json!(many(1, 61))),
        ("regex_patterns", json!(many(10, 2)), json!(many(11, 2))),
        ("regex_patterns", json!(many(1, 260)), json!(many(1, 261))),
        ("allow_list", json!(many(100, 4)), json!(many(101, 4))),
        ("allow_list", json!(many(1, 60)), json!(many(1, 61))),
    ];
    let (status, rule) = scene
        .post(&rules, words(json!({"keyword_filter": ["w"]})))
        .await;
    assert_eq!(status, 200, "{rule}");
    let rule = format!("{rules}/{}", rule["id"].as_str().unwrap());
    for (key, fits, beyond) in fields {
        let (status, answer) = scene
            .patch(&rule, json!({"trigger_metadata": {key: fits}}))
            .await;
        if status != 200 {
            wrong.push(format!("{key} at the edge: {answer}"));
        }
        let (status, answer) = scene
            .patch(&rule, json!({"trigger_metadata": {key: beyond}}))
            .await;
        if status != 400 || answer["errors"]["trigger_metadata"][key].is_null() {
            wrong.push(format!("{key} beyond: {answer}"));
        }
    }
    let metadata = |key: &str, value: Value| json!([{"type": 1, "metadata": {key: value}}]);
    let edges = edges! {
        PATCH rule, {}, "name": x(100) => x(101);
        PATCH rule, {}, "exempt_roles": many(20, 3) => many(21, 3);
        PATCH rule, {}, "exempt_channels": many(50, 3) => many(51, 3);
        PATCH rule, {}, "actions": metadata("custom_message", json!(x(150))) => metadata("custom_message", json!(x(151))), at "/actions/0/metadata/custom_message";
        PATCH rule, {}, "actions": metadata("duration_seconds", json!(2_419_200)) => metadata("duration_seconds", json!(2_419_201)), at "/actions/0/metadata/duration_seconds";
    };
    wrong.extend(try_all(&scene, edges).await);
    assert_eq!(wrong, [""; 0]);
}

#[tokio::test]
async fn lists_are_asked_for_in_portions() {
    let scene = Scene::start().await;
    let (general, guild) = (scene.id("general"), scene.guild());
    for (path, max) in [
        (format!("/channels/{general}/messages"), 100),
        (format!("/channels/{general}/messages/pins"), 50),
        (format!("/guilds/{guild}/members"), 1000),
        (format!("/guilds/{guild}/bans"), 1000),
        (format!("/guilds/{guild}/audit-logs"), 100),
        ("/users/@me/guilds".to_owned(), 200),
    ] {
        for (limit, fits) in [(0, false), (1, true), (max, true), (max + 1, false)] {
            let (status, answer) = scene.get(&format!("{path}?limit={limit}")).await;
            assert_eq!(status == 200, fits, "{path} {limit}: {answer}");
            assert!(
                fits || answer["errors"]["limit"].is_object(),
                "{path}: {answer}"
            );
        }
    }
}

/// As many as fit are made, then one more is refused with this code.
async fn fill(scene: &Scene, path: &str, count: usize, code: u64, body: impl Fn(usize) -> Value) {
    for n in 0..count {
        let (status, answer) = scene.post(path, body(n)).await;
        assert!((200..300).contains(&status), "{path} {n}: {answer}");
    }
    let (status, answer) = scene.post(path, body(count)).await;
    assert_eq!(
        (status, &answer["code"]),
        (400, &json!(code)),
        "{path}: {answer}"
    );
}

#[tokio::test]
async fn a_guild_holds_so_many_of_each() {
    let scene = Scene::start().await;
    let (guild, general) = (scene.guild(), scene.id("general"));
    let pixel = "data:image/png;base64,iVBORw0KGgo=";
    // Some are there from the start: three roles and six channels.
    fill(
        &scene,
        &format!("/guilds/{guild}/roles"),
        247,
        30005,
        |_| json!({}),
    )
    .await;
    fill(
        &scene,
        &format!("/guilds/{guild}/channels"),
        494,
        30013,
        |n| json!({"name": format!("c{n}")}),
    )
    .await;
    fill(
        &scene,
        &format!("/channels/{general}/webhooks"),
        15,
        30007,
        |_| json!({"name": "w"}),
    )
    .await;
    fill(
        &scene,
        &format!("/guilds/{guild}/emojis"),
        50,
        30008,
        |n| json!({"name": format!("e{n}"), "image": pixel}),
    )
    .await;
    fill(
        &scene,
        &format!("/guilds/{guild}/scheduled-events"),
        100,
        30038,
        |_| event("n"),
    )
    .await;
}

#[tokio::test]
async fn a_message_takes_twenty_emojis_and_a_channel_250_pins() {
    let scene = Scene::start().await;
    let messages = format!("/channels/{}/messages", scene.id("general"));
    let mut ids = Vec::new();
    for _ in 0..251 {
        let (_, said) = scene.post(&messages, json!({"content": "x"})).await;
        ids.push(said["id"].as_str().unwrap().to_owned());
    }
    let (last, first) = ids.split_last().unwrap();
    for id in first {
        assert_eq!(
            scene
                .put(&format!("{messages}/pins/{id}"), Value::Null)
                .await
                .0,
            204
        );
    }
    let (status, error) = scene
        .put(&format!("{messages}/pins/{last}"), Value::Null)
        .await;
    assert_eq!((status, &error["code"]), (400, &json!(30003)));
    let emojis: Vec<char> = ('\u{1F600}'..='\u{1F614}').collect();
    for (n, emoji) in emojis.iter().enumerate() {
        let (status, error) = scene
            .put(
                &format!("{messages}/{last}/reactions/{emoji}/@me"),
                Value::Null,
            )
            .await;
        let expected = if n < 20 {
            (204, Value::Null)
        } else {
            (400, json!(30010))
        };
        assert_eq!((status, error["code"].clone()), expected);
    }
}

#[tokio::test]
async fn two_to_a_hundred_young_messages_go_at_once() {
    /// In minutes.
    const TWO_WEEKS: u64 = 14 * 24 * 60;
    let scene = Scene::start().await;
    let messages = format!("/channels/{}/messages", scene.id("general"));
    let mut ids = Vec::new();
    for _ in 0..101 {
        let (_, said) = scene.post(&messages, json!({"content": "x"})).await;
        ids.push(said["id"].as_str().unwrap().to_owned());
    }
    let gone = format!("{messages}/bulk-delete");
    for count in [0, 1, 101] {
        let (status, error) = scene
            .post(&gone, json!({"messages": ids.get(..count)}))
            .await;
        assert_eq!((status, &error["code"]), (400, &json!(50016)), "{count}");
    }
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let made = |minutes_ago: u64| {
        let ms = u64::try_from(now.as_millis()).unwrap() - minutes_ago * 60_000;
        ((ms - 1_420_070_400_000) << 22).to_string()
    };
    let with = |old: String| json!({"messages": [ids.first(), Some(&old)]});
    let (status, error) = scene.post(&gone, with(made(TWO_WEEKS + 1))).await;
    assert_eq!(
        (status, &error["code"]),
        (400, &json!(50034)),
        "older than two weeks"
    );
    assert_eq!(
        scene.post(&gone, with(made(TWO_WEEKS - 1))).await.0,
        204,
        "just younger"
    );
    assert_eq!(
        scene.post(&gone, json!({"messages": ids.get(1..)})).await.0,
        204
    );
}

/// Sends files of these sizes.
async fn upload(scene: &Scene, sizes: &[usize]) -> (u16, Value) {
    let url = format!(
        "{}/api/v10/channels/{}/messages",
        scene.sandbox.url(),
        scene.id("general")
    );
    let parts = sizes
        .iter()
        .enumerate()
        .fold(Form::new(), |form, (n, size)| {
            form.part(
                format!("files[{n}]"),
                Part::bytes(vec![0; *size]).file_name(format!("{n}.bin")),
            )
        });
    let request = scene
        .http
        .post(url)
        .header("Authorization", format!("Bot {}", scene.sandbox.token()));
    let response = request.multipart(parts).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test]
async fn ten_files_of_ten_mebibytes() {
    const MIB: usize = 1024 * 1024;
    let scene = Scene::start().await;
    for (sizes, status, code) in [
        (vec![1; 10], 200, Value::Null),
        (vec![1; 11], 400, json!(30015)),
        (vec![10 * MIB], 200, Value::Null),
        (vec![10 * MIB + 1], 413, json!(40005)),
        (vec![9 * MIB, 9 * MIB, 9 * MIB], 413, json!(40005)),
    ] {
        let (found, answer) = upload(&scene, &sizes).await;
        assert_eq!((found, &answer["code"]), (status, &code), "{sizes:?}");
    }
}

#[tokio::test]
async fn a_reason_has_512_characters() {
    let scene = Scene::start().await;
    let url = format!(
        "{}/api/v10/channels/{}",
        scene.sandbox.url(),
        scene.id("general")
    );
    for (length, fits) in [(512, true), (513, false)] {
        // Encoded, each of these is six bytes long; the limit is on what they stand for.
        let request = scene
            .http
            .patch(&url)
            .json(&json!({"topic": "t"}))
            .header("Authorization", format!("Bot {}", scene.sandbox.token()))
            .header("X-Audit-Log-Reason", "%C3%A9".repeat(length));
        let response = request.send().await.unwrap();
        assert_eq!(response.status().is_success(), fits, "{length}");
    }
}
