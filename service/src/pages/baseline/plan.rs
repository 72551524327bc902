//! The plan in the form, and the plan that stands.

use super::{
    Fields,
    found::{Asked, Found, Standing},
};
use crate::{
    charts::Numerals,
    clock::local_date,
    collect::{BaselineRefused, BaselineWish},
    domain::{BaselineDraft, BaselineLot, BaselinePlanError},
    pages::{
        group_chart::numerals,
        views::{BaselineForm, BaselinePlanView, Layout, format},
    },
    store::BaselineMemberRow,
};
use peil_questionnaires::Library;

/// What a form asks for; none when it is not ours.
pub(super) fn wish(fields: &Fields) -> Option<BaselineWish> {
    let field = |name: &str| fields.get(name).map(|value| value.trim());
    // An empty or overlong number is told where it stands, not thrown away with the form.
    let number = |name: &str| field(name).and_then(|number| number.parse().ok()).unwrap_or(0);
    let (instrument, scale) = field("measure")?.split_once('.')?;
    let lot: BaselineLot = field("lot")?.parse().ok()?;
    let starts = field("starts").unwrap_or_default().split([',', ' ', ';']).filter(|start| !start.is_empty());
    let starts: Vec<i16> = starts.map(|start| start.parse().unwrap_or(0)).collect();
    let is_given = matches!(lot, BaselineLot::Dealt | BaselineLot::Elsewhere);
    Some(BaselineWish {
        instrument: instrument.to_owned(),
        scale: scale.to_owned(),
        draft: BaselineDraft {
            lot,
            first_on: field("first_on")?.parse().ok()?,
            every_days: number("every_days"),
            moments: number("moments"),
            least_before: number("least_before"),
            least_after: number("least_after"),
            starts: if is_given { starts } else { Vec::new() },
        },
    })
}

/// The form, as it was filled in or as most would.
pub(super) fn form(found: &Found, layout: &Layout<'_>, library: &Library, fields: Option<&Fields>) -> BaselineForm {
    let field = |name: &str, usual: &str| {
        fields.and_then(|fields| fields.get(name)).map_or_else(|| usual.to_owned(), Clone::clone)
    };
    let chosen = field("measure", "");
    let measure = |scale: &crate::pages::measure::Scale| {
        (scale.word(), scale.label(library, layout.language), scale.word() == chosen)
    };
    BaselineForm {
        measures: found.measures.iter().map(measure).collect(),
        lot: field("lot", "dealt").parse().unwrap_or(BaselineLot::Dealt),
        first_on: field("first_on", &found.today.to_string()),
        every_days: field("every_days", "7"),
        moments: field("moments", "15"),
        least_before: field("least_before", "3"),
        least_after: field("least_after", "3"),
        starts: field("starts", ""),
        members: found.candidates.clone(),
    }
}

/// Why it was not done, with what to do.
pub(super) fn refused(refused: &BaselineRefused, layout: &Layout<'_>) -> String {
    use BaselinePlanError as Wrong;
    match refused {
        BaselineRefused::Plan(Wrong::Days) => layout.t("baseline-wrong-days"),
        BaselineRefused::Plan(Wrong::Moments) => layout.t("baseline-wrong-moments"),
        BaselineRefused::Plan(Wrong::Phases) => layout.t("baseline-wrong-phases"),
        BaselineRefused::Plan(Wrong::Starts { starts, members }) => {
            layout.t2("baseline-wrong-starts", "starts", *starts, "members", *members)
        }
        BaselineRefused::Plan(Wrong::Outside { start, first, last }) => {
            layout.t3("baseline-wrong-outside", "start", *start, "first", *first, "last", *last)
        }
        BaselineRefused::Measure => layout.t("baseline-refused-measure"),
        BaselineRefused::Nobody => layout.t("baseline-nobody"),
        BaselineRefused::Standing => layout.t("baseline-refused-standing"),
        BaselineRefused::NoPlan | BaselineRefused::Collect(_) => layout.t("baseline-refused-no-plan"),
        BaselineRefused::DrawnBefore => layout.t("baseline-refused-drawn"),
        BaselineRefused::Begun => layout.t("baseline-refused-begun"),
        BaselineRefused::TooLate => layout.t("baseline-refused-late"),
        BaselineRefused::NobodyWaits => layout.t("baseline-refused-nobody-waits"),
    }
}

/// The plan that stands.
pub(super) fn view(found: &Found, standing: &Standing, layout: &Layout<'_>, library: &Library) -> BaselinePlanView {
    let drawn = standing.row.drawn_at.is_some();
    let reading = standing.reading.as_ref();
    BaselinePlanView {
        sentences: sentences(found, standing, layout, library),
        drawn,
        elsewhere: standing.row.draft.lot == BaselineLot::Elsewhere,
        members: standing.members.iter().map(|member| start(standing, member, found, layout)).collect(),
        may_measure: found.leads && standing.waits(found.today) && found.code.is_none(),
        today: None,
        may_end: drawn && standing.row.ended_at.is_none() && reading.is_some_and(|reading| !reading.complete),
    }
}

