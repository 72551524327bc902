//! Questionnaires as data: what is asked, how it is scored, and what the scores may be used for.
//!
//! An instrument is a TOML file, not code. The data's way through this crate:
//!
//! 1. *definition*: [`Instrument::parse`] reads a file, refuses every key it does not know, and hashes what it read; it
//!    can be written again ([`Instrument::to_toml`]), and worded by a site with a licence ([`Instrument::with_wording`]);
//! 2. *check*: [`check()`] says what is wrong with a definition, and runs the examples the definition brings along;
//! 3. *scoring*: [`Answers`] accepts only what the instrument asks, [`score`] and [`alerts`] say what becomes of them,
//!    [`verdict_basis`] what a verdict about change may rest on;
//! 4. [`fhir`]: definitions, answers and scores as FHIR R4, out and in.
//!
//! [`Library::embedded`] holds the instruments that ship with Peil, all checked. [`form()`] is what a tablet shows.
//!
//! The crate is pure: no files at run time, no clock, no environment. Numbers are exact ([`Decimal`]), and nothing is
//! ever scored from an empty form.
//!
//! ```
//! use peil_questionnaires::{Answers, Library, Outcome, score};
//!
//! let library = Library::embedded()?;
//! let session = library.latest("peil-session").ok_or("not shipped")?;
//! let marks = [("open", 7.into()), ("belong", 8.into()), ("strain", "2.5".parse()?), ("useful", 6.into())];
//! let answers = Answers::new(session, marks)?;
//! let total = score(session, &answers).pop().ok_or("no score")?;
//! assert_eq!(*total.outcome(), Outcome::Complete { value: "28.5".parse()? }); // strain counts as 10 - 2.5
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod decimal;
mod definition;
pub mod fhir;
#[cfg(test)]
mod fixture;
mod form;
mod language;
mod library;
mod scoring;
mod shipped;
mod version;

pub use check::{Finding, Place, Rule, Severity, check};
pub use decimal::{Decimal, DecimalError};
pub use definition::{
    Alert, Band, Calculation, CalculationError, ChoiceOption, ClinicalSide, Condition, ContentHash, Criterion, CutOff,
    DefinitionError, Direction, Escalation, Example, Expected, Fill, Hashes, Instrument, Item, Level, Licence,
    LicenceClass, Limit, Method, MissingRule, Moment, Norm, Occasion, Operator, Parts, PublishedChange, Recipient,
    Reliability, ReliabilityKind, Respondent, RoundMode, Rounding, Scale, ScaleError, Score, Seen, Source, Status,
    TableStep, Wording, WordingError, WordingFault, WordingStatus, WriteError,
};
pub use form::{Form, FormItem, FormOption, Input, form};
pub use language::{Language, Text};
pub use library::{Library, LibraryError};
pub use scoring::{
    Answer, AnswerError, Answers, ChangeBasis, NoVerdict, NotScored, Outcome, RaisedAlert, ScoreOutcome, Scorer,
    VerdictBasis, alerts, score, verdict_basis, verdict_basis_for,
};
pub use version::{Version, VersionError};
