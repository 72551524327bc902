//! The wall of the room: one thing at a time, to be read from three metres by the group itself.

use askama::Template;

use super::{ChartTable, FileLink, Layout};

/// The page that fills the screen.
#[derive(Debug, Template)]
#[template(path = "wall.html")]
pub struct WallPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Number of the session.
    pub number: u32,
    /// What the group sees.
    pub wall: WallPanel,
}

/// What the group sees, alone, as the page fetches it after an event.
#[derive(Debug, Template)]
#[template(path = "wall_panel.html")]
pub struct WallFragment<'a> {
    /// The frame, for its words.
    pub layout: Layout<'a>,
    /// What is shown.
    pub wall: WallPanel,
}

/// What the group sees. No name and no id of a member may come in.
#[derive(Debug)]
pub struct WallPanel {
    /// Where the panel is fetched anew.
    pub href: String,
    /// Where changes are told.
    pub events_href: String,
    /// The session's page, to go back to.
    pub back_href: String,
    /// When it was made, as a time of day.
    pub updated_at: String,
    /// The ways to look: address, name, whether it is this one.
    pub looks: Vec<(String, String, bool)>,
    /// What is seen, as a sentence.
    pub title: String,
    /// Of how many answers it is; in sentences.
    pub notes: Vec<String>,
    /// The picture.
    pub picture: WallBody,
    /// Its numbers, folded away; none without a picture.
    pub numbers: Option<ChartTable>,
    /// Where the picture is downloaded; none of lines, which hang on a consent.
    pub files: Vec<FileLink>,
}

impl WallPanel {
    /// Whether what is shown must go when the connection is lost.
    #[must_use]
    pub fn is_by_consent(&self) -> bool {
        matches!(self.picture, WallBody::Chart { by_consent: true, .. })
    }
}

/// The picture on the wall.
#[derive(Debug)]
pub enum WallBody {
    /// There is none yet.
    Nothing,
    /// How this session was, question by question.
    Items(Vec<WallItemRow>),
    /// A chart as SVG; whether it must go when the connection is lost, because somebody may have taken his consent back.
    Chart {
        /// The picture.
        svg: String,
        /// Whether it hangs on a consent.
        by_consent: bool,
    },
}

/// One question.
#[derive(Debug)]
pub struct WallItemRow {
    /// The question, as it was asked.
    pub text: String,
    /// The words at the worse end, left.
    pub worse: String,
    /// The words at the better end, right.
    pub better: String,
    /// The five parts from worse to better: `middle`, `half` or empty.
    pub parts: [&'static str; 5],
    /// The same in words.
    pub heard: String,
}
