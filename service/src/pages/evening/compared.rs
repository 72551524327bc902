//! Ratings beside each other and beside the members', each line with its picture, and in words where they differ.

use peil_questionnaires::{FormItem, Input, form};

use super::page::Showing;
use crate::{
    charts::{RatingRow as Row, RatingRows, Theme, rating_rows_svg},
    collect::{Comparison, Difference, FEWEST_MEMBERS, therapists_instrument},
    pages::{
        entrance::form_language,
        views::{Compared, ComparedLine, format},
    },
    store::{MembersMark, RatingRow},
    web::Problem,
};

/// How many differences are said.
const SAID: usize = 4;
/// The score that says which lines are turned round.
const TOTAL: &str = "total";

impl Showing<'_> {
    /// The comparison; none before the reader's own rating, and where there is no such form.
    ///
    /// # Errors
    ///
    /// [`Problem`] when a picture cannot be drawn.
    pub(super) fn compared(&self, seen: &Comparison) -> Result<Option<Compared>, Problem> {
        let reader = self.evening.reader;
        let sealed = reader.writes && !seen.rated_by.contains(&reader.account);
        let Some(instrument) = therapists_instrument(self.library).filter(|_| !sealed) else { return Ok(None) };
        let turned = instrument.score(TOTAL).map(peil_questionnaires::Score::reverse).unwrap_or_default();
        let items = form(instrument, form_language(self.layout.language)).items;
        let lines = items.iter().map(|item| self.line(item, turned.contains(&item.id), seen));
        let lines = lines.collect::<Result<_, Problem>>()?;
        let said = seen.differences().into_iter().take(SAID);
        let mut said: Vec<String> = said.map(|difference| self.said(&difference, &items)).collect();
        if said.is_empty() {
            let alone = seen.ratings.len() + usize::from(!seen.members.is_empty()) < 2;
            said.push(self.layout.t(if alone { "eve-nothing-beside" } else { "eve-alike" }));
        }
        let corrected = seen.ratings.iter().filter(|row| row.corrected).map(|row| row.name.clone());
        Ok(Some(Compared {
            names: seen.ratings.iter().map(|row| row.name.clone()).collect(),
            corrected: corrected.collect(),
            waiting: self.evening.others_but(&seen.rated_by),
            said,
            lines,
            members: seen.members.iter().map(|mark| count(mark.n)).max(),
            fewest: count(FEWEST_MEMBERS),
        }))
    }

    fn line(&self, item: &FormItem, turned: bool, seen: &Comparison) -> Result<ComparedLine, Problem> {
        let mark = |row: &RatingRow| row.answers.iter().find(|(id, _)| *id == item.id).map(|(_, value)| *value);
        let members = seen.members.iter().find(|mark| mark.item == item.id);
        let (low, high) = ends(item);
        let row = |row: &RatingRow| {
            let value = mark(row);
            let said = value.map_or_else(|| self.layout.t("eve-no-mark"), |value| self.number(value));
            Row { label: self.layout.t2("eve-row", "name", &row.name, "mark", said), mark: value, spread: None }
        };
        let together = members.map(|mark| Row {
            label: self.members_label(mark),
            mark: Some(mark.mean),
            spread: Some(mark.spread),
        });
        let rows: Vec<Row> = seen.ratings.iter().map(row).chain(together).collect();
        let view = RatingRows {
            id: format!("rating-{}", item.id),
            title: item.text.clone().unwrap_or_default(),
            description: rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>().join("; "),
            range: range(item),
            turned,
            rows,
        };
        let svg = rating_rows_svg(&view, Theme::Inherit).map_err(|error| Problem::internal(&error))?;
        Ok(ComparedLine {
            text: view.title,
            left: if turned { high.clone() } else { low.clone() },
            right: if turned { low } else { high },
            turned,
            svg,
            marks: seen.ratings.iter().map(|row| mark(row).map(|value| self.number(value))).collect(),
            members: members.map(|mark| (self.number(mark.mean), self.number(mark.spread), count(mark.n))),
        })
    }

    fn said(&self, difference: &Difference, items: &[FormItem]) -> String {
        let item = items.iter().find(|item| item.id == difference.item());
        let text = item.and_then(|item| item.text.clone()).unwrap_or_default();
        match difference {
            Difference::Therapists { points, .. } => {
                self.layout.t2("eve-apart", "points", self.number(*points), "line", text)
            }
            Difference::Members { members, therapists, .. } => {
                let (members, therapists) = (self.number(*members), self.number(*therapists));
                self.layout.t3("eve-apart-members", "members", members, "therapists", therapists, "line", text)
            }
        }
    }

    fn members_label(&self, mark: &MembersMark) -> String {
        self.layout.t2("eve-members-row", "mean", self.number(mark.mean), "number", count(mark.n))
    }

    /// One digit behind the sign, and none where it is nought.
    fn number(&self, value: f64) -> String {
        let digits = usize::from((value * 10.0).round() % 10.0 != 0.0);
        format::decimal(self.layout.language, value, digits)
    }
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn ends(item: &FormItem) -> (String, String) {
    match &item.input {
        Input::Vas { low, high, .. } => (low.clone().unwrap_or_default(), high.clone().unwrap_or_default()),
        _ => (String::new(), String::new()),
    }
}

/// The least and the highest mark.
fn range(item: &FormItem) -> (f64, f64) {
    match &item.input {
        Input::Vas { min, max, .. } => (min.to_f64(), max.to_f64()),
        _ => (0.0, 0.0),
    }
}
