//! The name that was probably meant.

/// The known name with the fewest changes to the one that was typed; `None` where it would take more than a third of the
/// letters. Capitals count as no change.
pub(super) fn nearest<'k>(typed: &str, known: &'k [String]) -> Option<&'k str> {
    let typed: Vec<char> = typed.to_lowercase().chars().collect();
    let distances = known.iter().map(|name| (distance(&typed, &name.to_lowercase().chars().collect::<Vec<_>>()), name));
    let (changes, name) = distances.min_by_key(|(changes, _)| *changes)?;
    (3 * changes <= typed.len().max(3)).then_some(name)
}

/// Letters put in, taken out, replaced, or swapped with their neighbour (Damerau 1964; each letter is changed once).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_found_and_another_word_is_not() {
        let known: Vec<String> = ["client", "week", "Score", "t"].map(str::to_owned).to_vec();
        for (typed, meant) in
            [("weak", Some("week")), ("score", Some("Score")), ("cleint", Some("client")), ("age", None)]
        {
            assert_eq!(nearest(typed, &known), meant, "{typed}");
        }
        assert_eq!(nearest("x", &[]), None);
    }
}
