//! The questions: what people ask, what they mistype, and what nobody means well with.

use crate::packs::{FUNCTION, Random};

/// Questions of one kind.
pub struct Kind {
    /// What the table calls them.
    pub name: &'static str,
    /// What is asked.
    pub questions: Vec<String>,
    /// Whether they are what people ask.
    pub plain: bool,
}

/// How many plain questions there are, and how many of each hostile kind.
const PLAIN: usize = 400;
const HOSTILE: usize = 10;
/// Three of Discord's longest messages.
const LONGEST: usize = 6000;

/// Questions of every kind about these phrasings.
#[must_use]
pub fn kinds(phrasings: &[String]) -> Vec<Kind> {
    let step = phrasings.len().div_ceil(PLAIN).max(1);
    let clean: Vec<String> = phrasings
        .iter()
        .step_by(step)
        .map(|phrasing| less_a_word(phrasing))
        .collect();
    let typos = clean.iter().map(|text| misspelt(text, 2)).collect();
    let mut kinds = vec![
        Kind {
            name: "a phrasing less a word",
            questions: clean,
            plain: true,
        },
        Kind {
            name: "the same with two typos",
            questions: typos,
            plain: true,
        },
    ];
    let a_phrasing = |random: &mut Random| phrasings[random.below(phrasings.len())].clone();
    let mut hostile = |name, next: &dyn Fn(&mut Random, usize) -> String| {
        let questions = (0..HOSTILE).map(|variant| {
            let mut random = Random(variant as u64 + 3);
            let mut text = String::new();
            while text.len() < LONGEST {
                text.push_str(&next(&mut random, variant));
            }
            text.chars().take(LONGEST).collect()
        });
        kinds.push(Kind {
            name,
            questions: questions.collect(),
            plain: false,
        });
    };
    hostile("6,000 letters, unknown words", &|random, _| {
        let letters = 3 + random.below(8);
        let word: String = (0..letters).map(|_| random.letter()).collect();
        word + " "
    });
    hostile("6,000 letters, one word", &|random, _| {
        random.letter().into()
    });
    hostile("one phrasing again and again", &|_, variant| {
        a_phrasing(&mut Random(variant as u64 + 99)) + " "
    });
    hostile("one word again and again", &|_, variant| {
        let phrasing = a_phrasing(&mut Random(variant as u64 + 99));
        let longest = phrasing.split(' ').max_by_key(|word| word.len());
        longest.unwrap_or("word").to_owned() + " "
    });
    hostile("all phrasings, misspelt", &|random, _| {
        misspelt(&a_phrasing(random), 4) + " "
    });
    hostile("a hundred questions in one", &|random, _| {
        a_phrasing(random) + " what is it? "
    });
    hostile("only function words", &|random, _| {
        random.one_of(&FUNCTION).to_owned() + " "
    });
    hostile("only emoji", &|random, _| {
        random.one_of(&["🔥", "👩🏽‍🚀", "❤️"]).to_owned()
    });
    hostile("only accents", &|random, _| {
        random.one_of(&["e\u{301}", "\u{323}", "ở "]).to_owned()
    });
    kinds
}

fn less_a_word(phrasing: &str) -> String {
    let words: Vec<&str> = phrasing.split_whitespace().collect();
    let out = if words.len() > 2 {
        phrasing.len() % words.len()
    } else {
        words.len()
    };
    let kept = words.iter().enumerate().filter(|(at, _)| *at != out);
    let kept: Vec<&str> = kept.map(|(_, word)| *word).collect();
    kept.join(" ")
}

/// The text with typos: letters swapped, dropped, doubled or mistaken.
fn misspelt(text: &str, typos: usize) -> String {
    let mut random = Random(text.len() as u64 + 99);
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..typos {
        if letters.len() < 4 {
            break;
        }
        let at = 1 + random.below(letters.len() - 2);
        match random.below(4) {
            0 => letters.swap(at, at - 1),
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, letters[at]),
            _ => letters[at] = random.letter(),
        }
    }
    letters.into_iter().collect()
}
