//! Indices of one client's change by five methods: Jacobson–Truax and what stands beside it as a cross-check.

use super::{ChangeError, Direction, Sample, finite};

/// A method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Jacobson & Truax 1991 (J Consult Clin Psychol 59:12): (y − x)/(SD₁·√(2·(1 − r))).
    JacobsonTruax,
    /// Gulliksen, Lord & Novick, so called by Hsu 1989 (Behav Assess 11:459): the score after against the one that the score
    /// before predicts, when the population does not change: ((y − M₁) − r·(x − M₁))/(SD₁·√(1 − r²)).
    GulliksenLordNovick,
    /// Hsu, Linn & Lord (Hsu 1989; Linn & Slinde 1977; Lord 1956): the same, when the population moves to the mean after:
    /// ((y − M₂) − r·(x − M₁))/(SD₁·√(1 − r²)). Change is counted from what the others did.
    HsuLinnLord,
    /// Edwards, Yarvis, Mueller, Zingale & Wagman 1978 after Nunnally 1967: the score after against the true score before, as
    /// estimated, in standard errors of measurement: (y − (M₁ + r·(x − M₁)))/(SD₁·√(1 − r)).
    EdwardsNunnally,
    /// Hageman & Arrindell 1999 (Behav Res Ther 37:1169; first 1993, 31:693), individual level: with S_E the same before
    /// and after and r_D = 1 − 2·S_E²/Var(y − x) the reliability of differences,
    /// (r_D·(y − x) + (1 − r_D)·(M₂ − M₁))/(√r_D·√2·S_E). The authors compare it with 1.65, not with 1.96. †From secondary
    /// sources.
    HagemanArrindell,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 5] = [
        Self::JacobsonTruax,
        Self::GulliksenLordNovick,
        Self::HsuLinnLord,
        Self::EdwardsNunnally,
        Self::HagemanArrindell,
    ];
}

/// The index of a change from `start` to `now` (score points); positive is improvement.
///
/// # Errors
/// [`ChangeError::NotFinite`] for a score or an index that is no finite number; [`ChangeError::DifferencesUnreliable`] for
/// Hageman–Arrindell where Var(y − x) ≤ 2·S_E².
pub fn change_index(
    method: Method,
    sample: &Sample,
    start: f64,
    now: f64,
    direction: Direction,
) -> Result<f64, ChangeError> {
    let (start, now) = (finite(start)?, finite(now)?);
    let (before, after, r) = (sample.before, sample.after, sample.reliability);
    let of_prediction = before.standard_deviation * (1.0 - r * r).sqrt();
    let regressed = r * (start - before.mean);
    let index = match method {
        Method::JacobsonTruax => (now - start) / (std::f64::consts::SQRT_2 * sample.standard_error()),
        Method::GulliksenLordNovick => ((now - before.mean) - regressed) / of_prediction,
        Method::HsuLinnLord => ((now - after.mean) - regressed) / of_prediction,
        Method::EdwardsNunnally => (now - (regressed + before.mean)) / sample.standard_error(),
        Method::HagemanArrindell => hageman_arrindell(sample, start, now)?,
    };
    finite(direction.sign() * index)
}

fn hageman_arrindell(sample: &Sample, start: f64, now: f64) -> Result<f64, ChangeError> {
    let (first, second) = (sample.before.standard_deviation, sample.after.standard_deviation);
    let of_differences = first * first + second * second - 2.0 * sample.correlation * first * second;
    let error = std::f64::consts::SQRT_2 * sample.standard_error();
    let reliability = 1.0 - error * error / of_differences;
    // A variance of zero gives −∞.
    if reliability <= 0.0 {
        return Err(ChangeError::DifferencesUnreliable);
    }
    let common = sample.after.mean - sample.before.mean;
    Ok((reliability * (now - start) + (1.0 - reliability) * common) / (reliability.sqrt() * error))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::change::Norm;

    fn sample(reliability: f64, correlation: f64) -> Sample {
        Sample::new(Norm::new(30.0, 8.0).unwrap(), Norm::new(20.0, 10.0).unwrap(), reliability, correlation).unwrap()
    }

    #[test]
    fn each_index_is_worked_out_by_hand() {
        // r = .75: S_E = 4, √(1 − r²)·8 = √28, r·(38 − 30) = 6. Var(D) = 64 + 100 − 80 = 84, r_D = 1 − 32/84 = 13/21.
        let index = |method| change_index(method, &sample(0.75, 0.5), 38.0, 26.0, Direction::LowerBetter).unwrap();
        assert!((index(Method::JacobsonTruax) - 12.0 / 32.0_f64.sqrt()).abs() < 1e-12);
        assert!((index(Method::GulliksenLordNovick) - 10.0 / 28.0_f64.sqrt()).abs() < 1e-12);
        assert!((index(Method::HsuLinnLord) - 0.0).abs() < 1e-12);
        assert!((index(Method::EdwardsNunnally) - 10.0 / 4.0).abs() < 1e-12);
        let (r, rest) = (13.0 / 21.0, 8.0 / 21.0);
        let expected = (r * 12.0 + rest * 10.0) / (f64::sqrt(r) * 32.0_f64.sqrt());
        assert!((index(Method::HagemanArrindell) - expected).abs() < 1e-12);
    }

    #[test]
    fn mirroring_the_scale_changes_no_index() {
        let mirrored = Sample::new(Norm::new(-30.0, 8.0).unwrap(), Norm::new(-20.0, 10.0).unwrap(), 0.75, 0.5).unwrap();
        for method in Method::ALL {
            let one = change_index(method, &sample(0.75, 0.5), 38.0, 26.0, Direction::LowerBetter).unwrap();
            let other = change_index(method, &mirrored, -38.0, -26.0, Direction::HigherBetter).unwrap();
            assert_eq!(one, other, "{method:?}");
        }
    }

    #[test]
    fn what_cannot_be_worked_out_is_refused() {
        let index = |method, now, sample: &Sample| change_index(method, sample, 30.0, now, Direction::LowerBetter);
        assert_eq!(index(Method::JacobsonTruax, f64::NAN, &sample(0.75, 0.5)), Err(ChangeError::NotFinite));
        // Var(D) = 164 − 156.8 = 7.2, 2·S_E² = 32.
        let unreliable = sample(0.75, 0.98);
        assert_eq!(index(Method::HagemanArrindell, 20.0, &unreliable), Err(ChangeError::DifferencesUnreliable));
        assert!(index(Method::JacobsonTruax, 20.0, &unreliable).is_ok());
        assert_eq!(Sample::of(&[(1.0, 2.0)], 0.8), Err(ChangeError::TooFewPairs));
        assert_eq!(Sample::of(&[(1.0, 2.0), (1.0, 3.0)], 0.8), Err(ChangeError::StandardDeviation));
    }
}
