//! What a message asks that was written to the bot, or that merely could be answered by it.

use super::{Advice, Matter, Snapshot};
use crate::{answer::Composer, matching::Outcome, text::tokenize};

/// A message written to the bot.
#[derive(Debug, Clone, Copy, Default)]
pub struct Remark<'a> {
    /// The person's own words.
    pub words: &'a str,
    /// Those of them that stand behind the bot's name, when there are others before it.
    pub behind: Option<&'a str>,
    /// Whose message the person pointed the bot to, if any.
    pub pointed: Pointed<'a>,
    /// What the answer before was about.
    pub before: Option<&'a Matter>,
}

/// What a message points to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pointed<'a> {
    /// Nothing.
    #[default]
    Nowhere,
    /// Somebody's words.
    Words(&'a str),
    /// A message whose words the bot does not get to see.
    Unreadable,
}

/// What to say to a remark.
#[derive(Debug, Clone)]
pub struct Response {
    /// The answer.
    pub advice: Advice,
    /// Whether it answers what was pointed to, not the person's own words.
    pub to_pointed: bool,
}

/// Words by which a person points to a question without asking one.
const POINTING: [&str; 42] = [
    "answer",
    "answers",
    "help",
    "know",
    "say",
    "think",
    "idea",
    "ideas",
    "thought",
    "thoughts",
    "this",
    "that",
    "question",
    "reply",
    "explain",
    "respond",
    "tell",
    "please",
    "take",
    "one",
    "him",
    "her",
    "them",
    "here",
    "opinion",
    "input",
    "weigh",
    "chime",
    "out",
    "in",
    "above",
    "it",
    "friend",
    "guy",
    "got",
    "wondering",
    "needs",
    "asked",
    "asking",
    "asks",
    "hey",
    "hi",
];
/// Words of thanks, and words around them.
const THANKS: [&str; 16] = [
    "thanks", "thank", "you", "ty", "cheers", "very", "much", "so", "a", "lot", "that", "helped",
    "great", "cool", "nice", "ok",
];
/// Words that a question begins with.
const ASKING: [&str; 31] = [
    "who",
    "whos",
    "what",
    "whats",
    "which",
    "when",
    "where",
    "why",
    "how",
    "hows",
    "can",
    "could",
    "does",
    "do",
    "did",
    "is",
    "are",
    "should",
    "would",
    "will",
    "may",
    "has",
    "have",
    "isnt",
    "arent",
    "doesnt",
    "dont",
    "explain",
    "define",
    "compare",
    "difference",
];
/// Words that ask wherever they stand.
const WONDERING: [&str; 5] = ["wondering", "wonder", "anyone", "anybody", "somebody"];

impl Snapshot {
    /// What to say to somebody who wrote to the bot.
    #[must_use]
    pub fn respond(&self, remark: Remark<'_>) -> Response {
        let own = |advice| Response {
            advice,
            to_pointed: false,
        };
        let pointed = |advice| Response {
            advice,
            to_pointed: true,
        };
        if points(remark.words) {
            match remark.pointed {
                Pointed::Words(words) => return pointed(self.ask(words)),
                Pointed::Unreadable => {
                    return own(self.notice(remark.words, Composer::unreadable()));
                }
                Pointed::Nowhere => {}
            }
        }
        if is_thanks(remark.words) {
            return own(self.notice(remark.words, Composer::welcome()));
        }
        let advice = self.ask_after(remark.words, remark.before);
        if is_silent(remark.words) {
            return own(Advice {
                reply: self.composer().help(),
                ..advice
            });
        }
        if advice.verdict.outcome == Outcome::Answer {
            return own(advice);
        }
        // Before the bot's name may stand what was meant for others.
        if let Some(behind) = remark.behind {
            let narrower = self.ask_after(behind, remark.before);
            if narrower.verdict.outcome == Outcome::Answer {
                return own(narrower);
            }
        }
        if let (Pointed::Words(words), Outcome::Abstain) = (remark.pointed, advice.verdict.outcome)
        {
            let of_pointed = self.ask(words);
            if of_pointed.verdict.outcome == Outcome::Answer {
                return pointed(of_pointed);
            }
        }
        own(advice)
    }

