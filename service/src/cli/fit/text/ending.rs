//! How sure the search is of its optimum, in words, and what must be told with the estimates.

use peil_stats::fit::Status;

use crate::cli::fit::caution::CautionRow;

/// Below this nothing is promised any more: it is rounding.
const ROUNDING_EXPONENT: i32 = -10;

/// The search: `evidence` is its evaluations, largest gradient and what a Newton step promises.
pub(super) fn search(status: Status, evaluations: usize, gradient: f64, promised: f64) -> String {
    let tested = format!("{evaluations} evaluations, largest gradient {gradient:.1e}");
    let further = promise(promised);
    match status {
        Status::Converged | Status::OnBoundary => {
            format!("Converged: {tested}; a further step promises an improvement of {further}.\n")
        }
        Status::NotIdentified => format!(
            "NOT DETERMINED by the data, see the caution; these are the numbers where the search ended: {tested}; a further step promises an improvement of \
             {further}.\n"
        ),
        Status::NotConverged => format!(
            "NOT at an optimum: {tested}; a further step promises an improvement of {further}. Do not use these numbers: leave \
             out random effects, or write columns in other units.\n"
        ),
    }
}

/// The improvement as the power of ten that it stays below.
fn promise(promised: f64) -> String {
    if !promised.is_finite() {
        return "an unknown amount".to_owned();
    }
    if promised <= 0.0 {
        return format!("less than 1e{ROUNDING_EXPONENT}");
    }
    let exponent = promised.log10().floor() as i32 + 1;
    match exponent.max(ROUNDING_EXPONENT) {
        0.. => format!("{promised:.1}"),
        exponent => format!("less than 1e{exponent}"),
    }
}

/// One line a caution; nothing where there is none.
pub(super) fn cautions(cautions: &[CautionRow]) -> Option<String> {
    let lines: String = cautions.iter().map(|caution| format!("Caution: {}.\n", caution.message)).collect();
    (!lines.is_empty()).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_improvement_is_told_by_its_power_of_ten() {
        assert_eq!(promise(4e-17), "less than 1e-10");
        assert_eq!(promise(0.0), "less than 1e-10");
        assert_eq!(promise(3e-7), "less than 1e-6");
        assert_eq!(promise(12.34), "12.3");
        assert_eq!(promise(f64::NAN), "an unknown amount");
    }
}
