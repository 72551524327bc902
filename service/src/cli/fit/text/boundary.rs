//! A covariance matrix without full rank, in words: which effect does not vary.

use peil_stats::fit::BoundaryTerm;

/// Weights below this share of the largest are rounding.
const NOTHING: f64 = 1e-4;

/// The line of a fit that ended there.
pub(super) fn told(sentences: &[String]) -> String {
    format!("On the boundary, a legal answer: {}.\n", sentences.join("; "))
}

/// One sentence for each direction in which the levels do not differ.
pub(super) fn sentences(boundary: &[BoundaryTerm]) -> Vec<String> {
    boundary.iter().flat_map(of_term).collect()
}

fn of_term(term: &BoundaryTerm) -> Vec<String> {
    let levels = format!("between the levels of {}", term.factor);
    if term.rank == 0 && term.terms.len() > 1 {
        let effects: Vec<String> = term.terms.iter().map(|effect| named(effect)).collect();
        return vec![format!("{} do not vary {levels}", effects.join(" and "))];
    }
    let sentence = |direction: &Vec<f64>| {
        let parts: Vec<(&String, f64)> =
            term.terms.iter().zip(direction.iter().copied()).filter(|(_, weight)| weight.abs() > NOTHING).collect();
        match parts.as_slice() {
            [(effect, _)] => format!("{} does not vary {levels}", named(effect)),
            several => format!("the sum {} does not vary {levels}", sum(several)),
        }
    };
    term.null_directions.iter().map(sentence).collect()
}

fn named(effect: &str) -> String {
    if effect == "(Intercept)" { "the intercept".to_owned() } else { format!("the slope of {effect}") }
}

/// The first weight positive, so that the same direction is always written alike.
fn sum(parts: &[(&String, f64)]) -> String {
    let sign = parts.first().map_or(1.0, |(_, weight)| weight.signum());
    let one = |(place, (effect, weight)): (usize, &(&String, f64))| {
        let weight = weight * sign;
        let joint = if weight < 0.0 { " - " } else { " + " };
        let joint = if place == 0 { "" } else { joint };
        format!("{joint}{:.3} x {effect}", weight.abs())
    };
    parts.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(rank: usize, null_directions: Vec<Vec<f64>>) -> Vec<BoundaryTerm> {
        let terms = vec!["(Intercept)".to_owned(), "week".to_owned()];
        vec![BoundaryTerm { factor: "group".to_owned(), terms, rank, null_directions }]
    }

    #[test]
    fn the_effect_that_does_not_vary_is_named() {
        let slope = sentences(&term(1, vec![vec![1e-9, 1.0]]));
        assert_eq!(slope, ["the slope of week does not vary between the levels of group"]);
        let mixed = sentences(&term(1, vec![vec![-0.25, 1.0]]));
        assert_eq!(mixed, ["the sum 0.250 x (Intercept) - 1.000 x week does not vary between the levels of group"]);
        let both = sentences(&term(0, vec![vec![1.0, 0.0], vec![0.0, 1.0]]));
        assert_eq!(both, ["the intercept and the slope of week do not vary between the levels of group"]);
    }
}
