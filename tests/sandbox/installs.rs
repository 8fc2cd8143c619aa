//! What a user brings along: commands in others' conversations and in servers without the bot.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, GUILDS, Gateway, Scene};

fn everywhere() -> Value {
    json!([{"name": "ask", "description": "Ask", "contexts": [0, 1, 2], "integration_types": [0, 1]},
        {"name": "here", "description": "Only in servers", "contexts": [0], "integration_types": [0, 1]},
        {"name": "guild", "description": "By the server's install", "integration_types": [0]},
        {"name": "mine", "description": "By the user's install", "integration_types": [1]},
        {"name": "Who is it", "type": 2, "contexts": [0, 1, 2], "integration_types": [0, 1]}])
}

async fn install(scene: &Scene, user: &str) {
    let path = format!("users/{user}");
    let (status, _) = scene
        .control(Method::PATCH, &path, json!({"installed": true}))
        .await;
    assert_eq!(status, 200);
}

/// A place without the bot; its id.
async fn place(scene: &Scene, body: Value) -> String {
    let (status, channel) = scene.control(Method::POST, "channels", body).await;
    assert_eq!(status, 200, "{channel}");
    channel["id"].as_str().unwrap().to_owned()
}

fn run(channel: &str, name: &str) -> Value {
    json!({"user": "ada", "channel": channel, "type": "command", "name": name})
}

/// Runs a command and answers it; the event and what came of it.
async fn answered(scene: &Scene, bot: &mut Gateway, body: Value) -> (Value, Value) {
    let kept = std::cell::RefCell::new(Value::Null);
    let (outcome, _) = scene
        .interact(bot, body, async |event| {
            kept.borrow_mut().clone_from(&event);
            scene
                .callback(
                    &event,
                    json!({"type": 4, "data": {"content": "yes",
                    "components": [{"type": 1, "components": [
                        {"type": 2, "style": 1, "label": "More", "custom_id": "more"}]}]}}),
                )
                .await
        })
        .await;
    (kept.into_inner(), outcome)
}

#[tokio::test]
async fn each_place_says_where_it_is_and_who_brought_the_application() {
    let scene = Scene::start().await;
    scene.register(everywhere()).await;
    install(&scene, "ada").await;
    let mut bot = scene.bot(GUILDS).await;
    let (ada, guild) = (scene.id("ada"), scene.guild());
    let direct = place(&scene, json!({"users": ["ada", "linus"]})).await;
    let group = place(
        &scene,
        json!({"users": ["ada", "linus", "grace"], "name": "Lunch"}),
    )
    .await;
    let server = place(&scene, json!({"users": ["ada"], "server": "Elsewhere"})).await;
    let private = (1 << 15 | 1 << 14 | 1 << 17_u64).to_string();
    let with_emojis = (1 << 15 | 1 << 14 | 1 << 17 | 1 << 18_u64).to_string();
    let cases = [
        ("general", 0, json!({"0": guild, "1": ada}), 0, None),
        ("dm", 1, json!({"0": "0", "1": ada}), 1, Some(&with_emojis)),
        (direct.as_str(), 2, json!({"1": ada}), 1, Some(&private)),
        (group.as_str(), 2, json!({"1": ada}), 3, Some(&private)),
        (server.as_str(), 0, json!({"1": ada}), 0, None),
    ];
    for (channel, context, owners, kind, permissions) in cases {
        let (event, outcome) = answered(&scene, &mut bot, run(channel, "ask")).await;
        assert_eq!(event["context"], context, "{channel}");
        assert_eq!(event["authorizing_integration_owners"], owners, "{channel}");
        assert_eq!(event["channel"]["type"], kind, "{channel}");
        let metadata = &outcome["message"]["interaction_metadata"];
        assert_eq!(metadata["authorizing_integration_owners"], owners);
        if let Some(permissions) = permissions {
            assert_eq!(event["app_permissions"], json!(permissions), "{channel}");
        }
        let in_server = context == 0;
        assert_eq!(event["member"]["user"]["id"] == json!(ada), in_server);
        assert_eq!(event["user"]["id"] == json!(ada), !in_server);
        assert_eq!(event.get("guild_id").is_some(), in_server);
        assert_eq!(event["guild_id"], event["guild"]["id"]);
    }
}

#[tokio::test]
async fn a_command_is_offered_where_its_contexts_and_installs_allow_it() {
    let scene = Scene::start().await;
    scene.register(everywhere()).await;
    let mut bot = scene.bot(GUILDS).await;
    let group = place(&scene, json!({"users": ["ada", "linus", "grace"]})).await;
    let (status, refused) = scene
        .control(Method::POST, "interactions", run(&group, "ask"))
        .await;
    assert_eq!(status, 404);
    let hint = refused["error"].as_str().unwrap();
    assert!(hint.contains("\"installed\": true"), "{hint}");
    install(&scene, "ada").await;
    for (channel, name, fine) in [
        (group.as_str(), "ask", true),
        (&group, "mine", true),
        (&group, "here", false),
        (&group, "guild", false),
        ("general", "guild", true),
        ("general", "mine", true),
        ("dm", "here", false),
    ] {
        if fine {
            answered(&scene, &mut bot, run(channel, name)).await;
        } else {
            let (status, _) = scene
                .control(Method::POST, "interactions", run(channel, name))
                .await;
            assert!(matches!(status, 403 | 404), "{channel} {name}: {status}");
        }
    }
    let other = json!({"user": "linus", "channel": group, "type": "command", "name": "ask"});
    assert_eq!(
        scene.control(Method::POST, "interactions", other).await.0,
        404
    );
}

