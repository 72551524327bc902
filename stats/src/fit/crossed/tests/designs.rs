//! Small designs of every kind that the engine is for.

use crate::model::rows::{Membership, RowFactor, Rows, Whitening};

pub(super) struct Design {
    pub(super) name: &'static str,
    pub(super) rows: Rows,
    pub(super) whitening: Option<Whitening>,
}

/// Numbers without a pattern, the same every time.
pub(super) struct Stream(u64);

impl Stream {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: usize) -> u32 {
        (self.next() * end as f64) as u32
    }
}

impl Design {
    /// Λ's to try: regular, tiny, each factor zero, all zero, of rank one.
    pub(super) fn lambdas(&self) -> Vec<Vec<Vec<f64>>> {
        let sizes: Vec<usize> = self.rows.factors.iter().map(|factor| factor.effects.len()).collect();
        let regular = |scale: f64| -> Vec<Vec<f64>> {
            let make = |(f, &q): (usize, &usize)| -> Vec<f64> {
                let entry = |i: usize, j: usize| match i.cmp(&j) {
                    std::cmp::Ordering::Less => 0.0,
                    std::cmp::Ordering::Equal => scale * (0.9 - 0.2 * f as f64 + 0.1 * i as f64),
                    std::cmp::Ordering::Greater => scale * (0.3 - 0.25 * f as f64),
                };
                (0..q * q).map(|ij| entry(ij / q, ij % q)).collect()
            };
            sizes.iter().enumerate().map(make).collect()
        };
        let mut result = vec![regular(1.0), regular(2e-3), regular(20.0), regular(0.0), regular(1e-8)];
        for factor in 0..sizes.len() {
            let mut zero = regular(0.8);
            zero[factor].fill(0.0);
            result.push(zero);
            if let Some(last) = sizes[factor].checked_sub(1).filter(|&last| last > 0) {
                let mut flat = regular(0.8);
                flat[factor][last * (last + 1) + last] = 0.0;
                result.push(flat);
            }
        }
        result
    }
}

fn rows(n: usize, factors: Vec<RowFactor>, stream: &mut Stream) -> Rows {
    let one = vec![1.0; n];
    let time: Vec<f64> = (0..n).map(|i| (i % 7) as f64 / 3.0 - 1.0).collect();
    let z: Vec<f64> = (0..n).map(|_| stream.next() - 0.5).collect();
    let y: Vec<f64> = time.iter().map(|t| 0.4 * t + 2.0 * stream.next()).collect();
    let only_random: Vec<f64> = (0..n).map(|_| 2.0 * stream.next() - 1.0).collect();
    Rows { columns: vec![one, time, z, y, only_random], fixed: 3, factors }
}

fn one(levels: usize, effects: &[usize], of: impl FnMut(usize) -> u32, n: usize) -> RowFactor {
    RowFactor { levels, effects: effects.to_vec(), membership: Membership::One((0..n).map(of).collect()) }
}

/// Each row belongs to up to three levels, some rows to none.
fn several(levels: usize, effects: &[usize], n: usize, stream: &mut Stream) -> RowFactor {
    let (mut starts, mut members, mut weights) = (vec![0], Vec::new(), Vec::new());
    for row in 0..n {
        for _ in 0..row % 4 {
            members.push(stream.below(levels));
            weights.push(if row % 11 == 0 { 0.0 } else { stream.next() });
        }
        starts.push(members.len());
    }
    RowFactor {
        levels,
        effects: effects.to_vec(),
        membership: Membership::Several { starts, levels: members, weights },
    }
}

/// Weights and a first-order autoregression within runs of rows.
fn whitening(n: usize, run: usize, stream: &mut Stream) -> Whitening {
    let inside = |i: usize| !i.is_multiple_of(run);
    Whitening {
        scale: (0..n).map(|_| 0.5 + stream.next()).collect(),
        carry: (0..n).map(|i| if inside(i) { 0.3 + 0.1 * (i % 3) as f64 } else { 0.0 }).collect(),
        previous: (0..n).map(|i| if inside(i) { i as u32 - 1 } else { u32::MAX }).collect(),
    }
}

pub(super) fn all() -> Vec<Design> {
    let mut s = Stream(7);
    let mut result = Vec::new();
    let mut add = |name, rows, whitening| result.push(Design { name, rows, whitening });
    let n = 180;
    let (a, b): (Vec<u32>, Vec<u32>) = ((0..n).map(|_| s.below(30)).collect(), (0..n).map(|_| s.below(12)).collect());
    let crossed = |q: &[usize], r: &[usize]| vec![one(30, q, |i| a[i], n), one(12, r, |i| b[i], n)];
    add("crossed intercepts", rows(n, crossed(&[0], &[0]), &mut s), None);
    add("crossed slopes", rows(n, crossed(&[0, 1], &[0, 4, 2]), &mut s), None);
    let white = whitening(n, 9, &mut s);
    add("correlated rows across levels", rows(n, crossed(&[0, 1], &[0]), &mut s), Some(white));
    // Sessions in groups, clients inside groups, the last group cut off; an empty level.
    let n = 240;
    let group = |i: usize| (i / 40) as u32;
    let factors = vec![
        one(31, &[0, 1], |i| group(i) * 5 + (i % 5) as u32, n),
        one(48, &[0], |i| group(i) * 8 + (i % 40 / 5) as u32, n),
        one(6, &[0, 1], group, n),
    ];
    let white = whitening(n, 40, &mut s);
    add("sessions", rows(n, factors.clone(), &mut s), None);
    add("sessions, correlated", rows(n, factors, &mut s), Some(white));
    let n = 150;
    let module = several(14, &[0], n, &mut s);
    let factors = vec![one(50, &[0, 1], |i| (i / 3) as u32, n), module];
    add("multiple membership", rows(n, factors, &mut s), None);
    let module = several(60, &[0, 4], n, &mut s);
    let white = whitening(n, 3, &mut s);
    add("multiple membership alone, weighted", rows(n, vec![module], &mut s), Some(white));
    // Long chains of meetings: an order is searched and pays.
    let n = 270;
    let near = |i: usize, step: usize, jump: usize| ((i / step + (i * 7919 % 13) * jump) % 90) as u32;
    let factors = vec![one(95, &[0], |i| near(i, 3, 1), n), one(90, &[0, 1], |i| near(i, 3, 2), n)];
    add("chains", rows(n, factors.clone(), &mut s), None);
    let mut plain = factors;
    plain[1].effects = vec![0];
    plain.push(one(9, &[0], |i| (i % 9) as u32, n));
    add("chains and a dense factor", rows(n, plain, &mut s), None);
    let n = 320;
    let factors = vec![one(90, &[0], |_| s.below(90), n), one(85, &[0], |i| (i * 37 % 85) as u32, n)];
    add("entangled", rows(n, factors, &mut s), None);
    result
}
