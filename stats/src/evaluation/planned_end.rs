//! The planned end of a stay as it was told over time: what was planned later is not known earlier.

/// Planned ends of a stay, each with the week from which on it was known; both in weeks since the start of the stay.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlannedEnd(Vec<(f64, f64)>);

impl PlannedEnd {
    /// One end that was known from the beginning; `None` where none is planned.
    #[must_use]
    pub fn known(end: Option<f64>) -> Self {
        Self(end.map(|end| (f64::NEG_INFINITY, end)).into_iter().collect())
    }

    /// What the rows of a stay tell, in order of time, each with its week: an end holds until another one is told.
    #[must_use]
    pub fn told(rows: impl IntoIterator<Item = (f64, Option<f64>)>) -> Self {
        let mut told: Vec<(f64, f64)> = Vec::new();
        for (week, end) in rows {
            if let Some(end) = end.filter(|end| told.last().is_none_or(|(_, before)| before != end)) {
                told.push((week, end));
            }
        }
        Self(told)
    }

    /// What was known in a week.
    #[must_use]
    pub fn by(&self, week: f64) -> Option<f64> {
        self.0.iter().rev().find(|(from, _)| *from <= week).map(|(_, end)| *end)
    }

    /// What was told last.
    #[must_use]
    pub fn newest(&self) -> Option<f64> {
        self.0.last().map(|(_, end)| *end)
    }

    /// Each with the week from which on it was known.
    pub(super) fn all(&self) -> &[(f64, f64)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_known_from_the_row_that_tells_it() {
        let told = PlannedEnd::told([(0.0, None), (1.0, Some(9.0)), (2.0, None), (3.0, Some(9.0)), (4.0, Some(12.0))]);
        let known = [0.0, 1.0, 3.0, 4.0, 20.0].map(|week| told.by(week));
        assert_eq!(known, [None, Some(9.0), Some(9.0), Some(12.0), Some(12.0)]);
        assert_eq!((told.newest(), told.all().len()), (Some(12.0), 2));
        assert_eq!((PlannedEnd::known(Some(9.0)).by(0.0), PlannedEnd::known(None).newest()), (Some(9.0), None));
    }
}
