//! The use case: the counts of a year.

use jiff::civil::{Date, date};

use super::figures::{Class, Figures, Grid, Period};
use crate::store::{ClientCountRow, CoverageRow, FirstCountRow, IndirectCountRow, SessionCountRow, StoreError, Tenant};

/// The years that can be asked for.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// Not a year of which Peil counts anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a year is from {} to {}", YEARS.start(), YEARS.end())]
pub struct YearError;

/// A year, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedYear {
    /// Which.
    pub year: i16,
    /// Its figures.
    pub grid: Grid,
    /// What they rest on.
    pub rests_on: CoverageRow,
}

/// The first day of a year and of the next.
///
/// # Errors
///
/// [`YearError`] outside the years that can be asked for.
pub fn year_span(year: i16) -> Result<(Date, Date), YearError> {
    if YEARS.contains(&year) { Ok((date(year, 1, 1), date(year + 1, 1, 1))) } else { Err(YearError) }
}

/// Counts a year by the definitions of [`super::VERSION`]; `span` is that of [`year_span`].
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn count_year(tenant: &Tenant<'_>, span: (Date, Date)) -> Result<CountedYear, StoreError> {
    let rests_on = tenant.counters_coverage(span).await?;
    let mut grid = Grid::default();
    put_clients(&mut grid, &tenant.count_clients(span).await?);
    put_sums(
        &mut grid,
        &tenant.count_sessions(span).await?,
        &tenant.count_indirect(span).await?,
        // Without imported contacts there is no before and after.
        &if rests_on.contacts.is_some() { tenant.count_firsts(span).await? } else { Vec::new() },
    );
    know_contacts(&mut grid, span.0.year(), rests_on.contacts);
    Ok(CountedYear { year: span.0.year(), grid, rests_on })
}

/// Only what growth looks at, which is one statement.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub(super) async fn count_growth_year(
    tenant: &Tenant<'_>,
    span: (Date, Date),
    contacts: Option<(Date, Date)>,
) -> Result<Grid, StoreError> {
    let mut grid = Grid::default();
    put_clients(&mut grid, &tenant.count_clients(span).await?);
    know_contacts(&mut grid, span.0.year(), contacts);
    Ok(grid)
}

fn put_clients(grid: &mut Grid, rows: &[ClientCountRow]) {
    for row in rows {
        let cell = grid.cell(Period::of(row.key.0), Class::of(row.key.1));
        *cell = Figures {
            consults: row.consults,
            consult_units: row.units,
            consults_without_time: row.unknown,
            group_minutes: row.minutes,
            clients: row.in_group,
            seen_alone: row.seen_alone,
            in_care: row.clients,
            individual_minutes: row.individual_minutes,
            ..Figures::default()
        };
    }
}

/// What adds up is read by quarter and setting and summed here.
fn put_sums(grid: &mut Grid, sessions: &[SessionCountRow], indirect: &[IndirectCountRow], firsts: &[FirstCountRow]) {
    let sessions = sessions
        .iter()
        .map(|row| (row.key, Figures { sessions: row.sessions, session_units: row.units, ..Figures::default() }));
    let indirect = indirect.iter().map(|row| {
        (row.key, Figures { indirect: [(row.activity, row.minutes)].into_iter().collect(), ..Figures::default() })
    });
    let firsts = firsts.iter().map(|row| {
        let FirstCountRow { clients, before, after, .. } = *row;
        (row.key, Figures { new_clients: clients, before, after, ..Figures::default() })
    });
    for ((quarter, setting), found) in sessions.chain(indirect).chain(firsts) {
        for period in [Period::of(quarter), Period::Year] {
            for class in [Class::of(setting), Class::All] {
                grid.cell(period, class).add_sums(&found);
            }
        }
    }
}

/// A period has contacts when the imported ones reach into it.
fn know_contacts(grid: &mut Grid, year: i16, contacts: Option<(Date, Date)>) {
    let Some((first, last)) = contacts else { return };
    for period in Period::ALL {
        let (from, before) = match period.quarter() {
            Some(quarter) => {
                let month = i8::try_from(3 * quarter - 2).unwrap_or(1);
                let (next, then) = if month == 10 { (year + 1, 1) } else { (year, month + 3) };
                (date(year, month, 1), date(next, then, 1))
            }
            None => (date(year, 1, 1), date(year + 1, 1, 1)),
        };
        if first < before && last >= from {
            for class in Class::ALL {
                grid.cell(*period, *class).contacts_known = true;
            }
        }
    }
}
