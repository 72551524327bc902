//! The mapping file: which column is what. Every key that is not known is refused.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::moment::Unit;
use crate::domain::{GroupFormat, GroupKind};

/// Why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// Not TOML, an unknown key, or a value of the wrong kind; the text has line and column.
    #[error("{0}")]
    Toml(#[from] Box<toml::de::Error>),
    /// `start` is no day.
    #[error("`start` must be a day such as 2005-01-31")]
    Start,
    /// Neither or both ways to name the instrument.
    #[error("[instrument] needs either `id`, `version` and `scale`, or `column` with [instrument.values]")]
    Instrument,
    /// `delimiter` or `decimal` is no single sign.
    #[error("[file] `delimiter` is one sign, `decimal` is \".\" or \",\", and they differ")]
    Signs,
    /// `setting` is not 1–8.
    #[error("[group] `setting` is a number from 1 to 8")]
    Setting,
    /// Research without a ground.
    #[error(
        "[consent] `research = true` needs a `ground` of 1 to 500 characters that says why these clients may go into research"
    )]
    Ground,
    /// Groups from a second file, without one, or the other way round.
    #[error("[membership] and --membership go together, and then [group] has no `column`")]
    Membership,
}

/// A mapping file, checked.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(super) start: Date,
    pub(super) delimiter: u8,
    pub(super) decimal_comma: bool,
    pub(super) client: String,
    pub(super) time: String,
    pub(super) unit: Unit,
    pub(super) score: String,
    pub(super) filled_in: bool,
    pub(super) instrument: Instruments,
    pub(super) groups: Option<Groups>,
    pub(super) defaults: GroupDefaults,
    pub(super) research_ground: Option<String>,
}

/// Which instrument a row is of.
#[derive(Debug, Clone)]
pub(super) enum Instruments {
    /// All rows are of one.
    One(ScaleName),
    /// A column says it, in these words.
    Column { column: String, values: BTreeMap<String, ScaleName> },
}

/// Where a client's group stands.
#[derive(Debug, Clone)]
pub(super) enum Groups {
    /// In a column of the data.
    Data { column: String },
    /// In the second file.
    Membership { client: String, group: String },
}

/// A scale of an instrument version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleName {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) scale: String,
}

/// What the file does not say about its groups.
#[derive(Debug, Clone)]
pub(super) struct GroupDefaults {
    pub(super) prefix: String,
    pub(super) kind: GroupKind,
    pub(super) format: GroupFormat,
    pub(super) setting: i16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    start: toml::value::Datetime,
    #[serde(default)]
    file: FileTable,
    client: ColumnTable,
    time: TimeTable,
    score: ScoreTable,
    instrument: InstrumentTable,
    #[serde(default)]
    group: GroupTable,
    membership: Option<MembershipTable>,
    #[serde(default)]
    consent: ConsentTable,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FileTable {
    delimiter: Option<String>,
    decimal: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnTable {
    column: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeTable {
    column: String,
    unit: Unit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoreTable {
    column: String,
    #[serde(default)]
    filled_in: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentTable {
    id: Option<String>,
    version: Option<String>,
    scale: Option<String>,
    column: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, ScaleName>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct GroupTable {
    column: Option<String>,
    prefix: Option<String>,
    kind: Option<GroupKind>,
    format: Option<GroupFormat>,
    setting: Option<i16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MembershipTable {
    client: String,
    group: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ConsentTable {
    #[serde(default)]
    research: bool,
    ground: Option<String>,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// [`MappingError`]; its text says where and what to write.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let file: MappingFile = toml::from_str(text).map_err(Box::new)?;
        let (delimiter, decimal_comma) = file.file.signs()?;
        let defaults = file.group.defaults()?;
        let groups = match (file.group.column, file.membership) {
            (Some(_), Some(_)) => return Err(MappingError::Membership),
            (Some(column), None) => Some(Groups::Data { column }),
            (None, Some(table)) => Some(Groups::Membership { client: table.client, group: table.group }),
            (None, None) => None,
        };
        Ok(Self {
            start: file.start.to_string().parse().map_err(|_| MappingError::Start)?,
            delimiter,
            decimal_comma,
            client: file.client.column,
            time: file.time.column,
            unit: file.time.unit,
            score: file.score.column,
            filled_in: file.score.filled_in,
            instrument: file.instrument.instruments()?,
            groups,
            defaults,
            research_ground: file.consent.ground()?,
        })
    }

    /// Whether the mapping asks for a second file.
    #[must_use]
    pub fn needs_membership(&self) -> bool {
        matches!(self.groups, Some(Groups::Membership { .. }))
    }

    /// Why these clients may go into research; none when they may not.
    #[must_use]
    pub fn research_ground(&self) -> Option<&str> {
        self.research_ground.as_deref()
    }
}

/// The one sign between cells, a comma where none is named; none where it can be no such sign.
pub(super) fn delimiter(named: Option<&str>) -> Option<u8> {
    match named.unwrap_or(",").as_bytes() {
        [sign] if sign.is_ascii() && !sign.is_ascii_alphanumeric() && !b"\"\r\n.".contains(sign) => Some(*sign),
        _ => None,
    }
}

impl FileTable {
    fn signs(&self) -> Result<(u8, bool), MappingError> {
        let delimiter = delimiter(self.delimiter.as_deref()).ok_or(MappingError::Signs)?;
        let comma = match self.decimal.as_deref().unwrap_or(".") {
            "." => false,
            "," => true,
            _ => return Err(MappingError::Signs),
        };
        if comma && delimiter == b',' { Err(MappingError::Signs) } else { Ok((delimiter, comma)) }
    }
}

impl InstrumentTable {
    fn instruments(self) -> Result<Instruments, MappingError> {
        match (self.id, self.version, self.scale, self.column) {
            (Some(id), Some(version), Some(scale), None) if self.values.is_empty() => {
                Ok(Instruments::One(ScaleName { id, version, scale }))
            }
            (None, None, None, Some(column)) if !self.values.is_empty() => {
                Ok(Instruments::Column { column, values: self.values })
            }
            _ => Err(MappingError::Instrument),
        }
    }
}

impl GroupTable {
    fn defaults(&self) -> Result<GroupDefaults, MappingError> {
        let setting = self.setting.unwrap_or(1);
        if !(1..=8).contains(&setting) {
            return Err(MappingError::Setting);
        }
        Ok(GroupDefaults {
            prefix: self.prefix.clone().unwrap_or_else(|| "Groep ".to_owned()),
            kind: self.kind.unwrap_or(GroupKind::Other),
            format: self.format.unwrap_or(GroupFormat::Open),
            setting,
        })
    }
}

impl ConsentTable {
    fn ground(self) -> Result<Option<String>, MappingError> {
        let ground = self.ground.map(|ground| ground.trim().to_owned()).unwrap_or_default();
        match (self.research, (1..=500).contains(&ground.chars().count())) {
            (true, true) => Ok(Some(ground)),
            (true, false) => Err(MappingError::Ground),
            (false, _) => Ok(None),
        }
    }
}
