//! The integral over one level's scalar effect, at many values of what is outside the level at once.
//!
//! With shift t the rows of a level have the linear predictors x_i'β + z_i(t + σu). At each of K shifts ("lanes")
//! I = ∫ exp(ℓ(t + σu)) φ(u) du by adaptive Gauss–Hermite quadrature: at the mode û of the integrand, with τ = h^(−½),
//! h = 1 + σ² Σ z²w (Liu and Pierce 1994). The gradient is that of the approximation: nodes move with û and τ.

use std::ops::Range;

use super::design::Parts;
use super::hermite::Hermite;
use super::link::LaneSums;

/// Storage and results of the last level integrated.
#[derive(Debug, Clone, Default)]
pub(super) struct Inner {
    /// log I, K.
    pub(super) values: Vec<f64>,
    /// Slope of log I by the shift, K.
    pub(super) by_shift: Vec<f64>,
    /// Slope of log I by σ, K.
    pub(super) by_sd: Vec<f64>,
    /// Slope of log I by each row's fixed part, rows × K.
    pub(super) by_row: Vec<f64>,
    predictors: Vec<f64>,
    sums: LaneSums,
    /// At the modes: rows × K.
    slopes: Vec<f64>,
    weights: Vec<f64>,
    weight_slopes: Vec<f64>,
    curvature: Curvature,
    /// At the nodes: lanes × nodes.
    node_effects: Vec<f64>,
    node_slopes: Vec<f64>,
    node_sums: Vec<f64>,
}

/// Sums over a level's rows at the modes, K each: Σ zℓ', Σ z²w, Σ z³w'.
#[derive(Debug, Clone, Default)]
struct Curvature {
    slope: Vec<f64>,
    weight: Vec<f64>,
    weight_slope: Vec<f64>,
}

/// One level as it is integrated.
pub(super) struct Integrand<'a> {
    pub(super) parts: &'a Parts,
    /// Its rows.
    pub(super) rows: Range<usize>,
    /// Fixed part of all rows of the model, n.
    pub(super) offset: &'a [f64],
    /// K.
    pub(super) shifts: &'a [f64],
    /// σ.
    pub(super) sd: f64,
}

impl Integrand<'_> {
    /// z, the fixed part, events and trials of the rows.
    fn each(&self) -> impl Iterator<Item = (f64, f64, f64, f64)> {
        let parts = self.parts;
        self.rows.clone().map(|row| (parts.random[row], self.offset[row], parts.events[row], parts.trials[row]))
    }
}

const MOST_STEPS: usize = 200;
/// A Newton step shorter than this (in posterior standard deviations) is the last: its error is its square.
const LAST_STEP: f64 = 1e-6;

impl Inner {
    /// Integrates at `shifts`; `modes` holds the starting values of the modes and receives them. False when the modes
    /// cannot be found.
    pub(super) fn integrate(&mut self, level: &Integrand<'_>, rule: &Hermite, modes: &mut [f64]) -> bool {
        if level.sd == 0.0 {
            modes.fill(0.0);
            self.without_effect(level);
            return true;
        }
        self.find_modes(level, modes) && self.at_nodes(level, rule, modes)
    }

