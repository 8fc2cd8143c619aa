//! Threads, forum posts, reactions, pins, many messages at once.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, Scene};

fn code((status, body): (u16, Value)) -> (u16, u64) {
    (status, body["code"].as_u64().unwrap_or(0))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_thread_is_opened_from_a_message_written_in_archived_and_removed() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let message = scene.say("ada", "general", "discuss this").await;
    let general = scene.id("general");
    let path = format!(
        "/channels/{general}/messages/{}/threads",
        text(&message["id"])
    );
    let (status, thread) = scene
        .post(
            &path,
            json!({"name": "discussion", "auto_archive_duration": 60}),
        )
        .await;
    assert_eq!(
        (status, &thread["id"], &thread["type"]),
        (201, &message["id"], &json!(11))
    );
    assert_eq!(bot.event("THREAD_CREATE").await["newly_created"], true);
    assert_eq!(
        code(scene.post(&path, json!({"name": "again"})).await),
        (400, 160_004)
    );
    let thread = format!("/channels/{}", text(&thread["id"]));
    assert_eq!(
        scene
            .post(&format!("{thread}/messages"), json!({"content": "so"}))
            .await
            .0,
        200
    );
    let (_, seen) = scene.get(&thread).await;
    assert_eq!(
        (
            &seen["message_count"],
            &seen["thread_metadata"]["auto_archive_duration"]
        ),
        (&json!(1), &json!(60))
    );
    let ada = scene.id("ada");
    assert_eq!(
        scene
            .put(&format!("{thread}/thread-members/{ada}"), Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(
        scene
            .get(&format!("{thread}/thread-members"))
            .await
            .1
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let (_, archived) = scene.patch(&thread, json!({"archived": true})).await;
    assert_eq!(archived["thread_metadata"]["archived"], true);
    let (_, list) = scene
        .get(&format!("/channels/{general}/threads/archived/public"))
        .await;
    assert_eq!(list["threads"].as_array().unwrap().len(), 1);
    scene
        .post(
            &format!("{thread}/messages"),
            json!({"content": "still here"}),
        )
        .await;
    assert_eq!(
        scene.get(&thread).await.1["thread_metadata"]["archived"],
        false,
        "a message wakes it"
    );
    assert_eq!(scene.delete(&thread).await.0, 200);
    assert_eq!(code(scene.get(&thread).await), (404, 10003));
}

#[tokio::test]
async fn a_forum_takes_posts() {
    let scene = Scene::start().await;
    let help = format!("/channels/{}", scene.id("help"));
    let (_, forum) = scene.get(&help).await;
    let tag = forum["available_tags"][0]["id"].clone();
    let refused = scene
        .post(&format!("{help}/threads"), json!({"name": "post"}))
        .await;
    assert_eq!(code(refused), (400, 50035), "a post has a message");
    let body = json!({"name": "post", "applied_tags": [tag], "message": {"content": "how?"}});
    let (status, post) = scene.post(&format!("{help}/threads"), body).await;
    assert_eq!((status, &post["message"]["id"]), (201, &post["id"]));
    assert_eq!(post["applied_tags"], json!([tag]));
    let body = json!({"user": "ada", "channel": "help", "name": "mine", "content": "why?"});
    let (_, mine) = scene.control(Method::POST, "threads", body).await;
    let seen = scene.sees("linus", text(&mine["id"])).await;
    assert_eq!(
        (&seen[0]["content"], &seen[0]["id"]),
        (&json!("why?"), &mine["id"])
    );
}

#[tokio::test]
async fn reactions_come_and_go() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let message = scene.say("ada", "general", "nice").await;
    let id = text(&message["id"]);
    let path = format!("/channels/{}/messages/{id}/reactions", scene.id("general"));
    assert_eq!(
        scene
            .put(&format!("{path}/%F0%9F%91%8D/@me"), Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(
        bot.event("MESSAGE_REACTION_ADD").await["emoji"],
        json!({"id": null, "name": "👍"})
    );
    assert_eq!(
        scene
            .control(
                Method::PUT,
                &format!("messages/{id}/reactions/👍?user=ada"),
                Value::Null
            )
            .await
            .0,
        204
    );
    let reaction = &scene.sees("ada", "general").await[0]["reactions"][0];
    assert_eq!(
        (&reaction["count"], &reaction["me"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(
        scene
            .get(&format!("{path}/👍"))
            .await
            .1
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        scene
            .delete(&format!("{path}/👍/{}", scene.id("ada")))
            .await
            .0,
        204
    );
    assert_eq!(scene.delete(&format!("{path}/👍/@me")).await.0, 204);
    assert_eq!(
        code(scene.put(&format!("{path}/abc/@me"), Value::Null).await),
        (400, 10014)
    );
    for n in 0..20_u32 {
        let emoji = char::from_u32(0x1F600 + n).unwrap();
        assert_eq!(
            scene
                .put(&format!("{path}/{emoji}/@me"), Value::Null)
                .await
                .0,
            204
        );
    }
    assert_eq!(
        code(scene.put(&format!("{path}/👍/@me"), Value::Null).await),
        (400, 30010)
    );
    assert_eq!(scene.delete(&path).await.0, 204);
    bot.event("MESSAGE_REACTION_REMOVE_ALL").await;
}

#[tokio::test]
async fn pins_are_listed_the_latest_first_and_announced() {
    let scene = Scene::start().await;
    let general = format!("/channels/{}", scene.id("general"));
    let first = scene.say("ada", "general", "one").await["id"].clone();
    let second = scene.say("ada", "general", "two").await["id"].clone();
    for (id, route) in [(&first, "messages/pins"), (&second, "pins")] {
        assert_eq!(
            scene
                .put(&format!("{general}/{route}/{}", text(id)), Value::Null)
                .await
                .0,
            204
        );
    }
    let (_, pins) = scene.get(&format!("{general}/messages/pins?limit=1")).await;
    assert_eq!(
        (&pins["items"][0]["message"]["content"], &pins["has_more"]),
        (&json!("two"), &json!(true))
    );
    assert_eq!(
        scene
            .get(&format!("{general}/pins"))
            .await
            .1
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let notices = scene
        .sees("ada", "general")
        .await
        .iter()
        .filter(|one| one["type"] == 6)
        .count();
    assert_eq!(notices, 2);
    assert_eq!(
        scene
            .delete(&format!("{general}/pins/{}", text(&first)))
            .await
            .0,
        204
    );
    assert_eq!(
        scene
            .get(&format!("{general}/pins"))
            .await
            .1
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let elsewhere = format!("/channels/{}/pins/{}", scene.id("random"), text(&first));
    assert_eq!(code(scene.put(&elsewhere, Value::Null).await), (400, 50019));
}

#[tokio::test]
async fn many_messages_go_at_once() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let path = format!("/channels/{}/messages/bulk-delete", scene.id("general"));
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(scene.say("ada", "general", "x").await["id"].clone());
    }
    assert_eq!(
        code(scene.post(&path, json!({"messages": [ids[0]]})).await),
        (400, 50016)
    );
    let old = json!(((1_600_000_000_000_u64 - 1_420_070_400_000) << 22).to_string());
    assert_eq!(
        code(scene.post(&path, json!({"messages": [ids[0], old]})).await),
        (400, 50034)
    );
    assert_eq!(scene.post(&path, json!({"messages": ids})).await.0, 204);
    assert_eq!(bot.event("MESSAGE_DELETE_BULK").await["ids"], json!(ids));
}

#[tokio::test]
async fn a_private_thread_may_be_closed_to_invitations_and_goes_in_four_words() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let general = scene.id("general");
    let path = format!("/channels/{general}/threads");
    let (_, made) = scene
        .post(&path, json!({"name": "p", "type": 12, "invitable": false}))
        .await;
    assert_eq!(made["thread_metadata"]["invitable"], false);
    let id = text(&made["id"]);
    assert_eq!(scene.delete(&format!("/channels/{id}")).await.0, 200);
    let gone = bot.event("THREAD_DELETE").await;
    let expected = json!({"id": id, "guild_id": scene.guild(), "parent_id": general, "type": 12});
    assert_eq!(gone, expected);
}

#[tokio::test]
async fn only_a_custom_emoji_that_is_there_is_reacted_with() {
    let scene = Scene::start().await;
    let message = scene.say("ada", "general", "x").await;
    let path = format!(
        "/channels/{}/messages/{}/reactions",
        scene.id("general"),
        text(&message["id"])
    );
    let unknown = scene.put(&format!("{path}/none:1/@me"), Value::Null).await;
    assert_eq!(code(unknown), (400, 10014));
    let image = "data:image/png;base64,iVBORw0KGgo=";
    for list in [
        format!("/guilds/{}/emojis", scene.guild()),
        format!("/applications/{}/emojis", scene.application()),
    ] {
        let (status, made) = scene
            .post(&list, json!({"name": "wave", "image": image}))
            .await;
        assert_eq!(status, 201, "{made}");
        let own = format!("{path}/wave:{}/@me", text(&made["id"]));
        assert_eq!(scene.put(&own, Value::Null).await.0, 204);
    }
}

#[tokio::test]
async fn the_message_that_a_thread_starts_with_is_not_counted() {
    let scene = Scene::start().await;
    let said = scene.say("ada", "general", "discuss this").await;
    let (general, help) = (scene.id("general"), scene.id("help"));
    let (_, of_message) = scene
        .post(
            &format!("/channels/{general}/messages/{}/threads", text(&said["id"])),
            json!({"name": "t"}),
        )
        .await;
    let (_, alone) = scene
        .post(
            &format!("/channels/{general}/threads"),
            json!({"name": "t", "type": 11}),
        )
        .await;
    let (_, post) = scene
        .post(
            &format!("/channels/{help}/threads"),
            json!({"name": "t", "message": {"content": "first"}}),
        )
        .await;
    for thread in [of_message, alone, post] {
        let path = format!("/channels/{}", text(&thread["id"]));
        let messages = format!("{path}/messages");
        for sent in 0..3 {
            let (_, seen) = scene.get(&path).await;
            assert_eq!(
                (&seen["message_count"], &seen["total_message_sent"]),
                (&json!(sent), &json!(sent)),
                "{seen}"
            );
            scene.post(&messages, json!({"content": "more"})).await;
        }
        let (_, listed) = scene.get(&messages).await;
        scene
            .delete(&format!("{messages}/{}", text(&listed[0]["id"])))
            .await;
        let (_, seen) = scene.get(&path).await;
        assert_eq!(
            (&seen["message_count"], &seen["total_message_sent"]),
            (&json!(2), &json!(3)),
            "what was deleted counts only among what was ever sent"
        );
    }
}

#[tokio::test]
async fn a_thousand_threads_are_open_and_a_thousand_archived_are_kept() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let general = format!("/channels/{}/threads", scene.id("general"));
    let open = async || {
        let body = json!({"name": "t", "type": 12});
        scene.post(&general, body).await
    };
    let mut ids = Vec::new();
    for _ in 0..1000 {
        let (status, thread) = open().await;
        assert_eq!(status, 201, "{thread}");
        ids.push(text(&thread["id"]).to_owned());
    }
    assert_eq!(code(open().await), (400, 160_006));
    // With the archive full, the thread that has been there longest makes room for another.
    for id in &ids {
        let archived = json!({"archived": true});
        assert_eq!(
            scene.patch(&format!("/channels/{id}"), archived).await.0,
            200
        );
    }
    let (first, second) = (&ids[0], &ids[1]);
    assert_eq!(scene.get(&format!("/channels/{first}")).await.0, 200);
    assert_eq!(open().await.0, 201);
    assert_eq!(bot.event("THREAD_DELETE").await["id"], json!(first));
    assert_eq!(
        code(scene.get(&format!("/channels/{first}")).await),
        (404, 10003)
    );
    assert_eq!(scene.get(&format!("/channels/{second}")).await.0, 200);
}
