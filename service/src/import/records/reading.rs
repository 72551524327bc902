//! From a file of records to rows that can be stored, and everything that is wrong with the others.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::{Date, date};

use super::{
    RecordKey, RecordKind, RecordMapping,
    mapping::{Columns as Mapped, Covers, Setting},
};
use crate::{
    domain::{ClientId, GroupId, OrganisationId},
    import::{
        columns::Columns,
        finding::{Finding, Problem, SourceFile},
        table::{Line, Lines},
    },
};

/// The longest contact: a day.
const LONGEST: i16 = 1440;
/// Nothing is older than this.
const FIRST_DAY: Date = date(2000, 1, 1);

/// What Peil knows already.
#[derive(Debug, Clone, Default)]
pub struct KnownRecords {
    /// Clients by the hash of their number.
    pub(super) clients: HashMap<String, ClientId>,
    /// Of those, who were never in a group of Peil.
    pub(super) of_contacts: HashSet<ClientId>,
    /// How many members of groups have no number.
    pub(super) unlinked: usize,
    /// Groups by the key of their name; none where two have the same.
    pub(super) groups: HashMap<String, Option<GroupId>>,
    /// Members by group and name in it.
    pub(super) seats: HashMap<(String, String), ClientId>,
}

/// The sound rows of a file, and what is wrong with the others.
#[derive(Debug, Clone)]
pub struct RecordPlan {
    pub(super) kind: RecordKind,
    pub(super) content_hash: String,
    pub(super) rows: Vec<PlannedRecord>,
    /// Numbers of clients that Peil does not know yet: of new clients, or of those that a list names.
    pub(super) keys: Vec<(String, Option<ClientId>)>,
    pub(super) known_keys: usize,
    /// Clients of contacts who turn out to be members: from whom, to whom.
    pub(super) moved: Vec<(ClientId, ClientId)>,
    pub(super) covers: Option<Covers>,
    pub(super) key_check: String,
    unlinked: usize,
    unknown_groups: BTreeSet<String>,
    refused: Vec<Finding>,
}

/// One contact.
#[derive(Debug, Clone)]
pub(super) struct PlannedRecord {
    pub(super) hash: String,
    pub(super) client: PlannedClient,
    pub(super) day: Date,
    pub(super) minutes: i16,
    pub(super) setting: i16,
    pub(super) group: Option<(String, Option<GroupId>)>,
}

/// Whose a contact is.
#[derive(Debug, Clone, Copy)]
pub(super) enum PlannedClient {
    /// Somebody whom Peil knows.
    Known(ClientId),
    /// The one at this place among the new ones.
    New(usize),
}

impl RecordPlan {
    /// Everything that is wrong, in the order of the file.
    #[must_use]
    pub fn refused(&self) -> &[Finding] {
        &self.refused
    }

    /// Rows that can be stored.
    #[must_use]
    pub fn sound(&self) -> usize {
        if self.kind == RecordKind::ClientKeys {
            self.keys.len() + self.known_keys + self.moved.len()
        } else {
            self.rows.len()
        }
    }

    /// Names of groups that Peil does not have, as the mapping calls them.
    #[must_use]
    pub fn unknown_groups(&self) -> &BTreeSet<String> {
        &self.unknown_groups
    }

    /// How many members of groups have no number, where the file would add clients: each could be one of them.
    #[must_use]
    pub fn could_be_members(&self) -> usize {
        if self.kind == RecordKind::ClientKeys || self.keys.is_empty() { 0 } else { self.unlinked }
    }

    /// Whether the file says of which days it holds everything, and nothing of it is refused.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.covers.is_some() && self.refused.is_empty()
    }
}

/// Checks a file of records; no contact lies after `today`.
#[must_use]
pub fn read_records(
    mapping: &RecordMapping,
    known: &KnownRecords,
    (organisation, key): (OrganisationId, &RecordKey),
    data: &[u8],
    today: Date,
) -> RecordPlan {
    let mut reading = Reading {
        mapping,
        known,
        organisation,
        key,
        today,
        findings: Vec::new(),
        rows: Vec::new(),
        keys: Vec::new(),
        known_keys: 0,
        moved: Vec::new(),
        unknown_groups: BTreeSet::new(),
        new: HashMap::new(),
        seen: HashMap::new(),
        alike: HashMap::new(),
    };
    reading.read(data);
    let mut refused = reading.findings;
    refused.sort();
    let text = String::from_utf8_lossy(data);
    RecordPlan {
        kind: mapping.kind,
        content_hash: key.hash(organisation, &["records", &format!("{mapping:?}"), &text]),
        rows: reading.rows,
        keys: reading.keys,
        known_keys: reading.known_keys,
        moved: reading.moved,
        covers: mapping.covers.clone(),
        key_check: key.check(organisation),
        unlinked: known.unlinked,
        unknown_groups: reading.unknown_groups,
        refused,
    }
}

