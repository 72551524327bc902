//! The fixed cycles of a group, and the days on which newcomers enter.

use jiff::{ToSpan, civil::Date};

/// Why a cycle cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CycleError {
    /// No length.
    #[error("a cycle takes 1 to 104 weeks")]
    Weeks,
    /// Newcomers would enter less often than once a cycle, or more often than once a week.
    #[error("newcomers enter at least once a cycle, and at most once a week")]
    Entry,
    /// One of the three is missing.
    #[error(
        "a cycle has a first day, a length in weeks and the weeks between two moments of entry: all three, or none"
    )]
    Partial,
}

/// Cycles that follow each other without a pause from a first day on. Newcomers enter on the first day of each, and then once in
/// so many weeks; with a step as long as the cycle only on its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    first: Date,
    weeks: i16,
    entry: i16,
}

/// A moment at which newcomers enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub on: Date,
    /// The week of the cycle; the first is 1.
    pub week: i16,
    /// The last day of a stay of one whole cycle.
    pub whole_until: Date,
}

impl Cycle {
    /// The most weeks.
    pub const MOST_WEEKS: i16 = 104;

    /// Cycles of `weeks` weeks from `first` on, with an entry every `entry` weeks.
    ///
    /// # Errors
    ///
    /// [`CycleError::Weeks`] or [`CycleError::Entry`].
    pub fn new(first: Date, weeks: i16, entry: i16) -> Result<Self, CycleError> {
        if !(1..=Self::MOST_WEEKS).contains(&weeks) {
            return Err(CycleError::Weeks);
        }
        if !(1..=weeks).contains(&entry) {
            return Err(CycleError::Entry);
        }
        Ok(Self { first, weeks, entry })
    }

    /// The same where all three are there, nothing where none is.
    ///
    /// # Errors
    ///
    /// As above, and [`CycleError::Partial`].
    pub fn of_parts(first: Option<Date>, weeks: Option<i16>, entry: Option<i16>) -> Result<Option<Self>, CycleError> {
        match (first, weeks, entry) {
            (None, None, None) => Ok(None),
            (Some(first), Some(weeks), Some(entry)) => Self::new(first, weeks, entry).map(Some),
            _ => Err(CycleError::Partial),
        }
    }

    /// The first day of the first cycle.
    #[must_use]
    pub const fn first(self) -> Date {
        self.first
    }

    /// Weeks of a cycle.
    #[must_use]
    pub const fn weeks(self) -> i16 {
        self.weeks
    }

    /// Weeks between two entries of a cycle.
    #[must_use]
    pub const fn entry(self) -> i16 {
        self.entry
    }

    /// The moments of entry from a day on (that day included) up to another, in order.
    pub fn entries(self, from: Date, until: Date) -> impl Iterator<Item = Entry> {
        let (weeks, entry) = (i32::from(self.weeks), i32::from(self.entry));
        let past = from.since(self.first).map_or(0, |span| span.get_days()).max(0);
        let (cycle, length) = (past / (7 * weeks), 7 * weeks);
        (cycle..)
            .flat_map(move |cycle| (0..weeks).step_by(entry.unsigned_abs() as usize).map(move |week| (cycle, week)))
            .map_while(move |(cycle, week)| {
                let on = self.first.checked_add((cycle * length + 7 * week).days()).ok()?;
                let whole_until = on.checked_add((length - 1).days()).ok()?;
                Some(Entry { on, week: i16::try_from(week + 1).ok()?, whole_until })
            })
            .skip_while(move |entry| entry.on < from)
            .take_while(move |entry| entry.on <= until)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::{Date, date};

    use super::{Cycle, CycleError};

    fn days(cycle: Cycle, from: Date, until: Date) -> Vec<(Date, i16)> {
        cycle.entries(from, until).map(|entry| (entry.on, entry.week)).collect()
    }

    #[test]
    fn newcomers_enter_every_few_weeks_and_at_the_start_of_each_cycle() {
        let phased = Cycle::new(date(2026, 9, 1), 10, 4).unwrap();
        let found = days(phased, date(2026, 9, 2), date(2026, 12, 31));
        let expected =
            [((9, 29), 5), ((10, 27), 9), ((11, 10), 1), ((12, 8), 5)].map(|((m, d), week)| (date(2026, m, d), week));
        assert_eq!(found, expected);
        assert_eq!(days(phased, date(2026, 9, 1), date(2026, 9, 1)), [(date(2026, 9, 1), 1)], "both days count");
        assert!(days(phased, date(2026, 9, 2), date(2026, 9, 28)).is_empty());
        // Before the first cycle nobody enters, years later the days are still right.
        assert_eq!(days(phased, date(2025, 1, 1), date(2026, 9, 1)), [(date(2026, 9, 1), 1)]);
        let late = phased.entries(date(2030, 1, 1), date(2030, 3, 31)).next().unwrap();
        let days_on = late.on.since(date(2026, 9, 1)).unwrap().get_days();
        assert_eq!(i32::from(late.week), days_on % 70 / 7 + 1);
        assert_eq!(late.whole_until.since(late.on).unwrap().get_days(), 69);
    }

    #[test]
    fn a_closed_cycle_is_entered_on_its_first_day_only() {
        let closed = Cycle::new(date(2026, 1, 5), 12, 12).unwrap();
        let found = days(closed, date(2026, 1, 1), date(2026, 12, 31));
        assert_eq!(found, [(1, 5), (3, 30), (6, 22), (9, 14), (12, 7)].map(|(m, d)| (date(2026, m, d), 1)));
    }

    #[test]
    fn what_is_no_cycle_is_refused() {
        let first = date(2026, 1, 5);
        assert_eq!(Cycle::new(first, 0, 1), Err(CycleError::Weeks));
        assert_eq!(Cycle::new(first, 105, 1), Err(CycleError::Weeks));
        assert_eq!(Cycle::new(first, 8, 9), Err(CycleError::Entry));
        assert_eq!(Cycle::new(first, 8, 0), Err(CycleError::Entry));
        assert_eq!(Cycle::of_parts(None, None, None), Ok(None));
        assert_eq!(Cycle::of_parts(Some(first), Some(8), None), Err(CycleError::Partial));
    }
}
