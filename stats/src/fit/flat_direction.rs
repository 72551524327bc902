//! What the data leave undetermined, in names and in words.

use nalgebra::DMatrix;

use crate::model::RandomTerm;

/// Weights below this share of the largest are rounding.
const NOTHING: f64 = 1e-5;

/// A line of covariance matrices along which the restricted likelihood is the same.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FlatDirection {
    /// What hides these variances.
    pub cause: FlatCause,
    /// The variances on the line, one entry a random term.
    pub parts: Vec<FlatPart>,
}

/// Effects of one random term.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FlatPart {
    /// The grouping factor.
    pub factor: String,
    /// Those of its effects whose variances or covariances are not determined.
    pub terms: Vec<String>,
}

/// Why the data cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlatCause {
    /// Only a sum of these variances is known: they shift the covariances of the rows alike.
    EachOther,
    /// No level has two of these effects, so that their covariances show nowhere; the variances do.
    NeverTogether,
    /// The fixed effects take out all that the random effects could vary.
    FixedEffects,
    /// They add to the rows what the residual adds.
    Residual,
}

impl std::fmt::Display for FlatDirection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let variances = self.variances();
        match (self.cause, self.parts.as_slice()) {
            (FlatCause::EachOther, [one]) if one.terms.len() < 2 => {
                write!(f, "the data say nothing of the variance of {variances}; leave it out")
            }
            (FlatCause::EachOther, [one]) => write!(
                f,
                "the data cannot tell the variances and covariances of {variances} apart; leave one of the effects out, for \
                 instance `{}`: a column that is the same in all rows of a level, or that is made from another, has no slope \
                 of its own there",
                one.terms.iter().rfind(|term| *term != "(Intercept)").map_or("", String::as_str)
            ),
            (FlatCause::EachOther, _) => {
                write!(f, "the data cannot tell the variances of {variances} apart; leave one of them out")
            }
            (FlatCause::NeverTogether, _) => write!(
                f,
                "the data say nothing of the correlation of {variances}, as no level has both; give each a random term of its \
                 own, categories as columns of 0 and 1"
            ),
            (FlatCause::FixedEffects, _) => write!(
                f,
                "the data say nothing of the variance of {variances}, as it is a fixed effect too (maximum likelihood makes \
                 it zero whatever the data are); leave one of the two out"
            ),
            (FlatCause::Residual, _) => {
                write!(f, "the data cannot tell the variance of {variances} from that of the residuals; leave it out")
            }
        }
    }
}

impl FlatPart {
    /// The effects of a term that a line towards `root`·`towards`·`root`' moves (q × q, internal columns), and whether it moves
    /// one covariance and nothing else; `None` where it moves nothing of this term.
    pub(crate) fn moved(
        factor: &str,
        term: &RandomTerm,
        root: &DMatrix<f64>,
        towards: &DMatrix<f64>,
    ) -> Option<(Self, bool)> {
        let mut root = root.clone();
        for mut column in root.column_iter_mut() {
            let user = term.scaling.to_user(&column.iter().copied().collect::<Vec<f64>>());
            column.copy_from_slice(&user);
        }
        for mut row in root.row_iter_mut() {
            let length = row.norm();
            row /= length;
        }
        let moved = &root * towards * root.transpose();
        let moves = |effect: &usize| moved.row(*effect).amax() > NOTHING;
        let terms: Vec<String> = (0..term.labels.len()).filter(moves).map(|i| term.labels[i].clone()).collect();
        let pair = terms.len() == 2 && moved.diagonal().amax() <= NOTHING;
        (!terms.is_empty()).then(|| (Self { factor: factor.to_owned(), terms }, pair))
    }
}

impl FlatDirection {
    /// From what a line moves: each part with whether that is one covariance alone.
    pub(crate) fn new(cause: FlatCause, moved: Vec<(FlatPart, bool)>) -> Self {
        // Effects that are never together have lines of their own, one a pair.
        let alone = cause == FlatCause::EachOther && matches!(moved.as_slice(), [(_, true)]);
        let parts = moved.into_iter().map(|(part, _)| part).collect();
        Self { cause: if alone { FlatCause::NeverTogether } else { cause }, parts }
    }

    /// Adds itself to what was found: lines through the same terms for the same reason are one finding.
    pub(crate) fn add_to(self, found: &mut Vec<Self>) {
        let factors = |direction: &Self| direction.parts.iter().map(|part| part.factor.clone()).collect::<Vec<_>>();
        let known = found.iter_mut().find(|known| known.cause == self.cause && factors(known) == factors(&self));
        let Some(known) = known else { return found.push(self) };
        for (part, more) in known.parts.iter_mut().zip(self.parts) {
            more.terms.into_iter().for_each(|term| {
                if !part.terms.contains(&term) {
                    part.terms.push(term);
                }
            });
        }
    }

    /// The effects and where they vary; two terms that say the same are written once.
    fn variances(&self) -> String {
        let mut parts: Vec<(&FlatPart, usize)> = Vec::new();
        for part in &self.parts {
            match parts.iter_mut().find(|(known, _)| *known == part) {
                Some((_, times)) => *times += 1,
                None => parts.push((part, 1)),
            }
        }
        let one = |(part, times): &(&FlatPart, usize)| {
            let effects: Vec<String> = part.terms.iter().map(|effect| format!("`{effect}`")).collect();
            let times = if *times > 1 { format!(" in {times} random terms") } else { String::new() };
            format!("{} between the levels of `{}`{times}", effects.join(" and "), part.factor)
        };
        parts.iter().map(one).collect::<Vec<_>>().join(" and of ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(factor: &str, terms: &[&str]) -> FlatPart {
        FlatPart { factor: factor.to_owned(), terms: terms.iter().map(|&term| term.to_owned()).collect() }
    }

    #[test]
    fn the_sentence_names_factors_and_effects() {
        let said = |cause, parts| FlatDirection { cause, parts }.to_string();
        assert_eq!(
            said(FlatCause::EachOther, vec![part("group", &["week"]), part("group", &["week"])]),
            "the data cannot tell the variances of `week` between the levels of `group` in 2 random terms apart; leave one of \
             them out"
        );
        assert_eq!(
            said(FlatCause::EachOther, vec![part("room", &["(Intercept)"]), part("group", &["(Intercept)"])]),
            "the data cannot tell the variances of `(Intercept)` between the levels of `room` and of `(Intercept)` between the \
             levels of `group` apart; leave one of them out"
        );
        assert_eq!(
            said(FlatCause::FixedEffects, vec![part("group", &["(Intercept)"])]),
            "the data say nothing of the variance of `(Intercept)` between the levels of `group`, as it is a fixed effect \
             too (maximum likelihood makes it zero whatever the data are); leave one of the two out"
        );
        assert_eq!(
            said(FlatCause::NeverTogether, vec![part("client", &["female", "male"])]),
            "the data say nothing of the correlation of `female` and `male` between the levels of `client`, as no level has \
             both; give each a random term of its own, categories as columns of 0 and 1"
        );
    }
}
