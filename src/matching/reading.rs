//! Reading a text: its words, the roles it names, the corrections it needs.

use super::{
    features::{Synonyms, Unit},
    lexicon::{Correction, Lexicon},
    roles::{Mention, RoleNames},
};
use crate::{
    knowledge::Knowledge,
    text::{Token, tokenize},
};

/// What a question was understood as.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Its words.
    pub tokens: Vec<Token>,
    /// Words read as others.
    pub corrections: Vec<Correction>,
    /// The roles it names, left to right.
    pub mentions: Vec<Mention>,
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

    /// The words as one text: equal for texts that differ only in case, spacing or punctuation.
    pub(super) fn key(&self) -> String {
        let words: Vec<_> = self.tokens.iter().map(|t| t.word.as_str()).collect();
        words.join(" ")
    }
}

/// Reads texts with a pack's own vocabulary.
#[derive(Debug, Default)]
pub(super) struct Reader {
    roles: RoleNames,
    lexicon: Lexicon,
    pub(super) synonyms: Synonyms,
}

impl Reader {
    /// A reader that knows the roles and synonyms of the packs and every word of `tokens`.
    pub(super) fn new<'a>(
        knowledge: &Knowledge,
        tokens: impl IntoIterator<Item = &'a Token>,
    ) -> Self {
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
        for token in tokens {
            reader.lexicon.add(token);
        }
        reader.lexicon.finish();
        reader
    }

    /// Reads a text of the pack: its words are as they should be.
    pub(super) fn read_phrasing(&self, tokens: &[Token]) -> Vec<Unit> {
        let mentions = self.roles.find(tokens);
        units(tokens, &mentions, |_| None)
    }

    /// Reads what a person typed.
    pub(super) fn read_question(&self, question: &str) -> (Reading, Vec<Unit>) {
        let tokens = tokenize(question);
        let mentions = self.roles.find(&tokens);
        let mut corrections = Vec::new();
        let units = units(&tokens, &mentions, |token| {
            let correction = self.lexicon.correct(token)?;
            corrections.push(correction.clone());
            Some(correction)
        });
        let reading = Reading {
            tokens,
            corrections,
            mentions,
        };
        (reading, units)
    }
}

fn units(
    tokens: &[Token],
    mentions: &[Mention],
    mut correct: impl FnMut(&Token) -> Option<Correction>,
) -> Vec<Unit> {
    let mut units = Vec::with_capacity(tokens.len());
    let mut mentions = mentions.iter().peekable();
    let mut covered = 0;
    for (at, token) in tokens.iter().enumerate() {
        if let Some(mention) = mentions.next_if(|mention| mention.start == at) {
            units.push(Unit::Role(mention.role.clone()));
            covered = mention.end;
        } else if at >= covered {
            let correction = correct(token);
            units.push(match correction {
                Some(correction) => Unit::Word {
                    token: Token::new(&correction.meant),
                    typed: Some(correction.typed),
                },
                None => Unit::Word {
                    token: token.clone(),
                    typed: None,
                },
            });
        }
    }
    units
}
