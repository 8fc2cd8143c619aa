//! What a bot sets up in a guild that does little here: it is kept, shown, told of, and refused as
//! documented.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::client::{GUILDS, Scene};

const EXPRESSIONS: u64 = 1 << 3;

fn code(answer: &(u16, Value)) -> (u16, u64) {
    (answer.0, answer.1["code"].as_u64().unwrap_or(0))
}

/// Uploads a sticker from a file of this name.
async fn sticker(scene: &Scene, name: &str, file: Option<(&str, usize)>) -> (u16, Value) {
    let url = format!(
        "{}/api/v10/guilds/{}/stickers",
        scene.sandbox.url(),
        scene.guild()
    );
    let mut form = Form::new()
        .text("name", name.to_owned())
        .text("description", "")
        .text("tags", "wave");
    if let Some((file, size)) = file {
        form = form.part(
            "file",
            Part::bytes(vec![0; size]).file_name(file.to_owned()),
        );
    }
    let request = scene.http.post(url).multipart(form);
    let token = format!("Bot {}", scene.sandbox.token());
    let response = request.header("Authorization", token).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test]
async fn stickers_are_uploaded_sent_and_told_of() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS | EXPRESSIONS | 1 << 9).await;
    for (name, file, status) in [
        ("w", Some(("a.png", 1)), 400),
        ("wave", None, 400),
        ("wave", Some(("a.exe", 1)), 400),
        ("wave", Some(("a.png", 512 * 1024 + 1)), 400),
        ("wave", Some(("a.png", 512 * 1024)), 201),
        ("spin", Some(("a.gif", 1)), 201),
    ] {
        assert_eq!(
            sticker(&scene, name, file).await.0,
            status,
            "{name} {file:?}"
        );
    }
    let list = format!("/guilds/{}/stickers", scene.guild());
    let (_, all) = scene.get(&list).await;
    let formats: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["format_type"])
        .collect();
    assert_eq!(formats, [&json!(1), &json!(4)]);
    assert_eq!(
        bot.event("GUILD_STICKERS_UPDATE").await["stickers"][0]["name"],
        "wave"
    );
    let wave = all[0]["id"].as_str().unwrap();
    assert_eq!(scene.get(&format!("/stickers/{wave}")).await.1, all[0]);
    let messages = format!("/channels/{}/messages", scene.id("general"));
    let (status, said) = scene.post(&messages, json!({"sticker_ids": [wave]})).await;
    assert_eq!(
        (status, &said["sticker_items"][0]["name"]),
        (200, &json!("wave"))
    );
    assert_eq!(
        bot.event("MESSAGE_CREATE").await["sticker_items"],
        said["sticker_items"]
    );
    assert_eq!(
        code(&scene.post(&messages, json!({"sticker_ids": ["1"]})).await),
        (400, 50081)
    );
    for _ in 0..3 {
        assert_eq!(sticker(&scene, "more", Some(("a.png", 1))).await.0, 201);
    }
    assert_eq!(
        code(&sticker(&scene, "more", Some(("a.png", 1))).await),
        (400, 30039)
    );
    assert_eq!(scene.delete(&format!("{list}/{wave}")).await.0, 204);
    assert_eq!(
        code(&scene.get(&format!("/stickers/{wave}")).await),
        (404, 10060)
    );
    let (_, guild) = scene.get(&format!("/guilds/{}", scene.guild())).await;
    assert_eq!(guild["stickers"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn sounds_are_kept_up_to_eight() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS | EXPRESSIONS).await;
    let path = format!("/guilds/{}/soundboard-sounds", scene.guild());
    let sound = |name: &str, volume: Value| json!({"name": name, "sound": "data:audio/ogg;base64,AAAA", "volume": volume});
    for (body, status) in [
        (sound("b", json!(1)), 400),
        (sound("beep", json!(1.1)), 400),
        (json!({"name": "beep"}), 400),
        (sound("beep", json!(0.5)), 201),
    ] {
        assert_eq!(scene.post(&path, body.clone()).await.0, status, "{body}");
    }
    let (_, list) = scene.get(&path).await;
    let one = &list["items"][0];
    assert_eq!(
        (&one["name"], &one["volume"]),
        (&json!("beep"), &json!(0.5))
    );
    assert_eq!(
        &bot.event("GUILD_SOUNDBOARD_SOUND_CREATE").await["sound_id"],
        &one["sound_id"]
    );
    let own = format!("{path}/{}", one["sound_id"].as_str().unwrap());
    assert_eq!(
        scene.patch(&own, json!({"name": "boop"})).await.1["name"],
        "boop"
    );
    for _ in 0..7 {
        assert_eq!(scene.post(&path, sound("more", json!(1))).await.0, 201);
    }
    assert_eq!(
        code(&scene.post(&path, sound("more", json!(1))).await),
        (400, 30045)
    );
    assert_eq!(scene.delete(&own).await.0, 204);
    assert_eq!(code(&scene.get(&own).await), (404, 10097));
}

