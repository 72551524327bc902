//! The administrator's page: instruments, accounts, audit.

use askama::Template;

use super::Layout;
use crate::{collect::LeftOut, domain::Role};

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin.html")]
pub struct AdminPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Instrument versions in use.
    pub instruments: Vec<InstrumentRow>,
    /// Definitions of the organisation's own that are not read.
    pub left_out: Vec<LeftOut>,
    /// Accounts.
    pub accounts: Vec<AccountRow>,
    /// State of the audit chain.
    pub audit: AuditState,
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

/// One account.
#[derive(Debug)]
pub struct AccountRow {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What it may do.
    pub role: Role,
    /// Team.
    pub team: Option<String>,
    /// Whether it is shut.
    pub disabled: bool,
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
