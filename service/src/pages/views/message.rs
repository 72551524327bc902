//! A problem as a page.

use askama::Template;

use super::Layout;

/// The suffixes of the problem types that have texts of their own: `problem-<suffix>-title`, `-what` and `-do`.
pub const PROBLEMS: [&str; 49] = [
    "wrong-code",
    "expired-code",
    "wrong-client-code",
    "wrong-login",
    "too-many-attempts",
    "unknown-instrument-version",
    "answer-out-of-range",
    "unknown-item",
    "body-too-large",
    "malformed-body",
    "already-submitted",
    "entry-expired",
    "not-found",
    "forbidden",
    "not-logged-in",
    "csrf",
    "session-is-open",
    "session-is-closed",
    "session-not-reopened",
    "line-said-too-often",
    "no-plan",
    "wording-not-confirmed",
    "no-lead",
    "nobody-on-duty",
    "no-alert-time",
    "last-on-duty",
    "stay-has-ended",
    "day-outside-stay",
    "field-refused",
    "email-taken",
    "name-taken",
    "last-administrator",
    "account-blocked",
    "has-parts",
    "has-members",
    "part-overlaps",
    "already-member",
    "pseudonym-taken",
    "has-scores",
    "link-spent",
    "alert-not-seen",
    "alert-is-closed",
    "nothing-done",
    "own-note-first",
    "agreement-settled",
    "method-not-allowed",
    "nothing-to-show",
    "unavailable",
    "internal",
];

/// What happened, and what to do.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub struct MessagePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Suffix of the problem's type; one outside [`PROBLEMS`] is shown as `internal`.
    pub problem: String,
    /// The questionnaires that it is about.
    pub names: Vec<String>,
    /// Number of this occurrence, to mention when asking for help.
    pub reference: Option<String>,
    /// Where to go from here.
    pub back_href: String,
}
