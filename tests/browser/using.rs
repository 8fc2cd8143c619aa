//! Using a bot that shows everything a message can have.

use std::{fs, io::Write};

use fantoccini::{Locator, key::Key};
use serde_json::json;

use super::{
    bot::Show,
    page::{Page, browser_is_missing, with_text},
};

const LAST_BUTTON: &str = "//*[@data-testid='component-button'][contains(., ";

async fn press(page: &Page, label: &str) {
    page.click(&format!("{LAST_BUTTON}'{label}')]")).await;
}

async fn open_select(page: &Page, custom_id: &str) {
    page.click(&format!(
        "//*[@data-testid='component-select'][@data-custom-id='{custom_id}']"
    ))
    .await;
    page.test_id("select-option").await;
}

#[tokio::test]
async fn buttons_and_selects_do_what_they_say() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 1300).await;
    page.command("show").await;
    page.embed("A title that leads somewhere").await;
    page.inspect("message").await;
    let silent = page.run(include_str!("focus.js")).await;
    assert_eq!(silent, json!([]), "nothing shows that these have the focus");

    open_select(&page, "pick").await;
    page.inspect("select").await;
    page.key(Key::Down).await;
    page.key(Key::Enter).await;
    page.message("pears").await;

    open_select(&page, "some").await;
    for key in [Key::Enter, Key::Down, Key::Enter] {
        page.key(key).await;
    }
    page.inspect("select-several").await;
    page.key(Key::Escape).await;
    page.message("milk").await;

    open_select(&page, "who").await;
    page.keys("linus").await;
    page.inspect("select-people").await;
    page.key(Key::Enter).await;
    page.find("(//*[@data-testid='ephemeral'])[3]").await;
    open_select(&page, "any").await;
    page.keys("moder").await;
    page.key(Key::Enter).await;
    page.find("(//*[@data-testid='ephemeral'])[4]").await;

    press(&page, "Never answers").await;
    page.find("//*[@data-testid='interaction-failed'][contains(., 'This interaction failed')]")
        .await;
    press(&page, "Done").await;
    page.message("Noted by the button.").await;
    page.close().await;
}

#[tokio::test]
async fn roles_and_channels_are_chosen_by_name() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.command("menus").await;
    page.message("Where, and who?").await;
    open_select(&page, "role").await;
    page.keys("moder").await;
    page.inspect("select-roles").await;
    page.key(Key::Enter).await;
    page.key(Key::Escape).await;
    page.message("Chosen by name: Moderators").await;
    // Of the channels, only the forum is offered.
    open_select(&page, "channel").await;
    page.inspect("select-channels").await;
    page.key(Key::Enter).await;
    page.message("Chosen by name: help").await;
    page.close().await;
}

#[tokio::test]
async fn a_form_is_filled_in_by_keyboard() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 390, 844).await;
    page.command("show").await;
    press(&page, "Fill in").await;
    page.test_id("modal").await;
    // What is missing is said at its place.
    page.click("//dialog//button[@type='submit']").await;
    page.find("//*[contains(@class, 'field-problem')][contains(., 'required')]")
        .await;
    page.inspect("form-narrow").await;
    page.keys("Budgets").await;
    page.key(Key::Tab).await;
    page.key(Key::Tab).await;
    page.keys(" ").await;
    page.key(Key::Tab).await;
    page.keys(" ").await;
    page.key(Key::Tab).await;
    page.key(Key::Tab).await;
    page.keys(" ").await;
    page.click("//dialog//button[@type='submit']").await;
    page.message("Filled in").await;
    let last = page.message("Filled in").await.text().await.unwrap();
    for given in ["Budgets", "soon", "copy", "true"] {
        assert!(last.contains(given), "{given} is not in {last}");
    }
    page.close().await;
}

#[tokio::test]
async fn menus_offer_the_commands_for_messages_and_people() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.say("Something worth keeping").await;
    page.right_click(&with_text("Something worth keeping"))
        .await;
    page.test_id("menu-item").await;
    page.inspect("message-menu").await;
    page.click("//*[@data-testid='menu-item'][.='Quote this']")
        .await;
    page.find("//*[@data-testid='message']//blockquote[contains(., 'Something worth keeping')]")
        .await;

    page.click("//*[@data-testid='member'][contains(., 'Linus')]")
        .await;
    page.inspect("member-menu").await;
    page.click("//*[@data-testid='menu-item'][.='Who is this']")
        .await;
    page.message("That is @Linus").await;
    page.close().await;
}

