//! Whether a member came, and why not.

use super::group::words;

words! {
    /// A member at a session.
    Attendance, "attendance" {
        /// Came.
        Present => "present",
        /// Stayed away and said so.
        AbsentWithNotice => "absent_with_notice",
        /// Ill.
        AbsentIll => "absent_ill",
        /// On holiday.
        AbsentHoliday => "absent_holiday",
        /// Stayed away without a word.
        AbsentWithoutNotice => "absent_without_notice",
        /// Another reason.
        AbsentOther => "absent_other",
    }
}

impl Attendance {
    /// Whether the member came.
    #[must_use]
    pub const fn is_present(self) -> bool {
        matches!(self, Self::Present)
    }
}
