//! The rows of a plan as they travel in a form: `instrument-0=phq-9`, `version-0`, `occasion-0`, `number-0`, `instrument-1` …
//! and the button that was pressed in `action`.

use std::collections::BTreeMap;

use peil_questionnaires::Library;

use crate::domain::{Every, Occasion, OccasionError, OccasionKind, Plan, PlanError, Planned, Weeks};

/// Rows that a form may carry: more than a plan may have, so that a long one is told and not cut.
const MOST_ROWS: usize = 20;

/// A row that is being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftRow {
    /// The instrument.
    pub(super) instrument: String,
    /// The version.
    pub(super) version: String,
    /// The kind of occasion.
    pub(super) kind: OccasionKind,
    /// Sessions or weeks; of no use to a start or an end, and kept for when the kind changes back.
    pub(super) number: i16,
}

/// A plan that is being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft(pub(super) Vec<DraftRow>);

/// Why a draft is no plan yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum DraftError {
    /// A row's number.
    #[error(transparent)]
    Occasion(#[from] OccasionError),
    /// The rows together.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// What the button says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Keep it.
    Save,
    /// Show what it means.
    Look,
    /// Add this instrument.
    Add(String),
    /// Take a row out.
    Remove(usize),
    /// One place earlier.
    Up(usize),
    /// Take the newest version.
    Newer(usize),
}

impl Draft {
    /// A plan's rows, to be edited.
    pub(super) fn of(plan: &Plan) -> Self {
        let row = |row: &Planned| DraftRow {
            instrument: row.instrument.clone(),
            version: row.version.clone(),
            kind: row.occasion.kind(),
            number: row.occasion.every().map(Every::get).or(row.occasion.weeks().map(Weeks::get)).unwrap_or(1),
        };
        Self(plan.rows().iter().map(row).collect())
    }

    /// The rows and the button of a form; none when it is not ours.
    pub(super) fn read(fields: &BTreeMap<String, String>) -> Option<(Self, Pressed)> {
        let mut rows = Vec::new();
        for at in 0..MOST_ROWS {
            let Some(instrument) = fields.get(&format!("instrument-{at}")) else { break };
            let field = |name: &str| fields.get(&format!("{name}-{at}")).map(String::as_str);
            let (instrument, version) = (instrument.clone(), field("version")?.to_owned());
            // An empty or overlong number is told where it stands, not thrown away with the form.
            let number = field("number").and_then(|number| number.trim().parse().ok()).unwrap_or(0);
            rows.push(DraftRow { instrument, version, kind: field("occasion")?.parse().ok()?, number });
        }
        let (word, row) = fields.get("action")?.split_once('-').unwrap_or((fields.get("action")?, ""));
        let row = || row.parse::<usize>().ok().filter(|row| *row < rows.len());
        let pressed = match word {
            "save" => Pressed::Save,
            "look" => Pressed::Look,
            "add" => Pressed::Add(fields.get("add")?.clone()),
            "remove" => Pressed::Remove(row()?),
            "up" => Pressed::Up(row()?),
            "newer" => Pressed::Newer(row()?),
            _ => return None,
        };
        Some((Self(rows), pressed))
    }

    /// The plan that these rows make.
    ///
    /// # Errors
    ///
    /// [`DraftError`] for a number outside its bounds, or rows that do not go together.
    pub(super) fn plan(&self) -> Result<Plan, DraftError> {
        let planned = |row: &DraftRow| {
            let occasion = Occasion::new(row.kind, Some(row.number), Some(row.number))?;
            Ok(Planned { instrument: row.instrument.clone(), version: row.version.clone(), occasion })
        };
        let rows: Result<Vec<Planned>, OccasionError> = self.0.iter().map(planned).collect();
        Ok(Plan::new(rows?)?)
    }

    /// Changes the rows as the button says.
    pub(super) fn press(&mut self, pressed: Pressed, library: &Library) {
        let newest = |id: &str| library.latest(id).map(|instrument| instrument.version().to_string());
        match pressed {
            Pressed::Save | Pressed::Look => {}
            Pressed::Add(instrument) => {
                let Some(definition) = library.latest(&instrument) else { return };
                let (kind, number) = proposed(definition.moment());
                self.0.push(DraftRow { version: definition.version().to_string(), instrument, kind, number });
            }
            Pressed::Remove(row) => drop(self.0.remove(row)),
            Pressed::Up(row) => self.0.swap(row, row.saturating_sub(1)),
            Pressed::Newer(row) => {
                let Some(row) = self.0.get_mut(row) else { return };
                row.version = newest(&row.instrument).unwrap_or_else(|| row.version.clone());
            }
        }
        self.0.sort_by_key(|row| row.kind);
    }
}

/// The occasion that an instrument proposes for itself.
fn proposed(moment: Option<peil_questionnaires::Occasion>) -> (OccasionKind, i16) {
    use peil_questionnaires::Occasion as Moment;
    match moment {
        Some(Moment::BeforeGroup | Moment::Start) => (OccasionKind::Start, 1),
        Some(Moment::BeforeSession) => (OccasionKind::BeforeSession, 1),
        Some(Moment::End) => (OccasionKind::End, 1),
        Some(Moment::FollowUp) => (OccasionKind::FollowUp, 12),
        Some(Moment::EveryNthSession) => (OccasionKind::AfterSession, 4),
        Some(Moment::AfterSession | Moment::EverySession) | None => (OccasionKind::AfterSession, 1),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    const ROWS: [(&str, &str); 8] = [
        ("instrument-0", "peil-session"),
        ("version-0", "1.0.0"),
        ("occasion-0", "after_session"),
        ("number-0", "1"),
        ("instrument-1", "phq-9"),
        ("version-1", "1.0.0"),
        ("occasion-1", "after_session"),
        ("number-1", "4"),
    ];

    fn pressed(action: &[(&str, &str)]) -> Draft {
        let (mut draft, pressed) = Draft::read(&form(&[&ROWS[..], action].concat())).unwrap();
        draft.press(pressed, &Library::embedded().unwrap());
        draft
    }

    fn ids(draft: &Draft) -> Vec<&str> {
        draft.0.iter().map(|row| row.instrument.as_str()).collect()
    }

    #[test]
    fn a_form_holds_a_whole_plan() {
        let draft = pressed(&[("action", "look")]);
        assert_eq!(Draft::of(&draft.plan().unwrap()), draft);
    }

    #[test]
    fn each_button_changes_one_thing() {
        assert_eq!(ids(&pressed(&[("action", "remove-0")])), ["phq-9"]);
        assert_eq!(ids(&pressed(&[("action", "up-1")])), ["phq-9", "peil-session"]);
        assert_eq!(ids(&pressed(&[("action", "up-0")])), ["peil-session", "phq-9"]);
        let added = pressed(&[("action", "add"), ("add", "peil-check-in")]);
        assert_eq!(ids(&added), ["peil-check-in", "peil-session", "phq-9"], "before a session comes first");
        assert_eq!(added.0[0].kind, OccasionKind::BeforeSession);
    }

    #[test]
    fn a_wrong_number_is_told_and_a_foreign_form_is_not_read() {
        let wrong = form(&[&ROWS[..], &[("number-1", ""), ("action", "save")]].concat());
        let (draft, _) = Draft::read(&wrong).unwrap();
        assert_eq!(draft.plan(), Err(DraftError::Occasion(OccasionError::Every)));
        for action in ["", "remove-2", "remove-x", "burn"] {
            assert_eq!(Draft::read(&form(&[&ROWS[..], &[("action", action)]].concat())), None, "{action}");
        }
    }
}
