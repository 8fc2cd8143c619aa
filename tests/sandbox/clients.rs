//! Differences that clients in other languages met: each as a raw request.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{GUILDS, Scene};

const MODERATION: u64 = 1 << 2;
const EVENTS: u64 = 1 << 16;

fn code(answer: &(u16, Value)) -> (u16, u64) {
    (answer.0, answer.1["code"].as_u64().unwrap_or(0))
}

#[tokio::test]
async fn a_path_may_be_percent_encoded() {
    let scene = Scene::start().await;
    let path = format!("/guilds/{}/members/%40me", scene.guild());
    let (status, member) = scene.patch(&path, json!({"nick": "Nick"})).await;
    assert_eq!((status, &member["nick"]), (200, &json!("Nick")));
}

#[tokio::test]
async fn the_old_way_to_a_nickname_works_still() {
    let scene = Scene::start().await;
    let path = format!("/guilds/{}/members/@me", scene.guild());
    let (status, answer) = scene
        .patch(&format!("{path}/nick"), json!({"nick": "Nick"}))
        .await;
    assert_eq!((status, answer), (200, json!({"nick": "Nick"})));
    let path = path.replace("@me", &scene.application());
    assert_eq!(scene.get(&path).await.1["nick"], "Nick");
}

#[tokio::test]
async fn an_overwrite_gives_what_the_channel_denies_but_the_guild_allows() {
    let scene = Scene::start().await;
    let guild = scene.guild();
    let closed = json!({"name": "quiet", "type": 2,
        "permission_overwrites": [{"id": guild, "type": 0, "deny": "2048"}]});
    let (status, room) = scene
        .post(&format!("/guilds/{guild}/channels"), closed)
        .await;
    assert_eq!(
        (status, &room["user_limit"]),
        (201, &json!(0)),
        "a voice channel"
    );
    let path = format!(
        "/channels/{}/permissions/{guild}",
        room["id"].as_str().unwrap()
    );
    let open = scene.put(&path, json!({"type": 0, "allow": "2048"})).await;
    assert_eq!(open.0, 204);
    let too_much = scene.put(&path, json!({"type": 0, "allow": "8"})).await;
    assert_eq!(code(&too_much), (403, 50013));
}

#[tokio::test]
async fn responses_have_every_field_of_the_specification() {
    let scene = Scene::start().await;
    let guild = format!("/guilds/{}", scene.guild());
    let cases = [
        (guild.clone(), vec!["home_header", "region"]),
        (format!("{guild}/preview"), vec!["approximate_member_count"]),
        (format!("{guild}/threads/active"), vec!["has_more"]),
    ];
    for (path, keys) in cases {
        let (_, body) = scene.get(&path).await;
        for key in keys {
            assert!(body.get(key).is_some(), "{path} has no {key}");
        }
    }
    let image = json!({"media": {"url": "https://example.org/a.png"}});
    let thumbnail = json!({"type": 11, "media": image["media"]});
    let text = json!({"type": 10, "content": "x"});
    let shown = json!({"flags": 32768, "components": [{"type": 14},
        {"type": 12, "items": [image]}, {"type": 17, "components": [text]},
        {"type": 9, "components": [text], "accessory": thumbnail}]});
    let path = format!("/channels/{}/messages", scene.id("general"));
    let (_, message) = scene.post(&path, shown).await;
    for (place, value) in [
        ("/0/divider", json!(true)),
        ("/0/spacing", json!(1)),
        ("/1/items/0/spoiler", json!(false)),
        ("/1/items/0/description", Value::Null),
        ("/2/accent_color", Value::Null),
        ("/2/spoiler", json!(false)),
        ("/3/accessory/description", Value::Null),
        (
            "/3/accessory/media/proxy_url",
            image["media"]["url"].clone(),
        ),
    ] {
        assert_eq!(
            message["components"].pointer(place),
            Some(&value),
            "{place}"
        );
    }
}

#[tokio::test]
async fn roles_and_channels_are_put_in_order() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS).await;
    let roles = format!("/guilds/{}/roles", scene.guild());
    let (_, made) = scene.post(&roles, json!({"name": "new"})).await;
    let moderators = scene.id("Moderators");
    let order = json!([{"id": made["id"], "position": 2}, {"id": moderators, "position": 1}]);
    let (status, list) = scene.patch(&roles, order).await;
    assert_eq!(status, 200);
    let place = |id: &Value| {
        let all = list.as_array().unwrap();
        all.iter().find(|one| one["id"] == *id).unwrap()["position"].clone()
    };
    assert_eq!(
        (place(&made["id"]), place(&json!(moderators))),
        (json!(2), json!(1))
    );
    bot.event("GUILD_ROLE_UPDATE").await;
    for (body, expected) in [
        (json!([{"id": made["id"], "position": 9}]), (403, 50013)),
        (json!([{"id": "1", "position": 1}]), (404, 10011)),
        (json!([{"position": 1}]), (400, 50035)),
        (json!({}), (400, 50035)),
    ] {
        assert_eq!(code(&scene.patch(&roles, body).await), expected);
    }
    let channels = format!("/guilds/{}/channels", scene.guild());
    let order = json!([{"id": scene.id("random"), "position": 7}]);
    assert_eq!(scene.patch(&channels, order).await.0, 204);
    assert_eq!(bot.event("CHANNEL_UPDATE").await["position"], 7);
    let unknown = scene.patch(&channels, json!([{"id": "1"}])).await;
    assert_eq!(code(&unknown), (404, 10003));
}

