//! The counts of a year as rows that may leave the house.

use super::{
    definitions::{Counter, Unit, VERSION},
    disclosure::{Disclosure, Mark},
    figures::{Class, Grid, Period},
};

/// What stands where a few clients are.
const FEW: &str = "<5";
/// What stands where a number would betray others.
const HIDDEN: &str = "x";

/// One figure, as it may leave the house.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DepartedRow {
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
}

/// Every figure of a year: counter by counter, setting by setting, the quarters and then the year.
#[must_use]
pub fn departing(grid: &Grid) -> Vec<DepartedRow> {
    let disclosure = Disclosure::of(grid);
    let mut rows = Vec::new();
    for counter in Counter::ALL.iter().copied() {
        let about_new = matches!(counter, Counter::NewClients | Counter::MinutesBefore | Counter::MinutesAfter);
        for class in Class::ALL.iter().copied() {
            for period in Period::ALL.iter().copied() {
                let value = grid.at(period, class).value(counter);
                let mark = match disclosure.mark(period, class, about_new) {
                    Mark::Plain => Mark::Plain,
                    // Only of clients is it true that they are fewer than five.
                    _ if counter.unit() == Unit::Clients && value.is_some_and(|v| (1.0..5.0).contains(&v)) => Mark::Few,
                    _ => Mark::Hidden,
                };
                let value = value.filter(|_| mark == Mark::Plain);
                rows.push(DepartedRow { period, class, counter, value, mark });
            }
        }
    }
    rows
}

impl DepartedRow {
    /// What stands in a file: a number with a point, `<5`, `x`, or nothing where it is not known.
    #[must_use]
    pub fn written(&self) -> String {
        match (self.mark, self.value) {
            (Mark::Few, _) => FEW.to_owned(),
            (Mark::Hidden, _) => HIDDEN.to_owned(),
            (Mark::Plain, Some(value)) => format!("{value:.0$}", self.counter.unit().digits()),
            (Mark::Plain, None) => String::new(),
        }
    }
}

/// Rows as CSV with a header; every row says which definitions made it. No cell needs quotes.
#[must_use]
pub fn csv_text(year: i16, rows: &[DepartedRow]) -> String {
    let mut text = String::from("definitions,year,period,setting,counter,unit,value\r\n");
    for row in rows {
        let (period, class, counter) = (row.period.word(), row.class.word(), row.counter.word());
        let unit = row.counter.unit().word();
        text.push_str(&format!("{VERSION},{year},{period},{class},{counter},{unit},{}\r\n", row.written()));
    }
    text
}
