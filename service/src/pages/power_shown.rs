//! The answer to a question about power in words and as a picture.

use peil_stats::power::{Control, Dimension, Exactness};

use super::{
    chart_file::{self, chart_problem},
    group_chart::numerals,
    views::{Layout, PowerResult},
};
use crate::{
    analyse::{PowerAnswer, PowerQuestion, SearchedSmallest, SimulatedPower, SmallestOf},
    charts::{PowerCurve, PowerSpot, Size, Theme, power_curve_svg},
    web::Problem,
};

/// How long the page waits before it asks for more, and before it asks again where another question was being simulated; in
/// milliseconds.
const REST: u32 = 250;
const BUSY_REST: u32 = 1200;
/// Fewer groups an arm leave the variances between groups badly known.
const FEW_GROUPS: usize = 10;
/// With fewer Kenward and Roger's test, on simulated data without an effect, rejects less often than it should.
const FEWEST_GROUPS: usize = 5;
/// As above, against individual care.
const FEWEST_AGAINST_CLIENTS: usize = 6;

/// What the page simulates one after the other, so that nobody waits for all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// A first impression.
    Impression,
    /// The answer.
    Answer,
    /// The answer, and the smallest design.
    Smallest,
}

impl Stage {
    pub(super) const ALL: [Self; 3] = [Self::Impression, Self::Answer, Self::Smallest];

    /// The word in addresses.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Impression => "200",
            Self::Answer => "1000",
            Self::Smallest => "smallest",
        }
    }

    /// Trials of the design that is asked about.
    pub(super) fn trials(self) -> usize {
        match self {
            Self::Impression => 200,
            Self::Answer | Self::Smallest => 1000,
        }
    }

    fn next(self) -> Option<Self> {
        match self {
            Self::Impression => Some(Self::Answer),
            Self::Answer => Some(Self::Smallest),
            Self::Smallest => None,
        }
    }
}

/// What became of the search for the smallest design by simulation.
pub(super) enum Searched {
    /// Its turn has not come.
    NotYet,
    /// It was made.
    Found(Box<SearchedSmallest>),
    /// Another question is being simulated.
    Busy,
    /// Too much for a page.
    TooLarge,
    /// No design is large enough, or none gave an answer.
    Nothing,
}

/// What became of the simulation.
pub(super) enum Simulation {
    /// Nobody asked for it.
    NotAsked,
    /// It was made.
    Found { stage: Stage, found: Box<SimulatedPower> },
    /// Another question is being simulated.
    Busy { stage: Stage },
    /// Too much for a page.
    TooLarge,
    /// It gave no answer.
    NoAnswer,
}

/// A question with all that is known.
pub(super) struct Asked<'a> {
    pub(super) question: &'a PowerQuestion,
    pub(super) answer: &'a PowerAnswer,
    pub(super) simulation: &'a Simulation,
    pub(super) searched: &'a Searched,
}

/// The word for addresses and texts.
pub(super) fn dimension_word(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Groups => "groups",
        Dimension::Members => "members",
        Dimension::Sessions => "sessions",
    }
}

/// Power in a hundred with its interval, where it was simulated.
fn simulated(asked: &Asked<'_>) -> Option<(f64, f64, f64)> {
    let Simulation::Found { found, .. } = asked.simulation else {
        return None;
    };
    let power = found.found.power;
    Some((100.0 * power.estimate?, 100.0 * power.lower?, 100.0 * power.upper?))
}

