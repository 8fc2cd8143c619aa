use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    knowledge::{ContentHash, EntryId},
    matching::Outcome,
};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn edit(second: i64, summary: &str, files: &[(&str, Option<&str>, Option<&str>)]) -> Edit {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    Edit {
        at: at(second),
        who: "ada".into(),
        origin: Origin::Discord,
        summary: summary.into(),
        files: files
            .iter()
            .map(|(file, before, after)| FileEdit {
                file: (*file).into(),
                before: bytes(*before),
                after: bytes(*after),
            })
            .collect(),
    }
}

async fn record(journal: &Journal, edit: &Edit) -> RevisionId {
    let mut transaction = journal.begin().await.unwrap();
    let id = transaction.record(edit).await.unwrap();
    transaction.commit().await.unwrap();
    id
}

fn asked(second: i64, text: &str) -> Asked {
    Asked {
        at: at(second),
        text: text.into(),
        outcome: Outcome::Answer,
        entry: Some("faq:key".parse().unwrap()),
        revision: None,
    }
}

#[tokio::test]
async fn what_was_recorded_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data/deep/chiefly.db");
    let journal = Journal::open(&file).await.unwrap();
    let first = record(&journal, &edit(0, "begin", &[("a.toml", None, Some("1"))])).await;
    let second = record(
        &journal,
        &edit(
            60,
            "more",
            &[
                ("a.toml", Some("1"), Some("2")),
                ("b.toml", None, Some("1")),
            ],
        ),
    )
    .await;
    let mark = journal.mark("asker", b"7");
    journal.close().await;

    let journal = Journal::open(&file).await.unwrap();
    let history = journal.history(10).await.unwrap();
    let shown: Vec<_> = history
        .iter()
        .map(|r| (&r.id, &r.parent, r.summary.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (&second, &Some(first.clone()), "more"),
            (&first, &None, "begin")
        ]
    );
    assert_eq!(history[0].at, at(60));
    assert_eq!(
        (history[0].who.as_str(), history[0].origin),
        ("ada", Origin::Discord)
    );
    let hash = history[0].files[0].before.unwrap();
    assert_eq!(journal.content(hash).await.unwrap(), b"1");
    assert_eq!(journal.head().await.unwrap(), Some(second));
    assert_eq!(journal.mark("asker", b"7"), mark);
}

#[tokio::test]
async fn nothing_is_kept_twice() {
    let journal = Journal::in_memory().await.unwrap();
    record(
        &journal,
        &edit(0, "a", &[("a", None, Some("x")), ("b", None, Some("x"))]),
    )
    .await;
    record(&journal, &edit(1, "b", &[("a", Some("x"), None)])).await;
    record(&journal, &edit(1, "c", &[("a", None, Some("x"))])).await;
    let (contents,): (i64,) = sqlx::query_as("SELECT count(*) FROM content")
        .fetch_one(&journal.pool)
        .await
        .unwrap();
    assert_eq!(contents, 1);
}

#[tokio::test]
async fn the_journal_knows_how_every_file_was_left() {
    let journal = Journal::in_memory().await.unwrap();
    record(
        &journal,
        &edit(0, "a", &[("a", None, Some("1")), ("b", None, Some("1"))]),
    )
    .await;
    record(&journal, &edit(1, "b", &[("a", Some("1"), Some("2"))])).await;
    record(&journal, &edit(2, "c", &[("b", Some("1"), None)])).await;
    let files = journal.begin().await.unwrap().files().await.unwrap();
    assert_eq!(
        files.into_iter().collect::<Vec<_>>(),
        [("a".into(), ContentHash::of(b"2"))]
    );
}

#[tokio::test]
async fn what_is_not_committed_never_happened() {
    let journal = Journal::in_memory().await.unwrap();
    let mut transaction = journal.begin().await.unwrap();
    transaction
        .record(&edit(0, "a", &[("a", None, Some("1"))]))
        .await
        .unwrap();
    drop(transaction);
    assert_eq!(journal.history(10).await.unwrap(), []);
}

#[tokio::test]
async fn a_revision_is_found_by_the_beginning_of_its_id() {
    let journal = Journal::in_memory().await.unwrap();
    let id = record(&journal, &edit(0, "a", &[("a", None, Some("1"))])).await;
    let found = journal
        .revision(&id.as_str()[..4].to_uppercase())
        .await
        .unwrap();
    assert_eq!(found.id, id);
    for wrong in ["", "1", "%%%%", "zzzz", "0000000000000", "____"] {
        let error = journal.revision(wrong).await.unwrap_err();
        assert!(
            matches!(error, JournalError::UnknownRevision(_)),
            "{wrong}: {error}"
        );
    }
    sqlx::query("INSERT INTO revision (id, at, who, origin, summary) SELECT substr(id, 1, 4) || '0', at, who, origin, summary FROM revision")
        .execute(&journal.pool)
        .await
        .unwrap();
    let error = journal.revision(&id.as_str()[..4]).await.unwrap_err();
    assert!(
        matches!(error, JournalError::AmbiguousRevision(_)),
        "{error}"
    );
}

