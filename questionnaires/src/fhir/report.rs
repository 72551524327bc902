//! Reports: what became of a foreign document, place by place.

use std::fmt;

use thiserror::Error;

/// What an import made of a document. Paths are JSON pointers (RFC 6901) into the original, which the draft carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    imported: Vec<Imported>,
    kept: Vec<Kept>,
    warnings: Vec<Warning>,
}

/// A part that stands in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Where it comes from.
    pub path: String,
    /// What it became.
    pub part: Part,
    /// Its id in the draft.
    pub id: String,
}

/// What a part of a foreign document became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An item.
    Item,
    /// A score: a total whose rule was recognised as a plain sum.
    Score,
    /// The words before the first item.
    Intro,
    /// The words at one end of a line.
    Anchor,
}

/// A part that is not in the draft, and stands unchanged in the original that the draft carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where.
    pub path: String,
    /// Why the draft does not have it.
    pub reason: Reason,
}

/// Why a part is not in the draft.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// An element or extension that this program does not know.
    #[error("a definition has no place for it")]
    NotUnderstood,
    /// Words between the items.
    #[error("words between the items have no place in the form")]
    Words,
    /// A kind of item the form does not have.
    #[error("an item of type {found} has no place in the form")]
    ItemType {
        /// The type.
        found: String,
    },
    /// Options without weights, which cannot be stored as numbers.
    #[error("the options carry no weights: give each one if the item is to be asked")]
    NoWeights,
    /// Options of which only some carry a weight.
    #[error("only some options carry a weight")]
    SomeWeights,
    /// Options that are not codings.
    #[error("the options are not codes")]
    NotCoded,
    /// Two options that weigh the same, so that a stored answer would not tell which was chosen.
    #[error("two options carry the same weight: an answer would not tell them apart")]
    EqualWeights,
    /// More than one answer.
    #[error("several answers to one item")]
    SeveralAnswers,
    /// A line or number without its ends or its step.
    #[error("the file does not say {missing}")]
    NoScale {
        /// What is missing.
        missing: &'static str,
    },
    /// A condition for asking the item: the draft always asks it.
    #[error("a condition: the draft always asks the item")]
    Condition,
    /// An answer that is already filled in.
    #[error("a preset answer: a form starts empty")]
    PresetAnswer,
    /// An expression that is no plain sum. It is never computed.
    #[error("an expression that is no plain sum: never computed")]
    Expression,
    /// A total that no rule computes.
    #[error("a total without a rule")]
    NoRule,
    /// Words in a language that is not offered here.
    #[error("words in {tag}, a language that is not offered here")]
    OtherLanguage {
        /// The language, as the document names it.
        tag: String,
    },
    /// Words in a language that neither the document nor the importer names.
    #[error("words in a language that nobody names")]
    UnnamedLanguage,
    /// An answer to an item that is not in the draft.
    #[error("an answer to an item that the draft does not ask")]
    AnswerNotAsked,
}

/// What a reader of the draft must know.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Warning {
    /// Nothing identifies the questionnaire across systems.
    #[error("the file names no url")]
    NoUrl,
    /// Nothing tells its versions apart.
    #[error("the file names no version; the draft is 0.0.0")]
    NoVersion,
    /// A version that is not three numbers.
    #[error("the version {found:?} is not three numbers; the draft is 0.0.0")]
    OtherVersion {
        /// The version.
        found: String,
    },
    /// An id that FHIR does not allow.
    #[error("{found:?} is no valid id in FHIR; the draft is {id}")]
    InvalidId {
        /// The id in the file.
        found: String,
        /// The id of the draft.
        id: String,
    },
    /// The file is retired or of unknown status where it comes from.
    #[error("the file calls itself {status}")]
    Status {
        /// Its status.
        status: String,
    },
    /// The texts are in no named language.
    #[error("the file names no language{}", .read_as.map_or(String::new(), |tag| format!("; read as {tag}, as told")))]
    NoLanguage {
        /// The language the caller said they are in.
        read_as: Option<&'static str>,
    },
    /// The texts are in a language that is not offered here.
    #[error("the wording in {tag} stays in the original: that language is not offered here")]
    OtherLanguage {
        /// The language.
        tag: String,
    },
    /// A line without a lower end.
    #[error("{path}: the slider has no minValue")]
    NoMinimum {
        /// The item.
        path: String,
    },
    /// A line without an upper end.
    #[error("{path}: the slider has no maxValue")]
    NoMaximum {
        /// The item.
        path: String,
    },
    /// A line without a step.
    #[error("{path}: the slider has no step")]
    NoStep {
        /// The item.
        path: String,
    },
    /// The file adds up incomplete forms; the draft does not.
    #[error("score {score}: the file also adds up incomplete forms; the draft scores complete ones only")]
    IncompleteSums {
        /// The score.
        score: String,
    },
    /// Which way is improvement is not in the file.
    #[error("score {score}: the file does not say which way is better; the draft says lower: decide before use")]
    DirectionUnknown {
        /// The score.
        score: String,
    },
    /// Nobody has read the holder's terms.
    #[error("the holder's terms were not read: decide the licence class before use")]
    TermsUnread,
    /// A foreign file brings no alerts.
    #[error("the draft raises no alerts: add them if an item asks about self-harm or danger")]
    NoAlerts,
    /// The draft has nothing to ask.
    #[error("no item could be taken over")]
    NoItems,
    /// An answer without code system was matched by its code alone.
    #[error("{path}: the answer names no code system; matched by its code")]
    CodeWithoutSystem {
        /// The answer.
        path: String,
    },
    /// The wording of an item in the response is not the wording of the definition.
    #[error("{path}: the client saw other words than the definition holds")]
    OtherWording {
        /// The item.
        path: String,
    },
    /// The response or the questionnaire names no version, so they could not be compared.
    #[error("the response or its questionnaire names no version: not compared")]
    ResponseWithoutVersion,
    /// The response names no questionnaire, or the questionnaire no url, so they could not be compared.
    #[error("the response or its questionnaire names no url: not compared")]
    ResponseWithoutQuestionnaire,
}

impl Report {
    /// The parts that stand in the draft, in the order of the document.
    pub fn imported(&self) -> &[Imported] {
        &self.imported
    }

    /// The parts that are only in the original.
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// What a reader of the draft must know.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Takes over what was remarked on a part, once the part itself is taken over.
    pub(super) fn append(&mut self, mut remarks: Self) {
        self.imported.append(&mut remarks.imported);
        self.kept.append(&mut remarks.kept);
        remarks.warnings.into_iter().for_each(|warning| self.warn(warning));
    }

    pub(super) fn import(&mut self, path: impl Into<String>, part: Part, id: &str) {
        self.imported.push(Imported { path: path.into(), part, id: id.to_owned() });
    }

    pub(super) fn keep(&mut self, path: impl Into<String>, reason: Reason) {
        self.kept.push(Kept { path: path.into(), reason });
    }

    pub(super) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

impl fmt::Display for Report {
    /// One line for each part, as a terminal shows it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Imported { path, part, id } in &self.imported {
            writeln!(formatter, "imported  {path}: {} {id}", part.word())?;
        }
        for Kept { path, reason } in &self.kept {
            writeln!(formatter, "kept      {path}: {reason}")?;
        }
        self.warnings.iter().try_for_each(|warning| writeln!(formatter, "warning   {warning}"))
    }
}

impl Part {
    fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Score => "score",
            Self::Intro => "intro",
            Self::Anchor => "words at an end of",
        }
    }
}
