//! "Did you mean …?"

/// Of the `candidates`, the one that `word` may have been meant to be: at most a third of the
/// letters differ, letter case aside.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let longer = candidate.chars().count().max(length);
            let shorter = candidate.chars().count().min(length);
            let allowed = (longer / 3).max(1);
            if longer - shorter > allowed {
                return None;
            }
            let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
