//! The pages of the client's tablet.

use askama::Template;

use super::Layout;

/// The page on which a client answers; a script fills it.
#[derive(Debug, Template)]
#[template(path = "tablet.html")]
pub struct TabletPage<'a> {
    /// The frame: words and assets; nobody is logged in.
    pub layout: Layout<'a>,
    /// The session's code when it came with the address of a QR picture.
    pub code: Option<String>,
}

/// The page after the last answer: the same for everybody.
#[derive(Debug, Template)]
#[template(path = "tablet_done.html")]
pub struct TabletDonePage<'a> {
    /// The frame: words and assets; nobody is logged in.
    pub layout: Layout<'a>,
}
