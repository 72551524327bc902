//! From what is known of a client to a row of numbers: which columns a model has, and what stands in them for the unknown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{RiskRow, SESSIONS_AHEAD};

/// What is known of a client in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Covariate {
    StartScore,
    Motivation,
    Expectation,
    EarlierTreatments,
    AttendedLast,
    Attendance,
    Silent,
    SilentAgain,
    Process,
    ProcessChange,
    Deviation,
    OthersAbsent,
    GroupSize,
}

impl Covariate {
    const ALL: [Self; 13] = [
        Self::StartScore,
        Self::Motivation,
        Self::Expectation,
        Self::EarlierTreatments,
        Self::AttendedLast,
        Self::Attendance,
        Self::Silent,
        Self::SilentAgain,
        Self::Process,
        Self::ProcessChange,
        Self::Deviation,
        Self::OthersAbsent,
        Self::GroupSize,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::StartScore => "start_score",
            Self::Motivation => "motivation",
            Self::Expectation => "expectation",
            Self::EarlierTreatments => "earlier_treatments",
            Self::AttendedLast => "attended_last",
            Self::Attendance => "attendance",
            Self::Silent => "silent",
            Self::SilentAgain => "silent_again",
            Self::Process => "process",
            Self::ProcessChange => "process_change",
            Self::Deviation => "deviation",
            Self::OthersAbsent => "others_absent",
            Self::GroupSize => "group_size",
        }
    }

    fn of(self, row: &RiskRow<'_>) -> Option<f64> {
        match self {
            Self::StartScore => row.start,
            Self::Motivation => row.baseline.motivation.map(|asked| asked.score),
            Self::Expectation => row.baseline.expectation.map(|asked| asked.score),
            Self::EarlierTreatments => row.baseline.earlier_treatments,
            Self::AttendedLast => row.attended_last,
            Self::Attendance => row.attendance,
            Self::Silent => row.silent,
            Self::SilentAgain => row.silent.map(|run| f64::from(u8::from(run >= 2.0))),
            Self::Process => row.process,
            Self::ProcessChange => row.process_change,
            Self::Deviation => row.deviation,
            Self::OthersAbsent => row.others_absent,
            Self::GroupSize => row.group_size,
        }
    }
}

/// Sessions up to which the beginning of a stay has a risk of its own.
const EARLY: usize = 3;

/// What stands in one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Content {
    /// 1.
    One,
    /// log of the session's number.
    LogSession,
    /// 1 up to the third session.
    Early,
    /// 1 at this session ahead, the next being the first; the last one stands for those beyond it too.
    Ahead { sessions: usize },
    /// A number less its mean; 0, the mean, where it is not known.
    Number { of: Covariate, mean: f64 },
    /// 1 where a number is not known.
    Unknown { of: Covariate },
    /// 1 in this age band.
    AgeBand { name: String },
    /// 1 where the age band is not known.
    AgeUnknown,
}

impl Content {
    fn label(&self) -> String {
        match self {
            Self::One => "(Intercept)".to_owned(),
            Self::LogSession => "log_session".to_owned(),
            Self::Early => "early".to_owned(),
            Self::Ahead { sessions } => format!("ahead_{sessions}"),
            Self::Number { of, .. } => of.name().to_owned(),
            Self::Unknown { of } => format!("{}_unknown", of.name()),
            Self::AgeBand { name } => format!("age_{name}"),
            Self::AgeUnknown => "age_unknown".to_owned(),
        }
    }

    fn value(&self, row: &RiskRow<'_>, session: usize) -> f64 {
        let indicator = |yes: bool| f64::from(u8::from(yes));
        match self {
            Self::One => 1.0,
            Self::LogSession => (session.max(1) as f64).ln(),
            Self::Early => indicator(session <= EARLY),
            Self::Ahead { sessions } => {
                indicator((session + 1).saturating_sub(row.session).min(SESSIONS_AHEAD) == *sessions)
            }
            Self::Number { of, mean } => of.of(row).map_or(0.0, |value| value - mean),
            Self::Unknown { of } => indicator(of.of(row).is_none()),
            Self::AgeBand { name } => indicator(row.baseline.age_band == Some(name)),
            Self::AgeUnknown => indicator(row.baseline.age_band.is_none()),
        }
    }

