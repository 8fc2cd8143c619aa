//! The gateway: handshake, events, closing and resuming.

use std::io::Read;
use std::time::Duration;

use chiefly::sandbox::SandboxOptions;
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::client::{
    ALL, DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT, Scene, identify,
};

#[tokio::test]
async fn a_client_says_who_it_is_and_gets_the_guild() {
    let scene = Scene::start().await;
    let (_, address) = scene.get("/gateway").await;
    assert_eq!(
        address["url"],
        format!("{}/gateway", scene.sandbox.url().replace("http", "ws"))
    );
    let mut gateway = scene.gateway("?v=10").await;
    gateway
        .identify(&format!("Bot {}", scene.sandbox.token()), ALL)
        .await;
    let ready = gateway.event("READY").await;
    assert_eq!(ready["v"], 10);
    assert_eq!(ready["application"]["id"], scene.application());
    assert_eq!(
        ready["guilds"][0],
        json!({"id": scene.guild(), "unavailable": true})
    );
    let guild = gateway.event("GUILD_CREATE").await;
    assert_eq!(guild["member_count"], 6);
    assert_eq!(
        guild["members"].as_array().unwrap().len(),
        1,
        "only the bot without presences"
    );
    let (_, state) = scene.control(Method::GET, "state", Value::Null).await;
    assert_eq!(
        (&state["bot"]["online"], &state["bot"]["intents"]),
        (&json!(true), &json!(ALL))
    );
}

#[tokio::test]
async fn each_close_code_comes_in_its_place() {
    let scene = Scene::start().await;
    let token = scene.sandbox.token();
    let token = token.as_str();
    let op = |op: u64, d: Value| json!({"op": op, "d": d}).to_string();
    let with = |key: &str, value: Value| {
        let mut payload = identify(token, GUILDS);
        payload["d"][key] = value;
        payload.to_string()
    };
    let ready = identify(token, GUILDS).to_string();
    let resume = |session: &str, seq: Value| {
        op(
            6,
            json!({"token": token, "session_id": session, "seq": seq}),
        )
    };
    let mut session = scene.bot(GUILDS).await;
    let known = session.session.clone();
    session.send(json!({"op": 1, "d": null})).await;
    let cases: Vec<(&str, Vec<String>, u16)> = vec![
        ("an opcode there is not", vec![op(99, Value::Null)], 4001),
        ("no JSON", vec!["{".into()], 4002),
        ("no opcode", vec!["{}".into()], 4002),
        ("too long", vec![op(1, json!("x".repeat(4100)))], 4002),
        ("not identified", vec![op(3, json!({}))], 4003),
        (
            "a wrong token",
            vec![identify("abc", GUILDS).to_string()],
            4004,
        ),
        (
            "resuming with a wrong token",
            vec![op(6, json!({"token": "x", "session_id": known, "seq": 1}))],
            4004,
        ),
        ("identified twice", vec![ready.clone(), ready.clone()], 4005),
        (
            "a sequence number from the future",
            vec![resume(&known, json!(9999))],
            4007,
        ),
        (
            "no sequence number",
            vec![resume(&known, Value::Null)],
            4007,
        ),
        ("shard 2 of 2", vec![with("shard", json!([2, 2]))], 4010),
        ("no shards", vec![with("shard", json!([0, 0]))], 4010),
        ("no intents", vec![with("intents", Value::Null)], 4013),
        (
            "unknown intents",
            vec![with("intents", json!(1_u64 << 30))],
            4013,
        ),
        (
            "120 payloads and one more",
            vec![op(1, Value::Null); 121],
            4008,
        ),
    ];
    for (what, payloads, code) in cases {
        let mut gateway = scene.gateway("?v=10").await;
        for payload in payloads {
            gateway.send_text(payload).await;
        }
        assert_eq!(gateway.close_code().await, code, "{what}");
    }
}

/// A heartbeat of this many bytes.
fn heartbeat(bytes: usize) -> String {
    let bare = json!({"op": 1, "d": null, "pad": ""}).to_string();
    bare.replace("\"\"", &format!("\"{}\"", "x".repeat(bytes - bare.len())))
}

#[tokio::test]
async fn a_payload_has_4096_bytes_and_a_minute_120_of_them() {
    let scene = Scene::start().await;
    let mut gateway = scene.gateway("?v=10").await;
    assert_eq!(heartbeat(4096).len(), 4096);
    gateway.send_text(heartbeat(4096)).await;
    assert_eq!(gateway.next().await.unwrap()["op"], 11, "just fits");
    gateway.send_text(heartbeat(4097)).await;
    assert_eq!(gateway.close_code().await, 4002);

    let mut gateway = scene.gateway("?v=10").await;
    for n in 1..=120 {
        gateway.send(json!({"op": 1, "d": null})).await;
        assert_eq!(gateway.next().await.unwrap()["op"], 11, "{n}");
    }
    gateway.send(json!({"op": 1, "d": null})).await;
    assert_eq!(gateway.close_code().await, 4008);
}

