//! The criterion by one QR decomposition of all rows, from the sessions and the names of the columns alone: no cross-product
//! is formed, so no digit is lost that the data have.

use nalgebra::DMatrix;
use peil_stats::fit::{Criterion, Fit};

use super::design::Session;

/// −2 log-likelihood or the REML criterion at the θ of `fit`, σ² and β profiled.
///
/// With A = [√W(ZΛ, X, y); (I, 0, 0)] = QR the diagonal of R holds L', R_X and r (Bates et al. 2015, section 3.4).
pub(crate) fn criterion_by_rows(sessions: &[Session], weighted: bool, fit: &Fit) -> f64 {
    let labels: Vec<String> = fit.fixed().into_iter().map(|effect| effect.term).collect();
    let (n, p) = (sessions.len(), labels.len());
    let weight = |session: &Session| if weighted { session.weight } else { 1.0 };
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let theta = fit.theta();
    let mut entries = theta.iter();
    for term in fit.random() {
        let q = term.terms.len();
        let levels = 1 + sessions.iter().map(|session| session.level(&term.factor)).max().unwrap();
        let first = columns.len();
        columns.resize(first + levels * q, vec![0.0; n]);
        for column in 0..q {
            for label in &term.terms[column..] {
                let lambda = entries.next().unwrap();
                for (row, session) in sessions.iter().enumerate() {
                    columns[first + session.level(&term.factor) * q + column][row] += session.column(label) * lambda;
                }
            }
        }
    }
    let effects = columns.len();
    columns.extend(labels.iter().map(|label| sessions.iter().map(|session| session.column(label)).collect()));
    columns.push(sessions.iter().map(|session| session.score).collect());
    let entry = |row: usize, column: usize| match row.checked_sub(n) {
        None => columns[column][row] * weight(&sessions[row]).sqrt(),
        Some(effect) if effect == column => 1.0,
        Some(_) => 0.0,
    };
    let r = DMatrix::from_fn(n + effects, effects + p + 1, entry).qr().unpack_r();
    let log = |range: std::ops::Range<usize>| 2.0 * range.map(|i| r[(i, i)].abs().ln()).sum::<f64>();
    let log_weights: f64 = sessions.iter().map(|session| weight(session).ln()).sum();
    let (degrees, fixed) = match fit.criterion() {
        Criterion::Ml => (n as f64, 0.0),
        Criterion::Reml => ((n - p) as f64, log(effects..effects + p)),
    };
    let square = r[(effects + p, effects + p)].powi(2);
    log(0..effects) - log_weights + fixed + degrees * (1.0 + (std::f64::consts::TAU * square / degrees).ln())
}

/// Of the entries of all ΛΛ' and σ²: the least eigenvalue of tr(PV_iPV_j), P what the fixed effects leave, each V_i of length 1
/// before. Zero where a sum of them leaves the restricted likelihood as it is, whatever the response.
pub(crate) fn least_information(sessions: &[Session], weighted: bool, fit: &Fit) -> f64 {
    let n = sessions.len();
    let root: Vec<f64> = sessions.iter().map(|session| if weighted { session.weight.sqrt() } else { 1.0 }).collect();
    let fixed: Vec<String> = fit.fixed().into_iter().map(|effect| effect.term).collect();
    let column = |label: &str, centred: bool| {
        let values: Vec<f64> = sessions.iter().map(|session| session.column(label)).collect();
        let mean = if centred && label != "(Intercept)" { values.iter().sum::<f64>() / n as f64 } else { 0.0 };
        values.into_iter().map(|value| value - mean).collect::<Vec<f64>>()
    };
    let centred = |labels: &[String]| labels.iter().any(|label| label == "(Intercept)");
    let x: Vec<Vec<f64>> = fixed.iter().map(|label| column(label, centred(&fixed))).collect();
    let q = DMatrix::from_fn(n, x.len(), |row, j| root[row] * x[j][row]).qr().q();
    let left = DMatrix::identity(n, n) - &q * q.transpose();
    let mut all = vec![&left / (n as f64).sqrt()];
    for term in fit.random() {
        let z: Vec<Vec<f64>> = term.terms.iter().map(|label| column(label, centred(&term.terms))).collect();
        for a in 0..z.len() {
            for b in 0..=a {
                let entry = |r: usize, s: usize| {
                    let same = sessions[r].level(&term.factor) == sessions[s].level(&term.factor);
                    if same { root[r] * root[s] * (z[a][r] * z[b][s] + z[b][r] * z[a][s]) } else { 0.0 }
                };
                let v = DMatrix::from_fn(n, n, entry);
                all.push(&left * &v * &left / v.norm().max(f64::MIN_POSITIVE));
            }
        }
    }
    DMatrix::from_fn(all.len(), all.len(), |i, j| all[i].dot(&all[j])).symmetric_eigenvalues().min()
}
