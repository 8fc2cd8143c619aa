//! What moderators are told when the files are not where or what they were.

#![cfg(unix)]

use std::{fs, os::unix::fs::symlink};

use serde_json::Value;

use super::{
    knowledge::{Desk, PACK},
    scene::title,
};

/// A preview, then something happens to the files, then Publish: what is shown.
async fn published_after(desk: &Desk, damage: impl FnOnce(&Desk)) -> Value {
    let options = [("entry", "faq:key"), ("ask", "no key")];
    let preview = desk.run("grace", "phrase", &options).await;
    damage(desk);
    let shown = desk.press("grace", &preview, "Publish").await;
    let answer = desk.scene.ask("ada", "where is the key", false).await;
    assert!(answer.to_string().contains("Under the mat."), "{answer}");
    shown
}

#[tokio::test]
async fn a_file_that_was_deleted_since_the_preview_is_not_brought_back() {
    let desk = Desk::open().await;
    let shown = published_after(&desk, |desk| fs::remove_file(desk.file()).unwrap()).await;
    assert_eq!(title(&shown), "That cannot be done");
    assert!(
        shown.to_string().contains("pack.toml is no longer there"),
        "{shown}"
    );
    assert!(!desk.file().exists());
}

#[tokio::test]
async fn a_file_that_became_a_link_out_of_the_folder_is_not_written_through() {
    let desk = Desk::open().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("other.toml");
    let shown = published_after(&desk, |desk| {
        fs::rename(desk.file(), &target).unwrap();
        symlink(&target, desk.file()).unwrap();
    })
    .await;
    assert_eq!(title(&shown), "That cannot be done");
    assert!(shown.to_string().contains("is a link to"), "{shown}");
    assert_eq!(fs::read_to_string(&target).unwrap(), PACK);
    assert!(desk.file().is_symlink());
}

#[tokio::test]
async fn a_folder_that_became_a_link_is_not_written_through() {
    let desk = Desk::open().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("moved");
    let folder = desk.file().parent().unwrap().to_owned();
    let shown = published_after(&desk, |_| {
        fs::rename(&folder, &moved).unwrap();
        symlink(&moved, &folder).unwrap();
    })
    .await;
    fs::remove_file(&folder).unwrap();
    assert_eq!(title(&shown), "That cannot be done");
    assert!(
        shown.to_string().contains("leads somewhere else"),
        "{shown}"
    );
    let names = fs::read_dir(&moved).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["pack.toml"]);
    assert_eq!(fs::read_to_string(moved.join("pack.toml")).unwrap(), PACK);
}
