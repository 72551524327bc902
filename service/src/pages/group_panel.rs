//! From a group's reading to the panel of its page.

use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::{Direction as Better, Instrument, Library, Occasion, Score};
use peil_stats::change::Category as Judged;

use super::{
    changes::OpenPage,
    chart_file,
    group_change::{change_plot, session_grid},
    group_chart::{group_course, key, numerals, sparkline},
    group_climate::climate,
    group_picture::{Picture, Shown as Pictured, row},
    look::{Chart, Look},
    measure::{Scale, short_label, tabs},
    views::{
        Category, Cell, CellState, Change, ChartTable, ChartView, Course, Direction, FewGroups, FormerMember,
        GroupChange, LastSession, Layout, MemberRow, ModelNote, NotJudged, Panel, TableRow, Talk, format,
    },
};
use crate::{
    analyse::{
        Caution, GroupChange as Modelled, GroupReading, MemberReading, NoVerdictReason, ScaleModel, Verdict,
        session_scale,
    },
    charts::{ChartError, LineKind, Size, Switches, Theme, ValueAxis, shown_course, sparkline_svg},
    domain::{Attendance, Language},
    signals::{OwnRates, SessionClimate},
    store::TherapistMark,
};

/// What the panel is made from.
pub(super) struct Shown<'a> {
    /// The group on one scale.
    pub(super) reading: &'a GroupReading,
    /// The instrument of that scale.
    pub(super) instrument: &'a Instrument,
    /// The scale.
    pub(super) score: &'a Score,
    /// Its place in addresses.
    pub(super) scale: &'a Scale,
    /// Every scale of the group.
    pub(super) scales: &'a [Scale],
    /// Every instrument.
    pub(super) library: &'a Library,
    /// Whether the organisation uses signals.
    pub(super) signals_enabled: bool,
    /// How often the signals were right.
    pub(super) rates: &'a OwnRates,
    /// Whether the reader is told of the group's alerts.
    pub(super) opens_alerts: bool,
    /// Which chart is asked for.
    pub(super) look: Look,
    /// How the sessions were rated; read only for a chart of the climate.
    pub(super) climate: Option<&'a SessionClimate>,
    /// What the therapists thought of them, as far as the reader may see it.
    pub(super) marks: &'a [TherapistMark],
    /// The organisation's time zone.
    pub(super) zone: &'a str,
    /// Now.
    pub(super) now: Timestamp,
}

