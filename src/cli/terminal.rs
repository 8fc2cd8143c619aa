//! Replies and tables in a terminal: wrapped at its width, with a little of Discord's markdown.
//!
//! Everything is written with colour; the stream drops it where no terminal shows it.

use anstream::adapter::strip_str;

use crate::answer::{Card, Reply, Tone};

const BOLD: &str = "\u{1b}[1m";
const ITALIC: &str = "\u{1b}[3m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";
/// Wider lines are hard to read.
const WIDTH_MAX: usize = 92;

/// A reply as a terminal shows it.
pub(super) fn reply(reply: &Reply) -> String {
    within(reply, textwrap::termwidth().clamp(20, WIDTH_MAX))
}

fn within(reply: &Reply, width: usize) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for card in reply.cards.iter().chain(&reply.further) {
        blocks.extend(blocks_of(card, reply.tone, width));
    }
    if !reply.buttons.is_empty() {
        let heading = match reply.tone {
            Tone::Answer => "Read on:",
            _ => "Pick one:",
        };
        let lines = reply
            .buttons
            .iter()
            .map(|button| format!("  [{}]", clean(&button.label)));
        blocks.push(format!(
            "{DIM}{heading}\n{}{RESET}",
            lines.collect::<Vec<_>>().join("\n")
        ));
    }
    blocks.join("\n\n")
}

fn blocks_of(card: &Card, tone: Tone, width: usize) -> Vec<String> {
    let colour = match tone {
        Tone::Answer => "\u{1b}[34m",
        Tone::Clarify => "\u{1b}[33m",
        Tone::Abstain | Tone::Notice => DIM,
    };
    let mut blocks = Vec::new();
    if !card.title.is_empty() {
        let title = textwrap::fill(&clean(&card.title), width);
        blocks.push(format!("{BOLD}{colour}{title}{RESET}"));
    }
    if !card.text.is_empty() {
        blocks.push(paragraphs(&card.text, width));
    }
    for field in &card.fields {
        blocks.push(format!(
            "{BOLD}{}{RESET}\n{}",
            clean(&field.name),
            paragraphs(&field.value, width)
        ));
    }
    if let Some(address) = card.url.as_ref().or(card.image.as_ref()) {
        blocks.push(format!("{DIM}{}{RESET}", clean(address)));
    }
    if !card.footer.is_empty() {
        blocks.push(format!(
            "{DIM}{}{RESET}",
            textwrap::fill(&clean(&card.footer), width)
        ));
    }
    blocks
}

fn paragraphs(text: &str, width: usize) -> String {
    let text = clean(text);
    let lines = text.lines().map(|line| {
        let (first, rest) = match line.strip_prefix("- ") {
            Some(item) => ("• ", item),
            None => ("", line),
        };
        let indent = " ".repeat(first.chars().count());
        let options = textwrap::Options::new(width)
            .initial_indent(first)
            .subsequent_indent(&indent);
        emphasise(&textwrap::fill(rest, options))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `**bold**` and `*italic*`; marks without a partner stay as they are.
fn emphasise(text: &str) -> String {
    let bold = pair(text, "**", BOLD);
    pair(&bold, "*", ITALIC)
}

fn pair(text: &str, mark: &str, style: &str) -> String {
    let mut styled = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once(mark) {
        styled.push_str(before);
        let inside = tail.split_once(mark);
        let inside = inside.filter(|(inside, _)| !inside.is_empty() && inside.trim() == *inside);
        if let Some((inside, after)) = inside {
            styled.push_str(style);
            styled.push_str(inside);
            styled.push_str(RESET);
            rest = after;
        } else {
            styled.push_str(mark);
            rest = tail;
        }
    }
    styled.push_str(rest);
    styled
}

/// Text from outside cannot steer the terminal.
pub(super) fn clean(text: &str) -> String {
    strip_str(text)
        .to_string()
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::{
        advisor::Snapshot,
        answer::{About, Composer, Questions},
        matching::Settings,
    };

    #[test]
    fn markdown_is_shown_as_far_as_a_terminal_can() {
        for (text, expected) in [
            ("a **b** c", format!("a {BOLD}b{RESET} c")),
            ("a *b* c", format!("a {ITALIC}b{RESET} c")),
            ("2 * 3", "2 * 3".into()),
            ("open **end", "open **end".into()),
            ("2 * 3 * 4", "2 * 3 * 4".into()),
        ] {
            assert_eq!(emphasise(text), expected);
        }
    }

    #[test]
    fn every_kind_of_reply_reads_well_without_colour() {
        let pack = include_str!("../../tests/packs/trades.toml");
        let loaded = crate::knowledge::parse(&[("trades.toml".into(), pack)]);
        assert_eq!(loaded.diagnostics, []);
        let snapshot = Snapshot::new(loaded.knowledge, Settings::default());
        let (ask, composer) = (|question| snapshot.ask(question).reply, snapshot.composer());
        let sides = snapshot.ask("what tools does the BRW work with");
        let before = snapshot.before_of(&sides.reply);
        let examples = snapshot.ask_after("examples?", before.as_ref()).reply;
        let game = composer.quiz(7);
        let guess = game.buttons.first().unwrap().action.clone();
        let about = About {
            version: "1.2.3",
            revision: Some("0f3a"),
            ..About::default()
        };
        let mut shown = String::new();
        for (kind, of_kind) in [
            ("a role", ask("what is a baker")),
            ("a dimension", ask("what tools do they work with")),
            ("a role's side of it", sides.reply),
            ("its examples", examples),
            ("a question", ask("Do both need yeast?")),
            ("a situation", ask("we run a tavern")),
            ("a topic", ask("any good drinking songs")),
            (
                "two questions",
                ask("any good drinking songs? Do both need yeast?"),
            ),
            ("a comparison", composer.compare(None, None, None)),
            (
                "a comparison in one respect",
                composer.compare(Some("hours"), None, None),
            ),
            ("no comparison", composer.compare(None, Some("smith"), None)),
            ("a profile", composer.role("baker", None)),
            ("no such role", composer.role("smith", None)),
            (
                "which: one",
                snapshot.which("we run a tavern at the harbour"),
            ),
            ("which: none", snapshot.which("we like to dance")),
            ("a question back", ask("where is the bicycle")),
            ("not known", ask("how tall is mount everest")),
            ("nothing asked", ask("???")),
            ("topics", composer.topics(0)),
            ("a game", game),
            ("a guess", snapshot.act(&guess, None).unwrap()),
            ("help", composer.help()),
            ("about", composer.about(&about)),
            ("privacy", composer.privacy(Questions::Kept)),
            ("a notice", Composer::welcome()),
        ] {
            let text = clean(&within(&of_kind, 80));
            let _ = write!(shown, "━━ {kind}\n{text}\n\n");
        }
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\u{7}\u{9b}c\nd"), "ab\u{63}\nd");
    }
}
