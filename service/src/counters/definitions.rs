//! What is counted: the one place. The words that users read stand in the locale files as `counter-…` and `counter-how-…`,
//! and each says the same as the comment here. Sources: S0 position paper NVGP (2025), S1 the chair's column in *Groepen*
//! (winter 2023/24), S3 Plan van aanpak Groepsbehandeling GGZ (Pakketagenda 2026–2028).
//!
//! Common to all of version 1:
//!
//! - **A session** is a numbered session of a group that somebody closed; one that is still open does not count yet. Its day
//!   is the day in the organisation's own time zone on which it was opened, its quarter follows from that day, and its
//!   setting is the one that its group had then (of sessions from before Peil kept that: the one it had when Peil began to).
//! - **How long** it took is from begin to the end that somebody wrote down, in whole minutes, rounded down. Where nobody did,
//!   it is the minutes that the group's schedule planned: that a session was closed says not when it ended. Where nothing was
//!   planned either, it counts as a session and a consult, and not in any minutes. How often either was stands beside them.
//! - **A unit** is a quarter of an hour. Minutes become units once for each session: to the nearest whole unit, so 8 minutes
//!   of a quarter are a whole one and 7 are none. No source gives the rule of the tariff; this one is ours, of this version.
//! - **Imported sessions** of the record system count too: a group on a day is a session, a client on it is one consult, of the
//!   longest of his rows and the setting of most of them. The session is of the setting of most of its clients, the lowest of as many. On a day on which
//!   somebody was present at a session of that group in Peil, Peil's own counts and the imported ones do not. A group is known
//!   by its name, whatever its capitals and spaces.
//! - **What imports cover** is what they say they hold all of: days and settings. A figure that needs every individual contact
//!   is only known where the whole period is covered, of each of its settings.
//! - **Settings** 1, 2 and 3 apart, 4 to 8 together.

use crate::domain::words;

/// The version of every definition here; each figure carries it.
pub const VERSION: &str = "counters 1";

/// The year that growth is measured against (S3: first measurement of the NZa).
pub const BASELINE_YEAR: i16 = 2025;

words! {
    /// What is counted.
    Counter, "counter" {
        /// Sessions at which at least one client was present (S3).
        Sessions => "sessions",
        /// Clients times the sessions they were present at: a client in two groups on a day is two (S1, S3).
        GroupConsults => "group_consults",
        /// Their units: the units of each session times the clients present (S1: unit of 15 minutes since 2024).
        ConsultUnits => "consult_units",
        /// Of the group consults: those of sessions of which the minutes are the planned ones.
        ConsultsAsPlanned => "consults_as_planned",
        /// Of the group consults: those of sessions without an end that somebody wrote down and without a schedule.
        ConsultsWithoutTime => "consults_without_time",
        /// Units of sessions, each session once, times 15 minutes (S1).
        DirectMinutes => "direct_minutes",
        /// Minutes that therapists wrote down as indirect work on closed sessions, all headings (S0, S3).
        IndirectMinutes => "indirect_minutes",
        /// Of which rooms, dates and programme.
        IndirectPlanning => "indirect_planning",
        /// Of which finding and informing members.
        IndirectRecruitment => "indirect_recruitment",
        /// Of which keeping the waiting list.
        IndirectWaitingList => "indirect_waiting_list",
        /// Of which the talk before.
        IndirectTalkBefore => "indirect_talk_before",
        /// Of which the talk after.
        IndirectTalkAfter => "indirect_talk_after",
        /// Of which keeping the record.
        IndirectRecordKeeping => "indirect_record_keeping",
        /// Of which anything else.
        IndirectOther => "indirect_other",
        /// Different clients with at least one group consult in the period (S3).
        Clients => "clients",
        /// Different clients with a group consult or an individual contact in the period. A client whose two numbers nobody
        /// linked is two.
        ClientsInCare => "clients_in_care",
        /// Minutes of sessions times the clients present, not rounded to units.
        GroupMinutes => "group_minutes",
        /// Minutes of imported individual contacts.
        IndividualMinutes => "individual_minutes",
        /// Group minutes in a hundred minutes of group and individual contacts together (S3); only known where the whole
        /// period is covered, and where it is known how long at least 95 in a hundred group consults took.
        GroupShare => "group_share",
        /// Clients whose first known group consult fell in the period, and whose number in the record system is known (S3:
        /// instead of, or added to). Only known where individual contacts of all settings are covered from 13 weeks (91 days)
        /// before the period to 13 weeks after it, and groups are known from 13 weeks before it on.
        NewClients => "new_clients",
        /// Clients of whom the same is true, but the number is not known: in no mean.
        NewClientsLeftOut => "new_clients_left_out",
        /// Individual minutes of new clients in the 91 days before that day, per client.
        MinutesBefore => "minutes_before",
        /// The same in the 91 days that begin on that day.
        MinutesAfter => "minutes_after",
    }
}