#[tokio::test]
async fn an_api_version_there_is_not_is_refused() {
    let scene = Scene::start().await;
    let url = format!("{}/gateway?v=5", scene.sandbox.url().replace("http", "ws"));
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = futures_util::StreamExt::next(&mut socket).await
    else {
        panic!("not closed")
    };
    assert_eq!(u16::from(frame.code), 4012);
}

#[tokio::test]
async fn etf_and_unknown_compression_are_refused_before_the_upgrade() {
    let scene = Scene::start().await;
    for query in ["?v=10&encoding=etf", "?v=10&encoding=json&compress=brotli"] {
        let url = format!(
            "{}/gateway{query}",
            scene.sandbox.url().replace("http", "ws")
        );
        assert!(
            tokio_tungstenite::connect_async(url).await.is_err(),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_privileged_intent_that_is_not_enabled_is_disallowed() {
    let scene = Scene::start().await;
    let (status, _) = scene.patch("/applications/@me", json!({"flags": 0})).await;
    assert_eq!(status, 200);
    let mut gateway = scene.gateway("?v=10").await;
    gateway
        .identify(&scene.sandbox.token(), MESSAGE_CONTENT)
        .await;
    assert_eq!(gateway.close_code().await, 4014);
}

#[tokio::test]
async fn too_few_shards_are_refused() {
    let scene = Scene::with(SandboxOptions {
        required_shards: 2,
        ..SandboxOptions::default()
    })
    .await;
    let mut gateway = scene.gateway("?v=10").await;
    gateway.identify(&scene.sandbox.token(), GUILDS).await;
    assert_eq!(gateway.close_code().await, 4011);
    assert_eq!(scene.get("/gateway/bot").await.1["shards"], 2);
}

#[tokio::test]
async fn a_silent_client_is_asked_for_a_heartbeat_and_then_given_up() {
    let heartbeat_interval = Duration::from_millis(100);
    let scene = Scene::with(SandboxOptions {
        heartbeat_interval,
        ..SandboxOptions::default()
    })
    .await;
    let mut gateway = scene.bot(GUILDS).await;
    let mut asked = false;
    let code = loop {
        match gateway.next().await {
            Ok(payload) => asked |= payload["op"] == 1,
            Err(code) => break code,
        }
    };
    assert!(asked, "op 1 comes first");
    assert_eq!(code, 4009);
}

#[tokio::test]
async fn a_resumed_session_gets_what_it_missed() {
    let scene = Scene::start().await;
    let mut gateway = scene.bot(ALL).await;
    gateway.event("GUILD_CREATE").await;
    let (session, seq) = (gateway.session.clone(), gateway.seq.clone());
    gateway.vanish();
    scene.say("ada", "general", "one").await;
    scene.say("ada", "general", "two").await;
    let mut again = scene.gateway("?v=10").await;
    again.resume(&scene.sandbox.token(), &session, &seq).await;
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "one");
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "two");
    again.event("RESUMED").await;
    assert_eq!(again.seq.as_u64(), seq.as_u64().map(|seq| seq + 3));
}

#[tokio::test]
async fn a_session_that_is_gone_cannot_be_resumed_but_the_client_can_identify_anew() {
    let scene = Scene::start().await;
    let gateway = scene.bot(ALL).await;
    let session = gateway.session.clone();
    gateway.close(1000).await;
    let mut again = scene.gateway("?v=10").await;
    again
        .resume(&scene.sandbox.token(), &session, &json!(1))
        .await;
    assert_eq!(
        again.next().await.unwrap(),
        json!({"op": 9, "t": null, "s": null, "d": false})
    );
    again.identify(&scene.sandbox.token(), GUILDS).await;
    again.event("READY").await;
}

#[tokio::test]
async fn payloads_come_compressed_when_asked_for() {
    let scene = Scene::start().await;
    let mut gateway = scene.gateway("?v=10").await;
    let mut payload = identify(&scene.sandbox.token(), GUILDS);
    payload["d"]["compress"] = json!(true);
    gateway.send(payload).await;
    let Message::Binary(bytes) = gateway.raw().await else {
        panic!("READY is not compressed")
    };
    let mut text = String::new();
    flate2::read::ZlibDecoder::new(&*bytes)
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.contains("\"READY\""));
}

#[tokio::test]
async fn events_come_by_intent_and_content_by_the_privileged_one() {
    let scene = Scene::start().await;
    let mut nothing = scene.bot(GUILDS).await;
    let mut veiled = scene.bot(GUILD_MESSAGES | DIRECT_MESSAGES).await;
    let mut open = scene.bot(GUILD_MESSAGES | MESSAGE_CONTENT).await;
    scene.say("ada", "general", "hello all").await;
    scene
        .say(
            "ada",
            "general",
            &format!("hello <@{}>", scene.application()),
        )
        .await;
    scene.say("ada", "dm", "hello you").await;
    let contents = |events: Vec<(String, Value)>| -> Vec<String> {
        let messages = events
            .into_iter()
            .filter(|(name, _)| name == "MESSAGE_CREATE");
        messages
            .map(|(_, message)| message["content"].as_str().unwrap().to_owned())
            .collect()
    };
    let mention = format!("hello <@{}>", scene.application());
    assert_eq!(contents(nothing.events_until_now().await), [""; 0]);
    assert_eq!(
        contents(veiled.events_until_now().await),
        ["", &mention, "hello you"]
    );
    assert_eq!(
        contents(open.events_until_now().await),
        ["hello all", &mention]
    );
}

