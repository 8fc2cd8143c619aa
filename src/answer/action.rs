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

/// What a button does.
///
/// ```
/// use chiefly::answer::{Action, Verb};
///
/// let action: Action = "c1|open|faq:main-difference|".parse()?;
/// assert_eq!(action.verb, Verb::Open);
/// assert_eq!(action.to_string(), "c1|open|faq:main-difference|");
/// # Ok::<(), chiefly::answer::ActionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What happens.
    pub verb: Verb,
    /// To which entry.
    pub entry: EntryId,
    /// The role that the question was about, by slug.
    pub role: Option<String>,
}

/// A button's text that is not of this bot, or of no form that it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the button carries nothing that this version understands")]
pub struct ActionError;

impl Action {
    /// An action on an entry, with the role the question was about if its name leaves room for it.
    #[must_use]
    pub fn new(verb: Verb, entry: EntryId, role: Option<&str>) -> Self {
        let mut action = Self {
            verb,
            entry,
            role: role.map(str::to_owned),
        };
        if action.to_string().len() > limits::CUSTOM_ID {
            action.role = None;
        }
        action
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = self.role.as_deref().unwrap_or_default();
        write!(f, "{VERSION}|{}|{}|{role}", self.verb.as_str(), self.entry)
    }
}

impl FromStr for Action {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('|').collect();
        let [VERSION, verb, entry, role] = parts.as_slice() else {
            return Err(ActionError);
        };
        Ok(Self {
            verb: [Verb::Pick, Verb::Open]
                .into_iter()
                .find(|known| known.as_str() == *verb)
                .ok_or(ActionError)?,
            entry: entry.parse().map_err(|_| ActionError)?,
            role: match *role {
                "" => None,
                role if is_slug(role) => Some(role.to_owned()),
                _ => return Err(ActionError),
            },
        })
    }
}
