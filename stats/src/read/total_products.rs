//! The cross-products of the model's columns over all rows: what averages over the rows are made of.

use crate::fit::{Fit, root::packed};
use crate::model::rows::Membership;
use crate::model::{Model, Sums};

/// The name of the column of ones.
pub(super) const INTERCEPT: &str = "(Intercept)";

/// M'M over all rows for the m internal columns.
pub(super) struct TotalProducts {
    m: usize,
    sums: Vec<f64>,
    /// Sum of the rows' prior weights: the averages are weighted as the rows are.
    weight: f64,
}

impl TotalProducts {
    /// Adds up the levels' cross-products (O(levels)), or the rows' where the model keeps rows.
    pub(super) fn of(fit: &Fit) -> Self {
        let parts = &fit.model.parts;
        let (m, sums): (usize, Vec<f64>) = match (&parts.kept, &parts.sums) {
            (Some(kept), _) => {
                let (m, columns) = (kept.rows.columns.len(), &kept.rows.columns);
                let dot = |i: usize, j: usize| -> f64 {
                    let pairs = columns[i].iter().zip(&columns[j]).enumerate();
                    pairs.map(|(row, (x, y))| x * y * kept.residual.weight(row)).sum()
                };
                (m, (0..m * m).map(|at| dot(at / m, at % m)).collect())
            }
            (None, Sums::Nested(moments)) => {
                let m = parts.stages[0].width;
                let total = moments.total();
                let entry = |at: usize| total[packed((at / m).max(at % m), (at / m).min(at % m))];
                (m, (0..m * m).map(entry).collect())
            }
            // Crossed factors always keep their rows.
            (None, Sums::Crossed(_)) => (0, Vec::new()),
        };
        Self { m, sums, weight: parts.total_weight }
    }

    /// Mean over the rows of the product of two columns.
    pub(super) fn mean_product(&self, i: usize, j: usize) -> f64 {
        self.sums[i * self.m + j] / self.weight
    }

    /// The same of two columns of the effects of a stage, each row times what it has of the variance of its levels: 1 of one
    /// level, Σw² of several with weights w.
    pub(super) fn mean_effect_product(&self, fit: &Fit, stage: usize, i: usize, j: usize) -> f64 {
        let Some(kept) = &fit.model.parts.kept else { return self.mean_product(i, j) };
        let Membership::Several { starts, weights, .. } = &kept.rows.factors[stage].membership else {
            return self.mean_product(i, j);
        };
        let rows = kept.rows.columns[i].iter().zip(&kept.rows.columns[j]).zip(starts.windows(2)).enumerate();
        let product = |(row, ((x, y), range)): (usize, ((&f64, &f64), &[usize]))| {
            let part: f64 = weights[range[0]..range[1]].iter().map(|weight| weight * weight).sum();
            x * y * part * kept.residual.weight(row)
        };
        rows.map(product).sum::<f64>() / self.weight
    }
}

/// The column of ones among the internal columns; `None` in a model without any intercept.
pub(super) fn ones(model: &Model) -> Option<usize> {
    let parts = &model.parts;
    let fixed = parts.fixed.iter().position(|label| label == INTERCEPT);
    let random = || {
        parts.terms.iter().find_map(|term| {
            let at = term.labels.iter().position(|label| label == INTERCEPT)?;
            Some(parts.stages[term.stage].effects[term.offset + at])
        })
    };
    fixed.or_else(random)
}
