//! The counts of a year as rows that may be told, inside the house or outside.

use jiff::civil::Date;

use super::{
    definitions::{Counter, Unit, VERSION},
    disclosure::{Circle, Disclosure, Mark},
    figures::{Class, Grid, Period},
    read::days_of,
};

/// What stands where a number would betray others.
const HIDDEN: &str = "x";

/// One figure, as it may be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToldRow {
    /// When.
    pub period: Period,
    /// In which settings.
    pub class: Class,
    /// Of what.
    pub counter: Counter,
    /// The figure; none where it is not known or may not be told.
    pub value: Option<f64>,
    /// Why it may not.
    pub mark: Mark,
    /// To whom.
    pub circle: Circle,
}

/// Every figure of a year as it may be told: counter by counter, setting by setting, the quarters and then the year.
#[must_use]
pub fn told(grid: &Grid, circle: Circle) -> Vec<ToldRow> {
    let disclosure = Disclosure::of(grid, circle);
    let mut rows = Vec::new();
    for counter in Counter::ALL.iter().copied() {
        for class in Class::ALL.iter().copied() {
            for period in Period::ALL.iter().copied() {
                let value = grid.at(period, class).value(counter);
                let mark = match disclosure.mark(period, class, counter.is_about_new()) {
                    Mark::Plain => Mark::Plain,
                    _ if is_few(value, counter, circle) => Mark::Few,
                    _ => Mark::Hidden,
                };
                let value = value.filter(|_| mark == Mark::Plain);
                rows.push(ToldRow { period, class, counter, value, mark, circle });
            }
        }
    }
    rows
}

/// Only of clients is it true that they are fewer than so many.
fn is_few(value: Option<f64>, counter: Counter, circle: Circle) -> bool {
    let few = |value: f64| value >= 1.0 && value < circle.clients() as f64;
    counter.unit() == Unit::Clients && value.is_some_and(few)
}

impl ToldRow {
    /// What stands in a file: a number with a point, `<11` or `<5`, `x`, or nothing where it is not known.
    #[must_use]
    pub fn written(&self) -> String {
        match (self.mark, self.value) {
            (Mark::Few, _) => format!("<{}", self.circle.clients()),
            (Mark::Hidden, _) => HIDDEN.to_owned(),
            (Mark::Plain, Some(value)) => format!("{value:.0$}", self.counter.unit().digits()),
            (Mark::Plain, None) => String::new(),
        }
    }
}

/// What a file says about its figures besides themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeOn {
    /// The year that was counted.
    pub year: i16,
    /// The day on which it was.
    pub day: Date,
    /// Sessions of the year that nobody had closed by then, which do not count.
    pub open: i64,
}

impl MadeOn {
    /// Whether a period was over by then.
    #[must_use]
    pub fn is_over(&self, period: Period) -> bool {
        days_of(self.year, period).1 <= self.day
    }
}

/// Rows as CSV with a header; every row says which definitions made it, and on which day of how much. No cell needs quotes.
#[must_use]
pub fn csv_text(made: MadeOn, rows: &[ToldRow]) -> String {
    let mut text = String::from(
        "definitions,year,period,setting,counter,unit,value,counted_on,period_is_over,sessions_not_closed\r\n",
    );
    let MadeOn { year, day, open } = made;
    for row in rows {
        let (period, class, counter) = (row.period.word(), row.class.word(), row.counter.word());
        let (unit, value) = (row.counter.unit().word(), row.written());
        let over = if made.is_over(row.period) { "yes" } else { "no" };
        text.push_str(&format!("{VERSION},{year},{period},{class},{counter},{unit},{value},{day},{over},{open}\r\n"));
    }
    text
}
