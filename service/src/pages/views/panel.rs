//! The part of a group's page that changes with new answers.

use askama::Template;

use super::Layout;
use super::members::{Category, CellState, Change, Direction, FormerMember, MemberRow, NotJudged};
use super::signals::{SignalKind, SignalView};
use crate::domain::Attendance;

/// The panel alone, as the page fetches it after an event.
#[derive(Debug, Template)]
#[template(path = "group_panel.html")]
pub struct PanelFragment<'a> {
    /// The frame, for its words.
    pub layout: Layout<'a>,
    /// What is shown.
    pub panel: Panel,
}

/// What changes with new answers.
#[derive(Debug)]
pub struct Panel {
    /// Where this panel is fetched alone.
    pub href: String,
    /// Where the events come from.
    pub events_href: String,
    /// The time at which it was made, such as `19:42`.
    pub updated_at: String,
    /// What the group measures; the current one is shown.
    pub measures: Vec<Measure>,
    /// The chart; none before the first score.
    pub chart: Option<ChartView>,
    /// Members now.
    pub members: Vec<MemberRow>,
    /// Members who left.
    pub former: Vec<FormerMember>,
    /// Numbers of the sessions, oldest first: the columns of the cells.
    pub sessions: Vec<(u32, Option<String>)>,
    /// Whether the organisation uses signals.
    pub signals_enabled: bool,
    /// What there is to talk about, member by member, the heaviest first.
    pub talks: Vec<Talk>,
    /// The session before, or the one that is open.
    pub last_session: Option<LastSession>,
    /// The model behind the lines; none when there is too little to fit.
    pub model: Option<ModelNote>,
}

/// One of the things a group measures, or one of the ways to look at it.
#[derive(Debug)]
pub struct Measure {
    /// Short name.
    pub label: String,
    /// The page that shows it.
    pub href: String,
    /// Whether it is shown now.
    pub current: bool,
}

/// A chart of the group.
#[derive(Debug)]
pub struct ChartView {
    /// What is seen.
    pub title: String,
    /// Scale, direction, uncertainty and reading key.
    pub key: String,
    /// The charts that there are; the current one is shown.
    pub tabs: Vec<Measure>,
    /// Other ways to look at this one.
    pub choices: Vec<Choice>,
    /// The picture, as SVG from the charts room.
    pub svg: String,
    /// The same for a telephone, whose letters would be too small in the other.
    pub small_svg: String,
    /// Where the picture is downloaded.
    pub files: Vec<FileLink>,
    /// The numbers.
    pub table: ChartTable,
}

/// A picture as a file.
#[derive(Debug)]
pub struct FileLink {
    /// The kind of file, such as `PDF`.
    pub label: String,
    /// Where it is.
    pub href: String,
}

/// What the group's line does, judged by its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Goes forward: the interval lies on the good side of zero.
    Improving,
    /// No clear change: the interval holds zero.
    Unclear,
    /// Goes back: the interval lies on the bad side of zero.
    Worsening,
    /// Too few scores for a line.
    TooFew,
    /// A rating of the sessions themselves: shown, not judged.
    Described,
    /// Shown without a verdict: too few groups to be sure.
    Shown,
}

/// How far the members came since their start, on average.
#[derive(Debug)]
pub struct GroupChange {
    /// Which way.
    pub direction: Direction,
    /// How many points, without a sign.
    pub points: String,
    /// Lower end of the 95 % interval, in points in that direction.
    pub low: String,
    /// Upper end.
    pub high: String,
}

/// Ways to look at a chart, of which one is chosen.
#[derive(Debug)]
pub struct Choice {
    /// What is chosen.
    pub label: String,
    /// The ways; the current one is shown.
    pub options: Vec<Measure>,
}

