//! What is refused, one by one: with which status, which code, and in Discord's own words.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{GUILDS, Scene};
use super::interactions::{ask, asking};

/// What it is, the request, and the refusal: status, code, message.
type Refusal = (&'static str, Method, String, Value, u16, u64, &'static str);

/// `"what": METHOD path, body => status code "message";`
macro_rules! refusals {
    ($($what:literal: $method:ident $path:expr, $body:tt => $status:literal $code:literal $message:literal;)*) => {
        vec![$(($what, Method::$method, $path.to_string(), json!($body), $status, $code, $message)),*]
    };
}

/// Sends each; all that was answered otherwise.
async fn try_all(scene: &Scene, refusals: Vec<Refusal>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (what, method, path, body, status, code, message) in refusals {
        let (found, mut answer) = scene.rest(method, &path, body).await;
        // Only forms have a tree of errors.
        let tree = answer
            .as_object_mut()
            .and_then(|answer| answer.remove("errors"));
        let expected = json!({"message": message, "code": code});
        if (found, &answer) != (status, &expected) || tree.is_some() != (code == 50035) {
            wrong.push(format!("{what}: {found} {answer} {tree:?}"));
        }
    }
    wrong
}

#[tokio::test]
async fn what_is_not_there_not_allowed_or_not_well_formed() {
    let scene = Scene::start().await;
    let (app, guild) = (scene.application(), scene.guild());
    let channel = |name: &str| format!("/channels/{}", scene.id(name));
    let (general, help) = (channel("general"), channel("help"));
    let messages = format!("{general}/messages");
    let said = scene.say("ada", "general", "hello").await;
    let theirs = format!("{messages}/{}", said["id"].as_str().unwrap());
    let own = scene.post(&messages, json!({"content": "x"})).await.1;
    let own = format!("{messages}/{}", own["id"].as_str().unwrap());
    let thread = scene
        .post(&format!("{own}/threads"), json!({"name": "t"}))
        .await
        .1;
    let thread = format!("/channels/{}", thread["id"].as_str().unwrap());
    let (ada, grace) = (scene.id("ada"), scene.id("margaret"));
    scene
        .control(
            Method::PATCH,
            "users/ada",
            json!({"direct_messages": false}),
        )
        .await;
    let direct = scene
        .post("/users/@me/channels", json!({"recipient_id": ada}))
        .await
        .1;
    let direct = format!("/channels/{}/messages", direct["id"].as_str().unwrap());
    let commands = format!("/applications/{app}/commands");
    let place = format!("/guilds/{guild}");
    let moderators = scene.id("Moderators");
    let names: Value = (0..101)
        .map(|n| json!({"name": format!("c{n}"), "description": "d"}))
        .collect();
    let poll = json!({"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}]});
    let polled = scene.post(&messages, json!({"poll": poll})).await.1;
    let polled = format!("{general}/polls/{}/expire", polled["id"].as_str().unwrap());
    scene.post(&polled, Value::Null).await;
    let no_poll = own.replace("/messages/", "/polls/") + "/expire";
    let refusals = refusals! {
        "a route there is not": GET "/nowhere", null => 404 0 "404: Not Found";
        "a method there is not": PUT "/gateway", null => 405 0 "405: Method Not Allowed";
        "an unknown channel": POST "/channels/1/messages", {"content": "x"} => 404 10003 "Unknown Channel";
        "a channel's name for its id": POST "/channels/general/messages", {"content": "x"} => 400 50035 "Invalid Form Body";
        "an unknown guild": GET "/guilds/1", null => 404 10004 "Unknown Guild";
        "an unknown invite": GET "/invites/nope", null => 404 10006 "Unknown Invite";
        "an unknown member": PUT format!("{place}/members/1/roles/{moderators}"), null => 404 10007 "Unknown Member";
        "an unknown message": GET format!("{messages}/1"), null => 404 10008 "Unknown Message";
        "an unknown message, edited": PATCH format!("{messages}/1"), {"content": "x"} => 404 10008 "Unknown Message";
        "an unknown message, deleted": DELETE format!("{messages}/1"), null => 404 10008 "Unknown Message";
        "an unknown overwrite": DELETE format!("{general}/permissions/1"), null => 404 10009 "Unknown Permission Overwrite";
        "an unknown role": PATCH format!("{place}/roles/1"), {} => 404 10011 "Unknown Role";
        "an unknown user": GET "/users/1", null => 404 10013 "Unknown User";
        "an unknown emoji": PUT format!("{own}/reactions/nope/@me"), null => 400 10014 "Unknown Emoji";
        "an unknown webhook": GET "/webhooks/1", null => 404 10015 "Unknown Webhook";
        "nobody banned": GET format!("{place}/bans/{ada}"), null => 404 10026 "Unknown Ban";
        "an unknown interaction": POST "/interactions/1/x/callback", {"type": 5} => 404 10062 "Unknown interaction";
        "an unknown command": GET format!("{commands}/1"), null => 404 10063 "Unknown application command";
        "another's application": GET "/applications/1/commands", null => 403 20012 "You are not authorized to perform this action on this application";
        "101 commands": PUT commands, (names) => 400 30032 "Maximum number of application commands reached (100)";
        "a message in a forum": POST format!("{help}/messages"), {"content": "x"} => 400 40058 "Cannot send messages in a forum channel";
        "a channel the bot does not see": POST format!("{}/messages", channel("moderators")), {"content": "x"} => 403 50001 "Missing Access";
        "bulk deletion in a direct channel": POST format!("{direct}/bulk-delete"), {"messages": ["1", "2"]} => 403 50003 "Cannot execute action on a DM channel";
        "another's message": PATCH theirs, {"content": "x"} => 403 50005 "Cannot edit a message authored by another user";
        "an empty message": POST messages, {} => 400 50006 "Cannot send an empty message";
        "an empty text": POST messages, {"content": " "} => 400 50006 "Cannot send an empty message";
        "an edit that leaves nothing": PATCH own, {"content": ""} => 400 50006 "Cannot send an empty message";
        "somebody who takes no direct messages": POST direct, {"content": "x"} => 403 50007 "Cannot send messages to this user";
        "a channel the bot may not write in": POST format!("{}/messages", channel("announcements")), {"content": "x"} => 403 50013 "Missing Permissions";
        "the owner's nickname": PATCH format!("{place}/members/{grace}"), {"nick": "x"} => 403 50013 "Missing Permissions";
        "one message in bulk": POST format!("{messages}/bulk-delete"), {"messages": ["1"]} => 400 50016 "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete.";
        "old messages in bulk": POST format!("{messages}/bulk-delete"), {"messages": ["1", "2"]} => 400 50034 "A message provided was too old to bulk delete";
        "a thread in a thread": POST format!("{thread}/threads"), {"name": "t", "type": 11} => 400 50024 "Cannot execute action on this channel type";
        "@everyone given": PUT format!("{place}/members/{ada}/roles/{guild}"), null => 400 50028 "Invalid role";
        "a form that is wrong": POST messages, {"content": 1} => 400 50035 "Invalid Form Body";
        "a second thread": POST format!("{own}/threads"), {"name": "t"} => 400 160_004 "A thread has already been created for this message";
        "an end to what is no poll": POST no_poll, null => 400 520_006 "Cannot expire a non-poll message";
        "an end to an ended poll": POST polled, null => 400 520_001 "Poll expired";
    };
    assert_eq!(try_all(&scene, refusals).await, [""; 0]);
}

#[tokio::test]
async fn a_body_that_cannot_be_read() {
    let scene = Scene::start().await;
    let url = format!(
        "{}/api/v10/channels/{}/messages",
        scene.sandbox.url(),
        scene.id("general")
    );
    for (kind, body, code) in [
        (Some("application/json"), "{\"content\":", 50109),
        (Some("text/plain"), "{\"content\": \"x\"}", 50035),
        (None, "{\"content\": \"x\"}", 50035),
    ] {
        let mut request = scene
            .http
            .post(&url)
            .body(body)
            .header("Authorization", format!("Bot {}", scene.sandbox.token()));
        if let Some(kind) = kind {
            request = request.header("Content-Type", kind);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let answer: Value = response.json().await.unwrap();
        assert_eq!((status, &answer["code"]), (400, &json!(code)), "{kind:?}");
    }
}

#[tokio::test]
async fn who_has_no_good_token_is_turned_away() {
    let scene = Scene::start().await;
    let foreign = "MTA1NzAwMDAwMDAwMDAwMDAwMA.abcdef.a-foreign-token-of-the-right-form";
    let status = async |header: Option<&str>| {
        let mut request = scene
            .http
            .get(format!("{}/api/v10/users/@me", scene.sandbox.url()));
        if let Some(header) = header {
            request = request.header("Authorization", header);
        }
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            response.json::<Value>().await.unwrap()["message"].clone(),
        )
    };
    let refused = (401, json!("401: Unauthorized"));
    assert_eq!(status(None).await, refused);
    assert_eq!(status(Some("Bot abc")).await, refused);
    assert_eq!(status(Some(foreign)).await, refused, "without Bot");
    assert_eq!(status(Some(&format!("Bot {foreign}"))).await.0, 200);
    scene
        .control(Method::DELETE, "token", json!({"token": foreign}))
        .await;
    assert_eq!(
        status(Some(&format!("Bot {foreign}"))).await,
        refused,
        "revoked"
    );
}

#[tokio::test]
async fn a_bot_that_is_silent_did_not_respond_and_is_then_too_late() {
    let scene = Scene::hasty().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let (status, outcome) = scene
        .control(Method::POST, "interactions", asking("?"))
        .await;
    assert_eq!(
        (status, &outcome["failed"]),
        (200, &json!("did not respond"))
    );
    let event = bot.event("INTERACTION_CREATE").await;
    let (status, error) = scene
        .callback(&event, json!({"type": 4, "data": {"content": "late"}}))
        .await;
    assert_eq!((status, &error["code"]), (404, &json!(10062)));
}

#[tokio::test]
async fn refusals_of_the_life_cycle() {
    let scene = Scene::start().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let user = scene.control(Method::POST, "interactions", asking("?"));
    let work = async {
        let event = bot.event("INTERACTION_CREATE").await;
        let app = scene.application();
        let token = event["token"].as_str().unwrap();
        let code = |(status, body): (u16, Value)| {
            assert!(body["message"].is_string(), "{body}");
            (status, body["code"].as_u64().unwrap())
        };
        let follow_up = format!("/webhooks/{app}/{token}");
        let hello = json!({"content": "x"});
        assert_eq!(
            code(scene.post(&follow_up, hello.clone()).await),
            (404, 10015),
            "before any response"
        );
        assert_eq!(
            code(scene.callback(&event, json!({"type": 4, "data": {}})).await),
            (400, 50006),
            "empty"
        );
        assert_eq!(
            code(
                scene
                    .callback(&event, json!({"type": 7, "data": hello}))
                    .await
            ),
            (400, 50035),
            "not for commands"
        );
        assert_eq!(
            code(
                scene
                    .callback(
                        &event,
                        json!({"type": 4, "data": {"content": "x".repeat(2001)}})
                    )
                    .await
            ),
            (400, 50035)
        );
        let wrong = format!(
            "/interactions/{}/wrong/callback",
            event["id"].as_str().unwrap()
        );
        assert_eq!(
            code(scene.post(&wrong, json!({"type": 6})).await),
            (404, 10062),
            "unknown token"
        );
        assert_eq!(
            scene
                .callback(&event, json!({"type": 4, "data": hello}))
                .await
                .0,
            204
        );
        assert_eq!(
            code(
                scene
                    .callback(&event, json!({"type": 4, "data": hello}))
                    .await
            ),
            (400, 40060),
            "twice"
        );
        assert_eq!(
            code(
                scene
                    .post(&format!("/webhooks/{app}/nonsense"), hello)
                    .await
            ),
            (401, 50027)
        );
        assert_eq!(
            code(scene.get(&format!("{follow_up}/messages/1")).await),
            (404, 10008)
        );
    };
    let ((status, _), ()) = tokio::join!(user, work);
    assert_eq!(status, 200);
}

#[tokio::test]
async fn the_token_ends_after_its_time() {
    let scene = Scene::hasty().await;
    scene.register(ask()).await;
    let mut bot = scene.bot(GUILDS).await;
    let deferred = json!({"type": 5});
    let token = std::cell::RefCell::new(String::new());
    scene
        .interact(&mut bot, asking("?"), async |event| {
            event["token"]
                .as_str()
                .unwrap()
                .clone_into(&mut token.borrow_mut());
            scene.callback(&event, deferred).await
        })
        .await;
    let path = format!(
        "/webhooks/{}/{}/messages/@original",
        scene.application(),
        token.borrow()
    );
    // The deadline of 300 ms is the thing under test; each round asks again.
    let end = loop {
        let (status, body) = scene.get(&path).await;
        if status != 200 {
            break (status, body["code"].clone());
        }
    };
    assert_eq!(end, (401, json!(50027)));
}

#[tokio::test]
async fn what_everybody_may_see_needs_no_token() {
    let scene = Scene::start().await;
    let general = scene.id("general");
    let (_, invite) = scene
        .post(&format!("/channels/{general}/invites"), json!({}))
        .await;
    let invite = format!("/invites/{}", invite["code"].as_str().unwrap());
    let channel = format!("/channels/{general}");
    for (method, path, expected) in [
        (Method::GET, "/gateway", 200),
        (Method::GET, "/sticker-packs", 200),
        (Method::GET, &invite, 200),
        (Method::DELETE, &invite, 401),
        (Method::GET, "/gateway/bot", 401),
        (Method::GET, &channel, 401),
    ] {
        let url = format!("{}/api/v10{path}", scene.sandbox.url());
        let request = scene.http.request(method.clone(), url);
        let status = request.send().await.unwrap().status();
        assert_eq!(status, expected, "{method} {path}");
    }
}