impl Shown<'_> {
    /// The whole panel.
    pub(super) fn panel(&self, layout: &Layout<'_>) -> Result<Panel, ChartError> {
        let group = self.reading.group.id;
        let (current, former): (Vec<_>, Vec<_>) =
            self.reading.members.iter().zip(&self.reading.current).partition(|(_, current)| **current);
        let members = current.iter().enumerate();
        Ok(Panel {
            href: format!("/groups/{group}/panel?measure={}{}", self.scale.word(), self.look.query()),
            events_href: OpenPage::Group.events_of(group),
            updated_at: format::clock(self.local(self.now).time()),
            measures: tabs(self.scales, self.scale, &format!("/groups/{group}"), self.library, layout.language),
            chart: self.chart(layout)?,
            members: members.map(|(place, (member, _))| self.row(member, place, layout)).collect::<Result<_, _>>()?,
            former: former.iter().filter_map(|(member, _)| self.former(member, layout.language)).collect(),
            sessions: (1..=places(self.reading.band.len())).map(|number| self.column(number)).collect(),
            signals_enabled: self.signals_enabled,
            talks: Talk::gather(self.signals(layout)),
            last_session: self.last_session(layout),
            model: self.model(layout),
        })
    }

    /// The number of a session, with the page of what came after it, where it was held.
    fn column(&self, number: u32) -> (u32, Option<String>) {
        let held = self.reading.sessions.iter().find(|held| u32::try_from(held.session.number) == Ok(number));
        let closed = held.filter(|held| held.session.closed_at.is_some());
        let group = self.reading.group.id;
        (number, closed.map(|held| format!("/groups/{group}/sessions/{}/after", held.session.id)))
    }

    /// Heading of the course, and the line under it.
    fn headings(&self, layout: &Layout<'_>) -> (String, String) {
        let measure = short_label(self.scale, self.library, layout.language);
        let change = self.change(layout.language).map(|change| layout.group_change(&change));
        let parts =
            [Some(layout.t1("chart-scale", "measure", measure)), change, Some(key(self.reading, self.look, layout))];
        let subtitle = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (layout.course(&self.course(), &self.exceptions()), subtitle)
    }

    /// The chart that is asked for; the course where there is no such chart.
    pub(super) fn picture(&self, layout: &Layout<'_>) -> Pictured {
        let measure = short_label(self.scale, self.library, layout.language);
        let asked = (self.instrument, self.score);
        match (self.look.chart, self.climate_scale().zip(self.climate)) {
            (Chart::Change, _) => change_plot(self.reading, asked, layout, &measure),
            (Chart::Grid, _) => {
                let cells = |member: &MemberReading, at: usize| cell(self.reading, member, at);
                session_grid(self.reading, asked, &cells, layout, &measure)
            }
            (Chart::Climate, Some((scale, read))) => {
                let measure = short_label(&scale, self.library, layout.language);
                match scale.definition(self.library) {
                    Some((_, score)) => climate((read, self.marks), score, layout, &measure),
                    None => self.course_picture(layout, &measure),
                }
            }
            _ => self.course_picture(layout, &measure),
        }
    }

    fn course_picture(&self, layout: &Layout<'_>, measure: &str) -> Pictured {
        let view = group_course(self.reading, self.score, layout, self.headings(layout), (measure, self.look));
        let table = shown_course(&view).table();
        let own = table.members.into_iter().map(|line| row(line.label, line.scores));
        let Switches { value, lines, .. } = self.look.switches;
        let mean = match (lines, value) {
            (LineKind::Observed, _) => "chart-group-mean-observed",
            (LineKind::Model, ValueAxis::Improvement) => "chart-group-mean-members",
            (LineKind::Model, ValueAxis::Raw) => "chart-group-mean",
        };
        let mean = TableRow { name: layout.t(mean), is_group: true, cells: table.group };
        let table = ChartTable {
            caption: layout.t(match value {
                ValueAxis::Raw => "chart-table-caption",
                ValueAxis::Improvement => "chart-table-caption-improvement",
            }),
            corner: layout.t("column-member"),
            columns: table.sessions.iter().map(u32::to_string).collect(),
            rows: own.chain([mean]).collect(),
        };
        let picture = if self.look.chart == Chart::Members { Picture::Members(view) } else { Picture::Course(view) };
        Pictured { picture, table }
    }

    /// The scale by which this group's sessions are rated.
    fn climate_scale(&self) -> Option<Scale> {
        let (instrument, score) = session_scale(self.library, &self.reading.plan)?;
        Some(Scale { instrument: instrument.id().to_owned(), id: score.id().to_owned() })
    }

    /// The charts that there are of this scale.
    fn charts(&self) -> Vec<Chart> {
        let is_rating = self.instrument.moment() == Some(Occasion::AfterSession);
        let is_there = |chart: &Chart| match chart {
            Chart::Change => !is_rating,
            Chart::Climate => self.climate_scale().is_some(),
            Chart::Course | Chart::Members | Chart::Grid => true,
        };
        Chart::ALL.into_iter().filter(is_there).collect()
    }

    fn chart(&self, layout: &Layout<'_>) -> Result<Option<ChartView>, ChartError> {
        let nobody = self.reading.members.iter().all(|member| member.scores.iter().all(Option::is_none));
        if nobody {
            return Ok(None);
        }
        let page = format!("/groups/{}", self.reading.group.id);
        let measure = format!("measure={}", self.scale.word());
        let here = format!("{page}?{measure}");
        let Pictured { picture, table } = self.picture(layout);
        let (title, key) = picture.words();
        Ok(Some(ChartView {
            title: title.to_owned(),
            key: key.to_owned(),
            tabs: self.look.tabs(&self.charts(), &here, layout),
            choices: self.look.choices(self.reading.days.len() > 1, &here, layout),
            svg: picture.svg(Theme::Inherit, Size::CARD)?,
            small_svg: picture.small_svg()?,
            files: chart_file::links(&page, &format!("{measure}{}", self.look.query())),
            table,
        }))
    }

    fn modelled(&self) -> Option<(&ScaleModel, Modelled)> {
        let model = self.reading.model.as_ref()?;
        Some((model, *model.changes.get(&self.reading.group.id.to_string())?))
    }

    /// What the group does, judged by the interval of its change. A rating of the sessions is not judged: one bad evening
    /// moves everybody, and the model has no effect of the session yet. Nor is anything judged below ten groups.
    fn course(&self) -> Course {
        if self.instrument.moment() == Some(Occasion::AfterSession) {
            return Course::Described;
        }
        let Some((model, change)) = self.modelled() else { return Course::TooFew };
        if model.caution != Caution::None {
            return Course::Shown;
        }
        let better = self.better();
        match (change.lower * better > 0.0, change.upper * better > 0.0) {
            (true, true) => Course::Improving,
            (false, false) => Course::Worsening,
            _ => Course::Unclear,
        }
    }

    /// +1 when a higher score is better.
    fn better(&self) -> f64 {
        match self.score.direction() {
            Better::HigherBetter => 1.0,
            Better::LowerBetter => -1.0,
        }
    }

    /// Present members who are reliably worse.
    fn exceptions(&self) -> u32 {
        let members = self.reading.members.iter().zip(&self.reading.current);
        let worse = members.filter(|(member, current)| {
            let category = member.verdict.as_ref().map(|verdict| verdict.change.category);
            **current && category == Ok(Judged::Deteriorated)
        });
        places(worse.count())
    }

    fn change(&self, language: Language) -> Option<GroupChange> {
        // Where nothing is judged, no number shall do it.
        let judged = matches!(self.course(), Course::Improving | Course::Unclear | Course::Worsening);
        let (_, change) = self.modelled().filter(|_| judged)?;
        let sign = self.better();
        let direction = match self.course() {
            Course::Improving => Direction::Better,
            Course::Worsening => Direction::Worse,
            _ => Direction::Same,
        };
        // Points in the direction that the sentence speaks of.
        let sign = if direction == Direction::Worse { -sign } else { sign };
        let (one, other) = (change.lower * sign, change.upper * sign);
        let write = |value: f64| numerals(language).write(value, 1);
        Some(GroupChange {
            direction,
            points: write(change.points.abs()),
            low: write(one.min(other)),
            high: write(one.max(other)),
        })
    }

    fn row(&self, member: &MemberReading, place: usize, layout: &Layout<'_>) -> Result<MemberRow, ChartError> {
        let cells: Vec<Cell> = (0..member.scores.len()).map(|at| cell(self.reading, member, at)).collect();
        let answered = cells.iter().filter(|cell| cell.state == CellState::Answered).count();
        // A session that is still open is not missed yet.
        let open = self.reading.sessions.last().is_some_and(|session| session.session.closed_at.is_none());
        let pending =
            open && cells.last().is_some_and(|cell| !matches!(cell.state, CellState::Answered | CellState::NotMember));
        let there = cells.iter().filter(|cell| cell.state != CellState::NotMember).count() - usize::from(pending);
        Ok(MemberRow {
            href: self.member_href(member),
            card_href: self.opens_alerts.then(|| self.card_href(member)),
            pseudonym: member.membership.pseudonym.clone(),
            sparkline: sparkline_svg(&sparkline(self.reading, member, self.score, place), Theme::Inherit)?,
            start: first(member).map(|value| write(layout.language, value)),
            now: last(member).map(|value| write(layout.language, value)),
            change: change_of(&member.verdict, layout.language),
            cells,
            answered: places(answered),
            sessions: places(there),
        })
    }

    fn member_href(&self, member: &MemberReading) -> String {
        let (group, member) = (self.reading.group.id, member.membership.id);
        format!("/groups/{group}/members/{member}?measure={}", self.scale.word())
    }

    fn card_href(&self, member: &MemberReading) -> String {
        let (group, member) = (self.reading.group.id, member.membership.id);
        format!("/groups/{group}/members/{member}/card?measure={}", self.scale.word())
    }

    fn former(&self, member: &MemberReading, language: Language) -> Option<FormerMember> {
        let left_on = member.membership.left_on?;
        let sessions = self.reading.sessions.iter();
        Some(FormerMember {
            href: self.member_href(member),
            pseudonym: member.membership.pseudonym.clone(),
            last_session: sessions
                .filter(|session| session.session.held_on <= left_on)
                .map(|session| u32::try_from(session.session.number).unwrap_or(0))
                .max(),
            end_reason: member.membership.end_reason?,
            start: first(member).map(|value| write(language, value)),
            now: last(member).map(|value| write(language, value)),
            change: change_of(&member.verdict, language),
        })
    }

    fn last_session(&self, layout: &Layout<'_>) -> Option<LastSession> {
        let last = self.reading.sessions.last()?;
        let at = self.reading.sessions.len() - 1;
        let noted = self.reading.members.iter().any(|member| member.attendance[at].is_some());
        let absent = self.reading.members.iter().filter_map(|member| {
            let status = member.attendance[at].filter(|status| !status.is_present())?;
            Some((member.membership.pseudonym.clone(), status))
        });
        let climate = self.reading.climate;
        Some(LastSession {
            href: format!("/groups/{}/sessions/{}", self.reading.group.id, last.session.id),
            number: u32::try_from(last.session.number).unwrap_or(0),
            day: format::day(layout.texts, layout.language, last.session.held_on),
            open: last.session.closed_at.is_none(),
            came: noted.then(|| places(last.present)),
            members: places(last.expected),
            answered: places(last.answered),
            absent: absent.collect(),
            mean: climate.map(|climate| (write(layout.language, climate.mean), places(climate.answers))),
            highest: climate.map(|climate| write(layout.language, climate.highest)).unwrap_or_default(),
        })
    }

    fn model(&self, layout: &Layout<'_>) -> Option<ModelNote> {
        let model = self.reading.model.as_ref()?;
        let count = |number: usize| format::count(layout.language, u64::try_from(number).unwrap_or(u64::MAX));
        let fitted = self.local(self.reading.fitted_at?);
        Some(ModelNote {
            formula: model.formula.clone(),
            clients: count(model.clients),
            groups: places(model.groups),
            scores: count(model.scores),
            design_effect: model.design_effect.map(|effect| format::decimal(layout.language, effect, 2)),
            few_groups: match model.caution {
                Caution::None => None,
                Caution::FewGroups => Some(FewGroups::Few),
                Caution::GroupsDescribedOnly => Some(FewGroups::Fixed),
            },
            fitted_at: format!(
                "{} {}",
                format::day(layout.texts, layout.language, fitted.date()),
                format::clock(fitted.time())
            ),
        })
    }

    fn local(&self, at: Timestamp) -> jiff::Zoned {
        at.to_zoned(TimeZone::get(self.zone).unwrap_or(TimeZone::UTC))
    }
}

