//! Reading a text: its words, the roles it names, the corrections it needs.

mod correction;
mod counterpart;
mod intent;
mod lexicon;
mod lookalikes;
pub(super) mod questions;
mod roles;
mod small_talk;
mod spelling;
mod words;

use std::{ops::Range, sync::Arc};

pub use correction::Correction;
use correction::{correct, everyday_words};
pub use intent::{Intent, negates};
pub(super) use lexicon::{Lexicon, WordId};
pub use roles::Mention;
use roles::RoleNames;
pub(super) use spelling::spell_and_stem;
use words::Words;
pub(super) use words::read_in_full;

use crate::{
    knowledge::Knowledge,
    matching::features::{Synonyms, Unit},
    text::{Token, for_each_word, for_each_word_of_start, tokenize},
};

/// Of a question, this many characters are read, once folded: three of Discord's longest messages.
const CHARS_MAX: usize = 6000;
/// At most this many words are looked up as misspelt.
const CORRECTIONS_MAX: usize = 24;

/// What a question was understood as.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its words; of a very long question only the first and the last.
    pub tokens: Vec<Arc<Token>>,
    /// Which words of the packs these are.
    pub(super) ids: Vec<Option<WordId>>,
    /// Words read as others.
    pub corrections: Vec<Correction>,
    /// The roles it names, left to right.
    pub mentions: Vec<Mention>,
    /// What kind of answer it wants.
    pub intent: Intent,
    /// The first word of what it compares the one role with that it names.
    pub(super) counterpart: Option<usize>,
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

    /// The words that are not matched: greeting, excuse and thanks, and fillers unless it has nothing
    /// else.
    #[must_use]
    pub fn left_aside(&self) -> Vec<&str> {
        let is_named = |at: usize| {
            let mut mentions = self.mentions.iter();
            mentions.any(|mention| (mention.start..mention.end).contains(&at))
        };
        let matter = self.tokens.get(self.matter.clone()).unwrap_or_default();
        let matter = matter.iter().map(AsRef::as_ref);
        let says = !self.mentions.is_empty() || says_something(matter);
        let tokens = self.tokens.iter().enumerate();
        tokens
            .filter(|(at, token)| {
                !is_named(*at) && (!self.matter.contains(at) || (says && token.filler))
            })
            .map(|(_, token)| token.word.as_str())
            .collect()
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

/// Reads texts with a pack's own vocabulary.
#[derive(Debug, Default)]
pub(super) struct Reader {
    roles: RoleNames,
    pub(super) lexicon: Lexicon,
    pub(super) synonyms: Synonyms,
    /// Whether each word of the lexicon may begin a role's name.
    may_begin_name: Vec<bool>,
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

    /// Knows the words of the phrasings from now on. Misspellings are corrected only once
    /// [`Lexicon::finish`] is called as well.
    pub(super) fn know(&mut self, lexicon: Lexicon) {
        self.lexicon = lexicon;
        let words = self.lexicon.tokens();
        self.may_begin_name = words.map(|word| self.roles.may_begin(word)).collect();
    }

    /// The words of a text of the pack that is not learnt.
    pub(super) fn words_of(&self, text: &str) -> Words {
        let mut words = Words::with_room(text.len());
        for_each_word(text, |word| self.read_word(word, &mut words));
        words
    }

    /// What a phrasing consists of: its words are as they should be.
    pub(super) fn read_phrasing(&self, words: &[WordId]) -> Vec<Unit<'_>> {
        let tokens = self.lexicon.tokens_of(words);
        let may_begin = |at: usize, _: &Token| {
            let id = words.get(at).map_or(usize::MAX, |id| id.index());
            self.may_begin_name.get(id) == Some(&true)
        };
        let mentions = self.roles.find(&tokens, may_begin);
        let ids = words.iter().copied().map(Some);
        self.units_of(tokens.into_iter().zip(ids), &mentions)
    }

    /// What another text of the pack consists of.
    pub(super) fn read_text<'a>(&'a self, words: &'a Words) -> Vec<Unit<'a>> {
        let mentions = self.mentions(words);
        let tokens = words.tokens.iter().map(AsRef::as_ref);
        self.units_of(tokens.zip(words.ids.iter().copied()), &mentions)
    }

    fn units_of<'a>(
        &'a self,
        words: impl ExactSizeIterator<Item = (&'a Token, Option<WordId>)> + Clone,
        mentions: &[Mention],
    ) -> Vec<Unit<'a>> {
        let all = 0..words.len();
        let mentions = mentions.iter().map(|m| (self.roles.slug(&m.role), m));
        units(words, all, mentions, |_| None)
    }

    fn mentions(&self, words: &Words) -> Vec<Mention> {
        self.roles
            .find(&words.tokens, |at, token| match words.ids.get(at) {
                Some(Some(id)) => self.may_begin_name.get(id.index()) == Some(&true),
                _ => self.roles.may_begin(token),
            })
    }

    /// Reads what a person typed.
    pub(super) fn read_question(&self, question: &str) -> Reading {
        let words = self.words_of_question(question);
        let mut mentions = self.mentions(&words);
        let mut corrections: Vec<Correction> = Vec::new();
        let mut tried = 0;
        let mut covered = mentions.iter().peekable();
        for (at, (token, id)) in words.tokens.iter().zip(&words.ids).enumerate() {
            while covered.next_if(|mention| mention.end <= at).is_some() {}
            let named = covered.peek().is_some_and(|mention| mention.start <= at);
            let again = || corrections.iter().any(|c| c.typed == token.word);
            if named || id.is_some() || tried >= CORRECTIONS_MAX || again() {
                continue;
            }
            tried += 1;
            if let Some((meant, cost)) = correct(token, &self.lexicon) {
                corrections.push(Correction {
                    typed: token.word.clone(),
                    meant: meant.word.clone(),
                    cost,
                });
            }
        }
        mentions.extend(words.tokens.iter().enumerate().filter_map(|(at, token)| {
            let correction = corrections.iter().find(|c| c.typed == token.word)?;
            Some(Mention {
                role: self.roles.of_word(&correction.meant)?.to_owned(),
                start: at,
                end: at + 1,
            })
        }));
        mentions.sort_by_key(|mention| mention.start);
        let mut reading = Reading {
            counterpart: counterpart::find(&words.tokens, &mentions),
            matter: small_talk::find_matter(&words.tokens),
            tokens: words.tokens,
            ids: words.ids,
            corrections,
            mentions,
            intent: Intent::default(),
        };
        reading.intent = Intent::of(&reading.tokens, reading.roles().len());
        reading
    }

    /// What a question consists of once it is read.
    pub(super) fn units<'a>(&'a self, reading: &'a Reading) -> Vec<Unit<'a>> {
        let tokens = reading.tokens.iter().map(AsRef::as_ref);
        units(
            tokens.zip(reading.ids.iter().copied()),
            reading.matter.clone(),
            reading.mentions.iter().map(|m| (m.role.as_str(), m)),
            |token| self.meant(token, reading),
        )
    }

    /// The word that a misspelt one is read as.
    fn meant(&self, token: &Token, reading: &Reading) -> Option<(Option<WordId>, &Arc<Token>)> {
        let mut corrections = reading.corrections.iter();
        let meant = &corrections.find(|c| c.typed == token.word)?.meant;
        match self.lexicon.find(meant) {
            Some((id, token)) => Some((Some(id), token)),
            None => Some((None, everyday_words().find(meant)?.1)),
        }
    }

    /// What a question compares the one role with that it names.
    pub(super) fn counterpart<'a>(&'a self, reading: &'a Reading) -> Option<&'a Arc<Token>> {
        let token = reading.tokens.get(reading.counterpart?)?;
        Some(self.meant(token, reading).map_or(token, |(_, meant)| meant))
    }

    fn words_of_question(&self, question: &str) -> Words {
        let mut letters = String::with_capacity(question.len().min(CHARS_MAX));
        let mut ends: Vec<usize> = Vec::with_capacity(16);
        for_each_word_of_start(question.trim(), CHARS_MAX, |word| {
            letters.push_str(word);
            ends.push(letters.len());
        });
        let is_read = read_in_full(ends.len());
        let mut words = Words {
            tokens: Vec::with_capacity(ends.len()),
            ids: Vec::with_capacity(ends.len()),
        };
        let mut start = 0;
        for (at, end) in ends.into_iter().enumerate() {
            if is_read(at) {
                let word = letters.get(start..end).unwrap_or_default();
                self.read_word(word, &mut words);
            }
            start = end;
        }
        words
    }

    fn read_word(&self, word: &str, words: &mut Words) {
        if let Some((id, token)) = self.lexicon.find(word) {
            words.push(token.clone(), Some(id));
            return;
        }
        let token = Token::new(word);
        // A chat form may stand for a word of the packs.
        match self.lexicon.find(&token.word) {
            Some((id, token)) => words.push(token.clone(), Some(id)),
            None => words.push(Arc::new(token), None),
        }
    }
}

