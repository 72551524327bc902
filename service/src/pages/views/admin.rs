//! The administrator's first page, and that of the instruments.

use askama::Template;

use super::Layout;
use crate::collect::LeftOut;

/// The first page.
#[derive(Debug, Template)]
#[template(path = "admin.html")]
pub struct AdminPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Name of the organisation.
    pub organisation: String,
    /// Whether everything is there to begin with.
    pub begun: bool,
    /// What is needed to begin, in order.
    pub steps: Vec<SetUpStep>,
    /// State of the audit chain.
    pub audit: AuditState,
}

impl AdminPage<'_> {
    /// Every part of administration: where it stands, and its word.
    #[must_use]
    pub fn places(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("/admin/organisation", "organisation"),
            ("/admin/users", "users"),
            ("/admin/teams", "teams"),
            ("/admin/groups", "groups"),
            ("/admin/instruments", "instruments"),
            ("/admin/alerts", "alerts"),
            ("/admin/rules", "rules"),
            ("/admin/changes", "changes"),
        ]
    }
}

/// One step of beginning.
#[derive(Debug)]
pub struct SetUpStep {
    /// Its word, behind `set-up-step-`.
    pub word: &'static str,
    /// Where it is taken.
    pub href: String,
    /// Whether it was.
    pub done: bool,
}

/// The instruments.
#[derive(Debug, Template)]
#[template(path = "admin_instruments.html")]
pub struct InstrumentsPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Instrument versions in use.
    pub instruments: Vec<InstrumentRow>,
    /// Definitions of the organisation's own that are not read.
    pub left_out: Vec<LeftOut>,
}

/// One instrument version.
#[derive(Debug)]
pub struct InstrumentRow {
    /// Identifier.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: String,
    /// Class of the licence: `a`, `b`, `c` or `d`.
    pub licence: String,
    /// Whether the organisation added it, and nobody else has it.
    pub own: bool,
    /// Whether it is a draft that no client is asked.
    pub draft: bool,
    /// State of the wording, one a language.
    pub wordings: Vec<Wording>,
}

/// State of the wording in one language.
#[derive(Debug)]
pub enum Wording {
    /// Known to be the holder's own text.
    Confirmed {
        /// Tag of the language.
        language: String,
        /// By whom it was compared here; none when the definition itself is sure of it.
        by: Option<(String, String)>,
    },
    /// Must be compared with the holder's file once.
    Unconfirmed {
        /// Tag of the language.
        language: String,
        /// Hash of exactly this text.
        text_hash: String,
        /// The text itself, line by line, to compare.
        lines: Vec<String>,
    },
    /// The instrument comes without wording.
    Absent,
}

/// State of the audit chain.
#[derive(Debug)]
pub enum AuditState {
    /// Unbroken.
    Intact {
        /// Number of entries, written out.
        entries: String,
        /// Day and time of the check, written out.
        verified_at: String,
    },
    /// Broken at an entry.
    Broken {
        /// Number of the first entry that does not fit.
        sequence: String,
    },
    /// Not checked yet.
    NotVerified,
}
