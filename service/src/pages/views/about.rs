//! What Peil is, what it is not, and whose instruments it shows.

use askama::Template;

use super::Layout;

/// The page.
#[derive(Debug, Template)]
#[template(path = "about.html")]
pub struct AboutPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Version of the running service.
    pub version: String,
    /// Instruments and their licences.
    pub instruments: Vec<InstrumentNotice>,
}

/// Licence of one instrument.
#[derive(Debug)]
pub struct InstrumentNotice {
    /// Title.
    pub title: String,
    /// Who holds the rights.
    pub holder: String,
    /// The notice that belongs to it.
    pub notice: Option<String>,
}
