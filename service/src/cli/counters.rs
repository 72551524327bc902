//! `peil counters`: the policy counters of a year. As text for reading inside the house; as CSV or JSON they may leave it, with
//! more small numbers hidden.

use std::io::Write;

use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date};
use serde_json::json;

use crate::access::{Actor, AuditEvent, record};
use crate::clock::local_date;
use crate::counters::{
    Circle, Class, CountedYear, Counter, GROWING, Growth, MadeOn, Period, ToldRow, VERSION, count_year, csv_text,
    read_growth, told, year_span,
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
    /// What to write. In csv and json more small numbers are hidden, so that they may leave the house.
    #[arg(long, value_enum, default_value_t = CountersFormat::Text)]
    pub format: CountersFormat,
}

/// What `peil counters` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CountersFormat {
    /// A table for reading inside the organisation.
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
        CountersFormat::Csv => csv_text(made_on(&counted, today), &told(&counted.grid, Circle::Outside)),
        CountersFormat::Json => json_text(&counted, made_on(&counted, today)),
        CountersFormat::Text => {
            let mut growths = Vec::new();
            for counter in GROWING {
                let growth = read_growth(&tenant, (counter, Class::All), &counted, today).await?;
                growths.push(growth.told(Circle::Inside));
            }
            plain_text(&counted, &growths)
        }
    };
    record(&tenant, &AuditEvent::new(Actor::System, "download-counters"), now);
    tenant.commit().await?;
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn made_on(counted: &CountedYear, day: Date) -> MadeOn {
    MadeOn { year: counted.year, day, open: counted.rests_on.open }
}

fn json_text(counted: &CountedYear, made: MadeOn) -> String {
    let rows = told(&counted.grid, Circle::Outside).into_iter().map(|row| {
        json!({
            "period": row.period.word(), "setting": row.class.word(), "counter": row.counter.word(),
            "unit": row.counter.unit().word(), "value": row.value, "period_is_over": made.is_over(row.period),
            "hidden": row.value.is_none().then(|| row.written()).filter(|said| !said.is_empty()),
        })
    });
    let covered =
        counted.rests_on.covered.spans().into_iter().map(
            |(from, to, settings)| json!({ "from": from.to_string(), "to": to.to_string(), "settings": settings }),
        );
    let document = json!({
        "definitions": VERSION, "year": counted.year, "counted_on": made.day.to_string(),
        "sessions_not_closed": made.open, "individual_contacts_covered": covered.collect::<Vec<_>>(),
        "figures": rows.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

/// A table for each class of settings that has something, and the growth of all settings together.
fn plain_text(counted: &CountedYear, growths: &[Growth]) -> String {
    let mut text = format!(
        "{} · {VERSION} · for reading inside the organisation: <5 and x hide what is of few clients\n",
        counted.year
    );
    let rows = told(&counted.grid, Circle::Inside);
    for class in Class::ALL.iter().copied() {
        let year = counted.grid.at(Period::Year, class);
        if class != Class::All && year.sessions == 0 && year.in_care == 0 && year.indirect.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}\n{:<26}", class.word(), ""));
        text.extend(Period::ALL.iter().map(|period| format!("{:>11}", period.word())));
        text.push('\n');
        for counter in Counter::ALL.iter().copied() {
            text.push_str(&format!("{:<26}", counter.word()));
            for row in rows.iter().filter(|row| row.class == class && row.counter == counter) {
                let said = Some(ToldRow::written(row)).filter(|said| !said.is_empty());
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
        return format!("{name}: no baseline; `peil admin baseline-figure set` enters it\n");
    };
    let origin = if baseline.is_entered { "entered" } else { "counted" };
    let said = growth.points.iter().map(|point| {
        let until = point.until.map_or_else(String::new, |period| format!(" to {}", period.word()));
        format!("; {}{until} {:+.1} %", point.year, point.percent() - 100.0)
    });
    format!("{name}: 2025 {} ({origin}){}\n", baseline.value, said.collect::<String>())
}

fn rests_on(counted: &CountedYear) -> String {
    let day = |(first, last): (Date, Date)| format!("individual contacts imported: {first} to {last}\n");
    let mut contacts = counted.rests_on.contacts.map_or_else(|| "no individual contacts imported\n".to_owned(), day);
    for (from, to, settings) in counted.rests_on.covered.spans() {
        contacts.push_str(&format!("of which all, as the imports say: {from} to {to}, settings {settings:?}\n"));
    }
    match counted.rests_on.open {
        0 => contacts,
        open => format!("{contacts}not counted: {open} sessions that nobody closed\n"),
    }
}
