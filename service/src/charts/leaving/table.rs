//! The table behind the chart, from the same view.

use super::view::{Leaving, LeavingPoint};

/// All numbers that the chart draws, session by session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingTable {
    /// The names of the ways of ending.
    pub ways: Vec<String>,
    /// One row a session at which a stay ended or was last seen.
    pub rows: Vec<LeavingRow>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingRow {
    /// Which session of a stay.
    pub session: u32,
    /// Stays of so many sessions or more.
    pub at_risk: usize,
    /// Ended in each way by then, in a hundred, with the ends of the interval.
    pub ended: Vec<String>,
}

impl Leaving {
    /// The table behind the chart. Shares are written in whole hundredths.
    pub fn table(&self) -> LeavingTable {
        let write = |value: f64| self.numerals.write(value, 0);
        let cell = |point: &LeavingPoint| match point.interval {
            Some((lower, upper)) => format!("{} ({}–{})", write(point.share), write(lower), write(upper)),
            None => write(point.share),
        };
        let row = |(session, at_risk): &(u32, usize)| LeavingRow {
            session: *session,
            at_risk: *at_risk,
            ended: self
                .curves
                .iter()
                .map(|curve| curve.points.iter().rfind(|point| point.session <= *session).map_or(write(0.0), cell))
                .collect(),
        };
        LeavingTable {
            ways: self.curves.iter().map(|curve| curve.label.clone()).collect(),
            rows: self.at_risk.iter().map(row).collect(),
        }
    }
}
