//! What every page has: its language, who is logged in, where one can go.

use fluent_bundle::FluentArgs;

use super::members::Direction;
use super::message::PROBLEMS;
use super::moment::MomentLine;
use super::panel::{Course, GroupChange};
use super::signals::{SignalKind, SignalView};
use crate::domain::{Language, Role};
use crate::pages::assets::Assets;
use crate::pages::texts::{Place, Texts};

/// The frame of a page, and the words of its language.
#[derive(Debug, Clone)]
pub struct Layout<'a> {
    /// All texts.
    pub texts: &'a Texts,
    /// The language of this page.
    pub language: Language,
    /// Style sheets and scripts.
    pub assets: &'a Assets,
    /// Who is logged in.
    pub account: Option<AccountView>,
    /// The part of the site that this page belongs to.
    pub section: Section,
    /// The token that every form sends back.
    pub csrf: String,
    /// Alerts that the reader is told of and that nobody saw.
    pub unseen_alerts: u32,
    /// Path and query of this page, to come back to after a change of language.
    pub path: String,
}

/// Who is logged in.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// As shown.
    pub name: String,
    /// Decides what the navigation offers.
    pub role: Role,
}

/// A part of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What is to be done tonight.
    Home,
    /// The groups and all that hangs under them.
    Groups,
    /// Alerts.
    Alerts,
    /// The groups of a team beside each other.
    Team,
    /// The researcher's page.
    Research,
    /// The figures of the organisation.
    Organisation,
    /// The administrator's page.
    Admin,
    /// What Peil is.
    About,
    /// None of them: login, messages.
    None,
}

/// What the pages of a session say they saved; `other` for anything else.
pub(crate) const SAVED: [&str; 11] =
    ["attendance", "rating", "note", "agreement", "settled", "signal", "time", "minutes", "line", "reopened", "other"];
/// Why they say they did not.
pub(crate) const NOT_SAVED: [&str; 6] = ["nothing-marked", "nothing-written", "time", "minutes", "conflict", "other"];

