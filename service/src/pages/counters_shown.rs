//! The counters in words and as a picture.

use super::{
    chart_file::{self, chart_problem},
    counters::{Found, PAGE, written},
    group_chart::numerals,
    views::{
        CounterDefinition, CounterRow, CountersPage, EnteredFigure, GrowthPicture, GrowthRow, Layout, PowerChoice,
        YearChoice, format,
    },
};
use crate::{
    charts::{GrowthChart, GrowthMark, Size, Theme, growth_svg},
    clock::local_date,
    counters::{
        BASELINE_YEAR, Circle, Class, CountedYear, Counter, GROWING, Growth, GrowthPoint, Mark, Period, TARGETS,
        ToldRow, VERSION, told,
    },
    domain::Role,
    store::BaselineFigureRow,
    web::Problem,
};

/// What a page is made from.
pub(super) struct Shown<'a> {
    pub(super) found: &'a Found,
    pub(super) role: Role,
    pub(super) zone: &'a str,
}

impl Shown<'_> {
    /// The whole page.
    pub(super) fn page<'l>(&self, layout: Layout<'l>, not_saved: bool) -> Result<CountersPage<'l>, Problem> {
        let Found { asked, counted, growth, today } = self.found;
        let growth = &growth.told(Circle::Inside);
        let since = [counted.rests_on.groups_since, counted.rests_on.contacts.map(|(first, _)| first)];
        let first =
            since.into_iter().flatten().min().map_or(today.year(), |since| since.year()).clamp(2000, today.year());
        let years = (first.min(asked.year)..=today.year()).rev();
        let choice = |word: &'static str, chosen: bool| PowerChoice { word, chosen };
        Ok(CountersPage {
            years: years.map(|year| YearChoice { year, chosen: year == asked.year }).collect(),
            classes: Class::ALL.iter().map(|class| choice(class.word(), *class == asked.class)).collect(),
            measures: GROWING.iter().map(|counter| choice(counter.word(), *counter == asked.measure)).collect(),
            is_empty: counted.grid.is_empty(),
            has_contacts: counted.rests_on.contacts.is_some(),
            rests_on: rests_on(counted, &layout),
            heading: layout.t2(
                "counters-heading",
                "year",
                asked.year.to_string(),
                "setting",
                class_name(asked.class, &layout),
            ),
            rows: rows(self.found, &layout),
            hidden: hidden(Circle::Inside, &layout),
            csv: format!("{PAGE}.csv?{}", asked.query()),
            pdf: format!("{PAGE}.pdf?{}", asked.query()),
            growth: sentence(growth, asked.year, &layout),
            counted_baseline: growth.baseline.as_ref().is_some_and(|baseline| !baseline.is_entered),
            picture: picture(self.found, growth, &layout)?,
            may_enter: self.role == Role::Administrator,
            not_saved,
            year: asked.year,
            class: asked.class.word(),
            measure: asked.measure.word(),
            periods: Period::ALL.iter().rev().map(|period| period.word()).collect(),
            entered: growth.entered.iter().filter_map(|row| self.entered(row, &layout)).collect(),
            version: VERSION.rsplit(' ').next().unwrap_or(VERSION),
            definitions: definitions(&layout),
            layout,
        })
    }

    fn entered(&self, row: &BaselineFigureRow, layout: &Layout<'_>) -> Option<EnteredFigure> {
        let counter: Counter = row.counter.parse().ok()?;
        let quarter = Some(row.quarter).filter(|quarter| *quarter > 0);
        let setting = Some(row.setting).filter(|setting| *setting > 0);
        let period = Period::ALL.iter().copied().find(|period| period.quarter() == quarter)?;
        let class = Class::ALL.iter().copied().find(|class| class.number() == setting)?;
        let day = format::day(layout.texts, layout.language, local_date(row.entered_at, self.zone));
        Some(EnteredFigure {
            counter: counter.word(),
            period: period.word(),
            class: class.word(),
            value: written(Some(row.value), counter, layout).unwrap_or_default(),
            by: match &row.entered_by {
                Some(name) => layout.t2("counters-entered-by", "name", name.as_str(), "day", day),
                None => layout.t1("counters-entered-at-server", "day", day),
            },
        })
    }
}

/// A class of settings in the middle of a sentence.
pub(super) fn class_name(class: Class, layout: &Layout<'_>) -> String {
    layout.label("counters-class", class.word())
}

