//! What a button does, as the text it carries: nothing is remembered, so that buttons work after a
//! restart and on old messages.

use std::{fmt, str::FromStr};

use super::limits;
use crate::knowledge::{EntryId, is_slug};

/// The form of the text; a later form gets another mark, so that old buttons stay readable.
const VERSION: &str = "c1";

/// What a button does.
///
/// ```
/// use chiefly::answer::Action;
///
/// let open: Action = "c1|open|faq:main-difference|".parse()?;
/// assert_eq!(open.to_string(), "c1|open|faq:main-difference|");
/// # Ok::<(), chiefly::answer::ActionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Shows an entry.
    Open {
        /// Which one.
        entry: EntryId,
        /// The role that the question was about, by slug.
        role: Option<String>,
    },
}

/// A button's text that is not of this bot, or of no form that it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the button carries nothing that this version understands")]
pub struct ActionError;

impl Action {
    /// Opens an entry, with the role the question was about if its name leaves room for it.
    #[must_use]
    pub fn open(entry: EntryId, role: Option<&str>) -> Self {
        let with_role = Self::Open {
            entry: entry.clone(),
            role: role.map(str::to_owned),
        };
        if with_role.to_string().len() <= limits::CUSTOM_ID {
            with_role
        } else {
            Self::Open { entry, role: None }
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open { entry, role } => {
                let role = role.as_deref().unwrap_or_default();
                write!(f, "{VERSION}|open|{entry}|{role}")
            }
        }
    }
}

impl FromStr for Action {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('|').collect();
        match parts.as_slice() {
            [VERSION, "open", entry, role] => Ok(Self::Open {
                entry: entry.parse().map_err(|_| ActionError)?,
                role: match *role {
                    "" => None,
                    role if is_slug(role) => Some(role.to_owned()),
                    _ => return Err(ActionError),
                },
            }),
            _ => Err(ActionError),
        }
    }
}
