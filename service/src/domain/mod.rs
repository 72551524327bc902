//! Values that cannot be wrong: identifiers, roles, codes, dates of attendance.
//!
//! Everything here is built by one fallible constructor and knows nothing of the rooms that use it. No SQL, no HTTP, no
//! clock may come in.

mod account;
mod attendance;
mod baseline;
mod code;
mod consent;
mod cycle;
mod email;
mod evening;
mod free_text;
mod group;
mod ids;
mod language;
mod moment;
mod occasion;
mod plan;
mod pseudonym;
mod schedule;
mod selection;
mod set_up;
mod signal;
mod start;
mod wall;

pub use account::Role;
pub use attendance::{Announced, Attendance};
pub use baseline::{BaselineCancelled, BaselineDraft, BaselineLot, BaselinePlan, BaselinePlanError};
pub use code::{ClientCode, CodeError, SessionCode};
pub use consent::ConsentPurpose;
pub use cycle::{Cycle, CycleError, Entry};
pub use email::{Email, EmailError};
pub use evening::{
    IndirectActivity, IndirectMinutes, IndirectMinutesError, SessionMode, SessionTime, SessionTimeError, Settled,
};
pub use free_text::{AgreementText, FreeText, Reflection, TextTooLong};
pub(crate) use group::words;
pub use group::{EndReason, GroupFormat, GroupKind, TherapistPart, UnknownWord};
pub use ids::{
    AccountId, AgreementId, AssignmentId, BaselineId, CandidateId, ChangeId, ClientId, GroupId, IdempotencyKey,
    ImportId, JobId, LineConsentId, MembershipId, OrganisationId, RatingId, ResponseId, ScoreId, SelectionStepId,
    SessionId, SignalId, StepId, TeamId,
};
pub use language::Language;
pub use moment::{Absentee, MomentKind};
pub use occasion::{Every, Occasion, OccasionError, OccasionKind, Phase, Weeks};
pub use plan::{Meeting, Plan, PlanError, Planned, Stay};
pub use pseudonym::{Pseudonym, PseudonymError};
pub use schedule::{Schedule, ScheduleError};
pub use selection::{CheckAnswer, CheckPoint, Decided, SelectionOutcome, SelectionStep};
pub use set_up::{
    CycleWeeks, GroupMethod, GroupName, NewPassword, OrganisationName, PlannedSessions, PlannedSize, Profession,
    SetUpError, Setting, StaffName, TeamName,
};
pub use signal::{
    AlertLevel, AlertMinutes, AlertMinutesError, EscalationReason, ExpectedSource, SIGNAL_DAYS, SignalStep, StepNote,
    StepNoteError, Urgency,
};
pub use start::StartDoubt;
pub use wall::{FEWEST_ON_WALL, Fifth, JOINING_WALL, Most, Told, TooFewOnWall, WallRule};
