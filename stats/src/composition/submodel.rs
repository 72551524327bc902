//! The submodels, by what they let count.

/// What of a group's composition counts (Kenny and Garcia 2012).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Submodel {
    /// Nothing.
    Empty,
    /// The own value and the mean of the others: b₃ = b₄ = 0.
    Main,
    /// Also how much one is like the others: b₄ = 0.
    PersonFit,
    /// Also how alike the group is, oneself or others: b₃ = b₄.
    Diversity,
    /// Also how much one is unlike others who are alike: b₃ = −b₄.
    Contrast,
    /// All four.
    Full,
}

impl Submodel {
    /// All of them, the smallest first.
    pub const ALL: [Self; 6] = [Self::Empty, Self::Main, Self::PersonFit, Self::Diversity, Self::Contrast, Self::Full];

    /// Its fixed effects beside the intercept, by the names of the columns.
    #[must_use]
    pub fn terms(self) -> &'static [&'static str] {
        match self {
            Self::Empty => &[],
            Self::Main => &["own", "others"],
            Self::PersonFit => &["own", "others", "similarity"],
            Self::Diversity => &["own", "others", "both_similarities"],
            Self::Contrast => &["own", "others", "similarity_less_others"],
            Self::Full => &["own", "others", "similarity", "others_similarity"],
        }
    }

    pub(super) fn formula(self) -> String {
        let fixed = ["1"].iter().chain(self.terms()).copied().collect::<Vec<_>>().join(" + ");
        format!("outcome ~ {fixed} + (1 | group)")
    }
}
