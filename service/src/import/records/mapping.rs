//! The mapping file of records. Every key that is not known is refused.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::import::mapping::delimiter;

/// Why a mapping of records cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordMappingError {
    /// Not TOML, an unknown key, or a value of the wrong kind; the text has line and column.
    #[error("{0}")]
    Toml(#[from] Box<toml::de::Error>),
    /// `delimiter` is no single sign.
    #[error("[file] `delimiter` is one sign that is no letter, number, quote or point, for instance \";\"")]
    Delimiter,
    /// A kind of row without what it needs, or with what it cannot have.
    #[error("`kind = \"{kind}\"` {needs}")]
    Needs {
        /// The kind.
        kind: &'static str,
        /// What is missing or too much.
        needs: &'static str,
    },
    /// `format` of dates is none.
    #[error("[date] `format` writes a day as %d, %m and %Y in any order, for instance \"%d-%m-%Y\"")]
    DateFormat,
    /// `covers` is no span of days and settings.
    #[error(
        "[covers] has `from` and `to`, days as \"2026-01-31\" in this order, and `settings` from 1 to 8, or all without"
    )]
    Covers,
    /// A setting outside the list.
    #[error("[setting] has either `column` or `value`, and a setting is a number from 1 to 8")]
    Setting,
}

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A contact with one client alone.
    IndividualContacts,
    /// A client at a group session.
    GroupSessions,
    /// Which client of Peil has which number in the record system.
    ClientKeys,
}

/// A mapping file, checked.
#[derive(Debug, Clone)]
pub struct RecordMapping {
    pub(super) kind: RecordKind,
    pub(super) delimiter: u8,
    pub(super) client: String,
    /// Whether a client with a number that Peil does not know is added.
    pub(super) new_clients: bool,
    /// The record system's own number of a contact.
    pub(super) contact: Option<String>,
    /// What the file says that it holds all of.
    pub(super) covers: Option<Covers>,
    pub(super) columns: Columns,
}

/// Of which days and settings a file holds every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covers {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) settings: Vec<i16>,
}

/// What the columns are, by kind of row.
#[derive(Debug, Clone)]
pub(super) enum Columns {
    /// Contacts; a group for those in a group.
    Contacts { date: String, format: String, minutes: String, setting: Setting, group: Option<Group> },
    /// Numbers and who they are of.
    Keys { group: String, pseudonym: String },
}

/// Where the group of a row stands, and what the record system calls groups of Peil.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) column: String,
    pub(super) values: BTreeMap<String, String>,
}

