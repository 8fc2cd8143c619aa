//! A role's name with its abbreviation: "Chief Technology Officer (CTO)".

/// The name and the abbreviation behind it in parentheses.
pub(super) fn read(value: &str) -> (String, Option<String>) {
    let value = value.trim();
    let inside = value
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    match inside {
        Some((name, short)) if !name.trim().is_empty() && !short.trim().is_empty() => {
            (name.trim().to_owned(), Some(short.trim().to_owned()))
        }
        _ => (value.to_owned(), None),
    }
}

/// Both in one line; a role without an abbreviation is called by its name.
pub(super) fn write(name: &str, short: &str) -> String {
    if name == short {
        name.to_owned()
    } else {
        format!("{name} ({short})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_an_abbreviation_are_told_apart() {
        for (value, name, short) in [
            (
                "Chief Technology Officer (CTO)",
                "Chief Technology Officer",
                Some("CTO"),
            ),
            (" Captain ", "Captain", None),
            ("Captain ()", "Captain ()", None),
            ("(CTO)", "(CTO)", None),
            ("Head (of IT) (HIT)", "Head (of IT)", Some("HIT")),
            ("", "", None),
            (")", ")", None),
        ] {
            assert_eq!(
                read(value),
                (name.to_owned(), short.map(str::to_owned)),
                "{value}"
            );
        }
        assert_eq!(write("Captain", "Captain"), "Captain");
        assert_eq!(write("First mate", "MATE"), "First mate (MATE)");
    }
}
