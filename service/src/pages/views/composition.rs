//! The composition of a group: its members on one scale, and what somebody who waits would change.

use askama::Template;

use super::{ChartTable, FileLink, Layout, Measure};

/// The page.
#[derive(Debug, Template)]
#[template(path = "composition.html")]
pub struct CompositionPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The group, as in addresses.
    pub group_id: String,
    /// Name of the group.
    pub group_name: String,
    /// The scale, as in addresses.
    pub scale: String,
    /// The scales that can be chosen.
    pub measures: Vec<Measure>,
    /// How many, how long, how far apart.
    pub sentences: Vec<String>,
    /// The picture; none while nobody has a score.
    pub picture: Option<CompositionPicture>,
    /// Who waits, each with the page that shows what they would change.
    pub waiting: Vec<Measure>,
    /// What the chosen one would change; empty without one.
    pub newcomer: Vec<String>,
    /// The page without the chosen one.
    pub without_href: Option<String>,
    /// What nobody can say of a composition, or where a model can be asked.
    pub rule: String,
}

/// The picture with its numbers.
#[derive(Debug)]
pub struct CompositionPicture {
    /// What is seen.
    pub title: String,
    /// How it is read.
    pub key: String,
    /// As SVG from the charts room.
    pub svg: String,
    /// The same for a telephone.
    pub small_svg: String,
    /// Where it is downloaded.
    pub files: Vec<FileLink>,
    /// The numbers.
    pub table: ChartTable,
}