#[tokio::test]
async fn a_stage_is_opened_once_and_nobody_is_in_voice() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS).await;
    let guild = scene.guild();
    let channels = format!("/guilds/{guild}/channels");
    let (_, stage) = scene
        .post(&channels, json!({"name": "talks", "type": 13}))
        .await;
    let topic = |length: usize| json!({"channel_id": stage["id"], "topic": "x".repeat(length)});
    assert_eq!(
        code(&scene.post("/stage-instances", topic(121)).await),
        (400, 50035)
    );
    let elsewhere = json!({"channel_id": scene.id("general"), "topic": "x"});
    assert_eq!(
        code(&scene.post("/stage-instances", elsewhere).await),
        (400, 50024)
    );
    let (status, open) = scene.post("/stage-instances", topic(120)).await;
    assert_eq!((status, &open["privacy_level"]), (200, &json!(2)));
    assert_eq!(bot.event("STAGE_INSTANCE_CREATE").await, open);
    assert_eq!(
        code(&scene.post("/stage-instances", topic(1)).await),
        (400, 150_006)
    );
    let one = format!("/stage-instances/{}", stage["id"].as_str().unwrap());
    assert_eq!(
        scene.patch(&one, json!({"topic": "new"})).await.1["topic"],
        "new"
    );
    let mut late = scene.gateway("?v=10").await;
    late.identify(&scene.sandbox.token(), GUILDS).await;
    assert_eq!(
        late.event("GUILD_CREATE").await["stage_instances"][0]["topic"],
        "new"
    );
    assert_eq!(scene.delete(&one).await.0, 204);
    assert_eq!(code(&scene.get(&one).await), (404, 10067));
    for who in ["@me".to_owned(), scene.id("ada")] {
        let path = format!("/guilds/{guild}/voice-states/{who}");
        assert_eq!(code(&scene.get(&path).await), (404, 10065));
    }
    let (_, voice) = scene
        .post(&channels, json!({"name": "voice", "type": 2}))
        .await;
    let status = format!("/channels/{}/voice-status", voice["id"].as_str().unwrap());
    assert_eq!(
        scene
            .put(&status, json!({"status": "x".repeat(500)}))
            .await
            .0,
        204
    );
    assert_eq!(
        code(&scene.put(&status, json!({"status": "x".repeat(501)})).await),
        (400, 50035)
    );
}

#[tokio::test]
async fn the_guild_shows_itself() {
    let scene = Scene::start().await;
    let place = format!("/guilds/{}", scene.guild());
    let general = scene.id("general");
    let at = |path: &str| format!("{place}/{path}");
    let (_, preview) = scene.get(&at("preview")).await;
    assert_eq!(
        (&preview["name"], preview.get("owner_id")),
        (&json!("The Sandbox"), None)
    );
    assert_eq!(code(&scene.get(&at("widget.json")).await), (403, 50004));
    let shown = json!({"enabled": true, "channel_id": general});
    assert_eq!(
        scene.patch(&at("widget"), shown.clone()).await,
        (200, shown)
    );
    assert_eq!(scene.get(&at("widget.json")).await.1["name"], "The Sandbox");
    assert_eq!(code(&scene.get(&at("welcome-screen")).await), (404, 10069));
    let welcome = |count: usize| json!({"description": "Hello", "welcome_channels": vec![json!({"channel_id": general, "description": "talk"}); count]});
    assert_eq!(
        code(&scene.patch(&at("welcome-screen"), welcome(6)).await),
        (400, 50035)
    );
    assert_eq!(scene.patch(&at("welcome-screen"), welcome(5)).await.0, 200);
    assert_eq!(
        scene.get(&at("welcome-screen")).await.1["description"],
        "Hello"
    );
    assert_eq!(
        scene.get(&at("vanity-url")).await.1,
        json!({"code": null, "uses": 0})
    );
    let (_, counts) = scene.get(&at("roles/member-counts")).await;
    assert_eq!(counts[scene.id("Moderators")], 2);
    assert_eq!(scene.get(&at("onboarding")).await.1["enabled"], false);
    let prompt = json!({"title": "Who are you?", "type": 0, "options": [{"title": "A CTO"}]});
    let (status, kept) = scene
        .put(
            &at("onboarding"),
            json!({"prompts": [prompt], "enabled": false}),
        )
        .await;
    assert_eq!(status, 200);
    assert!(kept["prompts"][0]["options"][0]["id"].is_string(), "{kept}");
    let early = json!({"enabled": true, "default_channel_ids": [general]});
    assert_eq!(
        code(&scene.put(&at("onboarding"), early).await),
        (400, 350_000)
    );
}

