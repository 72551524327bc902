//! Type III hypotheses of the model's fixed terms.
//!
//! A term is tested free of the terms that contain it: its effects are averaged, every level counting the same, over the
//! levels of the further factors. A term contains another when it has all its factors, more besides, and the same number
//! columns (SAS; lmerTest's default, Kuznetsova et al. 2017). So with `arm * week` the test of `week` is that of the mean slope
//! over arms, and that of `arm` is the difference at week 0.

use std::collections::BTreeSet;

use super::contrast::Contrast;
use super::error::InferenceError;
use super::inference::{FTest, Inference};
use crate::fit::Fit;
use crate::model::Formula;

/// A term of the fixed part and its type III test.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TermTest {
    /// As R names it, for instance `arm:week`.
    pub term: String,
    /// The test; `None` (null) where it cannot be had.
    pub test: Option<FTest>,
    /// Why it cannot be had.
    pub refusal: Option<String>,
}

impl Inference<'_> {
    /// Type III tests of all fixed terms but the intercept, in the formula's order. A term of which no column could be kept is
    /// left out, as lmerTest leaves it out.
    #[must_use]
    pub fn type_three(&self) -> Vec<TermTest> {
        let row = |(term, contrast): (String, Result<Contrast, InferenceError>)| {
            let test = contrast.and_then(|contrast| self.f_test(&contrast));
            let refusal = test.as_ref().err().map(ToString::to_string);
            TermTest { term, test: test.ok(), refusal }
        };
        type_three_contrasts(self.fit()).into_iter().map(row).collect()
    }
}

/// The type III hypothesis of each fixed term but the intercept; an error where columns that it averages were left out.
#[must_use]
pub fn type_three_contrasts(fit: &Fit) -> Vec<(String, Result<Contrast, InferenceError>)> {
    let terms = terms(fit);
    let p = fit.model.parts.fixed.len();
    let kept = terms.iter().filter(|term| term.columns.iter().any(|column| column.index.is_some()));
    kept.map(|term| (term.label.clone(), contrast(term, &terms, p))).collect()
}

struct Term {
    label: String,
    variables: Vec<String>,
    columns: Vec<TermColumn>,
    /// For each variable the share one of its levels has in an average: 0 for a number column.
    shares: Vec<f64>,
}

struct TermColumn {
    label: String,
    /// Among the fixed effects kept.
    index: Option<usize>,
    /// For each variable its level; empty for a number column.
    levels: Vec<String>,
}

impl Term {
    fn is_factor(&self, variable: usize) -> bool {
        self.columns.iter().any(|column| !column.levels[variable].is_empty())
    }

    fn names(&self, factors: bool) -> BTreeSet<&str> {
        let named = self.variables.iter().enumerate();
        named.filter(|(at, _)| self.is_factor(*at) == factors).map(|(_, name)| name.as_str()).collect()
    }

    fn contains(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.names(true), other.names(true));
        mine.len() > theirs.len() && mine.is_superset(&theirs) && self.names(false) == other.names(false)
    }
}

fn contrast(term: &Term, terms: &[Term], p: usize) -> Result<Contrast, InferenceError> {
    let involved: Vec<&Term> = terms.iter().filter(|other| other.contains(term)).collect();
    let columns = term.columns.iter().chain(involved.iter().flat_map(|other| &other.columns));
    let dropped: Vec<&str> = columns.filter(|c| c.index.is_none()).map(|c| c.label.as_str()).collect();
    if !dropped.is_empty() {
        return Err(InferenceError::TermIncomplete { term: term.label.clone(), dropped: dropped.join(", ") });
    }
    let row = |column: &TermColumn| {
        let mut weights = vec![0.0; p];
        column.index.iter().for_each(|&at| weights[at] += 1.0);
        for other in &involved {
            for further in &other.columns {
                if let (Some(at), Some(share)) = (further.index, share(term, column, other, further)) {
                    weights[at] += share;
                }
            }
        }
        weights
    };
    Ok(Contrast::rows(term.columns.iter().map(row).collect()))
}

