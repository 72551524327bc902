//! What an administrator fills in: names, numbers of the form of a group, a new password.

use super::group::words;

/// Why a value cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetUpError {
    /// Empty, too long, or with control characters.
    #[error("a name has 1 to 200 characters, without control characters")]
    Name,
    /// No setting of the Dutch care performance model.
    #[error("a setting is a whole number from 1 to 8")]
    Setting,
    /// No number of places.
    #[error("the planned size is a whole number from 1 to 40")]
    Size,
    /// No number of sessions.
    #[error("the planned number of sessions is a whole number from 1 to 500")]
    Sessions,
    /// No number of weeks of a cycle.
    #[error("a number of weeks is a whole number from 1 to 104")]
    Weeks,
    /// Too short or too long.
    #[error("a password has 12 to 200 characters")]
    Password,
}

macro_rules! names {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Reads a name: 1 to 200 characters, no control characters, white space around it left out.
            ///
            /// # Errors
            ///
            /// [`SetUpError::Name`].
            pub fn parse(text: &str) -> Result<Self, SetUpError> {
                name(text).map(Self)
            }

            /// The name as chosen.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            /// Never the name: a debug print may end in a log.
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

names! {
    /// What an organisation is called.
    OrganisationName,
    /// What a team is called.
    TeamName,
    /// What a group is called.
    GroupName,
    /// The name of a colleague, as colleagues see it.
    StaffName,
}

fn name(text: &str) -> Result<String, SetUpError> {
    let text = text.trim();
    let known = (1..=200).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if known { Ok(text.to_owned()) } else { Err(SetUpError::Name) }
}

macro_rules! numbers {
    ($($(#[doc = $doc:literal])+ $name:ident = $least:literal to $most:literal or $error:ident),+ $(,)?) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(i16);

        impl $name {
            /// The least.
            pub const MIN: i16 = $least;
            /// The most.
            pub const MAX: i16 = $most;

            /// Takes a number of the range.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`SetUpError::", stringify!($error), "`] outside it.")]
            pub fn new(number: i16) -> Result<Self, SetUpError> {
                if (Self::MIN..=Self::MAX).contains(&number) { Ok(Self(number)) } else { Err(SetUpError::$error) }
            }

            /// Reads a number as typed.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`SetUpError::", stringify!($error), "`] when it is none of the range.")]
            pub fn parse(text: &str) -> Result<Self, SetUpError> {
                text.trim().parse().map_err(|_| SetUpError::$error).and_then(Self::new)
            }

            /// The number.
            #[must_use]
            pub fn number(self) -> i16 {
                self.0
            }
        }
    )+};
}

numbers! {
    /// Setting of the Dutch care performance model, which every report of volume is split by.
    Setting = 1 to 8 or Setting,
    /// Places in a group.
    PlannedSize = 1 to 40 or Size,
    /// Sessions that a group, or a stay in it, is planned to take.
    PlannedSessions = 1 to 500 or Sessions,
    /// Weeks of a cycle, or between two moments of entry.
    CycleWeeks = 1 to 104 or Weeks,
}

words! {
    /// The methods of group treatment that Dutch professionals name.
    GroupMethod, "method of a group" {
        /// Cognitive behavioural therapy.
        Cbt => "cbt",
        /// Mentalisation based treatment.
        Mbt => "mbt",
        /// Schema therapy.
        Schema => "schema",
        /// Dialectical behaviour therapy.
        Dbt => "dbt",
        /// Guideline-informed treatment for personality disorders.
        GitPd => "git_pd",
        /// Acceptance and commitment therapy.
        Act => "act",
        /// Psychomotor therapy.
        Pmt => "pmt",
        /// Interpersonal group therapy after Yalom.
        Interpersonal => "interpersonal",
        /// Psychodrama.
        Psychodrama => "psychodrama",
        /// Balint group.
        Balint => "balint",
        /// Anything else.
        Other => "other",
    }
}

words! {
    /// The professions that give groups, as Dutch professionals name them.
    Profession, "profession" {
        /// Psychologist.
        Psychologist => "psychologist",
        /// Psychotherapist.
        Psychotherapist => "psychotherapist",
        /// Arts, music, drama or movement therapist (`vaktherapeut`).
        ExpressiveTherapist => "expressive_therapist",
        /// Social psychiatric nurse (`SPV`).
        PsychiatricNurse => "psychiatric_nurse",
        /// Nurse specialist (`VS`).
        NurseSpecialist => "nurse_specialist",
        /// Experience expert.
        ExperienceExpert => "experience_expert",
        /// Psychiatrist.
        Psychiatrist => "psychiatrist",
        /// Anything else.
        Other => "other",
    }
}

/// A password that somebody chose: long enough, and never printed.
pub struct NewPassword(String);

impl NewPassword {
    /// The fewest characters.
    pub const MIN: usize = 12;
    /// The most.
    pub const MAX: usize = 200;

    /// Takes a password as typed; every character counts.
    ///
    /// # Errors
    ///
    /// [`SetUpError::Password`] when it is too short or too long.
    pub fn parse(text: &str) -> Result<Self, SetUpError> {
        let fits = (Self::MIN..=Self::MAX).contains(&text.chars().count()) && !text.trim().is_empty();
        if fits { Ok(Self(text.to_owned())) } else { Err(SetUpError::Password) }
    }

    /// The password; only for hashing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NewPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{GroupName, NewPassword, PlannedSessions, PlannedSize, SetUpError, Setting, StaffName};

    #[test]
    fn names_are_short_and_plain_and_never_printed() {
        assert_eq!(GroupName::parse("  Dinsdaggroep ").unwrap().as_str(), "Dinsdaggroep");
        for wrong in ["", "   ", "a\u{7}b", &"x".repeat(201)] {
            assert_eq!(GroupName::parse(wrong).unwrap_err(), SetUpError::Name);
        }
        assert!(!format!("{:?}", StaffName::parse("Noor").unwrap()).contains("Noor"));
    }

    #[test]
    fn numbers_lie_in_their_range() {
        assert_eq!(Setting::parse(" 3 ").unwrap().number(), 3);
        for (wrong, error) in [("0", SetUpError::Setting), ("9", SetUpError::Setting), ("drie", SetUpError::Setting)] {
            assert_eq!(Setting::parse(wrong).unwrap_err(), error);
        }
        assert!(PlannedSize::parse("40").is_ok() && PlannedSize::parse("41").is_err());
        assert!(PlannedSessions::parse("500").is_ok() && PlannedSessions::parse("501").is_err());
    }

    #[test]
    fn a_password_is_long_and_never_printed() {
        assert!(NewPassword::parse("een lang geheim").is_ok());
        assert_eq!(NewPassword::parse("elf tekens!").unwrap_err(), SetUpError::Password);
        assert_eq!(NewPassword::parse("              ").unwrap_err(), SetUpError::Password);
        assert!(!format!("{:?}", NewPassword::parse("een lang geheim").unwrap()).contains("geheim"));
    }
}
