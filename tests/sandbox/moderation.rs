//! Kicks, bans, timeouts, invites, the guild's settings, slowmode; another bot; what goes further.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, Scene};

/// Members, moderation, invites.
const WATCH: u64 = ALL | 1 << 1 | 1 << 2 | 1 << 6;

fn code((status, body): (u16, Value)) -> (u16, u64) {
    (status, body["code"].as_u64().unwrap_or(0))
}

#[tokio::test]
async fn a_member_is_kicked_and_may_come_back() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(WATCH).await;
    let guild = scene.guild();
    let member = |name: &str| format!("/guilds/{guild}/members/{}", scene.id(name));
    assert_eq!(scene.delete(&member("ada")).await.0, 204);
    assert_eq!(
        bot.event("GUILD_MEMBER_REMOVE").await["user"]["username"],
        "ada"
    );
    assert_eq!(code(scene.get(&member("ada")).await), (404, 10007));
    assert_eq!(code(scene.delete(&member("ada")).await), (404, 10007));
    let speak = json!({"user": "ada", "channel": "general", "content": "x"});
    let (status, _) = scene.control(Method::POST, "messages", speak).await;
    assert_eq!(status, 403, "who is not in the guild sees nothing of it");
    let back = json!({"member": true});
    scene.control(Method::PATCH, "users/ada", back).await;
    assert_eq!(
        bot.event("GUILD_MEMBER_ADD").await["user"]["username"],
        "ada"
    );
    assert_eq!(scene.get(&member("ada")).await.0, 200);
    for above in ["margaret", "chiefly"] {
        let id = if above == "chiefly" {
            scene.application()
        } else {
            scene.id(above)
        };
        let path = format!("/guilds/{guild}/members/{id}");
        assert_eq!(code(scene.delete(&path).await), (403, 50013), "{above}");
    }
}

#[tokio::test]
async fn bans_are_made_listed_and_lifted() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(WATCH).await;
    let guild = scene.guild();
    scene.say("linus", "general", "spam").await;
    let ban = format!("/guilds/{guild}/bans/{}", scene.id("linus"));
    let long = json!({"delete_message_seconds": 604_801});
    assert_eq!(code(scene.put(&ban, long).await), (400, 50035));
    let request = scene
        .http
        .put(format!("{}/api/v10{ban}", scene.sandbox.url()))
        .header("Authorization", format!("Bot {}", scene.sandbox.token()))
        .header("X-Audit-Log-Reason", "too%20loud")
        .json(&json!({"delete_message_seconds": 604_800}));
    assert_eq!(request.send().await.unwrap().status(), 204);
    assert_eq!(
        bot.event("GUILD_BAN_ADD").await["user"]["username"],
        "linus"
    );
    bot.event("GUILD_MEMBER_REMOVE").await;
    bot.event("MESSAGE_DELETE").await;
    assert_eq!(scene.get(&ban).await.1["reason"], "too loud");
    let (_, list) = scene.get(&format!("/guilds/{guild}/bans")).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    let back = json!({"member": true});
    let (status, _) = scene.control(Method::PATCH, "users/linus", back).await;
    assert_eq!(status, 403);
    assert_eq!(scene.delete(&ban).await.0, 204);
    bot.event("GUILD_BAN_REMOVE").await;
    assert_eq!(code(scene.delete(&ban).await), (404, 10026));
    let bulk = format!("/guilds/{guild}/bulk-ban");
    let ids = json!({"user_ids": [scene.id("ada"), scene.id("margaret"), "1"]});
    let (_, done) = scene.post(&bulk, ids.clone()).await;
    assert_eq!(done["banned_users"], json!([scene.id("ada")]));
    assert_eq!(done["failed_users"], json!([scene.id("margaret"), "1"]));
    assert_eq!(code(scene.post(&bulk, ids).await), (400, 500_000));
}

