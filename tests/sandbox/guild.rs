//! Threads, reactions, pins, roles, permissions, webhooks, files, rate limits.

use chiefly::sandbox::SandboxOptions;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
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
        (&json!(2), &json!(60))
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
async fn permissions_follow_roles_and_overwrites() {
    let scene = Scene::start().await;
    let general = format!("/channels/{}", scene.id("general"));
    let hello = || json!({"content": "x"});
    let bits = |bit: u32| (1_u64 << bit).to_string();
    let own = format!("channels/general/overwrites/{}", scene.application());
    scene
        .control(Method::PUT, &own, json!({"deny": bits(14)}))
        .await;
    let embed = json!({"embeds": [{"title": "t"}]});
    assert_eq!(
        code(scene.post(&format!("{general}/messages"), embed).await),
        (403, 50013),
        "no EMBED_LINKS"
    );
    scene
        .control(Method::PUT, &own, json!({"deny": bits(16)}))
        .await;
    let target = scene.say("ada", "general", "hm").await["id"].clone();
    let reply = json!({"content": "x", "message_reference": {"message_id": target}});
    assert_eq!(
        code(scene.post(&format!("{general}/messages"), reply).await),
        (400, 160_002),
        "no history"
    );
    scene
        .control(Method::PUT, &own, json!({"deny": bits(11)}))
        .await;
    assert_eq!(
        code(scene.post(&format!("{general}/messages"), hello()).await),
        (403, 50013)
    );
    assert_eq!(
        code(scene.post(&format!("{general}/typing"), Value::Null).await),
        (403, 50013)
    );
    scene
        .control(Method::PUT, &own, json!({"deny": bits(10)}))
        .await;
    assert_eq!(code(scene.get(&general).await), (403, 50001));
    scene.control(Method::PUT, &own, json!({})).await;
    assert_eq!(
        scene.post(&format!("{general}/messages"), hello()).await.0,
        200
    );
    let theirs = scene.say("ada", "general", "mine").await["id"].clone();
    let path = format!("{general}/messages/{}", text(&theirs));
    assert_eq!(
        code(scene.patch(&path, hello()).await),
        (403, 50005),
        "others' messages stay theirs"
    );
    scene
        .control(Method::PUT, &own, json!({"deny": bits(13)}))
        .await;
    assert_eq!(code(scene.delete(&path).await), (403, 50013));
    let (status, _) = scene
        .control(
            Method::POST,
            "messages",
            json!({"user": "ada", "channel": "announcements", "content": "x"}),
        )
        .await;
    assert_eq!(status, 403, "people keep to them as well");
}

#[tokio::test]
async fn roles_are_given_taken_and_kept_in_order() {
    let scene = Scene::start().await;
    let guild = format!("/guilds/{}", scene.guild());
    let (ada, moderators) = (scene.id("ada"), scene.id("Moderators"));
    let path = format!("{guild}/members/{ada}/roles/{moderators}");
    assert_eq!(scene.put(&path, Value::Null).await.0, 204);
    assert_eq!(
        scene.get(&format!("{guild}/members/{ada}")).await.1["roles"],
        json!([moderators])
    );
    assert_eq!(scene.delete(&path).await.0, 204);
    let (_, role) = scene
        .post(
            &format!("{guild}/roles"),
            json!({"name": "Readers", "permissions": "1024"}),
        )
        .await;
    assert_eq!(
        (&role["name"], &role["permissions"]),
        (&json!("Readers"), &json!("1024"))
    );
    let mighty = json!({"name": "Mighty", "permissions": "8"});
    assert_eq!(
        code(scene.post(&format!("{guild}/roles"), mighty).await),
        (403, 50013),
        "nobody gives what they lack"
    );
    let (_, member) = scene
        .patch(
            &format!("{guild}/members/{ada}"),
            json!({"roles": [role["id"]], "nick": "Countess"}),
        )
        .await;
    assert_eq!(
        (&member["roles"], &member["nick"]),
        (&json!([role["id"]]), &json!("Countess"))
    );
    assert_eq!(
        scene
            .delete(&format!("{guild}/roles/{}", text(&role["id"])))
            .await
            .0,
        204
    );
    let bots_own = scene.id("Chiefly");
    let path = format!("{guild}/members/{ada}/roles/{bots_own}");
    assert_eq!(
        code(scene.put(&path, Value::Null).await),
        (403, 50013),
        "not above the bot's own rank"
    );
    assert_eq!(code(scene.get("/guilds/1").await), (404, 10004));
    assert_eq!(
        code(scene.get(&format!("{guild}/members/1")).await),
        (404, 10013)
    );
}

