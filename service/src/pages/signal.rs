//! One signal of a group, for those who lead it: what the rule says, who saw it, what was discussed and done.
//!
//! Opening it is a step: that somebody saw it is written down. Nothing here decides anything about anybody.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use jiff::{Timestamp, tz::TimeZone};
use peil_stats::signals::{Evidence, Rule};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    admin::moment,
    entrance::form_language,
    frame::{Pages, html, see},
    own_form::{OwnForm, way_back},
    purpose::truth_key,
    views::{Layout, Section, SignalPage, Standing, StepLine, Tone, Tongue, format},
};
use crate::{
    access::{leads_group, visible_group},
    clock::{SharedClock, local_date},
    domain::{ExpectedSource, GroupId, SignalId, SignalStep, StepNote},
    jobs::{Changed, LiveUpdates, What},
    signals::{OpenedSignal, OwnRates, see_signal, take_step},
    store::{EpisodeRow, GroupRow, Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// A step that somebody takes.
#[derive(Deserialize)]
pub(super) struct StepForm {
    step: SignalStep,
    #[serde(default)]
    note: String,
    /// The page to come back to, when it is not the signal's own.
    #[serde(default)]
    back: String,
}

/// `GET /groups/{group_id}/signals/{episode_id}`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    (pages, store, library, clock): (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>),
    path: Path<(Uuid, Uuid)>,
    live: Data<LiveUpdates>,
) -> Result<HttpResponse, Problem> {
    let (group, id) = path.into_inner();
    let (id, now) = (SignalId::from(id), clock.now());
    let mut connection = store.connect().await?;
    unless_off(&login)?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = led(&tenant, &login, group.into(), local_date(now, &login.who.time_zone)).await?;
    let opened = see_signal(&tenant, login.who.account, (group.id, id), now).await?;
    let rates = OwnRates::read(&tenant).await?;
    let layout = pages.layout(&request, Some(&login), Section::Groups);
    let instrument = library.latest(&opened.row.instrument);
    let title = instrument.map(|found| found.title(form_language(layout.language)).to_owned());
    let shown = html(&shown(layout, &login, (&group, opened, &rates), title)?)?;
    // Only now: a signal whose page could not be made was seen by nobody.
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Signals });
    Ok(shown)
}

/// `POST /groups/{group_id}/signals/{episode_id}/steps`
pub(super) async fn step(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<StepForm>,
) -> Result<HttpResponse, Problem> {
    let (group, id) = path.into_inner();
    let (id, now) = (SignalId::from(id), clock.now());
    let note = StepNote::parse(&form.0.note).map_err(|_| Problem::new(ProblemKind::MalformedBody))?;
    let mut connection = store.connect().await?;
    unless_off(&login)?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = led(&tenant, &login, group.into(), local_date(now, &login.who.time_zone)).await?;
    take_step(&tenant, login.who.account, (group.id, id), (form.0.step, note.as_ref()), now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Signals });
    if !form.0.back.is_empty() {
        return Ok(see(&way_back(group.id, &form.0.back)));
    }
    let closed = form.0.step == SignalStep::Closed;
    Ok(see(&if closed { format!("/groups/{}", group.id) } else { format!("/groups/{}/signals/{id}", group.id) }))
}

/// Where the module is off there are no signals, whatever is stored.
fn unless_off(login: &CurrentLogin) -> Result<(), Problem> {
    if login.who.signals_enabled { Ok(()) } else { Err(Problem::new(ProblemKind::NotFound)) }
}

/// The group, for who leads it alone or together, or leads its team. Whoever learns or looks on takes no steps.
async fn led(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    group: GroupId,
    today: jiff::civil::Date,
) -> Result<GroupRow, Problem> {
    let missing = || Problem::new(ProblemKind::NotFound);
    let row = visible_group(tenant, &login.who, group, today).await?.ok_or_else(missing)?;
    if leads_group(tenant, &login.who, &row, today).await? { Ok(row) } else { Err(missing()) }
}

