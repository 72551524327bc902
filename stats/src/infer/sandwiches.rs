//! X'V⁻¹V_iV⁻¹X and X'V⁻¹V_iV⁻¹V_jV⁻¹X without any n × n matrix.
//!
//! With a_l = Z_l'V⁻¹X of a level l and c_il = E_i a_l, V_iV⁻¹X = W_i = Σ_l Z_l c_il. The W are handled as further columns
//! of the data: one elimination leaves X'V⁻¹W_i = P_i and W_i'V⁻¹W_j = Q_ij. The a_l come from a walk down the tree, as the
//! conditional modes do: outside the level X is the sum of its columns with weights e, a_l = (I − S_JJB)S_JR e, and inside
//! the level b_l = B S_JR e is taken off its own columns.

use nalgebra::DMatrix;

use super::entries::Entry;
use super::tree::{Level, Tree, TreeStage, outer_sums, product};
use crate::fit::Fit;

/// The pieces of Kenward and Roger (1997), in units of σ² = 1 and internal columns.
pub(super) struct Sandwiches {
    /// X'V₀⁻¹X, p × p.
    pub(super) information: DMatrix<f64>,
    /// For each entry X'V₀⁻¹V_iV₀⁻¹X, p × p.
    pub(super) p: Vec<DMatrix<f64>>,
    /// X'V₀⁻¹V_iV₀⁻¹V_jV₀⁻¹X as the p × p block (i, j).
    pub(super) q: DMatrix<f64>,
}

/// One walk down the outer stages, one elimination up with the further columns. `None` for crossed factors.
pub(super) fn sandwiches(fit: &Fit, entries: &[Entry]) -> Option<Sandwiches> {
    let (tree, sums) = (&Tree::of(fit).ok()?, outer_sums(fit)?);
    let p = tree.fixed;
    let directions = directions(tree, &sums)?;
    // Columns of W of the stages up to and with this one come first.
    let total = entries.len() * p;
    let mut squares = vec![0.0; total * total];
    let mut carried: Vec<f64> = Vec::new();
    let mut columns = 0;
    for (index, stage) in tree.stages.iter().enumerate() {
        let own: Vec<Entry> = entries.iter().filter(|entry| entry.stage == index).copied().collect();
        let mut pass = Pass::new(stage, p, columns, &own, total);
        let outer = tree.stages.get(index + 1).map_or(1, |outer| outer.levels);
        let (m, r, k) = (stage.width, stage.rest, pass.k);
        let mut next = vec![0.0; outer * r * k];
        for level in 0..stage.levels {
            let s = if index == 0 { tree.innermost(level) } else { &sums[index][level * m * m..][..m * m] };
            let e = &directions[index + 1][stage.parent(level) * r * p..][..r * p];
            let before = if index == 0 { &[][..] } else { &carried[level * m * columns..][..m * columns] };
            let into = &mut next[stage.parent(level) * r * k..][..r * k];
            pass.level(stage, s, e, before, &mut squares, into)?;
        }
        carried = next;
        columns = k;
    }
    for i in 0..total {
        for j in 0..i {
            squares[i * total + j] = squares[j * total + i];
        }
    }
    let lower = DMatrix::from_row_slice(p, p, &fit.elimination.root().fixed_lower).lower_triangle();
    let block = |i: usize| DMatrix::from_fn(p, p, |a, b| carried[a * total + i * p + b]);
    Some(Sandwiches {
        information: &lower * lower.transpose(),
        p: (0..entries.len()).map(|i| symmetric(&block(i))).collect(),
        q: DMatrix::from_row_slice(total, total, &squares),
    })
}

fn symmetric(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    (matrix + matrix.transpose()) * 0.5
}

/// The weights e of every stage, levels × m × p (that of the innermost left empty); last the root's, (p + 1) × p.
fn directions(tree: &Tree<'_>, sums: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let p = tree.fixed;
    let mut root = vec![0.0; (p + 1) * p];
    (0..p).for_each(|i| root[i * p + i] = 1.0);
    let mut all = vec![root];
    for (index, stage) in tree.stages.iter().enumerate().skip(1).rev() {
        let (q, m, r) = (stage.effects.len(), stage.width, stage.rest);
        let mut own = vec![0.0; stage.levels * m * p];
        let mut here = Level::new(stage);
        let (mut shared, mut modes) = (vec![0.0; q * p], vec![0.0; q * p]);
        for level in 0..stage.levels {
            here.eliminate(stage, &sums[index][level * m * m..][..m * m]).then_some(())?;
            let e = &all[all.len() - 1][stage.parent(level) * r * p..][..r * p];
            product(&mut shared, &here.s_jr, e, (q, r, p));
            product(&mut modes, &here.b, &shared, (q, q, p));
            let into = &mut own[level * m * p..][..m * p];
            into[..r * p].copy_from_slice(e);
            for (i, &effect) in stage.effects.iter().enumerate() {
                (0..p).for_each(|c| into[effect * p + c] -= modes[i * p + c]);
            }
        }
        all.push(own);
    }
    all.push(Vec::new());
    all.reverse();
    Some(all)
}