fn rows(found: &Found, layout: &Layout<'_>) -> Vec<CounterRow> {
    let told = told(&found.counted.grid, Circle::Inside);
    let row = |counter: &Counter| CounterRow {
        word: counter.word(),
        part: counter.is_part(),
        unit: layout.label("counter-unit", counter.unit().word()),
        cells: told
            .iter()
            .filter(|row| row.counter == *counter && row.class == found.asked.class)
            .map(|row| cell(row, layout))
            .collect(),
    };
    Counter::ALL.iter().map(row).collect()
}

/// A figure as it may be told; none where it is not known.
pub(super) fn cell(row: &ToldRow, layout: &Layout<'_>) -> Option<String> {
    match row.mark {
        Mark::Plain => written(row.value, row.counter, layout),
        Mark::Few | Mark::Hidden => Some(row.written()),
    }
}

/// What the signs of hidden figures mean.
pub(super) fn hidden(circle: Circle, layout: &Layout<'_>) -> String {
    let clients = circle.clients().to_string();
    match circle {
        Circle::Inside => layout.t1("counters-hidden-inside", "clients", clients),
        Circle::Outside => {
            layout.t2("counters-hidden-outside", "clients", clients, "groups", circle.groups().to_string())
        }
    }
}

/// Which contacts were imported, of which days all of them, and what does not count yet.
pub(super) fn rests_on(counted: &CountedYear, layout: &Layout<'_>) -> Vec<String> {
    let rests_on = &counted.rests_on;
    let day = |day| format::day(layout.texts, layout.language, day);
    let mut said = vec![match rests_on.contacts {
        Some((first, last)) => layout.t2("counters-contacts", "first", day(first), "last", day(last)),
        None => layout.t("counters-no-contacts"),
    }];
    for (first, last, settings) in rests_on.covered.spans() {
        let settings = settings.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
        let (first, last) = (day(first), day(last));
        said.push(layout.filled("counters-covered", &[("first", &first), ("last", &last), ("settings", &settings)]));
    }
    if rests_on.contacts.is_some() && rests_on.covered.is_empty() {
        said.push(layout.t("counters-not-covered"));
    }
    if rests_on.open > 0 {
        said.push(layout.t1("counters-open", "open", usize::try_from(rests_on.open).unwrap_or(usize::MAX)));
    }
    let cells =
        || Period::ALL.iter().flat_map(|period| Class::ALL.iter().map(|class| counted.grid.at(*period, *class)));
    if cells().any(|cell| cell.consults_as_planned > 0) {
        said.push(layout.t("counters-as-planned"));
    }
    if cells().any(|cell| cell.consults_without_time > 0) {
        said.push(layout.t("counters-untimed"));
    }
    if cells().any(|cell| cell.left_out > 0) {
        said.push(layout.t("counters-left-out-clients"));
    }
    said
}

fn definitions(layout: &Layout<'_>) -> Vec<CounterDefinition> {
    let definition = |counter: &Counter| CounterDefinition {
        word: counter.word(),
        unit: layout.label("counter-unit", counter.unit().word()),
    };
    Counter::ALL.iter().map(definition).collect()
}

/// What is seen, as a sentence.
pub(super) fn sentence(growth: &Growth, year: i16, layout: &Layout<'_>) -> String {
    let (what, setting) = (layout.label("counter", growth.counter.word()), class_name(growth.class, layout));
    // Quarters can be compared where the whole year is not known.
    match (growth.points.last(), &growth.baseline) {
        (Some(point), _) => reached(point, growth.counter, (&what, &setting), layout),
        (None, Some(baseline)) => {
            let value = written(Some(baseline.value), growth.counter, layout).unwrap_or_default();
            let year = year.to_string();
            layout.filled("growth-none", &[("what", &what), ("setting", &setting), ("value", &value), ("year", &year)])
        }
        (None, None) => layout.t2("growth-no-baseline", "what", what, "setting", setting),
    }
}

