//! A client's slope in a mixed model as an index of change.

use super::{ChangeError, Direction, finite, positive};

/// The slope over its conditional standard deviation; positive is improvement (Speer & Greenbaum 1995, J Consult Clin Psychol
/// 63:1044: their random-effects method).
///
/// `slope` in points a unit of time: the fixed slope plus the client's (and the group's) conditional mode. `deviation`: the
/// conditional standard deviation of that mode, for instance [`ConditionalMode`](crate::read::ConditionalMode)'s. With the
/// mode alone in place of the sum (as the R package `clinicalsignificance` 3.0.0 takes it) the index says how far a client
/// departs from the mean course, not whether the client changed.
///
/// # Errors
/// [`ChangeError::NotFinite`], [`ChangeError::StandardDeviation`].
pub fn slope_index(slope: f64, deviation: f64, direction: Direction) -> Result<f64, ChangeError> {
    finite(direction.sign() * finite(slope)? / positive(deviation, ChangeError::StandardDeviation)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_ratio_with_the_sign_of_improvement() {
        assert_eq!(slope_index(-0.5, 0.25, Direction::LowerBetter), Ok(2.0));
        assert_eq!(slope_index(-0.5, 0.25, Direction::HigherBetter), Ok(-2.0));
        assert_eq!(slope_index(-0.5, 0.0, Direction::LowerBetter), Err(ChangeError::StandardDeviation));
        assert_eq!(slope_index(f64::NAN, 0.25, Direction::LowerBetter), Err(ChangeError::NotFinite));
    }
}
