//! Guesses which word was meant.

/// The candidate that the fewest typing mistakes turn into `word`, if they are few.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (edits, candidate) =
        candidates.into_iter().map(|candidate| (edits(word, candidate), candidate)).min_by_key(|&(edits, _)| edits)?;
    (edits <= 1 + word.chars().count() / 4).then_some(candidate)
}

/// How many characters must be added, left out, replaced or swapped with the next.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
    // `rows[i][j]` is the distance of the first `i` characters of `a` from the first `j` of `b`.
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        rows[i][0] = i;
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            rows[i][j] = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                rows[i][j] = rows[i][j].min(rows[i - 2][j - 2] + 1);
            }
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_is_forgiven() {
        for typo in ["htpp", "htp", "httpp", "htttp", "hhtp"] {
            assert_eq!(nearest(typo, ["db", "http", "metrics"]), Some("http"), "{typo}");
        }
    }

    #[test]
    fn another_word_is_not_suggested() {
        assert_eq!(nearest("queue", ["db", "http", "metrics"]), None);
        assert_eq!(nearest("a", ["db"]), None);
        assert_eq!(nearest("a", []), None);
    }
}
