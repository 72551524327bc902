//! Whether it made a difference who else sat in the group, over all groups of the organisation.

use askama::Template;

use super::{ChartTable, Layout, Measure};

/// The page.
#[derive(Debug, Template)]
#[template(path = "fellows.html")]
pub struct FellowsPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The scales that can be chosen.
    pub measures: Vec<Measure>,
    /// All groups or closed ones.
    pub groups: Vec<Measure>,
    /// What was found; else why nothing can be told, and what can be done.
    pub found: Result<FellowsFound, String>,
}

/// What was found.
#[derive(Debug)]
pub struct FellowsFound {
    /// Of how many groups and members.
    pub of: String,
    /// What it says, most important first.
    pub sentences: Vec<String>,
    /// The submodels beside each other.
    pub submodels: ChartTable,
    /// The effects of the full model.
    pub effects: ChartTable,
    /// Submodels that are not compared, and why.
    pub left_out: Vec<String>,
}
