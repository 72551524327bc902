//! Every stored answer of lme4 that nested Gaussian models cover.
