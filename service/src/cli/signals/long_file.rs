//! A long file of courses: one row a client and session.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::civil::Date;
use peil_stats::{
    dropout::Ending,
    evaluation::{PlannedEnd, Study, StudyGroup, StudyMember},
    signals::Visit,
};

use super::{columns::Columns, error::SignalsError, field};
use crate::cli::table::{CsvFile, Row};

/// Faults that are told at a time.
const TOLD: usize = 20;

/// A file of courses, all of it read and found right.
#[derive(Debug)]
pub(in crate::cli) struct LongFile {
    /// The name of the file.
    pub(super) path: String,
    /// The courses, ordered by what was seen of them, so that neither names nor the order of the rows say anything.
    pub(in crate::cli) study: Study,
    /// The groups' names with those of their clients, in the order of the study.
    pub(super) names: Vec<GroupNames>,
    /// The instrument's items that the file has, row by row: kept for the rules that look at answers.
    pub(super) answers: Vec<AnsweredRow>,
    /// Which columns of the contract the file has.
    pub(super) columns: Columns,
}

/// What a group and its clients are called, and their places among the names as people read them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GroupNames {
    pub(super) name: String,
    pub(super) place: usize,
    /// In the order of the study.
    pub(super) clients: Vec<(String, usize)>,
}

/// The answers to items in one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AnsweredRow {
    /// The line of the file.
    pub(super) line: usize,
    /// Place of the group in the study.
    pub(super) group: usize,
    /// Place of the client in the group.
    pub(super) member: usize,
    /// The session's number.
    pub(super) session: i32,
    /// Item and what stands in its field; empty fields left out.
    pub(super) items: Vec<(String, String)>,
}

/// One row as it was read.
#[derive(Debug)]
struct Found {
    line: usize,
    visit: Visit,
    /// Whether the file gave the session's number.
    numbered: bool,
    ending: Ending,
    planned_end: Option<f64>,
    date: Option<Date>,
    items: Vec<(String, String)>,
}

/// Names in the order in which people read them: numbers by size, texts by letter.
#[derive(Debug, Clone, PartialEq)]
struct Name(f64, String);

impl Name {
    fn new(text: &str) -> Self {
        Self(text.parse().ok().filter(|number: &f64| number.is_finite()).unwrap_or(f64::INFINITY), text.to_owned())
    }
}

impl Eq for Name {}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then_with(|| self.1.cmp(&other.1))
    }
}

type Stays = BTreeMap<Name, BTreeMap<Name, Vec<Found>>>;

impl LongFile {
    /// Reads a file; `items` are the instrument's, `range` its lowest and highest score, `renamed` says which column stands for which of the contract.
    ///
    /// # Errors
    /// [`SignalsError`]: the file is no table, lacks a column, or has fields that cannot be, each with its line.
    pub(super) fn read(
        path: &Path,
        renamed: &[(String, String)],
        (items, range): (&[&str], Option<(f64, f64)>),
    ) -> Result<Self, SignalsError> {
        let file = CsvFile::open(path)?;
        let columns = Columns::find(&file, renamed, items)?;
        let (mut stays, mut faults): (Stays, Vec<String>) = (BTreeMap::new(), Vec::new());
        file.each_row(&mut |row| match found(row, &columns, range) {
            Ok((group, client, found)) => stays.entry(group).or_default().entry(client).or_default().push(found),
            Err(fault) => faults.push(format!("{}, line {}: {fault}", file.path(), row.line)),
        })?;
        for clients in stays.values_mut() {
            number(clients);
            faults.extend(clients.values().filter_map(|rows| disordered(rows, file.path())));
        }
        if !faults.is_empty() {
            return Err(SignalsError::fields(faults, TOLD));
        }
        if stays.is_empty() {
            return Err(SignalsError::NoRows { path: file.path().to_owned() });
        }
        Self::of(file.path().to_owned(), stays, columns)
    }

    fn of(path: String, stays: Stays, columns: Columns) -> Result<Self, SignalsError> {
        let mut named: Vec<NamedGroup> = (0..).zip(stays).map(|(place, stay)| NamedGroup::new(place, stay)).collect();
        named.sort_by_cached_key(|group| group.group.content());
        let (mut groups, mut names, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for (group, found) in named.into_iter().enumerate() {
            for (member, rows) in found.rows.into_iter().enumerate() {
                answers.extend(rows.into_iter().filter(|row| !row.items.is_empty()).map(|row| {
                    let (line, session, items) = (row.line, row.visit.session, row.items);
                    AnsweredRow { line, group, member, session, items }
                }));
            }
            groups.push(found.group);
            names.push(found.names);
        }
        answers.sort_by_key(|row| row.line);
        Ok(Self { path, study: Study::new(groups)?, names, answers, columns })
    }
}

/// A group with the names that were taken off it, its members ordered by what was seen of them.
struct NamedGroup {
    group: StudyGroup,
    names: GroupNames,
    /// Of each member.
    rows: Vec<Vec<Found>>,
}

impl NamedGroup {
    fn new(place: usize, (name, clients): (Name, BTreeMap<Name, Vec<Found>>)) -> Self {
        let starts = clients.values().flatten().filter_map(|found| found.date).min().map(weeks_of);
        let of = |(place, (name, rows)): (usize, (Name, Vec<Found>))| (stay(&rows), (name.1, place), rows);
        let mut stays: Vec<(StudyMember, (String, usize), Vec<Found>)> = (0..).zip(clients).map(of).collect();
        stays.sort_by_cached_key(|(stay, ..)| stay.content());
        let (mut members, mut clients, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (stay, client, found) in stays {
            members.push(stay);
            clients.push(client);
            rows.push(found);
        }
        let group = StudyGroup { starts, members, truth: None };
        Self { group, names: GroupNames { name: name.1, place, clients }, rows }
    }
}

/// Weeks since the beginning of 1970.
fn weeks_of(date: Date) -> f64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0.0, |span| f64::from(span.get_days()) / 7.0)
}