/// Whether words are more than fillers, which are nothing to go by unless there is nothing else.
fn says_something<'a>(mut words: impl Iterator<Item = &'a Token>) -> bool {
    words.any(|word| !word.filler)
}

fn units<'a, 'b>(
    words: impl ExactSizeIterator<Item = (&'a Token, Option<WordId>)> + Clone,
    matter: Range<usize>,
    mentions: impl Iterator<Item = (&'a str, &'b Mention)>,
    meant: impl Fn(&Token) -> Option<(Option<WordId>, &'a Arc<Token>)>,
) -> Vec<Unit<'a>> {
    let mut units = Vec::with_capacity(words.len());
    let mut mentions = mentions.peekable();
    let mut covered = 0;
    let all = words.clone().take(matter.end).skip(matter.start);
    let says = mentions.peek().is_some() || says_something(all.map(|(token, _)| token));
    for (at, (token, id)) in words.enumerate() {
        if let Some((role, mention)) = mentions.next_if(|(_, mention)| mention.start == at) {
            units.push(Unit::Role(role));
            covered = mention.end;
        } else if at >= covered && matter.contains(&at) && !(says && token.filler) {
            units.push(match meant(token) {
                Some((id, meant)) => Unit::Word {
                    token: meant,
                    id,
                    typed: Some(&token.word),
                },
                None => Unit::Word {
                    token,
                    id,
                    typed: None,
                },
            });
        }
    }
    units
}
