//! A place to try changes in.

use std::{fs, path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::{Advisor, Draft, PublishError};
use crate::{
    answer::Questions,
    journal::{Journal, Origin, Revision, RevisionId},
    knowledge::{Change, EntryId, Fields},
    matching::Settings,
};

/// A pack with one entry, whose answer is `Very.`
pub(super) const PACK: &str = r#"schema = 1
# The kitchen, as it is.
[[faq]]
id = "oven"
question = "How hot is the oven?"
ask = ["what temperature does the oven have"]
answer = "Very." # really
"#;

/// A folder with a pack in it, served and with a history.
pub(super) struct Scene {
    folder: tempfile::TempDir,
    pub(super) advisor: Arc<Advisor>,
    pub(super) journal: Journal,
}

impl Scene {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("packs")).unwrap();
        fs::write(folder.path().join("packs/a.toml"), PACK).unwrap();
        let journal = Journal::open(&folder.path().join("chiefly.db"))
            .await
            .unwrap();
        let paths = [folder.path().join("packs")];
        let (advisor, _) = Advisor::load(&paths, Settings::default()).unwrap();
        let advisor = Arc::new(advisor.keeping(journal.clone(), Questions::Forgotten));
        Self {
            folder,
            advisor,
            journal,
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn text(&self) -> String {
        fs::read_to_string(self.path("packs/a.toml")).unwrap()
    }

    /// A draft in which the oven's answer is another one.
    pub(super) fn draft(&self, answer: &str) -> Draft {
        let change = Change::Replace {
            entry: oven(),
            fields: Fields {
                answer: Some(answer.to_owned()),
                ..Fields::default()
            },
        };
        let file = self.path("packs/a.toml");
        self.advisor.draft(&file, &change).unwrap()
    }

    pub(super) async fn publish(&self, draft: &Draft) -> Result<RevisionId, PublishError> {
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        self.advisor
            .publish(draft, "ada", Origin::Discord, at)
            .await
    }

    /// What the oven's answer is in the snapshot in service.
    pub(super) fn served(&self) -> String {
        let snapshot = self.advisor.whole();
        snapshot.knowledge().entry(&oven()).unwrap().answer.clone()
    }

    pub(super) async fn history(&self) -> Vec<Revision> {
        self.journal.history(100).await.unwrap()
    }

    pub(super) async fn summaries(&self) -> Vec<String> {
        let history = self.history().await;
        history.into_iter().map(|r| r.summary).collect()
    }
}

fn oven() -> EntryId {
    "faq:oven".parse().unwrap()
}