#[tokio::test]
async fn the_audit_log_has_what_the_bot_did_and_why() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS | MODERATION).await;
    let url = |path: &str| format!("{}/api/v10{path}", scene.sandbox.url());
    let kick = format!("/guilds/{}/members/{}", scene.guild(), scene.id("linus"));
    let kicked = scene
        .http
        .delete(url(&kick))
        .header("Authorization", format!("Bot {}", scene.sandbox.token()))
        .header("X-Audit-Log-Reason", "too%20loud")
        .send()
        .await
        .unwrap();
    assert_eq!(kicked.status(), 204);
    let entry = bot.event("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
    assert_eq!(
        (&entry["action_type"], &entry["reason"]),
        (&json!(20), &json!("too loud"))
    );
    let log = format!("/guilds/{}/audit-logs", scene.guild());
    let (_, whom) = scene.get(&log).await;
    let users = whom["users"].as_array().unwrap();
    assert!(
        users.iter().any(|one| one["username"] == "linus"),
        "{users:?}"
    );
    let (_, made) = scene
        .post(
            &format!("/guilds/{}/roles", scene.guild()),
            json!({"name": "r"}),
        )
        .await;
    let (status, all) = scene.get(&log).await;
    assert_eq!(status, 200);
    let actions = |log: &Value| -> Vec<u64> {
        let list = log["audit_log_entries"].as_array().unwrap();
        list.iter()
            .map(|one| one["action_type"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(actions(&all), [30, 20], "the latest first");
    assert_eq!(all["audit_log_entries"][0]["target_id"], made["id"]);
    assert_eq!(
        actions(&scene.get(&format!("{log}?action_type=20")).await.1),
        [20]
    );
    assert_eq!(actions(&scene.get(&format!("{log}?limit=1")).await.1), [30]);
    assert_eq!(
        code(&scene.get(&format!("{log}?limit=101")).await),
        (400, 50035)
    );
    let refused = scene
        .delete(&format!("/guilds/{}/members/1", scene.guild()))
        .await;
    assert_eq!(refused.0, 404);
    assert_eq!(
        actions(&scene.get(&log).await.1).len(),
        2,
        "only what succeeded"
    );
}

#[tokio::test]
async fn emojis_events_and_rules_are_kept() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS | EVENTS).await;
    let guild = scene.guild();
    let application = scene.application();
    let event = json!({"name": "Talk", "privacy_level": 2, "entity_type": 3,
        "scheduled_start_time": "2027-01-05T09:00:00Z", "scheduled_end_time": "2027-01-05T10:00:00Z",
        "entity_metadata": {"location": "Room 1"}});
    let rule = json!({"name": "Words", "event_type": 1, "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["x"]}, "actions": [{"type": 1}]});
    let emoji = json!({"name": "wave", "image": "data:image/png;base64,iVBORw0KGgo="});
    let cases = [
        (
            format!("/guilds/{guild}/emojis"),
            emoji.clone(),
            201,
            10014,
            ("name", json!("w")),
        ),
        (
            format!("/applications/{application}/emojis"),
            emoji,
            201,
            10014,
            ("name", json!("w")),
        ),
        (
            format!("/guilds/{guild}/scheduled-events"),
            event,
            200,
            10070,
            ("status", json!(5)),
        ),
        (
            format!("/guilds/{guild}/auto-moderation/rules"),
            rule,
            200,
            10066,
            ("event_type", json!(3)),
        ),
    ];
    for (path, body, status, unknown, (key, wrong)) in cases {
        let made = scene.post(&path, body).await;
        assert_eq!(made.0, status, "{path}: {}", made.1);
        let one = format!("{path}/{}", made.1["id"].as_str().unwrap());
        assert_eq!(scene.get(&one).await.1, made.1);
        let (_, list) = scene.get(&path).await;
        let list = list.get("items").unwrap_or(&list);
        assert_eq!(list.as_array().unwrap().len(), 1);
        let (_, changed) = scene.patch(&one, json!({"name": "other"})).await;
        assert_eq!(changed["name"], "other");
        assert_eq!(
            code(&scene.patch(&one, json!({key: wrong})).await),
            (400, 50035)
        );
        assert_eq!(code(&scene.post(&path, json!({})).await), (400, 50035));
        assert_eq!(scene.delete(&one).await.0, 204);
        assert_eq!(code(&scene.get(&one).await), (404, unknown));
    }
    assert_eq!(
        bot.event("GUILD_SCHEDULED_EVENT_CREATE").await["name"],
        "Talk"
    );
}

#[tokio::test]
async fn nobody_is_long_enough_away_to_be_pruned() {
    let scene = Scene::start().await;
    let path = format!("/guilds/{}/prune", scene.guild());
    assert_eq!(scene.get(&path).await, (200, json!({"pruned": 0})));
    let quiet = scene
        .post(&path, json!({"compute_prune_count": false}))
        .await;
    assert_eq!(quiet, (200, json!({"pruned": null})));
    for days in [0, 31] {
        let refused = scene.post(&path, json!({"days": days})).await;
        assert_eq!(code(&refused), (400, 50035));
    }
}

#[tokio::test]
async fn a_shown_file_says_what_it_is() {
    let scene = Scene::start().await;
    let message = json!({"flags": 32768, "components": [
        {"type": 13, "file": {"url": "attachment://a.txt"}}]});
    let file = reqwest::multipart::Part::bytes(b"hello".to_vec())
        .file_name("a.txt")
        .mime_str("text/plain")
        .unwrap();
    let form = reqwest::multipart::Form::new()
        .text("payload_json", message.to_string())
        .part("files[0]", file);
    let path = format!("/api/v10/channels/{}/messages", scene.id("general"));
    let sent = scene
        .http
        .post(format!("{}{path}", scene.sandbox.url()))
        .header("Authorization", format!("Bot {}", scene.sandbox.token()))
        .multipart(form)
        .send()
        .await
        .unwrap();
    let sent: Value = sent.json().await.unwrap();
    let shown = &sent["components"][0];
    assert_eq!(
        (&shown["name"], &shown["size"]),
        (&json!("a.txt"), &json!(5))
    );
    assert_eq!(shown["file"]["content_type"], "text/plain");
    assert_eq!(shown["file"]["url"], shown["file"]["proxy_url"]);
}

#[tokio::test]
async fn faults_of_different_kinds_come_together_and_are_counted() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS).await;
    bot.event("GUILD_CREATE").await;
    let order = async |fault: Value| scene.control(Method::POST, "faults", fault).await;
    order(json!({"kind": "stall_heartbeats", "count": 1})).await;
    order(json!({"kind": "rest", "status": 503, "count": 2})).await;
    order(json!({"kind": "rest", "route": "GET /users/*", "delay_ms": 1})).await;
    bot.send(json!({"op": 1, "d": null})).await;
    let unanswered = bot.events_until_now().await;
    assert!(unanswered.is_empty(), "the second heartbeat is answered");
    let me = async || scene.get("/users/@me").await.0;
    assert_eq!((me().await, me().await, me().await), (503, 503, 200));
    let (_, left) = scene.control(Method::GET, "faults", Value::Null).await;
    let left = left.as_array().unwrap();
    assert_eq!(left.len(), 1, "the counted ones are spent: {left:?}");
    assert_eq!(
        (&left[0]["fired"], &left[0]["left"]),
        (&json!(3), &Value::Null)
    );
    order(json!({"kind": "close", "code": 4000})).await;
    assert_eq!(bot.close_code().await, 4000);
    order(json!({"kind": "reconnect"})).await;
    order(json!({"kind": "invalid_session", "resumable": true})).await;
    let (_, waiting) = scene.control(Method::GET, "faults", Value::Null).await;
    assert_eq!(
        waiting.as_array().unwrap().len(),
        3,
        "they wait for a session"
    );
    let mut next = scene.bot(0).await;
    assert_eq!(next.next().await.unwrap()["op"], 7);
    assert_eq!(
        next.next().await.unwrap(),
        json!({"op": 9, "t": null, "s": null, "d": true})
    );
    assert_eq!(
        scene.control(Method::DELETE, "faults", Value::Null).await.0,
        204
    );
}

#[tokio::test]
async fn times_come_back_in_one_form_and_a_renamed_bot_is_told_in_full() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS).await;
    let path = format!("/guilds/{}/scheduled-events", scene.guild());
    let event = |start: &str| {
        json!({"name": "Talk", "privacy_level": 2, "entity_type": 3,
            "scheduled_start_time": start, "scheduled_end_time": "2100-01-01T10:00:00Z",
            "entity_metadata": {"location": "Room 1"}})
    };
    let (_, made) = scene.post(&path, event("2100-01-01T10:00:00+01:00")).await;
    assert_eq!(
        made["scheduled_start_time"],
        "2100-01-01T09:00:00.000000+00:00"
    );
    assert_eq!(
        made["scheduled_end_time"],
        "2100-01-01T10:00:00.000000+00:00"
    );
    let refused = scene.post(&path, event("soon")).await;
    assert_eq!(code(&refused), (400, 50035));
    scene
        .patch("/users/@me", json!({"username": "Renamed"}))
        .await;
    let told = bot.event("USER_UPDATE").await;
    assert_eq!(told["username"], "Renamed");
    assert!(told["verified"].is_boolean() && told["mfa_enabled"].is_boolean());
}
