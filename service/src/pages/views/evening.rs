//! After a session: the therapists' own ratings beside each other and the members', notes, agreements, signals, minutes.

use askama::Template;

use super::{Layout, Standing, TimeCard, Tone};
use crate::domain::{AgreementText, Reflection, SessionMode, Settled, StepNote};

/// The page for after a session.
#[derive(Template)]
#[template(path = "evening.html")]
pub struct EveningPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Identifier of the group, as in addresses.
    pub group_id: String,
    /// Name of the group.
    pub group_name: String,
    /// The session's address.
    pub href: String,
    /// Number in the group.
    pub number: u32,
    /// Day, written out.
    pub day: String,
    /// Whether members can still answer.
    pub open: bool,
    /// Whether the reader was there, and writes himself.
    pub writes: bool,
    /// Whether the reader leads the group.
    pub leads: bool,
    /// What was just saved; empty for nothing.
    pub saved: String,
    /// What could not be; empty for nothing.
    pub problem: String,
    /// The form of the reader's own rating; none for who does not rate, or where there is no such form.
    pub form: Option<RatingForm>,
    /// The ratings beside each other; none before the reader's own.
    pub compared: Option<Compared>,
    /// Notes.
    pub notes: Notes,
    /// Open agreements of earlier sessions.
    pub earlier: Vec<AgreementLine>,
    /// Agreements of this session.
    pub agreements: Vec<AgreementLine>,
    /// Members whom an agreement can be about: identifier and name.
    pub members: Vec<(String, String)>,
    /// Key of the form for a new agreement.
    pub key: String,
    /// Open signals; none for who takes no steps, or where they are switched off.
    pub signals: Option<Vec<EveningSignal>>,
    /// Open alerts of the group, that stand on their own page.
    pub alerts: u32,
    /// Time.
    pub time: TimeCard,
}

/// The form of the therapists' rating.
pub struct RatingForm {
    /// Chosen once for this form.
    pub key: String,
    /// The words before the lines.
    pub intro: String,
    /// The lines.
    pub lines: Vec<LineField>,
    /// Whether it corrects a rating that was sent.
    pub corrects: bool,
}

/// One line to mark.
pub struct LineField {
    /// The item.
    pub id: String,
    /// The statement.
    pub text: String,
    /// The words at its low end.
    pub low: String,
    /// The words at its high end.
    pub high: String,
    /// The least mark.
    pub min: String,
    /// The highest mark.
    pub max: String,
    /// The distance between two marks.
    pub step: String,
    /// What was marked before.
    pub value: Option<String>,
}

/// Ratings beside each other.
pub struct Compared {
    /// The therapists who rated, in the order of the columns.
    pub names: Vec<String>,
    /// Names of who rated again after sending.
    pub corrected: Vec<String>,
    /// Names of who did not rate yet.
    pub waiting: Vec<String>,
    /// What is to be said about differences, the largest first.
    pub said: Vec<String>,
    /// The lines.
    pub lines: Vec<ComparedLine>,
    /// Members who answered; none when they were too few to show.
    pub members: Option<u32>,
    /// Below so many members nothing of them is shown.
    pub fewest: u32,
}

/// One statement with every mark.
pub struct ComparedLine {
    /// The statement.
    pub text: String,
    /// The words at the left end of the picture.
    pub left: String,
    /// The words at its right end.
    pub right: String,
    /// Whether the picture turns the line round, so that right is better.
    pub turned: bool,
    /// The picture.
    pub svg: String,
    /// Each therapist's mark, written out, in the order of the names.
    pub marks: Vec<Option<String>>,
    /// The members' mean and spread, written out, and how many they are.
    pub members: Option<(String, String, u32)>,
}

/// Notes on the session.
pub struct Notes {
    /// The reader's own: version and words.
    pub own: Option<(i32, String)>,
    /// What the reader typed over a wording that was not the newest any more.
    pub own_draft: Option<String>,
    /// The others' notes, once the reader's own is there: name, time, words.
    pub others: Vec<(String, String, String)>,
    /// Names of who did not write yet.
    pub waiting: Vec<String>,
    /// The joint note: version, words, and by whom and when it was written last.
    pub joint: Option<JointNote>,
    /// What the reader typed over a wording that was not the newest any more.
    pub joint_draft: Option<String>,
    /// Whether the reader may write the joint note now.
    pub may_join: bool,
}

/// The joint note.
pub struct JointNote {
    /// Its number.
    pub version: i32,
    /// The words.
    pub said: String,
    /// Who wrote this wording.
    pub by: String,
    /// When.
    pub at: String,
}

/// One agreement.
pub struct AgreementLine {
    /// Where it is settled.
    pub href: String,
    /// The words.
    pub said: String,
    /// Whom it is about.
    pub about: Option<String>,
    /// The session at which it was made.
    pub number: u32,
    /// What became of it.
    pub settled: Option<Settled>,
}

/// One open signal, with a form for what was decided.
pub struct EveningSignal {
    /// Its page.
    pub href: String,
    /// What about.
    pub heading: String,
    /// The sentence with its numbers.
    pub what: String,
    /// Its colour.
    pub tone: Tone,
    /// Where it stands.
    pub standing: Standing,
}

impl EveningPage<'_> {
    /// Characters that a note can have.
    #[must_use]
    pub const fn longest_note(&self) -> usize {
        Reflection::LONGEST
    }

    /// Characters that an agreement can have.
    #[must_use]
    pub const fn longest_agreement(&self) -> usize {
        AgreementText::LONGEST
    }

    /// Characters that the note of a step can have.
    #[must_use]
    pub const fn longest_step(&self) -> usize {
        StepNote::LONGEST
    }
}

impl Notes {
    /// The wording that the form of the own note goes on from.
    #[must_use]
    pub fn own_version(&self) -> i32 {
        self.own.as_ref().map_or(0, |(version, _)| *version)
    }

    /// The wording that the form of the joint note goes on from.
    #[must_use]
    pub fn joint_version(&self) -> i32 {
        self.joint.as_ref().map_or(0, |joint| joint.version)
    }

    /// The words in the field of the own note.
    #[must_use]
    pub fn own_words(&self) -> &str {
        let stored = self.own.as_ref().map_or("", |(_, said)| said.as_str());
        self.own_draft.as_deref().unwrap_or(stored)
    }

    /// The words in the field of the joint note.
    #[must_use]
    pub fn joint_words(&self) -> &str {
        let stored = self.joint.as_ref().map_or("", |joint| joint.said.as_str());
        self.joint_draft.as_deref().unwrap_or(stored)
    }
}
