//! What people do with messages, and how what the bot sends looks.

use fantoccini::key::Key;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::bot::Show;
use super::page::{Page, browser_is_missing, with_text};

/// The menu entry of this name.
fn entry(label: &str) -> String {
    format!("//*[@data-testid='menu-item'][starts-with(., '{label}')]")
}

#[tokio::test]
async fn messages_are_edited_answered_reacted_to_and_deleted() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.say("Hello eveyrbody").await;
    page.message("Hello eveyrbody").await;
    // Up edits the last message of one's own.
    page.key(Key::Up).await;
    page.test_id("editor").await;
    page.inspect("editing").await;
    page.keys(", and welcome").await;
    page.key(Key::Enter).await;
    let edited = with_text("Hello eveyrbody, and welcome(edited)");
    page.find(&edited).await;

    page.right_click(&edited).await;
    page.click(&entry("Add reaction")).await;
    page.find("//*[@role='dialog']//input").await;
    page.inspect("emoji").await;
    page.keys("tada").await;
    page.key(Key::Enter).await;
    let reaction = "//*[@data-testid='message']//button[starts-with(@aria-label, '🎉, ')]";
    page.find(&format!(
        "{reaction}[@aria-pressed='true'][contains(., '1')]"
    ))
    .await;
    let general = show.channel("general").await;
    let path = format!("/channels/{general}/messages?limit=1");
    let last = &show.call("GET", &path, Value::Null).await[0];
    assert_eq!(last["content"], "Hello eveyrbody, and welcome");
    assert_eq!(last["reactions"][0]["emoji"]["name"], "🎉");
    let id = last["id"].as_str().unwrap();
    let path = format!("messages/{id}/reactions/%F0%9F%8E%89?user=linus");
    show.act("PUT", &path, &Value::Null).await;
    page.find(&format!("{reaction}[contains(., '2')]")).await;
    page.click(reaction).await;
    page.find(&format!(
        "{reaction}[@aria-pressed='false'][contains(., '1')]"
    ))
    .await;

    page.right_click(&edited).await;
    page.click(&entry("Reply")).await;
    page.find("//*[@id='reply-bar'][contains(., 'Replying to Ada')]")
        .await;
    page.inspect("replying").await;
    page.keys("To myself").await;
    page.key(Key::Enter).await;
    let reply = format!("{}[.//button[contains(., '@Ada')]]", with_text("To myself"));
    page.find(&reply).await;

    page.right_click(&reply).await;
    page.click(&entry("Delete message")).await;
    page.click("//dialog//button[.='Delete']").await;
    page.find("//*[@id='messages'][not(contains(., 'To myself'))]")
        .await;
    page.close().await;
}

#[tokio::test]
async fn what_the_bot_does_shows_as_it_happens() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    let general = show.channel("general").await;
    let path = |rest: &str| format!("/channels/{general}/{rest}");
    show.call("POST", &path("typing"), Value::Null).await;
    page.find("//*[@id='typing'][contains(., 'is typing')]")
        .await;
    let body = json!({"content": "Frist"});
    let sent = show.call("POST", &path("messages"), body).await;
    page.message("Frist").await;
    page.find("//*[@id='typing'][.='']").await;
    let id = sent["id"].as_str().unwrap();
    let body = json!({"content": "First"});
    show.call("PATCH", &path(&format!("messages/{id}")), body)
        .await;
    page.message("First(edited)").await;
    show.call("PUT", &path(&format!("messages/pins/{id}")), Value::Null)
        .await;
    page.message("pinned a message to this channel").await;

    page.command("think").await;
    page.message("is thinking…").await;
    page.inspect("thinking").await;
    show.answer("Thought about.").await;
    page.message("Thought about.").await;
    assert!(page.has_none(&with_text("is thinking…")).await);
    show.call("DELETE", &path(&format!("messages/{id}")), Value::Null)
        .await;
    page.find("//*[@id='messages'][not(contains(., 'First'))]")
        .await;
    page.close().await;
}

