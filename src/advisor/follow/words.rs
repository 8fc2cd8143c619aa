//! The words by which a question shows that it goes on from an answer.

/// Words before the question: they say that it goes on.
pub(super) const JOINTS: &[&str] = &[
    "and", "nd", "adn", "or", "but", "so", "also", "then", "now", "plus", "und",
];
/// Words before the question that say nothing.
pub(super) const OPENERS: &[&str] = &[
    "ok", "okay", "k", "kk", "well", "hmm", "hm", "yeah", "yes", "yep", "no", "nah", "nope", "ah",
    "oh", "oops", "ups", "right", "alright", "please", "sorry", "wait", "hey", "just",
];
/// Words before the question by which it may as well be no question.
pub(super) const PRAISE: &[&str] = &[
    "cool",
    "great",
    "nice",
    "thanks",
    "thank",
    "you",
    "interesting",
];
/// Beginnings of a question that asks the same of something else. A bar stands between words of
/// which one will do.
pub(super) const LEADS: &[&str] = &[
    "is it|that the same for|with|in",
    "what does it|that mean for",
    "how is it|that for|with|by|at|in",
    "how looks it|that for|with|by|at|in",
    "the same for|with|but|in",
    "same|ditto|likewise for|with|but|in",
    "same question|thing|q for|with|but|in",
    "what|whats|how about|bout",
    "what of",
    "whats with|for",
    "what is with|about",
    "wbt",
    "hbt",
];
/// Beginnings of a question that asks the same of a role; before other words they say nothing.
pub(super) const ROLE_LEADS: &[&str] =
    &["i meant|mean", "meant", "do", "show|give me", "switch to"];
/// Beginnings of a question that sets something beside what was answered.
pub(super) const BESIDE: &[&str] = &[
    "versus",
    "compared to|with",
    "compare to|with|it",
    "in comparison to|with",
    "against",
    "as opposed to",
];
/// Words that may stand between a joint and what is asked.
pub(super) const PREPOSITIONS: &[&str] = &["for", "in", "on", "with", "about", "by", "at"];
pub(super) const ARTICLES: &[&str] = &[
    "the", "teh", "a", "an", "our", "my", "that", "this", "those", "der", "den",
];
/// Words behind what is asked that say nothing.
pub(super) const TRAILERS: &[&str] = &[
    "please", "role", "side", "thanks", "as", "well", "exactly", "lol", "again",
];
/// Words behind what is asked that say that it goes on.
pub(super) const LATE_JOINTS: &[&str] = &["then", "too", "though", "tho", "instead", "wise"];
/// Words around "examples" that ask for nothing else.
pub(super) const AROUND_EXAMPLES: &[&str] = &[
    "any",
    "some",
    "a",
    "an",
    "the",
    "few",
    "couple",
    "of",
    "more",
    "another",
    "give",
    "me",
    "us",
    "show",
    "can",
    "could",
    "you",
    "have",
    "got",
    "for",
    "please",
    "real",
    "life",
    "world",
    "concrete",
    "practical",
    "there",
    "are",
    "make",
    "do",
    "what",
    "whats",
    "would",
    "be",
    "that",
    "this",
    "is",
    "one",
    "two",
    "or",
    "but",
    "with",
    "need",
    "i",
    "it",
];
/// Words that ask for an example.
pub(super) const EXAMPLES: &[&str] = &[
    "example", "examples", "instance", "eg", "sample", "samples", "zb",
];
/// What asks for an example in other words.
pub(super) const LIKE: &[&str] = &["like", "like what", "such as", "such as what", "as in"];
/// Words that ask for more of the same matter.
pub(super) const MORE: &[&str] = &[
    "more",
    "further",
    "else",
    "elaborate",
    "continue",
    "details",
    "detail",
];
/// Words around those that ask for nothing else.
pub(super) const AROUND_MORE: &[&str] = &[
    "tell",
    "me",
    "us",
    "a",
    "bit",
    "little",
    "lot",
    "please",
    "can",
    "could",
    "you",
    "say",
    "about",
    "it",
    "that",
    "this",
    "information",
    "in",
    "into",
    "depth",
    "give",
    "i",
    "want",
    "need",
    "know",
    "to",
    "what",
    "anything",
    "something",
    "is",
    "there",
    "any",
    "some",
    "show",
    "much",
    "thanks",
    "would",
    "like",
    "on",
];
/// What asks for more in other words.
pub(super) const GO_ON: &[&str] = &["go on", "keep going", "and then", "go ahead", "dig deeper"];
/// Words that a question begins with that says by itself what it asks.
pub(super) const ASKING: &[&str] = &[
    "who", "whos", "what", "whats", "which", "when", "where", "why", "how", "can", "could", "does",
    "do", "did", "is", "are", "was", "should", "would", "will", "may", "has", "have", "isnt",
    "arent", "doesnt", "dont",
];
pub(super) const PRONOUNS: &[&str] = &["he", "she", "him", "his", "her"];
/// Pronouns that may stand for both roles as well.
pub(super) const PLURALS: &[&str] = &["they", "their", "them"];