#[tokio::test]
async fn a_member_in_timeout_only_reads() {
    let scene = Scene::start().await;
    let member = |name: &str| format!("/guilds/{}/members/{}", scene.guild(), scene.id(name));
    let until = |days: i64| {
        let end = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days);
        json!({"communication_disabled_until": end.to_string()})
    };
    assert_eq!(scene.patch(&member("ada"), until(1)).await.0, 200);
    let speak = json!({"user": "ada", "channel": "general", "content": "x"});
    let say = async || {
        scene
            .control(Method::POST, "messages", speak.clone())
            .await
            .0
    };
    assert_eq!(say().await, 403);
    scene.sees("ada", "general").await;
    let ended = json!({"communication_disabled_until": null});
    scene.patch(&member("ada"), ended).await;
    assert_eq!(say().await, 200);
    let refused = scene.patch(&member("ada"), until(29)).await;
    assert_eq!(code(refused), (400, 50035));
    let owner = scene.patch(&member("margaret"), until(1)).await;
    assert_eq!(code(owner), (403, 50013));
}

#[tokio::test]
async fn invites_are_made_seen_and_revoked() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(WATCH).await;
    let here = format!("/channels/{}/invites", scene.id("general"));
    for wrong in [json!({"max_age": 604_801}), json!({"max_uses": 101})] {
        assert_eq!(code(scene.post(&here, wrong).await), (400, 50035));
    }
    let (status, invite) = scene.post(&here, json!({"max_age": 0})).await;
    assert_eq!((status, &invite["expires_at"]), (200, &Value::Null));
    assert_eq!(bot.event("INVITE_CREATE").await["code"], invite["code"]);
    let path = format!("/invites/{}", invite["code"].as_str().unwrap());
    let (_, seen) = scene.get(&format!("{path}?with_counts=true")).await;
    assert_eq!(seen["channel"]["name"], "general");
    assert_eq!(seen["approximate_member_count"], 6);
    for list in [here, format!("/guilds/{}/invites", scene.guild())] {
        assert_eq!(scene.get(&list).await.1[0]["code"], invite["code"]);
    }
    assert_eq!(scene.delete(&path).await.0, 200);
    bot.event("INVITE_DELETE").await;
    assert_eq!(code(scene.get(&path).await), (404, 10006));
}

#[tokio::test]
async fn the_guild_is_renamed() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(WATCH).await;
    let path = format!("/guilds/{}", scene.guild());
    let room = json!({"name": "New", "system_channel_id": scene.id("general")});
    let (status, guild) = scene.patch(&path, room).await;
    assert_eq!((status, &guild["name"]), (200, &json!("New")));
    assert_eq!(bot.event("GUILD_UPDATE").await["name"], "New");
    assert_eq!(
        scene.get(&path).await.1["system_channel_id"],
        json!(scene.id("general"))
    );
    for wrong in [
        json!({"name": "x"}),
        json!({"verification_level": 5}),
        json!({"system_channel_id": "1"}),
    ] {
        assert_eq!(code(scene.patch(&path, wrong).await), (400, 50035));
    }
}

#[tokio::test]
async fn slowmode_holds_members_and_neither_bots_nor_moderators() {
    let scene = Scene::start().await;
    let room = format!("/channels/{}", scene.id("general"));
    scene.patch(&room, json!({"rate_limit_per_user": 60})).await;
    let say = async |user: &str| {
        let body = json!({"user": user, "channel": "general", "content": "x"});
        scene.control(Method::POST, "messages", body).await.0
    };
    for (user, second) in [("ada", 429), ("grace", 200), ("robot", 200)] {
        assert_eq!((say(user).await, say(user).await), (200, second), "{user}");
    }
    let own = format!("{room}/messages");
    for _ in 0..2 {
        assert_eq!(scene.post(&own, json!({"content": "x"})).await.0, 200);
    }
}

