//! Findings: what is wrong, where, and what to do about it.

use std::fmt;

use crate::definition::Instrument;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The definition may be used; its users should know.
    Warning,
    /// The definition must not be used.
    Error,
}

/// The rules that a definition is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Ids are lower-case letters, digits, hyphens and underscores.
    IdSpelling,
    /// No id is used twice among items, scores, alerts, sources, or the bands of a score.
    IdReused,
    /// A language is named once.
    LanguageRepeated,
    /// Every text exists in every language, and is not blank.
    LanguageMissing,
    /// A class A instrument shows its holder's notice.
    NoticeMissing,
    /// A class C or D instrument holds no wording.
    WordingForbidden,
    /// A class A or B instrument has wording for every item and option.
    WordingMissing,
    /// Every language with wording says whether it was compared with the holder's.
    WordingStatusMissing,
    /// Wording was not yet compared with the holder's (a warning).
    WordingUnconfirmed,
    /// A text hash is 64 hexadecimal digits, for wording that the site brings along.
    TextHash,
    /// A scale has options with distinct values, or a positive step that divides its range.
    ScaleUnsound,
    /// There is at least one item.
    NoItems,
    /// A score has items, all of them known, none twice.
    ScoreItems,
    /// A reversed item is an item of the score.
    ReverseNotInScore,
    /// The declared range is the one the items can reach.
    RangeNotReachable,
    /// `min_answered` lies between 1 and the number of items, and equals it when nothing is filled.
    MinAnswered,
    /// Bands cover the range without gap or overlap.
    Bands,
    /// Every source a number points to exists.
    SourceUnknown,
    /// Validated reliability has `r`, `sd` and a source that was read.
    ValidatedWithoutSource,
    /// A coefficient lies between 0 and 1, a spread and a change are positive, a cut-off lies in the range.
    NormUnsound,
    /// A number is remembered and was not read in a source (a warning): no verdict rests on it.
    FromMemory,
    /// An alert looks at one known item or score.
    AlertTarget,
    /// An alert's comparison has a value, or none when it asks for a missing answer, and somebody is told.
    AlertUnsound,
    /// A safety alert on an item is raised on save.
    SafetyNotOnSave,
    /// A score's keys are those its method needs.
    Calculation,
    /// Scores do not depend on each other in a circle.
    ScoreCircle,
    /// A published change agrees, within a point, with the one that reliability and spread give (a warning).
    ChangeDisagrees,
    /// There are at least three examples.
    TooFewExamples,
    /// Examples show each score complete, reversed, prorated where it can be, refused, in each band and on an edge.
    ExampleKinds,
    /// An example gives what it says.
    ExampleFailed,
}

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    part: String,
    line: Option<usize>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    rule: Rule,
    place: Place,
    message: String,
    remedy: &'static str,
}

impl Rule {
    /// How serious a breach is.
    pub fn severity(self) -> Severity {
        match self {
            Self::WordingUnconfirmed | Self::FromMemory | Self::ChangeDisagrees => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What to do about a breach.
    fn remedy(self) -> &'static str {
        match self {
            Self::IdSpelling => "use lower-case letters, digits, - and _, starting with a letter",
            Self::IdReused => "give each its own id",
            Self::LanguageRepeated => "name each language once",
            Self::LanguageMissing => "add the text, or take the language out of `languages`",
            Self::NoticeMissing => "add `notice` under [licence] in every language",
            Self::WordingForbidden => "remove the wording; the site brings its own licensed copy",
            Self::WordingMissing => "add the wording, or make the licence class D",
            Self::WordingStatusMissing => "add the language to `wording_status`",
            Self::WordingUnconfirmed => "have an administrator compare it with the holder's form",
            Self::TextHash => "copy the hash that `peil questionnaire check` prints for the holder's wording",
            Self::ScaleUnsound => "correct the scale",
            Self::NoItems => "add at least one item",
            Self::ScoreItems => "list each item of the score once, by its id",
            Self::ReverseNotInScore => "list the item under `items`, or not under `reverse`",
            Self::RangeNotReachable => "set `range` to what the items can reach",
            Self::MinAnswered => "correct `missing`",
            Self::Bands => "let each band begin where the one before it ends, from end to end",
            Self::SourceUnknown => "add a [[source]] with this id",
            Self::ValidatedWithoutSource => "read it in the source, or set `validated = false`",
            Self::NormUnsound => "correct the number",
            Self::FromMemory => "read it in the source before a verdict rests on it",
            Self::AlertTarget => "name one item or one score that exists",
            Self::AlertUnsound => "correct the alert",
            Self::SafetyNotOnSave => "set `raise = \"on_save\"`",
            Self::Calculation => "correct the keys of the score: each method has its own",
            Self::ScoreCircle => "compute each score from items, or from scores that do not need it",
            Self::ChangeDisagrees => "keep both with their sources, or correct the number that was misread",
            Self::TooFewExamples => "add [[test]]: complete, reversed, prorated, refused",
            Self::ExampleKinds => "add a [[test]] that shows it and says what is expected",
            Self::ExampleFailed => "correct the example, or the definition",
        }
    }
}

impl Place {
    /// A named part of the definition; its line is looked up by its path in the file.
    pub(super) fn new(instrument: &Instrument, part: impl Into<String>, path: &str) -> Self {
        Self { part: part.into(), line: instrument.lines().get(path) }
    }

    /// The part of the definition, such as `item calm`.
    pub fn name(&self) -> &str {
        &self.part
    }

    /// The line on which the part begins, counted from 1, where known.
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "line {line}, {}", self.part),
            None => formatter.write_str(&self.part),
        }
    }
}

impl Finding {
    pub(super) fn new(rule: Rule, place: Place, message: impl Into<String>) -> Self {
        Self { rule, place, message: message.into(), remedy: rule.remedy() }
    }

    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// How serious it is.
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn remedy(&self) -> &str {
        self.remedy
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}; {}", self.place, self.message, self.remedy)
    }
}
