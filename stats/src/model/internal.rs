//! The internal columns of a model, each once, however many terms use it.

use std::ops::Range;

use super::design::ColumnValues;
use super::moments::Moments;
use super::rows::Whitening;

/// A column in internal units: (value − centre) / scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct InternalColumn<'a> {
    values: &'a ColumnValues<'a>,
    centre: f64,
    inverse_scale: f64,
}

impl InternalColumn<'_> {
    #[inline(always)]
    fn at(&self, row: usize) -> f64 {
        (self.values.at(row) - self.centre) * self.inverse_scale
    }

    /// The rows that follow each other from one on.
    #[inline(always)]
    fn fill(&self, rows: Range<usize>, out: &mut [f64]) {
        match self.values {
            ColumnValues::Ones(_) => out.fill((1.0 - self.centre) * self.inverse_scale),
            ColumnValues::Numbers(values) => {
                for (out, value) in out.iter_mut().zip(&values[rows]) {
                    *out = (value - self.centre) * self.inverse_scale;
                }
            }
        }
    }
}

/// All internal columns of a model.
#[derive(Debug, Default)]
pub(super) struct InternalColumns<'a> {
    keys: Vec<(&'a str, bool)>,
    columns: Vec<InternalColumn<'a>>,
}

impl<'a> InternalColumns<'a> {
    /// The index of a column by its label and whether it is centred; adds it when it is new.
    pub(super) fn index(&mut self, key: (&'a str, bool), values: &'a ColumnValues<'a>, scaling: (f64, f64)) -> usize {
        let known = self.keys.iter().position(|known| *known == key);
        known.unwrap_or_else(|| self.push(key, values, scaling))
    }

    /// Adds a column.
    pub(super) fn push(
        &mut self,
        key: (&'a str, bool),
        values: &'a ColumnValues<'a>,
        (centre, scale): (f64, f64),
    ) -> usize {
        self.keys.push(key);
        self.columns.push(InternalColumn { values, centre, inverse_scale: 1.0 / scale });
        self.columns.len() - 1
    }

    /// Number of columns, m.
    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// Label, centre and 1/scale of each column.
    pub(super) fn described(&self) -> impl Iterator<Item = (&str, f64, f64)> {
        let pairs = self.keys.iter().zip(&self.columns);
        pairs.map(|((label, _), column)| (*label, column.centre, column.inverse_scale))
    }

    /// The values, m columns of length n.
    pub(super) fn written_out(&self) -> Vec<Vec<f64>> {
        let column = |column: &InternalColumn<'_>| (0..column.values.len()).map(|row| column.at(row)).collect();
        self.columns.iter().map(column).collect()
    }

    /// Adds the cross-products of all rows to `moments`.
    pub(super) fn condense(&self, moments: &mut Moments, codes: &[u32], whitening: Option<&Whitening>) {
        moments.gather(codes, |rows, block| {
            for (column, out) in self.columns.iter().zip(block) {
                match whitening {
                    None => column.fill(rows.clone(), out),
                    Some(whitening) => whitening.apply(rows.clone(), out, |row| column.at(row)),
                }
            }
        });
    }
}
