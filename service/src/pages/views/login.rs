//! The way in.

use askama::Template;

use super::Layout;

/// The page with e-mail address and password.
#[derive(Debug, Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What was typed before, so that it need not be typed again.
    pub email: String,
    /// The problem of the last attempt, as a suffix of a problem type: `wrong-login` or `too-many-attempts`.
    pub problem: Option<String>,
}
