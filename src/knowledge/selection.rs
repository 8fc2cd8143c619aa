//! A part of the knowledge that stands on its own.

use std::collections::HashSet;

use super::{Detail, EntryId, Knowledge, Pack};

impl Knowledge {
    /// These packs alone, without anything that refers to the others.
    #[must_use]
    pub fn only(&self, keeps: impl Fn(&Pack) -> bool) -> Self {
        let packs = self.packs.iter().filter(|pack| keeps(pack));
        let mut part = Self {
            packs: packs.cloned().collect(),
        };
        part.prune();
        part
    }

    /// Leaves out what refers to entries that are not there: situations and cells of missing roles,
    /// related entries and promises.
    pub(super) fn prune(&mut self) {
        let roles: HashSet<String> = self.roles().map(|role| role.id.slug.clone()).collect();
        for entries in self.packs.iter_mut().map(|pack| &mut pack.entries) {
            entries.retain_mut(|entry| match &mut entry.detail {
                Detail::Situation { role } => roles.contains(role),
                Detail::Dimension { sides } => {
                    sides.retain(|side| roles.contains(&side.role));
                    true
                }
                Detail::Role { .. } | Detail::Faq | Detail::Topic => true,
            });
        }
        let ids: HashSet<EntryId> = self.entries().map(|entry| entry.id.clone()).collect();
        for pack in &mut self.packs {
            for entry in &mut pack.entries {
                entry.related.retain(|id| ids.contains(id));
            }
            pack.expects.retain(|expect| ids.contains(&expect.entry));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::knowledge::parse;

    fn knowledge() -> Knowledge {
        let crew = r#"
schema = 1
[[role]]
id = "captain"
name = "Captain"
answer = "Commands."
related = ["faq:secret"]
[[role]]
id = "mate"
name = "Mate"
answer = "Works."
"#;
        let inside = r#"
schema = 1
[[role]]
id = "owner"
name = "Owner"
answer = "Pays."
[[faq]]
id = "secret"
question = "What is the secret?"
answer = "Rum."
related = ["role:captain"]
[[dimension]]
id = "work"
title = "Work"
answer = "All work."
[dimension.roles.captain]
text = "Much."
[dimension.roles.owner]
text = "Little."
[[situation]]
id = "ferry"
role = "captain"
title = "A ferry"
answer = "A captain."
[[expect]]
ask = "who commands"
entry = "role:captain"
"#;
        let files = [("crew.toml", crew), ("inside.toml", inside)];
        let files = files.map(|(name, text)| (PathBuf::from(name), text));
        let loaded = parse(&files);
        assert_eq!(loaded.diagnostics, []);
        loaded.knowledge
    }

    #[test]
    fn what_refers_to_a_pack_that_is_left_out_is_left_out_as_well() {
        let only = |name: &'static str| knowledge().only(|pack| pack.file == Path::new(name));
        let ids = |part: &Knowledge| part.entries().map(|e| e.id.to_string()).collect::<Vec<_>>();

        let crew = only("crew.toml");
        assert_eq!(ids(&crew), ["role:captain", "role:mate"]);
        assert!(crew.entries().all(|entry| entry.related.is_empty()));

        let inside = only("inside.toml");
        assert_eq!(ids(&inside), ["role:owner", "dimension:work", "faq:secret"]);
        let work = inside.entry(&"dimension:work".parse().unwrap()).unwrap();
        assert!(work.side("captain").is_none());
        assert!(work.side("owner").is_some());
        assert_eq!(inside.packs[0].expects, []);
    }

    #[test]
    fn all_packs_together_are_what_they_were() {
        assert_eq!(knowledge().only(|_| true), knowledge());
    }
}
