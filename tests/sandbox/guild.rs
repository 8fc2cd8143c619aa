//! Roles, permissions, and what is asked of the guild over the gateway.

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

#[tokio::test]
async fn a_role_that_goes_leaves_no_gap() {
    let scene = Scene::start().await;
    let roles = format!("/guilds/{}/roles", scene.guild());
    let places = async || {
        let (_, list) = scene.get(&roles).await;
        let mut places: Vec<i64> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|role| role["position"].as_i64().unwrap())
            .collect();
        places.sort_unstable();
        places
    };
    let (_, made) = scene.post(&roles, json!({"name": "new"})).await;
    assert_eq!(places().await, [0, 1, 2, 3]);
    let path = format!("{roles}/{}", made["id"].as_str().unwrap());
    assert_eq!(scene.delete(&path).await.0, 204);
    assert_eq!(places().await, [0, 1, 2]);
}
