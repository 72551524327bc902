//! What a grid of sessions and members shows: plain data, every word already in the reader's language.

use crate::charts::view::Status;

/// Rows are members, columns sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionGrid {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// Reading key.
    pub subtitle: String,
    /// The text alternative; see [`super::grid_sentences`].
    pub description: String,
    /// Over the numbers of the sessions: "sessie".
    pub session_label: String,
    /// Names of the sessions, oldest first.
    pub sessions: Vec<String>,
    /// The members, in the order of the table.
    pub rows: Vec<GridRow>,
    /// What each kind of cell means; those that occur are printed under the grid.
    pub key: Vec<(GridCell, String)>,
    /// Printed when the oldest sessions found no room: "oudere sessies staan in de tabel".
    pub older_note: String,
    /// Said when there are no members or no sessions.
    pub nothing_yet: String,
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// Pseudonym.
    pub label: String,
    /// One for each session.
    pub cells: Vec<GridCell>,
}

/// What one session brought for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GridCell {
    /// Came and answered, and this is what the change since the start meant then.
    Judged(Status),
    /// Came and answered; the change is not judged: the first score, or an instrument without numbers.
    Answered,
    /// Came and did not answer.
    Unanswered,
    /// Stayed away, with the letter of the reason.
    Absent(String),
    /// Nobody noted whether the member came.
    Unknown,
    /// Did not belong to the group.
    Outside,
}

/// The table behind the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridTable {
    /// Names of the sessions: the columns.
    pub sessions: Vec<String>,
    /// One row a member: the name, and each cell in words.
    pub rows: Vec<(String, Vec<String>)>,
}

/// How often a member came and answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCount {
    /// Sessions while the member belonged to the group.
    pub sessions: usize,
    /// Of these, sessions with an answer.
    pub answered: usize,
    /// Of these, sessions at which the member stayed away.
    pub absent: usize,
}

/// The caller's sentences.
pub trait GridPhrases {
    /// A cell in words, for the table.
    fn cell(&self, cell: &GridCell) -> String;
    /// A member's row.
    fn member(&self, label: &str, newest: Option<Status>, count: &GridCount) -> String;
}

impl GridRow {
    fn count(&self) -> GridCount {
        let of = |wanted: fn(&GridCell) -> bool| self.cells.iter().filter(|cell| wanted(cell)).count();
        GridCount {
            sessions: of(|cell| *cell != GridCell::Outside),
            answered: of(|cell| matches!(cell, GridCell::Judged(_) | GridCell::Answered)),
            absent: of(|cell| matches!(cell, GridCell::Absent(_))),
        }
    }

    fn newest(&self) -> Option<Status> {
        self.cells.iter().rev().find_map(|cell| if let GridCell::Judged(status) = cell { Some(*status) } else { None })
    }
}

impl SessionGrid {
    /// The table behind the chart: all sessions, also those the picture has no room for.
    pub fn table(&self, phrases: &dyn GridPhrases) -> GridTable {
        let cells = |row: &GridRow| row.cells.iter().map(|cell| phrases.cell(cell)).collect();
        let rows = self.rows.iter().map(|row| (row.label.clone(), cells(row)));
        GridTable { sessions: self.sessions.clone(), rows: rows.collect() }
    }

    /// Whether there is nothing to draw yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() || self.sessions.is_empty()
    }
}

/// The chart's sentences: one a member.
pub fn grid_sentences(view: &SessionGrid, phrases: &dyn GridPhrases) -> Vec<String> {
    if view.is_empty() {
        return vec![view.nothing_yet.clone()];
    }
    view.rows.iter().map(|row| phrases.member(&row.label, row.newest(), &row.count())).collect()
}
