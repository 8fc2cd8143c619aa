//! Questions that leave out what the answer before them was about: "and the CIO?", "examples?"; and
//! answers to a question back: "the first one".

mod phrase;
mod pick;
mod words;

use phrase::{Phrase, REST_MAX, WORDS_MAX, Word, words_of};
use words::{ASKING, PLURALS, PRONOUNS};

use super::{Advice, Before, Matter, Snapshot};
use crate::{
    knowledge::{Detail, Entry, EntryId, Kind},
    matching::{Outcome, Verdict},
};

/// How the question goes on from the answer before it.
enum Next {
    /// The same of this role; of all roles for `None`.
    Role(Option<String>),
    /// Examples, of this role if one is named.
    Examples(Option<String>),
    /// This, of the same role.
    About(String),
    /// What else there is to it.
    More,
}

impl Snapshot {
    /// Answers a question that may lean on what stands before it. One that says by itself what it
    /// asks is answered as by [`Snapshot::ask`].
    #[must_use]
    pub fn ask_after(&self, question: &str, before: Option<&Before>) -> Advice {
        let plain = self.ask(question);
        let Some(before) = before else { return plain };
        self.follow(&plain.verdict, before).unwrap_or(plain)
    }

    /// The answer to a question that leans on what stands before it; `None` when it does not.
    #[must_use]
    pub fn follow(&self, plain: &Verdict, before: &Before) -> Option<Advice> {
        self.picked(plain, &before.choices)
            .or_else(|| self.go_on(plain, before.matter.as_ref()?))
    }

    /// The answer to a question that goes on from an answer about something.
    fn go_on(&self, plain: &Verdict, before: &Matter) -> Option<Advice> {
        let entry = self.knowledge().entry(&before.entry)?;
        let words = words_of(plain);
        if words.is_empty() || words.len() > WORDS_MAX {
            return None;
        }
        match self.next(&words, before) {
            Some(Next::Role(role)) => self.of_role(plain, entry, role.as_deref()),
            Some(Next::Examples(role)) => {
                let role = role.as_deref().or(before.role.as_deref());
                let shown = match (
                    &entry.detail,
                    role.and_then(|slug| self.knowledge().role(slug)),
                ) {
                    (Detail::Role { .. }, Some(role)) => role,
                    _ => entry,
                };
                let reply = self.composer().examples(shown, role)?;
                Some(Advice::found(plain, &shown.id, reply))
            }
            Some(Next::About(rest)) => self.about(&rest, before),
            Some(Next::More) => {
                let mut related = entry.related.iter();
                let next = related.find_map(|id| self.knowledge().entry(id))?;
                let reply = self.composer().entry(next, before.role.as_deref());
                Some(Advice::found(plain, &next.id, reply))
            }
            None => self.of_pronoun(plain, before),
        }
    }

