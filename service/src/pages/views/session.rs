//! One session: the code for the tablet, who answered, who came.

use askama::Template;

use super::{Layout, TimeCard};
use crate::domain::{Attendance, SessionMode};

/// The page of one session.
#[derive(Debug, Template)]
#[template(path = "session.html")]
pub struct SessionPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whether the reader leads the group, and so may change something here.
    pub leads: bool,
    /// Whether the reader leads out of own experience, and sees nothing of what is measured.
    pub by_experience: bool,
    /// Whether the reader may open it again: it is today's and was closed.
    pub reopens: bool,
    /// Whether the reader may open what comes after it.
    pub reflects: bool,
    /// Identifier of the group, as in addresses.
    pub group_id: String,
    /// Name of the group.
    pub group_name: String,
    /// Identifier, as in addresses.
    pub id: String,
    /// Number in the group.
    pub number: u32,
    /// Day, written out.
    pub day: String,
    /// How a tablet gets in.
    pub tablet: TabletAccess,
    /// Who answered.
    pub answered: AnsweredPanel,
    /// Who came.
    pub attendance: Vec<AttendanceRow>,
    /// Whose line the group may see, which a therapist may take back: the stay as in addresses, and the pseudonym.
    pub lines_given: Vec<(String, String)>,
    /// How long it took.
    pub time: TimeCard,
    /// What was just saved; empty for nothing.
    pub saved: String,
    /// What could not be; empty for nothing.
    pub problem: String,
}

/// How a tablet gets into the session and nothing else: what clients may see.
#[derive(Debug, Template)]
#[template(path = "code.html")]
pub struct CodePage<'a> {
    /// The frame, for its words.
    pub layout: Layout<'a>,
    /// Number of the session in the group.
    pub number: u32,
    /// How a tablet gets in.
    pub tablet: TabletAccess,
    /// The session's page, to go back to.
    pub back_href: String,
}

/// How a tablet gets into the session.
#[derive(Debug)]
pub enum TabletAccess {
    /// By this code.
    Open {
        /// As it is read aloud: `K7M-4QX`.
        code: String,
        /// The address with the code as a QR picture, as SVG.
        qr_svg: String,
        /// The address to type.
        address: String,
        /// Until when, written out.
        valid_until: String,
    },
    /// The code has expired while the session is open.
    Expired,
    /// The session is closed.
    Closed,
}

/// Who answered, alone, as the page fetches it after an event.
#[derive(Debug, Template)]
#[template(path = "session_answered.html")]
pub struct AnsweredFragment<'a> {
    /// The frame, for its words.
    pub layout: Layout<'a>,
    /// What is shown.
    pub answered: AnsweredPanel,
}

/// Who answered; never what.
#[derive(Debug)]
pub struct AnsweredPanel {
    /// Where this panel is fetched alone.
    pub href: String,
    /// Where the events come from.
    pub events_href: String,
    /// The time at which it was made.
    pub updated_at: String,
    /// How many answered all they were asked.
    pub done: u32,
    /// How many are expected to: who was not noted as absent, and who began all the same.
    pub expected: u32,
    /// Each member.
    pub rows: Vec<AnsweredRow>,
}

/// One member.
#[derive(Debug)]
pub struct AnsweredRow {
    /// The name the client chose.
    pub pseudonym: String,
    /// How far.
    pub state: AnswerState,
}

/// How far a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerState {
    /// Noted as absent, and nothing begun.
    Away,
    /// Not yet begun.
    NotYet,
    /// Begun.
    Started,
    /// What was for before the session was sent, and nothing of the rest was begun.
    BeforeSent,
    /// What was for after the session was sent, and what was for before it was left.
    AfterSent,
    /// All sent.
    Done,
}

/// One member in the attendance form.
#[derive(Debug)]
pub struct AttendanceRow {
    /// Identifier of the membership; the field is `attendance-<id>`.
    pub membership_id: String,
    /// The name the client chose.
    pub pseudonym: String,
    /// What was noted.
    pub attendance: Option<Attendance>,
}

impl AttendanceRow {
    /// Whether this was noted.
    #[must_use]
    pub fn is(&self, attendance: &Attendance) -> bool {
        self.attendance == Some(*attendance)
    }

    /// Whether the member was noted as present.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.attendance.is_some_and(Attendance::is_present)
    }

    /// Why the member was noted as absent.
    #[must_use]
    pub fn absent(&self) -> Option<Attendance> {
        self.attendance.filter(|noted| !noted.is_present())
    }
}