    fn without_effect(&mut self, level: &Integrand<'_>) {
        let (lanes, shifts) = (level.shifts.len(), level.shifts);
        self.sums.reset(lanes);
        self.by_row.resize(level.rows.len() * lanes, 0.0);
        self.by_shift.clear();
        self.by_shift.resize(lanes, 0.0);
        self.by_sd.clear();
        self.by_sd.resize(lanes, 0.0);
        self.predictors.resize(lanes, 0.0);
        for (index, (z, fixed, events, trials)) in level.each().enumerate() {
            self.predictors.iter_mut().zip(shifts).for_each(|(eta, t)| *eta = fixed + z * t);
            let slopes = &mut self.by_row[index * lanes..(index + 1) * lanes];
            level.parts.link.row_values(events, trials, &mut self.predictors, &mut self.sums, slopes);
            self.by_shift.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += z * *slope);
        }
        self.values.clear();
        self.values.extend_from_slice(self.sums.finish());
    }

    /// Newton's method on all lanes at once, kept inside brackets: the derivative falls strictly.
    fn find_modes(&mut self, level: &Integrand<'_>, modes: &mut [f64]) -> bool {
        let (lanes, sd) = (level.shifts.len(), level.sd);
        let mut low = vec![f64::NEG_INFINITY; lanes];
        let mut high = vec![f64::INFINITY; lanes];
        let mut last = false;
        for _ in 0..MOST_STEPS {
            self.curvatures(level, modes);
            if last {
                return true;
            }
            let mut longest = 0.0_f64;
            for lane in 0..lanes {
                let slope = sd * self.curvature.slope[lane] - modes[lane];
                let curvature = 1.0 + sd * sd * self.curvature.weight[lane];
                if slope > 0.0 {
                    low[lane] = modes[lane];
                } else {
                    high[lane] = modes[lane];
                }
                let step = slope / curvature;
                let bound = 1.0 + modes[lane].abs();
                let mut next = modes[lane] + step.clamp(-bound, bound);
                if next <= low[lane] || next >= high[lane] {
                    let middle = 0.5 * (low[lane] + high[lane]);
                    if middle.is_finite() && step.abs() * curvature.sqrt() > LAST_STEP {
                        next = middle;
                    }
                }
                longest = longest.max((next - modes[lane]).abs() * curvature.sqrt());
                modes[lane] = next;
            }
            if !longest.is_finite() {
                modes.fill(0.0);
                return false;
            }
            last = longest < LAST_STEP;
        }
        false
    }

    fn curvatures(&mut self, level: &Integrand<'_>, modes: &[f64]) {
        let (lanes, shifts, sd) = (level.shifts.len(), level.shifts, level.sd);
        let cells = level.rows.len() * lanes;
        self.predictors.resize(lanes, 0.0);
        for store in [&mut self.slopes, &mut self.weights, &mut self.weight_slopes] {
            store.resize(cells, 0.0);
        }
        let Curvature { slope, weight, weight_slope } = &mut self.curvature;
        for sum in [&mut *slope, &mut *weight, &mut *weight_slope] {
            sum.clear();
            sum.resize(lanes, 0.0);
        }
        for (index, (z, fixed, events, trials)) in level.each().enumerate() {
            for ((eta, t), u) in self.predictors.iter_mut().zip(shifts).zip(modes) {
                *eta = fixed + z * (t + sd * u);
            }
            let cells = index * lanes..(index + 1) * lanes;
            let (slopes, weights) = (&mut self.slopes[cells.clone()], &mut self.weights[cells.clone()]);
            let weight_slopes = &mut self.weight_slopes[cells];
            level.parts.link.row_curvatures(events, trials, &self.predictors, slopes, weights, weight_slopes);
            for lane in 0..lanes {
                slope[lane] += z * slopes[lane];
                weight[lane] += z * z * weights[lane];
                weight_slope[lane] += z * z * z * weight_slopes[lane];
            }
        }
    }

    fn at_nodes(&mut self, level: &Integrand<'_>, rule: &Hermite, modes: &[f64]) -> bool {
        let (shifts, sd) = (level.shifts, level.sd);
        let (lanes, nodes) = (shifts.len(), rule.len());
        let all = lanes * nodes;
        self.predictors.resize(all, 0.0);
        self.node_effects.resize(all, 0.0);
        self.node_slopes.resize(level.rows.len() * all, 0.0);
        self.node_sums.clear();
        self.node_sums.resize(all, 0.0);
        self.sums.reset(all);
        // Effects first, then the part of the linear predictor that they and the shift make.
        let mut moves = vec![0.0; all];
        for lane in 0..lanes {
            let scale = std::f64::consts::SQRT_2 / (1.0 + sd * sd * self.curvature.weight[lane]).sqrt();
            for (node, x) in rule.nodes.iter().enumerate() {
                let u = modes[lane] + scale * x;
                self.node_effects[lane * nodes + node] = u;
                moves[lane * nodes + node] = shifts[lane] + sd * u;
            }
        }
        for (index, (z, fixed, events, trials)) in level.each().enumerate() {
            self.predictors.iter_mut().zip(&moves).for_each(|(eta, t)| *eta = fixed + z * t);
            let slopes = &mut self.node_slopes[index * all..(index + 1) * all];
            level.parts.link.row_values(events, trials, &mut self.predictors, &mut self.sums, slopes);
            self.node_sums.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += z * *slope);
        }
        self.values.resize(lanes, 0.0);
        self.by_shift.resize(lanes, 0.0);
        self.by_sd.resize(lanes, 0.0);
        self.by_row.resize(level.rows.len() * lanes, 0.0);
        (0..lanes).all(|lane| self.finish_lane(level, rule, modes[lane], lane))
    }

    /// Log-integral of one lane and its slopes.
    fn finish_lane(&mut self, level: &Integrand<'_>, rule: &Hermite, mode: f64, lane: usize) -> bool {
        let (lanes, nodes, sd) = (level.shifts.len(), rule.len(), level.sd);
        let all = lanes * nodes;
        let here = lane * nodes..(lane + 1) * nodes;
        let shares = &mut self.sums.finish()[here.clone()];
        for ((share, u), weight) in shares.iter_mut().zip(&self.node_effects[here.clone()]).zip(&rule.log_weights) {
            *share += weight - 0.5 * u * u;
        }
        let curvature = 1.0 + sd * sd * self.curvature.weight[lane];
        self.values[lane] = normalise(shares) - 0.5 * curvature.ln() - 0.5 * std::f64::consts::PI.ln();
        if !self.values[lane].is_finite() {
            return false;
        }
        // Slopes by û, log τ and (nodes held fixed) σ.
        let scale = std::f64::consts::SQRT_2 / curvature.sqrt();
        let (mut by_mode, mut by_scale, mut by_sd) = (0.0, 1.0, 0.0);
        let points = shares.iter().zip(&self.node_effects[here.clone()]).zip(&self.node_sums[here.clone()]);
        for (((share, u), sum), x) in points.zip(&rule.nodes) {
            let slope = share * (sd * sum - u);
            by_mode += slope;
            by_scale += slope * scale * x;
            by_sd += share * u * sum;
        }
        // log τ = −½ log h, and h moves with û too.
        let by_curvature = -0.5 * by_scale / curvature;
        by_mode += by_curvature * sd * sd * sd * self.curvature.weight_slope[lane];
        let (slope, weight, weight_slope) =
            (self.curvature.slope[lane], self.curvature.weight[lane], self.curvature.weight_slope[lane]);
        by_sd += by_mode / curvature * (slope - sd * mode * weight);
        by_sd += by_curvature * (2.0 * sd * weight + sd * sd * mode * weight_slope);
        self.by_sd[lane] = by_sd;
        let (through_mode, through_curvature) = (by_mode * sd / curvature, by_curvature * sd * sd);
        let mut by_shift = 0.0;
        for (index, (z, ..)) in level.each().enumerate() {
            let cell = index * lanes + lane;
            let at_nodes = &self.node_slopes[index * all + here.start..index * all + here.end];
            let mut total: f64 = at_nodes.iter().zip(shares.iter()).map(|(slope, share)| slope * share).sum();
            total -= through_mode * z * self.weights[cell];
            total += through_curvature * z * z * self.weight_slopes[cell];
            self.by_row[cell] = total;
            by_shift += z * total;
        }
        self.by_shift[lane] = by_shift;
        true
    }
}

/// Replaces logarithms by shares that add up to 1; the logarithm of their sum.
pub(super) fn normalise(logs: &mut [f64]) -> f64 {
    let largest = logs.iter().fold(f64::NEG_INFINITY, |most, x| most.max(*x));
    let mut sum = 0.0;
    for log in logs.iter_mut() {
        *log = (*log - largest).exp();
        sum += *log;
    }
    logs.iter_mut().for_each(|share| *share /= sum);
    largest + sum.ln()
}
