//! "Who does this?": a game of the dimensions' examples.
//!
//! A game is drawn from its seed, so a button carries all of it: seed, round, score. It is fair: no
//! example comes twice, and every role with examples occurs.

use super::{
    action::Deed,
    compose::{Composer, full_name},
    draft::Draft,
    reply::{Button, Field, Reply, Tone},
    revision::{RoleTag, mark},
};
use crate::knowledge::{Detail, Entry};

/// How many rounds a game has.
pub const ROUNDS: usize = 5;
/// What stands in an example in place of a role's name.
const MASK: &str = "[who?]";

/// A point in a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// What the game is drawn from.
    pub seed: u32,
    /// Which examples there were when it began.
    pub deck: u32,
    /// The round that is played, counted from 0.
    pub round: u8,
    /// How many rounds before it were right.
    pub score: u8,
}

/// An example, with the role that it is of.
#[derive(Debug, Clone, Copy)]
struct Card<'a> {
    role: &'a Entry,
    dimension: &'a Entry,
    example: &'a str,
}

impl Composer<'_> {
    /// A new game, drawn from a number.
    #[must_use]
    pub fn quiz(&self, seed: u64) -> Reply {
        let deck = self.deck();
        let round = Round {
            seed: shorten(mark([seed.to_string().as_str()])),
            deck: mark_of(&deck),
            round: 0,
            score: 0,
        };
        let mut draft = Draft {
            title: "Who does this?".into(),
            text: format!(
                "{ROUNDS} rounds. Read what somebody does, and press the role whose work it is."
            ),
            ..Draft::default()
        };
        if self.ask_round(&mut draft, &deck, &round) {
            draft.arrange(Tone::Notice)
        } else {
            nothing_to_guess()
        }
    }

    /// What comes of a guess: whether it was right and why, and the next round or the result.
    #[must_use]
    pub fn guessed(&self, at: &Round, guess: &RoleTag) -> Reply {
        let deck = self.deck();
        let cards = draw(&deck, at.seed);
        let card = cards
            .get(usize::from(at.round))
            .filter(|_| mark_of(&deck) == at.deck);
        let Some(card) = card else {
            return changed(at.seed);
        };
        let right = RoleTag::of(&card.role.id.slug) == *guess;
        let next = Round {
            round: at.round + 1,
            score: at.score + u8::from(right),
            ..at.clone()
        };
        let verdict = if right { "Right" } else { "Not quite" };
        let side = card.dimension.side(&card.role.id.slug);
        let why = side.map_or("", |side| side.text.as_str());
        let mut draft = Draft {
            title: format!("{verdict}: it is the {}", card.role.short()),
            text: format!("> {}\n**{}:** {why}", card.example, card.dimension.title),
            footer: format!("Score: {} of {}", next.score, next.round),
            ..Draft::default()
        };
        if !self.ask_round(&mut draft, &deck, &next) {
            draft.fields.push(Field {
                name: "The game is over".into(),
                value: result(next.score, next.round).into(),
                inline: false,
            });
            draft
                .buttons
                .push(Button::new("Play again", Deed::Play { seed: at.seed }));
        }
        draft.arrange(Tone::Notice)
    }

    /// A game after one with this seed.
    #[must_use]
    pub fn quiz_again(&self, seed: u32) -> Reply {
        self.quiz(u64::from(seed) + 1)
    }

    /// The reply to somebody who presses a button of another person's game.
    #[must_use]
    pub fn not_your_game() -> Reply {
        let draft = Draft {
            title: "This is somebody else's game".into(),
            text: "Everybody plays their own: start yours with `/quiz`.".into(),
            ..Draft::default()
        };
        draft.arrange(Tone::Notice)
    }

    /// Puts a round's question with its buttons; `false` when the game has no such round.
    fn ask_round(&self, draft: &mut Draft, deck: &[Card<'_>], at: &Round) -> bool {
        let cards = draw(deck, at.seed);
        let Some(card) = cards.get(usize::from(at.round)) else {
            return false;
        };
        draft.fields.push(Field {
            name: format!("Round {} of {}: who does this?", at.round + 1, cards.len()),
            value: format!("> {}", self.masked(card.example)),
            inline: false,
        });
        draft.buttons.extend(roles(deck).into_iter().map(|role| {
            let deed = Deed::Guess {
                round: at.clone(),
                guess: RoleTag::of(&role.id.slug),
            };
            Button::new(full_name(&role.title, role.short()), deed)
        }));
        true
    }

    /// Every example of a role that there is, in the order of the packs; nothing when there is only
    /// one role to guess.
    fn deck(&self) -> Vec<Card<'_>> {
        let mut deck: Vec<Card<'_>> = Vec::new();
        for dimension in self.knowledge.entries() {
            let Detail::Dimension { sides } = &dimension.detail else {
                continue;
            };
            for side in sides {
                let Some(role) = self.knowledge.role(&side.role) else {
                    continue;
                };
                for example in &side.examples {
                    if deck.iter().all(|card| card.example != example) {
                        deck.push(Card {
                            role,
                            dimension,
                            example,
                        });
                    }
                }
            }
        }
        if roles(&deck).len() < 2 {
            Vec::new()
        } else {
            deck
        }
    }

    /// An example without the names of the roles, which would tell.
    fn masked(&self, example: &str) -> String {
        let mut names: Vec<&str> = Vec::new();
        for role in self.knowledge.roles() {
            if let Detail::Role { short, aliases } = &role.detail {
                names.extend([short.as_str(), &role.title]);
                names.extend(aliases.iter().map(String::as_str));
            }
        }
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let mut masked = example.to_owned();
        for name in names {
            masked = replace_word(&masked, name, MASK);
        }
        masked
    }
}