/// A year beside its baseline.
fn reached(point: &GrowthPoint, counter: Counter, (what, setting): (&str, &str), layout: &Layout<'_>) -> String {
    let change = point.percent() - 100.0;
    let key = match (change >= 0.05, change <= -0.05) {
        (true, _) => "more",
        (_, true) => "less",
        _ => "same",
    };
    let (year, percent) = (point.year.to_string(), numerals(layout.language).write(change.abs(), 1));
    if counter == Counter::GroupShare {
        // More of a share could be read as points of it, so both shares are told.
        let share = |value: f64| written(Some(value), counter, layout).unwrap_or_default();
        let (from, to) = (share(point.against), share(point.value));
        return layout.filled(
            &format!("growth-share-{key}"),
            &[
                ("what", &what),
                ("setting", &setting),
                ("year", &year),
                ("percent", &percent),
                ("from", &from),
                ("to", &to),
            ],
        );
    }
    let quarter = point.until.and_then(Period::quarter).unwrap_or(0).to_string();
    let over = if point.until.is_some() { "-until" } else { "" };
    layout.filled(
        &format!("growth-{key}{over}"),
        &[("what", &what), ("setting", &setting), ("year", &year), ("percent", &percent), ("quarter", &quarter)],
    )
}

/// The picture, where there is a baseline to grow from.
pub(super) fn chart(growth: &Growth, year: i16, layout: &Layout<'_>) -> Option<GrowthChart> {
    if growth.baseline.is_none() && growth.points.is_empty() {
        return None;
    }
    let numerals = numerals(layout.language);
    // Above the baseline with its sign, as below it.
    let signed = |change: f64, digits| {
        let plus = if change > 0.0 { "+" } else { "" };
        format!("{plus}{}", numerals.write(change, digits))
    };
    let targets = TARGETS.iter().map(|goal| GrowthMark {
        year: goal.year,
        percent: goal.percent,
        label: layout.t2("growth-target", "year", goal.year.to_string(), "percent", signed(goal.percent - 100.0, 0)),
        unfinished: false,
    });
    let reached = growth.points.iter().map(|point| {
        let change = signed(point.percent() - 100.0, 1);
        let quarter = point.until.and_then(Period::quarter);
        let label = match quarter {
            Some(quarter) => layout.t2("growth-mark-until", "quarter", quarter.to_string(), "percent", change),
            None => layout.t2("growth-mark", "year", point.year.to_string(), "percent", change),
        };
        GrowthMark { year: point.year, percent: point.percent(), label, unfinished: quarter.is_some() }
    });
    let (title, subtitle) = (sentence(growth, year, layout), layout.t("growth-key"));
    Some(GrowthChart {
        id: "growth-chart".to_owned(),
        description: format!("{title} {subtitle}"),
        title,
        subtitle,
        scale_label: layout.t("growth-axis"),
        year_label: layout.t("growth-year"),
        first_year: BASELINE_YEAR,
        targets: targets.collect(),
        reached: reached.collect(),
        numerals,
    })
}

fn picture(found: &Found, growth: &Growth, layout: &Layout<'_>) -> Result<Option<GrowthPicture>, Problem> {
    let Some(view) = chart(growth, found.asked.year, layout) else { return Ok(None) };
    let small = GrowthChart { id: format!("{}-small", view.id), ..view.clone() };
    let write = |value: f64| written(Some(value), growth.counter, layout).unwrap_or_default();
    let percent = |value: f64| view.numerals.write(value, 1);
    let first = growth.baseline.as_ref().map(|baseline| GrowthRow {
        year: match baseline.is_entered {
            true => layout.t1("growth-row-entered", "year", BASELINE_YEAR.to_string()),
            false => layout.t1("growth-row-counted", "year", BASELINE_YEAR.to_string()),
        },
        value: write(baseline.value),
        against: String::new(),
        percent: percent(100.0),
    });
    let years = growth.points.iter().map(|point| GrowthRow {
        year: match point.until.and_then(Period::quarter) {
            Some(quarter) => {
                layout.t2("growth-row-until", "year", point.year.to_string(), "quarter", quarter.to_string())
            }
            None => point.year.to_string(),
        },
        value: write(point.value),
        against: write(point.against),
        percent: percent(point.percent()),
    });
    let goals = TARGETS.iter().map(|goal| GrowthRow {
        year: layout.t1("growth-row-target", "year", goal.year.to_string()),
        value: growth.baseline.as_ref().map_or_else(String::new, |of| write(of.value * goal.percent / 100.0)),
        against: String::new(),
        percent: percent(goal.percent),
    });
    Ok(Some(GrowthPicture {
        rows: first.into_iter().chain(years).chain(goals).collect(),
        key: view.subtitle.clone(),
        files: chart_file::links(PAGE, &found.asked.query()),
        svg: growth_svg(&view, Theme::Inherit, Size::CARD).map_err(chart_problem)?,
        small_svg: growth_svg(&small, Theme::Inherit, Size::PHONE).map_err(chart_problem)?,
    }))
}
