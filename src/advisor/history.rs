//! Serving what the history knows when the files cannot be used.

use std::path::{Path, PathBuf};

use super::{Advisor, check::check_contents, library::Library, publish::block};
use crate::{
    journal::{Journal, JournalError},
    knowledge::{Contents, Store},
    matching::Settings,
};

impl Advisor {
    /// Serves the files of these paths as the history knew them last, whatever they hold now, and
    /// keeps nothing; `None` when it knows none or they cannot be used any more.
    pub async fn of_history(
        paths: &[PathBuf],
        settings: Settings,
        journal: &Journal,
    ) -> Result<Option<Self>, JournalError> {
        let store = Store::open(paths);
        let mut contents = Contents::default();
        let known = journal.begin().await?.files().await?;
        for (name, hash) in known {
            let file = Path::new(&name);
            if store.holds(file) {
                contents.set(file, Some(journal.content(hash).await?));
            }
        }
        if contents.files().next().is_none() {
            return Ok(None);
        }
        let library = Library::new(paths, &contents, settings);
        let checked = block(move || check_contents(contents, settings)).await;
        // Otherwise the program is being stopped, or has become stricter.
        let accepted = checked.ok().and_then(|checked| checked.accepted().ok());
        Ok(accepted.map(|(snapshot, _)| {
            let mut advisor = Self::new(snapshot);
            advisor.library = Some(library);
            advisor
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;

    use super::*;
    use crate::advisor::{
        Reload,
        scene::{PACK, Scene},
    };

    async fn revived(scene: &Scene) -> Option<Advisor> {
        let paths = [scene.path("packs")];
        let advisor = Advisor::of_history(&paths, Settings::default(), &scene.journal);
        advisor.await.unwrap()
    }

    #[tokio::test]
    async fn a_state_that_was_published_is_served_though_the_file_is_broken_or_lost() {
        let scene = Scene::new().await;
        scene.publish(&scene.draft("Less.")).await.unwrap();
        let published = scene.text();
        let broken = || fs::write(scene.path("packs/a.toml"), "schema = ").unwrap();
        let lost = || fs::remove_file(scene.path("packs/a.toml")).unwrap();
        for damage in [&broken as &dyn Fn(), &lost] {
            damage();
            let advisor = revived(&scene).await.unwrap();
            let id = "faq:oven".parse().unwrap();
            let served = || {
                advisor
                    .whole()
                    .knowledge()
                    .entry(&id)
                    .unwrap()
                    .answer
                    .clone()
            };
            assert_eq!(served(), "Less.");
            let report = advisor.reload(Timestamp::UNIX_EPOCH).await.unwrap();
            assert!(matches!(report.outcome, Reload::Broken(_)), "{report:?}");
            assert!(advisor.standing().await.is_some());
            assert_eq!(served(), "Less.");
            fs::write(scene.path("packs/a.toml"), &published).unwrap();
            let report = advisor.reload(Timestamp::UNIX_EPOCH).await.unwrap();
            assert!(matches!(report.outcome, Reload::Fixed), "{report:?}");
            assert_eq!(advisor.standing().await, None);
        }
    }

    #[tokio::test]
    async fn where_there_is_no_history_nothing_is_served() {
        let scene = Scene::new().await;
        assert!(revived(&scene).await.is_none());
        scene.publish(&scene.draft("Less.")).await.unwrap();
        fs::create_dir(scene.path("others")).unwrap();
        fs::write(scene.path("others/a.toml"), PACK).unwrap();
        let others = [scene.path("others")];
        let advisor = Advisor::of_history(&others, Settings::default(), &scene.journal);
        assert!(advisor.await.unwrap().is_none());
    }
}
