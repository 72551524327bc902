//! Signals: the module that is kept apart from Core. It has its own version ([`VERSION`]), its own switch per organisation,
//! and its own page of intended purpose; without it scores and histories stay.
//!
//! Rules and models are those of `peil_stats::signals`; here they meet the rows of an organisation. A signal is a reason to
//! talk: it shows its rule, its numbers and how often it errs, and it decides, closes and books nothing.
//!
//! No HTTP and no words on screen.

mod anew;
mod carried;
mod climate;
mod episodes;
mod error;
mod evaluate;
mod judge;
mod kept;
mod learn;
mod leaving;
mod life;
mod parameter_file;
mod performance;
mod rates;
mod room;
mod rules;
mod truth;

pub use anew::judge_anew;
pub use carried::{CarryError, export_expected, forget_expected, import_expected};
pub use climate::{RatedSession, RupturedBy, SessionClimate, session_climate};
pub use episodes::LAST_RATINGS;
pub use error::SignalsError;
pub use evaluate::{Scope, evaluate, evaluate_all, follow};
pub use leaving::{
    ENOUGH_AT_RISK, ENOUGH_ENDED, ENOUGH_FOR_CERTAINTY, Endings, FEWEST_DROPOUTS, LeavingModel, LeavingOfKind,
    LeavingStep, LeavingTrial, Share, claim_leaving, claim_leaving_of_before, learn_leaving, leaving_by_kind,
    leaving_model,
};
pub use life::{LifeError, OpenedSignal, see_signal, take_step};
pub use parameter_file::{ParameterFile, ParameterFileError};
pub use performance::{ENOUGH_STAYS, Part, Performance, RuleWorth, performance};
pub use rates::{
    Base, Counted, DROPOUT_BY_MODEL, ErrorRate, OwnRates, SIMULATED, Simulated, simulated_rate, told_rates,
};
pub use rules::{RuleSetting, RuleSettingError, reset_rules, rule_settings, set_rules, with_constants};

/// Version of the module, stored with each signal that it raises.
pub const VERSION: &str = peil_stats::signals::SIGNALS_VERSION;

/// Groups that are read and judged at a time: a bound on what is held in memory.
const TOGETHER: usize = 250;
