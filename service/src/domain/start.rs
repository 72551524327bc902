//! Whether somebody who starts a session now may be mistaken.

use jiff::civil::Date;

use super::Schedule;

/// Why a session that is started today may be a slip: its number, its day and the forms of everybody come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartDoubt {
    /// The group had its session today.
    HeldToday,
    /// By its fixed time the group meets on this day, and not today.
    OtherDay(Date),
}

impl StartDoubt {
    /// What speaks against today, for a group that began on a day, with its last session; none when nothing does.
    #[must_use]
    pub fn of(schedule: Option<Schedule>, (begun, last): (Date, Option<Date>), today: Date) -> Option<Self> {
        if last == Some(today) {
            return Some(Self::HeldToday);
        }
        schedule?.next(begun, last, today).filter(|next| *next != today).map(Self::OtherDay)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn another_day_and_a_second_time_are_doubted() {
        let tuesdays = Schedule::new(2, time(19, 30, 0, 0), 90, 1).unwrap();
        let (begun, last) = (date(2026, 9, 1), Some(date(2026, 11, 17)));
        let doubt = |schedule, last, today| StartDoubt::of(schedule, (begun, last), today);
        let tuesday = date(2026, 11, 24);
        assert_eq!(doubt(Some(tuesdays), last, tuesday), None);
        assert_eq!(doubt(Some(tuesdays), last, date(2026, 11, 23)), Some(StartDoubt::OtherDay(tuesday)));
        assert_eq!(doubt(Some(tuesdays), Some(tuesday), tuesday), Some(StartDoubt::HeldToday));
        assert_eq!(doubt(None, last, date(2026, 11, 23)), None, "without a fixed time any day will do");
        assert_eq!(doubt(None, Some(tuesday), tuesday), Some(StartDoubt::HeldToday));
    }
}
