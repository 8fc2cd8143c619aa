//! Finding the words of a vocabulary that look like another one, by letters deleted from both.

/// Deletions are taken from this many leading letters only: enough to find every word within two
/// edits, at a fraction of the index (`SymSpell`'s prefix filter).
const PREFIX: usize = 7;
/// How many ways there are to delete up to two of them.
const DELETIONS_MAX: usize = 1 + PREFIX + PREFIX * (PREFIX - 1) / 2;
/// How many there are of a word as they come.
const DELETIONS_USUAL: usize = 24;

/// Words by what is left of them without one or two of their letters.
#[derive(Debug, Default)]
pub(in crate::matching) struct Lookalikes {
    /// From a hash of a word less some letters to the word's number, sorted by hash.
    deletions: Vec<(u32, u32)>,
    /// How many of a hash's leading bits tell its bucket: 1 to 24.
    bits: u32,
    /// Where each bucket begins in `deletions`, and one past the end.
    starts: Vec<u32>,
}

impl Lookalikes {
    /// An index of words, each with its number and how many of its letters may be deleted.
    pub(super) fn new<'a>(words: impl Iterator<Item = (u32, &'a str, usize)>) -> Self {
        let most = words.size_hint().1.unwrap_or(0);
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(DELETIONS_USUAL * most);
        for (id, word, max) in words {
            found.extend(Deletions::of(word, max).iter().map(|key| (key, id)));
        }
        let buckets = found.len().next_power_of_two().clamp(2, 1 << 24);
        let mut index = Self {
            deletions: vec![(0, 0); found.len()],
            bits: buckets.trailing_zeros(),
            starts: vec![0; buckets + 2],
        };
        for (key, _) in &found {
            let bucket = index.bucket(*key);
            index.starts[bucket + 2] += 1;
        }
        for at in 1..index.starts.len() {
            index.starts[at] += index.starts[at - 1];
        }
        // Each one's place is where its bucket begins, behind those that are there already.
        for deletion in found {
            let bucket = index.bucket(deletion.0);
            let next = &mut index.starts[bucket + 1];
            index.deletions[*next as usize] = deletion;
            *next += 1;
        }
        index.starts.pop();
        for bounds in index.starts.windows(2) {
            index.deletions[bounds[0] as usize..bounds[1] as usize].sort_unstable();
        }
        index
    }

    /// The numbers of all words within `max` edits (1 or 2) of this one, some of them repeatedly, and of others.
    pub(super) fn find(&self, word: &str, max: usize) -> impl Iterator<Item = u32> {
        let deletions = Deletions::of(word, max);
        (0..deletions.count)
            .filter_map(move |at| deletions.get(at))
            .flat_map(|key| self.with_deletion(key))
    }

    fn with_deletion(&self, key: u32) -> impl Iterator<Item = u32> {
        let bucket = self.bucket(key);
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let bucket = self.deletions.get(bound(bucket)..bound(bucket + 1));
        let of_key = bucket.unwrap_or_default().iter();
        of_key.filter(move |(k, _)| *k == key).map(|(_, id)| *id)
    }

    fn bucket(&self, key: u32) -> usize {
        (key >> (32 - self.bits.max(1))) as usize
    }
}

/// Hashes of a word's prefix with up to two letters deleted.
struct Deletions {
    keys: [u32; DELETIONS_MAX],
    count: usize,
}

impl Deletions {
    fn of(word: &str, max: usize) -> Self {
        let mut prefix = ['\0'; PREFIX];
        let mut letters = 0;
        for (place, letter) in prefix.iter_mut().zip(word.chars()) {
            *place = letter;
            letters += 1;
        }
        let prefix = &prefix[..letters];
        let mut found = Self {
            keys: [0; DELETIONS_MAX],
            count: 0,
        };
        found.push(prefix.iter().copied().fold(HASH, step));
        let mut before = HASH;
        for (at, &letter) in prefix.iter().enumerate() {
            let after = &prefix[at + 1..];
            found.push(after.iter().copied().fold(before, step));
            let mut between = before;
            for (more, &letter) in after.iter().enumerate().take_while(|_| max > 1) {
                found.push(after[more + 1..].iter().copied().fold(between, step));
                between = step(between, letter);
            }
            before = step(before, letter);
        }
        found.keys[..found.count].sort_unstable();
        found
    }

    fn push(&mut self, key: u32) {
        if let Some(place) = self.keys.get_mut(self.count) {
            *place = key;
            self.count += 1;
        }
    }

    /// The one at a place, unless it is the same as the one before.
    fn get(&self, at: usize) -> Option<u32> {
        let key = *self.keys[..self.count].get(at)?;
        let before = at.checked_sub(1).and_then(|at| self.keys.get(at));
        (before != Some(&key)).then_some(key)
    }

    /// Each once, in ascending order.
    fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.count).filter_map(|at| self.get(at))
    }
}

/// FNV-1a over the code points: the hash of no letter, and with one more.
const HASH: u32 = 0x811c_9dc5;

fn step(hash: u32, letter: char) -> u32 {
    (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193)
}