/// The weight of a column of a containing term in the average of `column`; `None` when it belongs to other levels.
fn share(term: &Term, column: &TermColumn, other: &Term, further: &TermColumn) -> Option<f64> {
    let mut share = 1.0;
    for (at, variable) in other.variables.iter().enumerate() {
        match term.variables.iter().position(|own| own == variable) {
            Some(own) if column.levels[own] == further.levels[at] => {}
            Some(_) => return None,
            None => share *= other.shares[at],
        }
    }
    Some(share)
}

/// The fixed terms with their columns, read from the columns' names (`variable`, `variablelevel`, joined by `:`).
fn terms(fit: &Fit) -> Vec<Term> {
    let parts = &fit.model.parts;
    let products = Formula::parse(&parts.formula).map(|formula| formula.fixed_products()).unwrap_or_default();
    let new = |variables: &Vec<String>| Term {
        label: variables.join(":"),
        variables: variables.clone(),
        columns: Vec::new(),
        shares: Vec::new(),
    };
    let mut terms: Vec<Term> = products.iter().map(new).collect();
    for (index, (label, term)) in parts.fixed.iter().zip(&parts.fixed_terms).enumerate() {
        let term = term.and_then(|term| terms.get_mut(term));
        if let Some((term, levels)) = term.and_then(|term| levels(label, &term.variables).map(|levels| (term, levels)))
        {
            term.columns.push(TermColumn { label: label.clone(), index: Some(index), levels });
        }
    }
    for label in &parts.fixed_dropped {
        // `treatmentA` fits the variables `treat` and `treatment`: the longest name is meant.
        let fitting = terms.iter_mut().filter_map(|term| levels(label, &term.variables).map(|levels| (term, levels)));
        let best = fitting.max_by_key(|(term, _)| term.variables.iter().map(String::len).sum::<usize>());
        if let Some((term, levels)) = best {
            term.columns.push(TermColumn { label: label.clone(), index: None, levels });
        }
    }
    let intercept = parts.fixed.iter().any(|label| label == "(Intercept)");
    let sets: Vec<BTreeSet<String>> = products.iter().map(|p| p.iter().cloned().collect()).collect();
    for term in &mut terms {
        term.shares = (0..term.variables.len()).map(|at| level_share(term, at, &sets, intercept)).collect();
    }
    terms
}

/// 1/levels of a factor in a term; with contrasts one level has no column.
fn level_share(term: &Term, variable: usize, sets: &[BTreeSet<String>], intercept: bool) -> f64 {
    if !term.is_factor(variable) {
        return 0.0;
    }
    let levels: BTreeSet<&str> = term.columns.iter().map(|column| column.levels[variable].as_str()).collect();
    let rest: BTreeSet<String> =
        term.variables.iter().enumerate().filter(|(at, _)| *at != variable).map(|(_, name)| name.clone()).collect();
    let contrasts = if rest.is_empty() { intercept } else { sets.contains(&rest) };
    1.0 / (levels.len() + usize::from(contrasts)) as f64
}

/// The level of each variable in a column's name; `None` when the name is not of these variables.
fn levels(label: &str, variables: &[String]) -> Option<Vec<String>> {
    let (first, others) = variables.split_first()?;
    let rest = label.strip_prefix(first.as_str())?;
    if others.is_empty() {
        return Some(vec![rest.to_owned()]);
    }
    let mut ends = rest.match_indices(':').map(|(at, _)| at);
    ends.find_map(|end| {
        let mut found = levels(&rest[end + 1..], others)?;
        found.insert(0, rest[..end].to_owned());
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn levels_are_read_from_a_columns_name() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(levels("armB:week", &names(&["arm", "week"])), Some(names(&["B", ""])));
        assert_eq!(levels("arm1:2:siteX", &names(&["arm", "site"])), Some(names(&["1:2", "X"])));
        assert_eq!(levels("week", &names(&["arm", "week"])), None);
    }
}
