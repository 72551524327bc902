//! The only SQL. One file an aggregate; every statement is a named constant that a test prepares against a freshly
//! migrated database.
//!
//! All work for an organisation goes through a [`Tenant`]: a transaction in which row-level security shows that
//! organisation's rows and no others. What needs no tenant (which organisation has this code?) is on [`Connection`].
//! No HTTP, no statistics and no charts may come in.

mod account_links;
mod accounts;
mod agreements;
mod alerts;
mod announced;
mod answers;
mod assignments;
mod attempts;
mod attendance;
mod audit;
mod baseline_figures;
mod baselines;
mod clients;
pub mod cluster;
mod comparisons;
mod connection;
mod consents;
mod contacts;
mod counters;
mod database;
mod dropout_models;
mod duty;
mod episode_changes;
mod episodes;
mod exchange;
mod expected;
mod fits;
mod goals;
mod group_set_up;
mod groups;
mod imports;
mod instruments;
mod judged_groups;
mod line_consents;
mod login_sessions;
mod memberships;
mod migrate;
mod moments;
mod organisations;
mod outbox;
mod own_instruments;
mod plans;
mod reader;
mod record_coverage;
mod record_keys;
mod reflections;
mod research;
mod responses;
mod rooms;
mod schedules;
mod scores;
mod selection;
mod session_time;
mod sessions;
mod set_up_changes;
mod signal_levels;
mod signal_rules;
mod signal_steps;
mod signals;
mod staff;
mod statement;
mod tablet_entries;
mod team_figures;
mod teams;
mod therapist_ratings;
mod tonight;
mod transaction;
mod waiting;
mod wall;

pub use account_links::LinkRow;
pub use accounts::{AccountRow, NewAccount};
pub use agreements::{AgreementRow, NewAgreement};
pub use alerts::{AlertReader, AlertRow};
pub use announced::AnnouncedRow;
pub use answers::{AnswerRow, StoredAnswer};
pub use assignments::{AssignmentRow, FormCount, NewAssignment, ProgressRow};
pub use attempts::Attempts;
pub use attendance::{AttendanceRow, Noted};
pub use audit::{AuditRow, NewAuditRow};
pub use baseline_figures::{BaselineFigureRow, FigureKey};
pub use baselines::{BaselineMemberRow, BaselineRow, BaselineScoreRow, NewBaseline, ToBeginRow};
pub use clients::NewClient;
pub use comparisons::{ClaimedComparison, ComparisonRow, ComparisonTurn};
pub use connection::{Connection, Store, Tenant};
pub use contacts::{ContactColumns, Saved};
pub use counters::{CellKey, ClientCountRow, CoverageRow, FirstCountRow, IndirectCountRow, SessionCountRow};
pub use database::{Database, DatabaseError};
pub use dropout_models::DropoutModelRow;
pub use duty::DutyRow;
pub use episode_changes::{EpisodeChanges, FoundRow, LiveEpisode, RaisedEpisode, RenewedEpisode};
pub use episodes::{EpisodeKey, EpisodeRow};
pub use exchange::{PageOf, ResponseFilter, ScoreFilter, SharedResponseRow, SharedScoreRow};
pub use expected::ExpectedRow;
pub use fits::FitRow;
pub use goals::GoalRow;
pub use group_set_up::{CarerRow, GroupSetUpRow, PartRow};
pub use groups::{GroupRow, GroupSummaryRow, NewGroup, TherapistRow};
pub use imports::NewImport;
pub use instruments::{InstrumentVersionRow, WordingConfirmationRow};
pub use judged_groups::{JudgedGroup, KeptGroup};
pub use login_sessions::LoginSessionRow;
pub use memberships::{MembershipRow, NewMembership};
pub use migrate::{MigrateError, migrate};
pub use moments::{MomentRow, SittingRow};
pub use organisations::OrganisationRow;
pub use outbox::Jobs;
pub use own_instruments::{OwnCounts, OwnInstrumentRow, OwnWordingRow};
pub use record_coverage::{Coverage, RecordSource};
pub use reflections::{Note, ReflectionRow};
pub use research::ResearchRow;
pub use responses::{NewResponse, ResponseRow};
pub use rooms::{AskedRow, HeldRow, RoomRow};
pub use scores::{GroupScoreRow, NewScore, ScoreOrigin, ScoreRow};
pub use selection::{CandidateRow, NewSelectionStep, SelectionStepRow};
pub use session_time::{HowHeld, MinutesRow};
pub use sessions::{CodeRow, SessionRow};
pub use set_up_changes::{ChangeRow, NewChange};
pub use signal_levels::{JudgedLevel, LevelSpanRow, NewLevel, RateRow, ReachedLevel};
pub use signal_steps::{NewStep, StandingRow, StepRow};
pub use signals::{NewSignal, RaisedRow, SignalRow, StaySignalRow};
pub use staff::StaffRow;
pub use statement::statements;
pub use tablet_entries::TabletEntryRow;
pub use team_figures::{AnsweredSignals, SignalsAsked, StayFigures};
pub use teams::TeamRow;
pub use therapist_ratings::{MembersMark, NewRating, NewRatingScore, RatingRow, SealedReader, TherapistMark};
pub use tonight::{AttentionRow, EveningGroupRow, EveningMemberRow, LastSessionRow, OwedRow};
pub use waiting::WaitingRow;
pub use wall::{WallAnswerRow, WallMarkRow};