/// Where the setting of a row stands.
#[derive(Debug, Clone)]
pub(super) enum Setting {
    /// In a column; words other than 1 to 8 stand under `values`.
    Column(String, BTreeMap<String, i16>),
    /// All rows are of one.
    One(i16),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    kind: RecordKind,
    #[serde(default)]
    file: FileTable,
    client: ClientTable,
    contact: Option<ColumnTable>,
    date: Option<DateTable>,
    minutes: Option<ColumnTable>,
    setting: Option<SettingTable>,
    covers: Option<CoversTable>,
    group: Option<GroupTable>,
    pseudonym: Option<ColumnTable>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FileTable {
    delimiter: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientTable {
    column: String,
    #[serde(default)]
    new: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnTable {
    column: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupTable {
    column: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoversTable {
    from: String,
    to: String,
    settings: Option<Vec<i16>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DateTable {
    column: String,
    format: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingTable {
    column: Option<String>,
    value: Option<i16>,
    #[serde(default)]
    values: BTreeMap<String, i16>,
}

impl RecordKind {
    /// The word in the mapping.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::IndividualContacts => "individual_contacts",
            Self::GroupSessions => "group_sessions",
            Self::ClientKeys => "client_keys",
        }
    }
}

impl RecordMapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// [`RecordMappingError`]; its text says where and what to write.
    pub fn parse(text: &str) -> Result<Self, RecordMappingError> {
        let file: MappingFile = toml::from_str(text).map_err(Box::new)?;
        let delimiter = delimiter(file.file.delimiter.as_deref()).ok_or(RecordMappingError::Delimiter)?;
        let (kind, client, new_clients) = (file.kind, file.client.column.clone(), file.client.new);
        let contact = file.contact.as_ref().map(|table| table.column.clone());
        let covers = file.covers.as_ref().map(CoversTable::read).transpose()?;
        let columns = if kind == RecordKind::ClientKeys { file.keys()? } else { file.contacts()? };
        Ok(Self { kind, delimiter, client, new_clients, contact, covers, columns })
    }

    /// Whether the file may add clients.
    #[must_use]
    pub fn adds_clients(&self) -> bool {
        self.new_clients
    }

    /// What the rows are.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        self.kind
    }
}

impl MappingFile {
    fn needs(&self, needs: &'static str) -> RecordMappingError {
        RecordMappingError::Needs { kind: self.kind.word(), needs }
    }

    fn keys(self) -> Result<Columns, RecordMappingError> {
        let more = [self.date.is_some(), self.minutes.is_some(), self.setting.is_some(), self.contact.is_some()];
        let more = more.contains(&true) || self.covers.is_some();
        if more || self.client.new || self.group.as_ref().is_some_and(|group| !group.values.is_empty()) {
            return Err(self.needs("has [client], [group] and [pseudonym] with a `column` each, and nothing else"));
        }
        match (&self.group, &self.pseudonym) {
            (Some(group), Some(pseudonym)) => {
                Ok(Columns::Keys { group: group.column.clone(), pseudonym: pseudonym.column.clone() })
            }
            _ => Err(self.needs("needs [group] and [pseudonym], each with a `column`")),
        }
    }

    fn contacts(self) -> Result<Columns, RecordMappingError> {
        if self.pseudonym.is_some() {
            return Err(self.needs("takes no [pseudonym]; that is of client_keys"));
        }
        match (self.kind, &self.group) {
            (RecordKind::GroupSessions, None) => return Err(self.needs("needs [group] with a `column`")),
            (RecordKind::IndividualContacts, Some(_)) => return Err(self.needs("takes no [group]")),
            _ => {}
        }
        let (Some(date), Some(minutes), Some(setting)) = (&self.date, &self.minutes, &self.setting) else {
            return Err(self.needs("needs [date], [minutes] and [setting]"));
        };
        let format = date.format.clone().unwrap_or_else(|| "%Y-%m-%d".to_owned());
        if ["%d", "%m", "%Y"].iter().any(|part| format.matches(part).count() != 1) || format.matches('%').count() != 3 {
            return Err(RecordMappingError::DateFormat);
        }
        let (date, minutes) = (date.column.clone(), minutes.column.clone());
        let group = self.group.as_ref();
        let group = group.map(|table| Group { column: table.column.clone(), values: table.values.clone() });
        Ok(Columns::Contacts { date, format, minutes, setting: setting.read()?, group })
    }
}

impl CoversTable {
    fn read(&self) -> Result<Covers, RecordMappingError> {
        let day = |text: &str| text.parse::<Date>().map_err(|_| RecordMappingError::Covers);
        let (from, to) = (day(&self.from)?, day(&self.to)?);
        let mut settings = self.settings.clone().unwrap_or_else(|| (1..=8).collect());
        settings.sort_unstable();
        settings.dedup();
        let known = !settings.is_empty() && settings.iter().all(|setting| (1..=8).contains(setting));
        if from <= to && known { Ok(Covers { from, to, settings }) } else { Err(RecordMappingError::Covers) }
    }
}

impl SettingTable {
    fn read(&self) -> Result<Setting, RecordMappingError> {
        let known = |setting: &i16| (1..=8).contains(setting);
        match (&self.column, self.value) {
            (Some(column), None) if self.values.values().all(known) => {
                Ok(Setting::Column(column.clone(), self.values.clone()))
            }
            (None, Some(value)) if known(&value) && self.values.is_empty() => Ok(Setting::One(value)),
            _ => Err(RecordMappingError::Setting),
        }
    }
}