    fn next(&self, words: &[Word<'_>], before: &Matter) -> Option<Next> {
        let phrase = Phrase::of(words);
        let rest = phrase.rest;
        let last = rest.last()?;
        if phrase.asks_for_examples() {
            let role = rest.iter().find_map(|word| word.role);
            return Some(Next::Examples(role.map(str::to_owned)));
        }
        if phrase.asks_for_more() {
            return Some(Next::More);
        }
        let goes_on = phrase.leads || phrase.may_lead;
        if rest
            .iter()
            .all(|word| word.role.is_some() || ["and", "or", "versus"].contains(&word.text))
        {
            let role = last.role.filter(|role| {
                rest.iter()
                    .all(|word| word.role.is_none_or(|other| other == *role))
            });
            return match role {
                Some(_) if phrase.beside => Some(Next::Role(None)),
                Some(role) if goes_on => Some(Next::Role(Some(role.to_owned()))),
                None if phrase.leads => Some(Next::Role(None)),
                _ => None,
            };
        }
        let texts: Vec<&str> = rest.iter().map(|word| word.text).collect();
        match texts.as_slice() {
            ["other"] | ["other", "one" | "guy" | "person" | "two"] if goes_on => {
                let other = self.other(before);
                return other.map(|role| Next::Role((!phrase.beside).then_some(role)));
            }
            ["both"] | ["both", "of", "them"] if goes_on => return Some(Next::Role(None)),
            _ => {}
        }
        let asks = texts.first().is_some_and(|first| ASKING.contains(first));
        let names = rest.iter().any(|word| word.role.is_some());
        let matter = phrase.leads && !phrase.beside && !asks && !names;
        (matter && texts.len() <= REST_MAX).then(|| Next::About(texts.join(" ")))
    }

    /// The one other role of the pack.
    fn other(&self, before: &Matter) -> Option<String> {
        let role = before.role.as_deref()?;
        let packs = &self.knowledge().packs;
        let of_pack = |pack: &&crate::knowledge::Pack| {
            pack.entries
                .iter()
                .any(|entry| entry.id.kind == Kind::Role && entry.id.slug == role)
        };
        let pack = packs.iter().find(of_pack)?;
        let mut others = pack
            .entries
            .iter()
            .filter(|entry| entry.id.kind == Kind::Role && entry.id.slug != role);
        let other = others.next()?;
        others.next().is_none().then(|| other.id.slug.clone())
    }

    /// The same of another role.
    fn of_role(&self, plain: &Verdict, entry: &Entry, role: Option<&str>) -> Option<Advice> {
        let shown = match (&entry.detail, role) {
            (Detail::Dimension { .. }, _) => entry,
            (_, None) => return None,
            (Detail::Situation { .. }, Some(role)) => {
                let mut entries = self.knowledge().entries();
                entries.find(
                    |other| matches!(&other.detail, Detail::Situation { role: own } if own == role),
                )?
            }
            (_, Some(role)) => self.knowledge().role(role)?,
        };
        let reply = self.composer().entry(shown, role);
        Some(Advice::found(plain, &shown.id, reply))
    }

    /// Something else of the same role.
    fn about(&self, rest: &str, before: &Matter) -> Option<Advice> {
        let role = before
            .role
            .as_deref()
            .and_then(|slug| self.knowledge().role(slug));
        let of_role = role.map(|role| self.ask(&format!("{rest} {}", role.short())));
        let alone = self.ask(rest);
        let same = |advice: &Advice| first(&advice.verdict) == first(&alone.verdict);
        // The role narrows a row of the comparison down; it must not lead elsewhere.
        of_role
            .filter(|advice| advice.verdict.outcome != Outcome::Abstain && same(advice))
            .or_else(|| (alone.verdict.outcome != Outcome::Abstain).then_some(alone))
    }

    /// A question about "him" is one about the role that the answer was about.
    fn of_pronoun(&self, plain: &Verdict, before: &Matter) -> Option<Advice> {
        let role = self.knowledge().role(before.role.as_deref()?)?;
        let named = !plain.reading.mentions.is_empty();
        if named || plain.exact {
            return None;
        }
        let words: Vec<&str> = plain
            .reading
            .tokens
            .iter()
            .map(|token| token.word.as_str())
            .collect();
        let plural = words.iter().any(|word| PLURALS.contains(word));
        let single = words.iter().any(|word| PRONOUNS.contains(word));
        let unanswered = plain.outcome != Outcome::Answer;
        if !(single || (plural && unanswered)) {
            return None;
        }
        let words = words.into_iter().map(|word| {
            if PRONOUNS.contains(&word) || PLURALS.contains(&word) {
                role.short()
            } else {
                word
            }
        });
        let full = words.collect::<Vec<_>>().join(" ");
        let advice = self.ask(&full);
        (advice.verdict.outcome == Outcome::Answer).then_some(advice)
    }
}

fn first(verdict: &Verdict) -> Option<&EntryId> {
    verdict.candidates.first().map(|candidate| &candidate.id)
}

#[cfg(test)]
mod tests;