fn start(
    standing: &Standing,
    member: &BaselineMemberRow,
    found: &Found,
    layout: &Layout<'_>,
) -> (String, Option<(i16, String, String)>) {
    let told = member.start.map(|start| {
        let day = format::day(layout.texts, layout.language, standing.plan.day(start));
        let kept = match member.began_on.map(|first| standing.plan.moment_of(first)) {
            Some(Some(began)) if began == start => layout.t("baseline-kept"),
            Some(Some(began)) => layout.t1("baseline-not-kept", "moment", began),
            Some(None) => layout.t("baseline-not-kept-outside"),
            None if found.today >= standing.plan.day(start.saturating_add(1)) => layout.t("baseline-not-begun"),
            None => layout.t("baseline-still-to-begin"),
        };
        (start, day, kept)
    });
    (member.pseudonym.clone(), told)
}

fn sentences(found: &Found, standing: &Standing, layout: &Layout<'_>, library: &Library) -> Vec<String> {
    let (draft, plan) = (&standing.row.draft, &standing.plan);
    let day = |date| format::day(layout.texts, layout.language, date);
    let numerals: Numerals = numerals(layout.language);
    let mut said = vec![layout.filled(
        "baseline-says-when",
        &[
            ("measure", &standing.scale.label(library, layout.language)),
            ("moments", &draft.moments),
            ("days", &draft.every_days),
            ("first", &day(draft.first_on)),
            ("last", &day(plan.last_day())),
        ],
    )];
    let (first, last) = plan.range();
    said.push(match draft.lot {
        BaselineLot::Dealt => layout.t1("baseline-says-dealt", "starts", numbers(&draft.starts)),
        BaselineLot::EachOwn => layout.t2("baseline-says-each-own", "first", first, "last", last),
        BaselineLot::Together => layout.t2("baseline-says-together", "first", first, "last", last),
        BaselineLot::Elsewhere => layout.t1("baseline-says-elsewhere", "starts", numbers(&draft.starts)),
    });
    match standing.asked {
        Asked::Before => said.push(layout.t("baseline-says-before")),
        Asked::Both => said.push(layout.t("baseline-says-both")),
        Asked::After => {}
    }
    // Whoever left before the draw had no lot.
    let in_lot = standing.members.iter().filter(|member| standing.row.drawn_at.is_none() || member.start.is_some());
    if let Some(outcomes) = plan.outcomes(in_lot.count()) {
        let least = written_p(1.0 / outcomes, numerals);
        said.push(layout.t2("baseline-says-outcomes", "outcomes", numerals.write(outcomes, 0), "least", least));
        if outcomes < 20.0 {
            said.push(layout.t("baseline-says-too-few"));
        }
    }
    if let (Some(at), Some(who)) = (standing.row.drawn_at, &standing.row.drawn_by) {
        let on = day(local_date(at, &found.time_zone));
        let draws = found.rows.iter().filter(|row| row.drawn_at.is_some()).count();
        said.push(layout.t3("baseline-says-drawn", "day", on, "name", who.clone(), "draws", draws));
        if let (Some(seed), false) = (standing.row.seed, draft.lot == BaselineLot::Elsewhere) {
            said.push(layout.t1("baseline-says-seed", "seed", seed.to_string()));
        }
    }
    let others = standing.not_comparable();
    if others > 0 {
        said.push(layout.t1("baseline-says-other-items", "count", others));
    }
    if let Some(at) = standing.row.ended_at {
        said.push(layout.t1("baseline-says-ended", "day", day(local_date(at, &found.time_zone))));
    }
    said
}

fn numbers(starts: &[i16]) -> String {
    starts.iter().map(i16::to_string).collect::<Vec<_>>().join(", ")
}

/// A p-value as people write it.
pub(super) fn written_p(p: f64, numerals: Numerals) -> String {
    if p < 0.001 { format!("< {}", numerals.write(0.001, 3)) } else { format!("= {}", numerals.write(p, 3)) }
}

#[cfg(test)]
mod tests {
    use super::{Numerals, written_p};

    #[test]
    fn a_small_p_is_below_a_limit_and_never_equal_to_it() {
        assert_eq!(written_p(0.0004, Numerals::Comma), "< 0,001");
        assert_eq!(written_p(0.0123, Numerals::Comma), "= 0,012");
        assert_eq!(written_p(1.0, Numerals::Point), "= 1");
    }
}
