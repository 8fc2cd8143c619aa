//! The README: every command in it is run, every pack in it is checked, every file it names is
//! there.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use chiefly::{
    knowledge,
    sandbox::{Sandbox, SandboxOptions},
};

const PREFIX: &str = "cargo run --release -- ";
/// Nothing here takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("```") {
            let body: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .collect();
            if name == language {
                blocks.push(body.join("\n"));
            }
        }
    }
    blocks
}

fn commands() -> Vec<String> {
    blocks("sh")
        .iter()
        .flat_map(|block| block.lines())
        .map(str::to_owned)
        .collect()
}

fn chiefly(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chiefly"));
    command
        .args(arguments.split_whitespace())
        .current_dir(root())
        .env_remove("DISCORD_TOKEN")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null());
    command
}

/// The first line that a command that goes on prints to stdout or, as the bot does, its log.
fn first_line(mut command: Command, of_log: bool, wanted: &str) -> String {
    let (stdout, stderr) = if of_log {
        (Stdio::null(), Stdio::piped())
    } else {
        (Stdio::piped(), Stdio::null())
    };
    let mut child = command.stdout(stdout).stderr(stderr).spawn().unwrap();
    let output: Box<dyn std::io::Read + Send> = if of_log {
        Box::new(child.stderr.take().unwrap())
    } else {
        Box::new(child.stdout.take().unwrap())
    };
    let (found, line) = mpsc::channel();
    let text = wanted.to_owned();
    thread::spawn(move || {
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        // Nobody may be waiting any more.
        let _ = found.send(lines.find(|line| line.contains(&text)));
    });
    let line = line.recv_timeout(PATIENCE).ok().flatten();
    child.kill().unwrap();
    child.wait().unwrap();
    line.unwrap_or_else(|| panic!("nothing printed contains {wanted:?}"))
}

#[tokio::test]
async fn every_command_does_what_it_says() {
    let commands = commands();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in &commands {
        if command == "cargo test" {
            let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
            assert!(
                ci.lines().any(|line| line == command),
                ".ci/run runs the README's tests"
            );
            continue;
        }
        let arguments = command.strip_prefix(PREFIX);
        let arguments = arguments.unwrap_or_else(|| panic!("no way to run `{command}` here"));
        match arguments.split(' ').next().unwrap() {
            "sandbox" => {
                // A port of its own: the README's may be taken.
                let words: Vec<&str> = arguments.split(' ').collect();
                let words: Vec<&str> = words
                    .iter()
                    .enumerate()
                    .filter(|(at, word)| {
                        **word != "--port" && (*at == 0 || words[at - 1] != "--port")
                    })
                    .map(|(_, word)| *word)
                    .collect();
                let line = first_line(
                    chiefly(&format!("{} --port 0", words.join(" "))),
                    false,
                    "http",
                );
                assert!(line.starts_with("http://127.0.0.1:"), "{line}");
            }
            "run" => {
                let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
                let mut bot = chiefly(arguments);
                bot.env("DISCORD_TOKEN", sandbox.token())
                    .env("CHIEFLY_API_BASE", sandbox.url());
                let line = tokio::task::spawn_blocking(|| first_line(bot, true, "ready")).await;
                assert!(line.unwrap().contains("INFO"));
                sandbox.stop().await;
            }
            _ => {
                let output = chiefly(arguments).output().unwrap();
                let shown = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(0), "{command}: {shown}");
            }
        }
    }
}

#[test]
fn what_it_names_in_passing_is_there() {
    let text = readme();
    let service = blocks("ini").concat();
    let (_, started) = service.split_once("\nExecStart=").unwrap();
    let started = started.lines().next().unwrap();
    let in_text = text.split('`').filter(|code| code.starts_with("chiefly "));
    let commands = in_text.chain(started.rsplit('/').next());
    for command in commands {
        let mut words = command.split_whitespace().skip(1);
        let output = chiefly(words.next().unwrap())
            .arg("--help")
            .output()
            .unwrap();
        let help = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "there is no `{command}`");
        for flag in words.filter(|word| word.starts_with("--")) {
            assert!(help.contains(flag), "`{command}` knows no {flag}");
        }
    }
}

#[test]
fn the_two_commands_come_first() {
    assert_eq!(
        commands()[..2],
        ["cargo run --release -- sandbox", "cargo test"]
    );
}

#[test]
fn every_pack_is_sound() {
    let packs = blocks("toml");
    assert!(packs.len() >= 2);
    for pack in packs {
        let loaded = knowledge::parse(&[("README.md".into(), &pack)]);
        assert_eq!(loaded.diagnostics, [], "{pack}");
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pack.toml"), &pack).unwrap();
        let output = chiefly("check").arg(folder.path()).output().unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{shown}");
    }
}

#[test]
fn every_file_it_names_is_there() {
    let text = readme();
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.starts_with("http")) {
        assert!(Path::new(&root()).join(link).exists(), "{link}");
    }
}
