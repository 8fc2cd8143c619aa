//! How far apart two words are, as a typist's slips go.

use strsim::osa_distance;

/// The neighbours of each key on a QWERTY keyboard.
const NEIGHBOURS: [&str; 26] = [
    "qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv", "gyujnb", "ujko", "huikmn",
    "jiolm", "kop", "njk", "bhjm", "iklp", "ol", "wa", "edft", "awedxz", "rfgy", "yhji", "cfgb",
    "qase", "zsdc", "tghu", "asx",
];

fn are_neighbours(a: char, b: char) -> bool {
    let index = |c: char| (c as usize).checked_sub('a' as usize);
    index(a)
        .and_then(|i| NEIGHBOURS.get(i))
        .is_some_and(|keys| keys.contains(b))
}

/// What typing `typed` for `meant` costs: 0 for the same word, `None` when more than `max` edits
/// (1 or 2) apart.
///
/// A transposition or a doubled letter costs 0.7, a neighbouring key 0.8, a dropped letter 0.9, an
/// extra letter 1.2, any other substitution 1.3, two edits 1.9; a wrong first letter 0.3 more.
/// The costs are those measured best among the ones tried on questions with random typos.
#[must_use]
pub fn edit_cost(typed: &str, meant: &str, max: usize) -> Option<f32> {
    let distance = osa_distance(typed, meant);
    if distance > max {
        return None;
    }
    let cost = match distance {
        0 => return Some(0.0),
        1 => single_edit_cost(typed, meant),
        _ => 1.9,
    };
    let first = if typed.chars().next() == meant.chars().next() {
        0.0
    } else {
        0.3
    };
    Some(cost + first)
}

fn single_edit_cost(typed: &str, meant: &str) -> f32 {
    let same = typed
        .chars()
        .zip(meant.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let (typed_len, meant_len) = (typed.chars().count(), meant.chars().count());
    let (mut t, mut m) = (typed.chars().skip(same), meant.chars().skip(same));
    match (t.next(), m.next()) {
        (Some(a), Some(b)) if typed_len == meant_len => {
            if t.next() == Some(b) && m.next() == Some(a) {
                0.7
            } else if are_neighbours(a, b) {
                0.8
            } else {
                1.3
            }
        }
        (Some(a), _) if typed_len > meant_len => {
            // "addd": the extra letter repeats the one before it.
            if same > 0 && typed.chars().nth(same - 1) == Some(a) {
                0.7
            } else {
                1.2
            }
        }
        _ => 0.9,
    }
}

/// Which letters a word has and how many: tells at a glance that two words are far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterSet {
    set: u32,
    count: u8,
}

impl LetterSet {
    /// The letters of a word; 255 counts for more.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let mut letters = Self { set: 0, count: 0 };
        for c in word.chars() {
            letters.set |= 1 << (u32::from(c) % 32);
            letters.count = letters.count.saturating_add(1);
        }
        letters
    }

    /// How many letters the word has.
    #[must_use]
    pub const fn count(self) -> usize {
        self.count as usize
    }

    /// Whether the words may be `edits` edits apart; when not, they are certainly further.
    #[must_use]
    pub const fn can_be_within(self, other: Self, edits: usize) -> bool {
        // A substitution takes one letter out of the set and brings one in.
        self.count.abs_diff(other.count) as usize <= edits
            && (self.set ^ other.set).count_ones() as usize <= 2 * edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_cost_less_than_other_words() {
        for (typed, meant, expected) in [
            ("chief", "chief", Some(0.0)),
            ("cheif", "chief", Some(0.7)),
            ("officcer", "officer", Some(0.7)),
            ("chirf", "chief", Some(0.8)),
            ("offcer", "officer", Some(0.9)),
            ("officxer", "officer", Some(1.2)),
            ("offizer", "officer", Some(1.3)),
            ("tecnologie", "technology", None),
            ("tecnologi", "technology", Some(1.9)),
            ("vhief", "chief", Some(1.1)),
        ] {
            let cost = edit_cost(typed, meant, 2);
            assert_eq!(
                cost.map(|c| (c * 10.0).round()),
                expected.map(|c: f32| (c * 10.0).round()),
                "{typed} for {meant}: {cost:?}"
            );
        }
    }
}
