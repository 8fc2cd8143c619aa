//! Polls, and the places that the bot is not in.

use serde_json::json;

use super::bot::Show;
use super::page::{Page, browser_is_missing, with_text};

#[tokio::test]
async fn people_vote_in_polls_and_see_what_came_out() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let random = show.channel("random").await;
    let ask = json!({"poll": {"question": {"text": "Who decides on the budget?"}, "duration": 24,
        "answers": [{"poll_media": {"text": "The CTO"}}, {"poll_media": {"text": "The CIO"}}]}});
    let path = format!("/channels/{random}/messages");
    let poll = show.call("POST", &path, ask).await;
    let id = poll["id"].as_str().unwrap();

    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.channel("random").await;
    page.find(
        "//*[@data-testid='poll'][contains(., '0 votes')]//*[@data-testid='poll-vote'][@disabled]",
    )
    .await;
    page.inspect("poll").await;
    page.click("//*[@data-testid='poll']//label[contains(., 'The CIO')]")
        .await;
    page.click_id("poll-vote").await;
    page.find("//*[@data-testid='poll-result'][contains(., 'The CIO')][contains(., 'your vote')][contains(., '1 · 100%')]")
        .await;

    // Another's vote comes in while one looks.
    let vote = format!("messages/{id}/votes/1?user=linus");
    show.act("PUT", &vote, &json!(null)).await;
    page.find("//*[@data-testid='poll-result'][contains(., 'The CTO')][contains(., '1 · 50%')]")
        .await;
    page.inspect("poll-voted").await;

    page.click("//*[@data-testid='poll']//button[.='Remove vote']")
        .await;
    page.click("//*[@data-testid='poll']//button[.='Show results']")
        .await;
    page.find("//*[@data-testid='poll-result'][contains(., 'The CTO')][contains(., '1 · 100%')]")
        .await;
    page.click("//*[@data-testid='poll']//button[.='Go back to vote']")
        .await;
    page.test_id("poll-vote").await;

    let path = format!("/channels/{random}/polls/{id}/expire");
    show.call("POST", &path, json!(null)).await;
    page.find("//*[@data-testid='poll'][contains(., '1 vote · Poll closed')]")
        .await;
    page.find("//*[@data-testid='message'][contains(., '’s poll Who decides on the budget? has closed: The CTO')]")
        .await;
    page.inspect("poll-closed").await;
    assert!(page.has_none("//*[@data-testid='poll-vote']").await);
    page.close().await;
}

#[tokio::test]
async fn an_installed_application_goes_along_to_where_the_bot_is_not() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    page.click_id("new-place").await;
    page.find("//dialog//input[@value='direct']").await;
    page.inspect("new-place").await;
    page.click("//dialog//label[contains(., 'Grace')]").await;
    page.click("//dialog//button[@type='submit']").await;
    page.find("//h1[.='Margaret, Grace']").await;

    page.click_id("composer").await;
    page.keys("/").await;
    page.find("//*[@id='suggestions'][contains(., 'has no commands')]")
        .await;
    page.keys("\u{8}").await;
    page.click_id("install").await;
    page.find("//*[@data-testid='install'][starts-with(., 'Uninstall')]")
        .await;
    page.inspect("group").await;

    page.click_id("composer").await;
    page.keys("/").await;
    page.find("//*[@data-testid='slash-entry'][contains(., '/anywhere')]")
        .await;
    let others = "//*[@data-testid='slash-entry'][contains(., '/here')]";
    assert!(page.has_none(others).await);
    page.keys("anywhere ").await;
    page.click_id("slash-send").await;
    page.message("Used in context 2.").await;

    page.click_id("new-place").await;
    page.click("//dialog//input[@value='server']").await;
    page.click("//dialog//input[@id='place-name']").await;
    page.keys("The club").await;
    page.click("//dialog//button[@type='submit']").await;
    page.find("//nav//h2[.='The club']").await;
    page.command("anywhere").await;
    page.message("Used in context 0.").await;
    page.inspect("other-server").await;

    // Who is not in it does not see it.
    page.become_user("linus").await;
    page.find("//h1[.='general']").await;
    assert!(page.has_none("//nav//h2[.='The club']").await);
    page.close().await;
}

#[tokio::test]
async fn what_the_bot_changes_in_the_server_shows_at_once() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    let state = show.act("GET", "state", &json!(null)).await;
    let id = |list: &str, key: &str, value: &str| {
        let mut all = state[list].as_array().unwrap().iter();
        let found = all.find(|one| one[key] == value).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let guild = state["guild"]["id"].as_str().unwrap();
    let (ada, moderators) = (
        id("users", "username", "ada"),
        id("roles", "name", "Moderators"),
    );
    page.find("//*[@id='members'][contains(., 'Moderators — 2')]")
        .await;
    assert!(page.has_none("//*[@data-name='moderators']").await);
    let path = format!("/guilds/{guild}/members/{ada}");
    let change = json!({"roles": [moderators], "nick": "Countess"});
    show.call("PATCH", &path, change).await;
    page.find("//*[@id='members'][contains(., 'Moderators — 3')][contains(., 'Countess')]")
        .await;
    page.find("//*[@data-testid='channel'][@data-name='moderators']")
        .await;

    let path = format!("/guilds/{guild}/channels");
    let parent = show
        .call("POST", &path, json!({"name": "Projects", "type": 4}))
        .await;
    let channel = json!({"name": "budget", "type": 0, "parent_id": parent["id"]});
    show.call("POST", &path, channel).await;
    page.find("//nav//section[.//h2[.='Projects']]//*[@data-name='budget']")
        .await;
    page.channel("budget").await;
    page.say("Here we are").await;
    page.find(&with_text("Here we are")).await;
    page.inspect("category").await;
    page.close().await;
}