/// All of the answer.
pub(super) fn result(asked: &Asked<'_>, query: &str, layout: &Layout<'_>) -> Result<PowerResult, Problem> {
    let view = curve(asked, layout);
    let small = PowerCurve { id: format!("{}-small", view.id), ..view.clone() };
    let exact = asked.answer.analytic.exactness == Exactness::Exact;
    let (next, rest) = match (asked.simulation, asked.searched) {
        (Simulation::NotAsked, _) if !exact => (Some(Stage::Impression), REST),
        (Simulation::Found { stage, .. }, Searched::Busy) => (Some(*stage), BUSY_REST),
        (Simulation::Found { stage, .. }, _) => (stage.next(), REST),
        (Simulation::Busy { stage }, _) => (Some(*stage), BUSY_REST),
        (Simulation::NotAsked | Simulation::TooLarge | Simulation::NoAnswer, _) => (None, REST),
    };
    Ok(PowerResult {
        sentence: view.title.clone(),
        how: how(asked, layout),
        smallest: asked.answer.smallest.iter().map(|one| least(one, layout)).collect(),
        smallest_how: smallest_how(asked, layout),
        assumed: assumed(asked, layout),
        key: view.subtitle.clone(),
        svg: power_curve_svg(&view, Theme::Inherit, Size::CARD).map_err(chart_problem)?,
        small_svg: power_curve_svg(&small, Theme::Inherit, Size::PHONE).map_err(chart_problem)?,
        files: chart_file::links("/research/power", query),
        size: layout.label("power-size", dimension_word(asked.question.grows())),
        rows: view.table(),
        next: next.map(Stage::word),
        rest,
    })
}

/// The curve by the formula, and the design on it.
pub(super) fn curve(asked: &Asked<'_>, layout: &Layout<'_>) -> PowerCurve {
    let numerals = numerals(layout.language);
    let write = |value: f64| numerals.write(value, 0);
    let (question, formula) = (asked.question, 100.0 * asked.answer.analytic.power);
    let size = dimension_word(question.grows());
    let spot = |size: usize, power: f64| PowerSpot { size: u32::try_from(size).unwrap_or(u32::MAX), power };
    let simulated = simulated(asked);
    let title = match simulated {
        Some((power, lower, upper)) => {
            layout.t3("power-sentence-simulated", "percent", write(power), "lower", write(lower), "upper", write(upper))
        }
        None if asked.answer.analytic.exactness == Exactness::Exact => {
            layout.t1("power-sentence-exact", "percent", write(formula))
        }
        None => layout.t1("power-sentence-about", "percent", write(formula)),
    };
    let subtitle = layout.t(if simulated.is_some() { "power-key-simulated" } else { "power-key" });
    PowerCurve {
        id: "power-curve-chart".to_owned(),
        description: format!("{title} {subtitle}"),
        title,
        subtitle,
        scale_label: layout.t("power-axis"),
        size_label: layout.label("power-size-behind", size),
        points: asked.answer.curve.iter().map(|point| spot(point.size, 100.0 * point.analytic.power)).collect(),
        target: 100.0 * question.target(),
        target_label: layout.t("power-goal"),
        design: spot(question.trial().design.size(question.grows()), formula),
        design_label: layout.t("power-own"),
        simulated,
        simulated_label: layout.t("power-simulated"),
        numerals,
    }
}