/// The roles of a deck, each once, in its order.
fn roles<'a>(deck: &[Card<'a>]) -> Vec<&'a Entry> {
    let mut roles: Vec<&Entry> = Vec::new();
    for card in deck {
        if roles.iter().all(|role| role.id != card.role.id) {
            roles.push(card.role);
        }
    }
    roles.truncate(super::limits::ROW_BUTTONS);
    roles
}

/// The cards of a game: of each role at least one, if there are rounds enough, in mixed order.
fn draw<'a>(deck: &[Card<'a>], seed: u32) -> Vec<Card<'a>> {
    let shown = roles(deck);
    let order = |salt: &str, card: &Card<'_>| mark([salt, &seed.to_string(), card.example]);
    let mut mixed: Vec<Card<'a>> = deck
        .iter()
        .filter(|card| shown.iter().any(|role| role.id == card.role.id))
        .copied()
        .collect();
    mixed.sort_by_key(|card| order("draw", card));
    let mut drawn: Vec<Card<'a>> = Vec::new();
    for role in shown {
        drawn.extend(mixed.iter().find(|card| card.role.id == role.id));
    }
    for card in mixed {
        if drawn.len() < ROUNDS && drawn.iter().all(|other| other.example != card.example) {
            drawn.push(card);
        }
    }
    drawn.sort_by_key(|card| order("play", card));
    drawn.truncate(ROUNDS);
    drawn
}

fn mark_of(deck: &[Card<'_>]) -> u32 {
    shorten(mark(
        deck.iter()
            .flat_map(|card| [card.role.id.slug.as_str(), card.example]),
    ))
}

fn shorten(mark: u64) -> u32 {
    u32::try_from(mark % u64::from(u32::MAX)).unwrap_or_default()
}

const fn result(score: u8, rounds: u8) -> &'static str {
    if score == rounds {
        "All right. You could hire either of them."
    } else if score * 2 > rounds {
        "More right than wrong. Well played."
    } else {
        "They are easily mixed up. `/compare` shows them side by side."
    }
}

fn nothing_to_guess() -> Reply {
    let draft = Draft {
        title: "There is nothing to guess yet".into(),
        text: "A game needs two roles with examples, and nobody has taught me those.".into(),
        ..Draft::default()
    };
    draft.arrange(Tone::Abstain)
}

fn changed(seed: u32) -> Reply {
    let draft = Draft {
        title: "The questions have changed".into(),
        text: "Somebody edited the examples since this game began, so it cannot go on fairly."
            .into(),
        buttons: vec![Button::new("Start anew", Deed::Play { seed })],
        ..Draft::default()
    };
    draft.arrange(Tone::Notice)
}

/// The text with each occurrence of a whole word replaced, whatever its capitals.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let (lower, wanted) = (text.to_ascii_lowercase(), word.to_ascii_lowercase());
    let mut replaced = String::with_capacity(text.len());
    let mut from = 0;
    let within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find(&wanted)) {
        let (start, end) = (from + at, from + at + wanted.len());
        let before = text.get(..start).and_then(|t| t.chars().next_back());
        let behind = text.get(end..).and_then(|t| t.chars().next());
        replaced.push_str(text.get(from..start).unwrap_or_default());
        if wanted.is_empty() || within(before) || within(behind) {
            replaced.push_str(text.get(start..end).unwrap_or_default());
        } else {
            replaced.push_str(by);
        }
        from = end;
        if wanted.is_empty() {
            break;
        }
    }
    replaced.push_str(text.get(from..).unwrap_or_default());
    replaced
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::knowledge::{Knowledge, load};

    fn knowledge() -> Knowledge {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/knowledge");
        load(&[path.into()]).knowledge
    }

    #[test]
    fn every_game_is_fair() {
        let knowledge = knowledge();
        let composer = Composer::new(&knowledge);
        let deck = composer.deck();
        assert!(deck.len() >= 20);
        let mut games = HashSet::new();
        for seed in 0..300 {
            let cards = draw(&deck, seed);
            let examples: HashSet<&str> = cards.iter().map(|card| card.example).collect();
            assert_eq!(examples.len(), ROUNDS, "none comes twice");
            assert_eq!(roles(&cards).len(), 2, "both roles occur");
            games.insert(cards.iter().map(|card| card.example).collect::<Vec<_>>());
        }
        assert!(games.len() > 250, "games differ: {}", games.len());
    }

    #[test]
    fn no_example_gives_the_role_away() {
        let knowledge = knowledge();
        let composer = Composer::new(&knowledge);
        for card in composer.deck() {
            let masked = composer.masked(card.example);
            for role in knowledge.roles() {
                for name in [role.short(), &role.title] {
                    assert!(!masked.contains(name), "{masked}");
                }
            }
        }
    }

    #[test]
    fn only_whole_words_are_masked() {
        for (text, expected) in [
            ("The CTO's app", "The [who?]'s app"),
            ("cto, CTO", "[who?], [who?]"),
            ("doctor", "doctor"),
            ("Ä CTO ß", "Ä [who?] ß"),
        ] {
            assert_eq!(replace_word(text, "CTO", MASK), expected);
        }
        assert_eq!(replace_word("a", "", MASK), "a");
    }
}
