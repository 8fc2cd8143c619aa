//! A moderator who has never seen TOML, at the chat page.

use std::{fs, path::PathBuf};

use fantoccini::{elements::Element, key::Key};

use super::page::{Page, browser_is_missing};

const DIALOG: &str = "//dialog[@data-testid='modal']";
/// The page is drawn anew with every message.
const LAST_BUTTON: &str = "(//*[@data-testid='component-button'][contains(., ";

/// The product's entries in a folder of its own, and Grace, who is a moderator.
struct Desk {
    page: Page,
    folder: tempfile::TempDir,
}

impl Desk {
    async fn open(width: u32, height: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("knowledge")).unwrap();
        let pack = include_str!("../../knowledge/cto-cio.toml");
        // Without its promises: which of them a change breaks is not what is walked through here.
        let (pack, _) = pack.split_once("[[expect]]").unwrap();
        let page = Page::open_in(folder.path(), width, height);
        fs::write(folder.path().join("knowledge/cto-cio.toml"), pack).unwrap();
        let page = page.await;
        page.become_user("grace").await;
        Self { page, folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("knowledge/cto-cio.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// Runs a subcommand of `/knowledge`; the options are picked from what is suggested.
    async fn knowledge(&self, name: &str, options: &[&str]) {
        let page = &self.page;
        page.click_id("composer").await;
        page.keys(&format!("/knowledge {name}")).await;
        page.find(&format!(
            "//*[@data-testid='slash-entry'][contains(., '/knowledge {name}')]"
        ))
        .await;
        page.key(Key::Enter).await;
        for option in options {
            page.keys(option).await;
            page.find(&format!(
                "(//*[@data-testid='autocomplete-entry'])[1][contains(., '{option}')]"
            ))
            .await;
            page.key(Key::Down).await;
            page.inspect(&format!("moderating-{name}-option")).await;
            page.key(Key::Enter).await;
        }
        page.send().await;
    }

    async fn input(&self, id: &str) -> Element {
        let page = &self.page;
        page.find(&format!("{DIALOG}//*[@data-custom-id='{id}']"))
            .await
    }

    /// Writes into an input of the form, in place of what stands there.
    async fn write(&self, id: &str, text: &str) {
        let input = self.input(id).await;
        input.clear().await.unwrap();
        input.send_keys(text).await.unwrap();
    }

    async fn submit(&self) {
        self.page
            .click(&format!("{DIALOG}//button[@type='submit']"))
            .await;
    }

    async fn press(&self, label: &str) {
        self.page
            .click(&format!("{LAST_BUTTON}'{label}')])[last()]"))
            .await;
    }
}

#[tokio::test]
async fn a_moderator_corrects_an_answer_publishes_it_and_takes_it_back() {
    if browser_is_missing() {
        return;
    }
    let desk = Desk::open(1280, 1000).await;
    let before = desk.text();
    desk.knowledge("edit", &["one person"]).await;
    let answer = desk.input("answer").await;
    assert!(
        answer
            .prop("value")
            .await
            .unwrap()
            .unwrap()
            .starts_with("**Yes, in small companies.**")
    );
    desk.page.inspect("moderating-edit").await;
    let long = format!(
        "**Yes, as long as the company is small.** {}",
        "One person can hold both for a while. ".repeat(30)
    );
    desk.write("answer", &long).await;
    desk.page.inspect("moderating-edit-long").await;
    desk.submit().await;
    desk.page.embed("Look before you publish").await;
    desk.page.embed("Can one person be both").await;
    desk.page.inspect("moderating-preview").await;
    assert_eq!(desk.text(), before);

    desk.press("Back to the form").await;
    desk.write("answer", "**Yes, as long as the company is small.**")
        .await;
    desk.submit().await;
    desk.page
        .find(
            "//*[@data-testid='embed'][contains(., 'small.') and not(contains(., 'for a while'))]",
        )
        .await;
    desk.press("Publish").await;
    desk.page.embed("Published").await;
    desk.page.inspect("moderating-published").await;
    assert!(desk.text().contains("as long as the company is small"));

    desk.knowledge("history", &[]).await;
    desk.page.embed("What was changed").await;
    desk.page.inspect("moderating-history").await;
    desk.knowledge("undo", &["edit faq:one-person-both"]).await;
    desk.page.embed("Look before you publish").await;
    desk.page
        .find("(//*[@data-testid='embed'])[last()][contains(., 'Yes, in small companies.')]")
        .await;
    desk.page.inspect("moderating-undo").await;
    desk.press("Publish").await;
    desk.page
        .find("(//*[@data-testid='embed-title'][contains(., 'Published')])[2]")
        .await;
    assert_eq!(desk.text(), before);
    desk.page.close().await;
}

#[tokio::test]
async fn a_moderator_adds_an_entry_and_teaches_a_question() {
    if browser_is_missing() {
        return;
    }
    let desk = Desk::open(1280, 1000).await;
    desk.knowledge("add", &["faq"]).await;
    desk.input("title").await;
    desk.page.inspect("moderating-add").await;
    desk.write("title", "Does a CTO need to code?").await;
    desk.write("answer", "Not every day, but it helps.").await;
    desk.write("ask", "should the cto program\nhow much does a cto code")
        .await;
    desk.submit().await;
    desk.page.embed("Look before you publish").await;
    desk.page.inspect("moderating-add-preview").await;
    desk.press("Publish").await;
    desk.page.embed("Published").await;
    assert!(desk.text().contains("id = \"does-a-cto-need-to-code\""));

    let page = &desk.page;
    page.click_id("composer").await;
    page.keys("/knowledge try").await;
    page.find("//*[@data-testid='slash-entry'][contains(., '/knowledge try')]")
        .await;
    page.key(Key::Enter).await;
    page.keys("gotta code rust all day as the boss").await;
    page.send().await;
    page.embed("gotta code rust").await;
    page.inspect("moderating-try").await;
    page.click("(//*[@data-testid='component-select'])[last()]")
        .await;
    page.test_id("select-option").await;
    page.inspect("moderating-should-have-been").await;
    page.click("//*[@data-testid='select-option'][contains(., 'need to code')]")
        .await;
    page.embed("Does a CTO need to code?").await;
    page.inspect("moderating-taught").await;
    desk.press("Publish").await;
    page.find("(//*[@data-testid='embed-title'][contains(., 'Published')])[2]")
        .await;
    assert!(desk.text().contains("gotta code rust all day as the boss"));
    desk.page.close().await;
}
