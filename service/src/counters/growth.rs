//! Growth against the baseline year.

use jiff::civil::{Date, date};

use super::{
    definitions::{BASELINE_YEAR, Counter, TARGETS},
    disclosure::{Circle, Disclosure, Mark},
    figures::{Class, Grid, Period},
    read::{CountedYear, count_growth_year, year_span},
};
use crate::store::{BaselineFigureRow, CoverageRow, StoreError, Tenant};

/// What growth is measured against.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthBaseline {
    /// The figure of the baseline year.
    pub value: f64,
    /// Whether somebody entered it; else Peil counted that year itself.
    pub is_entered: bool,
    /// The widest circle to which it may be told.
    pub reach: Option<Circle>,
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
    /// The widest circle to which both may be told.
    pub reach: Option<Circle>,
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

impl Growth {
    /// What of it may be told: no year that is of a few clients, or that would betray them.
    #[must_use]
    pub fn told(&self, circle: Circle) -> Self {
        let baseline = self.baseline.clone().filter(|baseline| baseline.reach >= Some(circle));
        let points = self.points.iter().copied().filter(|point| point.reach >= Some(circle)).collect();
        Self { baseline, points, ..self.clone() }
    }
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

    /// What was entered comes before what was counted, and is never mixed with it.
    fn value(&self, period: Period) -> Option<f64> {
        let (counter, class) = self.asked;
        if self.is_entered() {
            return self.entered(period).map(|row| row.value);
        }
        self.counted.as_ref()?.at(period, class).value(counter).filter(|value| *value > 0.0)
    }

    /// Quarters only count where years are compared by them: alone they would hide the year that Peil counted.
    fn is_entered(&self) -> bool {
        let by_quarters = self.asked.0 == Counter::GroupConsults;
        self.entered(Period::Year).is_some()
            || by_quarters && Period::QUARTERS.iter().any(|quarter| self.entered(*quarter).is_some())
    }