/// How the number was found, and what it is worth.
fn how(asked: &Asked<'_>, layout: &Layout<'_>) -> Vec<String> {
    let numerals = numerals(layout.language);
    let formula = numerals.write(100.0 * asked.answer.analytic.power, 1);
    let mut said = vec![match asked.answer.analytic.exactness {
        Exactness::Exact => layout.t1("power-how-exact", "percent", formula),
        Exactness::ApproximateDegrees => layout.t1("power-how-degrees", "percent", formula),
        Exactness::ExpectedInformation => layout.t1("power-how-dropout", "percent", formula),
    }];
    match asked.simulation {
        Simulation::NotAsked => {}
        Simulation::Found { found, .. } => {
            let power = found.found.power;
            let share = power.estimate.unwrap_or_default();
            let error = 100.0 * (share * (1.0 - share) / power.trials.max(1) as f64).sqrt();
            let error = numerals.write(error, 1);
            said.push(layout.t2("power-how-simulated", "trials", found.trials, "error", error));
            if found.found.by_own_slopes > 0 {
                let alone = found.found.kenward_roger_alone.estimate.unwrap_or_default();
                let alone = numerals.write(100.0 * alone, 0);
                said.push(layout.t2("power-how-own-slopes", "trials", found.found.by_own_slopes, "percent", alone));
            }
            let lost = found.found.failures.total();
            if lost > 0 {
                said.push(layout.t1("power-no-answer-of", "lost", lost));
            }
        }
        Simulation::Busy { .. } => said.push(layout.t("power-busy")),
        Simulation::TooLarge => said.push(layout.t("power-too-large")),
        Simulation::NoAnswer => said.push(layout.t("power-no-answer")),
    }
    if asked.question.trial().design.groups < FEW_GROUPS {
        said.push(layout.t("power-few-groups"));
    }
    let design = &asked.question.trial().design;
    match design.control {
        Control::Groups if design.groups < FEWEST_GROUPS => said.push(layout.t("power-fewest-groups")),
        Control::Individuals { .. } if design.groups < FEWEST_AGAINST_CLIENTS => {
            said.push(layout.t("power-fewest-groups-individuals"));
        }
        _ => {}
    }
    said
}

fn least(found: &SmallestOf, layout: &Layout<'_>) -> String {
    let word = dimension_word(found.dimension);
    match found.value {
        Some(value) => layout.t1(&format!("power-smallest-{word}"), "value", value),
        None => {
            let percent = numerals(layout.language).write(100.0 * found.power, 0);
            layout.t1(&format!("power-none-{word}"), "percent", percent)
        }
    }
}

/// By what the smallest design was found, and what simulating makes of it.
fn smallest_how(asked: &Asked<'_>, layout: &Layout<'_>) -> String {
    match (asked.searched, asked.simulation) {
        (Searched::Found(found), _) => searched(found, layout),
        (Searched::TooLarge, _) | (_, Simulation::TooLarge) => layout.t("power-smallest-too-large"),
        (Searched::Nothing, _) | (_, Simulation::NoAnswer) => layout.t("power-smallest-formula"),
        (_, Simulation::NotAsked) if asked.answer.analytic.exactness == Exactness::Exact => {
            layout.t("power-smallest-check")
        }
        _ => layout.t("power-smallest-to-come"),
    }
}

fn searched(found: &SearchedSmallest, layout: &Layout<'_>) -> String {
    let write = |share: Option<f64>| numerals(layout.language).write(100.0 * share.unwrap_or_default(), 0);
    let (smallest, settled) = (&found.found.smallest, !found.found.exhausted);
    let size = dimension_word(smallest.dimension);
    let Some(simulated) = &found.found.simulated else { return layout.t("power-smallest-formula") };
    let power = &simulated.power;
    let key = if settled && smallest.value.is_some() { "searched" } else { "not-settled" };
    layout.filled(
        &format!("power-{key}-{size}"),
        &[
            ("value", &smallest.at),
            ("percent", &write(power.estimate)),
            ("lower", &write(power.lower)),
            ("upper", &write(power.upper)),
            ("trials", &found.trials),
        ],
    )
}

fn assumed(asked: &Asked<'_>, layout: &Layout<'_>) -> Vec<String> {
    let design = &asked.question.trial().design;
    let mut said = vec![layout.t2(
        "power-assumed-clients",
        "treated",
        design.clients_in_groups(),
        "control",
        design.clients_in_control(),
    )];
    said.extend(["power-assumed-line", "power-assumed-test", "power-assumed-slopes"].map(|key| layout.t(key)));
    if let Control::Individuals { .. } = design.control {
        said.push(layout.t("power-assumed-individuals"));
    }
    if design.dropout > 0.0 {
        said.push(layout.t("power-assumed-dropout"));
    }
    said.push(layout.t("power-assumed-smallest"));
    said
}
