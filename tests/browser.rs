//! The chat page in a real browser, as a person uses it: the binary's sandbox with the bot in it,
//! headless Chromium, the keyboard.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, key::Key};
use serde_json::json;
use tempfile::TempDir;

/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A process that ends with the test, and with it whatever it has started: a driver that is ended
/// alone leaves its browser running.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        // It may have ended already.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a process and returns what `found` makes of the first line of its output that it knows.
fn start(command: &mut Command, found: impl Fn(&str) -> Option<String>) -> (Process, String) {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let process = Process(child);
    let line = lines.find_map(|line| found(&line.unwrap()));
    // What follows is read on, so that the process never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (process, line.expect("the process says where it listens"))
}

/// A browser on the page.
struct Page {
    client: Client,
    _processes: [Process; 2],
    _profile: TempDir,
}

/// Whether a browser is there; says so when not, and fails when there has to be one.
fn browser_is_missing() -> bool {
    let missing: Vec<&str> = ["chromium", "chromedriver"]
        .into_iter()
        .filter(|name| {
            let path = env::var_os("PATH").unwrap_or_default();
            !env::split_paths(&path).any(|folder| folder.join(name).is_file())
        })
        .collect();
    if missing.is_empty() {
        return false;
    }
    assert!(
        env::var_os("CHIEFLY_REQUIRE_BROWSER").is_none(),
        "the browser tests have to run here, but there is no {}",
        missing.join(" and no ")
    );
    // Not `eprintln`, of which the test harness shows nothing when a test passes.
    let what = missing.join(" and ");
    let _ = writeln!(
        io::stderr(),
        "SKIPPED: a test of the chat page, which needs {what}"
    );
    true
}

impl Page {
    async fn open(width: u32, height: u32) -> Self {
        let mut sandbox = Command::new(env!("CARGO_BIN_EXE_chiefly"));
        sandbox
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["sandbox", "--port", "0"]);
        let (sandbox, url) = start(&mut sandbox, |line| {
            line.starts_with("http").then(|| line.to_owned())
        });
        let (driver, port) = start(Command::new("chromedriver").arg("--port=0"), |line| {
            let port = line.split("successfully on port ").nth(1)?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let profile = tempfile::tempdir().unwrap();
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-quic".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--force-dark-mode".into(),
            format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".into(), json!({"args": arguments}));
        let mut connector = hyper_util::client::legacy::connect::HttpConnector::new();
        connector.enforce_http(true);
        let client = ClientBuilder::new(connector)
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        client.set_window_size(width, height).await.unwrap();
        client.goto(&url).await.unwrap();
        let page = Self {
            client,
            _processes: [sandbox, driver],
            _profile: profile,
        };
        // The commands are there once the bot is.
        page.find("//*[@data-testid='bot-status'][contains(., 'online')]")
            .await;
        page
    }

    /// The element that an `XPath` names, as soon as it is there.
    async fn find(&self, path: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::XPath(path)).await;
        found.unwrap_or_else(|error| panic!("not on the page: {path}: {error}"))
    }

    async fn test_id(&self, id: &str) -> Element {
        self.find(&format!("//*[@data-testid='{id}']")).await
    }

    /// Types into what has the focus.
    async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Picks `/ask` and types a question.
    async fn ask(&self, question: &str) {
        let composer = self.test_id("composer").await;
        composer.click().await.unwrap();
        composer.send_keys("/ask").await.unwrap();
        self.find("//*[@data-testid='slash-entry'][contains(., 'ask')]")
            .await;
        self.keys(&char::from(Key::Enter).to_string()).await;
        self.find("//*[@data-testid='slash-option'][@data-option='question']")
            .await;
        self.keys(question).await;
    }

    async fn send(&self) {
        self.keys(&char::from(Key::Enter).to_string()).await;
    }

    /// The last embed with a title, as soon as it is there.
    async fn embed(&self, title: &str) -> Element {
        let titled = format!(".//*[@data-testid='embed-title'][contains(., '{title}')]");
        self.find(&format!("(//*[@data-testid='embed'][{titled}])[last()]"))
            .await
    }

    /// Leaves a picture under `target/screenshots`.
    async fn screenshot(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
        fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
    }

    async fn close(self) {
        self.client.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_person_asks_in_the_page_and_reads_the_answers() {
    if browser_is_missing() {
        return;
    }
    let page = Page::open(1280, 900).await;
    page.ask("can the same guy do both jobs?").await;
    page.send().await;
    let embed = page.embed("Can one person be both CTO and CIO?").await;
    assert!(embed.text().await.unwrap().contains("in small companies"));

    let composer = page.test_id("composer").await;
    composer.click().await.unwrap();
    composer.send_keys("@chi").await.unwrap();
    page.test_id("mention-entry").await;
    page.keys(&char::from(Key::Tab).to_string()).await;
    page.keys("whats the diff between cto and cio").await;
    page.send().await;
    page.embed("What is the main difference between a CTO and a CIO?")
        .await;
    page.screenshot("answers-dark").await;
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
    page.screenshot("picked-narrow").await;

    page.ask("what is a CIO").await;
    let private = "//*[@data-testid='slash-add-option'][@data-option='private']";
    page.find(private).await.click().await.unwrap();
    page.find("//*[@data-testid='slash-option'][@data-option='private']")
        .await;
    page.keys("True").await;
    page.find("//*[@data-testid='choice-entry']").await;
    page.send().await;
    page.test_id("slash-send").await.click().await.unwrap();
    page.embed("Chief Information Officer (CIO)").await;
    page.test_id("ephemeral").await;
    page.screenshot("private-narrow").await;
    page.close().await;
}
