//! How large a study must be: sliders, and an answer while they move. Nobody's data are in it.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use peil_stats::power::Dimension;
use serde::Deserialize;

use super::{
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    power_shown::{self, Asked, Searched, Simulation, Stage, dimension_word},
    views::{Layout, PowerChoice, PowerPage, PowerSlider, Section},
};
use crate::{
    analyse::{FieldFault, NotSimulated, PowerField, PowerQuestion, Simulations, Typed, answer_power},
    charts::{Size, Theme, power_curve_svg},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// What the curve can run over.
const DIMENSIONS: [Dimension; 3] = [Dimension::Groups, Dimension::Members, Dimension::Sessions];

/// What was typed, as it stands in the address.
#[derive(Deserialize)]
pub(super) struct PowerQuery {
    groups: Option<String>,
    members: Option<String>,
    sessions: Option<String>,
    effect: Option<String>,
    dropout: Option<String>,
    icc: Option<String>,
    clients: Option<String>,
    slopes: Option<String>,
    ratio: Option<String>,
    arm: Option<String>,
    curve: Option<String>,
    trials: Option<String>,
}

impl PowerQuery {
    fn number(&self, field: PowerField) -> Option<&String> {
        match field {
            PowerField::Groups => self.groups.as_ref(),
            PowerField::Members => self.members.as_ref(),
            PowerField::Sessions => self.sessions.as_ref(),
            PowerField::Effect => self.effect.as_ref(),
            PowerField::Dropout => self.dropout.as_ref(),
            PowerField::Icc => self.icc.as_ref(),
            PowerField::ClientShare => self.clients.as_ref(),
            PowerField::SlopeVariance => self.slopes.as_ref(),
            PowerField::PerMember => self.ratio.as_ref(),
        }
    }

    fn typed(&self) -> Typed {
        let grows = DIMENSIONS.into_iter().find(|one| Some(dimension_word(*one)) == self.curve.as_deref());
        let individuals = self.arm.as_deref() == Some("individuals");
        Typed { numbers: PowerField::ALL.map(|field| self.number(field).cloned()), individuals, grows }
    }

    /// Only as many as the page itself asks for.
    fn stage(&self) -> Option<Stage> {
        let asked = self.trials.as_deref()?;
        Stage::ALL.into_iter().find(|stage| stage.word() == asked)
    }
}

/// `GET /research/power`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    simulations: Data<Simulations>,
    query: Query<PowerQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = pages.layout(&request, Some(&login), Section::Research);
    let typed = query.typed();
    let read = PowerQuestion::read(&typed);
    let faults = read.as_ref().err().map_or(&[][..], Vec::as_slice);
    let fields = PowerField::ALL.into_iter().zip(&typed.numbers);
    let fields = fields.map(|(field, text)| slider(field, text.as_deref(), faults, &layout)).collect();
    let arms = ["groups", "individuals"];
    let arms = arms.map(|word| PowerChoice { word, chosen: (word == "individuals") == typed.individuals });
    let runs = typed.grows.unwrap_or(Dimension::Groups);
    let sizes = DIMENSIONS.map(|one| PowerChoice { word: dimension_word(one), chosen: one == runs });
    let result = match &read {
        Ok(question) => {
            let simulation = simulated(&simulations, question, query.stage()).await?;
            let searched = searched(&simulations, question, &simulation).await?;
            let answer = answer_power(question).map_err(|error| Problem::internal(&error))?;
            let asked = Asked { question, answer: &answer, simulation: &simulation, searched: &searched };
            Some(power_shown::result(&asked, request.query_string(), &layout)?)
        }
        Err(_) => None,
    };
    html(&PowerPage { fields, arms: arms.into(), sizes: sizes.into(), result, layout })
}

/// `GET /research/power/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    query: Query<PowerQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Svg, &request, &login, &pages, &query).await
}

/// `GET /research/power/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    query: Query<PowerQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Png, &request, &login, &pages, &query).await
}

/// `GET /research/power/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    query: Query<PowerQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Pdf, &request, &login, &pages, &query).await
}

/// The curve by the formula as a file; there is none of a question that the page refuses.
async fn file(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    pages: &Pages,
    query: &PowerQuery,
) -> Result<HttpResponse, Problem> {
    let layout = pages.layout(request, Some(login), Section::Research);
    let question = PowerQuestion::read(&query.typed()).map_err(|_| Problem::new(ProblemKind::NothingToShow))?;
    let answer = answer_power(&question).map_err(|error| Problem::internal(&error))?;
    let (simulation, searched) = (&Simulation::NotAsked, &Searched::NotYet);
    let asked = Asked { question: &question, answer: &answer, simulation, searched };
    let svg = power_curve_svg(&power_shown::curve(&asked, &layout), Theme::Light, Size::SHEET);
    chart_file::file(kind, "peil-power", svg.map_err(chart_problem)?, layout.language).await
}

async fn simulated(
    simulations: &Simulations,
    question: &PowerQuestion,
    stage: Option<Stage>,
) -> Result<Simulation, Problem> {
    let Some(stage) = stage else {
        return Ok(Simulation::NotAsked);
    };
    match simulations.run(question, stage.trials()).await {
        Ok(found) => Ok(Simulation::Found { stage, found: Box::new(found) }),
        Err(NotSimulated::Busy) => Ok(Simulation::Busy { stage }),
        Err(NotSimulated::TooLarge) => Ok(Simulation::TooLarge),
        Err(NotSimulated::Power(_)) => Ok(Simulation::NoAnswer),
        Err(error @ NotSimulated::Thread(_)) => Err(Problem::internal(&error)),
    }
}

/// The smallest design by simulation, once everything before it was told.
async fn searched(
    simulations: &Simulations,
    question: &PowerQuestion,
    simulation: &Simulation,
) -> Result<Searched, Problem> {
    if !matches!(simulation, Simulation::Found { stage: Stage::Smallest, .. }) {
        return Ok(Searched::NotYet);
    }
    match simulations.search(question).await {
        Ok(Some(found)) => Ok(Searched::Found(Box::new(found))),
        Err(NotSimulated::Busy) => Ok(Searched::Busy),
        Err(NotSimulated::TooLarge) => Ok(Searched::TooLarge),
        Ok(None) | Err(NotSimulated::Power(_)) => Ok(Searched::Nothing),
        Err(error @ NotSimulated::Thread(_)) => Err(Problem::internal(&error)),
    }
}

fn slider(
    field: PowerField,
    typed: Option<&str>,
    faults: &[(PowerField, FieldFault)],
    layout: &Layout<'_>,
) -> PowerSlider {
    let reach = field.reach();
    let numerals = super::group_chart::numerals(layout.language);
    let plain = |value: f64| crate::charts::Numerals::Point.write(value, reach.digits);
    let place = typed.and_then(|text| field.read(text).ok()).unwrap_or(reach.usual);
    let fault = faults.iter().find(|(of, _)| *of == field).map(|(_, fault)| *fault);
    let value = match (fault, typed) {
        (Some(_), Some(text)) => text.chars().take(20).collect(),
        _ => numerals.write(place, reach.digits),
    };
    let (least, most) = (numerals.write(reach.least, reach.digits), numerals.write(reach.most, reach.digits));
    let problem = fault.map(|fault| {
        layout.filled(&format!("power-fault-{}", fault.word().replace('_', "-")), &[("least", &least), ("most", &most)])
    });
    PowerSlider {
        name: field.word(),
        value,
        place: plain(place),
        least: plain(reach.least),
        most: plain(reach.most),
        step: plain(reach.step),
        problem,
    }
}