#[tokio::test]
async fn where_it_is_no_member_the_bot_has_nothing_but_the_interaction() {
    let scene = Scene::start().await;
    scene.register(everywhere()).await;
    install(&scene, "ada").await;
    let mut bot = scene.bot(ALL).await;
    let group = place(&scene, json!({"users": ["ada", "linus", "grace"]})).await;
    let (event, outcome) = answered(&scene, &mut bot, run(&group, "ask")).await;
    let message = outcome["message"]["id"].as_str().unwrap();
    for path in [
        format!("/channels/{group}"),
        format!("/channels/{group}/messages"),
        format!("/channels/{group}/messages/{message}"),
    ] {
        let (status, body) = scene.get(&path).await;
        assert_eq!((status, &body["code"]), (403, &json!(50001)), "{path}");
    }
    let sent = scene
        .post(
            &format!("/channels/{group}/messages"),
            json!({"content": "x"}),
        )
        .await;
    assert_eq!((sent.0, &sent.1["code"]), (403, &json!(50001)));
    scene.say("linus", &group, "between us").await;
    let heard = bot.events_until_now().await;
    assert!(
        heard.iter().all(|(name, _)| name != "MESSAGE_CREATE"),
        "{heard:?}"
    );
    assert_eq!(scene.sees("linus", &group).await.len(), 2);
    let webhook = format!(
        "/webhooks/{}/{}",
        scene.application(),
        event["token"].as_str().unwrap()
    );
    for number in 1..=5 {
        let (status, body) = scene.post(&webhook, json!({"content": "more"})).await;
        assert_eq!(status, 200, "{number}: {body}");
    }
    let (status, body) = scene.post(&webhook, json!({"content": "too much"})).await;
    assert_eq!((status, &body["code"]), (400, &json!(40094)));
    let edited = scene
        .patch(
            &format!("{webhook}/messages/@original"),
            json!({"content": "still"}),
        )
        .await;
    assert_eq!((edited.0, &edited.1["content"]), (200, &json!("still")));
}

#[tokio::test]
async fn whoever_clicks_the_owner_is_who_brought_the_application() {
    let scene = Scene::start().await;
    scene.register(everywhere()).await;
    install(&scene, "ada").await;
    let mut bot = scene.bot(GUILDS).await;
    let group = place(&scene, json!({"users": ["ada", "linus", "grace"]})).await;
    let (_, outcome) = answered(&scene, &mut bot, run(&group, "ask")).await;
    let click = json!({"user": "linus", "channel": group, "type": "component",
        "message": outcome["message"]["id"], "custom_id": "more"});
    let (event, _) = answered(&scene, &mut bot, click).await;
    assert_eq!(event["user"]["username"], "linus");
    assert_eq!(
        event["authorizing_integration_owners"],
        json!({"1": scene.id("ada")})
    );
    let about = json!({"user": "ada", "channel": group, "type": "context", "name": "Who is it", "target": "linus"});
    let (event, outcome) = answered(&scene, &mut bot, about).await;
    let resolved = &event["data"]["resolved"];
    assert_eq!(resolved["users"][scene.id("linus")]["username"], "linus");
    assert!(resolved.get("members").is_none(), "a group has no members");
    assert_eq!(
        outcome["message"]["interaction_metadata"]["target_user"]["username"],
        "linus"
    );
}

#[tokio::test]
async fn a_server_may_keep_what_users_bring_along_out_of_sight() {
    let scene = Scene::start().await;
    scene.register(everywhere()).await;
    install(&scene, "ada").await;
    let mut bot = scene.bot(GUILDS).await;
    let open = (1_u64 << 10 | 1 << 11 | 1 << 31 | 1 << 50).to_string();
    let strict = (1_u64 << 10 | 1 << 11 | 1 << 31).to_string();
    for (permissions, flags) in [(open, 0), (strict, 64)] {
        let body =
            json!({"users": ["ada", "linus"], "server": "Elsewhere", "permissions": permissions});
        let channel = place(&scene, body).await;
        let (event, outcome) = answered(&scene, &mut bot, run(&channel, "ask")).await;
        assert_eq!(outcome["message"]["flags"], flags);
        let webhook = format!(
            "/webhooks/{}/{}",
            scene.application(),
            event["token"].as_str().unwrap()
        );
        let (_, next) = scene.post(&webhook, json!({"content": "more"})).await;
        assert_eq!(next["flags"], flags);
        let seen = if flags == 0 { 2 } else { 0 };
        assert_eq!(scene.sees("linus", &channel).await.len(), seen);
        assert_eq!(scene.sees("ada", &channel).await.len(), 2);
    }
}

#[tokio::test]
async fn the_application_says_how_it_can_be_installed() {
    let scene = Scene::start().await;
    let (_, mine) = scene.get("/applications/@me").await;
    let types = mine["integration_types_config"].as_object().unwrap();
    assert_eq!(types.keys().collect::<Vec<_>>(), ["0", "1"]);
    install(&scene, "ada").await;
    let (_, mine) = scene.get("/applications/@me").await;
    assert_eq!(mine["approximate_user_install_count"], 1);
    let wrong = json!({"integration_types_config": {"2": {}}});
    let (status, body) = scene.patch("/applications/@me", wrong).await;
    assert_eq!((status, &body["code"]), (400, &json!(50035)));
    let only_users = json!({"integration_types_config": {"1": {}}});
    assert_eq!(scene.patch("/applications/@me", only_users).await.0, 200);
    let made = scene
        .register(json!([{"name": "ask", "description": "d"}]))
        .await;
    assert_eq!(made[0]["integration_types"], json!([1]));
}
