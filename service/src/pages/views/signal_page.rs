//! One signal with what was done about it, and the page of the module's intended purpose.

use askama::Template;

use super::{FileLink, Layout, Standing, StepLine, signals::Tone};
use crate::charts::LeavingTable;

/// The page of one signal.
#[derive(Template)]
#[template(path = "signal_page.html")]
pub struct SignalPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The group's page.
    pub group_href: String,
    /// Name of the group.
    pub group: String,
    /// Where the steps are sent.
    pub steps_href: String,
    /// What about.
    pub heading: String,
    /// The sentence with its numbers.
    pub what: String,
    /// The sentence with its error rate.
    pub certainty: String,
    /// The colour.
    pub tone: Tone,
    /// Title of the instrument.
    pub instrument: String,
    /// The session at which it was raised; 0 for a moment outside the sessions.
    pub session: u32,
    /// Identifier of the rule.
    pub rule: String,
    /// Version of the rule.
    pub version: String,
    /// Version of the module.
    pub module_version: String,
    /// When the expected course behind it was fitted, and whether it is of a file.
    pub model: Option<String>,
    /// When it was raised.
    pub raised_at: String,
    /// When it last began to ask for more.
    pub renewed_at: Option<String>,
    /// When the rule fell silent.
    pub ceased_at: Option<String>,
    /// What became of it, with the definition that counts; before that is known, when it will be.
    pub outcome: String,
    /// Every step, oldest first.
    pub steps: Vec<StepLine>,
    /// Where it stands.
    pub standing: Standing,
    /// Whether steps may still be taken.
    pub open: bool,
    /// Longest note, in characters.
    pub longest_note: usize,
}

/// What the module is for, its rules, and how often they err.
#[derive(Template)]
#[template(path = "signal_purpose.html")]
pub struct PurposePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Version of the module.
    pub version: String,
    /// The safety items, which are no rule of the module: what it is about, and when it speaks.
    pub risk: [String; 2],
    /// Whether the reader's organisation set constants otherwise than they come.
    pub own_settings: bool,
    /// The rules.
    pub rules: Vec<PurposeRule>,
    /// False alarms of DET about clients who do not change: looks, at least once, confirmed (in a hundred).
    pub false_alarms: Vec<(usize, String, String)>,
}

/// A rule on that page.
pub struct PurposeRule {
    /// Its identifier.
    pub id: &'static str,
    /// Its version.
    pub version: String,
    /// What it is about.
    pub heading: String,
    /// When it speaks, with its constants.
    pub what: String,
    /// When it is right.
    pub truth: Option<String>,
    /// Whether it is this project's own proposal.
    pub ours: bool,
    /// How often it is right.
    pub certainty: String,
}

/// How often the signals of the organisation were right.
#[derive(Template)]
#[template(path = "signal_performance.html")]
pub struct PerformancePage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whether the module is on.
    pub enabled: bool,
    /// Ended stays that were followed from beginning to end.
    pub stays: usize,
    /// Stays below which the numbers say little.
    pub needed: usize,
    /// Signals of before levels were written down; they count in no rate by level.
    pub before: Option<usize>,
    /// The rules that could be judged.
    pub rules: Vec<PerformanceRow>,
}

/// A rule on that page; shares in a hundred with their intervals.
pub struct PerformanceRow {
    /// Its identifier.
    pub id: &'static str,
    /// Which of its signals, where they are told apart.
    pub part: Option<String>,
    /// What it is about.
    pub heading: String,
    /// When it is right.
    pub truth: Option<String>,
    /// What it was judged on: so many stays, or sessions.
    pub judged: String,
    /// Of the stays of which it is true, those of which the rule spoke.
    pub sensitivity: Option<String>,
    /// Of the others, those of which it did not.
    pub specificity: Option<String>,
    /// Of the stays of which it spoke, those of which it is true.
    pub ppv: Option<String>,
    /// Of all, those of which it is true: what the one before is to beat.
    pub base: Option<String>,
    /// False alarms per hundred client-sessions.
    pub false_alarms: Option<String>,
}

/// How stays ended, by kind of group.
#[derive(Template)]
#[template(path = "signal_dropout.html")]
pub struct LeavingPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Whether the module is on.
    pub enabled: bool,
    /// What the model of leaving rests on, or waits for, what it leaves out and what is fixed, sentence by sentence; empty
    /// while the module is off.
    pub model: Vec<String>,
    /// How well such a model foretold here; none without a model.
    pub trial: Option<TrialCard>,
    /// One for each kind of group.
    pub cards: Vec<LeavingCard>,
}

/// How well a model of earlier time foretold later time.
pub struct TrialCard {
    /// What it means, sentence by sentence.
    pub sentences: Vec<String>,
    /// Its numbers; none where it was not held against anything.
    pub numbers: Option<TrialNumbers>,
}

/// The numbers of a trial.
pub struct TrialNumbers {
    /// How far ahead, a column each.
    pub columns: Vec<String>,
    /// What is told, and the number in each column.
    pub rows: Vec<(String, Vec<String>)>,
    /// Which forecasts the tenths are of.
    pub caption: String,
    /// Tenths of them: probabilities, the mean of these, the share that left with its interval, how many of how many.
    pub tenths: Vec<[String; 4]>,
}

/// A kind of group on that page.
pub struct LeavingCard {
    /// Id of its heading.
    pub id: String,
    /// Which kind.
    pub kind: String,
    /// Said in place of a picture.
    pub few: String,
    /// Stays by how they ended.
    pub counts: Vec<(String, usize)>,
    /// None where too few stays have ended.
    pub picture: Option<LeavingPicture>,
}

/// The chart of a kind of group, and its numbers.
pub struct LeavingPicture {
    /// What is seen.
    pub title: String,
    /// How to read it.
    pub key: String,
    /// The chart.
    pub svg: String,
    /// The chart on a telephone.
    pub small_svg: String,
    /// Where the picture is downloaded.
    pub files: Vec<FileLink>,
    /// Its numbers.
    pub table: LeavingTable,
    /// Beside each row of it: who would still be there if nothing but dropping out ended a stay.
    pub still_there: Vec<String>,
}
