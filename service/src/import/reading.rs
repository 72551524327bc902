//! From files to a plan: every cell that the mapping names is checked, and everything that is wrong is found at once.

use std::collections::{BTreeMap, HashMap};

use jiff::{Span, civil::Date};
use peil_questionnaires::{Decimal, Library};
use sha2::{Digest, Sha256};

use super::{
    ImportPlan, Mapping, MappingError, ReadError,
    columns::Columns,
    finding::{Finding, Problem, SourceFile},
    mapping::{Groups, Instruments},
    plan::{PlannedScale, PlannedScore},
    scale::{KnownScale, Misfit},
    table::{Line, Lines},
};

/// Checks the data, and the membership file where the mapping asks for one.
///
/// # Errors
///
/// [`ReadError::Findings`] with all that is wrong; the others when mapping, library and files do not go together.
pub fn read(
    mapping: &Mapping,
    library: &Library,
    data: &[u8],
    membership: Option<&[u8]>,
) -> Result<ImportPlan, ReadError> {
    if mapping.needs_membership() != membership.is_some() {
        return Err(MappingError::Membership.into());
    }
    let scales = KnownScale::all(library, &mapping.instrument).map_err(|name| ReadError::UnknownScale {
        id: name.id,
        version: name.version,
        scale: name.scale,
    })?;
    let mut reading = Reading::new(mapping, scales);
    reading.read_data(data);
    if let Some(bytes) = membership {
        reading.read_membership(bytes);
    }
    reading.finish(data)
}

/// What was read so far.
struct Reading<'m> {
    mapping: &'m Mapping,
    known: BTreeMap<Option<String>, KnownScale>,
    scales: Vec<PlannedScale>,
    findings: Vec<Finding>,
    /// A client's name in the file to its place; the names end with the reading.
    clients: HashMap<String, usize>,
    /// Each client's group, and the line that said so.
    group_of: Vec<Option<(usize, u64)>>,
    groups: Vec<(String, u64)>,
    group_places: HashMap<String, usize>,
    seen: HashMap<(usize, usize, i32), u64>,
    scores: Vec<PlannedScore>,
}

/// Where the mapping's columns of the data stand.
struct Places {
    client: usize,
    time: usize,
    score: usize,
    instrument: Option<usize>,
    group: Option<usize>,
}

impl<'m> Reading<'m> {
    fn new(mapping: &'m Mapping, known: BTreeMap<Option<String>, KnownScale>) -> Self {
        let mut scales: Vec<PlannedScale> = known.values().map(|scale| scale.planned.clone()).collect();
        scales.sort();
        scales.dedup();
        Self {
            mapping,
            known,
            scales,
            findings: Vec::new(),
            clients: HashMap::new(),
            group_of: Vec::new(),
            groups: Vec::new(),
            group_places: HashMap::new(),
            seen: HashMap::new(),
            scores: Vec::new(),
        }
    }

    fn read_data(&mut self, bytes: &[u8]) {
        let file = Lines::read(bytes, self.mapping.delimiter, SourceFile::Data, &mut self.findings);
        let Some(places) = self.places(&file.header) else { return };
        for line in &file.lines {
            self.read_row(line, &places);
        }
    }

    fn places(&mut self, header: &[String]) -> Option<Places> {
        let columns = Columns::new(header, SourceFile::Data);
        let mut place = |name: &str| columns.place(name, &mut self.findings);
        let (client, time, score) =
            (place(&self.mapping.client), place(&self.mapping.time), place(&self.mapping.score));
        let instrument = match &self.mapping.instrument {
            Instruments::Column { column, .. } => Some(place(column)),
            Instruments::One(_) => None,
        };
        let group = match &self.mapping.groups {
            Some(Groups::Data { column }) => Some(place(column)),
            _ => None,
        };
        // A column that was not asked for is none; one that was and is not there ends the reading of rows.
        let found = |asked: Option<Option<usize>>| asked.map_or(Some(None), |place| place.map(Some));
        let (instrument, group) = (found(instrument)?, found(group)?);
        Some(Places { client: client?, time: time?, score: score?, instrument, group })
    }

    fn find(&mut self, line: &Line, column: &str, problem: Problem) {
        let column = Some(column.to_owned());
        self.findings.push(Finding { file: SourceFile::Data, line: line.number, column, problem });
    }

    /// One row; each cell is looked at whatever the others hold.
    fn read_row(&mut self, line: &Line, places: &Places) {
        let mapping = self.mapping;
        let client = match line.cell(places.client) {
            "" => {
                self.find(line, &mapping.client, Problem::Empty);
                None
            }
            name => Some(self.client(name)),
        };
        if let (Some(place), Some(Groups::Data { column }), Some(client)) = (places.group, &mapping.groups, client)
            && let Some(first) = self.put_in_group(client, line.cell(place), line.number)
        {
            self.find(line, column, Problem::TwoGroups { first });
        }
        let days = self.days(line, places.time);
        let word = places.instrument.map(|place| line.cell(place).to_owned());
        let Some(scale) = self.known.get(&word).map(|known| known.planned.clone()) else {
            if let Instruments::Column { column, .. } = &mapping.instrument {
                let problem =
                    if word.is_none_or(|word| word.is_empty()) { Problem::Empty } else { Problem::UnknownInstrument };
                self.find(line, column, problem);
            }
            return;
        };
        let value = self.value(line, places.score, &word);
        let (Some(client), Some((days, measured_on)), Ok(value)) = (client, days, value) else { return };
        let scale = self.scales.iter().position(|known| *known == scale).unwrap_or_default();
        if let Some(first) = self.seen.insert((client, scale, days), line.number) {
            self.seen.insert((client, scale, days), first);
            self.find(line, &mapping.time, Problem::Duplicate { first });
            return;
        }
        let (value, filled_in) = value.map_or((None, false), |(value, filled_in)| (Some(value), filled_in));
        self.scores.push(PlannedScore { client, scale, measured_on, value, filled_in });
    }