#[tokio::test]
async fn another_bot_is_told_apart_from_people_and_webhooks() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    scene.say("robot", "general", "beep").await;
    let message = bot.event("MESSAGE_CREATE").await;
    assert_eq!(message["author"]["bot"], true);
    assert_eq!(message["author"]["username"], "robot");
    assert!(message.get("webhook_id").is_none());
    let (_, state) = scene.control(Method::GET, "state", Value::Null).await;
    let users = state["users"].as_array().unwrap();
    let robot = users.iter().find(|user| user["username"] == "robot");
    assert_eq!(robot.unwrap()["label"], "bot");
    let direct = json!({"recipient_id": scene.id("robot")});
    let refused = scene.post("/users/@me/channels", direct).await;
    assert_eq!(code(refused), (403, 50007));
    let body = json!({"user": "robot", "channel": "general", "type": "command", "name": "ask"});
    assert_eq!(
        scene.control(Method::POST, "interactions", body).await.0,
        400
    );
}

#[tokio::test]
async fn a_message_is_published_once() {
    let scene = Scene::start().await;
    let room = scene.id("announcements");
    let open = json!({"allow": "2048"});
    let place = format!("channels/announcements/overwrites/{}", scene.application());
    scene.control(Method::PUT, &place, open).await;
    let (_, message) = scene
        .post(
            &format!("/channels/{room}/messages"),
            json!({"content": "x"}),
        )
        .await;
    let path = |room: &str, message: &Value| {
        let id = message["id"].as_str().unwrap();
        format!("/channels/{room}/messages/{id}/crosspost")
    };
    let (status, published) = scene.post(&path(&room, &message), json!({})).await;
    assert_eq!((status, published["flags"].as_u64()), (200, Some(1)));
    let again = scene.post(&path(&room, &message), json!({})).await;
    assert_eq!(code(again), (400, 40033));
    let general = scene.id("general");
    let other = scene.say("ada", "general", "x").await;
    let refused = scene.post(&path(&general, &other), json!({})).await;
    assert_eq!(code(refused), (400, 50024));
}

#[tokio::test]
async fn a_forward_carries_a_snapshot() {
    let scene = Scene::start().await;
    let original = scene.say("ada", "general", "look").await;
    let there = format!("/channels/{}/messages", scene.id("random"));
    let reference =
        json!({"type": 1, "channel_id": scene.id("general"), "message_id": original["id"]});
    let (status, forward) = scene
        .post(&there, json!({"message_reference": reference}))
        .await;
    assert_eq!(status, 200, "{forward}");
    assert_eq!(
        forward["message_snapshots"][0]["message"]["content"],
        "look"
    );
    assert_eq!(forward["message_reference"]["type"], 1);
    assert_eq!(forward["flags"], 1 << 14);
    let hidden = json!({"type": 1, "channel_id": scene.id("moderators"), "message_id": "1"});
    let cases = [
        (
            json!({"message_reference": reference, "content": "x"}),
            (400, 50035),
        ),
        (json!({"message_reference": {"type": 1}}), (400, 50035)),
        (json!({"message_reference": hidden}), (403, 50001)),
    ];
    for (body, expected) in cases {
        assert_eq!(
            code(scene.post(&there, body.clone()).await),
            expected,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_webhook_opens_a_post_in_a_forum() {
    let scene = Scene::start().await;
    let hook = async |room: &str| {
        let path = format!("/channels/{}/webhooks", scene.id(room));
        let (_, hook) = scene.post(&path, json!({"name": "h"})).await;
        let text = |key: &str| hook[key].as_str().unwrap().to_owned();
        format!("/webhooks/{}/{}?wait=true", text("id"), text("token"))
    };
    let forum = hook("help").await;
    let body = json!({"content": "first", "thread_name": "A post"});
    let (status, message) = scene.post(&forum, body.clone()).await;
    assert_eq!(status, 200, "{message}");
    let room = message["channel_id"].as_str().unwrap();
    assert_eq!(
        scene.get(&format!("/channels/{room}")).await.1["name"],
        "A post"
    );
    let bare = json!({"content": "x"});
    assert_eq!(code(scene.post(&forum, bare).await), (400, 220_001));
    let both = format!("{forum}&thread_id={room}");
    assert_eq!(code(scene.post(&both, body.clone()).await), (400, 220_002));
    let plain = hook("general").await;
    assert_eq!(code(scene.post(&plain, body).await), (400, 220_003));
}
