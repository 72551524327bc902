//! One member of a group: the course on one scale.

use askama::Template;

use super::members::{Category, Change, Direction, NotJudged};
use super::{Choice, FileLink, Layout, Measure};
use crate::{
    charts::{ClientTable, Standing},
    domain::EndReason,
};

/// The page of one member.
#[derive(Debug, Template)]
#[template(path = "member.html")]
pub struct MemberPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The group, as in addresses.
    pub group_id: String,
    /// Its name.
    pub group_name: String,
    /// The scale, as in addresses.
    pub scale: String,
    /// The name the client chose.
    pub pseudonym: String,
    /// The case for intervision; none for who does not lead.
    pub case_href: Option<String>,
    /// The client's own card; none where the reader does not lead the group.
    pub card_href: Option<String>,
    /// From when to when, written out.
    pub stay: String,
    /// What ending the stay asks; none where it has ended, or where the reader does not lead the group.
    pub ending: Option<EndingForm>,
    /// What the group measures; the current one is shown.
    pub measures: Vec<Measure>,
    /// What the change so far means.
    pub change: Change,
    /// The change by more than one method; none where the page shows neither scale of the pair, or the pair was not filled in
    /// twice.
    pub pair: Option<PairView>,
    /// The picture with its words and numbers; none before the first score.
    pub chart: Option<MemberChart>,
    /// Why nothing is expected of this course; none when there is a band, or nothing to say.
    pub no_expected: Option<String>,
}

/// What ending a stay asks.
#[derive(Debug)]
pub struct EndingForm {
    /// The stay, as in addresses.
    pub membership_id: String,
    /// The first day that can be its last.
    pub first: String,
    /// Today: the last day that can be.
    pub today: String,
}

impl MemberPage<'_> {
    /// How a stay that has begun can end; who gives up waiting says so at the waiting list.
    pub fn reasons(&self) -> impl Iterator<Item = &'static EndReason> {
        EndReason::ALL.iter().filter(|reason| **reason != EndReason::NotBegun)
    }
}

/// The change by Jacobson and Truax on each scale of a pair, and over both together.
#[derive(Debug)]
pub struct PairView {
    /// Between which days.
    pub days: String,
    /// Each scale by itself.
    pub each: Vec<PairLine>,
    /// The scores of both, then and now.
    pub scores: String,
    /// What both together make of it.
    pub change: String,
    /// What that means, with its constants.
    pub definition: String,
}

/// One scale by itself.
#[derive(Debug)]
pub struct PairLine {
    /// The method, and the scale.
    pub method: String,
    /// Then and now.
    pub scores: String,
    /// What it makes of it.
    pub change: Change,
}

/// The picture of a member's course.
#[derive(Debug)]
pub struct MemberChart {
    /// What is seen, as a sentence.
    pub title: String,
    /// Scale, direction and reading key.
    pub key: String,
    /// The picture, as SVG from the charts room.
    pub svg: String,
    /// The same for a telephone, whose letters would be too small in the other.
    pub small_svg: String,
    /// The same in sentences.
    pub sentences: Vec<String>,
    /// What the marks under the plot mean: sign and words.
    pub marks: Vec<(String, String)>,
    /// Other ways to look at it.
    pub choices: Vec<Choice>,
    /// Where the picture is downloaded.
    pub files: Vec<FileLink>,
    /// The numbers.
    pub table: ClientTable,
}
