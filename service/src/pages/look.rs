//! How a group is looked at: which chart, and how its course is drawn.
//! `?chart=members&time=week&value=improvement&lines=observed`; what is not said, or is no such word, is the default.

use serde::Deserialize;

use super::views::{Choice, Layout, Measure};
use crate::charts::{LineKind, Switches, TimeAxis, ValueAxis};

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chart {
    /// All courses in one picture.
    Course,
    /// A panel a member.
    Members,
    /// The start against now.
    Change,
    /// How the sessions were rated.
    Climate,
    /// Sessions and members.
    Grid,
}

/// What an address says of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct LookQuery {
    chart: Option<String>,
    time: Option<String>,
    value: Option<String>,
    lines: Option<String>,
}

/// A chart and its switches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) chart: Chart,
    pub(super) switches: Switches,
}

impl Chart {
    /// Every chart, in the order of the tabs.
    pub(super) const ALL: [Self; 5] = [Self::Course, Self::Members, Self::Change, Self::Climate, Self::Grid];

    /// The word in addresses and in keys of texts.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::Members => "members",
            Self::Change => "change",
            Self::Climate => "climate",
            Self::Grid => "grid",
        }
    }

    /// Whether time, value and lines can be switched.
    fn has_switches(self) -> bool {
        matches!(self, Self::Course | Self::Members)
    }
}

impl LookQuery {
    pub(super) fn look(&self) -> Look {
        let asked = self.chart.as_deref().unwrap_or_default();
        let is = |said: &Option<String>, word: &str| said.as_deref() == Some(word);
        Look {
            chart: Chart::ALL.into_iter().find(|chart| chart.word() == asked).unwrap_or(Chart::Course),
            switches: Switches {
                time: if is(&self.time, "week") { TimeAxis::Week } else { TimeAxis::Session },
                value: if is(&self.value, "improvement") { ValueAxis::Improvement } else { ValueAxis::Raw },
                lines: if is(&self.lines, "observed") { LineKind::Observed } else { LineKind::Model },
            },
        }
    }
}

impl Look {
    /// What an address must add to `?measure=…` to be looked at so; what is the default is not said.
    pub(super) fn query(self) -> String {
        let mut query = String::new();
        if self.chart != Chart::Course {
            query.push_str("&chart=");
            query.push_str(self.chart.word());
        }
        if self.chart.has_switches() {
            let Switches { time, value, lines } = self.switches;
            query.push_str(if time == TimeAxis::Week { "&time=week" } else { "" });
            query.push_str(if value == ValueAxis::Improvement { "&value=improvement" } else { "" });
            query.push_str(if lines == LineKind::Observed { "&lines=observed" } else { "" });
        }
        query
    }

    /// The charts that there are, as links; `page` is the group's page with its measure.
    pub(super) fn tabs(self, there: &[Chart], page: &str, layout: &Layout<'_>) -> Vec<Measure> {
        let tab = |chart: &Chart| Measure {
            label: layout.label("look-chart", chart.word()),
            href: format!("{page}{}", Self { chart: *chart, ..self }.query()),
            current: *chart == self.chart,
        };
        there.iter().map(tab).collect()
    }

    /// The switches of this chart, as links. Without weeks there is no axis of weeks.
    pub(super) fn choices(self, has_weeks: bool, page: &str, layout: &Layout<'_>) -> Vec<Choice> {
        if !self.chart.has_switches() {
            return Vec::new();
        }
        let link = |key: &str, switches: Switches| Measure {
            label: layout.t(key),
            href: format!("{page}{}", Self { switches, ..self }.query()),
            current: switches == self.switches,
        };
        let now = self.switches;
        let time = [("look-time-session", TimeAxis::Session), ("look-time-week", TimeAxis::Week)];
        let value = [("look-value-raw", ValueAxis::Raw), ("look-value-improvement", ValueAxis::Improvement)];
        let lines = [("look-lines-model", LineKind::Model), ("look-lines-observed", LineKind::Observed)];
        let choice = |key: &str, options: Vec<Measure>| Choice { label: layout.t(key), options };
        let mut choices = vec![
            choice("look-value", value.map(|(key, value)| link(key, Switches { value, ..now })).into()),
            choice("look-lines", lines.map(|(key, lines)| link(key, Switches { lines, ..now })).into()),
        ];
        if has_weeks {
            let time = time.map(|(key, time)| link(key, Switches { time, ..now })).into();
            choices.insert(0, choice("look-time", time));
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(chart: &str, time: &str) -> Look {
        let said = |word: &str| Some(word.to_owned());
        LookQuery { chart: said(chart), time: said(time), value: None, lines: said("observed") }.look()
    }

    #[test]
    fn an_address_and_a_look_are_each_others_words() {
        assert_eq!(asked("members", "week").query(), "&chart=members&time=week&lines=observed");
        assert_eq!(asked("grid", "week").query(), "&chart=grid", "a grid has no switches");
        assert_eq!(asked("<script>", "year").query(), "&lines=observed");
        assert_eq!(LookQuery::default().look().query(), "");
    }
}
