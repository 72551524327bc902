//! What the data leave undetermined, in names and in words.

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
            (FlatCause::EachOther, [_]) => write!(
                f,
                "the data cannot tell the variances and covariances of {variances} apart; leave one of the effects out, or \
                 their correlation (||)"
            ),
            (FlatCause::EachOther, _) => {
                write!(f, "the data cannot tell the variances of {variances} apart; leave one of them out")
            }
            (FlatCause::FixedEffects, _) => write!(
                f,
                "the data say nothing of the variance of {variances}, as it is a fixed effect too; leave one of the two out"
            ),
            (FlatCause::Residual, _) => {
                write!(f, "the data cannot tell the variance of {variances} from that of the residuals; leave it out")
            }
        }
    }
}

impl FlatDirection {
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
             too; leave one of the two out"
        );
    }
}
