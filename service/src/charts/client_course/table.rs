//! The table behind the chart, from the same view: raw scores as the instrument counts them.

use super::view::{ClientCourse, Standing};

/// All numbers that the chart draws, visit by visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientTable {
    /// One row a visit that was; what is still to come has none.
    pub rows: Vec<ClientRow>,
    /// Whether any row knows what was to be expected.
    pub has_expected: bool,
    /// Whether any row knows a limit further out.
    pub has_far: bool,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// As on the axis.
    pub name: String,
    /// The score; none was not given.
    pub score: Option<String>,
    /// How it lies to the expected course.
    pub standing: Standing,
    /// Whether the client came and answered, in words.
    pub attendance: String,
    /// What was to be expected: mean, inner limit on the good side, inner and outer limit on the wrong side.
    pub expected: Option<[String; 4]>,
    /// The limit further out on the wrong side, where it is drawn.
    pub far: Option<String>,
    /// A sudden change that ends here, in words.
    pub shift: Option<String>,
}

impl ClientCourse {
    /// The table behind the chart. Numbers have at most one decimal, as the reader writes them.
    pub fn table(&self) -> ClientTable {
        let write = |value: f64| self.numerals.write(value, 1);
        let mut expected = self.expectations();
        expected.resize(self.visits.len(), None);
        let rows = self.visits.iter().zip(expected).filter(|(visit, _)| visit.mark.is_some());
        let rows: Vec<ClientRow> = rows
            .map(|(visit, expected)| ClientRow {
                name: visit.name.clone(),
                score: visit.score().map(write),
                standing: visit.standing,
                attendance: visit.attendance.clone(),
                expected: expected
                    .map(|(_, point)| [point.expected, point.better, point.inner, point.outer].map(write)),
                far: expected.and_then(|(_, point)| point.far).map(write),
                shift: visit.shift.as_ref().map(|shift| shift.label.clone()),
            })
            .collect();
        ClientTable {
            has_expected: rows.iter().any(|row| row.expected.is_some()),
            has_far: rows.iter().any(|row| row.far.is_some()),
            rows,
        }
    }
}
