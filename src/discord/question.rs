//! The question in what a person typed: without Discord's own notation.

/// The text without mentions, custom emoji, timestamps and the like (`<@1>`, `<:name:2>`, …).
pub(super) fn plain(content: &str) -> String {
    let mut plain = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        plain.push_str(before);
        let len = notation_len(tail);
        plain.push(if len.is_some() { ' ' } else { '<' });
        rest = tail.get(len.unwrap_or(1)..).unwrap_or_default();
    }
    plain.push_str(rest);
    for call in ["@everyone", "@here"] {
        plain = plain.replace(call, " ");
    }
    plain.trim().to_owned()
}

/// The length of the notation that a text begins with, if it does.
fn notation_len(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    let inside = text.get(1..end)?;
    let marked = ["@", "#", ":", "a:", "t:", "/", "id:"]
        .iter()
        .any(|mark| inside.starts_with(mark));
    let digits = inside.bytes().any(|byte| byte.is_ascii_digit());
    (marked && digits && !inside.contains(['<', '\n'])).then_some(end + 1)
}

/// Whether the text names a user: `<@1>` or `<@!1>`.
pub(super) fn names(content: &str, user: u64) -> bool {
    content.contains(&format!("<@{user}>")) || content.contains(&format!("<@!{user}>"))
}

/// What stands behind the user's name, when other words stand before it.
pub(super) fn behind(content: &str, user: u64) -> Option<String> {
    let marks = [format!("<@{user}>"), format!("<@!{user}>")];
    let (before, behind) = marks
        .iter()
        .find_map(|mark| content.split_once(mark.as_str()))?;
    let behind = plain(behind);
    (!plain(before).is_empty() && !behind.is_empty()).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_persons_own_words_are_the_question() {
        for (content, expected) in [
            ("<@42> whats the diff", "whats the diff"),
            ("hey <@!42>, and the CIO?", "hey  , and the CIO?"),
            ("<@42>", ""),
            ("<:pepe:61> <a:wave:62>", ""),
            ("is <#7> about <@&9>?", "is   about  ?"),
            ("3 < 5 and 7 > 5", "3 < 5 and 7 > 5"),
            ("<b>bold</b>", "<b>bold</b>"),
            ("what is a CTO? @everyone", "what is a CTO?"),
            ("@here any idea?", "any idea?"),
            ("<@", "<@"),
            ("", ""),
        ] {
            assert_eq!(plain(content), expected, "{content:?}");
        }
        assert_eq!(behind("<@42> hi", 42), None);
        assert_eq!(behind("hi <@42>", 42), None);
        assert_eq!(
            behind("so. <@!42> and you?", 42).as_deref(),
            Some("and you?")
        );
        assert!(names("hi <@!42>!", 42) && !names("<@421>", 42));
    }
}