/// What can go wrong between here and the rows.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection could be had in time.
    #[error("the database cannot be reached: {}", innermost(.0.as_ref()))]
    Unreachable(#[source] Box<deadpool_postgres::PoolError>),
    /// The database refused or broke off a statement. The message carries no parameter.
    #[error("the database refused the statement {statement} ({})", code_of(source))]
    Statement {
        /// The first words of the statement.
        statement: String,
        /// What the driver said.
        source: Box<tokio_postgres::Error>,
    },
    /// A statement of the transaction failed and something was to be kept all the same.
    #[error("a statement failed before, and nothing of the transaction is kept")]
    Abandoned,
    /// A stored word is not in its list: code and database are of different versions.
    #[error("the database holds a word that this version does not know")]
    Word(#[from] crate::domain::UnknownWord),
    /// A stored plan is none: code and database are of different versions.
    #[error("the database holds a plan that this version does not know: {0}")]
    Plan(#[from] crate::domain::PlanError),
    /// So is a stored occasion.
    #[error("the database holds an occasion that this version does not know: {0}")]
    Occasion(#[from] crate::domain::OccasionError),
    /// The configuration of the connection is unusable.
    #[error("the database address cannot be used: {0}")]
    Configuration(String),
    /// The service would run as a role that can see every organisation.
    #[error(
        "the database role `{0}` can bypass row-level security; connect as a role that is a member of `peil_app` \
         and nothing more"
    )]
    PrivilegedRole(String),
}

/// The cause at the bottom, in the words of the system or the server; there is no statement in it.
fn innermost<'e>(error: &'e (dyn std::error::Error + 'static)) -> &'e (dyn std::error::Error + 'static) {
    let mut cause = error;
    while let Some(below) = cause.source() {
        cause = below;
    }
    cause
}

fn code_of(error: &tokio_postgres::Error) -> String {
    error.code().map_or_else(|| "connection".to_owned(), |code| format!("SQLSTATE {}", code.code()))
}

impl StoreError {
    /// The constraint that a statement broke, if that is what happened.
    #[must_use]
    pub fn broken_constraint(&self) -> Option<&str> {
        match self {
            Self::Statement { source, .. } => source.as_db_error().and_then(tokio_postgres::error::DbError::constraint),
            _ => None,
        }
    }

    /// Whether the database went away, before a statement or in the middle of one.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            // 57P…: a server that ends or starts. 53…: one that has no room.
            Self::Statement { source, .. } => {
                let code = source.code().map(tokio_postgres::error::SqlState::code);
                let broke = std::error::Error::source(source).is_some_and(|cause| cause.is::<std::io::Error>());
                source.is_closed()
                    || broke
                    || code.is_some_and(|code| code.starts_with("57P") || code.starts_with("53"))
            }
            _ => false,
        }
    }

    /// Whether a row that must stay as it is was about to change.
    #[must_use]
    pub fn is_refused_change(&self) -> bool {
        match self {
            Self::Statement { source, .. } => {
                source.code() == Some(&tokio_postgres::error::SqlState::RESTRICT_VIOLATION)
            }
            _ => false,
        }
    }
}
