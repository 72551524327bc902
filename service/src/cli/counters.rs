//! `peil counters`: the policy counters of a year. As text for reading inside the house, with every number; as CSV or JSON
//! they may leave it, with small numbers hidden.

use std::io::Write;

use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date};
use serde_json::json;

use crate::access::{Actor, AuditEvent, record};
use crate::clock::local_date;
use crate::counters::{
    Class, CountedYear, Counter, GROWING, Growth, Period, VERSION, count_year, csv_text, departing, read_growth,
    year_span,
};
use crate::store::{Store, StoreError};

/// Say how much group treatment there was in a year, by the definitions of this version.
#[derive(Debug, Clone, Args)]
pub struct CountersArguments {
    /// Name of the organisation.
    #[arg(long, value_name = "NAME")]
    pub organisation: String,
    /// The year.
    #[arg(long, value_name = "YEAR")]
    pub year: i16,
    /// What to write. In csv and json small numbers are hidden, so that they may leave the house.
    #[arg(long, value_enum, default_value_t = CountersFormat::Text)]
    pub format: CountersFormat,
}

/// What `peil counters` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CountersFormat {
    /// A table for reading, with every number.
    Text,
    /// A row for each figure.
    Csv,
    /// The same as one document.
    Json,
}

/// Why `peil counters` stops.
#[derive(Debug, thiserror::Error)]
pub enum CountersCommandError {
    /// No such organisation.
    #[error("there is no organisation `{0}`")]
    UnknownOrganisation(String),
    /// Not a year.
    #[error("--year: {0}")]
    Year(#[from] crate::counters::YearError),
    /// The database cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl CountersCommandError {
    /// The exit status of the process: 2 for what the user can mend, 1 for the rest.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::UnknownOrganisation(_) | Self::Year(_) => 2,
            Self::Store(_) | Self::Write(_) => 1,
        }
    }
}

/// Counts, writes down that it was done, and writes.
///
/// # Errors
///
/// [`CountersCommandError`].
pub async fn run(
    arguments: &CountersArguments,
    store: &Store,
    now: Timestamp,
    out: &mut (dyn Write + Send),
) -> Result<(), CountersCommandError> {
    let span = year_span(arguments.year)?;
    let mut connection = store.connect().await?;
    let name = arguments.organisation.trim();
    let organisations = connection.organisations().await?;
    let organisation = organisations
        .into_iter()
        .find(|row| row.name == name)
        .ok_or_else(|| CountersCommandError::UnknownOrganisation(name.to_owned()))?;
    let tenant = connection.begin(organisation.id).await?;
    let counted = count_year(&tenant, span).await?;
    let today = local_date(now, &organisation.time_zone);
    let text = match arguments.format {
        CountersFormat::Csv => csv_text(counted.year, &departing(&counted.grid)),
        CountersFormat::Json => json_text(&counted),
        CountersFormat::Text => {
            let mut growths = Vec::new();
            for counter in GROWING {
                growths.push(read_growth(&tenant, (counter, Class::All), &counted, today).await?);
            }
            plain_text(&counted, &growths)
        }
    };
    record(&tenant, &AuditEvent::new(Actor::System, "download-counters"), now).await?;
    tenant.commit().await?;
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn json_text(counted: &CountedYear) -> String {
    let rows = departing(&counted.grid).into_iter().map(|row| {
        json!({
            "period": row.period.word(), "setting": row.class.word(), "counter": row.counter.word(),
            "unit": row.counter.unit().word(), "value": row.value,
            "hidden": row.value.is_none().then(|| row.written()).filter(|said| !said.is_empty()),
        })
    });
    let document = json!({ "definitions": VERSION, "year": counted.year, "figures": rows.collect::<Vec<_>>() });
    format!("{document:#}\n")
}

/// A table for each class of settings that has something, and the growth of all settings together.
fn plain_text(counted: &CountedYear, growths: &[Growth]) -> String {
    let mut text = format!("{} · {VERSION} · for reading inside the organisation: no number is hidden\n", counted.year);
    for class in Class::ALL.iter().copied() {
        let of = |period| counted.grid.at(period, class);
        let year = of(Period::Year);
        if class != Class::All && year.sessions == 0 && year.in_care == 0 && year.indirect.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}\n{:<26}", class.word(), ""));
        text.extend(Period::ALL.iter().map(|period| format!("{:>11}", period.word())));
        text.push('\n');
        for counter in Counter::ALL.iter().copied() {
            text.push_str(&format!("{:<26}", counter.word()));
            for period in Period::ALL.iter().copied() {
                let said = of(period).value(counter).map(|value| format!("{value:.0$}", counter.unit().digits()));
                text.push_str(&format!("{:>11}", said.as_deref().unwrap_or("-")));
            }
            text.push('\n');
        }
    }
    text.push_str("\ngrowth since 2025, all settings\n");
    text.extend(growths.iter().map(growth_text));
    text.push_str(&rests_on(counted));
    text
}

fn growth_text(growth: &Growth) -> String {
    let name = growth.counter.word();
    let Some(baseline) = &growth.baseline else {
        return format!("{name}: no baseline; an administrator enters it on /organisation/counters\n");
    };
    let origin = if baseline.entered.is_some() { "entered" } else { "counted" };
    let said = growth.points.iter().map(|point| {
        let until = point.until.map_or_else(String::new, |period| format!(" to {}", period.word()));
        format!("; {}{until} {:+.1} %", point.year, point.percent() - 100.0)
    });
    format!("{name}: 2025 {} ({origin}){}\n", baseline.value, said.collect::<String>())
}

fn rests_on(counted: &CountedYear) -> String {
    let day = |(first, last): (Date, Date)| format!("individual contacts imported: {first} to {last}\n");
    let contacts = counted.rests_on.contacts.map_or_else(|| "no individual contacts imported\n".to_owned(), day);
    match counted.rests_on.open {
        0 => contacts,
        open => format!("{contacts}not counted: {open} sessions that nobody closed\n"),
    }
}