#[tokio::test]
async fn a_guild_has_one_template() {
    let scene = Scene::start().await;
    let tags = json!({"available_tags": [{"name": "a"}]});
    scene
        .patch(&format!("/channels/{}", scene.id("help")), tags)
        .await;
    let path = format!("/guilds/{}/templates", scene.guild());
    assert_eq!(
        code(&scene.post(&path, json!({"name": "x".repeat(101)})).await),
        (400, 50035)
    );
    let (status, made) = scene
        .post(&path, json!({"name": "n", "description": "d"}))
        .await;
    assert_eq!(status, 200);
    let snapshot = &made["serialized_source_guild"];
    assert_eq!(
        (&snapshot["name"], &snapshot["roles"][0]["id"]),
        (&json!("The Sandbox"), &json!(0))
    );
    assert_eq!(
        code(&scene.post(&path, json!({"name": "n"})).await),
        (400, 30031)
    );
    let forum = snapshot["channels"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["type"] == 15);
    assert_eq!(forum.unwrap()["available_tags"][0]["name"], "a");
    let by_code = made["code"].as_str().unwrap();
    assert_eq!(
        scene.get(&format!("/guilds/templates/{by_code}")).await.1,
        made
    );
    let own = format!("{path}/{by_code}");
    assert_eq!(scene.patch(&own, json!({"name": "m"})).await.1["name"], "m");
    assert_eq!(scene.put(&own, Value::Null).await.0, 200);
    assert_eq!(scene.delete(&own).await.0, 200);
    assert_eq!(
        code(&scene.get(&format!("/guilds/templates/{by_code}")).await),
        (404, 10057)
    );
}

#[tokio::test]
async fn entitlements_for_trying_out_are_granted_used_and_taken() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(GUILDS).await;
    let path = format!("/applications/{}/entitlements", scene.application());
    assert_eq!(scene.get(&path).await, (200, json!([])));
    assert_eq!(
        code(&scene.post(&path, json!({"sku_id": "1"})).await),
        (400, 50035)
    );
    let owner = scene.id("ada");
    let (status, made) = scene
        .post(
            &path,
            json!({"sku_id": "1", "owner_id": owner, "owner_type": 2}),
        )
        .await;
    assert_eq!((status, &made["user_id"]), (200, &json!(owner)));
    assert_eq!(bot.event("ENTITLEMENT_CREATE").await, made);
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(
        scene.post(&format!("{one}/consume"), Value::Null).await.0,
        204
    );
    assert_eq!(bot.event("ENTITLEMENT_UPDATE").await["consumed"], true);
    for (query, count) in [
        (format!("?user_id={owner}"), 1),
        ("?user_id=2".into(), 0),
        ("?sku_ids=1,2".into(), 1),
    ] {
        let (_, list) = scene.get(&format!("{path}{query}")).await;
        assert_eq!(list.as_array().unwrap().len(), count, "{query}");
    }
    assert_eq!(scene.delete(&one).await.0, 204);
    assert_eq!(code(&scene.get(&one).await), (404, 10029));
}

#[tokio::test]
async fn five_records_of_linked_roles() {
    let scene = Scene::start().await;
    let path = format!(
        "/applications/{}/role-connections/metadata",
        scene.application()
    );
    let records = |count: usize, key: &str| {
        let one = |n: usize| json!({"type": 1, "key": format!("{key}{n}"), "name": "n", "description": "d"});
        (0..count).map(one).collect::<Value>()
    };
    assert_eq!(
        scene.rest(Method::PUT, &path, records(5, "k")).await,
        (200, records(5, "k"))
    );
    assert_eq!(code(&scene.put(&path, records(6, "k")).await), (400, 50035));
    assert_eq!(code(&scene.put(&path, records(1, "K")).await), (400, 50035));
    assert_eq!(scene.get(&path).await.1, records(5, "k"));
}