/// The key of a group's name: capitals and spaces make no other group.
pub(super) fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What was read so far.
struct Reading<'m> {
    mapping: &'m RecordMapping,
    known: &'m KnownRecords,
    organisation: OrganisationId,
    key: &'m RecordKey,
    today: Date,
    findings: Vec<Finding>,
    rows: Vec<PlannedRecord>,
    keys: Vec<(String, Option<ClientId>)>,
    known_keys: usize,
    moved: Vec<(ClientId, ClientId)>,
    unknown_groups: BTreeSet<String>,
    /// New clients by the hash of their number.
    new: HashMap<String, usize>,
    /// Contacts and numbers of this file, and the line of each.
    seen: HashMap<String, u64>,
    /// How often the same client, day, minutes and group came: two short calls on a day are two contacts.
    alike: HashMap<String, u32>,
}

/// Where the columns of contacts stand.
struct Places {
    client: usize,
    contact: Option<usize>,
    date: usize,
    minutes: usize,
    setting: Option<usize>,
    group: Option<usize>,
}

impl Reading<'_> {
    fn read(&mut self, data: &[u8]) {
        let file = Lines::read(data, self.mapping.delimiter, SourceFile::Data, &mut self.findings);
        let columns = Columns::new(&file.header, SourceFile::Data);
        if self.mapping.covers.as_ref().is_some_and(|covers| covers.to > self.today) {
            self.findings.push(Finding {
                file: SourceFile::Data,
                line: 1,
                column: None,
                problem: Problem::CoversAhead,
            });
        }
        match &self.mapping.columns {
            Mapped::Keys { group, pseudonym } => {
                let mut place = |name: &str| columns.place(name, &mut self.findings);
                let places = (place(&self.mapping.client), place(group), place(pseudonym));
                let (Some(client), Some(group), Some(pseudonym)) = places else { return };
                for line in &file.lines {
                    self.read_key(line, (client, group, pseudonym));
                }
            }
            Mapped::Contacts { .. } => {
                let Some(places) = self.places(&columns) else { return };
                for line in &file.lines {
                    self.read_contact(line, &places);
                }
            }
        }
    }

    /// Where the columns of contacts stand; none, with findings, when one is missing.
    fn places(&mut self, columns: &Columns<'_>) -> Option<Places> {
        let Mapped::Contacts { date, minutes, setting, group, .. } = &self.mapping.columns else { return None };
        let setting = match setting {
            Setting::Column(column, _) => Some(column),
            Setting::One(_) => None,
        };
        let mut place = |name: &String| columns.place(name, &mut self.findings);
        let (client, date, minutes) = (place(&self.mapping.client), place(date), place(minutes));
        let mut asked = |name: Option<&String>| name.map_or(Some(None), |name| place(name).map(Some));
        let (setting, group, contact) =
            (asked(setting), asked(group.as_ref().map(|group| &group.column)), asked(self.mapping.contact.as_ref()));
        let (setting, group, contact) = (setting?, group?, contact?);
        Some(Places { client: client?, contact, date: date?, minutes: minutes?, setting, group })
    }

    fn find(&mut self, line: &Line, column: &str, problem: Problem) {
        let column = Some(column.to_owned());
        self.findings.push(Finding { file: SourceFile::Data, line: line.number, column, problem });
    }

    /// One contact; each cell is looked at whatever the others hold.
    fn read_contact(&mut self, line: &Line, places: &Places) {
        let key = self.client_key(line, places.client);
        let day = self.day(line, places.date);
        let minutes = self.minutes(line, places.minutes);
        let setting = self.setting(line, places.setting);
        let group = self.group(line, places.group);
        let number = self.contact_number(line, places.contact);
        let (Some(key), Some(day), Some(minutes), Some(setting), Some(group), Some(number)) =
            (key, day, minutes, setting, group, number)
        else {
            return;
        };
        if self.is_outside(day, setting) {
            self.find(line, &self.date_column(), Problem::OutsideCovers);
            return;
        }
        // As the file has it, so that a name that is mapped later makes no other contact.
        let name = places.group.map_or_else(String::new, |place| name_key(line.cell(place)));
        let hash = match &number {
            Some(number) => self.hash(&["number", number, if group.is_some() { &key } else { "" }]),
            None => {
                let parts = ["alike", &key, &day.to_string(), &minutes.to_string(), &name];
                let alike = self.alike.entry(parts.join("\u{1f}")).or_insert(0);
                *alike += 1;
                let nth = alike.to_string();
                self.hash(&[parts[0], parts[1], parts[2], parts[3], parts[4], &nth])
            }
        };
        if let Some(first) = self.seen.get(&hash) {
            let problem = Problem::ContactTwice { first: *first };
            let column = self.mapping.contact.clone().unwrap_or_default();
            self.find(line, &column, problem);
            return;
        }
        self.seen.insert(hash.clone(), line.number);
        let client = self.client(key);
        self.rows.push(PlannedRecord { hash, client, day, minutes, setting, group });
    }

    fn hash(&self, parts: &[&str]) -> String {
        self.key.hash(self.organisation, parts)
    }

    /// Whether a row lies outside of what the file says that it holds.
    fn is_outside(&self, day: Date, setting: i16) -> bool {
        self.mapping
            .covers
            .as_ref()
            .is_some_and(|covers| day < covers.from || day > covers.to || !covers.settings.contains(&setting))
    }

    fn date_column(&self) -> String {
        match &self.mapping.columns {
            Mapped::Contacts { date, .. } => date.clone(),
            Mapped::Keys { .. } => String::new(),
        }
    }

    /// The hash of the client's number, when Peil knows it or may add it.
    fn client_key(&mut self, line: &Line, place: usize) -> Option<String> {
        let column = self.mapping.client.clone();
        let number = line.cell(place);
        let problem = if number.is_empty() {
            Problem::Empty
        } else {
            let hash = self.hash(&["client", number]);
            if self.mapping.new_clients || self.known.clients.contains_key(&hash) {
                return Some(hash);
            }
            Problem::ClientNumber
        };
        self.find(line, &column, problem);
        None
    }

    /// The client of a number; a new one at its first sound row.
    fn client(&mut self, key: String) -> PlannedClient {
        if let Some(client) = self.known.clients.get(&key) {
            return PlannedClient::Known(*client);
        }
        let next = self.keys.len();
        let place = *self.new.entry(key.clone()).or_insert(next);
        if place == next {
            self.keys.push((key, None));
        }
        PlannedClient::New(place)
    }

    fn day(&mut self, line: &Line, place: usize) -> Option<Date> {
        let Mapped::Contacts { date: column, format, .. } = &self.mapping.columns else { return None };
        let cell = line.cell(place);
        let problem = match Date::strptime(format, cell) {
            _ if cell.is_empty() => Problem::Empty,
            Ok(day) if day < FIRST_DAY || day > self.today => Problem::FarDay { cell: cell.to_owned() },
            Ok(day) => return Some(day),
            Err(_) => Problem::NotADay { cell: cell.to_owned(), format: format.clone() },
        };
        self.find(line, column, problem);
        None
    }

    fn minutes(&mut self, line: &Line, place: usize) -> Option<i16> {
        let Mapped::Contacts { minutes: column, .. } = &self.mapping.columns else { return None };
        let cell = line.cell(place);
        let problem = match cell.parse::<i16>() {
            _ if cell.is_empty() => Problem::Empty,
            Ok(minutes) if (1..=LONGEST).contains(&minutes) => return Some(minutes),
            _ => Problem::NotMinutes { cell: cell.to_owned() },
        };
        self.find(line, column, problem);
        None
    }

    fn setting(&mut self, line: &Line, place: Option<usize>) -> Option<i16> {
        let Mapped::Contacts { setting, .. } = &self.mapping.columns else { return None };
        let (column, values, place) = match (setting, place) {
            (Setting::One(setting), _) => return Some(*setting),
            (Setting::Column(column, values), Some(place)) => (column, values, place),
            (Setting::Column(..), None) => return None,
        };
        let cell = line.cell(place);
        let plain = || cell.parse::<i16>().ok().filter(|setting| (1..=8).contains(setting));
        match values.get(cell).copied().or_else(plain) {
            Some(setting) => Some(setting),
            None => {
                self.find(line, column, if cell.is_empty() { Problem::Empty } else { Problem::UnknownSetting });
                None
            }
        }
    }

    /// The group of a row; some of none for contacts without a group.
    #[expect(clippy::option_option, reason = "outside: whether the row is sound; inside: whether it has a group")]
    fn group(&mut self, line: &Line, place: Option<usize>) -> Option<Option<(String, Option<GroupId>)>> {
        let (Mapped::Contacts { group: Some(group), .. }, Some(place)) = (&self.mapping.columns, place) else {
            return Some(None);
        };
        let cell = line.cell(place);
        let name = group.values.get(cell).map_or(cell, String::as_str).trim();
        match name.chars().count() {
            0 => self.find(line, &group.column, Problem::Empty),
            1..=200 => {
                let known = self.known.groups.get(&name_key(name)).copied().flatten();
                if known.is_none() && !self.unknown_groups.contains(name) {
                    self.unknown_groups.insert(name.to_owned());
                }
                return Some(Some((name.to_owned(), known)));
            }
            _ => self.find(line, &group.column, Problem::LongName),
        }
        None
    }

    /// The record system's number of the contact; some of none where the file has none.
    #[expect(clippy::option_option, reason = "outside: whether the row is sound; inside: whether it has a number")]
    fn contact_number(&mut self, line: &Line, place: Option<usize>) -> Option<Option<String>> {
        let (Some(column), Some(place)) = (self.mapping.contact.clone(), place) else { return Some(None) };
        let number = line.cell(place);
        if number.is_empty() {
            self.find(line, &column, Problem::Empty);
            return None;
        }
        Some(Some(number.to_owned()))
    }

    /// One line of the list of numbers: whose number it is.
    fn read_key(&mut self, line: &Line, (client, group, pseudonym): (usize, usize, usize)) {
        let Mapped::Keys { group: group_column, pseudonym: name_column } = &self.mapping.columns else { return };
        let cells = [(client, &self.mapping.client), (group, group_column), (pseudonym, name_column)];
        let empty: Vec<&String> =
            cells.iter().filter(|(place, _)| line.cell(*place).is_empty()).map(|(_, column)| *column).collect();
        for column in &empty {
            self.find(line, column, Problem::Empty);
        }
        if !empty.is_empty() {
            return;
        }
        let (group, name) = (line.cell(group), line.cell(pseudonym));
        let Some(owner) = self.known.seats.get(&(group.to_owned(), name.to_owned())).copied() else {
            self.find(line, name_column, Problem::UnknownMember);
            return;
        };
        let hash = self.hash(&["client", line.cell(client)]);
        let number_column = self.mapping.client.clone();
        match (self.known.clients.get(&hash), self.seen.get(&hash)) {
            (_, Some(first)) => self.find(line, &number_column, Problem::ContactTwice { first: *first }),
            (Some(known), None) if *known == owner => {
                self.seen.insert(hash, line.number);
                self.known_keys += 1;
            }
            // Who was added by his contacts turns out to be a member.
            (Some(known), None) if self.known.of_contacts.contains(known) => {
                self.seen.insert(hash, line.number);
                self.moved.push((*known, owner));
            }
            (Some(_), None) => self.find(line, &number_column, Problem::NumberOfAnother),
            (None, None) => {
                self.seen.insert(hash.clone(), line.number);
                self.keys.push((hash, Some(owner)));
            }
        }
    }
}

impl RecordPlan {
    /// Different lines that are refused, wholly.
    #[must_use]
    pub fn refused_lines(&self) -> usize {
        self.refused.iter().map(|finding| finding.line).collect::<HashSet<_>>().len()
    }

    /// Whether the file as a whole cannot be read: a column or all rows are missing.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        self.refused
            .iter()
            .any(|finding| matches!(finding.problem, Problem::NoSuchColumn | Problem::TwoColumns | Problem::NoRows))
    }
}
