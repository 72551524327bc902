//! When a group meets: a part of the page of its plan.

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct ScheduleForm {
    /// The day of the week, 1 is Monday; none without a fixed time.
    pub weekday: Option<i16>,
    /// The time, as `19:30`.
    pub begins_at: String,
    /// How long it takes.
    pub minutes: i16,
    /// Every how many weeks.
    pub every_weeks: i16,
    /// Fewest minutes.
    pub shortest: i16,
    /// Most minutes.
    pub longest: i16,
    /// Most weeks.
    pub seldom: i16,
    /// What became of the form that was sent.
    pub said: Option<ScheduleSaid>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleSaid {
    /// It was kept.
    Saved,
    /// It could not be kept.
    Wrong,
}

impl ScheduleForm {
    /// The days of the week in their order.
    #[must_use]
    pub fn days(&self) -> [i16; 7] {
        [1, 2, 3, 4, 5, 6, 7]
    }

    /// Whether this is the day of the group.
    #[must_use]
    pub fn is_on(&self, day: &i16) -> bool {
        self.weekday == Some(*day)
    }
}