/// What a signal was judged by beside its rule: an expected course, or a model of leaving; where it is from, and since when.
fn model_in_words(rule: Rule, name: &str, zone: &TimeZone, layout: &Layout<'_>) -> String {
    let parts = name.split_once(' ');
    let known = parts.and_then(|(source, at)| Some((source.parse().ok()?, at.parse::<Timestamp>().ok()?)));
    let Some((source, at)) = known else { return layout.t1("signal-page-model", "model", name) };
    let key = match (rule, source) {
        (Rule::Dropout, ExpectedSource::Own) => "signal-page-leaving-own",
        (Rule::Dropout, ExpectedSource::File) => "signal-page-leaving-file",
        (_, ExpectedSource::Own) => "signal-page-course-own",
        (_, ExpectedSource::File) => "signal-page-course-file",
    };
    layout.t1(key, "day", format::day(layout.texts, layout.language, at.to_zoned(zone.clone()).date()))
}

/// What became of a signal, with the definition that counts; before it was judged, when it will be.
fn outcome(rule: Rule, row: &EpisodeRow, layout: &Layout<'_>) -> String {
    let counts = match rule {
        // What really happened in a group is measured by nobody.
        Rule::GroupStall | Rule::GroupRupture | Rule::GroupSplit | Rule::GroupOutsider => {
            return layout.t("signal-page-outcome-group");
        }
        Rule::Silence | Rule::Dropout => layout.t("truth-leaves"),
        _ => truth_key(rule).map(|key| layout.t(key)).unwrap_or_default(),
    };
    let said = match (row.judged, row.came_true) {
        (false, _) => layout.t1("signal-page-outcome-later", "name", row.pseudonym.as_deref().unwrap_or_default()),
        (true, Some(true)) => layout.t("signal-page-outcome-true"),
        (true, Some(false)) => layout.t("signal-page-outcome-false"),
        (true, None) => layout.t("signal-page-outcome-unknown"),
    };
    // What is judged is what the page shows: a signal may have begun weaker, or on other grounds.
    let since = row.came_true.map(|_| layout.t1("signal-page-outcome-since", "session", row.counted_from));
    [Some(said), since, Some(counts)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn shown<'a>(
    layout: Layout<'a>,
    login: &CurrentLogin,
    (group, opened, rates): (&GroupRow, OpenedSignal, &OwnRates),
    instrument: Option<String>,
) -> Result<SignalPage<'a>, Problem> {
    let row = opened.row;
    let unreadable = || Problem::new(ProblemKind::NotFound);
    let rule: Rule = row.rule.parse().map_err(|_| unreadable())?;
    let outcome = outcome(rule, &row, &layout);
    let evidence: Evidence = serde_json::from_value(row.inputs.clone()).map_err(|_| unreadable())?;
    let tongue = Tongue { texts: layout.texts, language: layout.language };
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    let at = |time| moment(&layout, time, &zone);
    let step = |row: &crate::store::StepRow| StepLine {
        step: row.step,
        by: row.by.clone(),
        at: at(row.taken_at),
        before_it_got_worse: false,
        note: row.note.clone(),
    };
    let furthest = opened.steps.iter().filter(|step| step.round == row.round).map(|step| step.step).max();
    let mut steps: Vec<StepLine> = opened.steps.iter().map(step).collect();
    for (line, stored) in steps.iter_mut().zip(&opened.steps) {
        line.before_it_got_worse = stored.round < row.round;
    }
    Ok(SignalPage {
        group_href: format!("/groups/{}", group.id),
        steps_href: format!("/groups/{}/signals/{}/steps", group.id, row.id),
        group: group.name.clone(),
        heading: tongue.heading_at(rule, row.urgency, row.pseudonym.as_deref().unwrap_or_default()),
        what: tongue.what_of(&evidence, &row.inputs),
        certainty: tongue.certainty(rates.of_found(rule, row.urgency, &evidence)),
        tone: Tone::of(rule, row.urgency),
        instrument: instrument.unwrap_or(row.instrument),
        session: u32::try_from(row.session).unwrap_or(0),
        rule: row.rule,
        version: row.rule_version,
        module_version: row.module_version,
        model: row.model.map(|name| model_in_words(rule, &name, &zone, &layout)),
        raised_at: at(row.raised_at),
        renewed_at: row.renewed_at.map(at),
        ceased_at: row.ceased_at.map(at),
        outcome,
        steps,
        standing: Standing { step: furthest, by: None },
        open: !row.closed,
        longest_note: StepNote::LONGEST,
        layout,
    })
}