#[tokio::test]
async fn every_kind_of_option_is_filled_in_by_keyboard() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.find("//*[@id='composer'][not(@disabled)]").await;
    let option = |name: &str| format!("//*[@data-testid='slash-option'][@data-option='{name}']");
    page.keys("/pi").await;
    page.find("//*[@data-testid='slash-entry'][contains(., '/pick')]")
        .await;
    page.key(Key::Enter).await;
    page.find(&option("word")).await;
    page.keys("alp").await;
    page.find("//*[@data-testid='autocomplete-entry'][.='alphabet']")
        .await;
    page.inspect("autocomplete").await;
    for key in [Key::Down, Key::Down, Key::Enter] {
        page.key(key).await;
    }
    // Tab goes on to the next option; what is typed narrows its list, and Enter takes from it.
    for (name, typed) in [
        ("size", "La"),
        ("count", "12"),
        ("who", "lin"),
        ("where", "rand"),
        ("role", "mod"),
        ("anybody", "grace"),
        ("loud", "tr"),
    ] {
        page.key(Key::Tab).await;
        page.find(&option(name)).await;
        page.keys(typed).await;
        if name == "count" {
            continue;
        }
        page.find("//*[@data-testid='choice-entry']").await;
        if name == "who" {
            page.inspect("people-to-pick").await;
        }
        page.key(Key::Enter).await;
    }
    // A mistake is said, and what it is about has the focus.
    page.key(Key::Enter).await;
    page.find("//*[@id='slash-hint'][contains(., 'count: 9 at most')]")
        .await;
    page.inspect("option-problem").await;
    page.key(Key::Backspace).await;
    page.key(Key::Enter).await;
    let answer = page.message("word=alphabet size=l count=1").await;
    let answer = answer.text().await.unwrap();
    let state = show.act("GET", "state", &Value::Null).await;
    for (list, key, value) in [
        ("users", "username", "linus"),
        ("channels", "name", "random"),
        ("roles", "name", "Moderators"),
        ("users", "username", "grace"),
    ] {
        let mut all = state[list].as_array().unwrap().iter();
        let found = all.find(|one| one[key] == value).unwrap();
        let id = found["id"].as_str().unwrap();
        assert!(answer.contains(id), "{value} is not in {answer}");
    }
    assert!(answer.contains("loud=true"));
    page.close().await;
}

#[tokio::test]
async fn a_message_and_its_menu_are_reached_by_keyboard() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.say("The first").await;
    page.message("The first").await;
    page.say("The second").await;
    page.message("The second").await;
    // Back from the field to the messages, whose newest is in the order of Tab.
    let focused =
        "return document.activeElement.dataset.messageId ? document.activeElement.textContent : ''";
    let mut steps = 0;
    while !page.run(focused).await.as_str().unwrap().contains("second") {
        steps += 1;
        assert!(steps < 12, "the messages are not reached");
        page.keys(&format!(
            "{}{}",
            char::from(Key::Shift),
            char::from(Key::Tab)
        ))
        .await;
    }
    page.key(Key::Up).await;
    page.key(Key::Enter).await;
    page.find(&entry("Quote this")).await;
    // A letter leads to the entry that begins with it.
    page.keys("q").await;
    page.inspect("menu-by-keyboard").await;
    page.key(Key::Enter).await;
    page.find("//*[@data-testid='message']//blockquote[contains(., 'The first')]")
        .await;
    // A form that is closed gives the keys back to the field.
    page.command("show").await;
    page.click("//*[@data-testid='component-button'][contains(., 'Fill in')]")
        .await;
    page.test_id("modal").await;
    page.key(Key::Escape).await;
    page.find("//body[not(dialog)]").await;
    page.keys("Typed without a click").await;
    page.key(Key::Enter).await;
    page.message("Typed without a click").await;
    page.close().await;
}

