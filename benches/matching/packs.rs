//! The packs: the product's own, and made-up ones up to 100,000 entries.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use chiefly::knowledge::{self, Knowledge};

/// A pack of knowledge to be asked.
pub struct Pack {
    /// What the table calls it.
    pub name: &'static str,
    /// Its TOML files, of at most 4 MB each.
    pub files: Vec<String>,
}

/// The product's pack, 150 entries of 20 phrasings, and 10,000 and 100,000 entries of one.
#[must_use]
pub fn packs() -> Vec<Pack> {
    let product = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge/cto-cio.toml");
    let product =
        std::fs::read_to_string(product).expect("the product's pack is in the repository");
    let mut packs = vec![Pack {
        name: "the product's pack",
        files: vec![product],
    }];
    for (name, entries, phrasings) in [
        ("150 entries of 20 phrasings", 150, 20),
        ("10,000 entries of one phrasing", 10_000, 1),
        ("100,000 entries of one phrasing", 100_000, 1),
    ] {
        packs.push(Pack {
            name,
            files: made_up(entries, phrasings),
        });
    }
    packs
}

impl Pack {
    /// Reads the file.
    #[must_use]
    pub fn read(&self) -> Knowledge {
        let files: Vec<(PathBuf, &str)> = (0..)
            .zip(&self.files)
            .map(|(at, text)| (format!("{at}.toml").into(), text.as_str()))
            .collect();
        knowledge::parse(&files).knowledge
    }
}

/// Everything a question is compared with.
#[must_use]
pub fn phrasings(knowledge: &Knowledge) -> Vec<String> {
    let entries = knowledge.entries().flat_map(|entry| {
        let title = std::iter::once(&entry.title);
        title.chain(&entry.ask).chain(&entry.keywords)
    });
    entries.cloned().collect()
}

/// Words that every question has.
pub(crate) const FUNCTION: [&str; 12] = [
    "what", "is", "the", "of", "how", "do", "i", "a", "for", "with", "can", "my",
];
/// How many other words there are.
const VOCABULARY: usize = 20_000;

/// How many entries a file holds.
const FILE_ENTRIES: usize = 10_000;

/// A xorshift generator: the numbers need not be good, only the same.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let bound = bound.max(1) as u64;
        usize::try_from((self.0 >> 11) % bound).unwrap_or(0)
    }

    pub(crate) fn letter(&mut self) -> char {
        char::from(b'a'.saturating_add(u8::try_from(self.below(26)).unwrap_or(0)))
    }

    pub(crate) fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// Some words are drawn more often than others, as people do.
    fn word(&mut self) -> String {
        word(self.below(VOCABULARY) * self.below(VOCABULARY) / VOCABULARY)
    }
}

/// The word of a number: two to five syllables.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 32] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu",
        "va", "wen", "xi", "yor", "zan", "bre", "cli", "dro", "fla", "gre", "kle", "pli", "sto",
        "tra", "ster", "ning", "mand",
    ];
    let mut random = Random(number as u64 * 0x9e37_79b9 + 1);
    random.below(2);
    (0..2 + number % 4)
        .map(|_| random.one_of(&SYLLABLES))
        .collect()
}

/// Packs of so many entries together with so many phrasings each.
fn made_up(entries: usize, phrasings: usize) -> Vec<String> {
    let mut random = Random(7);
    let mut packs: Vec<String> = Vec::new();
    for entry in 0..entries {
        if entry % FILE_ENTRIES == 0 {
            packs.push("schema = 1\n".into());
        }
        let Some(pack) = packs.last_mut() else {
            continue;
        };
        let topic = [random.word(), random.word(), random.word()];
        let mut asks = (0..phrasings).map(|_| phrasing(&mut random, &topic));
        let title = asks.next().unwrap_or_default();
        let asks: Vec<String> = asks.map(|ask| format!("{ask:?}")).collect();
        let _ = writeln!(
            pack,
            "[[faq]]\nid = \"e{entry}\"\nquestion = {title:?}\nask = [{}]\nanswer = \"{}\"",
            asks.join(", "),
            topic.join(" "),
        );
    }
    packs
}

fn phrasing(random: &mut Random, topic: &[String; 3]) -> String {
    let function = 3 + random.below(3);
    let mut words: Vec<String> = (0..function)
        .map(|_| random.one_of(&FUNCTION).to_owned())
        .collect();
    for word in topic {
        if random.below(4) > 0 {
            words.push(word.clone());
        }
    }
    words.push(random.word());
    words.push(random.word());
    words.join(" ")
}
