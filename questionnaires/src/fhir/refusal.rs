//! Refusals: why a document is not taken over.

use thiserror::Error;

use crate::decimal::DecimalError;
use crate::scoring::AnswerError;

/// Why a document is not taken over at all. Paths are JSON pointers into the document.
///
/// What is merely not understood is no reason: it is kept and reported, see [`crate::fhir::Report`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Not JSON, or a member that stands twice.
    #[error("line {line}: {message}")]
    NotJson {
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// More than a questionnaire can be.
    #[error("more than {most} {what}: no questionnaire is that large")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much there may be.
        most: usize,
    },
    /// Nested deeper than a questionnaire can be.
    #[error("nested deeper than {most}: no questionnaire is that deep")]
    TooDeep {
        /// How deep it may be.
        most: usize,
    },
    /// Another resource than the one asked for.
    #[error("this is {found}, expected resourceType {expected}")]
    OtherResource {
        /// What the document says it is.
        found: String,
        /// What was asked for.
        expected: &'static str,
    },
    /// A member of the wrong JSON type.
    #[error("{path}: expected {expected}")]
    WrongType {
        /// Where.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A member that must be there is not.
    #[error("{path}: is missing")]
    Missing {
        /// Where it should stand.
        path: String,
    },
    /// A number that this program cannot hold exactly.
    #[error("{path}: {source}")]
    Number {
        /// Where.
        path: String,
        /// What is wrong with it.
        source: DecimalError,
    },
    /// An extension that changes the meaning of what it stands in, and that nobody here understands.
    #[error("{path}: a modifierExtension ({url}) that this program does not understand changes what it stands in")]
    ModifierExtension {
        /// Where.
        path: String,
        /// Its url.
        url: String,
    },
    /// A set of rules under which the document is to be read.
    #[error("{path}: implicit rules change the meaning of the document")]
    ImplicitRules {
        /// Where.
        path: String,
    },
    /// Two items with one linkId.
    #[error("{path}: the linkId {link_id:?} is used twice")]
    DuplicateLinkId {
        /// The second of the two.
        path: String,
        /// The linkId.
        link_id: String,
    },
    /// A type of item that FHIR R4 does not know.
    #[error("{path}: {found:?} is no type of item in FHIR R4")]
    UnknownItemType {
        /// Where.
        path: String,
        /// What stands there.
        found: String,
    },
    /// A condition on a question that is not there.
    #[error("{path}: the condition asks for {link_id:?}, which is no item of this questionnaire")]
    UnknownQuestion {
        /// Where.
        path: String,
        /// The linkId it asks for.
        link_id: String,
    },
    /// Items that wait for each other, so that none is ever asked.
    #[error("the conditions of {} wait for each other", .link_ids.join(", "))]
    CyclicConditions {
        /// The linkIds in the circle.
        link_ids: Vec<String>,
    },
    /// Options in a value set that was not given, or that does not list its codes.
    #[error("{path}: the answers are in {url}, which is not contained and was not given beside it: give that ValueSet")]
    UnresolvedValueSet {
        /// Where.
        path: String,
        /// The value set.
        url: String,
    },
    /// Two value sets with one URL.
    #[error("the value set {url} was given twice")]
    DuplicateValueSet {
        /// The URL.
        url: String,
    },
    /// One option with two weights.
    #[error("{path}: the option carries two different weights")]
    WeightsDisagree {
        /// The option.
        path: String,
    },
    /// Our own export, damaged.
    #[error("{path}: {message}")]
    DamagedDefinition {
        /// Where.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// Our own export, of which somebody edited one half.
    #[error("{path}: differs from the definition in the same document; one of the two was edited")]
    HalvesDiffer {
        /// The first difference.
        path: String,
    },
    /// The draft that came out of a foreign file is no definition. No file should do this.
    #[error("the draft is no definition: {message}")]
    NoDefinition {
        /// What is wrong with it.
        message: String,
    },
    /// A response to another questionnaire.
    #[error("these are answers to {found}, expected {expected}")]
    OtherQuestionnaire {
        /// What the response says.
        found: String,
        /// What it was read against.
        expected: String,
    },
    /// A response to other wording or other items than the definition holds.
    #[error("{path}: the answers were given to other items (hash {found})")]
    OtherItems {
        /// Where.
        path: String,
        /// The hash in the response.
        found: String,
    },
    /// A response that its owner has withdrawn.
    #[error("the response was entered in error")]
    EnteredInError,
    /// An answer to an item that the questionnaire does not have.
    #[error("{path}: the questionnaire has no item {link_id:?}")]
    UnknownItem {
        /// Where.
        path: String,
        /// The linkId.
        link_id: String,
    },
    /// More than one answer where one is asked.
    #[error("{path}: several answers where one is asked")]
    SeveralAnswers {
        /// Where.
        path: String,
    },
    /// A coded answer that is not one of the item's options.
    #[error("{path}: the code {code:?} is not exactly one of the options")]
    UnknownOption {
        /// Where.
        path: String,
        /// The code.
        code: String,
    },
    /// An answer that does not fit the item.
    #[error(transparent)]
    Answer(#[from] AnswerError),
}