#[tokio::test]
async fn a_picture_to_hide_is_covered_until_somebody_looks() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 390, 844).await;
    let general = show.channel("general").await;
    let picture = include_bytes!("../../docs/sandbox.png");
    show.send_file(&general, "Do not look", "SPOILER_end.png", picture)
        .await;
    page.message("Do not look").await;
    page.find("//*[@data-testid='message']//*[@inert]//img")
        .await;
    page.inspect("covered-narrow").await;
    page.click("//button[@aria-label='Spoiler: show it']").await;
    page.find("//*[@data-testid='message']//*[not(@inert)]/img")
        .await;
    assert!(
        page.has_none("//*[@data-testid='message']//*[@inert]")
            .await
    );
    page.close().await;
}

#[tokio::test]
async fn a_long_conversation_stays_light() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.channel("random").await;
    for hundred in 0..10 {
        let said = (0..100).map(|n| {
            let content = format!("Number **{}**.", hundred * 100 + n);
            let body = json!({"user": "linus", "channel": "random", "content": content});
            async { show.act("POST", "messages", &{ body }).await }
        });
        join_all(said).await;
    }
    page.say("The last one").await;
    page.message("The last one").await;
    let shown = "return document.querySelectorAll('#messages .message').length";
    let shown = page.run(shown).await.as_u64().unwrap();
    assert!((250..=600).contains(&shown), "{shown} messages are kept");
    // What was let go comes back to who looks for it.
    page.run("document.getElementById('log').scrollTop = 0")
        .await;
    page.find(&format!("(//*[@data-testid='message'])[{}]", shown + 50))
        .await;
    page.close().await;
}

#[tokio::test]
async fn moderators_pin_and_everybody_finds_what_is_pinned() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let say = |content: String| {
        let body = json!({"user": "linus", "channel": "random", "content": content});
        async { show.act("POST", "messages", &{ body }).await }
    };
    say("Worth finding again".to_owned()).await;
    for number in 0..120 {
        say(format!("Number {number}.")).await;
    }
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.channel("random").await;
    page.message("Number 119.").await;
    page.right_click(&with_text("Number 119.")).await;
    page.find(&entry("Reply")).await;
    assert!(
        page.has_none(&entry("Pin message")).await,
        "a member may not"
    );
    page.key(Key::Escape).await;

    page.become_user("grace").await;
    page.right_click(&with_text("Number 119.")).await;
    page.click(&entry("Pin message")).await;
    page.message("Grace pinned a message").await;
    let first = show.channel("random").await;
    let path = format!("channels/{first}/messages?user=grace&limit=200");
    let first = show.act("GET", &path, &Value::Null).await[0]["id"].clone();
    let path = format!("messages/{}/pin?user=grace", first.as_str().unwrap());
    show.act("PUT", &path, &Value::Null).await;

    page.become_user("ada").await;
    page.click_id("open-pins").await;
    page.find("//*[@data-testid='pins'][contains(., 'Worth finding again')]")
        .await;
    page.inspect("pins").await;
    // It is further up than what is shown.
    page.click("//*[@data-testid='pins']//li[contains(., 'Worth')]//button[.='Jump']")
        .await;
    page.find("//*[@data-testid='message'][contains(@class, 'flash')][contains(., 'Worth')]")
        .await;
    page.close().await;
}

#[tokio::test]
async fn the_address_brings_one_back_to_where_one_was() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.become_user("grace").await;
    page.channel("moderators").await;
    page.say("Between us").await;
    page.message("Between us").await;
    page.client.refresh().await.unwrap();
    page.message("Between us").await;
    page.find("//*[@data-testid='channel'][@data-name='moderators'][@aria-current='page']")
        .await;
    let me = "return document.getElementById('user-switch').selectedOptions[0].dataset.username";
    assert_eq!(page.run(me).await, json!("grace"));
    page.close().await;
}