    /// To whom what is compared over these periods may be told; what was entered is known outside.
    fn reach(&self, periods: &[Period]) -> Option<Circle> {
        match &self.counted {
            Some(grid) if !self.is_entered() => reach(grid, periods, self.asked.1),
            _ => Some(Circle::Outside),
        }
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
    let grid = counted_baseline(tenant, counted).await?;
    let known = Known { entered: &entered, counted: grid, asked };
    let baseline = known.value(Period::Year).map(|value| GrowthBaseline {
        value,
        is_entered: known.is_entered(),
        reach: known.reach(&[Period::Year]),
    });
    let mut points = Vec::new();
    // No target lies further, and the picture ends there.
    let last = counted.year.min(today.year()).min(TARGETS[TARGETS.len() - 1].year);
    for year in BASELINE_YEAR + 1..=last {
        let grid = match (year == counted.year, year_span(year)) {
            (false, Ok(span)) => count_growth_year(tenant, span, &counted.rests_on).await?,
            _ => counted.grid.clone(),
        };
        points.extend(point(year, &grid, &known, today));
    }
    Ok(Growth { counter: asked.0, class: asked.1, baseline, points, entered })
}

/// The baseline year as Peil counted it, where it can have seen all of it.
async fn counted_baseline(tenant: &Tenant<'_>, counted: &CountedYear) -> Result<Option<Grid>, StoreError> {
    if !saw_baseline_year(&counted.rests_on) {
        return Ok(None);
    }
    let grid = match year_span(BASELINE_YEAR) {
        Ok(_) if counted.year == BASELINE_YEAR => counted.grid.clone(),
        Ok(span) => count_growth_year(tenant, span, &counted.rests_on).await?,
        Err(_) => return Ok(None),
    };
    Ok(Some(grid).filter(|grid| Period::QUARTERS.iter().all(|quarter| has_groups(grid, *quarter))))
}

/// Whether any group met then, as far as is known: a year or quarter without one was not counted, and is no fall to nothing.
fn has_groups(grid: &Grid, period: Period) -> bool {
    grid.at(period, Class::All).consults > 0
}

/// The widest circle to which figures of these periods may be told.
fn reach(grid: &Grid, periods: &[Period], class: Class) -> Option<Circle> {
    let plain = |circle: &Circle| {
        let disclosure = Disclosure::of(grid, *circle);
        periods.iter().all(|period| disclosure.mark(*period, class, false) == Mark::Plain)
    };
    [Circle::Outside, Circle::Inside].into_iter().find(plain)
}

/// Whether groups are known from its first month on.
fn saw_baseline_year(rests_on: &CoverageRow) -> bool {
    rests_on.groups_since.is_some_and(|since| since <= date(BASELINE_YEAR, 1, 31))
}

fn point(year: i16, grid: &Grid, known: &Known<'_>, today: Date) -> Option<GrowthPoint> {
    let (counter, class) = known.asked;
    if year < today.year() {
        if !has_groups(grid, Period::Year) {
            return None;
        }
        let (value, against) = (grid.at(Period::Year, class).value(counter)?, known.value(Period::Year)?);
        let reach = reach(grid, &[Period::Year], class).min(known.reach(&[Period::Year]));
        return Some(GrowthPoint { year, until: None, value, against, reach });
    }
    let over = usize::try_from((today.month() - 1) / 3).unwrap_or(0);
    let quarters = &Period::QUARTERS[..over];
    let until = quarters.last().copied().filter(|_| counter == Counter::GroupConsults)?;
    if !quarters.iter().all(|quarter| has_groups(grid, *quarter)) {
        return None;
    }
    let value = quarters.iter().map(|quarter| grid.at(*quarter, class).value(counter)).sum::<Option<f64>>()?;
    let against = quarters.iter().map(|quarter| known.value(*quarter)).sum::<Option<f64>>()?;
    let reach = reach(grid, quarters, class).min(known.reach(quarters));
    Some(GrowthPoint { year, until: Some(until), value, against, reach })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{BaselineFigureRow, Circle, Class, Counter, Grid, Growth, GrowthBaseline, Known, Period, point};

    /// So many clients, one consult each, in every quarter of setting 1.
    fn grid(clients: i64) -> Grid {
        let mut grid = Grid::default();
        for period in Period::ALL {
            for class in [Class::One, Class::All] {
                let cell = grid.cell(*period, class);
                (cell.clients, cell.in_care, cell.consults, cell.groups) = (clients, clients, clients, 10);
            }
        }
        grid
    }

    fn reached(grid: &Grid) -> Option<(f64, Option<Circle>)> {
        let known = Known { entered: &[], counted: Some(self::grid(100)), asked: (Counter::Clients, Class::One) };
        point(2026, grid, &known, date(2027, 3, 1)).map(|point| (point.percent(), point.reach))
    }

    #[test]
    fn a_quarter_of_clients_alone_does_not_hide_the_year_that_was_counted() {
        let of = |counter: Counter, quarter| BaselineFigureRow {
            counter: counter.word().to_owned(),
            quarter,
            setting: 0,
            value: 40.0,
            definitions: String::new(),
            entered_by: None,
            entered_at: jiff::Timestamp::UNIX_EPOCH,
        };
        let known = |counter, row: BaselineFigureRow| {
            let known = Known { entered: &[row], counted: Some(grid(100)), asked: (counter, Class::All) };
            known.value(Period::Year)
        };
        assert_eq!(known(Counter::Clients, of(Counter::Clients, 1)), Some(100.0));
        assert_eq!(known(Counter::Clients, of(Counter::Clients, 0)), Some(40.0));
        assert_eq!(known(Counter::GroupConsults, of(Counter::GroupConsults, 1)), None, "never mixed");
    }

    #[test]
    fn a_year_of_few_clients_stays_in_the_house_and_one_that_nobody_counted_is_no_fall() {
        assert_eq!(reached(&grid(30)), Some((30.0, Some(Circle::Outside))));
        assert_eq!(reached(&grid(7)), Some((7.0, Some(Circle::Inside))));
        assert_eq!(reached(&grid(3)), Some((3.0, None)));
        assert_eq!(reached(&Grid::default()), None);
        let known = Known { entered: &[], counted: Some(grid(100)), asked: (Counter::Clients, Class::One) };
        let points = [3, 30].map(|clients| point(2026, &grid(clients), &known, date(2027, 3, 1)).unwrap());
        let baseline = Some(GrowthBaseline { value: 100.0, is_entered: false, reach: Some(Circle::Outside) });
        let growth = Growth {
            counter: Counter::Clients,
            class: Class::One,
            baseline,
            points: points.to_vec(),
            entered: Vec::new(),
        };
        assert_eq!(growth.told(Circle::Outside).points, points[1..]);
    }
}
