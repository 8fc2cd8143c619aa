//! Reading a text: its words, the roles it names, the corrections it needs.

use std::ops::Range;

use super::{
    features::{Synonyms, Unit},
    intent::{Intent, without_small_talk},
    lexicon::{Correction, Lexicon},
    roles::{Mention, RoleNames},
};
use crate::{
    knowledge::Knowledge,
    text::{Token, for_each_word, for_each_word_of_start, tokenize},
};

/// Of a question, this many characters are read, once folded: three of Discord's longest messages.
const CHARS_MAX: usize = 6000;
/// Of its words, this many at the start and at the end.
const WORDS_MAX: (usize, usize) = (96, 48);
/// At most this many words are looked up as misspelt.
const CORRECTIONS_MAX: usize = 24;

/// What a question was understood as.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its words; of a very long question only the first and the last.
    pub tokens: Vec<Token>,
    /// Words read as others.
    pub corrections: Vec<Correction>,
    /// The roles it names, left to right.
    pub mentions: Vec<Mention>,
    /// What kind of answer it wants.
    pub intent: Intent,
    /// The tokens that are neither greeting nor thanks; only these are matched.
    pub matter: Range<usize>,
}

impl Reading {
    /// The one role that the question is about; `None` when it names none or several.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        let first = &self.mentions.first()?.role;
        self.mentions
            .iter()
            .all(|mention| mention.role == *first)
            .then_some(first)
    }

    /// The roles it names, each once, in the order of their first mention.
    #[must_use]
    pub fn roles(&self) -> Vec<&str> {
        let mut roles: Vec<&str> = Vec::new();
        for mention in &self.mentions {
            if !roles.contains(&mention.role.as_str()) {
                roles.push(&mention.role);
            }
        }
        roles
    }
}

/// Which words of a text of so many are read: of a very long one only the first and the last.
pub(super) fn read_in_full(words: usize) -> impl Fn(usize) -> bool {
    let (first, last) = WORDS_MAX;
    move |at| at < first || at + last >= words
}

/// Reads texts with a pack's own vocabulary.
#[derive(Debug, Default)]
pub(super) struct Reader {
    roles: RoleNames,
    lexicon: Lexicon,
    pub(super) synonyms: Synonyms,
}

impl Reader {
    /// A reader that knows the roles and synonyms of the packs, but no word yet.
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut reader = Self {
            roles: RoleNames::new(knowledge),
            ..Self::default()
        };
        let groups = knowledge.packs.iter().flat_map(|pack| &pack.synonyms);
        for (group, words) in (0u32..).zip(groups) {
            for word in words {
                reader.synonyms.add(group, &tokenize(word));
            }
        }
        reader
    }

    /// Learns the words of a phrasing; its tokens.
    pub(super) fn learn(&mut self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        for_each_word(text, |word| tokens.push(self.lexicon.add(word).clone()));
        tokens
    }

    /// To be called after the last [`Self::learn`] and before the first question.
    pub(super) fn finish(&mut self) {
        self.lexicon.finish();
    }

    /// What a text of the pack consists of: its words are as they should be.
    pub(super) fn read_phrasing<'a>(&'a self, tokens: &'a [Token]) -> Vec<Unit<'a>> {
        let mentions = self.roles.find(tokens);
        units(
            tokens,
            0..tokens.len(),
            mentions.iter().map(|m| (self.roles.slug(&m.role), m)),
            |_| None,
        )
    }

    /// Reads what a person typed.
    pub(super) fn read_question(&self, question: &str) -> Reading {
        let tokens = self.words(question);
        let mentions = self.roles.find(&tokens);
        let mut corrections: Vec<Correction> = Vec::new();
        let mut tried = 0;
        let mut covered = mentions.iter().peekable();
        for (at, token) in tokens.iter().enumerate() {
            while covered.next_if(|mention| mention.end <= at).is_some() {}
            let named = covered.peek().is_some_and(|mention| mention.start <= at);
            let known = self.lexicon.token(&token.word).is_some();
            let again = || corrections.iter().any(|c| c.typed == token.word);
            if named || known || tried >= CORRECTIONS_MAX || again() {
                continue;
            }
            tried += 1;
            if let Some((meant, cost)) = self.lexicon.correct(token) {
                corrections.push(Correction {
                    typed: token.word.clone(),
                    meant: meant.word.clone(),
                    cost,
                });
            }
        }
        let mut reading = Reading {
            matter: without_small_talk(&tokens),
            tokens,
            corrections,
            mentions,
            intent: Intent::default(),
        };
        reading.intent = Intent::of(&reading.tokens, reading.roles().len());
        reading
    }

    /// What a question consists of once it is read.
    pub(super) fn units<'a>(&'a self, reading: &'a Reading) -> Vec<Unit<'a>> {
        units(
            &reading.tokens,
            reading.matter.clone(),
            reading.mentions.iter().map(|m| (m.role.as_str(), m)),
            |token| {
                let mut corrections = reading.corrections.iter();
                let correction = corrections.find(|c| c.typed == token.word)?;
                self.lexicon.token(&correction.meant)
            },
        )
    }

    fn words(&self, question: &str) -> Vec<Token> {
        let mut words = String::with_capacity(question.len().min(CHARS_MAX));
        let mut ends: Vec<usize> = Vec::with_capacity(16);
        for_each_word_of_start(question.trim(), CHARS_MAX, |word| {
            words.push_str(word);
            ends.push(words.len());
        });
        let is_read = read_in_full(ends.len());
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(&ends)
            .enumerate()
            .filter(|(at, _)| is_read(*at))
            .map(|(_, (start, &end))| {
                let word = words.get(start..end).unwrap_or_default();
                let known = self.lexicon.token(word);
                known.map_or_else(|| Token::new(word), Token::clone)
            })
            .collect()
    }
}

fn units<'a, 'b>(
    tokens: &'a [Token],
    matter: Range<usize>,
    mentions: impl Iterator<Item = (&'a str, &'b Mention)>,
    meant: impl Fn(&Token) -> Option<&'a Token>,
) -> Vec<Unit<'a>> {
    let mut units = Vec::with_capacity(tokens.len());
    let mut mentions = mentions.peekable();
    let mut covered = 0;
    for (at, token) in tokens.iter().enumerate() {
        if let Some((role, mention)) = mentions.next_if(|(_, mention)| mention.start == at) {
            units.push(Unit::Role(role));
            covered = mention.end;
        } else if at >= covered && matter.contains(&at) {
            units.push(match meant(token) {
                Some(meant) => Unit::Word {
                    token: meant,
                    typed: Some(&token.word),
                },
                None => Unit::Word { token, typed: None },
            });
        }
    }
    units
}
