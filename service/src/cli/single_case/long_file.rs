//! A long file: one row a case and planned session.

use peil_stats::single_case::{Case, CaseError, Phase, Session};

use super::{SingleCaseArguments, SingleCaseError};
use crate::cli::table::{CsvFile, Row};

/// The cases of a file.
#[derive(Debug)]
pub(super) struct LongFile {
    pub(super) path: String,
    /// In the order of their first rows.
    pub(super) cases: Vec<Case>,
    /// The label of the baseline.
    pub(super) baseline: String,
    /// The labels that count as treatment, in order of appearance.
    pub(super) treatment: Vec<String>,
    /// What must be borne in mind of the rows.
    pub(super) cautions: Vec<String>,
}

/// Places of the columns.
struct Columns {
    case: usize,
    phase: usize,
    outcome: usize,
    time: Option<usize>,
}

/// One row as it was read.
struct Found {
    line: usize,
    label: String,
    time: f64,
    score: Option<f64>,
}

/// The rows of one case in the order of the file.
struct NamedRows {
    name: String,
    rows: Vec<Found>,
}

impl LongFile {
    /// Reads the file that the arguments name.
    ///
    /// # Errors
    /// [`SingleCaseError`] with the line and what to do.
    pub(super) fn read(arguments: &SingleCaseArguments) -> Result<Self, SingleCaseError> {
        let file = CsvFile::open(&arguments.data)?;
        let columns = Columns::find(&file, arguments)?;
        let mut named: Vec<NamedRows> = Vec::new();
        let mut fault = None;
        file.each_row(&mut |row| {
            if fault.is_none() {
                fault = columns.push(row, &file, &mut named).err().map(|text| (row.line, text));
            }
        })?;
        let path = file.path().to_owned();
        if let Some((line, fault)) = fault {
            return Err(SingleCaseError::Field { path, line, fault });
        }
        if named.is_empty() {
            return Err(SingleCaseError::NoRows { path });
        }
        let labels = labels(&named);
        let baseline = match &arguments.baseline {
            Some(label) if labels.contains(label) => label.clone(),
            Some(label) => {
                let (label, known) = (label.clone(), labels.join(", "));
                return Err(SingleCaseError::NoSuchPhase { path, label, known });
            }
            None => common_beginning(&path, &named)?,
        };
        let cases: Vec<Case> = named.iter().map(|one| case_of(&path, one, &baseline)).collect::<Result<_, _>>()?;
        let treatment = labels.into_iter().filter(|label| *label != baseline).collect();
        let cautions = gaps(&cases).into_iter().collect();
        Ok(Self { path, cases, baseline, treatment, cautions })
    }
}

impl Columns {
    fn find(file: &CsvFile, arguments: &SingleCaseArguments) -> Result<Self, SingleCaseError> {
        let (header, path) = (file.header(), || file.path().to_owned());
        if let [only] = header
            && let Some(sign) = only.chars().find(|sign| [';', '\t'].contains(sign))
        {
            let separator = if sign == ';' { "semicolons" } else { "tabs" };
            return Err(SingleCaseError::Separator { path: path(), separator });
        }
        let place = |name: &str| header.iter().position(|column| column == name);
        let needed = |option: &'static str, name: &str| {
            let (path, known) = (path(), header.join(", "));
            place(name).ok_or_else(|| SingleCaseError::Column { path, name: name.to_owned(), known, option })
        };
        let time = match &arguments.time {
            Some(name) => Some(needed("time", name)?),
            None => place("time"),
        };
        let (case, phase) = (needed("case", &arguments.case)?, needed("phase", &arguments.phase)?);
        let outcome = needed("outcome", &arguments.outcome)?;
        let all = [("case", Some(case)), ("phase", Some(phase)), ("outcome", Some(outcome)), ("time", time)];
        for (place, (one, column)) in all.iter().enumerate() {
            if let Some((other, _)) = all[..place].iter().find(|(_, other)| other == column)
                && let Some(column) = column
            {
                let name = header[*column].clone();
                return Err(SingleCaseError::SameColumn { one: other, other: one, name });
            }
        }
        Ok(Self { case, phase, outcome, time })
    }

    fn push(&self, row: &Row<'_>, file: &CsvFile, named: &mut Vec<NamedRows>) -> Result<(), String> {
        let column = |place: usize| file.header()[place].as_str();
        let text = |place: usize, what: &str| match row.fields[place] {
            "" | "NA" => Err(format!("column `{}` is empty; write {what}", column(place))),
            text => Ok(text.to_owned()),
        };
        let (name, label) = (text(self.case, "whose row it is")?, text(self.phase, "the phase")?);
        let time = match self.time {
            None => None,
            Some(place) => match number(column(place), row.fields[place])? {
                None => return Err(format!("column `{}` is empty; write when the session was planned", column(place))),
                time => time,
            },
        };
        let score = number(column(self.outcome), row.fields[self.outcome])?;
        let place = named.iter().position(|one| one.name == name).unwrap_or_else(|| {
            named.push(NamedRows { name, rows: Vec::new() });
            named.len() - 1
        });
        let rows = &mut named[place].rows;
        let time = time.unwrap_or(rows.len() as f64 + 1.0);
        rows.push(Found { line: row.line, label, time, score });
        Ok(())
    }
}

