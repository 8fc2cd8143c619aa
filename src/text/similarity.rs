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

/// What one edit costs, at least.
pub const ONE_EDIT: f32 = 0.7;

/// What two edits cost, at least; one costs less unless it is of another first letter.
pub const TWO_EDITS: f32 = 1.9;

/// What typing `typed` for `meant` costs: 0 for the same word, `None` when more than `max` edits
/// (1 or 2) apart.
///
/// A transposition or a doubled letter costs 0.7, a neighbouring key 0.8, a dropped letter 0.9, an
/// extra letter 1.2, any other substitution 1.3, two edits 1.9; a wrong first letter 0.3 more.
/// The costs are those measured best among the ones tried on questions with random typos.
#[must_use]
pub fn edit_cost(typed: &str, meant: &str, max: usize) -> Option<f32> {
    let same = common_start(typed, meant);
    let (before, typed) = typed.split_at_checked(same)?;
    let (_, meant) = meant.split_at_checked(same)?;
    let (typed, meant) = without_common_end(typed, meant);
    let distance = distance(typed, meant, max)?;
    let cost = match distance {
        0 => return Some(0.0),
        1 => single_edit_cost(before, typed, meant),
        _ => TWO_EDITS,
    };
    let first = if before.is_empty() { 0.3 } else { 0.0 };
    Some(cost + first)
}

/// How many bytes of their first letters two words share.
fn common_start(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b);
    let same = same.count();
    let mut ends = (0..=same).rev();
    ends.find(|at| a.is_char_boundary(*at)).unwrap_or(0)
}

fn without_common_end<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let ends = a.bytes().rev().zip(b.bytes().rev());
    let same = ends.take_while(|(a, b)| a == b).count();
    let mut starts = a.len() - same..=a.len();
    let until = starts.find(|at| a.is_char_boundary(*at)).unwrap_or(a.len());
    let same = a.len() - until;
    let rest = |word: &'a str| word.get(..word.len() - same).unwrap_or(word);
    (rest(a), rest(b))
}

/// The OSA distance up to `max` of words that neither begin nor end with the same letter: what they
/// have in common at either end changes nothing.
fn distance(typed: &str, meant: &str, max: usize) -> Option<usize> {
    let distance = match (typed.chars().count(), meant.chars().count()) {
        (0, letters) | (letters, 0) => letters,
        (1, 1) => 1,
        (2, 2) if typed.chars().eq(meant.chars().rev()) => 1,
        _ if max < 2 => return None,
        _ => osa_distance(typed, meant),
    };
    (distance <= max).then_some(distance)
}

/// The cost of the one edit that makes `meant` of `typed` behind the same letters.
fn single_edit_cost(before: &str, typed: &str, meant: &str) -> f32 {
    let (mut t, mut m) = (typed.chars(), meant.chars());
    match (t.next(), m.next()) {
        (Some(_), Some(_)) if t.next().is_some() => 0.7,
        (Some(a), Some(b)) if are_neighbours(a, b) => 0.8,
        (Some(_), Some(_)) => 1.3,
        // "addd": the extra letter repeats the one before it.
        (Some(a), None) if before.ends_with(a) => 0.7,
        (Some(_), None) => 1.2,
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
        // An edit takes at most one letter out of the set and brings at most one in. What makes a
        // word longer takes none out, and what makes it shorter brings none in.
        let longer = self.count.saturating_sub(other.count) as usize;
        let shorter = other.count.saturating_sub(self.count) as usize;
        (self.set & !other.set).count_ones() as usize + shorter <= edits
            && (other.set & !self.set).count_ones() as usize + longer <= edits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cost_is_given_for_words_within_so_many_edits(
            typed in "[abcé]{0,7}",
            meant in "[abcé]{0,7}",
        ) {
            let distance = osa_distance(&typed, &meant);
            for max in 1..=2 {
                let cost = edit_cost(&typed, &meant, max);
                prop_assert_eq!(cost.is_some(), distance <= max);
                prop_assert_eq!(cost == Some(0.0), distance == 0);
                if distance == 2 {
                    prop_assert!(cost.is_none_or(|cost| cost >= TWO_EDITS));
                }
                let (a, b) = (LetterSet::of(&typed), LetterSet::of(&meant));
                prop_assert!(distance > max || a.can_be_within(b, max));
            }
        }
    }

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
