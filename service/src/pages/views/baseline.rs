//! The multiple baseline of one group: its plan, what was drawn, what came out.

use askama::Template;

use super::{ChartTable, FileLink, Layout, TabletAccess};
use crate::domain::{BaselineCancelled, BaselineLot};

/// The page, from planning to result.
#[derive(Debug, Template)]
#[template(path = "baseline.html")]
pub struct BaselinePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The group, as in addresses.
    pub group_id: String,
    /// Name of the group.
    pub group_name: String,
    /// Whether the reader may plan and draw.
    pub leads: bool,
    /// What one may conclude, and what not.
    pub first: String,
    /// Why what was asked for was not done.
    pub refused: Option<String>,
    /// Where a plan is made; none where one stands, or the reader does not lead.
    pub form: Option<BaselineForm>,
    /// The plan that stands.
    pub plan: Option<BaselinePlanView>,
    /// What came out so far.
    pub result: Option<BaselineResult>,
    /// Plans that were given up, a line each.
    pub given_up: Vec<String>,
}

/// What a plan is made of.
#[derive(Debug)]
pub struct BaselineForm {
    /// Scale as sent, as shown, and whether it is chosen.
    pub measures: Vec<(String, String, bool)>,
    /// How starts come about.
    pub lot: BaselineLot,
    /// The other fields as they were filled in.
    pub first_on: String,
    /// Days from one measurement to the next.
    pub every_days: String,
    /// Measurements.
    pub moments: String,
    /// While waiting, at least.
    pub least_before: String,
    /// In the group, at least.
    pub least_after: String,
    /// Starts, separated by commas.
    pub starts: String,
    /// Who takes part, in order.
    pub members: Vec<String>,
}

impl BaselineForm {
    /// Every way in which starts come about, and whether it is chosen.
    #[must_use]
    pub fn lots(&self) -> Vec<(&'static str, bool)> {
        BaselineLot::ALL.iter().map(|lot| (lot.word(), *lot == self.lot)).collect()
    }
}

/// A start: its moment, its day, and whether it was kept.
pub(super) type StartView = (i16, String, String);

/// A plan that stands.
#[derive(Debug)]
pub struct BaselinePlanView {
    /// Its settings, a sentence each.
    pub sentences: Vec<String>,
    /// Whether the lots were drawn.
    pub drawn: bool,
    /// Whether the starts were drawn elsewhere.
    pub elsewhere: bool,
    /// Name, and once drawn how the start went.
    pub members: Vec<(String, Option<StartView>)>,
    /// Whether those who wait can be measured today.
    pub may_measure: bool,
    /// Today's measurement of those who wait.
    pub today: Option<TabletAccess>,
    /// Whether the measuring can be ended by hand.
    pub may_end: bool,
}

impl BaselinePlanView {
    /// Why a plan may be given up.
    #[must_use]
    pub fn reasons(&self) -> Vec<&'static str> {
        BaselineCancelled::ALL.iter().map(|reason| reason.word()).collect()
    }
}

/// What came out.
#[derive(Debug)]
pub struct BaselineResult {
    /// What is seen, as a sentence.
    pub title: String,
    /// How the picture is read.
    pub key: String,
    /// The picture as a file.
    pub files: Vec<FileLink>,
    /// The picture.
    pub svg: String,
    /// The same for a telephone.
    pub small_svg: String,
    /// Its numbers.
    pub table: ChartTable,
    /// How many measurements are in, and what that means.
    pub standing: String,
    /// The test by lot, a sentence each.
    pub test: Vec<String>,
    /// Effects by member.
    pub effects: ChartTable,
    /// What must be borne in mind of them.
    pub effect_notes: Vec<String>,
    /// What the models take for granted.
    pub model_how: String,
    /// The model of a change of level, then that with slopes: a heading and its sentences.
    pub models: Vec<(String, Vec<String>)>,
}
