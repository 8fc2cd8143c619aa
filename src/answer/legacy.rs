//! The first form of what buttons carry, `c1|…`: messages that are years old still have it.

use super::{
    action::{Deed, Verb},
    revision::RoleTag,
    subject::Subject,
};
use crate::knowledge::is_slug;

const VERSION: &str = "c1";

/// What a button of the first form does; `None` when it is none. It knows no revision and no asker.
pub(super) fn parse(text: &str) -> Option<Deed> {
    let role = |slug: &str| is_slug(slug).then(|| RoleTag::of(slug));
    let parts: Vec<&str> = text.split('|').collect();
    let (version, rest) = parts.split_first()?;
    if *version != VERSION {
        return None;
    }
    match *rest {
        ["compare", first, second] => Some(Deed::Compare {
            first: role(first)?,
            second: role(second)?,
            at: None,
        }),
        ["side", slug] => Some(Deed::Side {
            role: role(slug)?,
            at: None,
        }),
        ["topics", page] => Some(Deed::Topics {
            page: page.parse().ok()?,
        }),
        ["choose"] => Some(Deed::Choose),
        [verb, entry, slug] => Some(Deed::Show {
            verb: match verb {
                "pick" => Verb::Pick,
                "open" => Verb::Open,
                _ => return None,
            },
            subject: Subject {
                entry: entry.parse().ok()?,
                revision: None,
                role: match slug {
                    "" => None,
                    slug => Some(role(slug)?),
                },
            },
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_of_the_first_form_still_say_what_they_do() {
        for (old, new) in [
            ("c1|pick|faq:yeast|", "pick|f:yeast||"),
            ("c1|open|dimension:tool|brewer", "open|d:tool||brewer"),
            ("c1|compare|baker|brewer", "vs|baker|brewer"),
            ("c1|side|baker", "side|baker"),
            ("c1|topics|3", "topics|3"),
            ("c1|choose", "choose"),
        ] {
            let deed = parse(old).map(|deed| deed.to_string());
            assert_eq!(deed.as_deref(), Some(new), "{old}");
        }
        for foreign in [
            "",
            "c1",
            "c1|open|faq|",
            "c1|open|faq:x|Ä",
            "c1|open|faq:x||",
            "c2||choose",
        ] {
            assert_eq!(parse(foreign), None, "{foreign}");
        }
    }
}