#[tokio::test]
async fn a_command_is_for_those_who_may_use_it() {
    let scene = Scene::start().await;
    let commands = json!([{"name": "tidy", "description": "d", "default_member_permissions": "8192", "contexts": [0]}]);
    let registered = scene.register(commands).await;
    let run = |user: &str, channel: &str| json!({"user": user, "channel": channel, "type": "command", "name": "tidy"});
    let start = async |user: &str, channel: &str| {
        scene
            .control(Method::POST, "interactions", run(user, channel))
            .await
            .0
    };
    let mut bot = scene.bot(ALL).await;
    assert_eq!(start("ada", "general").await, 403);
    assert_eq!(start("grace", "dm").await, 403, "not in direct messages");
    let answer = json!({"type": 4, "data": {"content": "done"}});
    scene
        .interact(&mut bot, run("grace", "general"), async |event| {
            scene.callback(&event, answer.clone()).await
        })
        .await;
    let rules = json!({"permissions": [{"id": scene.id("ada"), "type": 2, "permission": true}]});
    assert_eq!(
        scene
            .control(Method::PUT, "commands/tidy/permissions", rules.clone())
            .await
            .0,
        200
    );
    scene
        .interact(&mut bot, run("ada", "general"), async |event| {
            scene.callback(&event, answer.clone()).await
        })
        .await;
    let base = format!(
        "/applications/{}/guilds/{}/commands",
        scene.application(),
        scene.guild()
    );
    let one = format!("{base}/{}/permissions", text(&registered[0]["id"]));
    assert_eq!(scene.get(&one).await.1["permissions"], rules["permissions"]);
    assert_eq!(
        code(scene.put(&one, rules).await),
        (403, 20001),
        "a bot cannot"
    );
}

#[tokio::test]
async fn a_webhook_posts_under_its_own_name() {
    let scene = Scene::start().await;
    let channel = format!("/channels/{}", scene.id("general"));
    let (_, webhook) = scene
        .post(&format!("{channel}/webhooks"), json!({"name": "News"}))
        .await;
    let path = format!(
        "/webhooks/{}/{}",
        text(&webhook["id"]),
        text(&webhook["token"])
    );
    assert_eq!(
        scene.post(&path, json!({"content": "silent"})).await,
        (204, Value::Null)
    );
    let (_, message) = scene
        .post(
            &format!("{path}?wait=true"),
            json!({"content": "x", "username": "Other"}),
        )
        .await;
    assert_eq!(
        (&message["author"]["username"], &message["webhook_id"]),
        (&json!("Other"), &webhook["id"])
    );
    let (_, edited) = scene
        .patch(
            &format!("{path}/messages/{}", text(&message["id"])),
            json!({"content": "y"}),
        )
        .await;
    assert_eq!(edited["content"], "y");
    let wrong = format!("/webhooks/{}/wrong", text(&webhook["id"]));
    assert_eq!(
        code(scene.post(&wrong, json!({"content": "x"})).await),
        (401, 50027)
    );
    assert_eq!(
        code(scene.post("/webhooks/1/x", json!({"content": "x"})).await),
        (404, 10015)
    );
    assert_eq!(
        code(
            scene
                .post(
                    &format!("{channel}/webhooks"),
                    json!({"name": "Discord news"})
                )
                .await
        ),
        (400, 50035)
    );
    assert_eq!(
        scene
            .delete(&format!("/webhooks/{}", text(&webhook["id"])))
            .await
            .0,
        204
    );
}

#[tokio::test]
async fn a_file_can_be_fetched_again() {
    let scene = Scene::start().await;
    let url = format!(
        "{}/api/v10/channels/{}/messages",
        scene.sandbox.url(),
        scene.id("general")
    );
    let send = async |payload: Value, bytes: Vec<u8>| {
        let form = Form::new()
            .part(
                "files[0]",
                Part::bytes(bytes)
                    .file_name("a b.png")
                    .mime_str("image/png")
                    .unwrap(),
            )
            .text("payload_json", payload.to_string());
        let token = format!("Bot {}", scene.sandbox.token());
        let response = scene
            .http
            .post(&url)
            .header("Authorization", token)
            .multipart(form)
            .send()
            .await
            .unwrap();
        (
            response.status().as_u16(),
            response.json::<Value>().await.unwrap(),
        )
    };
    let (status, message) = send(
        json!({"attachments": [{"id": 0, "description": "d"}]}),
        b"bytes".to_vec(),
    )
    .await;
    assert_eq!(status, 200, "{message}");
    let attachment = &message["attachments"][0];
    assert_eq!(
        (
            &attachment["filename"],
            &attachment["size"],
            &attachment["description"]
        ),
        (&json!("a_b.png"), &json!(5), &json!("d"))
    );
    let fetched = scene
        .http
        .get(text(&attachment["url"]))
        .send()
        .await
        .unwrap();
    assert_eq!(fetched.headers()["content-type"], "image/png");
    assert_eq!(fetched.bytes().await.unwrap(), "bytes");
    let (_, shown) = send(
        json!({"embeds": [{"image": {"url": "attachment://a_b.png"}}]}),
        b"x".to_vec(),
    )
    .await;
    assert!(text(&shown["embeds"][0]["image"]["url"]).starts_with(&scene.sandbox.url()));
    assert_eq!(shown["attachments"], json!([]));
    let (status, error) = send(json!({"attachments": [{"id": 1}]}), b"x".to_vec()).await;
    assert_eq!((status, &error["code"]), (400, &json!(50035)));
    let (status, error) = send(json!({}), vec![0; 10 * 1024 * 1024 + 1]).await;
    assert_eq!((status, &error["code"]), (413, &json!(40005)));
    let (_, log) = scene.control(Method::GET, "requests", Value::Null).await;
    assert_eq!(
        log[0]["files"][0],
        json!({"name": "files[0]", "filename": "a b.png", "content_type": "image/png", "size": 5})
    );
}

