//! Who may change which pack, and where.

use std::path::Path;

/// Who may change the knowledge in Discord.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rights {
    /// Whoever has one of these roles may.
    pub roles: Vec<u64>,
    /// These people may.
    pub users: Vec<u64>,
    /// By the name of a pack's file, the servers in which it may be changed.
    pub owners: Vec<(String, Vec<u64>)>,
}

/// Why somebody may not change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The configuration names nobody.
    NobodyMay,
    /// The configuration names others.
    NotAModerator,
    /// The configuration names other servers.
    NotAnOwner,
}

impl Rights {
    /// Whether a person, by number and roles, may change anything in a server.
    pub fn check(&self, user: u64, roles: &[u64], server: Option<u64>) -> Result<(), Refusal> {
        if self.roles.is_empty() && self.users.is_empty() {
            return Err(Refusal::NobodyMay);
        }
        let named = self.users.contains(&user) || roles.iter().any(|r| self.roles.contains(r));
        if !named {
            return Err(Refusal::NotAModerator);
        }
        let owns = |(_, owners): &(String, Vec<u64>)| server.is_some_and(|s| owners.contains(&s));
        if self.owners.iter().any(owns) {
            Ok(())
        } else {
            Err(Refusal::NotAnOwner)
        }
    }

    /// Whether a pack may be changed in a server.
    #[must_use]
    pub fn owns(&self, server: u64, pack: &Path) -> bool {
        let name = pack.file_name().map(|name| name.to_string_lossy());
        self.owners
            .iter()
            .any(|(file, owners)| name.as_deref() == Some(file) && owners.contains(&server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: u64 = 1;
    const THEIRS: u64 = 2;

    fn rights() -> Rights {
        Rights {
            roles: vec![10],
            users: vec![20],
            owners: vec![("a.toml".into(), vec![OURS]), ("b.toml".into(), vec![])],
        }
    }

    #[test]
    fn only_those_who_are_named_may_and_only_in_an_owning_server() {
        for (user, roles, server, expected) in [
            (20, &[][..], Some(OURS), Ok(())),
            (30, &[10][..], Some(OURS), Ok(())),
            (30, &[11][..], Some(OURS), Err(Refusal::NotAModerator)),
            (30, &[][..], Some(OURS), Err(Refusal::NotAModerator)),
            (20, &[10][..], Some(THEIRS), Err(Refusal::NotAnOwner)),
            (20, &[10][..], None, Err(Refusal::NotAnOwner)),
        ] {
            assert_eq!(
                rights().check(user, roles, server),
                expected,
                "{user} {roles:?}"
            );
        }
        let nobody = Rights::default();
        assert_eq!(nobody.check(20, &[10], Some(OURS)), Err(Refusal::NobodyMay));
    }

    #[test]
    fn a_pack_is_changed_in_its_own_servers_alone() {
        let rights = rights();
        assert!(rights.owns(OURS, Path::new("knowledge/a.toml")));
        assert!(!rights.owns(THEIRS, Path::new("knowledge/a.toml")));
        assert!(!rights.owns(OURS, Path::new("knowledge/b.toml")));
        assert!(!rights.owns(OURS, Path::new("knowledge/c.toml")));
    }
}