fn cell(reading: &GroupReading, member: &MemberReading, at: usize) -> Cell {
    let belongs =
        reading.sessions.get(at).is_none_or(|session| member.membership.is_active_on(session.session.held_on));
    let scored = member.scores[at].is_some();
    let state = match (belongs, member.answered[at], member.attendance[at]) {
        (_, Some(true), _) => CellState::Answered,
        (true, None, None) if scored => CellState::Answered,
        (false, ..) => CellState::NotMember,
        (true, _, Some(Attendance::Present)) => CellState::NotAnswered,
        (true, _, Some(Attendance::AbsentWithNotice)) => CellState::AbsentWithNotice,
        (true, _, Some(Attendance::AbsentIll)) => CellState::AbsentIll,
        (true, _, Some(Attendance::AbsentHoliday)) => CellState::AbsentHoliday,
        (true, _, Some(Attendance::AbsentWithoutNotice)) => CellState::AbsentWithoutNotice,
        (true, _, Some(Attendance::AbsentOther)) => CellState::AbsentOther,
        (true, _, None) => CellState::Unknown,
    };
    Cell { session: places(at + 1), state }
}

/// What a change means, in numbers that are written out.
pub(super) fn change_of(verdict: &Result<Verdict, NoVerdictReason>, language: Language) -> Change {
    match verdict {
        Ok(verdict) => Change::Judged {
            category: match verdict.change.category {
                Judged::Recovered => Category::Recovered,
                Judged::Improved => Category::Improved,
                Judged::Unchanged => Category::Unchanged,
                Judged::Deteriorated => Category::Deteriorated,
            },
            direction: match verdict.change.change {
                change if change > 0.0 => Direction::Better,
                change if change < 0.0 => Direction::Worse,
                _ => Direction::Same,
            },
            points: write(language, verdict.change.change.abs()),
            needed: write(language, verdict.change.limit),
            cutoff: verdict.cut_off.map(|value| write(language, value)),
        },
        Err(NoVerdictReason::TooFewScores) => Change::NotJudged(NotJudged::TooFewScores),
        Err(NoVerdictReason::NoNumbers | NoVerdictReason::NotValidated) => {
            Change::NotJudged(NotJudged::ReliabilityUnverified)
        }
    }
}

fn first(member: &MemberReading) -> Option<f64> {
    member.scores.iter().flatten().next().copied()
}

fn last(member: &MemberReading) -> Option<f64> {
    member.scores.iter().flatten().last().copied()
}

fn write(language: Language, value: f64) -> String {
    numerals(language).write(value, 1)
}

pub(super) fn places(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