    /// An answer to somebody who did not ask the bot; only when it is sure, and there is a question.
    /// A post of a forum has a title.
    #[must_use]
    pub fn volunteer(
        &self,
        title: Option<&str>,
        words: &str,
        before: Option<&Matter>,
    ) -> Option<Advice> {
        if let Some(title) = title {
            let sure = |advice: &Advice| advice.verdict.outcome == Outcome::Answer;
            // A title is a question even if it is not put as one.
            let of_title = Some(self.ask(title)).filter(sure);
            return of_title.or_else(|| Some(self.ask(&format!("{title}\n{words}"))).filter(sure));
        }
        let plain = self.ask(words);
        if let Some(advice) = before.and_then(|before| self.follow(&plain.verdict, before))
            && advice.verdict.outcome == Outcome::Answer
        {
            return Some(advice);
        }
        (is_question(words) && plain.verdict.outcome == Outcome::Answer).then_some(plain)
    }

    fn notice(&self, words: &str, reply: crate::answer::Reply) -> Advice {
        Advice {
            verdict: self.matcher().ask(words),
            reply,
        }
    }
}

/// Whether the words ask nothing by themselves, but say that somebody else does.
fn points(words: &str) -> bool {
    let tokens = tokenize(words);
    tokens
        .iter()
        .all(|token| token.function || POINTING.contains(&token.word.as_str()))
}

fn is_thanks(words: &str) -> bool {
    let tokens = tokenize(words);
    let thanks = |word: &str| ["thanks", "thank", "ty", "cheers"].contains(&word);
    tokens.iter().any(|token| thanks(&token.word))
        && tokens
            .iter()
            .all(|token| THANKS.contains(&token.word.as_str()))
}

/// Whether nothing is said but a greeting.
fn is_silent(words: &str) -> bool {
    let tokens = tokenize(words);
    tokens
        .iter()
        .all(|token| ["hi", "hello", "hey", "yo", "there", "hiya"].contains(&token.word.as_str()))
}

/// Whether a text asks something, as far as its form tells.
#[must_use]
pub fn is_question(text: &str) -> bool {
    let sentences = text.split_inclusive(['?', '.', '!', '\n']);
    sentences.into_iter().any(|sentence| {
        let tokens = tokenize(sentence);
        let first = tokens.iter().find(|token| {
            !["hi", "hello", "hey", "so", "and", "ok"].contains(&token.word.as_str())
        });
        let asks = first.is_some_and(|first| ASKING.contains(&first.word.as_str()));
        let wonders = tokens
            .iter()
            .any(|token| WONDERING.contains(&token.word.as_str()));
        let compares = tokens.iter().any(|token| token.word == "versus");
        !tokens.is_empty() && (sentence.ends_with('?') || asks || wonders || compares)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_to_a_question_is_none() {
        for (words, expected) in [
            ("", true),
            ("can you answer this?", true),
            ("help him out please", true),
            ("any idea?", true),
            ("thoughts?", true),
            ("do you know that one", true),
            ("what do you think?", true),
            ("what is a CTO?", false),
            ("examples?", false),
            ("and the CIO?", false),
            ("can you answer who pays for security", false),
        ] {
            assert_eq!(points(words), expected, "{words}");
        }
    }

    #[test]
    fn a_question_is_told_by_its_form() {
        for (text, expected) in [
            ("what is a CTO", true),
            ("The CTO is on holiday today.", false),
            ("hey, can one person be both", true),
            ("cto vs cio", true),
            ("does anyone know who pays", true),
            ("I wonder who pays", true),
            ("We met the CIO. Who pays her?", true),
            ("our cto quit yesterday lol", false),
            ("hello CTO", false),
            ("???", false),
            ("", false),
        ] {
            assert_eq!(is_question(text), expected, "{text}");
        }
    }
}
