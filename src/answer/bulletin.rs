//! What the moderators' channel is told about the files.

use super::{
    compose::Composer,
    limits,
    moderating::{block, inert, told},
    reply::Reply,
};

/// How much there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// What an embed takes.
    Embed,
    /// What a message without embeds takes.
    Text,
}

/// As much stands around the problems at most, the title included.
const AROUND: usize = 350;

impl Room {
    const fn for_problems(self) -> usize {
        match self {
            Self::Embed => limits::DESCRIPTION - AROUND,
            Self::Text => limits::CONTENT - AROUND,
        }
    }
}

impl Composer<'_> {
    /// The files cannot be used: as many of the problems as there is room for, and how many more.
    #[must_use]
    pub fn unusable(problems: &[String], room: Room) -> Reply {
        let room = room.for_problems();
        let mut left = room;
        let fitting = problems.iter().take_while(|problem| {
            let size = inert(problem).chars().count() + 1;
            let fits = size <= left;
            left = left.saturating_sub(size);
            fits
        });
        // The first one is shown in any case, as far as it goes.
        let shown = fitting.count().max(1).min(problems.len());
        let (shown, more) = problems.split_at(shown);
        let mut text = "Somebody edited the files so that they cannot be used. What I knew before stays in service, and once they are mended I take them up by myself.\n".to_owned();
        text.push_str(&block("", &shown.join("\n"), room));
        if !more.is_empty() {
            let more = format!("\n… and {} more; `chiefly check` shows all", more.len());
            text.push_str(&more);
        }
        let title = match problems.len() {
            1 => "The knowledge has a problem".to_owned(),
            count => format!("The knowledge has {count} problems"),
        };
        told(&title, text, Vec::new(), Vec::new())
    }

    /// The files can be used again.
    #[must_use]
    pub fn usable_again() -> Reply {
        told(
            "The knowledge is fixed",
            "What the files say is in service.",
            Vec::new(),
            Vec::new(),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn whatever_is_wrong_fits_and_nothing_is_passed_over(
            problems in prop::collection::vec("(\\PC|`|\n){1,600}", 1..16)
        ) {
            for room in [Room::Embed, Room::Text] {
                let reply = Composer::unusable(&problems, room);
                let [card] = reply.cards.as_slice() else {
                    panic!("one card");
                };
                let whole = reply.to_text();
                prop_assert!(room == Room::Embed || whole.chars().count() <= limits::CONTENT);
                prop_assert_eq!(whole.matches("```").count(), 2, "{}", whole);
                let more = card.text.rsplit_once("\n… and ");
                let more = more.and_then(|(_, rest)| rest.split(' ').next());
                let more = more.map_or(0, |count| count.parse::<usize>().unwrap());
                let problems = problems.iter().take(problems.len() - more).skip(1);
                for problem in problems {
                    prop_assert!(card.text.contains(inert(problem).trim_end()));
                }
            }
        }
    }

    #[test]
    fn one_problem_is_shown_with_its_line_and_many_are_counted() {
        let problem = "error[unknown-key]: `anwser` is no key here\n --> pack.toml:12:1\n";
        let one = Composer::unusable(&[problem.to_owned()], Room::Embed);
        insta::assert_snapshot!(one.to_text(), @r"
        **The knowledge has a problem**

        Somebody edited the files so that they cannot be used. What I knew before stays in service, and once they are mended I take them up by myself.
        ```
        error[unknown-key]: `anwser` is no key here
         --> pack.toml:12:1
        ```
        ");
        let many = vec![problem.to_owned(); 100];
        let many = Composer::unusable(&many, Room::Text).to_text();
        let last = many.lines().last().unwrap();
        assert_eq!(last, "… and 75 more; `chiefly check` shows all");
        let again = Composer::usable_again().to_text();
        insta::assert_snapshot!(again, @r"
        **The knowledge is fixed**

        What the files say is in service.
        ");
    }
}
