//! When a score was measured: the file counts days, weeks or months from the start.

use serde::Deserialize;

/// The unit of the time column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unit {
    /// Days.
    Days,
    /// Seven days.
    Weeks,
    /// 30.4375 days: a twelfth of 365.25.
    Months,
}

/// A hundred years.
const FARTHEST: f64 = 36_525.0;

impl Unit {
    /// Whole days from the start, halves away from zero; none when it is more than a hundred years.
    pub(super) fn days(self, time: f64) -> Option<i32> {
        let days = match self {
            Self::Days => time,
            Self::Weeks => time * 7.0,
            Self::Months => time * 30.4375,
        }
        .round();
        #[allow(clippy::cast_possible_truncation, reason = "a whole number of at most 36525")]
        (days.abs() <= FARTHEST).then_some(days as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn a_month_is_a_twelfth_of_a_year() {
        assert_eq!(
            [0.0, 3.0, 6.0, 12.0].map(|month| Unit::Months.days(month)),
            [Some(0), Some(91), Some(183), Some(365)]
        );
        assert_eq!(Unit::Weeks.days(-1.5), Some(-11));
        assert_eq!((Unit::Days.days(40_000.0), Unit::Days.days(f64::NAN)), (None, None));
    }
}
