//! Many sparse vectors side by side, and the same the other way round.

/// Sparse vectors in one block of memory, each with its class, sorted by class.
#[derive(Debug, Clone, Default)]
pub(super) struct Vectors {
    /// `bounds[i]..bounds[i + 1]` are the cells of vector i.
    bounds: Vec<usize>,
    cells: Vec<(u32, f32)>,
    classes: Vec<usize>,
    /// What each is known by, whatever others there are.
    keys: Vec<u64>,
    /// The first vector of each class or beyond, up to the last class.
    firsts: Vec<usize>,
}

impl Vectors {
    /// With room for so many vectors, and as many cells in all.
    pub(super) fn with_room(vectors: usize, cells: usize) -> Self {
        Self {
            bounds: Vec::with_capacity(vectors + 1),
            cells: Vec::with_capacity(cells),
            classes: Vec::with_capacity(vectors),
            keys: Vec::with_capacity(vectors),
            firsts: Vec::new(),
        }
    }

    /// Adds one that is known by its place.
    pub(super) fn push(&mut self, class: usize, cells: &[(u32, f32)]) {
        self.push_keyed(self.len() as u64, class, cells);
    }

    /// Adds one that is known by a key.
    pub(super) fn push_keyed(&mut self, key: u64, class: usize, cells: &[(u32, f32)]) {
        self.keys.push(key);
        if self.bounds.is_empty() {
            self.bounds.push(0);
        }
        while self.firsts.len() <= class {
            self.firsts.push(self.classes.len());
        }
        self.cells.extend_from_slice(cells);
        self.bounds.push(self.cells.len());
        self.classes.push(class);
    }

    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }

    /// How many cells all vectors have together.
    pub(super) fn size(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn class(&self, at: usize) -> usize {
        self.classes.get(at).copied().unwrap_or(usize::MAX)
    }

    /// What one is known by.
    pub(super) fn key(&self, at: usize) -> u64 {
        self.keys.get(at).copied().unwrap_or(0)
    }

    /// The first vector of a class, or where it would stand.
    pub(super) fn first_of(&self, class: usize) -> usize {
        self.firsts.get(class).copied().unwrap_or(self.len())
    }

    pub(super) fn row(&self, at: usize) -> &[(u32, f32)] {
        match (self.bounds.get(at), self.bounds.get(at + 1)) {
            (Some(&from), Some(&to)) => self.cells.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Changes the values of each vector's cells.
    pub(super) fn for_each_row(&mut self, mut change: impl FnMut(&mut [(u32, f32)])) {
        for bounds in self.bounds.windows(2) {
            if let Some(row) = self.cells.get_mut(bounds[0]..bounds[1]) {
                change(row);
            }
        }
    }
}

/// For each feature the vectors that have it.
#[derive(Debug, Default)]
pub(super) struct Postings {
    bounds: Vec<u32>,
    cells: Vec<(u32, f32)>,
}

/// Lists longer than this put the heaviest vectors first: they may be read in part.
const LONG_LIST: usize = 1024;

impl Postings {
    /// Turns vectors round, by counting.
    pub(super) fn new(vectors: &Vectors, features: usize) -> Self {
        let mut bounds = vec![0u32; features + 2];
        for (feature, _) in &vectors.cells {
            if let Some(count) = bounds.get_mut(*feature as usize + 2) {
                *count += 1;
            }
        }
        for at in 1..bounds.len() {
            bounds[at] += bounds[at - 1];
        }
        let mut cells = vec![(0, 0.0); vectors.size()];
        for (id, at) in (0u32..).zip(0..vectors.len()) {
            for &(feature, value) in vectors.row(at) {
                if let Some(next) = bounds.get_mut(feature as usize + 1) {
                    if let Some(cell) = cells.get_mut(*next as usize) {
                        *cell = (id, value);
                    }
                    *next += 1;
                }
            }
        }
        bounds.pop();
        let mut postings = Self { bounds, cells };
        for feature in 0..u32::try_from(features).unwrap_or(u32::MAX) {
            let list = postings.list_mut(feature);
            if list.len() > LONG_LIST {
                list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            }
        }
        postings
    }

    pub(super) fn list(&self, feature: u32) -> &[(u32, f32)] {
        let at = feature as usize;
        match (self.bounds.get(at), self.bounds.get(at + 1)) {
            (Some(&from), Some(&to)) => self
                .cells
                .get(from as usize..to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    fn list_mut(&mut self, feature: u32) -> &mut [(u32, f32)] {
        let at = feature as usize;
        match (self.bounds.get(at), self.bounds.get(at + 1)) {
            (Some(&from), Some(&to)) => self
                .cells
                .get_mut(from as usize..to as usize)
                .unwrap_or_default(),
            _ => &mut [],
        }
    }
}

/// Sorts cells by their key, and makes one of those that have the same.
pub(super) fn sum_by_key<K: Copy + Ord>(cells: &mut Vec<(K, f32)>) {
    cells.sort_unstable_by_key(|(key, _)| *key);
    cells.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// The squared length of a sparse vector.
pub(super) fn square(cells: &[(u32, f32)]) -> f32 {
    cells.iter().map(|(_, value)| value * value).sum()
}

/// The product of a sparse vector with a dense one.
pub(super) fn dot(cells: &[(u32, f32)], dense: &[f32]) -> f32 {
    let product = |(feature, value): &(u32, f32)| {
        dense.get(*feature as usize).copied().unwrap_or(0.0) * value
    };
    // Four sums side by side do not wait for each other.
    let (fours, rest) = cells.as_chunks::<4>();
    let mut sums = [0.0f32; 4];
    for four in fours {
        for (sum, cell) in sums.iter_mut().zip(four) {
            *sum += product(cell);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(product).sum::<f32>()
}