fn stay(rows: &[Found]) -> StudyMember {
    StudyMember {
        visits: rows.iter().map(|row| row.visit).collect(),
        planned_end: PlannedEnd::told(rows.iter().map(|row| (row.visit.weeks, row.planned_end))),
        // It ended after its last row; what earlier rows say of it is either the same or of a stay before.
        ending: rows.last().map_or(Ending::Running, |row| row.ending),
        began: rows.iter().find_map(|row| Some(weeks_of(row.date?) - row.visit.weeks)),
        true_improvement: None,
        true_course: None,
    }
}

fn found(row: &Row<'_>, columns: &Columns, range: Option<(f64, f64)>) -> Result<(Name, Name, Found), String> {
    let text = |place: Option<usize>| place.map_or("", |place| row.fields[place]);
    let client = text(Some(columns.client));
    if field::is_missing(client) {
        return Err("column `client` is empty; write whose row it is".to_owned());
    }
    let score = field::score(text(Some(columns.score)), range)?;
    let session = field::session(text(columns.session))?;
    let week = field::number("week", text(columns.week))?;
    let weeks = match (week, session) {
        (Some(week), _) => week,
        (None, Some(session)) if columns.week.is_none() => f64::from(session) - 1.0,
        _ => return Err("column `week` is empty; write the weeks since the start of the stay".to_owned()),
    };
    let answered = columns.items.iter().any(|(_, place)| !field::is_missing(row.fields[*place]));
    let visit = Visit {
        session: session.unwrap_or_default(),
        weeks,
        presence: field::presence(text(columns.attended), score.is_some())?,
        form: field::form(text(columns.asked), score.is_some() || answered)?,
        score,
        process: field::number("process", text(columns.process))?,
    };
    let items = columns.items.iter().map(|(item, place)| (item.clone(), row.fields[*place].to_owned()));
    let found = Found {
        line: row.line,
        visit,
        numbered: session.is_some(),
        ending: field::ending(text(columns.ended))?,
        planned_end: field::planned_end(text(columns.planned_end))?,
        date: field::date(text(columns.date))?,
        items: items.filter(|(_, answer)| !field::is_missing(answer)).collect(),
    };
    let group = text(columns.group);
    if columns.group.is_some() && field::is_missing(group) {
        return Err("column `group` is empty; write the client's group, or leave the column out".to_owned());
    }
    Ok((Name::new(group), Name::new(client), found))
}

/// Orders each client's rows, and numbers the sessions of a group by their weeks where the file does not.
fn number(clients: &mut BTreeMap<Name, Vec<Found>>) {
    let weeks: BTreeSet<Name> =
        clients.values().flatten().map(|found| Name(found.visit.weeks, String::new())).collect();
    let place = |week: f64| weeks.range(..Name(week, String::new())).count();
    for rows in clients.values_mut() {
        for row in rows.iter_mut().filter(|row| !row.numbered) {
            row.visit.session = i32::try_from(place(row.visit.weeks) + 1).unwrap_or(i32::MAX);
        }
        rows.sort_by(|a, b| a.visit.weeks.total_cmp(&b.visit.weeks).then(a.visit.session.cmp(&b.visit.session)));
    }
}

/// What is wrong with the order of one client's rows, which stand in order of time: the first fault.
fn disordered(rows: &[Found], path: &str) -> Option<String> {
    let mut seen: BTreeMap<i32, usize> = BTreeMap::new();
    for row in rows {
        if let Some(before) = seen.insert(row.visit.session, row.line) {
            let (first, second) = (before.min(row.line), before.max(row.line));
            return Some(format!(
                "{path}, line {second}: this client has a row for the same session in line {first}; keep one of them"
            ));
        }
    }
    if let Some(pair) = rows.windows(2).find(|pair| pair[1].visit.session < pair[0].visit.session) {
        let (earlier, later) = (pair[1].line, pair[0].line);
        return Some(format!(
            "{path}, line {later}: this session comes after that of line {earlier} by its number and before it by its week; \
             correct one of the two"
        ));
    }
    let (last, before) = rows.split_last()?;
    let ended = before.iter().find(|row| row.ending != Ending::Running && last.ending == Ending::Running)?;
    Some(format!(
        "{path}, line {}: `ended` says that the stay ended here, and line {} comes after it; write the end in the last row, or \
         another client or group for a second stay",
        ended.line, last.line
    ))
}
