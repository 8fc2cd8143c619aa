use std::fs;

use tokio::sync::broadcast;

use super::*;
use crate::advisor::scene::{PACK, Scene};

struct Listener {
    reports: broadcast::Receiver<Arc<ReloadReport>>,
    _watching: Watching,
}

/// Watches from now on.
fn listen(scene: &Scene) -> Listener {
    Listener {
        reports: scene.advisor.reports().unwrap(),
        _watching: scene.advisor.watch(|| Timestamp::UNIX_EPOCH).unwrap(),
    }
}

impl Listener {
    /// The next report, as it is logged.
    async fn next(&mut self) -> String {
        let report = timeout(Duration::from_secs(60), self.reports.recv()).await;
        let report = report.expect("nothing was noticed").unwrap();
        let lines = lines(&report.outcome);
        lines
            .last()
            .unwrap()
            .split(" (revision")
            .next()
            .unwrap()
            .to_owned()
    }
}

fn with_answer(answer: &str) -> String {
    PACK.replace("Very.", answer)
}

/// Another pack, so that several files change at once.
fn another(name: &str) -> String {
    PACK.replace("oven", name)
}

const BROKEN_ONCE: &str =
    "the knowledge on disk has 1 problem, so what was known before stays in service";
const FIXED: &str = "the knowledge on disk is fixed: it is what is in service";

#[tokio::test]
async fn an_edit_is_live_whichever_way_an_editor_saves() {
    type Save = fn(&Scene, &str);
    let in_place: Save = |scene, text| fs::write(scene.path("packs/a.toml"), text).unwrap();
    let renamed_over: Save = |scene, text| {
        fs::write(scene.path("packs/.a.toml.swp"), text).unwrap();
        fs::rename(scene.path("packs/.a.toml.swp"), scene.path("packs/a.toml")).unwrap();
    };
    let moved_aside_first: Save = |scene, text| {
        fs::rename(scene.path("packs/a.toml"), scene.path("packs/a.toml~")).unwrap();
        fs::write(scene.path("packs/a.toml"), text).unwrap();
    };
    let twice: Save = |scene, text| {
        fs::write(scene.path("packs/a.toml"), "schema").unwrap();
        fs::write(scene.path("packs/a.toml"), text).unwrap();
    };
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    for (answer, save) in [
        ("One.", in_place),
        ("Two.", renamed_over),
        ("Three.", moved_aside_first),
        ("Four.", twice),
    ] {
        save(&scene, &with_answer(answer));
        assert_eq!(
            listener.next().await,
            "edited on disk: changed faq:oven",
            "{answer}"
        );
        assert_eq!(scene.served(), answer);
    }
    let summaries = scene.summaries().await;
    assert_eq!(summaries.len(), 4);
    assert_eq!(summaries[0], "changed faq:oven");
}

#[tokio::test]
async fn files_that_change_together_are_one_change() {
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    fs::write(scene.path("packs/b.toml"), another("stove")).unwrap();
    fs::write(scene.path("packs/c.toml"), another("sink")).unwrap();
    fs::write(scene.path("packs/a.toml"), another("lamp")).unwrap();
    assert_eq!(
        listener.next().await,
        "edited on disk: added faq:lamp, faq:stove, faq:sink; removed faq:oven"
    );
    assert_eq!(scene.history().await[0].files.len(), 3);
}

#[tokio::test]
async fn a_bad_edit_changes_nothing_and_is_told_once() {
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    let bad = PACK.replace("answer =", "anwser =");
    fs::write(scene.path("packs/a.toml"), &bad).unwrap();
    assert_eq!(listener.next().await, BROKEN_ONCE);
    assert_eq!(scene.served(), "Very.");
    // The same again, and other bytes with the same problem.
    fs::write(scene.path("packs/a.toml"), &bad).unwrap();
    assert!(scene.advisor.reload(Timestamp::UNIX_EPOCH).await.is_none());
    fs::write(scene.path("packs/a.toml"), format!("{bad}# on it\n")).unwrap();
    assert!(scene.advisor.reload(Timestamp::UNIX_EPOCH).await.is_none());
    fs::write(scene.path("packs/a.toml"), PACK).unwrap();
    assert_eq!(listener.next().await, FIXED);
    assert_eq!(scene.history().await, []);
}

