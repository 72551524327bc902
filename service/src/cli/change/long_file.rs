//! A long file of scores: one row a client and moment.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{ChangeCommandError, measure::Measure};
use crate::cli::{
    signals::{SignalsError, checked, field, place_under, renamed},
    table::{CsvFile, Row},
};

/// The columns that are read.
const KNOWN: [&str; 7] = ["client", "group", "week", "session", "score", "phq-9", "gad-7"];
/// Highest scores of the pair: PHQ-9 and GAD-7; the lowest is 0.
const PAIR: [(&str, f64); 2] = [("phq-9", 27.0), ("gad-7", 21.0)];
/// Faults that are told at a time.
const TOLD: usize = 20;

/// A file, all of it read and found right.
#[derive(Debug)]
pub(super) struct LongFile {
    pub(super) path: String,
    /// In the order in which the file first names them.
    pub(super) clients: Vec<Client>,
    /// Whether the file says when a score was given; else the rows are in order.
    pub(super) timed: bool,
    /// Whether both questionnaires of the pair are in it.
    pub(super) paired: bool,
}

/// A client's rows, in order of time.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) client: String,
    /// None where the file has no groups.
    pub(super) group: Option<String>,
    moments: Vec<Moment>,
}

#[derive(Debug)]
struct Moment {
    line: usize,
    time: f64,
    score: Option<f64>,
    pair: [Option<f64>; 2],
}

impl Client {
    /// Each score with its time.
    pub(super) fn scores(&self) -> impl Iterator<Item = (f64, f64)> {
        self.moments.iter().filter_map(|moment| Some((moment.time, moment.score?)))
    }

    /// The first and the last score of two or more.
    pub(super) fn ends(&self) -> Option<(f64, f64)> {
        let mut scores = self.scores().map(|(_, score)| score);
        Some((scores.next()?, scores.last()?))
    }

    /// The scores of the pair at the first and at the last moment that has both.
    pub(super) fn pair_ends(&self) -> Option<([f64; 2], [f64; 2])> {
        let mut both = self.moments.iter().filter_map(|moment| Some([moment.pair[0]?, moment.pair[1]?]));
        Some((both.next()?, both.next_back()?))
    }
}

/// Where the columns stand.
struct Places {
    client: usize,
    group: Option<usize>,
    time: Option<(&'static str, usize)>,
    /// What the score's column is called in messages.
    score: (String, usize),
    pair: Option<[usize; 2]>,
}

impl LongFile {
    /// # Errors
    /// [`ChangeCommandError`]: the file is no table, lacks a column, or has fields that cannot be, each with its line.
    pub(super) fn read(path: &Path, columns: &[String], measure: &Measure) -> Result<Self, ChangeCommandError> {
        let file = CsvFile::open(path)?;
        let renamed = renamed(columns).ok_or(SignalsError::Column)?;
        checked(&file, &renamed, &KNOWN)?;
        let places = Places::find(&file, &renamed, measure)?;
        let (mut clients, mut faults): (Vec<Client>, Vec<String>) = (Vec::new(), Vec::new());
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        file.each_row(&mut |row| match moment(row, &places, measure.range()) {
            Ok((group, client, moment)) => {
                let place = *known.entry((group.clone(), client.clone())).or_insert_with(|| {
                    let group = places.group.map(|_| group);
                    clients.push(Client { client, group, moments: Vec::new() });
                    clients.len() - 1
                });
                clients[place].moments.push(moment);
            }
            Err(fault) => faults.push(format!("{}, line {}: {fault}", file.path(), row.line)),
        })?;
        if places.time.is_some() {
            for client in &mut clients {
                client.moments.sort_by(|a, b| a.time.total_cmp(&b.time));
                faults.extend(twice(client, file.path()));
            }
        }
        told(faults)?;
        if clients.iter().all(|client| client.ends().is_none()) {
            return Err(ChangeCommandError::NoPairs { path: file.path().to_owned() });
        }
        let (path, timed, paired) = (file.path().to_owned(), places.time.is_some(), places.pair.is_some());
        Ok(Self { path, clients, timed, paired })
    }

