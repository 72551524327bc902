//! The researcher's page: what the export holds, and our own estimates for exactly that.

use askama::Template;

use super::Layout;

/// The page of the export.
#[derive(Debug, Template)]
#[template(path = "research.html")]
pub struct ResearchPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// What can be exported.
    pub instruments: Vec<InstrumentChoice>,
    /// What the chosen one would hold; none when there is nothing to export.
    pub estimates: Option<Estimates>,
    /// Clients left out because they gave no consent for research.
    pub left_out: u32,
}

/// One scale of one instrument.
#[derive(Debug)]
pub struct InstrumentChoice {
    /// What the form sends.
    pub value: String,
    /// As shown.
    pub label: String,
    /// Whether it is the chosen one.
    pub current: bool,
}

/// A model fitted to exactly the rows of the export.
#[derive(Debug)]
pub struct Estimates {
    /// What the form sends to export it.
    pub value: String,
    /// As shown.
    pub label: String,
    /// The call that reads the export and should agree, such as `lmer(score ~ weeks + (1 + weeks | group/client))`.
    pub call: String,
    /// `REML` or `ML`.
    pub criterion: String,
    /// Minus twice the log-likelihood, or its restricted form.
    pub deviance: String,
    /// Scores, written out.
    pub scores: String,
    /// Clients, written out.
    pub clients: String,
    /// Groups.
    pub groups: u32,
    /// Fixed effects.
    pub fixed: Vec<FixedEffect>,
    /// Variance parts.
    pub variances: Vec<Variance>,
    /// Day and time of the fit, written out.
    pub fitted_at: String,
}

/// One fixed effect.
#[derive(Debug)]
pub struct FixedEffect {
    /// Name in the model.
    pub term: String,
    /// Estimate.
    pub estimate: String,
    /// Standard error.
    pub error: String,
    /// Lower end of the 95 % interval.
    pub low: String,
    /// Upper end.
    pub high: String,
}

/// One variance part.
#[derive(Debug)]
pub struct Variance {
    /// What it lies between, such as `client:group` or `Residual`.
    pub level: String,
    /// Name in the model.
    pub term: String,
    /// Variance.
    pub variance: String,
    /// Its root.
    pub deviation: String,
    /// Correlation with the level's first term.
    pub correlation: Option<String>,
}
