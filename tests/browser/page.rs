//! A browser on the chat page, and what a person does there.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, MOUSE_BUTTON_RIGHT, MouseActions, PointerAction},
    elements::Element,
    key::Key,
};
use serde_json::{Value, json};
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

/// Starts a process and returns what `found` makes of the first line of its output that it knows;
/// `None` when it ends without one.
fn start(
    command: &mut Command,
    found: impl Fn(&str) -> Option<String>,
) -> Option<(Process, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let process = Process(child);
    let line = lines.find_map(|line| found(&line.unwrap()))?;
    // What follows is read on, so that the process never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Some((process, line))
}

/// Starts a driver, and returns its port.
///
/// It chooses a port that is free for IPv6 and needs the same one for IPv4: where another test has
/// that one, it ends at once, and the next chooses another.
fn start_driver() -> (Process, String) {
    let start = |_| {
        start(Command::new("chromedriver").arg("--port=0"), |line| {
            let port = line.split("successfully on port ").nth(1)?;
            Some(port.trim_end_matches('.').to_owned())
        })
    };
    (0..20).find_map(start).expect("a driver finds a port")
}

/// A browser on the page.
pub(super) struct Page {
    pub(super) client: Client,
    processes: Vec<Process>,
    _profile: TempDir,
}

/// Whether a browser is there; says so when not, and fails when there has to be one.
pub(super) fn browser_is_missing() -> bool {
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
    /// The product's own sandbox, with Chiefly in it, on the page of this size.
    pub(super) async fn open(width: u32, height: u32) -> Self {
        Self::open_in(Path::new(env!("CARGO_MANIFEST_DIR")), width, height).await
    }

    /// The same with the packs and the configuration of a folder.
    pub(super) async fn open_in(folder: &Path, width: u32, height: u32) -> Self {
        let mut sandbox = Command::new(env!("CARGO_BIN_EXE_chiefly"));
        sandbox.current_dir(folder).args(["sandbox", "--port", "0"]);
        let (sandbox, url) = start(&mut sandbox, |line| {
            line.starts_with("http").then(|| line.to_owned())
        })
        .expect("the sandbox says where it listens");
        let mut page = Self::at(&url, width, height).await;
        page.processes.push(sandbox);
        page
    }

    /// A browser at an address where a bot is about to be online.
    pub(super) async fn at(url: &str, width: u32, height: u32) -> Self {
        let (driver, port) = start_driver();
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
        // Nothing here leaves loopback: pictures of the web stay unloaded.
        let arguments: Vec<String> = arguments
            .into_iter()
            .chain(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".into()])
            .collect();
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
        client.goto(url).await.unwrap();
        let page = Self {
            client,
            processes: vec![driver],
            _profile: profile,
        };
        page.run("document.addEventListener('securitypolicyviolation', (event) => (window.violations ??= []).push(event.violatedDirective + ' ' + event.blockedURI))").await;
        // The commands are there once the bot is.
        page.find("//*[@data-testid='bot-status'][contains(., 'online')]")
            .await;
        page
    }

    /// The element that an `XPath` names, as soon as it is there.
    pub(super) async fn find(&self, path: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        let found = wait.for_element(Locator::XPath(path)).await;
        found.unwrap_or_else(|error| panic!("not on the page: {path}: {error}"))
    }

    pub(super) async fn test_id(&self, id: &str) -> Element {
        self.find(&format!("//*[@data-testid='{id}']")).await
    }

    /// Types into what has the focus.
    pub(super) async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// Picks `/ask` and types a question.
    pub(super) async fn ask(&self, question: &str) {
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

    pub(super) async fn send(&self) {
        self.keys(&char::from(Key::Enter).to_string()).await;
    }

    /// The last embed with a title, as soon as it is there.
    pub(super) async fn embed(&self, title: &str) -> Element {
        let titled = format!(".//*[@data-testid='embed-title'][contains(., '{title}')]");
        self.find(&format!("(//*[@data-testid='embed'][{titled}])[last()]"))
            .await
    }

    /// Leaves a picture under `target/screenshots`.
    pub(super) async fn screenshot(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
        fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
    }

    pub(super) async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Clicks on what an `XPath` names. What is drawn anew in that moment is looked for again.
    pub(super) async fn click(&self, path: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.find(path).await.click().await {
                Ok(()) => return,
                Err(error) => assert!(Instant::now() < until, "cannot click {path}: {error}"),
            }
        }
    }

    pub(super) async fn click_id(&self, id: &str) {
        self.click(&format!("//*[@data-testid='{id}']")).await;
    }

    /// Presses one key on what has the focus.
    pub(super) async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    /// Opens a channel by its name; `dm` for the direct messages with the bot.
    pub(super) async fn channel(&self, name: &str) {
        self.click(&format!("//*[@data-testid='channel'][@data-name='{name}']"))
            .await;
        self.find(&format!(
            "//*[@data-testid='channel'][@data-name='{name}'][@aria-current='page']"
        ))
        .await;
    }

    /// Types a message into the field below the messages, and sends it.
    pub(super) async fn say(&self, text: &str) {
        self.click_id("composer").await;
        self.keys(text).await;
        self.send().await;
    }

    /// Runs a command without options.
    pub(super) async fn command(&self, name: &str) {
        self.click_id("composer").await;
        self.keys(&format!("/{name}")).await;
        self.find(&format!(
            "//*[@data-testid='slash-entry'][contains(., '/{name}')]"
        ))
        .await;
        self.key(Key::Enter).await;
        self.click_id("slash-send").await;
    }

    /// Acts as somebody else.
    pub(super) async fn become_user(&self, username: &str) {
        self.click(&format!("//option[@data-username='{username}']"))
            .await;
        let draws = format!("//*[@id='user-switch']/option[@data-username='{username}']");
        self.find(&draws).await;
    }

    /// A message with this text in it, as soon as it is there.
    pub(super) async fn message(&self, text: &str) -> Element {
        self.find(&with_text(text)).await
    }

    /// Opens the menu of a message by the right mouse button. What is drawn anew in that moment is
    /// looked for again.
    pub(super) async fn right_click(&self, path: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let move_to = PointerAction::MoveToElement {
                element: self.find(path).await,
                duration: None,
                x: 0.0,
                y: 0.0,
            };
            let button = MOUSE_BUTTON_RIGHT;
            let actions = MouseActions::new("mouse".into())
                .then(move_to)
                .then(PointerAction::Down { button })
                .then(PointerAction::Up { button });
            match self.client.perform_actions(actions).await {
                Ok(()) => return,
                Err(error) => assert!(Instant::now() < until, "cannot click {path}: {error}"),
            }
        }
    }

    /// Whether nothing on the page matches.
    pub(super) async fn has_none(&self, path: &str) -> bool {
        let found = self.client.find_all(Locator::XPath(path)).await;
        found.unwrap().is_empty()
    }

    /// Runs script in the page, and gives what it returns.
    pub(super) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// A state of the page, in both themes: a picture of each under `target/screenshots`, and
    /// nothing that keeps people out, nothing wider than the window, nothing the policy refused.
    pub(super) async fn inspect(&self, state: &str) {
        for theme in ["dark", "light"] {
            let set = format!("document.documentElement.dataset.theme = '{theme}'");
            self.run(&set).await;
            self.screenshot(&format!("{state}-{theme}")).await;
            let problems = self.run(include_str!("access.js")).await;
            assert_eq!(problems, json!([]), "{state}, {theme}");
        }
        self.run("document.documentElement.dataset.theme = 'dark'")
            .await;
        let wide = "return document.documentElement.scrollWidth - window.innerWidth";
        assert!(
            self.run(wide).await.as_i64().unwrap() <= 0,
            "{state} is too wide"
        );
        let refused = self.run("return window.violations ?? []").await;
        assert_eq!(refused, json!([]), "{state}: refused by the policy");
    }
}

/// The path of a message with this text in it.
pub(super) fn with_text(text: &str) -> String {
    format!("//*[@data-testid='message'][contains(., \"{text}\")]")
}
