//! What each page shows: plain data in, HTML out. One file a page.
//!
//! A view holds values that are ready to be shown: numbers are written by [`mod@format`], enums come from the domain, and
//! every word comes from the locale files by way of [`Layout::t`] in the template. No view computes.

mod about;
mod admin;
mod alerts;
mod baseline;
mod before;
mod card;
mod client_code;
mod composition;
mod counters;
mod duty;
mod evening;
mod fellows;
pub mod format;
mod group;
mod groups;
mod home;
mod layout;
mod leading;
mod login;
mod member;
mod members;
mod message;
mod moment;
mod panel;
mod plan;
mod power;
mod research;
mod schedule;
mod selection;
mod session;
mod set_up;
mod signal_page;
mod signal_words;
mod signals;
mod tablet;
mod team;
mod time;
mod wall;

pub use about::{AboutPage, InstrumentNotice};
pub use admin::{AdminPage, AuditState, InstrumentRow, InstrumentsPage, SetUpStep, Wording};
pub use alerts::{AlertLine, AlertPage, AlertsFragment, AlertsPage, AlertsPanel, Since, Standing, StepLine, Subject};
pub use baseline::{BaselineForm, BaselinePage, BaselinePlanView, BaselineResult};
pub use before::{AbsenceForm, BeforePage, Person, Said};
pub use card::CardPage;
pub use client_code::ClientCodePage;
pub use composition::{CompositionPage, CompositionPicture};
pub use counters::{CounterDefinition, CounterRow, CountersPage, EnteredFigure, GrowthPicture, GrowthRow, YearChoice};
pub use duty::{Colleague, DutyPage, SafetyInstrument};
pub use evening::{
    AgreementLine, Compared, ComparedLine, EveningPage, EveningSignal, JointNote, LineField, Notes, RatingForm,
};
pub use fellows::{FellowsFound, FellowsPage};
pub use group::{GroupPage, OpenSession, StartSession};
pub use groups::{GroupCard, GroupsPage};
pub use home::{HomeCard, HomePage};
pub use layout::{AccountView, Layout, Section};
#[cfg(test)]
pub(crate) use layout::{NOT_SAVED, SAVED};
pub use leading::{LeadingCard, LeadingPage};
pub use login::LoginPage;
pub use member::{EndingForm, MemberChart, MemberPage, PairLine, PairView};
pub use members::{Category, Cell, CellState, Change, Direction, FormerMember, MemberRow, NotJudged};
pub use message::{MessagePage, PROBLEMS};
pub use moment::{MomentLine, MomentPage};
pub use panel::{
    ChartTable, ChartView, Choice, Course, FewGroups, FileLink, GroupChange, LastSession, Measure, ModelNote, Panel,
    PanelFragment, TableRow, Talk,
};
pub use plan::{Offered, PlanLine, PlanPage, PlanProblem, PlanRefusal, PlanRowView, TemplateCard};
pub use power::{PowerChoice, PowerPage, PowerResult, PowerSlider};
pub use research::{Estimates, FixedEffect, InstrumentChoice, ResearchPage, Variance};
pub use schedule::{ScheduleForm, ScheduleSaid};
pub use selection::{CandidateLine, CandidatePage, ConversationCard, SelectionPage};
pub use session::{
    AnswerState, AnsweredFragment, AnsweredPanel, AnsweredRow, AttendanceRow, CodePage, SessionPage, TabletAccess,
};
pub use set_up::{
    ChangeLine, ChangesPage, LinkPage, MembersPage, PartLine, RuleLine, RulesPage, SetUpField, SetUpForm,
    SetUpGroupLine, SetUpGroupPage, SetUpGroupsPage, SetUpInput, SetUpMemberLine, SetUpOrganisationPage, SetUpRefusal,
    SetUpSaid, TeamsPage, UserLine, UserPage, UsersPage, WaitingLine, WaitingPage, WelcomePage,
};
pub use signal_page::{
    LeavingCard, LeavingPage, LeavingPicture, PerformancePage, PerformanceRow, PurposePage, PurposeRule, SignalPage,
    TrialCard, TrialNumbers,
};
pub use signal_words::Tongue;
pub use signals::{SignalKind, SignalMark, SignalView, Tone};
pub use tablet::{TabletDonePage, TabletPage};
pub use team::{TeamChoice, TeamNumbers, TeamPage, TeamPicture, TeamRow, TeamShares};
pub use time::{MinutesLine, TimeCard};
pub use wall::{WallBody, WallFragment, WallItemRow, WallPage, WallPanel};
