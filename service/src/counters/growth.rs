//! Growth against the baseline year.

use jiff::{
    Timestamp,
    civil::{Date, date},
};

use super::{
    definitions::{BASELINE_YEAR, Counter, TARGETS},
    figures::{Class, Grid, Period},
    read::{CountedYear, count_growth_year, year_span},
};
use crate::store::{BaselineFigureRow, CoverageRow, StoreError, Tenant};

/// What growth is measured against.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthBaseline {
    /// The figure of the baseline year.
    pub value: f64,
    /// Who entered it and when; none where Peil counted that year itself.
    pub entered: Option<(String, Timestamp)>,
}

/// A year beside the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthPoint {
    /// Which.
    pub year: i16,
    /// The last of the quarters that are compared, when the year is not over; then both sides are those quarters.
    pub until: Option<Period>,
    /// The figure.
    pub value: f64,
    /// What it is compared with.
    pub against: f64,
}

/// How one counter grew since the baseline year.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Which.
    pub counter: Counter,
    /// In which settings.
    pub class: Class,
    /// None where nobody entered it and Peil did not count it.
    pub baseline: Option<GrowthBaseline>,
    /// In order of years.
    pub points: Vec<GrowthPoint>,
    /// What was entered, of all counters and settings.
    pub entered: Vec<BaselineFigureRow>,
}

impl GrowthPoint {
    /// In a hundred of the baseline.
    #[must_use]
    pub fn percent(&self) -> f64 {
        100.0 * self.value / self.against
    }
}

/// What the baseline is read from.
struct Known<'a> {
    entered: &'a [BaselineFigureRow],
    counted: Option<Grid>,
    asked: (Counter, Class),
}

impl Known<'_> {
    fn entered(&self, period: Period) -> Option<&BaselineFigureRow> {
        let (counter, class) = self.asked;
        let (quarter, setting) = (period.quarter().unwrap_or(0), class.number().unwrap_or(0));
        self.entered
            .iter()
            .find(|row| row.counter == counter.word() && row.quarter == quarter && row.setting == setting)
    }

    /// What was entered comes before what was counted.
    fn value(&self, period: Period) -> Option<f64> {
        let (counter, class) = self.asked;
        let counted = || self.counted.as_ref()?.at(period, class).value(counter).filter(|value| *value > 0.0);
        self.entered(period).map(|row| row.value).or_else(counted)
    }
}

/// Sets a counter of one class of settings beside its baseline, up to a year that was counted. A year that is not over is
/// compared by its quarters that are, which only consults can: a client of two quarters is one client.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn read_growth(
    tenant: &Tenant<'_>,
    asked: (Counter, Class),
    counted: &CountedYear,
    today: Date,
) -> Result<Growth, StoreError> {
    let entered = tenant.baseline_figures(BASELINE_YEAR).await?;
    let grid = counted_baseline(tenant, asked.0, counted).await?;
    let known = Known { entered: &entered, counted: grid, asked };
    let baseline = known.value(Period::Year).map(|value| GrowthBaseline {
        value,
        entered: known.entered(Period::Year).map(|row| (row.entered_by.clone(), row.entered_at)),
    });
    let mut points = Vec::new();
    // No target lies further, and the picture ends there.
    let last = counted.year.min(today.year()).min(TARGETS[TARGETS.len() - 1].year);
    for year in BASELINE_YEAR + 1..=last {
        let grid = match (year == counted.year, year_span(year)) {
            (false, Ok(span)) => count_growth_year(tenant, span, counted.rests_on.contacts).await?,
            _ => counted.grid.clone(),
        };
        points.extend(point(year, &grid, &known, today));
    }
    Ok(Growth { counter: asked.0, class: asked.1, baseline, points, entered })
}

/// The baseline year as Peil counted it, where it can have seen all of it.
async fn counted_baseline(
    tenant: &Tenant<'_>,
    counter: Counter,
    counted: &CountedYear,
) -> Result<Option<Grid>, StoreError> {
    if !saw_baseline_year(&counted.rests_on, counter) {
        return Ok(None);
    }
    match year_span(BASELINE_YEAR) {
        Ok(_) if counted.year == BASELINE_YEAR => Ok(Some(counted.grid.clone())),
        Ok(span) => count_growth_year(tenant, span, counted.rests_on.contacts).await.map(Some),
        Err(_) => Ok(None),
    }
}

/// Whether there is something from its first month; of a share, contacts from its first month to its last.
fn saw_baseline_year(rests_on: &CoverageRow, counter: Counter) -> bool {
    let (first_month, last_month) = (date(BASELINE_YEAR, 1, 31), date(BASELINE_YEAR, 12, 1));
    let contacts = rests_on.contacts.is_some_and(|(first, last)| first <= first_month && last >= last_month);
    rests_on.since.is_some_and(|since| since <= first_month) && (counter != Counter::GroupShare || contacts)
}

fn point(year: i16, grid: &Grid, known: &Known<'_>, today: Date) -> Option<GrowthPoint> {
    let (counter, class) = known.asked;
    if year < today.year() {
        let (value, against) = (grid.at(Period::Year, class).value(counter)?, known.value(Period::Year)?);
        return Some(GrowthPoint { year, until: None, value, against });
    }
    let over = usize::try_from((today.month() - 1) / 3).unwrap_or(0);
    let quarters = &Period::QUARTERS[..over];
    let until = quarters.last().copied().filter(|_| counter == Counter::GroupConsults)?;
    let value = quarters.iter().map(|quarter| grid.at(*quarter, class).value(counter)).sum::<Option<f64>>()?;
    let against = quarters.iter().map(|quarter| known.value(*quarter)).sum::<Option<f64>>()?;
    Some(GrowthPoint { year, until: Some(until), value, against })
}
