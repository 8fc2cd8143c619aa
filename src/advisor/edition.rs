//! Who sees which packs, and a state of the knowledge for each of them.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
    sync::Arc,
};

use super::Snapshot;

/// Which packs are meant for certain servers only. All others are for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readership {
    /// By the name of a pack's file, the servers that see it. Other servers do not, and neither do
    /// direct messages, in which nobody knows from where a person comes.
    pub limited: Vec<(String, Vec<u64>)>,
}

impl Readership {
    /// Whether a pack is seen in a server, or outside of servers.
    #[must_use]
    pub fn sees(&self, server: Option<u64>, pack: &Path) -> bool {
        let name = pack.file_name().map(|name| name.to_string_lossy());
        let mut limited = self.limited.iter();
        limited
            .find(|(file, _)| name.as_deref() == Some(file))
            .is_none_or(|(_, servers)| server.is_some_and(|server| servers.contains(&server)))
    }
}

/// A state of the knowledge as each server sees it. Servers that see the same packs share one
/// snapshot.
#[derive(Debug)]
pub(super) struct Editions {
    /// All packs.
    pub(super) whole: Arc<Snapshot>,
    /// What servers see that are named.
    by_server: HashMap<u64, Arc<Snapshot>>,
    /// What everybody else sees.
    elsewhere: Arc<Snapshot>,
}

impl Editions {
    /// Builds an index for each set of packs that is seen somewhere.
    pub(super) fn new(whole: Arc<Snapshot>, readership: &Readership) -> Self {
        let named = readership.limited.iter().flat_map(|(_, servers)| servers);
        let named: BTreeSet<u64> = named.copied().collect();
        let mut built: Vec<(Vec<bool>, Arc<Snapshot>)> = Vec::new();
        let mut edition = |server: Option<u64>| {
            let packs = whole.knowledge().packs.iter();
            let seen = packs.map(|pack| readership.sees(server, &pack.file));
            let seen: Vec<bool> = seen.collect();
            if seen.iter().all(|seen| *seen) {
                return Arc::clone(&whole);
            }
            if let Some((_, same)) = built.iter().find(|(packs, _)| *packs == seen) {
                return Arc::clone(same);
            }
            let part = Arc::new(whole.only(|file| readership.sees(server, file)));
            built.push((seen, Arc::clone(&part)));
            part
        };
        let by_server = named
            .into_iter()
            .map(|id| (id, edition(Some(id))))
            .collect();
        let elsewhere = edition(None);
        Self {
            whole,
            by_server,
            elsewhere,
        }
    }

    /// What is seen in a server, or outside of servers.
    pub(super) fn seen_in(&self, server: Option<u64>) -> &Arc<Snapshot> {
        let of_server = server.and_then(|server| self.by_server.get(&server));
        of_server.unwrap_or(&self.elsewhere)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{
        knowledge::parse,
        matching::{Outcome, Settings},
    };

    const OURS: u64 = 1;
    const THEIRS: u64 = 2;
    const NAMED_NOWHERE: u64 = 3;

    fn faq(id: &str, question: &str) -> String {
        format!("schema = 1\n[[faq]]\nid = \"{id}\"\nquestion = \"{question}\"\nanswer = \"So.\"\n")
    }

    fn editions(limited: &[(&str, &[u64])]) -> Editions {
        let files = [
            (
                "knowledge/bikes.toml",
                faq("bikes", "Where are the bicycles?"),
            ),
            (
                "knowledge/safe.toml",
                faq("safe", "What is the code of the safe?"),
            ),
        ];
        let files = files.map(|(name, text)| (PathBuf::from(name), text));
        let whole = Snapshot::new(parse(&files).knowledge, Settings::default());
        let limited = limited.iter();
        let limited = limited.map(|(file, servers)| ((*file).to_owned(), servers.to_vec()));
        let readership = Readership {
            limited: limited.collect(),
        };
        Editions::new(Arc::new(whole), &readership)
    }

    #[test]
    fn a_pack_is_answered_from_in_its_servers_and_nowhere_else() {
        let editions = editions(&[("safe.toml", &[OURS])]);
        for (server, knows_the_code) in [
            (Some(OURS), true),
            (Some(THEIRS), false),
            (Some(NAMED_NOWHERE), false),
            (None, false),
        ] {
            let seen = editions.seen_in(server);
            let code = seen.ask("what is the code of the safe").verdict;
            assert_eq!(
                code.outcome == Outcome::Answer,
                knows_the_code,
                "{server:?}: {code:?}"
            );
            let bikes = seen.ask("where are the bicycles").verdict;
            assert_eq!(bikes.outcome, Outcome::Answer, "{server:?}");
        }
    }

    #[test]
    fn servers_that_see_the_same_share_one_index() {
        let unlimited = editions(&[]);
        assert!(Arc::ptr_eq(unlimited.seen_in(Some(OURS)), &unlimited.whole));
        assert!(Arc::ptr_eq(unlimited.seen_in(None), &unlimited.whole));

        let both = editions(&[("safe.toml", &[OURS, THEIRS])]);
        assert!(Arc::ptr_eq(both.seen_in(Some(OURS)), &both.whole));
        assert!(Arc::ptr_eq(both.seen_in(Some(THEIRS)), &both.whole));
        assert!(!Arc::ptr_eq(both.seen_in(None), &both.whole));

        let apart = editions(&[("bikes.toml", &[OURS]), ("safe.toml", &[THEIRS])]);
        assert!(!Arc::ptr_eq(
            apart.seen_in(Some(OURS)),
            apart.seen_in(Some(THEIRS))
        ));
        assert_eq!(apart.seen_in(None).knowledge().entries().count(), 0);
    }
}
