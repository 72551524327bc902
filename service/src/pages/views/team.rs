//! The groups of a team beside each other.

use askama::Template;

use super::{FileLink, Layout, Measure};

/// The page.
#[derive(Debug, Template)]
#[template(path = "team.html")]
pub struct TeamPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Why there is nothing, and what to do about it.
    pub nothing: Option<String>,
    /// The scales, the kinds of group, the windows and the orders: each a list of links, one of them current.
    pub choices: Vec<TeamChoice>,
    /// Which stays count, of which moment the comparison is, and that it is no ranking.
    pub counted: Vec<String>,
    /// Where the page asks whether the comparison is there; none where it waits for none.
    pub counting: Option<String>,
    /// Why groups are described and not compared, or how sure a comparison of few can be.
    pub caution: Option<String>,
    /// The effects and the funnel, where groups are compared.
    pub pictures: Vec<TeamPicture>,
    /// The numbers behind both.
    pub numbers: Vec<TeamNumbers>,
    /// What is told of each group.
    pub rows: Vec<TeamRow>,
    /// Said instead, of a group of too few clients.
    pub too_few: String,
    /// How these are counted.
    pub notes: Vec<String>,
}

/// Links of which one is current.
#[derive(Debug)]
pub struct TeamChoice {
    /// What is chosen.
    pub label: String,
    /// The links.
    pub options: Vec<Measure>,
}

/// One of the charts.
#[derive(Debug)]
pub struct TeamPicture {
    /// Id of its heading.
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub key: Vec<String>,
    /// The chart.
    pub svg: String,
    /// The chart for a telephone.
    pub small_svg: String,
    /// The chart as files.
    pub files: Vec<FileLink>,
}

/// A group in the table behind the charts; numbers written out.
#[derive(Debug)]
pub struct TeamNumbers {
    /// Its number in the charts.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Clients in the comparison, and for how many they count.
    pub clients: (usize, String),
    /// Effect with its interval.
    pub effect: String,
    /// Difference from what was expected.
    pub difference: String,
    /// The limits of the funnel, 95 and 99.8 %.
    pub limits: (String, String),
}

/// A group in the table of shares.
#[derive(Debug)]
pub struct TeamRow {
    /// Its number in the charts; none where it is not in them.
    pub number: Option<u32>,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its first day.
    pub started: String,
    /// What is told; nothing of too few clients.
    pub told: Option<TeamShares>,
}

/// Shares, written out with their denominators.
#[derive(Debug)]
pub struct TeamShares {
    /// Clients.
    pub clients: usize,
    /// For how many independent clients they count; none where groups are not compared.
    pub effective: Option<String>,
    /// Forms filled in.
    pub completion: String,
    /// Sessions attended.
    pub attendance: String,
    /// Stays that ended by dropping out.
    pub dropout: String,
    /// Signals looked at in time.
    pub signals: String,
}
