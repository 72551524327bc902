//! A course cut where something is missing: what is not there is never bridged.

/// The unbroken stretches of a course.
pub(crate) fn unbroken<T>(values: impl IntoIterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut runs = vec![Vec::new()];
    for value in values {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push(value),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_cuts() {
        let runs = unbroken([None, Some(1), Some(2), None, None, Some(3), None]);
        assert_eq!(runs, [vec![1, 2], vec![3]]);
        assert!(unbroken([None::<u8>, None]).is_empty());
        assert!(unbroken(std::iter::empty::<Option<u8>>()).is_empty());
    }
}