    fn client(&mut self, name: &str) -> usize {
        if let Some(place) = self.clients.get(name) {
            return *place;
        }
        let place = self.group_of.len();
        self.clients.insert(name.to_owned(), place);
        self.group_of.push(None);
        place
    }

    /// Puts a client in a group; an empty cell is no group. Gives the line that said otherwise, if one did.
    fn put_in_group(&mut self, client: usize, label: &str, line: u64) -> Option<u64> {
        if label.is_empty() {
            return None;
        }
        let group = *self.group_places.entry(label.to_owned()).or_insert_with(|| {
            self.groups.push((label.to_owned(), line));
            self.groups.len() - 1
        });
        let known = self.group_of[client].get_or_insert((group, line));
        (known.0 != group).then_some(known.1)
    }

    fn days(&mut self, line: &Line, place: usize) -> Option<(i32, Date)> {
        let cell = line.cell(place);
        let problem = match self.decimal(cell) {
            _ if cell.is_empty() => Problem::Empty,
            None => Problem::NotANumber { cell: cell.to_owned() },
            Some(time) => {
                let days = self.mapping.unit.days(time.to_f64());
                let day =
                    days.and_then(|days| Some((days, self.mapping.start.checked_add(Span::new().days(days)).ok()?)));
                match day {
                    Some(day) => return Some(day),
                    None => Problem::FarTime { cell: cell.to_owned() },
                }
            }
        };
        self.find(line, &self.mapping.time, problem);
        None
    }

    /// The score and whether it was filled in; none for an empty cell.
    fn value(&mut self, line: &Line, place: usize, word: &Option<String>) -> Result<Option<(Decimal, bool)>, ()> {
        let cell = line.cell(place);
        if cell.is_empty() {
            return Ok(None);
        }
        let cell = cell.to_owned();
        let problem = match self.decimal(&cell) {
            None => Problem::NotANumber { cell },
            Some(value) => match self.known.get(word).map(|known| known.accept(value)) {
                Some(Err(Misfit::OutOfRange { lowest, highest })) => {
                    Problem::OutOfRange { cell, lowest: lowest.to_string(), highest: highest.to_string() }
                }
                Some(Err(Misfit::OffStep { .. })) if self.mapping.filled_in => return Ok(Some((value, true))),
                Some(Err(Misfit::OffStep { step })) => Problem::OffStep { cell, step: step.to_string() },
                _ => return Ok(Some((value, false))),
            },
        };
        self.find(line, &self.mapping.score, problem);
        Err(())
    }

    fn decimal(&self, cell: &str) -> Option<Decimal> {
        if self.mapping.decimal_comma { cell.replacen(',', ".", 1).parse().ok() } else { cell.parse().ok() }
    }

    /// The second file: a client may stand on many lines, as long as all name the same group.
    fn read_membership(&mut self, bytes: &[u8]) {
        let Some(Groups::Membership { client: client_column, group: group_column }) = &self.mapping.groups else {
            return;
        };
        let file = Lines::read(bytes, self.mapping.delimiter, SourceFile::Membership, &mut self.findings);
        let columns = Columns::new(&file.header, SourceFile::Membership);
        let places =
            (columns.place(client_column, &mut self.findings), columns.place(group_column, &mut self.findings));
        let (Some(client_place), Some(group_place)) = places else { return };
        for line in &file.lines {
            let (name, label) = (line.cell(client_place), line.cell(group_place));
            let mut wrong = Vec::new();
            if label.is_empty() {
                wrong.push((group_column, Problem::Empty));
            }
            match (name, self.clients.get(name).copied()) {
                ("", _) => wrong.push((client_column, Problem::Empty)),
                (_, None) => wrong.push((client_column, Problem::UnknownClient)),
                (_, Some(client)) => {
                    if let Some(first) = self.put_in_group(client, label, line.number) {
                        wrong.push((group_column, Problem::TwoGroups { first }));
                    }
                }
            }
            self.findings.extend(wrong.into_iter().map(|(column, problem)| Finding {
                file: SourceFile::Membership,
                line: line.number,
                column: Some(column.clone()),
                problem,
            }));
        }
    }

    fn finish(mut self, data: &[u8]) -> Result<ImportPlan, ReadError> {
        if !self.findings.is_empty() {
            self.findings.sort();
            return Err(ReadError::Findings(self.findings));
        }
        Ok(ImportPlan {
            content_hash: content_hash(data, self.mapping),
            start: self.mapping.start,
            defaults: self.mapping.defaults.clone(),
            research_ground: self.mapping.research_ground.clone(),
            scales: self.scales,
            groups: self.groups,
            clients: self.group_of.into_iter().map(|group| group.map(|(group, _)| group)).collect(),
            scores: self.scores,
        })
    }
}

/// SHA-256 of the file and of which of its columns is read as what: another score of the same file is another import.
fn content_hash(data: &[u8], mapping: &Mapping) -> String {
    let read_as = format!("{:?}", (&mapping.client, &mapping.time, &mapping.score, &mapping.instrument));
    let digest = Sha256::new().chain_update(data).chain_update(read_as.as_bytes()).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
