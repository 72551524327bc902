//! A year's figures by quarter and setting.

use std::collections::BTreeMap;

use super::definitions::Counter;
use crate::domain::{IndirectActivity, words};

words! {
    /// A quarter, or the year.
    Period, "period" {
        /// January to March.
        First => "q1",
        /// April to June.
        Second => "q2",
        /// July to September.
        Third => "q3",
        /// October to December.
        Fourth => "q4",
        /// All of it.
        Year => "year",
    }
}

words! {
    /// A setting of the care performance model, or all.
    Class, "setting" {
        /// Setting 1: independent practice.
        One => "setting_1",
        /// Setting 2: ambulatory, one discipline.
        Two => "setting_2",
        /// Setting 3: ambulatory, more disciplines.
        Three => "setting_3",
        /// Settings 4 to 8 together.
        Others => "settings_4_to_8",
        /// All of them.
        All => "all",
    }
}

impl Period {
    /// 1 to 4 for a quarter.
    #[must_use]
    pub const fn quarter(self) -> Option<i16> {
        match self {
            Self::First => Some(1),
            Self::Second => Some(2),
            Self::Third => Some(3),
            Self::Fourth => Some(4),
            Self::Year => None,
        }
    }

    /// The quarters.
    pub const QUARTERS: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Fourth];

    pub(super) fn of(quarter: Option<i16>) -> Self {
        Self::QUARTERS.into_iter().find(|period| period.quarter() == quarter).unwrap_or(Self::Year)
    }
}

impl Class {
    /// 1 to 3, 4 for the others together; none for all.
    #[must_use]
    pub const fn number(self) -> Option<i16> {
        match self {
            Self::One => Some(1),
            Self::Two => Some(2),
            Self::Three => Some(3),
            Self::Others => Some(4),
            Self::All => None,
        }
    }

    /// Its settings.
    pub(super) const fn settings(self) -> &'static [i16] {
        match self {
            Self::One => &[1],
            Self::Two => &[2],
            Self::Three => &[3],
            Self::Others => &[4, 5, 6, 7, 8],
            Self::All => &[1, 2, 3, 4, 5, 6, 7, 8],
        }
    }

    pub(super) fn of(setting: Option<i16>) -> Self {
        Self::ALL.iter().copied().find(|class| class.number() == setting).unwrap_or(Self::All)
    }
}

/// One consult in so many may be without a known time where a share is told.
const UNTIMED: i64 = 20;

/// Everything that is counted of one period and one class of settings. Numbers, not yet shares or means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Sessions with somebody present.
    pub sessions: i64,
    /// Their units.
    pub session_units: i64,
    /// Group consults.
    pub consults: i64,
    /// Their units.
    pub consult_units: i64,
    /// Of the consults, those with the planned time.
    pub consults_as_planned: i64,
    /// Of the consults, those without a known time.
    pub consults_without_time: i64,
    /// Their minutes.
    pub group_minutes: i64,
    /// Groups that met.
    pub groups: i64,
    /// Clients with a consult.
    pub clients: i64,
    /// Clients with an individual contact.
    pub seen_alone: i64,
    /// Clients with either.
    pub in_care: i64,
    /// Minutes of individual contacts.
    pub individual_minutes: i64,
    /// Whether every individual contact of the period was imported.
    pub contacts_known: bool,
    /// Whether every individual contact of the period and of the 13 weeks on both sides was imported, and groups are known of
    /// all of the 13 weeks before.
    pub firsts_known: bool,
    /// Indirect minutes by heading.
    pub indirect: BTreeMap<IndirectActivity, i64>,
    /// Clients whose first consult it was, with a known number.
    pub new_clients: i64,
    /// The others.
    pub left_out: i64,
    /// Their individual minutes in the 13 weeks before.
    pub before: i64,
    /// And from that day.
    pub after: i64,
}

impl Figures {
    /// A counter's value; none where it is not known.
    #[must_use]
    pub fn value(&self, counter: Counter) -> Option<f64> {
        let per_new = |minutes: i64| {
            (self.firsts_known && self.new_clients > 0).then(|| minutes as f64 / self.new_clients as f64)
        };
        let heading = |activity| Some(self.indirect.get(&activity).copied().unwrap_or(0) as f64);
        match counter {
            Counter::Sessions => Some(self.sessions as f64),
            Counter::GroupConsults => Some(self.consults as f64),
            Counter::ConsultUnits => Some(self.consult_units as f64),
            Counter::ConsultsAsPlanned => Some(self.consults_as_planned as f64),
            Counter::ConsultsWithoutTime => Some(self.consults_without_time as f64),
            Counter::DirectMinutes => Some((self.session_units * 15) as f64),
            Counter::IndirectMinutes => Some(self.indirect.values().sum::<i64>() as f64),
            Counter::IndirectPlanning => heading(IndirectActivity::Planning),
            Counter::IndirectRecruitment => heading(IndirectActivity::Recruitment),
            Counter::IndirectWaitingList => heading(IndirectActivity::WaitingList),
            Counter::IndirectTalkBefore => heading(IndirectActivity::TalkBefore),
            Counter::IndirectTalkAfter => heading(IndirectActivity::TalkAfter),
            Counter::IndirectRecordKeeping => heading(IndirectActivity::RecordKeeping),
            Counter::IndirectOther => heading(IndirectActivity::Other),
            Counter::Clients => Some(self.clients as f64),
            Counter::ClientsInCare => self.contacts_known.then_some(self.in_care as f64),
            Counter::GroupMinutes => Some(self.group_minutes as f64),
            Counter::IndividualMinutes => self.contacts_known.then_some(self.individual_minutes as f64),
            Counter::GroupShare => self.share(),
            Counter::NewClients => self.firsts_known.then_some(self.new_clients as f64),
            Counter::NewClientsLeftOut => self.firsts_known.then_some(self.left_out as f64),
            Counter::MinutesBefore => per_new(self.before),
            Counter::MinutesAfter => per_new(self.after),
        }
    }

    fn share(&self) -> Option<f64> {
        let all = self.group_minutes + self.individual_minutes;
        // Minutes of groups that nobody knows would make the share too small.
        let timed = self.consults_without_time * UNTIMED <= self.consults;
        (self.contacts_known && timed && all > 0).then(|| 100.0 * self.group_minutes as f64 / all as f64)
    }

    /// Adds what adds up: everything but clients, who may be the same ones.
    pub(super) fn add_sums(&mut self, other: &Self) {
        self.sessions += other.sessions;
        self.session_units += other.session_units;
        for (activity, minutes) in &other.indirect {
            *self.indirect.entry(*activity).or_default() += minutes;
        }
        self.new_clients += other.new_clients;
        self.left_out += other.left_out;
        self.before += other.before;
        self.after += other.after;
    }
}

/// The figures of every period and class of settings of one year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    cells: BTreeMap<(Period, Class), Figures>,
}

impl Grid {
    /// The figures of one cell.
    #[must_use]
    pub fn at(&self, period: Period, class: Class) -> Figures {
        self.cells.get(&(period, class)).cloned().unwrap_or_default()
    }

    /// The cell to fill.
    pub(super) fn cell(&mut self, period: Period, class: Class) -> &mut Figures {
        self.cells.entry((period, class)).or_default()
    }

    /// Whether nothing at all was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let all = self.at(Period::Year, Class::All);
        all.sessions == 0 && all.consults == 0 && all.in_care == 0 && all.indirect.is_empty()
    }
}
