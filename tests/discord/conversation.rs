//! Members talk: they reply, leave things out, point at others' questions, edit and delete.

use std::time::Duration;

use serde_json::{Value, json};

use super::scene::{Scene, TWINS, title};

/// A person replies to a message, and the bot answers: its message.
async fn reply_and_read(scene: &Scene, user: &str, to: &Value, content: &str) -> Value {
    let mut events = scene.events().await;
    scene.reply(user, to, content).await;
    scene.next_of_bot(&mut events).await
}

#[tokio::test]
async fn a_reply_to_the_bot_goes_on_from_its_answer_even_after_a_restart() {
    let mut scene = Scene::start().await;
    let first = scene
        .write_and_read(
            "ada",
            "general",
            "@Chiefly what does the CTO concentrate on, the primary focus",
        )
        .await;
    assert_eq!(title(&first), "Primary focus: CTO");
    let second = reply_and_read(&scene, "linus", &first, "and the CIO?").await;
    assert_eq!(title(&second), "Primary focus: CIO");
    scene.restart_bot().await;
    let third = reply_and_read(&scene, "ada", &second, "examples?").await;
    assert_eq!(title(&third), "Examples: Primary focus: CIO");
    let full = reply_and_read(&scene, "ada", &third, "can one person be both?").await;
    assert_eq!(title(&full), "Can one person be both CTO and CIO?");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn the_same_person_goes_on_for_two_minutes_and_nobody_else_does() {
    let scene = Scene::start().await;
    let focus = "@Chiefly what is the primary focus of the CTO";
    let asked = scene.write_and_read("ada", "general", focus).await;
    assert_eq!(title(&asked), "Primary focus: CTO");
    let other = scene
        .write_and_read("linus", "general", "@Chiefly and the CIO?")
        .await;
    assert_eq!(title(&other), "Chief Information Officer (CIO)");
    let elsewhere = scene
        .write_and_read("ada", "random", "@Chiefly and the CIO?")
        .await;
    assert_eq!(title(&elsewhere), "Chief Information Officer (CIO)");
    let same = scene
        .write_and_read("ada", "general", "@Chiefly and the CIO?")
        .await;
    assert_eq!(title(&same), "Primary focus: CIO");
    let by_command = scene.ask("ada", "examples?", false).await;
    assert_eq!(
        title(&by_command["message"]),
        "Examples: Primary focus: CIO"
    );
    scene.clock.advance(Duration::from_secs(121));
    let late = scene
        .write_and_read("ada", "general", "@Chiefly and the CTO?")
        .await;
    assert_eq!(title(&late), "Chief Technology Officer (CTO)");
    let direct = scene
        .write_and_read("ada", "dm", "what is the primary focus of the CTO")
        .await;
    assert_eq!(title(&direct), "Primary focus: CTO");
    let direct = scene.write_and_read("ada", "dm", "and the CIO?").await;
    assert_eq!(title(&direct), "Primary focus: CIO");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn who_is_asked_back_answers_in_words() {
    let mut scene = Scene::with(TWINS).await;
    let (red, blue) = ("Where is the red bicycle?", "Where is the blue bicycle?");
    let asked_back = "Did you mean one of these?";
    let question = "@Chiefly where is the bicycle";
    let back = scene.write_and_read("ada", "general", question).await;
    assert_eq!(title(&back), asked_back);
    let choices = back["embeds"][0]["description"].as_str().unwrap();
    let (first, second) = if choices.starts_with(&format!("- {red}")) {
        (red, blue)
    } else {
        (blue, red)
    };
    // Who replies to it says which, whoever it is.
    let picked = reply_and_read(&scene, "linus", &back, "the second one").await;
    assert_eq!(title(&picked), second);
    // Who asked says it without a reply, and others do not.
    let picked = scene
        .write_and_read("ada", "general", "@Chiefly the first one please")
        .await;
    assert_eq!(title(&picked), first);
    let other = scene
        .write_and_read("margaret", "general", "@Chiefly the first one")
        .await;
    assert_eq!(title(&other), "I don't know that one");
    for (user, says, expected) in [
        ("grace", "2", second),
        ("linus", "I meant the red one", red),
    ] {
        assert_eq!(
            title(
                &scene
                    .write_and_read(user, "dm", "where is the bicycle")
                    .await
            ),
            asked_back
        );
        assert_eq!(
            title(&scene.write_and_read(user, "dm", says).await),
            expected
        );
    }
    let by_command = scene.ask("ada", "where is the bicycle", false).await;
    assert_eq!(title(&by_command["message"]), asked_back);
    let by_command = scene.ask("ada", "the last one", false).await;
    assert_eq!(title(&by_command["message"]), second);
    // What there was before is not forgotten over it.
    let other = Scene::with(include_str!("../packs/trades.toml")).await;
    for (says, expected) in [
        ("what tools does the BRW work with", "Tools: BRW"),
        ("where is the bicycle", asked_back),
        ("and the BKR?", "Tools: BKR"),
    ] {
        let said = other.write_and_read("ada", "dm", says).await;
        assert_eq!(title(&said), expected, "{says}");
    }
    // Replies work after a restart, and the time between does not.
    scene.restart_bot().await;
    let picked = reply_and_read(&scene, "ada", &back, "number 2").await;
    assert_eq!(title(&picked), second);
    scene.write_and_read("ada", "random", question).await;
    scene.clock.advance(Duration::from_secs(121));
    let late = scene
        .write_and_read("ada", "random", "@Chiefly the first one")
        .await;
    assert_eq!(title(&late), "I don't know that one");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_reply_to_the_bot_that_asks_nothing_is_left_alone_unless_it_names_the_bot() {
    let mut scene = Scene::start().await;
    let answer = scene
        .write_and_read("ada", "general", "@Chiefly what is a CTO?")
        .await;
    for content in ["👍", "lol ok", "???", "that's wrong", "haha nice one"] {
        scene.reply("linus", &answer, content).await;
    }
    let thanks = reply_and_read(&scene, "linus", &answer, "thanks, good bot!").await;
    assert_eq!(title(&thanks), "You're welcome");
    let unknown = reply_and_read(&scene, "linus", &answer, "and how tall is he?").await;
    assert_eq!(title(&unknown), "I don't know that one");
    let named = reply_and_read(&scene, "linus", &answer, "@Chiefly lol ok").await;
    assert_eq!(title(&named), "I don't know that one");
    scene.settle().await;
    assert_eq!(scene.bot_messages("general", "ada").await, 4);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn every_way_of_naming_the_bot_is_understood() {
    let scene = Scene::start().await;
    let both = "Can one person be both CTO and CIO?";
    for (content, expected) in [
        ("@Chiefly", "How to ask me"),
        ("hi @Chiefly", "How to ask me"),
        ("thanks @Chiefly!", "You're welcome"),
        ("good morning @Chiefly, how are you?", "How to ask me"),
        ("@Chiefly who made you", "How to ask me"),
        ("@Chiefly ty dude, really helpful", "You're welcome"),
        ("@Chiefly you are so stupid", "Sorry about that"),
        ("@Chiefly that's not what I asked!", "Sorry about that"),
        (
            "can somebody ask @Chiefly can one person be both CTO and CIO?",
            both,
        ),
        (
            "I was at the zoo with my aunt. @Chiefly can one person be both CTO and CIO?",
            both,
        ),
    ] {
        let reply = scene.write_and_read("ada", "random", content).await;
        let help = scene.advisor.whole().composer().help();
        let expected = if expected == "How to ask me" {
            help.cards[0].title.as_str()
        } else {
            expected
        };
        assert_eq!(title(&reply), expected, "{content}");
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_reply_that_points_at_somebody_elses_question_answers_that() {
    let scene = Scene::start().await;
    let question = scene
        .write("linus", "random", "can the same guy do both jobs?")
        .await;
    let answer = reply_and_read(&scene, "ada", &question, "@Chiefly can you answer this?").await;
    assert_eq!(title(&answer), "Can one person be both CTO and CIO?");
    assert_eq!(
        answer["message_reference"]["message_id"], question["id"],
        "it replies to the question"
    );
    let own = reply_and_read(&scene, "ada", &question, "@Chiefly any movies about this?").await;
    assert_eq!(
        title(&own),
        "Films about technology leadership",
        "an own question comes first"
    );

    let picture = json!({"filename": "question.png", "data": "AAAA"});
    let wordless = json!({"user": "linus", "channel": "random", "attachments": [picture]});
    let wordless = scene.post("messages", wordless).await;
    let answer = reply_and_read(&scene, "ada", &wordless, "@Chiefly help him out please").await;
    assert_eq!(title(&answer), "I cannot read that message", "{answer}");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_thread_is_a_place_like_any_other() {
    let scene = Scene::start().await;
    for parent in ["general", "help"] {
        let post =
            json!({"user": "ada", "channel": parent, "name": "Who is who", "content": "hello all"});
        let thread = scene.post("threads", post).await;
        let id = thread["id"].as_str().unwrap();
        let reply = scene
            .write_and_read("ada", id, "@Chiefly what is the primary focus of the CTO")
            .await;
        assert_eq!(title(&reply), "Primary focus: CTO");
        assert_eq!(reply["channel_id"], *id);
        let reply = reply_and_read(&scene, "linus", &reply, "and the CIO?").await;
        assert_eq!(title(&reply), "Primary focus: CIO");
    }
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn an_answer_follows_the_edits_of_its_question_for_five_minutes() {
    let mut scene = Scene::start().await;
    let mut events = scene.events().await;
    let question = scene
        .write("ada", "general", "@Chiefly what is a CTO?")
        .await;
    let answer = scene.next_of_bot(&mut events).await;
    assert_eq!(title(&answer), "Chief Technology Officer (CTO)");

    scene
        .edit("ada", &question, "@Chiefly what is a CIO?")
        .await;
    let edited = events
        .wait("message_update", |data| {
            data["message"]["id"] == answer["id"]
        })
        .await;
    assert_eq!(title(&edited["message"]), "Chief Information Officer (CIO)");

    scene.clock.advance(Duration::from_secs(301));
    scene
        .edit("ada", &question, "@Chiefly any movies about this?")
        .await;
    scene.settle().await;
    let history = scene.history("general", "ada").await;
    let kept = history
        .iter()
        .find(|message| message["id"] == answer["id"])
        .unwrap();
    assert_eq!(title(kept), "Chief Information Officer (CIO)", "too late");
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn an_answer_goes_with_its_question() {
    let scene = Scene::start().await;
    let mut events = scene.events().await;
    let question = scene
        .write("ada", "general", "@Chiefly what is a CTO?")
        .await;
    let answer = scene.next_of_bot(&mut events).await;
    scene.clock.advance(Duration::from_secs(301));
    scene.delete("ada", &question).await;
    events
        .wait("message_delete", |data| data["id"] == answer["id"])
        .await;
    assert_eq!(scene.bot_messages("general", "ada").await, 0);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn an_answer_from_before_a_restart_still_follows_its_question() {
    let mut scene = Scene::start().await;
    let edited = scene
        .write("ada", "general", "@Chiefly what is a CTO?")
        .await;
    let other = scene
        .write_and_read("linus", "general", "@Chiefly can one person be both?")
        .await;
    let deleted = scene
        .write("ada", "general", "@Chiefly any movies about this?")
        .await;
    let renamed = scene
        .write("ada", "random", "@Chiefly what is a CTO?")
        .await;
    scene.settle().await;
    let answer_to = |history: &[Value], question: &Value| {
        let replies = |m: &&Value| m["message_reference"]["message_id"] == question["id"];
        history.iter().find(replies).cloned()
    };
    let history = scene.history("general", "ada").await;
    let [of_edited, of_deleted] =
        [&edited, &deleted].map(|question| answer_to(&history, question).unwrap());
    let mut events = scene.events().await;
    scene.restart_bot().await;
    scene.edit("ada", &edited, "@Chiefly what is a CIO?").await;
    let update = events
        .wait("message_update", |data| {
            data["message"]["id"] == of_edited["id"]
        })
        .await;
    assert_eq!(title(&update["message"]), "Chief Information Officer (CIO)");
    scene.delete("ada", &deleted).await;
    events
        .wait("message_delete", |data| data["id"] == of_deleted["id"])
        .await;
    scene.edit("ada", &renamed, "never mind").await;
    scene.settle().await;
    // No second answer beside the first, and what nobody touched stays.
    let history = scene.history("general", "ada").await;
    assert!(history.iter().any(|message| message["id"] == other["id"]));
    assert_eq!(scene.bot_messages("general", "ada").await, 2);
    assert_eq!(scene.bot_messages("random", "ada").await, 0);
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_question_that_no_longer_names_the_bot_takes_its_answer_back() {
    let scene = Scene::start().await;
    let mut events = scene.events().await;
    let question = scene
        .write("ada", "general", "@Chiefly what is a CTO?")
        .await;
    let answer = scene.next_of_bot(&mut events).await;
    scene.edit("ada", &question, "never mind").await;
    events
        .wait("message_delete", |data| data["id"] == answer["id"])
        .await;
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn typing_shows_only_when_an_answer_takes_long() {
    let scene = Scene::start().await;
    scene
        .write_and_read("ada", "general", "@Chiefly what is a CTO?")
        .await;
    let typing = |requests: &Value| {
        let requests = requests.as_array().unwrap().clone();
        let typing = |request: &Value| request["path"].as_str().unwrap().ends_with("/typing");
        requests.iter().filter(|request| typing(request)).count()
    };
    assert_eq!(typing(&scene.get("requests").await), 0);
    let late = json!({"kind": "rest", "route": "POST /channels/{channel_id}/messages", "delay_ms": 900, "count": 1});
    scene.post("faults", late).await;
    scene
        .write_and_read("ada", "general", "@Chiefly what is a CIO?")
        .await;
    assert_eq!(typing(&scene.get("requests").await), 1);
}

#[tokio::test]
async fn a_right_click_answers_somebodys_message_as_a_reply_when_sure() {
    let scene = Scene::start().await;
    let question = scene
        .write("linus", "general", "can the same guy do both jobs?")
        .await;
    let mut events = scene.events().await;
    let click = scene.answer_this("ada", &question).await;
    let answer = scene.next_of_bot(&mut events).await;
    assert_eq!(
        title(&answer),
        "Can one person be both CTO and CIO?",
        "{click}"
    );
    assert_eq!(answer["message_reference"]["message_id"], question["id"]);
    assert_eq!(title(&click["message"]), "Answered");
    assert_eq!(click["message"]["flags"].as_u64().unwrap() & 64, 64);
    // The answer belongs to the question: it goes with it.
    scene.delete("linus", &question).await;
    events
        .wait("message_delete", |data| data["id"] == answer["id"])
        .await;
    scene.assert_well_behaved().await;
}

#[tokio::test]
async fn a_right_click_that_leads_nowhere_bothers_nobody_else() {
    let scene = Scene::with(super::scene::TWINS).await;
    for (content, expected) in [
        ("how tall is mount everest", "I don't know that one"),
        ("bicycle", "Did you mean one of these?"),
        ("<:wave:61>", "There is nothing to answer"),
    ] {
        let question = scene.write("linus", "general", content).await;
        let click = scene.answer_this("ada", &question).await;
        assert_eq!(title(&click["message"]), expected, "{click}");
        assert_eq!(
            click["message"]["flags"].as_u64().unwrap() & 64,
            64,
            "{click}"
        );
    }
    assert_eq!(scene.bot_messages("general", "linus").await, 0);
    scene.assert_well_behaved().await;
}
