//! The binary in a folder of its own.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A folder to run in, and what to run.
pub(super) struct Scene {
    folder: TempDir,
    args: Vec<String>,
    stdin: Vec<u8>,
}

/// What came of it.
pub(super) struct Outcome {
    pub(super) status: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Scene {
    /// An empty folder, and the arguments separated by blanks.
    pub(super) fn new(args: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            args: args.split_whitespace().map(str::to_owned).collect(),
            stdin: Vec::new(),
        }
    }

    /// The same with the product's own knowledge.
    pub(super) fn product(args: &str) -> Self {
        let scene = Self::new(args);
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/cto-cio.toml");
        let text = fs::read_to_string(from).unwrap();
        scene.file("knowledge/cto-cio.toml", text)
    }

    /// One more argument, blanks and all.
    pub(super) fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    pub(super) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(super) fn stdin(mut self, stdin: impl AsRef<[u8]>) -> Self {
        self.stdin = stdin.as_ref().to_vec();
        self
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }

    pub(super) fn run(&self) -> Outcome {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chiefly"))
            .args(&self.args)
            .current_dir(self.folder.path())
            .env_remove("DISCORD_TOKEN")
            .env_remove("RUST_LOG")
            .env("COLUMNS", "92")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read may have ended.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin);
        let output = child.wait_with_output().unwrap();
        Outcome {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A pack of two entries.
pub(super) const SMALL: &str = r#"schema = 1
title = "Keys and doors"
[[faq]]
id = "key"
question = "Where is the key?"
ask = ["who has the key", "I lost my key"]
answer = "Under the **mat**."
[[faq]]
id = "door"
question = "Which door is mine?"
ask = ["my door number", "what door do I take"]
answer = "The red one."
"#;
