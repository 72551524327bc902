//! Simulated sessions as a library's user holds them.

use std::ops::Range;

use peil_stats::data::{Factor, Table, TableError};

use crate::sessions::Sessions;

/// Ids coded, the rest numbers.
pub(crate) fn table(sessions: &Sessions) -> Result<Table, TableError> {
    Table::new()
        .with_factor("group", coded(&sessions.group)?)?
        .with_factor("client", coded(&sessions.client)?)?
        .with_number("week", sessions.week.clone())?
        .with_number("score", sessions.score.clone())?
        .with_number("climate", sessions.climate.clone())?
        .with_number("dropout", sessions.dropout.clone())?
        .with_number("z", sessions.z.clone())
}

impl Sessions {
    /// The first rows only.
    pub(crate) fn first(&self, rows: usize) -> Self {
        self.some(0..rows)
    }

    /// The rows from one on.
    pub(crate) fn from(&self, row: usize) -> Self {
        self.some(row..self.week.len())
    }

    fn some(&self, rows: Range<usize>) -> Self {
        let numbers = |column: &[f64]| column[rows.clone()].to_vec();
        Self {
            group: self.group[rows.clone()].to_vec(),
            client: self.client[rows.clone()].to_vec(),
            week: numbers(&self.week),
            score: numbers(&self.score),
            z: numbers(&self.z),
            climate: numbers(&self.climate),
            dropout: numbers(&self.dropout),
        }
    }
}

/// Levels are named 1, 2, … as in the CSV files.
fn coded(codes: &[u32]) -> Result<Factor, TableError> {
    let levels = codes.iter().max().map_or(0, |&last| last + 1);
    Factor::new(codes.to_vec(), (1..=levels).map(|level| level.to_string()).collect())
}
