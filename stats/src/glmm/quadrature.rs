//! Adaptive Gauss–Hermite quadrature for one scalar factor, and nested for a scalar factor inside another.
//!
//! Nested: at each outer node the inner integrals are taken with their own modes, given the outer value. The outer nodes
//! stand at the outer part of the joint mode, in the scale that is left of the outer curvature when the inner effects are
//! eliminated (Rabe-Hesketh, Skrondal and Pickles 2005, doi:10.1016/j.jeconom.2004.08.017, use posterior moments instead).

use super::chain::Chain;
use super::design::Parts;
use super::effects::{Effects, Lambdas, zero_effects};
use super::hermite::Hermite;
use super::inner::{Inner, Integrand, normalise};
use super::modes::{Elimination, Mode, mode_slopes};

/// Whether quadrature is offered: one scalar random term, or two scalar terms of one effect with nested factors.
pub(super) fn is_available(parts: &Parts) -> bool {
    parts.nested && parts.width == 1 && parts.factors.len() <= 2 && parts.factors.iter().all(|f| f.order() == 1)
}

/// Nodes and what is kept between evaluations.
pub(super) struct Quadratures {
    rule: Hermite,
    /// Modes of the innermost factor's levels at each outer node.
    modes: Vec<f64>,
    inner: Inner,
    nested: bool,
    groups: Vec<std::ops::Range<usize>>,
}

/// −2 log-likelihood, its slopes by the rows' fixed parts and by Λ.
type Slopes = (f64, Vec<f64>, Lambdas);

impl Quadratures {
    pub(super) fn new(parts: &Parts, nodes: usize) -> Self {
        let nested = parts.factors.len() == 2;
        let lanes = if nested { nodes } else { 1 };
        let groups = if nested { children(&parts.factors[0].parent, parts.factors[1].count()) } else { Vec::new() };
        Self {
            rule: Hermite::new(nodes),
            modes: vec![0.0; parts.factors[0].count() * lanes],
            inner: Inner::default(),
            nested,
            groups,
        }
    }

    /// Whether the mode of all random effects must be found before.
    pub(super) fn needs_joint_mode(&self) -> bool {
        self.nested
    }

    /// `None` where the likelihood cannot be computed.
    pub(super) fn evaluate(
        &mut self,
        parts: &Parts,
        lambdas: &Lambdas,
        offset: &[f64],
        mode: Option<&Mode>,
        elimination: &Elimination,
    ) -> Option<Slopes> {
        match (mode, elimination) {
            (Some(mode), Elimination::Chain(chain)) => {
                self.nested_factors(parts, lambdas, offset, mode, chain, elimination)
            }
            _ => self.one_factor(parts, lambdas[0][0], offset),
        }
    }

    fn one_factor(&mut self, parts: &Parts, sd: f64, offset: &[f64]) -> Option<Slopes> {
        let mut value = 0.0;
        let mut by_row = vec![0.0; parts.n];
        let mut by_sd = 0.0;
        for (level, rows) in parts.starts.windows(2).enumerate() {
            let rows = rows[0]..rows[1];
            let mode = &mut self.modes[level..=level];
            let integrand = Integrand { parts, rows: rows.clone(), offset, shifts: &[0.0], sd };
            if !self.inner.integrate(&integrand, &self.rule, mode) {
                return None;
            }
            value -= 2.0 * self.inner.values[0];
            by_sd -= 2.0 * self.inner.by_sd[0];
            by_row[rows].iter_mut().zip(&self.inner.by_row).for_each(|(into, slope)| *into = -2.0 * slope);
        }
        Some((value, by_row, vec![vec![by_sd]]))
    }

