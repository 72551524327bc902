//! The use case: the counts of a year.

use jiff::{
    Span,
    civil::{Date, date},
};

use super::figures::{Class, Figures, Grid, Period};
use crate::store::{ClientCountRow, CoverageRow, FirstCountRow, IndirectCountRow, SessionCountRow, StoreError, Tenant};

/// The years that can be asked for.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// The 13 weeks before a first consult, and those from it on.
fn weeks() -> Span {
    Span::new().days(91)
}

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
    know_contacts(&mut grid, span.0.year(), &rests_on);
    // Where they are told of no period, nobody is asked for.
    let asked = Period::ALL.iter().any(|period| grid.at(*period, Class::All).firsts_known);
    let firsts = if asked { tenant.count_firsts(span).await? } else { Vec::new() };
    put_sums(&mut grid, &tenant.count_sessions(span).await?, &tenant.count_indirect(span).await?, &firsts);
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
    rests_on: &CoverageRow,
) -> Result<Grid, StoreError> {
    let mut grid = Grid::default();
    put_clients(&mut grid, &tenant.count_clients(span).await?);
    know_contacts(&mut grid, span.0.year(), rests_on);
    Ok(grid)
}

fn put_clients(grid: &mut Grid, rows: &[ClientCountRow]) {
    for row in rows {
        let cell = grid.cell(Period::of(row.key.0), Class::of(row.key.1));
        *cell = Figures {
            consults: row.consults,
            consult_units: row.units,
            consults_as_planned: row.as_planned,
            consults_without_time: row.unknown,
            groups: row.groups,
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
        let FirstCountRow { clients, left_out, before, after, .. } = *row;
        (row.key, Figures { new_clients: clients, left_out, before, after, ..Figures::default() })
    });
    for ((quarter, setting), found) in sessions.chain(indirect).chain(firsts) {
        for period in [Period::of(quarter), Period::Year] {
            for class in [Class::of(setting), Class::All] {
                grid.cell(period, class).add_sums(&found);
            }
        }
    }
}

/// The first day of a period and the day after its last.
pub(super) fn days_of(year: i16, period: Period) -> (Date, Date) {
    let Some(quarter) = period.quarter() else { return (date(year, 1, 1), date(year + 1, 1, 1)) };
    let month = i8::try_from(3 * quarter - 2).unwrap_or(1);
    let (next, then) = if month == 10 { (year + 1, 1) } else { (year, month + 3) };
    (date(year, month, 1), date(next, then, 1))
}

/// What is only known where every contact is: of the period, or of the 13 weeks on both sides of each of its days as well. A
/// client's contacts of every setting count there.
fn know_contacts(grid: &mut Grid, year: i16, rests_on: &CoverageRow) {
    for period in Period::ALL {
        let (from, before) = days_of(year, *period);
        let around =
            from.checked_sub(weeks()).and_then(|from| Ok((from, before.checked_add(weeks())?.yesterday()?))).ok();
        let firsts_known = around.is_some_and(|(first, end)| {
            let groups = rests_on.groups_since.is_some_and(|since| since <= first);
            groups && rests_on.covered.holds(Class::All.settings(), (first, end))
        });
        for class in Class::ALL {
            let cell = grid.cell(*period, *class);
            cell.contacts_known = rests_on.covered.holds(class.settings(), (from, before));
            cell.firsts_known = firsts_known;
        }
    }
}
