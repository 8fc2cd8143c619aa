//! What a button does, as the text it carries: nothing is remembered, so that buttons work after a
//! restart and on old messages.

use std::{fmt, str::FromStr};

use super::limits;
use crate::knowledge::{EntryId, is_slug};

/// The form of the text; a later form gets another mark, so that old buttons stay readable.
const VERSION: &str = "c1";

/// What happens to the entry that a button names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// It is what the question meant: it takes the place of "did you mean".
    Pick,
    /// It is worth reading next: it is shown beside the answer.
    Open,
}

impl Verb {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pick => "pick",
            Self::Open => "open",
        }
    }
}

/// What a button or a menu does.
///
/// ```
/// use chiefly::answer::Action;
///
/// let action: Action = "c1|topics|2".parse()?;
/// assert_eq!(action, Action::Topics { page: 2 });
/// assert_eq!(action.to_string(), "c1|topics|2");
/// # Ok::<(), chiefly::answer::ActionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A button that shows an entry.
    Entry {
        /// Where it is shown.
        verb: Verb,
        /// Which one.
        entry: EntryId,
        /// The role that the question was about, by slug.
        role: Option<String>,
    },
    /// A menu of dimensions: compares two roles, by slug, in the chosen one.
    Compare {
        /// The role on the left.
        first: String,
        /// The role on the right.
        second: String,
    },
    /// A menu of dimensions: shows one role's side, by slug, of the chosen one.
    Side {
        /// The role.
        role: String,
    },
    /// A button that turns to a page of what can be asked, counted from 0.
    Topics {
        /// The page.
        page: usize,
    },
    /// A menu of entries: shows the chosen one.
    Choose,
}

/// A button's text that is not of this bot, or of no form that it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the button carries nothing that this version understands")]
pub struct ActionError;

impl Action {
    /// An action on an entry, with the role the question was about if its name leaves room for it.
    #[must_use]
    pub fn entry(verb: Verb, entry: EntryId, role: Option<&str>) -> Self {
        let with_role = Self::Entry {
            verb,
            entry: entry.clone(),
            role: role.map(str::to_owned),
        };
        if with_role.fits() {
            return with_role;
        }
        Self::Entry {
            verb,
            entry,
            role: None,
        }
    }

    /// Whether a component can carry it; names of roles may be too long for it.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.to_string().len() <= limits::CUSTOM_ID
    }

    /// Whether its result takes the place of the message it stands on.
    #[must_use]
    pub const fn replaces(&self) -> bool {
        match self {
            Self::Entry { verb, .. } => matches!(verb, Verb::Pick),
            Self::Compare { .. } | Self::Side { .. } | Self::Topics { .. } => true,
            Self::Choose => false,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}|")?;
        match self {
            Self::Entry { verb, entry, role } => {
                let role = role.as_deref().unwrap_or_default();
                write!(f, "{}|{entry}|{role}", verb.as_str())
            }
            Self::Compare { first, second } => write!(f, "compare|{first}|{second}"),
            Self::Side { role } => write!(f, "side|{role}"),
            Self::Topics { page } => write!(f, "topics|{page}"),
            Self::Choose => f.write_str("choose"),
        }
    }
}

impl FromStr for Action {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let slug = |text: &str| is_slug(text).then(|| text.to_owned()).ok_or(ActionError);
        let parts: Vec<&str> = text.split('|').collect();
        match parts.as_slice() {
            [VERSION, "compare", first, second] => Ok(Self::Compare {
                first: slug(first)?,
                second: slug(second)?,
            }),
            [VERSION, "side", role] => Ok(Self::Side { role: slug(role)? }),
            [VERSION, "topics", page] => Ok(Self::Topics {
                page: page.parse().map_err(|_| ActionError)?,
            }),
            [VERSION, "choose"] => Ok(Self::Choose),
            [VERSION, verb, entry, role] => Ok(Self::Entry {
                verb: [Verb::Pick, Verb::Open]
                    .into_iter()
                    .find(|known| known.as_str() == *verb)
                    .ok_or(ActionError)?,
                entry: entry.parse().map_err(|_| ActionError)?,
                role: if role.is_empty() {
                    None
                } else {
                    Some(slug(role)?)
                },
            }),
            _ => Err(ActionError),
        }
    }
}
