//! The use cases around a session: open it, let clients in, keep what they answer, close it.
//!
//! Each is one transaction. No HTTP, no pages and no charts may come in.

mod accept;
mod announced;
mod answer;
mod askable;
mod attendance;
mod baseline;
mod entry;
mod error;
mod evening;
mod instruments;
mod libraries;
mod lines;
mod moments;
mod own;
mod past;
mod plan;
mod plan_templates;
mod reopen;
mod safety;
mod said;
mod schedule;
mod session;
mod stay;
mod usable;
mod wall;

pub use accept::{Accepted, Became, Submission, accept, accept_in};
pub use announced::announce_absence;
pub use answer::{Saved, SavedAnswer, save_answer, save_answer_in};
pub use askable::NotAskable;
pub use attendance::record_attendance;
pub use baseline::{
    BaselineRefused, BaselineWish, cancel_baseline, draw_baseline, end_baseline, open_waiting, plan_baseline,
};
pub use entry::{AskedForm, Entered, Entry, RoomSession, enter, entry_of, forms, look_up};
pub use error::CollectError;
pub use evening::{
    Comparison, Difference, EveningReader, FEWEST_MEMBERS, OwnMinutes, Rated, Reflections, Written, agree, comparison,
    confirm_time, open_agreements, rate, reader_of, record_minutes, reflections, set_time, settle, therapist_marks,
    therapists_instrument, write_joint, write_own,
};
pub use instruments::{InstrumentError, register_instruments};
pub use libraries::{LeftOut, Libraries};
pub use lines::{
    LineAsked, LineSaid, LineStands, line_asked, line_stands, say_line, say_line_in, show_lines, withdraw_line,
};
pub use moments::{DueMoment, due_moments, due_moments_of, open_moment};
pub use own::{AddError, Added, add_instrument, add_wording, is_confirmed_by_definition};
pub use plan::{Footing, Refusal, RefusedRow, may_be_planned, refused_rows, save_plan};
pub use plan_templates::{PLAN_TEMPLATES, PlanTemplate};
pub use reopen::{may_reopen, reopen_session};
pub use safety::{
    AlertSubject, MissingRecipients, OpenedAlert, RISK, SCORE, act_on, asks_safety, begin_duty, close_alert, end_duty,
    escalate_unseen, is_safety_instrument, recipients_missing, see_alert, set_alert_minutes,
};
pub use said::Said;
pub use schedule::save_schedule;
pub use session::{
    CODE_LIFETIME, OpenedSession, close_session, new_client_code, open_session, open_session_at, renew_code,
};
pub use stay::end_stay;
pub use usable::{NotUsable, readable, usable, wording_confirmed};
pub use wall::fix_pictures;
