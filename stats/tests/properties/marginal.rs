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