/// The elimination of one stage with the further columns.
struct Pass<'a> {
    entries: &'a [Entry],
    p: usize,
    /// Columns of W that come from inside, and with this stage's own.
    before: usize,
    k: usize,
    total: usize,
    here: Level,
    shared: Vec<f64>,
    left: Vec<f64>,
    a: Vec<f64>,
    /// This stage's own E a, q × (k − before).
    c: Vec<f64>,
    /// W's products with the level's own columns and B times that, q × k.
    w: Vec<f64>,
    bw: Vec<f64>,
    sc: Vec<f64>,
}

impl<'a> Pass<'a> {
    fn new(stage: &TreeStage<'_>, p: usize, before: usize, entries: &'a [Entry], total: usize) -> Self {
        let (q, own) = (stage.effects.len(), entries.len() * p);
        let k = before + own;
        Self {
            entries,
            p,
            before,
            k,
            total,
            here: Level::new(stage),
            shared: vec![0.0; q * p],
            left: vec![0.0; q * p],
            a: vec![0.0; q * p],
            c: vec![0.0; q * own],
            w: vec![0.0; q * k],
            bw: vec![0.0; q * k],
            sc: vec![0.0; q * own],
        }
    }

    /// `before` is m × before: the inner columns' products with this level's columns.
    fn level(
        &mut self,
        stage: &TreeStage<'_>,
        sums: &[f64],
        e: &[f64],
        before: &[f64],
        squares: &mut [f64],
        into: &mut [f64],
    ) -> Option<()> {
        let (q, r, p) = (self.here.q, self.here.r, self.p);
        let own = self.k - self.before;
        self.here.eliminate(stage, sums).then_some(())?;
        product(&mut self.shared, &self.here.s_jr, e, (q, r, p));
        product(&mut self.left, &self.here.b, &self.shared, (q, q, p));
        product(&mut self.a, &self.here.s_jj, &self.left, (q, q, p));
        self.a.iter_mut().zip(&self.shared).for_each(|(a, shared)| *a = shared - *a);
        self.fill_own();
        product(&mut self.sc, &self.here.s_jj, &self.c, (q, q, own));
        for (i, &effect) in stage.effects.iter().enumerate() {
            let row = &mut self.w[i * self.k..(i + 1) * self.k];
            if self.before > 0 {
                row[..self.before].copy_from_slice(&before[effect * self.before..][..self.before]);
            }
            row[self.before..].copy_from_slice(&self.sc[i * own..(i + 1) * own]);
        }
        product(&mut self.bw, &self.here.b, &self.w, (q, q, self.k));
        self.add_squares(squares);
        self.add_rest(before, into);
        Some(())
    }

    fn fill_own(&mut self) {
        let p = self.p;
        let own = self.k - self.before;
        self.c.fill(0.0);
        for (index, entry) in self.entries.iter().enumerate() {
            let at = index * p;
            let (row, column) = (entry.row, entry.column);
            self.c[row * own + at..][..p].copy_from_slice(&self.a[column * p..][..p]);
            self.c[column * own + at..][..p].copy_from_slice(&self.a[row * p..][..p]);
        }
    }

    /// Upper triangle of W'V⁻¹W so far: what own columns have in common with all others, less what the level explains.
    fn add_squares(&self, squares: &mut [f64]) {
        let (q, k, before) = (self.here.q, self.k, self.before);
        let own = k - before;
        for g in 0..q {
            let (w, bw) = (&self.w[g * k..][..k], &self.bw[g * k..][..k]);
            let c = &self.c[g * own..][..own];
            for i in 0..k {
                let row = &mut squares[i * self.total..][..k];
                let explained = bw[i];
                for j in i..k {
                    row[j] -= explained * w[j];
                }
                if i < before {
                    // An inner column's product with this level's own column: w_i'c_j.
                    row[before..].iter_mut().zip(c).for_each(|(square, c)| *square += w[i] * c);
                } else {
                    let sc = &self.sc[g * own..][..own];
                    for j in i..k {
                        row[j] += c[i - before] * sc[j - before];
                    }
                }
            }
        }
    }

    /// Adds W's products with the columns that outlive the level, r × k.
    fn add_rest(&self, before: &[f64], into: &mut [f64]) {
        let (q, r, k) = (self.here.q, self.here.r, self.k);
        let own = k - self.before;
        for row in 0..r {
            let target = &mut into[row * k..(row + 1) * k];
            if self.before > 0 {
                let inner = &before[row * self.before..][..self.before];
                target.iter_mut().zip(inner).for_each(|(target, inner)| *target += inner);
            }
            for g in 0..q {
                let s = self.here.s_jr[g * r + row];
                let (c, bw) = (&self.c[g * own..][..own], &self.bw[g * k..][..k]);
                target.iter_mut().zip(bw).for_each(|(target, bw)| *target -= s * bw);
                target[self.before..].iter_mut().zip(c).for_each(|(target, c)| *target += s * c);
            }
        }
    }
}
