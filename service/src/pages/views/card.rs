//! A client's own card.

use askama::Template;

use super::{ChartTable, FileLink, Layout};

/// The card on the screen.
#[derive(Debug, Template)]
#[template(path = "card.html")]
pub struct CardPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The name the client chose.
    pub pseudonym: String,
    /// Today, written out.
    pub day: String,
    /// How it goes, in one sentence.
    pub sentence: String,
    /// The picture, as SVG from the charts room.
    pub svg: String,
    /// The same for a telephone.
    pub small_svg: String,
    /// How it is read.
    pub reading: Vec<String>,
    /// The numbers of the picture.
    pub numbers: ChartTable,
    /// Where the picture is downloaded.
    pub files: Vec<FileLink>,
    /// The client's goals in his own words, with how near each is.
    pub goals: Vec<(String, Option<String>)>,
    /// The same on paper.
    pub pdf_href: String,
    /// The member's page, for the therapist.
    pub back_href: String,
}
