//! What was acknowledged stays, whoever else writes and whatever happens to the process.

mod crash;
mod moderators;
mod reload;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use chiefly::{
    advisor::{Advisor, PublishError},
    answer::Questions,
    diagnostic::Severity,
    journal::{Journal, Origin, RevisionId},
    knowledge::{Change, EntryId, Fields, Knowledge, parse},
    matching::Settings,
};
use jiff::Timestamp;

/// A pack of entries with comments around them, each of which says `Edit 0.`
fn pack(entries: usize) -> String {
    let mut text = String::from("# The pack.\nschema = 1\n");
    for entry in 0..entries {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n# Above {entry}.\n[[faq]]\nid = \"e{entry}\"\nquestion = \"What of number {entry}?\"\nanswer = \"Edit 0.\" # beside {entry}\n# Below {entry}.\n",
        );
    }
    text
}

/// Whether every comment of the pack is where it was put.
fn assert_comments(text: &str, entries: usize) {
    let comments: Vec<String> = text
        .lines()
        .filter_map(|line| Some(line.split_once('#')?.1.trim().to_owned()))
        .collect();
    let mut expected = vec!["The pack.".to_owned()];
    for entry in 0..entries {
        expected.extend(["Above", "beside", "Below"].map(|at| match at {
            "beside" => format!("beside {entry}"),
            _ => format!("{at} {entry}."),
        }));
    }
    assert_eq!(comments, expected, "{text}");
}

fn id(entry: usize) -> EntryId {
    format!("faq:e{entry}").parse().unwrap()
}

/// An edit that can be told from every other one by its number.
fn numbered(entry: usize, number: usize) -> Change {
    Change::Replace {
        entry: id(entry),
        fields: Fields {
            answer: Some(format!("Edit {number}.")),
            ..Fields::default()
        },
    }
}

/// What a text says, which has to be a pack without errors.
fn read(text: &str) -> Knowledge {
    let loaded = parse(&[(PathBuf::from("pack.toml"), text)]);
    let error = loaded
        .diagnostics
        .iter()
        .find(|d| d.severity == Severity::Error);
    assert!(error.is_none(), "{error:?}\n{text}");
    loaded.knowledge
}

/// The number of the last edit of an entry.
fn number(knowledge: &Knowledge, entry: usize) -> usize {
    let answer = &knowledge
        .entry(&id(entry))
        .expect("an entry is lost")
        .answer;
    let number = answer
        .strip_prefix("Edit ")
        .and_then(|rest| rest.strip_suffix('.'));
    number.expect("half an answer").parse().unwrap()
}

/// A folder with a pack in it, and its history.
struct Place(PathBuf);

impl Place {
    fn new(folder: &Path, entries: usize) -> Self {
        fs::create_dir(folder.join("packs")).unwrap();
        fs::write(folder.join("packs/pack.toml"), pack(entries)).unwrap();
        Self(folder.to_owned())
    }

    fn paths(&self) -> Vec<PathBuf> {
        vec![self.0.join("packs")]
    }

    fn file(&self) -> PathBuf {
        self.0.join("packs/pack.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    async fn journal(&self) -> Journal {
        Journal::open(&self.0.join("chiefly.db")).await.unwrap()
    }

    /// An advisor as it is after a start.
    async fn advisor(&self) -> Arc<Advisor> {
        let (advisor, _) = Advisor::load(&self.paths(), Settings::default()).unwrap();
        let advisor = advisor.keeping(self.journal().await, Questions::Forgotten);
        advisor.reconcile(Timestamp::now()).await.unwrap();
        Arc::new(advisor)
    }

    /// Publishes an edit, again when somebody else was faster.
    async fn publish(&self, advisor: &Arc<Advisor>, who: &str, change: &Change) -> RevisionId {
        loop {
            let draft = advisor.draft(&self.file(), change).unwrap();
            let now = Timestamp::now();
            match advisor.publish(&draft, who, Origin::Discord, now).await {
                Ok(id) => return id,
                Err(PublishError::Changed { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Every state of the pack in the history follows from the one before it, and the last one is on
    /// the disk: nothing was overwritten unseen.
    async fn assert_unbroken(&self, journal: &Journal) {
        let mut history = journal.history(u32::MAX).await.unwrap();
        history.reverse();
        let mut before = None;
        for revision in history {
            let [file] = &revision.files[..] else {
                panic!("one file a revision");
            };
            assert_eq!(file.before, before, "{revision:?}");
            before = file.after;
        }
        let last = journal.content(before.unwrap()).await.unwrap();
        assert_eq!(String::from_utf8(last).unwrap(), self.text());
    }
}
