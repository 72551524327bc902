//! A client's new code, shown once.

use askama::Template;

use super::Layout;

/// The page that shows a new code.
#[derive(Debug, Template)]
#[template(path = "client_code.html")]
pub struct ClientCodePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whose it is.
    pub pseudonym: String,
    /// The code.
    pub code: String,
    /// The session to go back to.
    pub back_href: String,
}
