use std::fs;

use super::*;
use crate::{
    advisor::QuestionSource, answer::Questions, journal::Journal, knowledge::Fields,
    matching::Settings,
};

const PACK: &str = r#"schema = 1
title = "Keys and doors"
# Everybody asks this.
[[faq]]
id = "key"
question = "Where is the key?"
ask = ["who has the key", "I lost my key", "key gone", "cannot find the key"]
answer = "Under the mat."
[[faq]]
id = "door"
question = "Which door is open?"
ask = ["is the door open", "open door", "how do I get in", "door locked"]
answer = "The red one."
[[off_topic]]
ask = ["how is the weather", "tell me a joke", "what is for dinner"]
[[expect]]
ask = "where did the key go"
entry = "faq:key"
"#;

struct Desk {
    folder: tempfile::TempDir,
    advisor: Arc<Advisor>,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pack.toml"), PACK).unwrap();
        let paths = [folder.path().to_owned()];
        let (advisor, _) = Advisor::load(&paths, Settings::default()).unwrap();
        let journal = Journal::in_memory().await.unwrap();
        let advisor = Arc::new(advisor.keeping(journal, Questions::Kept));
        Self { folder, advisor }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("pack.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    async fn propose(&self, change: Change) -> Result<Preview, ProposalError> {
        let file = self.file();
        self.advisor
            .propose(
                Proposal::Change {
                    file,
                    change: Box::new(change),
                },
                |_| true,
                None,
                now(),
            )
            .await
    }
}

fn now() -> Timestamp {
    Timestamp::now()
}

fn answer(text: &str) -> Change {
    Change::Replace {
        entry: "faq:key".parse().unwrap(),
        fields: Fields {
            answer: Some(text.to_owned()),
            ..Fields::default()
        },
    }
}

#[tokio::test]
async fn a_moderator_sees_the_answer_as_members_will_and_nothing_is_changed_yet() {
    let desk = Desk::new().await;
    let preview = desk.propose(answer("In the shed.")).await.unwrap();
    assert!(preview.shown.unwrap().to_text().contains("In the shed."));
    assert_eq!(preview.problems, Vec::<String>::new());
    assert_eq!(preview.outcomes, []);
    assert!(
        preview.difference.contains("+answer = \"In the shed.\""),
        "{}",
        preview.difference
    );
    assert_eq!(desk.text(), PACK);
}

#[tokio::test]
async fn what_is_published_is_in_the_file_in_the_answers_and_in_the_history() {
    let desk = Desk::new().await;
    let preview = desk.propose(answer("In the shed.")).await.unwrap();
    let revision = desk
        .advisor
        .accept(&preview.id, |_| true, "grace", now())
        .await
        .unwrap();
    assert_eq!(desk.text(), PACK.replace("Under the mat.", "In the shed."));
    let said = desk
        .advisor
        .whole()
        .ask("Where is the key?")
        .reply
        .to_text();
    assert!(said.contains("In the shed."), "{said}");
    assert_eq!(desk.advisor.revision().await, Some(revision));
    let twice = desk
        .advisor
        .accept(&preview.id, |_| true, "grace", now())
        .await;
    assert!(matches!(twice, Err(ProposalError::Gone)), "{twice:?}");
}

#[tokio::test]
async fn questions_that_would_be_answered_differently_are_listed() {
    let desk = Desk::new().await;
    let verdict = desk.advisor.whole().ask("I lost my key").verdict;
    desk.advisor.note("I lost my key", &verdict);
    desk.advisor.flush().await;
    let entry = "faq:key".parse().unwrap();
    let preview = desk.propose(Change::Remove { entry }).await.unwrap();
    let listed: Vec<_> = preview
        .outcomes
        .iter()
        .map(|o| (o.source, o.question.as_str(), o.before.as_str()))
        .collect();
    assert!(
        listed.contains(&(
            QuestionSource::Asked,
            "I lost my key",
            "**Where is the key?**"
        )),
        "{listed:?}"
    );
}

#[tokio::test]
async fn an_off_topic_question_that_swallows_a_promise_is_counted() {
    let desk = Desk::new().await;
    let ask = "where did the key go".to_owned();
    let preview = desk.propose(Change::OffTopic { ask }).await.unwrap();
    assert_eq!(preview.promises_broken, 1);
    assert!(!preview.is_broken);
    assert!(!preview.problems.is_empty());
    assert_eq!(preview.outcomes[0].after, "\u{201c}I don't know\u{201d}");
}

#[tokio::test]
async fn nothing_is_published_over_what_somebody_else_wrote_in_between() {
    let desk = Desk::new().await;
    let preview = desk.propose(answer("In the shed.")).await.unwrap();
    let other = PACK.replace("The red one.", "The blue one.");
    fs::write(desk.file(), &other).unwrap();
    let refused = desk
        .advisor
        .accept(&preview.id, |_| true, "grace", now())
        .await;
    let Err(ProposalError::Publish(PublishError::Changed { .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(desk.text(), other);
    // Looked at again, both are kept.
    let proposal = desk.advisor.proposal(&preview.id, now()).await.unwrap();
    let again = desk
        .advisor
        .propose(proposal, |_| true, None, now())
        .await
        .unwrap();
    desk.advisor
        .accept(&again.id, |_| true, "grace", now())
        .await
        .unwrap();
    assert_eq!(desk.text(), other.replace("Under the mat.", "In the shed."));
}

#[tokio::test]
async fn a_broken_import_shows_what_is_wrong_and_is_not_published() {
    let desk = Desk::new().await;
    let proposal = Proposal::Import {
        file: desk.file(),
        text: PACK.replace("answer = \"Under the mat.\"", "anwser = \"Under the mat.\""),
    };
    let preview = desk
        .advisor
        .propose(proposal, |_| true, None, now())
        .await
        .unwrap();
    assert!(preview.is_broken);
    assert!(
        preview.problems[0].contains("pack.toml:8"),
        "{}",
        preview.problems[0]
    );
    let refused = desk
        .advisor
        .accept(&preview.id, |_| true, "grace", now())
        .await;
    assert!(
        matches!(
            refused,
            Err(ProposalError::Publish(PublishError::Broken(_)))
        ),
        "{refused:?}"
    );
    assert_eq!(desk.text(), PACK);
}