impl Layout<'_> {
    /// The text at `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.texts.get(self.language, key, None)
    }

    /// The text at `key` with one place filled in.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl Place) -> String {
        self.filled(key, &[(name, &value)])
    }

    /// The text at `key` with two places filled in.
    #[must_use]
    pub fn t2(&self, key: &str, name1: &str, value1: impl Place, name2: &str, value2: impl Place) -> String {
        self.filled(key, &[(name1, &value1), (name2, &value2)])
    }

    /// The text at `key` with three places filled in.
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "a template can pass names and values, and nothing that holds them")]
    pub fn t3(
        &self,
        key: &str,
        name1: &str,
        value1: impl Place,
        name2: &str,
        value2: impl Place,
        name3: &str,
        value3: impl Place,
    ) -> String {
        self.filled(key, &[(name1, &value1), (name2, &value2), (name3, &value3)])
    }

    /// The label of a word from a closed list: `label("kind", "psycho_education")`.
    #[must_use]
    pub fn label(&self, list: &str, word: &str) -> String {
        self.t(&format!("{list}-{}", word.replace('_', "-")))
    }

    /// A day of the week, 1 is Monday.
    #[must_use]
    pub fn day_of_week(&self, day: &i16) -> String {
        self.t(&format!("home-day-{day}"))
    }

    /// Several names as one phrase: `Noor en Sam`.
    #[must_use]
    pub fn list(&self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [before @ .., last] => self.t2("list-last", "before", before.join(", "), "last", last),
        }
    }

    /// The texts for the tablet's script, in both languages, as JSON for a data block.
    #[must_use]
    pub fn tablet_texts(&self) -> String {
        self.texts.script_json(&["tablet-", "problem-"])
    }

    /// The texts for the script of a line to mark, in both languages, as JSON for a data block.
    #[must_use]
    pub fn line_texts(&self) -> String {
        self.texts.script_json(&["tablet-line-"])
    }

    /// That something on the pages of a session was saved, by the word in the address.
    #[must_use]
    pub fn saved(&self, what: &str) -> String {
        self.t(&format!("eve-saved-{}", if SAVED.contains(&what) { what } else { "other" }))
    }

    /// That something there was not, and why.
    #[must_use]
    pub fn not_saved(&self, why: &str) -> String {
        self.t(&format!("eve-problem-{}", if NOT_SAVED.contains(&why) { why } else { "other" }))
    }

    /// The text of a problem: `part` is `title`, `what` or `do`.
    #[must_use]
    pub fn problem(&self, problem: &str, part: &str) -> String {
        let known = if PROBLEMS.contains(&problem) { problem } else { "internal" };
        self.t(&format!("problem-{known}-{part}"))
    }

    /// The heading over a chart: what the group does, and how many members do not.
    #[must_use]
    pub fn course(&self, course: &Course, exceptions: &u32) -> String {
        self.filled(&format!("course-{}", course.word()), &[("exceptions", exceptions)])
    }

    /// The line under a chart's heading: change of the group with its interval.
    #[must_use]
    pub fn group_change(&self, change: &GroupChange) -> String {
        let key = match change.direction {
            Direction::Better => "chart-change-better",
            Direction::Same => "chart-change-same",
            Direction::Worse => "chart-change-worse",
        };
        self.filled(key, &[("points", &change.points), ("low", &change.low), ("high", &change.high)])
    }

    /// A signal in words: its heading, and the sentence with its numbers.
    #[must_use]
    pub fn signal_words(&self, signal: &SignalView) -> (String, String) {
        let name = &signal.pseudonym;
        match &signal.kind {
            SignalKind::Said { heading, what, .. } => (heading.clone(), what.clone()),
            SignalKind::SafetyItemOpen { instrument, item } => (
                self.t1("signal-safety-open-title", "name", name),
                self.t2("signal-safety-open", "instrument", instrument, "item", item),
            ),
            SignalKind::SafetyItem { instrument, item } => (
                self.t1("signal-safety-title", "name", name),
                self.t2("signal-safety", "instrument", instrument, "item", item),
            ),
            SignalKind::Asked { alert, instrument, .. } => {
                (format!("{name}: {alert}"), self.t1("signal-asked", "instrument", instrument))
            }
        }
    }

    /// That the time of a moment has come.
    #[must_use]
    pub fn moment_due(&self, line: &MomentLine) -> String {
        let key = format!("moment-due-{}", line.kind.word().replace('_', "-"));
        self.filled(&key, &[("name", &line.pseudonym)])
    }

    /// The address of a file.
    #[must_use]
    pub fn asset(&self, path: &str) -> String {
        self.assets.url(path)
    }

    /// Whether this page belongs to the section of this word.
    #[must_use]
    pub fn is_in(&self, section: &str) -> bool {
        self.section.word() == section
    }

    /// Whether the reader leads a team, and so sets up its groups.
    #[must_use]
    pub fn leads_team(&self) -> bool {
        self.account.as_ref().is_some_and(|account| account.role == Role::TeamLead)
    }

    /// The other language, which the switch offers.
    #[must_use]
    pub fn other_language(&self) -> Language {
        match self.language {
            Language::Nl => Language::En,
            Language::En => Language::Nl,
        }
    }

    /// The text at `key` with several places filled in.
    #[must_use]
    pub fn filled(&self, key: &str, places: &[(&str, &dyn Place)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in places {
            args.set((*name).to_owned(), value.fluent());
        }
        self.texts.get(self.language, key, Some(&args))
    }
}

impl Section {
    /// The word in templates.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Groups => "groups",
            Self::Alerts => "alerts",
            Self::Team => "team",
            Self::Research => "research",
            Self::Organisation => "organisation",
            Self::Admin => "admin",
            Self::About => "about",
            Self::None => "none",
        }
    }
}

impl AccountView {
    /// Whether the navigation offers groups and alerts.
    #[must_use]
    pub fn sees_groups(&self) -> bool {
        matches!(self.role, Role::Therapist | Role::TeamLead)
    }

    /// Whether the navigation offers the groups that are led out of own experience.
    #[must_use]
    pub fn leads_by_experience(&self) -> bool {
        self.role == Role::ExperienceExpert
    }

    /// Whether the navigation offers the groups of a team beside each other.
    #[must_use]
    pub fn sees_team(&self) -> bool {
        self.role == Role::TeamLead
    }

    /// Whether the navigation offers research.
    #[must_use]
    pub fn sees_research(&self) -> bool {
        self.role == Role::Researcher
    }

    /// Whether the navigation offers the figures of the organisation.
    #[must_use]
    pub fn sees_counters(&self) -> bool {
        matches!(self.role, Role::TeamLead | Role::Administrator)
    }

    /// Whether the navigation offers administration.
    #[must_use]
    pub fn sees_admin(&self) -> bool {
        self.role == Role::Administrator
    }
}
