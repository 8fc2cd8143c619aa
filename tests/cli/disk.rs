//! Disks that are full or cannot be written: the command line says so, and nothing is lost.

use super::{
    history::record,
    scene::{SMALL, Scene},
};
use crate::mounts::{FILL, READ_ONLY, SMALL_DISK, script};

/// Takes the last change back on such a disk, and shows what is there then.
fn undo(damage: &str) -> Option<String> {
    let moved = SMALL.replace("Under the **mat**.", "On the hook.");
    let scene = Scene::new("undo").file("packs/pack.toml", &moved);
    let states = [None, Some(SMALL.to_owned()), Some(moved)];
    let ids = record(&scene, "packs/pack.toml", &states);
    let undo = format!(
        "\"$CHIEFLY\" --knowledge packs undo {} --yes > /dev/null 2> said || echo \"exit status $?\"\n",
        ids[1]
    );
    let show = "cat said; grep answer packs/pack.toml; ls -A packs\n";
    let mut command = script(
        &scene.path("."),
        &format!("{SMALL_DISK}{damage}{undo}{show}"),
    )?;
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    Some(shown.replace(&ids[1], "REV"))
}

#[test]
fn a_full_disk_is_said_and_leaves_the_pack_as_it_was() {
    if let Some(shown) = undo(FILL) {
        insta::assert_snapshot!(shown, @"
        exit status 2
        error: packs/pack.toml cannot be written: the disk is full. Make room, and try again
        answer = \"On the hook.\"
        answer = \"The red one.\"
        fill
        pack.toml
        ");
    }
}

#[test]
fn a_disk_that_cannot_be_written_is_said_and_leaves_the_pack_as_it_was() {
    if let Some(shown) = undo(READ_ONLY) {
        insta::assert_snapshot!(shown, @"
        exit status 2
        error: packs/pack.toml cannot be written: its disk can only be read. Mount it so that it can be written, and try again
        answer = \"On the hook.\"
        answer = \"The red one.\"
        pack.toml
        ");
    }
}

#[test]
fn a_sound_disk_is_written() {
    if let Some(shown) = undo("") {
        assert!(shown.contains("Under the **mat**."), "{shown}");
        assert!(!shown.contains("exit status"), "{shown}");
    }
}

#[test]
fn a_journal_that_cannot_be_written_is_said_and_leaves_the_pack_as_it_was() {
    let full = "mkdir -p keep; cp data/* keep/; mount -t tmpfs -o size=100k none data; cp keep/* data/; head -c 200000 /dev/zero > data/fill 2> /dev/null || true\n";
    let read_only = "mkdir -p keep; cp data/* keep/; mount -t tmpfs none data; cp keep/* data/; mount -o remount,ro data\n";
    for damage in [full, read_only] {
        let Some(shown) = undo(damage) else { return };
        assert!(shown.starts_with("exit status 2"), "{shown}");
        assert!(
            shown.contains("data/chiefly.db"),
            "the file is named: {shown}"
        );
        assert!(shown.contains("On the hook."), "{shown}");
    }
}
