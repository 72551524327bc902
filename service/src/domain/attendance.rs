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

/// Why somebody says beforehand that he will not come. Who stays away without a word says nothing beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced(Attendance);

impl Announced {
    /// Every reason, in the order of the list.
    pub const ALL: [Self; 4] = [
        Self(Attendance::AbsentWithNotice),
        Self(Attendance::AbsentIll),
        Self(Attendance::AbsentHoliday),
        Self(Attendance::AbsentOther),
    ];

    /// Takes a reason; none for what cannot be said beforehand.
    #[must_use]
    pub fn new(attendance: Attendance) -> Option<Self> {
        Self::ALL.into_iter().find(|announced| announced.0 == attendance)
    }

    /// What is noted of the session when it is held.
    #[must_use]
    pub const fn attendance(self) -> Attendance {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Announced, Attendance};

    #[test]
    fn who_comes_and_who_says_nothing_announces_no_absence() {
        let announced = |attendance: &&Attendance| Announced::new(**attendance).is_some();
        let cannot: Vec<&Attendance> = Attendance::ALL.iter().filter(|word| !announced(word)).collect();
        assert_eq!(cannot, [&Attendance::Present, &Attendance::AbsentWithoutNotice]);
    }
}
