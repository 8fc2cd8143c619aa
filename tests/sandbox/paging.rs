//! Lists that a client reads page by page, until a page is empty: one that ignored where to go on would
//! never end.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::Scene;

fn ids(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_bots_own_guilds_end_after_the_last() {
    let scene = Scene::start().await;
    let guild = scene.guild();
    for (query, expected) in [
        (String::new(), 1),
        (format!("?after={guild}"), 0),
        (format!("?before={guild}"), 0),
        ("?after=1".to_owned(), 1),
        ("?before=9999999999999999999&limit=1".to_owned(), 1),
    ] {
        let (status, guilds) = scene.get(&format!("/users/@me/guilds{query}")).await;
        assert_eq!((status, ids(&guilds).len()), (200, expected), "{query}");
    }
}

#[tokio::test]
async fn a_page_of_threads_starts_at_a_moment_and_has_two_to_a_hundred() {
    let scene = Scene::start().await;
    let channel = format!("/channels/{}", scene.id("general"));
    let lists = [
        (
            "/threads/archived/public",
            "2027-01-05T09:00:00Z",
            "2027-13-05",
        ),
        (
            "/threads/archived/private",
            "2027-01-05T09:00:00.1%2B01:00",
            "12",
        ),
        (
            "/users/@me/threads/archived/private",
            "12",
            "2027-01-05T09:00:00Z",
        ),
        ("/messages/pins", "2027-01-05T09:00:00", "yesterday"),
    ];
    for (list, moment, nonsense) in lists {
        let path = format!("{channel}{list}?before=");
        assert_eq!(scene.get(&format!("{path}{moment}")).await.0, 200, "{list}");
        let (status, error) = scene.get(&format!("{path}{nonsense}")).await;
        assert_eq!((status, &error["code"]), (400, &json!(50035)), "{list}");
        assert!(
            error["errors"]["before"]["_errors"][0]["code"].is_string(),
            "{error}"
        );
    }
    for (list, ..) in lists.iter().take(3) {
        for (limit, fits) in [
            (-1, false),
            (1, false),
            (2, true),
            (100, true),
            (101, false),
        ] {
            let (status, error) = scene.get(&format!("{channel}{list}?limit={limit}")).await;
            assert_eq!(status == 200, fits, "{list} {limit}: {error}");
            assert!(fits || error["errors"]["limit"].is_object(), "{error}");
        }
    }
}

/// Threads of a channel, archived one after the other.
async fn archive(scene: &Scene, channel: &str, kind: u64, names: &[&str]) -> Vec<Value> {
    let mut archived = Vec::new();
    for name in names {
        let (status, thread) = scene
            .post(
                &format!("/channels/{channel}/threads"),
                json!({"name": name, "type": kind}),
            )
            .await;
        assert_eq!(status, 201, "{thread}");
        let path = format!("/channels/{}", thread["id"].as_str().unwrap());
        let (status, thread) = scene.patch(&path, json!({"archived": true})).await;
        assert_eq!(status, 200, "{thread}");
        archived.push(thread);
    }
    archived
}

#[tokio::test]
async fn archives_are_read_from_the_latest_on() {
    let scene = Scene::start().await;
    let general = scene.id("general");
    for (kind, archive_of, by_id) in [
        (11, "threads/archived/public", false),
        (12, "threads/archived/private", false),
        (12, "users/@me/threads/archived/private", true),
    ] {
        let before = scene
            .get(&format!("/channels/{general}/{archive_of}"))
            .await
            .1;
        let before = ids(&before["threads"]).len();
        let made = archive(&scene, &general, kind, &["one", "two", "three"]).await;
        let path = format!("/channels/{general}/{archive_of}");
        let (_, page) = scene.get(&format!("{path}?limit=2")).await;
        assert_eq!(page["has_more"], true, "{page}");
        let listed = page["threads"].as_array().unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0]["id"], made[2]["id"], "the latest comes first");
        let last = if by_id {
            listed[1]["id"].as_str().unwrap().to_owned()
        } else {
            let moment = listed[1]["thread_metadata"]["archive_timestamp"].as_str();
            moment.unwrap().replace('+', "%2B")
        };
        let (_, rest) = scene.get(&format!("{path}?limit=100&before={last}")).await;
        assert_eq!(rest["has_more"], false);
        let rest = ids(&rest["threads"]);
        assert_eq!(rest.len(), before + 1, "{archive_of}: {rest:?}");
        assert_eq!(rest[0], made[0]["id"].as_str().unwrap());
    }
}

#[tokio::test]
async fn members_of_a_thread_come_in_pages_when_they_come_with_their_profile() {
    let scene = Scene::start().await;
    let general = scene.id("general");
    let (_, thread) = scene
        .post(
            &format!("/channels/{general}/threads"),
            json!({"name": "talk", "type": 11}),
        )
        .await;
    let path = format!(
        "/channels/{}/thread-members",
        thread["id"].as_str().unwrap()
    );
    for user in ["ada", "linus"] {
        let user = scene.id(user);
        let (status, _) = scene.put(&format!("{path}/{user}"), Value::Null).await;
        assert_eq!(status, 204);
    }
    let (_, bare) = scene.get(&path).await;
    assert_eq!(bare.as_array().unwrap().len(), 3);
    assert!(bare[0]["member"].is_null());
    let (_, first) = scene.get(&format!("{path}?with_member=true&limit=2")).await;
    let users = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|one| one["user_id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(users(&first).len(), 2);
    assert_eq!(first[0]["member"]["user"]["id"], first[0]["user_id"]);
    let last = &users(&first)[1];
    let (_, rest) = scene
        .get(&format!("{path}?with_member=true&after={last}"))
        .await;
    assert_eq!(users(&rest).len(), 1);
    assert!(users(&rest)[0] > *last);
}

#[tokio::test]
async fn what_everybody_may_see_needs_no_token_and_only_to_be_seen() {
    let scene = Scene::start().await;
    let guild = scene.guild();
    for (method, path, expected) in [
        (Method::GET, "/gateway".to_owned(), 200),
        (Method::GET, "/sticker-packs".to_owned(), 200),
        (Method::GET, "/invites/nowhere".to_owned(), 404),
        (Method::DELETE, "/invites/nowhere".to_owned(), 401),
        (Method::GET, "/guilds/templates/nowhere".to_owned(), 404),
        (Method::GET, format!("/guilds/{guild}"), 401),
        (Method::GET, "/users/@me".to_owned(), 401),
    ] {
        let url = format!("{}/api/v10{path}", scene.sandbox.url());
        let response = scene
            .http
            .request(method.clone(), url)
            .send()
            .await
            .unwrap();
        let status = response.status().as_u16();
        assert_eq!(status, expected, "{method} {path}");
    }
}
