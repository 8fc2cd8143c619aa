//! Routes that bots use now and then: search, following a channel, leaving, and what is only for users.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{ALL, GUILDS, Scene};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The contents of the messages that a search finds, and how many there are in all.
async fn found(scene: &Scene, query: &str) -> (Vec<String>, u64) {
    let path = format!("/guilds/{}/messages/search?{query}", scene.guild());
    let (status, answer) = scene.get(&path).await;
    assert_eq!(status, 200, "{answer}");
    let groups = answer["messages"].as_array().unwrap().iter();
    let contents = groups.map(|group| {
        assert_eq!((&group[0]["hit"], group.get(1)), (&json!(true), None));
        text(&group[0]["content"]).to_owned()
    });
    (
        contents.collect(),
        answer["total_results"].as_u64().unwrap(),
    )
}

#[tokio::test]
async fn messages_are_searched_by_words_people_and_parts() {
    let scene = Scene::start().await;
    let general = format!("/channels/{}/messages", scene.id("general"));
    let (ada, random) = (scene.id("ada"), scene.id("random"));
    scene.say("ada", "general", "What does a CTO do?").await;
    let asked = scene
        .say("grace", "random", "a CTO, see https://example.org")
        .await;
    let mention =
        json!({"content": format!("<@{ada}> asked of the CTO"), "embeds": [{"title": "t"}]});
    scene.post(&general, mention).await;
    scene
        .say("grace", "moderators", "no bot sees this CTO")
        .await;
    let newest = [
        format!("<@{ada}> asked of the CTO"),
        "a CTO, see https://example.org".to_owned(),
        "What does a CTO do?".to_owned(),
    ];
    let [by_bot, by_grace, by_ada] = newest.each_ref().map(|one| vec![one.clone()]);
    let cases = [
        ("content=cto".to_owned(), newest.to_vec()),
        ("content=do%20cto%20does".to_owned(), by_ada.clone()),
        (
            format!("author_id={ada}&author_id=1&content=cto"),
            by_ada.clone(),
        ),
        ("author_type=bot&content=cto".to_owned(), by_bot.clone()),
        ("has=link&content=cto".to_owned(), by_grace.clone()),
        ("has=embed&content=cto".to_owned(), by_bot.clone()),
        (
            "has=-embed&has=-link&content=cto".to_owned(),
            by_ada.clone(),
        ),
        (format!("mentions={ada}&content=cto"), by_bot.clone()),
        (format!("channel_id={random}&content=cto"), by_grace.clone()),
        (format!("min_id={}&content=cto", text(&asked["id"])), by_bot),
        (format!("max_id={}&content=cto", text(&asked["id"])), by_ada),
        ("link_hostname=example.org".to_owned(), by_grace.clone()),
        ("attachment_extension=png".to_owned(), vec![]),
        ("embed_provider=Example&content=cto".to_owned(), vec![]),
        ("pinned=true".to_owned(), vec![]),
    ];
    for (query, expected) in cases {
        let total = expected.len() as u64;
        assert_eq!(found(&scene, &query).await, (expected, total), "{query}");
    }
    let page = found(&scene, "content=cto&limit=1&offset=1&sort_order=asc").await;
    assert_eq!(page, (by_grace, 3), "the second oldest");
    for (query, key) in [
        ("limit=26", "limit"),
        ("limit=0", "limit"),
        ("offset=9976", "offset"),
        ("offset=-1", "offset"),
        ("author_id=x", "author_id"),
        ("has=hope", "has"),
        ("sort_order=up", "sort_order"),
        (&format!("content={}", "x".repeat(1025)), "content"),
    ] {
        let path = format!("/guilds/{}/messages/search?{query}", scene.guild());
        let (status, error) = scene.get(&path).await;
        assert_eq!((status, &error["code"]), (400, &json!(50035)), "{query}");
        assert!(error["errors"][key].is_object(), "{error}");
    }
}