#[tokio::test]
async fn a_file_goes_to_the_bot_and_into_a_message() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(b"12345").unwrap();

    page.click_id("composer").await;
    page.keys("/read ").await;
    let field = page.test_id("slash-option").await;
    field.send_keys(path.to_str().unwrap()).await.unwrap();
    page.inspect("upload").await;
    page.click_id("slash-send").await;
    page.message("Read notes.txt of 5 bytes").await;

    let picker = page.client.find(Locator::Id("file-picker")).await.unwrap();
    picker.send_keys(path.to_str().unwrap()).await.unwrap();
    page.find("//*[@id='files']//*[.='notes.txt']").await;
    page.say("With a file").await;
    page.find("//*[@data-testid='message']//a[.='notes.txt']")
        .await;
    page.inspect("file").await;
    page.close().await;
}

#[tokio::test]
async fn nothing_that_is_written_ever_runs() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 390, 844).await;
    page.say("<script>window.ran=1</script> <img src=x onerror=window.ran=1> [y](javascript:window.ran=1)")
        .await;
    page.message("javascript:").await;
    // Names and polls are written by somebody, too.
    let general = show.channel("general").await;
    let hostile = "<img src=x onerror=window.ran=1>";
    let ask = json!({"poll": {"question": {"text": hostile}, "duration": 1,
        "answers": [{"poll_media": {"text": hostile}}]}});
    show.call("POST", &format!("/channels/{general}/messages"), ask)
        .await;
    page.find("//*[@data-testid='poll'][contains(., 'onerror')]")
        .await;
    let state = show.act("GET", "state", &json!(null)).await;
    let guild = state["guild"]["id"].as_str().unwrap();
    let mut users = state["users"].as_array().unwrap().iter();
    let linus = users.find(|user| user["username"] == "linus").unwrap();
    let path = format!("/guilds/{guild}/members/{}", linus["id"].as_str().unwrap());
    show.call("PATCH", &path, json!({"nick": hostile})).await;
    page.find("//*[@id='members'][contains(., 'onerror')]")
        .await;
    page.command("hostile").await;
    page.embed("onerror").await;
    page.inspect("hostile-narrow").await;
    press(&page, "onerror").await;
    page.find("//*[@data-testid='modal']//h2[.='Tell me <b>more</b>']")
        .await;
    page.key(Key::Escape).await;
    open_select(&page, "menu").await;
    page.key(Key::Enter).await;
    page.find("//*[@data-testid='ephemeral']").await;
    assert_eq!(page.run("return window.ran ?? 0").await, json!(0));
    let bad = "//main//*[self::script or self::iframe or self::object or self::style or contains(@href, 'javascript:') or @onclick or @onerror or @onload]";
    assert!(page.has_none(bad).await);
    page.close().await;
}

#[tokio::test]
async fn components_of_the_second_kind_are_laid_out() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.command("containers").await;
    page.message("A section with a").await;
    page.inspect("containers").await;
    press(&page, "Press").await;
    page.test_id("ephemeral").await;
    page.close().await;
}

#[tokio::test]
async fn older_messages_come_when_one_looks_for_them() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    for number in 1..=230 {
        let said =
            json!({"user": "linus", "channel": "random", "content": format!("Number {number}.")});
        show.act("POST", "messages", &said).await;
    }
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.channel("random").await;
    page.message("Number 230.").await;
    assert!(page.has_none(&with_text("Number 130.")).await);
    page.run("document.getElementById('log').scrollTop = 0")
        .await;
    page.message("Number 130.").await;
    page.inspect("older").await;
    // What was in view stays in view.
    let top = "return document.getElementById('log').scrollTop > 1000";
    assert_eq!(page.run(top).await, json!(true));
    page.run("document.getElementById('log').scrollTop = 0")
        .await;
    page.message("Number 1.").await;
    page.find("//h2[contains(., 'Welcome to #random')]").await;
    page.close().await;
}