/// What a figure is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Sessions.
    Sessions,
    /// Group consults.
    Consults,
    /// Units of 15 minutes.
    Units,
    /// Minutes.
    Minutes,
    /// Clients.
    Clients,
    /// In a hundred.
    Percent,
    /// Minutes for each client.
    MinutesPerClient,
}

impl Counter {
    /// Its unit.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Sessions => Unit::Sessions,
            Self::GroupConsults | Self::ConsultsAsPlanned | Self::ConsultsWithoutTime => Unit::Consults,
            Self::ConsultUnits => Unit::Units,
            Self::Clients | Self::ClientsInCare | Self::NewClients | Self::NewClientsLeftOut => Unit::Clients,
            Self::GroupShare => Unit::Percent,
            Self::MinutesBefore | Self::MinutesAfter => Unit::MinutesPerClient,
            _ => Unit::Minutes,
        }
    }

    /// Whether it is about clients who first came to a group.
    #[must_use]
    pub const fn is_about_new(self) -> bool {
        matches!(self, Self::NewClients | Self::NewClientsLeftOut | Self::MinutesBefore | Self::MinutesAfter)
    }

    /// Whether it belongs to the indirect work under one heading.
    #[must_use]
    pub const fn is_part(self) -> bool {
        matches!(
            self,
            Self::IndirectPlanning
                | Self::IndirectRecruitment
                | Self::IndirectWaitingList
                | Self::IndirectTalkBefore
                | Self::IndirectTalkAfter
                | Self::IndirectRecordKeeping
                | Self::IndirectOther
        )
    }
}

impl Unit {
    /// The word for files and texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Consults => "consults",
            Self::Units => "units",
            Self::Minutes => "minutes",
            Self::Clients => "clients",
            Self::Percent => "percent",
            Self::MinutesPerClient => "minutes_per_client",
        }
    }

    /// Digits after the decimal sign.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Percent | Self::MinutesPerClient => 1,
            _ => 0,
        }
    }
}

/// Whose growth is followed (S3: consults, clients with at least one, share of all minutes).
pub const GROWING: [Counter; 3] = [Counter::GroupConsults, Counter::Clients, Counter::GroupShare];

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// In this year.
    pub year: i16,
    /// In a hundred of the baseline.
    pub percent: f64,
}

/// 6 % more in 2027 (AZWA) and 15 % more in 2030 (IBO), both against 2025 (S3). A straight line of 3 % of the baseline a
/// year goes through both.
pub const TARGETS: [Target; 2] = [Target { year: 2027, percent: 106.0 }, Target { year: 2030, percent: 115.0 }];

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::VERSION;

    /// What counts by each version. Whoever changes a statement so that a figure comes out otherwise makes a new version, and
    /// says in the comment and the words what changed; whoever changes it without that (golden figures and the slow count still
    /// agree) writes the new hash here.
    const HASHES: [(&str, &str); 1] =
        [("counters 1", "f5b29da2a0ede05e18478ae5dd8be82bf0d00f7b5e3dab4ec83b3ff1c0c76c16")];

    #[test]
    fn a_version_has_its_statements() {
        let counting = ["CLIENTS", "SESSIONS", "INDIRECT", "FIRSTS"];
        let mut hash = Sha256::new();
        let mut found = 0;
        for (file, name, text) in crate::store::statements() {
            if file == "counters" && counting.contains(&name) {
                // How a line is broken counts nothing.
                hash.update(text.split_whitespace().collect::<Vec<_>>().join(" "));
                found += 1;
            }
        }
        assert_eq!(found, counting.len());
        let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(HASHES.last(), Some(&(VERSION, hash.as_str())));
    }
}