/// The numbers behind a chart.
#[derive(Debug)]
pub struct ChartTable {
    /// What is counted.
    pub caption: String,
    /// Over the names of the rows.
    pub corner: String,
    /// The other columns.
    pub columns: Vec<String>,
    /// One row a member or session, and for a course one for the group.
    pub rows: Vec<TableRow>,
}

/// One row of numbers.
#[derive(Debug)]
pub struct TableRow {
    /// What the row is about.
    pub name: String,
    /// Whether it is about the group, among rows of members.
    pub is_group: bool,
    /// Numbers or words; none where there is nothing.
    pub cells: Vec<Option<String>>,
}

/// What happened at a session.
#[derive(Debug)]
pub struct LastSession {
    /// Its page, where attendance can still be noted.
    pub href: String,
    /// Number.
    pub number: u32,
    /// Day, written out.
    pub day: String,
    /// Whether it is still open.
    pub open: bool,
    /// How many came, and of how many members; none when nobody noted it.
    pub came: Option<u32>,
    /// Members then.
    pub members: u32,
    /// How many answered.
    pub answered: u32,
    /// Who stayed away, and why.
    pub absent: Vec<(String, Attendance)>,
    /// Mean of the session scale's total, and of how many answers; none when nobody answered. One answer is told as one.
    pub mean: Option<(String, u32)>,
    /// Highest total that can be reached.
    pub highest: String,
}

/// What the lines come from.
#[derive(Debug)]
pub struct ModelNote {
    /// The formula.
    pub formula: String,
    /// Clients in the fit, written out.
    pub clients: String,
    /// Groups in the fit.
    pub groups: u32,
    /// Scores in the fit, written out.
    pub scores: String,
    /// Design effect beside the number of clients.
    pub design_effect: Option<String>,
    /// Caution when there are few groups.
    pub few_groups: Option<FewGroups>,
    /// Day and time of the fit, written out.
    pub fitted_at: String,
}

/// Why the number of groups asks for caution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FewGroups {
    /// Below five: nothing is inferred between groups.
    Fixed,
    /// Five to nine: intervals are too narrow.
    Few,
}

/// What there is to say about one member, or about the group as a whole.
#[derive(Debug)]
pub struct Talk {
    /// What asks most.
    pub first: SignalView,
    /// The rest, the heaviest first.
    pub others: Vec<SignalView>,
}

impl Panel {
    /// Talks that are all shown at once, however little they ask.
    const FEW: usize = 5;

    /// Whether a talk stands folded away, among many: nothing in it asks for one.
    #[must_use]
    pub fn is_quiet(&self, talk: &Talk) -> bool {
        self.talks.len() > Self::FEW && talk.first.kind.weight() > 2
    }

    /// Talks that stand folded away.
    #[must_use]
    pub fn quiet(&self) -> usize {
        self.talks.iter().filter(|talk| self.is_quiet(talk)).count()
    }
}

impl Talk {
    /// Gathers signals, the heaviest first, by whom they are about; in the order of the heaviest of each.
    #[must_use]
    pub fn gather(signals: Vec<SignalView>) -> Vec<Self> {
        let mut talks: Vec<Self> = Vec::new();
        for signal in signals {
            match talks.iter_mut().find(|talk| talk.first.pseudonym == signal.pseudonym) {
                Some(talk) => talk.others.push(signal),
                None => talks.push(Self { first: signal, others: Vec::new() }),
            }
        }
        talks
    }
}

impl Course {
    /// Every course.
    pub const ALL: [Self; 6] =
        [Self::Improving, Self::Unclear, Self::Worsening, Self::TooFew, Self::Described, Self::Shown];

    /// The word in keys of texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Unclear => "unclear",
            Self::Worsening => "worsening",
            Self::TooFew => "too-few",
            Self::Described => "described",
            Self::Shown => "shown",
        }
    }
}

impl FewGroups {
    /// Both cautions.
    pub const ALL: [Self; 2] = [Self::Fixed, Self::Few];

    /// The word in keys of texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Few => "few",
        }
    }
}
