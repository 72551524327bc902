//! When a group meets, and which day is next.

use jiff::{
    Timestamp, ToSpan, Unit,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};

/// When a group meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    weekday: Weekday,
    begins_at: Time,
    minutes: i16,
    every_weeks: i16,
}

/// Why numbers are no schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Not a day of the week.
    #[error("a day of the week is 1 (Monday) to 7 (Sunday)")]
    Weekday,
    /// Too short or too long.
    #[error("a session takes {} to {} minutes", Schedule::SHORTEST, Schedule::LONGEST)]
    Minutes,
    /// Too seldom.
    #[error("a group meets every 1 to {} weeks", Schedule::SELDOM)]
    Every,
}

impl Schedule {
    /// Minutes of the shortest session.
    pub const SHORTEST: i16 = 15;
    /// Minutes of the longest session.
    pub const LONGEST: i16 = 480;
    /// Most weeks between two sessions.
    pub const SELDOM: i16 = 8;

    /// A day of the week (1 is Monday), a time, minutes, and every how many weeks.
    ///
    /// # Errors
    ///
    /// [`ScheduleError`] for what lies outside its bounds.
    pub fn new(weekday: i16, begins_at: Time, minutes: i16, every_weeks: i16) -> Result<Self, ScheduleError> {
        let weekday = i8::try_from(weekday).ok().and_then(|day| Weekday::from_monday_one_offset(day).ok());
        let weekday = weekday.ok_or(ScheduleError::Weekday)?;
        if !(Self::SHORTEST..=Self::LONGEST).contains(&minutes) {
            return Err(ScheduleError::Minutes);
        }
        if !(1..=Self::SELDOM).contains(&every_weeks) {
            return Err(ScheduleError::Every);
        }
        // Seconds are no part of an appointment.
        let begins_at = Time::constant(begins_at.hour(), begins_at.minute(), 0, 0);
        Ok(Self { weekday, begins_at, minutes, every_weeks })
    }

    /// The day of the week, 1 is Monday.
    #[must_use]
    pub fn weekday(&self) -> i16 {
        self.weekday.to_monday_one_offset().into()
    }

    /// When it begins, in the organisation's zone.
    #[must_use]
    pub const fn begins_at(&self) -> Time {
        self.begins_at
    }

    /// How long it takes, in minutes.
    #[must_use]
    pub const fn minutes(&self) -> i16 {
        self.minutes
    }

    /// Every how many weeks.
    #[must_use]
    pub const fn every_weeks(&self) -> i16 {
        self.every_weeks
    }

    /// When it begins on this day, in the organisation's zone; none on another day of the week.
    #[must_use]
    pub fn begins_on(&self, day: Date, zone: &TimeZone) -> Option<Timestamp> {
        let begins = || zone.to_ambiguous_zoned(day.to_datetime(self.begins_at)).compatible().ok();
        (day.weekday() == self.weekday).then(begins)?.map(|begins| begins.timestamp())
    }

    /// The first day from `today` on, and after the last session, on which the group meets. A session that fell out does
    /// not shift the rhythm; one on another day of the week counts for its week. Without a session yet the rhythm begins
    /// in the week of the group's first day. None at the end of the calendar only.
    #[must_use]
    pub fn next(&self, begun: Date, last: Option<Date>, today: Date) -> Option<Date> {
        let in_week_of = |day: Date| {
            let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
            monday.checked_add(i64::from(self.weekday.to_monday_zero_offset()).days()).ok()
        };
        let step = i64::from(self.every_weeks).weeks();
        let mut next = match last {
            Some(last) => in_week_of(last)?.checked_add(step).ok()?,
            None => in_week_of(begun)?,
        };
        let earliest = today.max(begun);
        if next < earliest {
            let days = next.until((Unit::Day, earliest)).ok()?.get_days();
            let rhythm = 7 * i32::from(self.every_weeks);
            let missed = (days + rhythm - 1) / rhythm;
            next = next.checked_add(i64::from(missed * rhythm).days()).ok()?;
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::{date, time};

    use super::*;

    fn tuesdays(every: i16) -> Schedule {
        Schedule::new(2, time(19, 30, 0, 0), 90, every).unwrap()
    }

    #[test]
    fn the_next_evening_keeps_the_rhythm_of_the_last_session() {
        let begun = date(2026, 9, 1);
        let next = |every, last, today| tuesdays(every).next(begun, last, today).unwrap();
        // The last one was on Tuesday the 17th of November.
        let last = Some(date(2026, 11, 17));
        assert_eq!(next(1, last, date(2026, 11, 18)), date(2026, 11, 24));
        assert_eq!(next(1, last, date(2026, 11, 24)), date(2026, 11, 24), "tonight is next");
        assert_eq!(next(1, last, date(2026, 11, 17)), date(2026, 11, 24), "tonight was held");
        assert_eq!(next(2, last, date(2026, 11, 18)), date(2026, 12, 1));
        assert_eq!(next(2, last, date(2026, 12, 2)), date(2026, 12, 15), "one that fell out shifts nothing");
        assert_eq!(next(1, Some(date(2026, 11, 19)), date(2026, 11, 20)), date(2026, 11, 24), "held on a Thursday");
    }

    #[test]
    fn a_group_that_is_to_begin_does_so_on_its_own_day() {
        let next = |begun, today| tuesdays(2).next(begun, None, today).unwrap();
        assert_eq!(next(date(2026, 12, 1), date(2026, 11, 22)), date(2026, 12, 1));
        assert_eq!(next(date(2026, 12, 3), date(2026, 11, 22)), date(2026, 12, 15), "begun after that week's Tuesday");
        assert_eq!(next(date(2026, 11, 3), date(2026, 11, 22)), date(2026, 12, 1));
    }

    #[test]
    fn it_begins_on_its_own_day_of_the_week_by_the_clock_of_the_place() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let begins = |day| tuesdays(1).begins_on(day, &zone).map(|at| at.to_string());
        assert_eq!(begins(date(2026, 11, 24)).as_deref(), Some("2026-11-24T18:30:00Z"));
        assert_eq!(begins(date(2026, 7, 7)).as_deref(), Some("2026-07-07T17:30:00Z"));
        assert_eq!(begins(date(2026, 11, 25)), None);
    }

    #[test]
    fn numbers_outside_their_bounds_are_no_schedule() {
        let evening = time(19, 30, 0, 0);
        assert_eq!(Schedule::new(0, evening, 90, 1), Err(ScheduleError::Weekday));
        assert_eq!(Schedule::new(8, evening, 90, 1), Err(ScheduleError::Weekday));
        assert_eq!(Schedule::new(1, evening, 14, 1), Err(ScheduleError::Minutes));
        assert_eq!(Schedule::new(1, evening, 90, 9), Err(ScheduleError::Every));
    }
}
