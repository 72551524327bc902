//! When groups meet, counted back from today.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};

/// The day on which a group meets.
#[derive(Debug, Clone, Copy)]
pub(super) enum Day {
    /// Always this day of the week.
    Every(Weekday),
    /// Whatever day today is: its next session is tonight.
    Today,
}

/// The dates of a group's `held` weekly sessions, the first first. The last lies in the seven days before today, or as
/// many weeks earlier as `weeks_ago` says.
///
/// # Errors
///
/// [`jiff::Error`] at the ends of the calendar only.
pub(super) fn dates(day: Day, weeks_ago: u8, held: u32, today: Date) -> Result<Vec<Date>, jiff::Error> {
    let newest = match day {
        Day::Every(weekday) => today.nth_weekday(-1, weekday)?,
        Day::Today => today.checked_sub(1.week())?,
    };
    let last = newest.checked_sub(i64::from(weeks_ago).weeks())?;
    (0..held).rev().map(|weeks| last.checked_sub(i64::from(weeks).weeks())).collect()
}

/// A moment of a day in the organisation's zone.
///
/// # Errors
///
/// [`jiff::Error`] at the ends of the calendar only.
pub(super) fn moment(date: Date, time: Time, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    Ok(zone.to_ambiguous_zoned(date.to_datetime(time)).compatible()?.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::{Weekday, date};

    use super::{Day, dates};

    #[test]
    fn sessions_are_weekly_and_the_newest_lies_in_the_last_seven_days() {
        let sunday = date(2026, 11, 22);
        assert_eq!(
            dates(Day::Every(Weekday::Tuesday), 0, 3, sunday).unwrap(),
            [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]
        );
        assert_eq!(dates(Day::Every(Weekday::Sunday), 0, 1, sunday).unwrap(), [date(2026, 11, 15)]);
        assert_eq!(dates(Day::Every(Weekday::Tuesday), 2, 1, sunday).unwrap(), [date(2026, 11, 3)]);
    }

    #[test]
    fn the_group_of_tonight_met_a_week_ago() {
        assert_eq!(dates(Day::Today, 0, 2, date(2026, 3, 5)).unwrap(), [date(2026, 2, 19), date(2026, 2, 26)]);
    }
}
