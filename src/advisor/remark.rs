//! What a message asks that was written to the bot, or that merely could be answered by it.

use super::{
    Advice, Before, Snapshot,
    speech::{is_blame, is_help, is_question, is_silent, is_thanks, points},
};
use crate::{answer::Composer, matching::Outcome};

/// A message written to the bot.
#[derive(Debug, Clone, Copy, Default)]
pub struct Remark<'a> {
    /// The person's own words.
    pub words: &'a str,
    /// Those of them that stand behind the bot's name, when there are others before it.
    pub behind: Option<&'a str>,
    /// Whose message the person pointed the bot to, if any.
    pub pointed: Pointed<'a>,
    /// What the bot said before.
    pub before: Option<&'a Before>,
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
    /// Whether anything was asked or said to the bot, as far as that can be told: "lol" is neither.
    pub wanted: bool,
}

impl Snapshot {
    /// What to say to somebody who wrote to the bot.
    #[must_use]
    pub fn respond(&self, remark: Remark<'_>) -> Response {
        let asks = is_question(remark.words) || is_thanks(remark.words) || is_help(remark.words);
        let own = |advice: Advice| Response {
            wanted: asks || advice.verdict.outcome == Outcome::Answer,
            advice,
            to_pointed: false,
        };
        let pointed = |advice| Response {
            advice,
            to_pointed: true,
            wanted: true,
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
        if is_blame(remark.words) {
            return Response {
                // Those who are not spoken to had better not butt in.
                wanted: false,
                advice: self.notice(remark.words, Composer::sorry()),
                to_pointed: false,
            };
        }
        let advice = self.ask_after(remark.words, remark.before);
        if is_silent(remark.words)
            || (is_help(remark.words) && advice.verdict.outcome != Outcome::Answer)
        {
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
        before: Option<&Before>,
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