#[tokio::test]
async fn questions_are_cut_and_forgotten_when_old_or_many() {
    let journal = Journal::in_memory().await.unwrap();
    let day = |days: i64| at(0) + SignedDuration::from_hours(24 * days);
    let family = "👩‍👩‍👧‍👦";
    journal
        .note(&[asked(0, &family.repeat(400))], at(0))
        .await
        .unwrap();
    let kept = journal.recent_questions(10, day(29)).await.unwrap();
    assert_eq!(kept[0].text, family.repeat(QUESTION_GRAPHEMES_MAX));
    assert_eq!(journal.recent_questions(10, day(31)).await.unwrap(), []);
    let many: Vec<Asked> = (0..2_100)
        .map(|n| asked(31 * 86_400, &n.to_string()))
        .collect();
    journal.note(&many, day(31)).await.unwrap();
    let kept = journal.recent_questions(9_999, day(31)).await.unwrap();
    assert_eq!(kept.len(), QUESTIONS_MAX as usize);
    assert_eq!(
        (kept[0].text.as_str(), kept[1_999].text.as_str()),
        ("2099", "100")
    );
    let (rows,): (i64,) = sqlx::query_as("SELECT count(*) FROM question")
        .fetch_one(&journal.pool)
        .await
        .unwrap();
    assert_eq!(rows, i64::from(QUESTIONS_MAX));
    journal.forget_questions().await.unwrap();
    assert_eq!(journal.recent_questions(10, day(31)).await.unwrap(), []);
}

#[tokio::test]
async fn the_log_of_questions_never_waits_and_loses_nothing_that_it_has_room_for() {
    let journal = Journal::in_memory().await.unwrap();
    let log = QuestionLog::start(journal.clone());
    let now = Timestamp::now();
    for n in 0..500 {
        log.note(Asked {
            at: now,
            ..asked(0, &n.to_string())
        });
    }
    log.flush().await;
    let kept = journal.recent_questions(9_999, now).await.unwrap();
    let texts: Vec<String> = kept.into_iter().rev().map(|asked| asked.text).collect();
    assert_eq!(texts, (0..500).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn marks_are_one_databases_own() {
    let one = Journal::in_memory().await.unwrap();
    let other = Journal::in_memory().await.unwrap();
    assert_eq!(one.mark("asker", b"7"), one.clone().mark("asker", b"7"));
    assert_ne!(one.mark("asker", b"7"), one.mark("asker", b"8"));
    assert_ne!(one.mark("asker", b"7"), one.mark("voter", b"7"));
    assert_ne!(one.mark("a", b"b7"), one.mark("ab", b"7"));
    assert_ne!(one.mark("asker", b"7"), other.mark("asker", b"7"));
}

#[tokio::test]
async fn a_journal_that_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    std::fs::write(
        path("letter.txt"),
        "Dear Ada, this is no database at all. ".repeat(200),
    )
    .unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    let newer = Journal::open(&path("newer.db")).await.unwrap();
    sqlx::query("INSERT INTO _sqlx_migrations SELECT 999, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations LIMIT 1")
        .execute(&newer.pool)
        .await
        .unwrap();
    newer.close().await;
    for (name, wanted) in [
        ("letter.txt", "is no journal of chiefly"),
        ("letter.txt/chiefly.db", "cannot be made"),
        ("folder", "cannot be opened"),
        ("newer.db", "newer version of chiefly"),
    ] {
        let error = Journal::open(&path(name)).await.unwrap_err().to_string();
        assert!(
            error.contains(wanted) && error.contains(". "),
            "{name}: {error}"
        );
    }
}

#[tokio::test]
async fn several_processes_begin_at_once_and_agree() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chiefly.db");
    let open = || Journal::open(&file);
    let (a, b, c) = tokio::join!(open(), open(), open());
    let journals = [a.unwrap(), b.unwrap(), c.unwrap()];
    let marks = journals
        .each_ref()
        .map(|journal| journal.mark("asker", b"7"));
    assert_eq!(marks, [marks[0]; 3]);
    let mut ids = Vec::new();
    for (second, journal) in (0..).zip(&journals) {
        ids.push(record(journal, &edit(second, "a", &[("a", None, Some("1"))])).await);
    }
    let parents: Vec<_> = journals[0]
        .history(9)
        .await
        .unwrap()
        .into_iter()
        .rev()
        .map(|r| r.parent)
        .collect();
    assert_eq!(parents, [None, Some(ids[0].clone()), Some(ids[1].clone())]);
}

#[tokio::test]
async fn a_person_has_one_vote_on_what_an_answer_says_and_may_change_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chiefly.db");
    let journal = Journal::open(&file).await.unwrap();
    let entry: EntryId = "faq:key".parse().unwrap();
    let [old, new] = ["1", "2"].map(|text| crate::answer::Revision::parse(text).unwrap());
    let vote = |person: &[u8], revision, helpful, at| Vote {
        entry: entry.clone(),
        revision,
        voter: journal.mark("voter", person),
        helpful,
        at,
    };
    let counts = async |journal: &Journal, second| {
        let tallies = journal.tallies(at(second)).await.unwrap();
        let counts = tallies.iter().map(|t| (t.revision, t.helpful, t.unhelpful));
        counts.collect::<Vec<_>>()
    };
    for (person, revision, helpful) in [
        (b"ada", old, true),
        (b"lin", old, true),
        // Again, and changed.
        (b"ada", old, true),
        (b"ada", old, false),
        (b"ada", new, true),
    ] {
        let vote = vote(person, revision, helpful, at(0));
        journal.vote(&vote).await.unwrap();
    }
    assert_eq!(counts(&journal, 0).await, [(old, 1, 1), (new, 1, 0)]);
    // Marks and votes are there after a restart.
    journal.close().await;
    let journal = Journal::open(&file).await.unwrap();
    assert_eq!(counts(&journal, 0).await, [(old, 1, 1), (new, 1, 0)]);
    let ada = journal.mark("voter", b"ada");
    assert_eq!(journal.forget_votes(ada).await.unwrap(), 2);
    assert_eq!(journal.forget_votes(ada).await.unwrap(), 0);
    assert_eq!(counts(&journal, 0).await, [(old, 1, 0)]);
    let year = 60 * 60 * 24 * VOTES_KEPT_DAYS;
    assert_eq!(counts(&journal, year + 1).await, [], "too old to count");
}