    fn nested_factors(
        &mut self,
        parts: &Parts,
        lambdas: &Lambdas,
        offset: &[f64],
        mode: &Mode,
        chain: &Chain,
        elimination: &Elimination,
    ) -> Option<Slopes> {
        let (sd_inner, sd_outer) = (lambdas[0][0], lambdas[1][0]);
        let mut value = 0.0;
        let mut by_row = vec![0.0; parts.n];
        let (mut by_inner, mut by_outer) = (0.0, 0.0);
        // What hangs on the outer modes and on log D of the outer levels.
        let mut by_effects = zero_effects(parts);
        let mut shares: Effects = parts.factors.iter().map(|factor| vec![0.0; factor.count()]).collect();
        for group in 0..parts.factors[1].count() {
            let centre = mode.effects[1][group];
            let half_log = 0.5 * chain.level_log_determinant(1, group, 1);
            let found =
                self.group(parts, offset, group, (sd_inner, sd_outer), (centre, (-half_log).exp()), &mut by_row)?;
            value -= 2.0 * (found.value - half_log);
            by_inner -= 2.0 * found.by_inner;
            by_outer -= 2.0 * found.by_outer;
            by_effects[1][group] = -2.0 * found.by_centre;
            shares[1][group] = 1.0 + found.by_scale;
        }
        let mut slopes = mode_slopes(parts, lambdas, mode, elimination, &shares, Some(&by_effects));
        slopes.rows.iter_mut().zip(&by_row).for_each(|(row, direct)| *row += direct);
        slopes.lambdas[0][0] += by_inner;
        slopes.lambdas[1][0] += by_outer;
        Some((value, slopes.rows, slopes.lambdas))
    }

    /// One level of the outer factor; writes −2 times the slopes by its rows.
    fn group(
        &mut self,
        parts: &Parts,
        offset: &[f64],
        group: usize,
        (sd_inner, sd_outer): (f64, f64),
        (centre, scale): (f64, f64),
        by_row: &mut [f64],
    ) -> Option<GroupSlopes> {
        let lanes = self.rule.len();
        let spread = std::f64::consts::SQRT_2 * scale;
        let effects: Vec<f64> = self.rule.nodes.iter().map(|x| centre + spread * x).collect();
        let shifts: Vec<f64> = effects.iter().map(|a| sd_outer * a).collect();
        let mut logs: Vec<f64> =
            effects.iter().zip(&self.rule.log_weights).map(|(a, weight)| weight - 0.5 * a * a).collect();
        let levels = self.groups[group].clone();
        let first = parts.starts[levels.start];
        let mut rows_by_lane = vec![0.0; (parts.starts[levels.end] - first) * lanes];
        let (mut by_shift, mut by_sd) = (vec![0.0; lanes], vec![0.0; lanes]);
        for level in levels.clone() {
            let rows = parts.starts[level]..parts.starts[level + 1];
            let modes = &mut self.modes[level * lanes..(level + 1) * lanes];
            let cells = (rows.start - first) * lanes..(rows.end - first) * lanes;
            let integrand = Integrand { parts, rows, offset, shifts: &shifts, sd: sd_inner };
            if !self.inner.integrate(&integrand, &self.rule, modes) {
                return None;
            }
            for lane in 0..lanes {
                logs[lane] += self.inner.values[lane];
                by_shift[lane] += self.inner.by_shift[lane];
                by_sd[lane] += self.inner.by_sd[lane];
            }
            let length = cells.len();
            rows_by_lane[cells].copy_from_slice(&self.inner.by_row[..length]);
        }
        let value = normalise(&mut logs) - 0.5 * std::f64::consts::PI.ln();
        let mut found = GroupSlopes { value, ..GroupSlopes::default() };
        for lane in 0..lanes {
            let by_effect = logs[lane] * (sd_outer * by_shift[lane] - effects[lane]);
            found.by_centre += by_effect;
            found.by_scale += by_effect * spread * self.rule.nodes[lane];
            found.by_inner += logs[lane] * by_sd[lane];
            found.by_outer += logs[lane] * effects[lane] * by_shift[lane];
        }
        let rows = &mut by_row[first..parts.starts[levels.end]];
        for (into, slopes) in rows.iter_mut().zip(rows_by_lane.chunks_exact(lanes)) {
            *into = -2.0 * slopes.iter().zip(&logs).map(|(slope, share)| slope * share).sum::<f64>();
        }
        value.is_finite().then_some(found)
    }
}

/// The log-integral of one outer level, without log of the scale, and its slopes.
#[derive(Debug, Clone, Copy, Default)]
struct GroupSlopes {
    value: f64,
    by_centre: f64,
    by_scale: f64,
    by_inner: f64,
    by_outer: f64,
}

/// For each outer level the range of its inner levels, which stand together.
fn children(parent: &[usize], count: usize) -> Vec<std::ops::Range<usize>> {
    let mut ranges = vec![0..0; count];
    let mut from = 0;
    for (group, range) in ranges.iter_mut().enumerate() {
        let to = from + parent[from..].iter().take_while(|&&p| p == group).count();
        *range = from..to;
        from = to;
    }
    ranges
}