#[tokio::test]
async fn rate_limits_are_told_and_when_strict_enforced() {
    let scene = Scene::with(SandboxOptions {
        strict: true,
        ..SandboxOptions::default()
    })
    .await;
    let url = format!(
        "{}/api/v10/channels/{}/messages",
        scene.sandbox.url(),
        scene.id("general")
    );
    let token = format!("Bot {}", scene.sandbox.token());
    let send = async || {
        let request = scene
            .http
            .post(&url)
            .header("Authorization", &token)
            .json(&json!({"content": "x"}));
        request.send().await.unwrap()
    };
    for left in ["4", "3", "2", "1", "0"] {
        let response = send().await;
        assert_eq!(response.headers()["x-ratelimit-remaining"], left);
        assert_eq!(response.headers()["x-ratelimit-limit"], "5");
    }
    let refused = send().await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    assert!(refused.headers().contains_key("retry-after"));
    let body: Value = refused.json().await.unwrap();
    assert!(body["retry_after"].as_f64().unwrap() > 0.0);
    assert_eq!(body["global"], false);
    let other = format!("/channels/{}/messages", scene.id("random"));
    assert_eq!(
        scene.post(&other, json!({"content": "x"})).await.0,
        200,
        "another channel, another bucket"
    );
}

#[tokio::test]
async fn all_routes_but_those_of_interactions_share_one_limit() {
    let scene = Scene::with(SandboxOptions {
        strict: true,
        ..SandboxOptions::default()
    })
    .await;
    let base = format!("{}/api/v10", scene.sandbox.url());
    let token = format!("Bot {}", scene.sandbox.token());
    let ask = async |path: &str| {
        let request = scene.http.get(format!("{base}{path}"));
        request
            .header("Authorization", &token)
            .send()
            .await
            .unwrap()
    };
    // Each channel has a bucket of its own, so that only the limit for everything is met.
    let all = (1..=80).map(|n| format!("/channels/{n}"));
    let paths: Vec<String> = all.collect();
    let answers = futures_util::future::join_all(paths.iter().map(|path| ask(path))).await;
    let mut refused = Vec::new();
    for answer in answers {
        if answer.status() == 429 {
            refused.push(answer);
        } else {
            assert_eq!(answer.status(), 404);
        }
    }
    assert!(
        !refused.is_empty() && refused.len() <= 30,
        "{}",
        refused.len()
    );
    let one = refused.swap_remove(0);
    assert_eq!(one.headers()["x-ratelimit-global"], "true");
    assert_eq!(one.headers()["x-ratelimit-scope"], "global");
    let body: Value = one.json().await.unwrap();
    assert_eq!(body["global"], true);
    let open = ask(&format!(
        "/webhooks/{}/none/messages/@original",
        scene.application()
    ))
    .await;
    assert_ne!(open.status(), 429, "interactions are exempt");
}

#[tokio::test]
async fn the_gateway_answers_requests_for_members_voice_and_presence() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL | 2).await;
    bot.send(
        json!({"op": 3, "d": {"status": "idle", "activities": [], "since": null, "afk": false}}),
    )
    .await;
    bot.send(
        json!({"op": 8, "d": {"guild_id": scene.guild(), "query": "", "limit": 0, "nonce": "n"}}),
    )
    .await;
    let chunk = bot.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(
        (chunk["members"].as_array().unwrap().len(), &chunk["nonce"]),
        (6, &json!("n"))
    );
    bot.send(json!({"op": 8, "d": {"guild_id": scene.guild(), "user_ids": [scene.id("ada"), "1"], "limit": 0}})).await;
    let chunk = bot.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(
        (
            &chunk["members"][0]["user"]["username"],
            &chunk["not_found"]
        ),
        (&json!("ada"), &json!(["1"]))
    );
    bot.send(json!({"op": 4, "d": {"guild_id": scene.guild(), "channel_id": null, "self_mute": false, "self_deaf": false}})).await;
    assert_eq!(
        bot.event("VOICE_STATE_UPDATE").await["channel_id"],
        Value::Null
    );
}

#[tokio::test]
async fn the_list_of_missing_routes_grows_once_for_each() {
    let scene = Scene::start().await;
    for _ in 0..2 {
        scene
            .get(&format!("/guilds/{}/nothing", scene.guild()))
            .await;
    }
    let (_, missing) = scene.control(Method::GET, "missing", Value::Null).await;
    assert_eq!(missing, json!(["GET /guilds/{id}/nothing"]));
}
