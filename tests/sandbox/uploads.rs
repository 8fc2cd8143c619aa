//! Webhooks and files.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::client::Scene;

fn code((status, body): (u16, Value)) -> (u16, u64) {
    (status, body["code"].as_u64().unwrap_or(0))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
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
async fn a_form_without_files_may_come_url_encoded() {
    let scene = Scene::start().await;
    let path = format!("/channels/{}/messages", scene.id("general"));
    let url = format!("{}/api/v10{path}", scene.sandbox.url());
    let token = format!("Bot {}", scene.sandbox.token());
    let kind = "application/x-www-form-urlencoded";
    for (form, status, expected) in [
        (
            "payload_json=%7B%22content%22%3A%22a+%26+b%22%7D",
            200,
            ("content", json!("a & b")),
        ),
        ("content=plain", 200, ("content", json!("plain"))),
        ("payload_json=%7B", 400, ("code", json!(50109))),
    ] {
        let request = scene.http.post(&url).header("Authorization", &token);
        let request = request.header("Content-Type", kind).body(form);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{form}");
        let text = response.text().await.unwrap();
        let body: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(body[expected.0], expected.1, "{form}");
    }
}

/// The start of an image file, as far as its size goes: 3 by 2 pixels.
fn image(kind: &str) -> Vec<u8> {
    let (head, rest): (&[u8], &[u8]) = match kind {
        "png" => (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\0\0\0\x03\0\0\0\x02\x08\x06\0\0\0",
        ),
        "gif" => (b"GIF89a", b"\x03\0\x02\0\x80\0\0"),
        "jpg" => (
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
            b"\xff\xc0\0\x0b\x08\0\x02\0\x03\x01\x01\x11\0",
        ),
        "webp" => (
            b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0",
            b"\0\0\0\0\x02\0\0\x01\0\0",
        ),
        _ => (b"no image", b"at all"),
    };
    let mut bytes = [head, rest].concat();
    bytes.resize(bytes.len().max(64), 0);
    bytes
}

#[tokio::test]
async fn an_image_says_how_large_it_is() {
    let scene = Scene::start().await;
    let url = format!(
        "{}/api/v10/channels/{}/messages",
        scene.sandbox.url(),
        scene.id("general")
    );
    let send = async |name: &str, payload: Value| {
        let part = Part::bytes(image(name.split_once('.').unwrap().1)).file_name(name.to_owned());
        let form = Form::new()
            .part("files[0]", part)
            .text("payload_json", payload.to_string());
        let request = scene.http.post(&url).multipart(form);
        let token = format!("Bot {}", scene.sandbox.token());
        let response = request.header("Authorization", token).send().await.unwrap();
        response.json::<Value>().await.unwrap()
    };
    let size = |part: &Value| (part["width"].clone(), part["height"].clone());
    for kind in ["png", "gif", "jpg", "webp"] {
        let name = format!("a.{kind}");
        let message = send(&name, json!({})).await;
        assert_eq!(
            size(&message["attachments"][0]),
            (json!(3), json!(2)),
            "{message}"
        );
        let shown = json!({"url": format!("attachment://{name}")});
        let message = send(&name, json!({"embeds": [{"image": shown}]})).await;
        assert_eq!(
            size(&message["embeds"][0]["image"]),
            (json!(3), json!(2)),
            "{message}"
        );
        let gallery = json!([{"type": 12, "items": [{"media": shown}]}]);
        let message = send(&name, json!({"flags": 32768, "components": gallery})).await;
        let media = &message["components"][0]["items"][0]["media"];
        assert_eq!(size(media), (json!(3), json!(2)), "{message}");
    }
    let message = send("a.txt", json!({})).await;
    assert!(
        message["attachments"][0].get("width").is_none(),
        "{message}"
    );
    let given = json!({"filename": "a.png", "data": base64(&image("png"))});
    let said =
        json!({"user": "ada", "channel": "general", "content": "see", "attachments": [given]});
    let (_, message) = scene.control(Method::POST, "messages", said).await;
    assert_eq!(
        size(&message["attachments"][0]),
        (json!(3), json!(2)),
        "a person's too"
    );
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
