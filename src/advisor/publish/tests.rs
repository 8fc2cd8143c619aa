use std::fs;

use super::*;
use crate::{
    advisor::scene::{PACK, Scene},
    matching::Settings,
};

#[tokio::test]
async fn what_is_published_is_in_the_file_the_history_and_the_answers() {
    let scene = Scene::new().await;
    let id = scene.publish(&scene.draft("Less.")).await.unwrap();
    assert_eq!(scene.text(), PACK.replace("Very.", "Less."));
    assert_eq!(scene.served(), "Less.");
    let [edit, first] = &scene.history().await[..] else {
        panic!("two revisions");
    };
    assert_eq!((&edit.id, edit.who.as_str()), (&id, "ada"));
    assert_eq!(edit.summary, "edit faq:oven");
    assert_eq!(first.origin, Origin::Disk);
    let after = edit.files[0].after.unwrap();
    assert_eq!(
        scene.journal.content(after).await.unwrap(),
        scene.text().into_bytes()
    );
}

#[tokio::test]
async fn a_file_that_changed_since_is_left_alone_and_the_difference_is_shown() {
    let scene = Scene::new().await;
    scene.publish(&scene.draft("Less.")).await.unwrap();
    let draft = scene.draft("More.");
    let theirs = scene.text().replace("How hot", "How very hot");
    fs::write(scene.path("packs/a.toml"), &theirs).unwrap();
    let Err(PublishError::Changed { difference, .. }) = scene.publish(&draft).await else {
        panic!("published");
    };
    assert!(
        difference.contains(
            "-question = \"How hot is the oven?\"\n+question = \"How very hot is the oven?\""
        ),
        "{difference}"
    );
    assert_eq!(scene.text(), theirs);
    assert_eq!(scene.served(), "Less.");
    assert_eq!(scene.history().await.len(), 2);
}

#[tokio::test]
async fn a_draft_that_breaks_the_knowledge_is_refused_with_its_problems() {
    let scene = Scene::new().await;
    let mut draft = scene.draft("Less.");
    draft.files[0].text = Some(PACK.replace("answer", "anwser"));
    let Err(PublishError::Broken(rejected)) = scene.publish(&draft).await else {
        panic!("published");
    };
    assert!(rejected.diagnostics.iter().any(|d| d.code == "unknown-key"));
    assert_eq!(scene.text(), PACK);
    assert_eq!(scene.history().await, []);
}

#[tokio::test]
async fn a_draft_that_changes_nothing_is_no_revision() {
    let scene = Scene::new().await;
    let outcome = scene.publish(&scene.draft("Very.")).await;
    assert!(matches!(outcome, Err(PublishError::Nothing)), "{outcome:?}");
}

#[tokio::test]
async fn an_edit_on_disk_goes_into_the_history_before_it_is_built_upon() {
    let scene = Scene::new().await;
    scene.publish(&scene.draft("Less.")).await.unwrap();
    let theirs = scene.text().replace("How hot", "How very hot");
    fs::write(scene.path("packs/a.toml"), &theirs).unwrap();
    scene.publish(&scene.draft("More.")).await.unwrap();
    let summaries = scene.summaries().await;
    assert_eq!(
        summaries[..3],
        ["edit faq:oven", "changed faq:oven", "edit faq:oven"]
    );
    let history = scene.history().await;
    assert_eq!(history[1].origin, Origin::Disk);
    let after = history[1].files[0].after.unwrap();
    assert_eq!(
        scene.journal.content(after).await.unwrap(),
        theirs.into_bytes()
    );
}

#[tokio::test]
async fn of_two_drafts_for_the_same_state_one_is_published() {
    let scene = Scene::new().await;
    let (one, other) = (scene.draft("Less."), scene.draft("More."));
    let (one, other) = tokio::join!(scene.publish(&one), scene.publish(&other));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let expected = if one.is_ok() { "Less." } else { "More." };
    assert_eq!(scene.served(), expected);
    assert_eq!(scene.text(), PACK.replace("Very.", expected));
}

#[tokio::test]
async fn files_come_and_go() {
    let scene = Scene::new().await;
    let new = DraftFile {
        path: scene.path("packs/b.toml"),
        base: None,
        text: Some(PACK.replace("oven", "stove")),
    };
    let draft = |file: &DraftFile| Draft {
        files: vec![file.clone()],
        summary: "move in".into(),
    };
    scene.publish(&draft(&new)).await.unwrap();
    let entries = || scene.advisor.whole().knowledge().entries().count();
    assert_eq!(entries(), 2);
    let gone = DraftFile {
        base: new
            .text
            .as_ref()
            .map(|text| ContentHash::of(text.as_bytes())),
        text: None,
        ..new.clone()
    };
    scene.publish(&draft(&gone)).await.unwrap();
    assert_eq!(entries(), 1);
    assert!(!new.path.exists());
}

#[tokio::test]
async fn when_one_file_of_several_cannot_be_written_none_is() {
    let scene = Scene::new().await;
    let mut draft = scene.draft("Less.");
    draft.files.push(DraftFile {
        path: scene.path("elsewhere.toml"),
        base: None,
        text: Some("schema = 1\n".into()),
    });
    let outcome = scene.publish(&draft).await;
    assert!(
        matches!(outcome, Err(PublishError::Store(StoreError::Outside(_)))),
        "{outcome:?}"
    );
    assert_eq!(scene.text(), PACK);
    assert_eq!(scene.served(), "Very.");
    assert!(!scene.path("elsewhere.toml").exists());
}

#[tokio::test]
async fn when_the_history_cannot_be_written_the_file_is_as_it_was() {
    let scene = Scene::new().await;
    scene.publish(&scene.draft("Less.")).await.unwrap();
    let url = format!("sqlite://{}", scene.path("chiefly.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query(
        "CREATE TRIGGER full BEFORE INSERT ON revision BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .execute(&pool)
    .await
    .unwrap();
    let before = scene.text();
    let outcome = scene.publish(&scene.draft("More.")).await;
    assert!(
        matches!(outcome, Err(PublishError::Journal(_))),
        "{outcome:?}"
    );
    assert_eq!(scene.text(), before);
    assert_eq!(scene.served(), "Less.");
    assert_eq!(scene.history().await.len(), 2);
}

#[tokio::test]
async fn only_files_with_a_history_are_written() {
    let scene = Scene::new().await;
    let draft = scene.draft("Less.");
    let paths = [scene.path("packs")];
    let (advisor, _) = Advisor::load(&paths, Settings::default()).unwrap();
    let outcome = Arc::new(advisor)
        .publish(&draft, "ada", Origin::Cli, Timestamp::UNIX_EPOCH)
        .await;
    assert!(
        matches!(outcome, Err(PublishError::NoJournal)),
        "{outcome:?}"
    );
    assert_eq!(scene.text(), PACK);
}

#[tokio::test]
async fn where_nothing_can_be_written_nothing_changes_and_the_reason_is_said() {
    for (full, reason) in [
        (true, "the disk is full"),
        (false, "its disk can only be read"),
    ] {
        let mut scene = Scene::new().await;
        let draft = scene.draft("Less.");
        let advisor = Arc::get_mut(&mut scene.advisor).unwrap();
        advisor.library.as_mut().unwrap().store.failing(full);
        let error = scene.publish(&draft).await.unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(scene.text(), PACK);
        assert_eq!(scene.served(), "Very.");
        let names = fs::read_dir(scene.path("packs")).unwrap();
        let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a.toml"], "nothing is left behind");
        assert!(!scene.summaries().await.contains(&draft.summary));
    }
}
