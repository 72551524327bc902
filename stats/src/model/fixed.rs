//! The fixed part of a model: its independent columns, and what is taken out of the response beforehand.

use std::borrow::Cow;

use super::design::{ColumnValues, DesignColumn};
use super::error::ModelError;
use super::moments::Moments;
use super::rank::{Independent, clearly_independent, dot, independent};
use super::scaling::{Location, Locations, Scaling};
use crate::fit::root::{Root, packed};

/// Fixed columns and the response, ready to be made internal.
pub(super) struct FixedPart<'a> {
    pub(super) columns: Vec<DesignColumn<'a>>,
    pub(super) dropped: Vec<String>,
    pub(super) scaling: Scaling,
    /// Internal coefficients taken out of the response (p).
    pub(super) start: Vec<f64>,
    pub(super) response: ColumnValues<'a>,
    /// What is taken off the response and what it is divided by.
    pub(super) response_scaling: (f64, f64),
    /// Lengths of the internal columns before centring: the yardstick of collinearity.
    lengths: Vec<f64>,
}

impl<'a> FixedPart<'a> {
    /// Only the response's centre is taken out, and all columns are believed to be independent: exact for whole numbers and
    /// one pass over the rows. [`FixedPart::is_sound`] tells afterwards whether that was good enough. `None` without a
    /// column of ones.
    pub(super) fn by_location(
        columns: &[DesignColumn<'a>],
        response: &Cow<'a, [f64]>,
        locations: &mut Locations,
    ) -> Option<Self> {
        let location = Location::of(response);
        let found =
            Self::located(columns, ColumnValues::Numbers(response.clone()), location, response.len(), locations);
        (found.scaling.intercept().is_some() && !location.constant).then_some(found)
    }

    /// The same from the location of a response of length n, with or without a column of ones.
    pub(super) fn located(
        columns: &[DesignColumn<'a>],
        response: ColumnValues<'a>,
        location: Location,
        n: usize,
        locations: &mut Locations,
    ) -> Self {
        let scaling = Scaling::of(columns, locations);
        let mut start = vec![0.0; columns.len()];
        let mut response_scaling = (0.0, location.size);
        if let Some(intercept) = scaling.intercept() {
            start[intercept] = location.centre;
            response_scaling = (location.centre, location.spread);
        }
        let length = |(index, column): (usize, &DesignColumn<'_>)| {
            locations.of(column).root_mean_square * (n as f64).sqrt() / scaling.of_column(index).1
        };
        Self {
            lengths: columns.iter().enumerate().map(length).collect(),
            columns: columns.to_vec(),
            dropped: Vec::new(),
            scaling,
            start,
            response,
            response_scaling,
        }
    }

    /// Drops collinear columns and takes the least-squares fit out of the response.
    pub(super) fn by_least_squares(
        columns: &[DesignColumn<'a>],
        response: &[f64],
        locations: &mut Locations,
    ) -> Result<Self, ModelError> {
        let n = response.len();
        check_numbers(columns, locations)?;
        if Location::of(response).extreme {
            return Err(ModelError::BeyondNumbers { column: "the response".to_owned() });
        }
        let scaling = Scaling::of(columns, locations);
        let internal = |(index, column): (usize, &DesignColumn<'_>)| -> Vec<f64> {
            let (centre, scale) = scaling.of_column(index);
            column.values.iter().map(|x| (x - centre) / scale).collect()
        };
        let internal: Vec<Vec<f64>> = columns.iter().enumerate().map(internal).collect();
        let length = |(index, column): (usize, &DesignColumn<'_>)| {
            locations.of(column).root_mean_square * (n as f64).sqrt() / scaling.of_column(index).1
        };
        let lengths: Vec<f64> = columns.iter().enumerate().map(length).collect();
        let Independent { kept, coefficients, residual } = independent(&internal, &lengths, response);
        if n <= kept.len() {
            return Err(ModelError::TooFewRows { rows: n, columns: kept.len() });
        }
        let scale = (dot(&residual, &residual) / n as f64).sqrt();
        let largest = response.iter().fold(0.0_f64, |most, y| most.max(y.abs()));
        if scale <= 1e-13 * largest {
            return Err(ModelError::NoVariation);
        }
        let name = |index: usize| columns[index].label.clone();
        Ok(Self {
            dropped: (0..columns.len()).filter(|index| !kept.contains(index)).map(name).collect(),
            scaling: scaling.select(&kept),
            columns: kept.iter().map(|&index| columns[index].clone()).collect(),
            lengths: kept.iter().map(|&index| lengths[index]).collect(),
            start: coefficients,
            response: ColumnValues::Numbers(Cow::Owned(residual)),
            response_scaling: (0.0, Location::power_of_two(scale)),
        })
    }

    /// The first column that the cross-products do not show to be independent of those before it.
    pub(super) fn first_dependent(&self, moments: &Moments) -> Option<&str> {
        let total = moments.total();
        let dependent = |last: &usize| !clearly_independent(&total, &self.lengths[..=*last]);
        (0..self.columns.len()).find(dependent).map(|at| self.columns[at].label.as_str())
    }

    /// Whether the cross-products show independent columns and a residual with nearly all its digits.
    pub(super) fn is_sound(&self, moments: &Moments, observations: usize) -> bool {
        let (total, p) = (moments.total(), self.columns.len());
        if observations <= p || !clearly_independent(&total, &self.lengths) {
            return false;
        }
        let needed = &total[..=packed(p, p)];
        Root::solve(needed, p, 0.0).is_some_and(|root| root.residual > 1e-4 * total[packed(p, p)])
    }
}

/// Refuses columns whose squares are no numbers.
pub(super) fn check_numbers(columns: &[DesignColumn<'_>], locations: &mut Locations) -> Result<(), ModelError> {
    match columns.iter().find(|column| locations.of(column).extreme) {
        Some(column) => Err(ModelError::BeyondNumbers { column: column.label.clone() }),
        None => Ok(()),
    }
}