/// A number, none where the field is empty. What stands there is not told: it may be somebody's answer.
fn number(column: &str, text: &str) -> Result<Option<f64>, String> {
    if text.is_empty() || text == "NA" {
        return Ok(None);
    }
    let found: Option<f64> = text.parse().ok();
    found.filter(|number| number.is_finite()).map(Some).ok_or_else(|| {
        let comma = text.contains(',') && text.replace(',', ".").parse::<f64>().is_ok();
        let remedy = if comma {
            "write decimals with a point, 12.5"
        } else {
            "write a number, or leave the field empty where it is missing"
        };
        format!("column `{column}` holds no number; {remedy}")
    })
}

/// The labels of the phases in order of appearance.
fn labels(named: &[NamedRows]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for row in named.iter().flat_map(|one| &one.rows) {
        if !labels.contains(&row.label) {
            labels.push(row.label.clone());
        }
    }
    labels
}

/// The label with which every case begins.
fn common_beginning(path: &str, named: &[NamedRows]) -> Result<String, SingleCaseError> {
    let mut beginnings = named.iter().filter_map(|one| {
        let first = one.rows.iter().min_by(|a, b| a.time.total_cmp(&b.time))?;
        Some((&one.name, first))
    });
    let Some((other, first)) = beginnings.next() else {
        return Err(SingleCaseError::NoRows { path: path.to_owned() });
    };
    match beginnings.find(|(_, row)| row.label != first.label) {
        None => Ok(first.label.clone()),
        Some((case, row)) => Err(SingleCaseError::Field {
            path: path.to_owned(),
            line: row.line,
            fault: format!(
                "case `{case}` begins with phase `{}` and case `{other}` with `{}`; say with --baseline LABEL which is the baseline",
                row.label, first.label
            ),
        }),
    }
}

/// Names the cases that seem to lack rows: start points are counted in rows, so a missed session without a row shifts them.
///
/// The usual step is the median of all steps from one row to the next; half as much again is a gap.
fn gaps(cases: &[Case]) -> Option<String> {
    let steps = |case: &Case| -> Vec<(f64, f64)> {
        case.sessions().windows(2).map(|pair| (pair[0].time, pair[1].time)).collect()
    };
    let mut all: Vec<f64> = cases.iter().flat_map(steps).map(|(from, to)| to - from).collect();
    all.sort_unstable_by(f64::total_cmp);
    let usual = *all.get(all.len() / 2)?;
    let gap = |case: &Case| {
        let (from, to) = steps(case).into_iter().find(|(from, to)| to - from > 1.5 * usual)?;
        Some(format!("{} (from {from} to {to})", case.name()))
    };
    let found: Vec<String> = cases.iter().filter_map(gap).collect();
    let text = "the rows of these cases leave times out: give a planned session that was missed a row with an empty outcome, \
                for start points are counted in rows";
    (!found.is_empty()).then(|| format!("{}: {text}", found.join(", ")))
}

fn case_of(path: &str, one: &NamedRows, baseline: &str) -> Result<Case, SingleCaseError> {
    let session = |row: &Found| {
        let phase = if row.label == baseline { Phase::Baseline } else { Phase::Treatment };
        Session { time: row.time, phase, score: row.score }
    };
    let sessions: Vec<Session> = one.rows.iter().map(session).collect();
    Case::new(one.name.clone(), &sessions).map_err(|error| {
        let line = |session: usize| one.rows[session - 1].line;
        let (place, fault) = match error {
            CaseError::Time { session, .. } => (session, "the time is no finite number; write one".to_owned()),
            CaseError::Score { session, .. } => (session, "the outcome is no finite number; write one, or nothing".to_owned()),
            CaseError::SameTime { session, other, .. } => (
                session,
                format!(
                    "this case has the same time in line {}; keep one of them, correct the time, or keep one measure a file",
                    line(other)
                ),
            ),
            CaseError::BaselineAgain { session, began, .. } => (
                session,
                format!(
                    "a session of the baseline `{baseline}` comes after the treatment session of line {}; this is for one \
                     change of phase a case: correct the time or the phase, or leave out what came after",
                    line(began)
                ),
            ),
        };
        SingleCaseError::Field { path: path.to_owned(), line: line(place), fault }
    })
}
