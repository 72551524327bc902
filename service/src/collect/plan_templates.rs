//! Plans to begin with: what most groups measure, to be taken as it is or changed by hand.

use peil_questionnaires::Library;

use crate::domain::{Occasion, OccasionKind, Plan, Planned};

/// Instrument, kind of occasion, and the number of sessions or weeks where the kind has one.
type Row = (&'static str, OccasionKind, i16);

/// A plan to begin with.
pub struct PlanTemplate {
    /// Its name in addresses and in the locale files.
    pub id: &'static str,
    rows: &'static [Row],
}

/// Every template, the shortest first.
pub const PLAN_TEMPLATES: &[PlanTemplate] = &[
    PlanTemplate { id: "short", rows: &[("peil-session", OccasionKind::AfterSession, 1)] },
    PlanTemplate {
        id: "short-phq9",
        rows: &[("peil-session", OccasionKind::AfterSession, 1), ("phq-9", OccasionKind::AfterSession, 4)],
    },
    PlanTemplate {
        id: "goals",
        rows: &[
            ("peil-check-in", OccasionKind::BeforeSession, 1),
            ("peil-session", OccasionKind::AfterSession, 1),
            ("peil-goals", OccasionKind::AfterSession, 4),
        ],
    },
    PlanTemplate {
        id: "start-end",
        rows: &[
            ("peil-start", OccasionKind::Start, 0),
            ("phq-9", OccasionKind::Start, 0),
            ("peil-session", OccasionKind::AfterSession, 1),
            ("phq-9", OccasionKind::End, 0),
            ("phq-9", OccasionKind::FollowUp, 12),
        ],
    },
];

impl PlanTemplate {
    /// The plan, with the newest version of each instrument; what the library does not have is left out.
    #[must_use]
    pub fn plan(&self, library: &Library) -> Plan {
        let planned = |(instrument, kind, number): &Row| {
            let version = library.latest(instrument)?.version().to_string();
            let occasion = Occasion::new(*kind, Some(*number), Some(*number)).ok()?;
            Some(Planned { instrument: (*instrument).to_owned(), version, occasion })
        };
        Plan::new(self.rows.iter().filter_map(planned).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_template_is_a_whole_plan() {
        let library = Library::embedded().unwrap();
        for template in PLAN_TEMPLATES {
            assert_eq!(template.plan(&library).rows().len(), template.rows.len(), "{}", template.id);
        }
    }
}
