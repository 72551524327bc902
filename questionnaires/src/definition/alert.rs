//! Alerts: which answers somebody must read.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::language::{Language, Text};

/// How urgent an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth a look before the next session.
    Attention,
    /// About safety: a reason to talk now. Never a risk grade, and its absence is no all-clear.
    Safety,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The client's own clinician.
    CaseLead,
    /// The therapists of the group.
    GroupLead,
    /// Whoever is on duty.
    OnDuty,
}

/// When an alert is evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// At every saved answer, also of a form that is later abandoned.
    OnSave,
    /// When the client hands the form in.
    #[default]
    OnSubmit,
}

/// How a value is compared with the alert's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Less than.
    Lt,
    /// At most.
    Le,
    /// Exactly.
    Eq,
    /// At least.
    Ge,
    /// More than.
    Gt,
    /// Left open when the form is handed in. Takes no value.
    MissingAtSubmit,
}

/// What an alert looks at: one item or one score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    #[serde(default)]
    item: Option<String>,
    #[serde(default)]
    score: Option<String>,
    op: Operator,
    #[serde(default)]
    value: Option<Decimal>,
}

/// Who else is told when the value is worse than the alert asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    #[serde(default)]
    op: Option<Operator>,
    #[serde(default)]
    value: Option<Decimal>,
    #[serde(default)]
    worse_than_previous: bool,
    to: Vec<Recipient>,
}

/// A rule that calls for a reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    id: String,
    level: Level,
    when: Condition,
    #[serde(default)]
    raise: Moment,
    to: Vec<Recipient>,
    #[serde(default)]
    escalate: Vec<Escalation>,
    title: Text,
}

impl Operator {
    /// Whether `value` meets the comparison. [`Self::MissingAtSubmit`] never holds for a value.
    pub fn holds(self, value: Decimal, limit: Decimal) -> bool {
        match self {
            Self::Lt => value < limit,
            Self::Le => value <= limit,
            Self::Eq => value == limit,
            Self::Ge => value >= limit,
            Self::Gt => value > limit,
            Self::MissingAtSubmit => false,
        }
    }
}

impl Condition {
    /// The item it looks at.
    pub fn item(&self) -> Option<&str> {
        self.item.as_deref()
    }

    /// The score it looks at.
    pub fn score(&self) -> Option<&str> {
        self.score.as_deref()
    }

    /// How the value is compared.
    pub fn op(&self) -> Operator {
        self.op
    }

    /// What the value is compared with; none for [`Operator::MissingAtSubmit`].
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }
}

impl Condition {
    /// The comparison, where it is one with a value.
    pub(crate) fn op_and_value(&self) -> Option<(Operator, Decimal)> {
        self.value.map(|value| (self.op, value))
    }
}

impl Escalation {
    /// The comparison that calls in more people, where it is one on the value.
    pub fn limit(&self) -> Option<(Operator, Decimal)> {
        self.op.zip(self.value)
    }

    /// Whether a value worse than the client's previous one calls in more people. The caller holds the history.
    pub fn worse_than_previous(&self) -> bool {
        self.worse_than_previous
    }

    /// Who is called in.
    pub fn to(&self) -> &[Recipient] {
        &self.to
    }
}

impl Alert {
    /// The alert's id, unique in its instrument.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How urgent it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What it looks at.
    pub fn when(&self) -> &Condition {
        &self.when
    }

    /// When it is first evaluated.
    pub fn raise(&self) -> Moment {
        self.raise
    }

    /// Who is told.
    pub fn to(&self) -> &[Recipient] {
        &self.to
    }

    /// Who else is told, and when.
    pub fn escalations(&self) -> &[Escalation] {
        &self.escalate
    }

    /// What the reader sees.
    pub fn title(&self, language: Language) -> &str {
        self.title.get(language)
    }

    pub(crate) fn title_text(&self) -> &Text {
        &self.title
    }
}