#[tokio::test]
async fn faults_strike_connected_sessions_and_those_to_come() {
    let scene = Scene::start().await;
    let fault = async |body: Value| scene.control(Method::POST, "faults", body).await;
    let mut bot = scene.bot(GUILDS).await;
    fault(json!({"kind": "reconnect"})).await;
    while bot.next().await.unwrap()["op"] != 7 {}
    fault(json!({"kind": "stall_heartbeats", "count": 1})).await;
    bot.send(json!({"op": 1, "d": null})).await;
    bot.send(json!({"op": 1, "d": null})).await;
    assert_eq!(
        bot.next().await.unwrap()["op"],
        11,
        "one of two is acknowledged"
    );
    fault(json!({"kind": "close", "code": 4000, "count": 2})).await;
    assert_eq!(bot.close_code().await, 4000);
    let (_, active) = scene.control(Method::GET, "faults", Value::Null).await;
    assert_eq!(
        (&active[0]["fired"], &active[0]["left"]),
        (&json!(1), &json!(1))
    );
    let mut next = scene.bot(GUILDS).await;
    assert_eq!(next.close_code().await, 4000);
    let mut last = scene.bot(GUILDS).await;
    fault(json!({"kind": "invalid_session", "resumable": false})).await;
    while last.next().await.unwrap() != json!({"op": 9, "t": null, "s": null, "d": false}) {}
    last.identify(&scene.sandbox.token(), GUILDS).await;
    last.event("READY").await;
}

#[tokio::test]
async fn the_guild_is_on_its_shard_and_direct_messages_on_the_first() {
    let scene = Scene::start().await;
    let guild: u64 = scene.guild().parse().unwrap();
    let home = (guild >> 22) % 3;
    let mut guilds = Vec::new();
    for shard in 0..3 {
        let mut gateway = scene.gateway("?v=10").await;
        let mut payload = identify(&scene.sandbox.token(), ALL);
        payload["d"]["shard"] = json!([shard, 3]);
        gateway.send(payload).await;
        let ready = gateway.event("READY").await;
        assert_eq!(
            ready["guilds"].as_array().unwrap().len(),
            usize::from(shard == home)
        );
        guilds.push(gateway);
    }
    scene.say("ada", "general", "to the guild").await;
    scene.say("ada", "dm", "to you").await;
    for (shard, gateway) in (0..).zip(&mut guilds) {
        let events = gateway.events_until_now().await;
        let messages = events.iter().filter(|(name, _)| name == "MESSAGE_CREATE");
        let contents: Vec<&str> = messages
            .map(|(_, data)| data["content"].as_str().unwrap())
            .collect();
        let mut expected = Vec::new();
        if shard == home {
            expected.push("to the guild");
        }
        if shard == 0 {
            expected.push("to you");
        }
        assert_eq!(contents, expected, "shard {shard}");
    }
}

#[tokio::test]
async fn identifies_are_counted() {
    let scene = Scene::with(SandboxOptions {
        strict: true,
        ..SandboxOptions::default()
    })
    .await;
    let bot = scene.bot(GUILDS).await;
    let (_, address) = scene.get("/gateway/bot").await;
    let limit = &address["session_start_limit"];
    assert_eq!(
        (
            &limit["total"],
            &limit["remaining"],
            &limit["max_concurrency"]
        ),
        (&json!(1000), &json!(999), &json!(1))
    );
    let mut second = scene.gateway("?v=10").await;
    second.identify(&scene.sandbox.token(), GUILDS).await;
    let refused = second.next().await.unwrap();
    assert_eq!(
        (&refused["op"], &refused["d"]),
        (&json!(9), &json!(false)),
        "one in five seconds"
    );
    drop(bot);
}

#[tokio::test]
async fn compressed_streams_carry_the_whole_connection() {
    let scene = Scene::start().await;
    let url = format!(
        "{}/gateway?v=10&encoding=json&compress=zlib-stream",
        scene.sandbox.url().replace("http", "ws")
    );
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let identify = Message::text(identify(&scene.sandbox.token(), GUILDS).to_string());
    futures_util::SinkExt::send(&mut socket, identify)
        .await
        .unwrap();
    let mut inflater = flate2::Decompress::new(true);
    let mut names = Vec::new();
    while names.len() < 3 {
        let Some(Ok(Message::Binary(bytes))) = futures_util::StreamExt::next(&mut socket).await
        else {
            panic!("not binary")
        };
        let mut out = Vec::with_capacity(100_000);
        inflater
            .decompress_vec(&bytes, &mut out, flate2::FlushDecompress::Sync)
            .unwrap();
        let payload: Value = serde_json::from_slice(&out).unwrap();
        names.push(payload["t"].to_string());
    }
    assert_eq!(names, ["null", "\"READY\"", "\"GUILD_CREATE\""]);
}