    /// Whether the column is part of the baseline hazard α_t.
    pub(super) fn is_baseline(&self) -> bool {
        matches!(self, Self::One | Self::LogSession | Self::Early | Self::Ahead { .. })
    }
}

/// The columns of a model, the intercept first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Columns(Vec<Content>);

impl Columns {
    /// Every column that the rows can tell something about; and the names of those that they cannot, because they do not vary
    /// or are nowhere known.
    pub(super) fn of(rows: &[RiskRow<'_>]) -> (Self, Vec<String>) {
        let mut columns = vec![Content::One, Content::LogSession, Content::Early];
        columns.extend(age_bands(rows));
        for of in Covariate::ALL {
            let known: Vec<f64> = rows.iter().filter_map(|row| of.of(row)).collect();
            let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
            columns.push(Content::Number { of, mean });
            // Whether it is known that somebody was silent again is whether it is known that he was.
            columns.extend((of != Covariate::SilentAgain).then_some(Content::Unknown { of }));
        }
        let mut left_out = Vec::new();
        columns.retain(|column| {
            let mut values = rows.iter().map(|row| column.value(row, row.session));
            let first = values.next();
            let kept = *column == Content::One || values.any(|value| Some(value) != first);
            // That nothing is unknown is no loss to be told of.
            if !kept && !matches!(column, Content::Unknown { .. } | Content::AgeUnknown) {
                left_out.push(column.label());
            }
            kept
        });
        (Self(columns), left_out)
    }

    /// The numbers in the columns that are not known of a client and were known of all whom the rows are about; of those in
    /// `left_out` nothing can be said.
    pub(super) fn lacking(&self, row: &RiskRow<'_>, left_out: &[String]) -> Vec<&'static str> {
        let unseen = |of: Covariate| {
            let column = Content::Unknown { of };
            !self.0.contains(&column) && !left_out.contains(&column.label())
        };
        let numbers = self.0.iter().filter_map(|column| match column {
            Content::Number { of, .. } => Some(*of),
            _ => None,
        });
        let own = numbers.filter(|of| *of != Covariate::SilentAgain);
        own.filter(|of| of.of(row).is_none() && unseen(*of)).map(Covariate::name).collect()
    }

    pub(super) fn labels(&self) -> Vec<String> {
        self.0.iter().map(Content::label).collect()
    }

    pub(super) fn contents(&self) -> &[Content] {
        &self.0
    }

    /// These columns for sessions further ahead than the next one: each of them has a risk of its own.
    pub(super) fn further(&self) -> Self {
        let ahead = (3..=SESSIONS_AHEAD).map(|sessions| Content::Ahead { sessions });
        Self(self.0.iter().cloned().chain(ahead).collect())
    }

    /// Without a column.
    pub(super) fn without(&self, label: &str) -> Self {
        Self(self.0.iter().filter(|column| column.label() != label).cloned().collect())
    }

    /// The columns of the baseline hazard alone.
    pub(super) fn baseline(&self) -> Self {
        Self(self.0.iter().filter(|column| column.is_baseline()).cloned().collect())
    }

    /// The numbers of a row with what is not part of the baseline hazard shrunken.
    pub(super) fn shrunken(&self, row: &RiskRow<'_>, session: usize, by: f64) -> Vec<f64> {
        let values = self.values(row, session).into_iter().zip(&self.0);
        values.map(|(value, column)| if column.is_baseline() { value } else { by * value }).collect()
    }

    /// The numbers of a row, all else held, at a session.
    pub(super) fn values(&self, row: &RiskRow<'_>, session: usize) -> Vec<f64> {
        self.0.iter().map(|column| column.value(row, session)).collect()
    }
}

/// A column for each age band but the most frequent (of equals the first by name), with which the others are compared.
fn age_bands(rows: &[RiskRow<'_>]) -> Vec<Content> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for band in rows.iter().filter_map(|row| row.baseline.age_band) {
        *counts.entry(band).or_default() += 1;
    }
    let most = counts.values().copied().max();
    let reference = counts.iter().find(|(_, count)| Some(**count) == most).map(|(band, _)| *band);
    let others = counts.keys().filter(|band| Some(**band) != reference);
    let bands = others.map(|band| Content::AgeBand { name: (*band).to_owned() });
    bands.chain([Content::AgeUnknown]).collect()
}