#[tokio::test]
async fn posts_are_searched_by_name_and_tag() {
    let scene = Scene::start().await;
    let help = scene.id("help");
    let forum = format!("/channels/{help}");
    let tags = scene.get(&forum).await.1["available_tags"].clone();
    let tag = |n: usize| text(&tags[n]["id"]).to_owned();
    let mut posts = Vec::new();
    for (name, applied) in [
        ("Who decides?", vec![tag(0)]),
        ("Who pays?", vec![tag(0), tag(1)]),
        ("Thanks", vec![]),
    ] {
        let post = json!({"name": name, "applied_tags": applied, "message": {"content": name}});
        let (status, post) = scene.post(&format!("{forum}/threads"), post).await;
        assert_eq!(status, 201, "{post}");
        posts.push(post);
    }
    let thanks = format!("/channels/{}", text(&posts[2]["id"]));
    scene.patch(&thanks, json!({"archived": true})).await;
    let (first, second) = (tag(0), tag(1));
    let cases = [
        ("name=who".to_owned(), vec!["Who pays?", "Who decides?"]),
        (
            "name=who&sort_order=asc&limit=1".to_owned(),
            vec!["Who decides?"],
        ),
        (
            format!("tag={first}&tag={second}"),
            vec!["Who pays?", "Who decides?"],
        ),
        (
            format!("tag={first}&tag={second}&tag_setting=match_all"),
            vec!["Who pays?"],
        ),
        (
            "archived=true&sort_by=archive_time".to_owned(),
            vec!["Thanks"],
        ),
    ];
    for (query, expected) in cases {
        let (_, page) = scene.get(&format!("{forum}/threads/search?{query}")).await;
        let named = |list: &str, key: &str| {
            let list = page[list].as_array().unwrap().iter();
            list.map(|one| text(&one[key]).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(named("threads", "name"), expected, "{query}");
        assert_eq!(named("first_messages", "content"), expected, "{query}");
        let more = page["total_results"].as_u64().unwrap() > expected.len() as u64;
        assert_eq!(page["has_more"], more, "{query}");
    }
}

#[tokio::test]
async fn a_followed_channel_publishes_to_its_followers() {
    let scene = Scene::start().await;
    let mut bot = scene.bot(ALL).await;
    let (news, general) = (scene.id("announcements"), scene.id("general"));
    let follow = format!("/channels/{news}/followers");
    let to = |channel: &str| json!({"webhook_channel_id": channel});
    let (status, error) = scene.post(&follow, json!({})).await;
    assert_eq!((status, &error["code"]), (400, &json!(50035)));
    let (status, error) = scene
        .post(&format!("/channels/{general}/followers"), to(&news))
        .await;
    assert_eq!(
        (status, &error["code"]),
        (400, &json!(50024)),
        "only news are followed"
    );
    let moderators = scene.id("moderators");
    let (status, error) = scene.post(&follow, to(&moderators)).await;
    assert_eq!((status, &error["code"]), (403, &json!(50013)), "{error}");
    let (status, followed) = scene.post(&follow, to(&general)).await;
    assert_eq!(
        (status, &followed["channel_id"]),
        (200, &json!(news)),
        "{followed}"
    );
    assert_eq!(bot.event("MESSAGE_CREATE").await["type"], 12);
    let (_, webhook) = scene
        .get(&format!("/webhooks/{}", text(&followed["webhook_id"])))
        .await;
    assert_eq!(
        (
            &webhook["type"],
            &webhook["source_channel"]["id"],
            webhook.get("token")
        ),
        (&json!(2), &json!(news), None)
    );
    let messages = format!("/channels/{news}/messages");
    let message = scene.say("margaret", "announcements", "New!").await;
    assert_eq!(bot.event("MESSAGE_CREATE").await["id"], message["id"]);
    let publish = format!("{messages}/{}/crosspost", text(&message["id"]));
    assert_eq!(scene.post(&publish, Value::Null).await.0, 200);
    let copy = bot.event("MESSAGE_CREATE").await;
    assert_eq!(
        (
            &copy["content"],
            &copy["channel_id"],
            &copy["webhook_id"],
            &copy["flags"]
        ),
        (
            &json!("New!"),
            &json!(general),
            &followed["webhook_id"],
            &json!(2)
        )
    );
    assert_eq!(copy["message_reference"]["message_id"], message["id"]);
}

#[tokio::test]
async fn a_bot_leaves_its_guild_and_comes_back() {
    let scene = Scene::start().await;
    scene
        .register(json!([{"name": "ask", "description": "d"}]))
        .await;
    let mut bot = scene.bot(ALL).await;
    bot.event("GUILD_CREATE").await;
    let (guild, me) = (scene.guild(), scene.application());
    let own = format!("/users/@me/guilds/{guild}");
    assert_eq!(scene.delete(&own).await.0, 204);
    assert_eq!(bot.event("GUILD_DELETE").await, json!({"id": guild}));
    assert_eq!(scene.get("/users/@me/guilds").await.1, json!([]));
    for path in [format!("/guilds/{guild}"), format!("/guilds/{guild}/roles")] {
        let (status, error) = scene.get(&path).await;
        assert_eq!((status, &error["code"]), (404, &json!(10004)), "{path}");
    }
    assert_eq!(scene.delete(&own).await.0, 404, "it has left already");
    let general = format!("/channels/{}/messages", scene.id("general"));
    let (status, error) = scene.post(&general, json!({"content": "x"})).await;
    assert_eq!((status, &error["code"]), (403, &json!(50001)));
    scene.say("ada", "general", "is it gone?").await;
    let used = json!({"user": "ada", "channel": "general", "type": "command", "name": "ask"});
    assert_eq!(
        scene.control(Method::POST, "interactions", used).await.0,
        404
    );
    assert_eq!(
        bot.events_until_now().await,
        [],
        "it hears nothing of the guild"
    );
    let mut late = scene.gateway("").await;
    late.identify(&scene.sandbox.token(), GUILDS).await;
    assert_eq!(late.event("READY").await["guilds"], json!([]));
    let back = json!({"member": true});
    let path = format!("users/{me}");
    assert_eq!(scene.control(Method::PATCH, &path, back).await.0, 200);
    assert_eq!(bot.event("GUILD_CREATE").await["id"], json!(guild));
    assert_eq!(late.event("GUILD_CREATE").await["id"], json!(guild));
    let own = scene.get(&format!("/guilds/{guild}/members/{me}")).await.1;
    assert_eq!(
        own["roles"],
        json!([scene.id("Chiefly")]),
        "it has its role again"
    );
    assert_eq!(scene.post(&general, json!({"content": "x"})).await.0, 200);
}

#[tokio::test]
async fn what_the_guild_does_not_have_is_empty_and_what_users_have_is_refused() {
    let scene = Scene::start().await;
    let (guild, me) = (scene.guild(), scene.application());
    let guild = format!("/guilds/{guild}");
    let connection = format!("/users/@me/applications/{me}/role-connection");
    let cases = [
        (
            Method::GET,
            "/oauth2/keys".to_owned(),
            200,
            json!({"keys": []}),
        ),
        (
            Method::GET,
            format!("{guild}/requests"),
            200,
            json!({"total": 0, "guild_join_requests": []}),
        ),
        (
            Method::GET,
            format!("{guild}/new-member-welcome"),
            200,
            json!({"enabled": false}),
        ),
        (
            Method::GET,
            format!("{guild}/widget.png"),
            403,
            json!({"code": 50004}),
        ),
        (
            Method::DELETE,
            format!("{guild}/integrations/1"),
            404,
            json!({"code": 10005}),
        ),
        (
            Method::GET,
            "/oauth2/@me".to_owned(),
            403,
            json!({"code": 20001}),
        ),
        (
            Method::GET,
            "/users/@me/connections".to_owned(),
            403,
            json!({"code": 20001}),
        ),
        (Method::GET, connection, 403, json!({"code": 20001})),
    ];
    for (method, path, status, part) in cases {
        let (found, answer) = scene.rest(method, &path, Value::Null).await;
        assert_eq!(found, status, "{path}: {answer}");
        for (key, value) in part.as_object().unwrap() {
            assert_eq!(answer[key], *value, "{path}: {answer}");
        }
    }
    let add = format!("{guild}/members/{}", scene.id("linus"));
    let (status, error) = scene.put(&add, json!({"access_token": "x"})).await;
    assert_eq!((status, &error["code"]), (400, &json!(50025)));
    scene
        .patch(&format!("{guild}/widget"), json!({"enabled": true}))
        .await;
    let url = format!("{}/api/v10{guild}/widget.png", scene.sandbox.url());
    let picture = scene.http.get(url).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert!(
        picture
            .bytes()
            .await
            .unwrap()
            .starts_with(b"\x89PNG\r\n\x1a\n")
    );
}
