use std::fs::Permissions;

use super::*;

struct Scene {
    folder: tempfile::TempDir,
    store: Store,
}

impl Scene {
    /// A folder `knowledge` with one pack in it, `a.toml`, which says `old`.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let packs = folder.path().join("knowledge");
        fs::create_dir(&packs).unwrap();
        fs::write(packs.join("a.toml"), "old").unwrap();
        let store = Store::open(&[packs]);
        Self { folder, store }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn pack(&self) -> PathBuf {
        self.path("knowledge/a.toml")
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn replace(&self, expected: Option<&str>, text: Option<&str>) -> Result<(), StoreError> {
        self.replace_file("knowledge/a.toml", expected, text)
    }

    fn replace_file(
        &self,
        name: &str,
        expected: Option<&str>,
        text: Option<&str>,
    ) -> Result<(), StoreError> {
        let expected = expected.map(|text| ContentHash::of(text.as_bytes()));
        self.store
            .replace(&self.path(name), expected, text.map(str::as_bytes))
    }

    /// Every name in the folder of the packs.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("knowledge")).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_pack_is_replaced_made_and_removed() {
    let scene = Scene::new();
    scene.replace(Some("old"), Some("new")).unwrap();
    assert_eq!(scene.read("knowledge/a.toml"), "new");
    scene
        .replace_file("knowledge/b.toml", None, Some("b"))
        .unwrap();
    assert_eq!(scene.read("knowledge/b.toml"), "b");
    scene.replace(Some("new"), None).unwrap();
    assert_eq!(scene.names(), ["b.toml"]);
}

#[test]
fn a_pack_that_changed_is_left_alone() {
    for (expected, text) in [
        (Some("older"), Some("new")),
        (None, Some("new")),
        (Some("older"), None),
    ] {
        let scene = Scene::new();
        let error = scene.replace(expected, text).unwrap_err();
        assert!(matches!(error, StoreError::Changed(_)), "{error}");
        assert_eq!(scene.read("knowledge/a.toml"), "old");
        assert_eq!(scene.names(), ["a.toml"]);
    }
}

#[test]
fn a_pack_that_is_gone_is_not_brought_back() {
    let scene = Scene::new();
    fs::remove_file(scene.pack()).unwrap();
    let error = scene.replace(Some("old"), Some("new")).unwrap_err();
    assert!(matches!(error, StoreError::Changed(_)), "{error}");
    assert_eq!(scene.names(), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn an_edit_at_the_last_moment_wins() {
    let mut scene = Scene::new();
    // Somebody saves while the new file is being written.
    scene.store.write = |file, bytes| {
        io::Write::write_all(file, bytes)?;
        let descriptor = std::os::fd::AsRawFd::as_raw_fd(file);
        let new = fs::read_link(format!("/proc/self/fd/{descriptor}"))?;
        fs::write(new.with_file_name("a.toml"), "theirs")
    };
    let error = scene.replace(Some("old"), Some("ours")).unwrap_err();
    assert!(matches!(error, StoreError::Changed(_)), "{error}");
    assert_eq!(scene.read("knowledge/a.toml"), "theirs");
    assert_eq!(scene.names(), ["a.toml"]);
}

#[test]
fn a_full_disk_changes_nothing() {
    let mut scene = Scene::new();
    scene.store.write = |file, bytes| {
        io::Write::write_all(file, &bytes[..bytes.len() / 2])?;
        Err(io::ErrorKind::StorageFull.into())
    };
    let error = scene.replace(Some("old"), Some("new")).unwrap_err();
    assert!(matches!(error, StoreError::Full(_)), "{error}");
    assert_eq!(scene.read("knowledge/a.toml"), "old");
    assert_eq!(scene.names(), ["a.toml"]);
}

#[test]
fn only_packs_of_the_configured_paths_are_written() {
    let scene = Scene::new();
    fs::write(scene.path("secret.toml"), "old").unwrap();
    for name in [
        "secret.toml",
        "knowledge/../secret.toml",
        "knowledge/.hidden.toml",
        "knowledge/notes.md",
        "knowledge/deeper/a.toml",
        "knowledge",
    ] {
        let error = scene.replace_file(name, None, Some("new")).unwrap_err();
        assert!(matches!(error, StoreError::Outside(_)), "{name}: {error}");
    }
    assert_eq!(scene.read("secret.toml"), "old");
    assert_eq!(scene.names(), ["a.toml"]);
}

#[test]
fn what_a_killed_process_left_behind_is_swept_away() {
    let scene = Scene::new();
    fs::write(scene.path("knowledge/.chiefly-x1.new"), "half").unwrap();
    fs::write(scene.path("knowledge/.vimrc"), "mine").unwrap();
    scene.store.sweep();
    assert_eq!(scene.names(), [".vimrc", "a.toml"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn mode_and_ownership_stay() {
        let scene = Scene::new();
        fs::set_permissions(scene.pack(), Permissions::from_mode(0o640)).unwrap();
        // Only root can give a file away; for everybody else it stays their own.
        let _ = std::os::unix::fs::chown(scene.pack(), Some(12345), Some(12345));
        let before = fs::metadata(scene.pack()).unwrap();
        scene.replace(Some("old"), Some("new")).unwrap();
        let after = fs::metadata(scene.pack()).unwrap();
        let kept = |of: &fs::Metadata| (of.mode(), of.uid(), of.gid());
        assert_eq!(kept(&after), kept(&before));
        assert_eq!(after.mode() & 0o777, 0o640);
    }

    #[test]
    fn a_folder_that_became_a_link_is_not_written_through() {
        let scene = Scene::new();
        let elsewhere = scene.path("elsewhere");
        fs::rename(scene.path("knowledge"), &elsewhere).unwrap();
        symlink(&elsewhere, scene.path("knowledge")).unwrap();
        for (expected, text) in [(Some("old"), Some("new")), (Some("old"), None)] {
            let error = scene.replace(expected, text).unwrap_err();
            assert!(matches!(error, StoreError::Moved(_)), "{error}");
        }
        assert_eq!(scene.read("elsewhere/a.toml"), "old");
        assert_eq!(scene.names(), ["a.toml"]);
    }

    #[test]
    fn a_link_is_followed_within_the_folder_and_not_out_of_it() {
        let scene = Scene::new();
        fs::write(scene.path("out.toml"), "old").unwrap();
        symlink(scene.path("out.toml"), scene.path("knowledge/out.toml")).unwrap();
        let error = scene
            .replace_file("knowledge/out.toml", Some("old"), Some("new"))
            .unwrap_err();
        assert!(matches!(error, StoreError::Link { .. }), "{error}");
        assert_eq!(scene.read("out.toml"), "old");

        fs::create_dir(scene.path("knowledge/..v1")).unwrap();
        fs::write(scene.path("knowledge/..v1/in.toml"), "old").unwrap();
        symlink("..v1/in.toml", scene.path("knowledge/in.toml")).unwrap();
        scene
            .replace_file("knowledge/in.toml", Some("old"), Some("new"))
            .unwrap();
        assert_eq!(scene.read("knowledge/..v1/in.toml"), "new");
        assert!(scene.path("knowledge/in.toml").is_symlink());
    }

    #[test]
    fn a_folder_that_is_linked_from_the_start_is_written() {
        let scene = Scene::new();
        symlink(scene.path("knowledge"), scene.path("current")).unwrap();
        let store = Store::open(&[scene.path("current")]);
        let old = ContentHash::of(b"old");
        store
            .replace(&scene.path("current/a.toml"), Some(old), Some(b"new"))
            .unwrap();
        assert_eq!(scene.read("knowledge/a.toml"), "new");
    }

    #[test]
    fn a_folder_that_may_not_be_written_is_said_so() {
        let scene = Scene::new();
        let packs = scene.path("knowledge");
        fs::set_permissions(&packs, Permissions::from_mode(0o555)).unwrap();
        let may_anyway = fs::write(packs.join("probe"), "").is_ok();
        let outcome = scene.replace(Some("old"), Some("new"));
        fs::set_permissions(&packs, Permissions::from_mode(0o755)).unwrap();
        if may_anyway {
            // Root is not bound by modes.
            outcome.unwrap();
            return;
        }
        let error = outcome.unwrap_err();
        assert!(matches!(error, StoreError::Denied { .. }), "{error}");
        assert_eq!(scene.read("knowledge/a.toml"), "old");
        assert_eq!(scene.names(), ["a.toml"]);
    }
}
