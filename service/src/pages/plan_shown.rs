//! From a plan that is being edited to its page: rows, what cannot be asked, and what a member would be asked.

use peil_questionnaires::{Instrument, Language as FormLanguage, Library, Respondent};

use super::{
    entrance::form_language,
    plan_form::{Draft, DraftError, DraftRow},
    plan_preview::{LONG, follow_ups, preview},
    views::{
        Layout, Offered, PlanLine, PlanPage, PlanProblem, PlanRefusal, PlanRowView, ScheduleForm, TemplateCard, format,
    },
};
use crate::{
    collect::{
        Footing, MissingRecipients, NotUsable, PLAN_TEMPLATES, PlanTemplate, Refusal, RefusedRow, may_be_planned,
        refused_rows,
    },
    domain::{OccasionError, Plan, PlanError},
    store::GroupRow,
};

/// What a plan is shown against.
pub(super) struct Shown<'a> {
    /// Whether the reader leads the group.
    pub(super) leads: bool,
    /// The group.
    pub(super) group: &'a GroupRow,
    /// The questionnaires.
    pub(super) library: &'a Library,
    /// What it has in place for what needs it.
    pub(super) footing: &'a Footing,
    /// What the group measures now.
    pub(super) current: &'a Plan,
    /// The template that was chosen.
    pub(super) template: Option<&'static str>,
    /// Where the group stands.
    pub(super) back_href: String,
    /// Whether it was just saved.
    pub(super) saved: bool,
    /// When the group meets.
    pub(super) schedule: ScheduleForm,
}

impl Shown<'_> {
    /// The page of a draft; `refused` are the rows that were refused when it was to be saved.
    pub(super) fn page<'a>(&self, layout: Layout<'a>, draft: &Draft, refused: &[RefusedRow]) -> PlanPage<'a> {
        let language = form_language(layout.language);
        let plan = draft.plan();
        let whole = plan.clone().unwrap_or_default();
        let mut problems: Vec<PlanProblem> = plan.err().map(|error| self.wrong(&error, language)).into_iter().collect();
        let looked = refused_rows(self.library, self.footing, &whole, self.current);
        let rows = if refused.is_empty() { &looked[..] } else { refused };
        problems.extend(rows.iter().map(|row| PlanProblem::Refused {
            title: self.title(&row.instrument, language),
            refusal: refusal_of(&row.refusal),
        }));
        PlanPage {
            leads: self.leads,
            group_id: self.group.id.to_string(),
            group_name: self.group.name.clone(),
            back_href: self.back_href.clone(),
            templates: PLAN_TEMPLATES.iter().map(|template| self.card(template, language)).collect(),
            rows: draft.0.iter().map(|row| self.row(row, language)).collect(),
            changed: Draft::of(self.current) != *draft,
            offered: self.offered(language),
            lines: self.lines(&layout, &whole, language),
            follow_ups: follow_ups(&whole)
                .into_iter()
                .map(|(weeks, instrument)| (u32::try_from(weeks).unwrap_or(0), self.title(&instrument, language)))
                .collect(),
            problems,
            saved: self.saved,
            schedule: self.schedule.clone(),
            layout,
        }
    }

    fn card(&self, template: &PlanTemplate, language: FormLanguage) -> TemplateCard {
        let plan = template.plan(self.library);
        let refused = refused_rows(self.library, self.footing, &plan, self.current);
        TemplateCard {
            id: template.id,
            href: format!("/groups/{}/plan?template={}#plan", self.group.id, template.id),
            chosen: self.template == Some(template.id),
            refused: refused.first().map(|row| (self.title(&row.instrument, language), refusal_of(&row.refusal))),
        }
    }

    fn row(&self, row: &DraftRow, language: FormLanguage) -> PlanRowView {
        let newest = self.library.latest(&row.instrument).map(Instrument::version);
        PlanRowView {
            instrument: row.instrument.clone(),
            version: row.version.clone(),
            title: self.title(&row.instrument, language),
            kind: row.kind,
            number: row.number,
            newer: newest
                .filter(|newest| row.version.parse().is_ok_and(|version| *newest > version))
                .map(|version| version.to_string()),
        }
    }

    /// What may be added; of the rest only what people would look for, with why not.
    fn offered(&self, language: FormLanguage) -> Vec<Offered> {
        let mut ids: Vec<&str> = self.library.iter().map(Instrument::id).collect();
        ids.dedup();
        let latest = ids.into_iter().filter_map(|id| self.library.latest(id));
        let clients = latest.filter(|instrument| instrument.respondent() == Respondent::Client);
        let mut offered: Vec<Offered> = clients
            .map(|instrument| Offered {
                id: instrument.id().to_owned(),
                title: instrument.title(language).to_owned(),
                usable: may_be_planned(instrument, self.footing).is_ok(),
            })
            .collect();
        offered.sort_by(|one, other| (!one.usable, &one.title).cmp(&(!other.usable, &other.title)));
        offered
    }

    fn lines(&self, layout: &Layout<'_>, plan: &Plan, language: FormLanguage) -> Vec<PlanLine> {
        let stretches = preview(self.library, plan, self.group.planned_sessions).into_iter();
        stretches
            .map(|stretch| PlanLine {
                from: u32::try_from(stretch.from).unwrap_or(0),
                to: u32::try_from(stretch.to).unwrap_or(0),
                asked: stretch.asked.iter().map(|id| self.title(id, language)).collect(),
                minutes: format::decimal(layout.language, half_minutes(stretch.seconds), digits(stretch.seconds)),
                long: stretch.seconds > LONG,
            })
            .collect()
    }

    fn wrong(&self, error: &DraftError, language: FormLanguage) -> PlanProblem {
        match error {
            DraftError::Occasion(OccasionError::Every) => PlanProblem::Every,
            DraftError::Occasion(OccasionError::Weeks) => PlanProblem::Weeks,
            DraftError::Plan(PlanError::TooLong) => PlanProblem::TooLong,
            DraftError::Plan(PlanError::Twice { instrument }) => {
                PlanProblem::Twice { title: self.title(instrument, language) }
            }
        }
    }

    fn title(&self, instrument: &str, language: FormLanguage) -> String {
        self.library.latest(instrument).map_or_else(|| instrument.to_owned(), |one| one.title(language).to_owned())
    }
}

/// Minutes, rounded up to halves: nobody knows it better.
fn half_minutes(seconds: u32) -> f64 {
    f64::from(seconds.div_ceil(30)) / 2.0
}

fn digits(seconds: u32) -> usize {
    usize::from(seconds.div_ceil(30) % 2 == 1)
}

fn refusal_of(refusal: &Refusal) -> PlanRefusal {
    match refusal {
        Refusal::Unknown => PlanRefusal::Unknown,
        Refusal::OtherRespondent => PlanRefusal::OtherRespondent,
        Refusal::NotUsable(NotUsable::Draft) => PlanRefusal::Draft,
        Refusal::NotUsable(NotUsable::Retired | NotUsable::Unsound) => PlanRefusal::Retired,
        Refusal::NotUsable(NotUsable::NoWording) => PlanRefusal::NoWording,
        Refusal::NotUsable(NotUsable::WordingNotConfirmed { .. }) => PlanRefusal::Unconfirmed,
        Refusal::NobodyReads(MissingRecipients::NoLead) => PlanRefusal::NoLead,
        Refusal::NobodyReads(MissingRecipients::NobodyOnDuty) => PlanRefusal::NobodyOnDuty,
        Refusal::NobodyReads(MissingRecipients::NoTime) => PlanRefusal::NoAlertTime,
    }
}