    /// First and last score of each client who has two.
    pub(super) fn pairs(&self) -> Vec<(f64, f64)> {
        self.clients.iter().filter_map(Client::ends).collect()
    }
}

impl Places {
    fn find(file: &CsvFile, renamed: &[(String, String)], measure: &Measure) -> Result<Self, SignalsError> {
        let place = |name: &str| place_under(file, renamed, name);
        let missing = |name: &'static str| {
            let (path, known) = (file.path().to_owned(), file.header().join(", "));
            SignalsError::MissingColumn { path, name, known }
        };
        let timed = |name: &'static str| place(name).map(|place| (name, place));
        let own = |id: &str| place(id).map(|place| (id.to_owned(), place));
        let score = place("score").map(|place| ("score".to_owned(), place)).or_else(|| own(measure.id()?));
        let score = score.ok_or_else(|| missing("score"))?;
        // The score that the file is about is one of the pair's where it is so called.
        let of_pair = |id: &str| place(id).or_else(|| (measure.id() == Some(id)).then_some(score.1));
        let [(first, _), (second, _)] = PAIR;
        Ok(Self {
            client: place("client").ok_or_else(|| missing("client"))?,
            group: place("group"),
            time: timed("week").or_else(|| timed("session")),
            pair: of_pair(first).zip(of_pair(second)).map(|(first, second)| [first, second]),
            score,
        })
    }
}

fn moment(row: &Row<'_>, places: &Places, range: Option<(f64, f64)>) -> Result<(String, String, Moment), String> {
    let named = |name: &str, place: usize| match row.fields[place] {
        text if field::is_missing(text) => Err(format!("column `{name}` is empty; write whose row it is")),
        text => Ok(text.to_owned()),
    };
    let client = named("client", places.client)?;
    let group = places.group.map_or_else(|| Ok(String::new()), |place| named("group", place))?;
    let time = match places.time {
        Some((name, place)) => field::number(name, row.fields[place])?
            .ok_or_else(|| format!("column `{name}` is empty; write when the row was"))?,
        None => row.line as f64,
    };
    let within = |name: &str, place: usize, range: Option<(f64, f64)>| {
        let score = field::number(name, row.fields[place])?;
        match (score, range) {
            (Some(score), Some((lowest, highest))) if !(lowest..=highest).contains(&score) => Err(format!(
                "column `{name}` holds what the questionnaire cannot give; its scores go from {lowest} to {highest}"
            )),
            _ => Ok(score),
        }
    };
    let (name, place) = (&places.score.0, places.score.1);
    let score = within(name, place, range)?;
    let mut pair = [None; 2];
    for (of, found) in places.pair.iter().flat_map(|found| found.iter().enumerate()) {
        let (id, highest) = PAIR[of];
        pair[of] = within(id, *found, Some((0.0, highest)))?;
    }
    Ok((group, client, Moment { line: row.line, time, score, pair }))
}

/// Two rows of one moment: the first such fault of a client.
fn twice(client: &Client, path: &str) -> Option<String> {
    let pair = client.moments.windows(2).find(|pair| pair[0].time == pair[1].time)?;
    let (first, second) = (pair[0].line.min(pair[1].line), pair[0].line.max(pair[1].line));
    Some(format!("{path}, line {second}: this client has a row for the same moment in line {first}; keep one of them"))
}

fn told(mut faults: Vec<String>) -> Result<(), ChangeCommandError> {
    if faults.is_empty() {
        return Ok(());
    }
    let left = faults.len().saturating_sub(TOLD);
    faults.truncate(TOLD);
    if left > 0 {
        faults.push(format!("and {left} more"));
    }
    Err(ChangeCommandError::Fields(faults.join("\npeil: ")))
}

/// The scores of clients by time, numbered by their place: as a mixed model takes them.
pub(super) fn rows(file: &LongFile) -> BTreeMap<usize, Vec<(f64, f64)>> {
    file.clients.iter().enumerate().map(|(place, client)| (place, client.scores().collect())).collect()
}