#[tokio::test]
async fn a_bad_edit_that_is_mended_by_another_one_is_told_as_fixed() {
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    fs::write(scene.path("packs/a.toml"), "schema = 1\nfoo = 1\n").unwrap();
    listener.next().await;
    fs::write(scene.path("packs/a.toml"), with_answer("Less.")).unwrap();
    assert_eq!(
        listener.next().await,
        "the knowledge is fixed, and edited on disk: changed faq:oven"
    );
}

#[tokio::test]
async fn what_is_published_here_is_no_edit_on_disk() {
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    scene.publish(&scene.draft("Less.")).await.unwrap();
    assert!(scene.advisor.reload(Timestamp::UNIX_EPOCH).await.is_none());
    fs::write(scene.path("packs/b.toml"), another("stove")).unwrap();
    assert_eq!(listener.next().await, "edited on disk: added faq:stove");
    assert_eq!(scene.served(), "Less.");
}

#[tokio::test]
async fn knowledge_that_is_deleted_stays_in_service() {
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    fs::remove_file(scene.path("packs/a.toml")).unwrap();
    assert_eq!(listener.next().await, BROKEN_ONCE);
    fs::remove_dir(scene.path("packs")).unwrap();
    assert_eq!(listener.next().await, BROKEN_ONCE);
    assert_eq!(scene.served(), "Very.");
    fs::create_dir(scene.path("packs")).unwrap();
    fs::write(scene.path("packs/a.toml"), with_answer("Less.")).unwrap();
    assert_eq!(
        listener.next().await,
        "the knowledge is fixed, and edited on disk: changed faq:oven"
    );
}

#[tokio::test]
async fn a_folder_that_is_replaced_is_watched_as_well() {
    let scene = Scene::new().await;
    let mut listener = listen(&scene);
    for answer in ["One.", "Two."] {
        fs::create_dir(scene.path("new")).unwrap();
        fs::write(scene.path("new/a.toml"), with_answer(answer)).unwrap();
        fs::rename(scene.path("packs"), scene.path(answer)).unwrap();
        fs::rename(scene.path("new"), scene.path("packs")).unwrap();
        assert_eq!(listener.next().await, "edited on disk: changed faq:oven");
        assert_eq!(scene.served(), answer);
    }
    fs::write(scene.path("packs/a.toml"), with_answer("Three.")).unwrap();
    listener.next().await;
    assert_eq!(scene.served(), "Three.");
}

#[cfg(unix)]
#[tokio::test]
async fn a_pack_that_is_a_link_is_watched_where_it_leads() {
    let scene = Scene::new().await;
    fs::create_dir(scene.path("elsewhere")).unwrap();
    fs::write(scene.path("elsewhere/b.toml"), another("stove")).unwrap();
    std::os::unix::fs::symlink("../elsewhere/b.toml", scene.path("packs/b.toml")).unwrap();
    let mut listener = listen(&scene);
    assert_eq!(listener.next().await, "edited on disk: added faq:stove");
    fs::write(scene.path("elsewhere/b.toml"), another("sink")).unwrap();
    assert_eq!(
        listener.next().await,
        "edited on disk: added faq:sink; removed faq:stove"
    );
}

#[tokio::test]
async fn problems_are_logged_with_their_place_and_line() {
    let scene = Scene::new().await;
    fs::write(
        scene.path("packs/a.toml"),
        PACK.replace("answer =", "anwser ="),
    )
    .unwrap();
    let report = scene.advisor.reload(Timestamp::UNIX_EPOCH).await.unwrap();
    let folder = scene.path("packs").display().to_string();
    let lines = lines(&report.outcome).join("\n").replace(&folder, "packs");
    insta::assert_snapshot!(lines);
}

#[tokio::test(start_paused = true)]
async fn a_change_is_taken_up_within_a_second_although_the_folder_never_rests() {
    let eyes = Eyes::open(Vec::new());
    let woken = Arc::clone(&eyes.woken);
    let restless = tokio::spawn(async move {
        loop {
            woken.notify_one();
            sleep(QUIET / 3).await;
        }
    });
    let begun = tokio::time::Instant::now();
    eyes.wait().await;
    restless.abort();
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_change_is_taken_up_as_soon_as_the_folder_rests() {
    let eyes = Eyes::open(Vec::new());
    eyes.woken.notify_one();
    let begun = tokio::time::Instant::now();
    eyes.wait().await;
    assert_eq!(begun.elapsed(), QUIET);
}
