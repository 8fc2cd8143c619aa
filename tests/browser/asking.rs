//! Asking Chiefly, and reading what it answers.

use fantoccini::{Locator, key::Key};

use super::page::{Page, browser_is_missing, with_text};

#[tokio::test]
async fn a_person_asks_in_the_page_and_reads_the_answers() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.find("//*[@data-testid='slash-entry' or contains(., 'Pick a way to begin')]")
        .await;
    page.inspect("first").await;
    page.ask("can the same guy do both jobs?").await;
    page.send().await;
    let embed = page.embed("Can one person be both CTO and CIO?").await;
    assert!(embed.text().await.unwrap().contains("in small companies"));

    let composer = page.test_id("composer").await;
    composer.click().await.unwrap();
    composer.send_keys("@chi").await.unwrap();
    page.test_id("mention-entry").await;
    page.key(Key::Tab).await;
    page.keys("whats the diff between cto and cio").await;
    page.send().await;
    page.embed("What is the main difference between a CTO and a CIO?")
        .await;
    page.inspect("answers").await;
    page.close().await;
}

#[tokio::test]
async fn the_keyboard_alone_is_enough_to_ask_with_suggestions() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.find("//*[@id='composer'][not(@disabled)]").await;
    // No click: whoever types writes into the message field.
    page.keys("/a").await;
    page.find("//*[@data-testid='slash-entry'][contains(., '/ask')]")
        .await;
    page.inspect("commands").await;
    page.keys("sk ").await;
    page.find("//*[@data-testid='slash-option'][@data-option='question']")
        .await;
    page.keys("both jobs").await;
    let entry = "//*[@data-testid='autocomplete-entry'][contains(., 'both')]";
    let suggested = page.find(entry).await.text().await.unwrap();
    page.inspect("suggestions").await;
    page.key(Key::Down).await;
    page.find("//*[@data-testid='autocomplete-entry'][@aria-selected='true']")
        .await;
    page.key(Key::Enter).await;
    page.send().await;
    page.embed("both").await;
    assert!(!suggested.is_empty());
    page.close().await;
}

#[tokio::test]
async fn a_person_picks_what_was_meant_and_asks_in_private() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(390, 844).await;
    page.ask("tell me about the roles in the company").await;
    page.send().await;
    let question = page.embed("Did you mean one of these?").await;
    let choices = question.text().await.unwrap();
    let button = page.find("(//*[@data-testid='component-button'])[1]").await;
    let label = button.text().await.unwrap();
    assert!(choices.contains(&label), "{label} is none of {choices}");
    button.click().await.unwrap();
    // A long label is cut; the answer's title begins like it.
    let start: String = label.chars().take_while(|c| !"'(:".contains(*c)).collect();
    page.embed(start.trim()).await;
    page.inspect("picked-narrow").await;

    ask_in_private(&page).await;
    page.inspect("private-narrow").await;
    page.close().await;
}

async fn ask_in_private(page: &Page) {
    page.ask("what is a CIO").await;
    page.click("//*[@data-testid='slash-add-option'][@data-option='private']")
        .await;
    page.find("//*[@data-testid='slash-option'][@data-option='private']")
        .await;
    page.keys("True").await;
    page.find("//*[@data-testid='choice-entry']").await;
    page.send().await;
    page.click_id("slash-send").await;
    page.embed("Chief Information Officer (CIO)").await;
    page.test_id("ephemeral").await;
}

#[tokio::test]
async fn what_is_private_is_seen_by_nobody_else() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.say("Hello everybody").await;
    ask_in_private(&page).await;

    page.become_user("linus").await;
    page.message("Hello everybody").await;
    assert!(page.has_none("//*[@data-testid='ephemeral']").await);
    assert!(page.has_none("//option[@data-username='robot']").await);
    page.become_user("grace").await;
    page.channel("moderators").await;
    page.inspect("moderator").await;
    page.channel("general").await;

    page.become_user("ada").await;
    page.test_id("ephemeral").await;
    page.click("//*[@data-testid='ephemeral']//button").await;
    let gone = page.client.wait();
    gone.for_element(Locator::XPath(
        "//*[@id='messages'][not(.//*[@data-testid='ephemeral'])]",
    ))
    .await
    .unwrap();
    page.close().await;
}

#[tokio::test]
async fn a_direct_message_needs_no_mention() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.channel("dm").await;
    page.say("whats the diff between cto and cio").await;
    page.embed("What is the main difference between a CTO and a CIO?")
        .await;
    page.inspect("direct").await;
    page.close().await;
}

#[tokio::test]
async fn posts_and_threads_are_places_to_ask_in() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.channel("help").await;
    page.inspect("forum-empty").await;
    page.click_id("new-post").await;
    page.find("//dialog//input[@name='name']").await;
    page.keys("Which role do we need?").await;
    page.key(Key::Tab).await;
    page.keys("We are ten people.").await;
    page.inspect("new-post").await;
    page.click("//dialog//button[@type='submit']").await;
    page.message("We are ten people.").await;
    page.say("@Chiefly what is a CIO").await;
    page.embed("Chief Information Officer (CIO)").await;
    page.inspect("post").await;

    page.channel("general").await;
    page.say("Let us talk about budgets").await;
    page.right_click(&with_text("Let us talk about budgets"))
        .await;
    page.click("//*[@data-testid='menu-item'][contains(., 'Create thread')]")
        .await;
    page.find("//dialog//input[@name='name']").await;
    page.keys("Budgets").await;
    page.send().await;
    page.find("//h1[.='Budgets']").await;
    page.say("@Chiefly what is a CTO").await;
    page.embed("Chief Technology Officer (CTO)").await;
    page.channel("general").await;
    page.message("Budgets").await;
    page.inspect("thread").await;
    page.close().await;
}

#[tokio::test]
async fn the_drawer_shows_the_requests_and_raises_faults() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.command("help").await;
    page.test_id("embed").await;
    page.click_id("open-requests").await;
    page.click("(//*[@data-testid='request'])[1]/summary").await;
    page.find("//*[@data-testid='request'][@open]//pre").await;
    page.click("//*[@id='requests']//details[contains(@class, 'faults')]/summary")
        .await;
    page.click("//*[@id='fault-fields']//input[@name='route']")
        .await;
    page.keys("POST /interactions/{id}/{token}/callback").await;
    page.inspect("requests").await;
    // Not once but every time: the bot apologises when its answer was refused.
    page.click("//*[@id='fault-fields']//input[@name='count']")
        .await;
    for key in [Key::End, Key::Backspace] {
        page.key(key).await;
    }
    page.click_id("raise-fault").await;
    page.test_id("fault").await;

    page.command("about").await;
    page.find("//*[@data-testid='interaction-failed'][contains(., 'did not respond')]")
        .await;
    page.inspect("failed").await;
    page.close().await;
}
