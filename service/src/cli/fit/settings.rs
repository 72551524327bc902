//! What was asked for, once it is known to go together.

use std::collections::{BTreeMap, BTreeSet};

use peil_stats::data::Table;
use peil_stats::fit::Criterion;
use peil_stats::model::{Formula, ModelOptions, Residual};

use super::arguments::{DfMethod, FamilyName, FitArguments};
use super::caution::CautionRow;
use super::error::FitCommandError;
use super::membership::MembershipOption;
use super::{belonging, correlation, variance};

/// What was asked for: notations read, contradictions refused, defaults chosen.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) family: FamilyName,
    /// The model, and those that it is compared with.
    pub(super) formulas: Vec<Formula>,
    pub(super) criterion: Criterion,
    /// `None`: the best that the fit allows.
    pub(super) degrees_of_freedom: Option<DfMethod>,
    pub(super) theta: Option<Vec<f64>>,
    pub(super) levels: BTreeMap<String, Vec<String>>,
    pub(super) weights: Option<String>,
    pub(super) memberships: Vec<MembershipOption>,
    /// What `--correlation` and `--variance` say.
    pub(super) residual: Residual,
    /// Columns that options name, each with its option.
    pub(super) other_columns: Vec<(&'static str, String)>,
}

impl Settings {
    /// Reads the arguments without opening a file.
    pub(super) fn new(arguments: &FitArguments) -> Result<Self, FitCommandError> {
        contradictions(arguments)?;
        let mut other_columns: Vec<(&'static str, String)> = Vec::new();
        let residual = Residual {
            correlation: arguments.correlation.as_deref().map(correlation::parse).transpose()?,
            strata: arguments.variance.as_deref().map(variance::parse).transpose()?.unwrap_or_default(),
        };
        let serial = residual.correlation.iter().flat_map(|serial| serial.time.iter().chain(&serial.within));
        other_columns.extend(serial.map(|name| ("--correlation", name.clone())));
        other_columns.extend(residual.strata.iter().map(|name| ("--variance", name.clone())));
        other_columns.extend(arguments.weights.clone().map(|name| ("--weights", name)));
        other_columns.extend(arguments.trials.clone().map(|name| ("--trials", name)));
        let parse = |text: &String| MembershipOption::parse(text);
        let memberships = arguments.membership.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        other_columns.extend(memberships.iter().map(|one| ("--membership", one.member.clone())));
        let theta = arguments.at_theta.as_deref().map(parse_theta).transpose()?;
        let levels = parse_levels(&arguments.levels)?;
        let formulas = parse_formulas(arguments)?;
        not_offered(arguments)?;
        Ok(Self {
            family: arguments.family,
            formulas,
            criterion: criterion(arguments),
            degrees_of_freedom: arguments.df,
            theta,
            levels,
            weights: arguments.weights.clone(),
            memberships,
            residual,
            other_columns,
        })
    }

    /// Every column that a model of this formula needs.
    pub(super) fn columns_of<'s>(&'s self, formula: &'s Formula) -> Vec<&'s str> {
        let own = formula.columns().into_iter().map(|(name, _)| name);
        own.chain(self.other_columns.iter().map(|(_, name)| name.as_str())).collect()
    }

    /// What the models assume beside their formulas; reads the files of memberships, and adds what they leave open.
    pub(super) fn model_options(
        &self,
        table: &Table,
        cautions: &mut Vec<CautionRow>,
    ) -> Result<ModelOptions, FitCommandError> {
        let memberships = self.memberships.iter().map(MembershipOption::read).collect::<Result<Vec<_>, _>>()?;
        for (option, given) in self.memberships.iter().zip(&memberships) {
            cautions.extend(belonging::cautions(table, option, given));
        }
        let (levels, weights) = (self.levels.clone(), self.weights.clone());
        Ok(ModelOptions { levels, weights, memberships, residual: self.residual.clone() })
    }

    /// Whether a position of the formula, the first character is 1, lies before the tilde.
    pub(super) fn is_response(&self, position: usize) -> bool {
        self.formulas.iter().any(|formula| formula.text().chars().take_while(|&c| c != '~').count() >= position)
    }

    /// The columns of effects: neither response nor grouping factor.
    pub(super) fn effects(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for formula in &self.formulas {
            for (name, position) in formula.columns() {
                let before: String = formula.text().chars().take(position - 1).collect();
                let behind_bar = before.rfind('|') > before.rfind(['(', ')', '~']);
                if before.contains('~') && !behind_bar {
                    found.insert(name);
                }
            }
        }
        found
    }

    /// The first `--levels` or `--membership` that says something about a name which no formula and no option uses.
    pub(super) fn unused(&self) -> Option<FitCommandError> {
        let columns = self.formulas.iter().flat_map(|formula| {
            let tilde = formula.text().chars().take_while(|&c| c != '~').count();
            formula.columns().into_iter().filter(move |(_, position)| *position > tilde)
        });
        let in_formulas: BTreeSet<&str> = columns.map(|(name, _)| name).collect();
        let mut used = in_formulas.clone();
        used.extend(self.residual.strata.iter().map(String::as_str));
        let levels = self.levels.keys().find(|name| !used.contains(name.as_str()));
        let levels = levels.map(|name| ("--levels", name, "as categories", &used));
        let mut factors = self.memberships.iter().map(|membership| &membership.factor);
        let factor = factors.find(|name| !in_formulas.contains(name.as_str()));
        let factor = factor.map(|name| ("--membership", name, "behind a bar", &in_formulas));
        let (option, name, role, used) = levels.or(factor)?;
        let used = used.iter().copied().collect::<Vec<_>>().join(", ");
        Some(FitCommandError::Unused { option, name: name.clone(), role, used })
    }

    /// An error of one of the formulas; where there are several it says which.
    pub(super) fn of_formula(&self, index: usize, source: FitCommandError) -> FitCommandError {
        of_formula(index, self.formulas.len(), source)
    }
}

fn of_formula(index: usize, formulas: usize, source: FitCommandError) -> FitCommandError {
    match formulas {
        1 => source,
        _ => FitCommandError::Compared { index: index + 1, source: Box::new(source) },
    }
}

/// REML, but maximum likelihood where models may differ in their fixed effects, which REML cannot compare.
fn criterion(arguments: &FitArguments) -> Criterion {
    let compared = !arguments.compare.is_empty();
    if arguments.ml || (compared && !arguments.reml) { Criterion::Ml } else { Criterion::Reml }
}

/// Options that do not go together, whatever the data say.
fn contradictions(arguments: &FitArguments) -> Result<(), FitCommandError> {
    let binomial = arguments.family == FamilyName::Binomial;
    let kenward_roger = arguments.df == Some(DfMethod::KenwardRoger);
    let residual = arguments.correlation.is_some() || arguments.variance.is_some() || arguments.weights.is_some();
    let inference = arguments.profile || arguments.robust || arguments.tests;
    let wrong = [
        (
            !binomial && arguments.link.is_some(),
            ("--link", "belongs to a binomial model", "add --family binomial or leave it out"),
        ),
        (
            !binomial && arguments.agq.is_some(),
            ("--agq", "belongs to a binomial model", "add --family binomial or leave it out"),
        ),
        (
            !binomial && arguments.trials.is_some(),
            ("--trials", "belongs to a binomial model", "add --family binomial or leave it out"),
        ),
        (
            binomial && arguments.reml,
            ("--reml", "is not defined for a binomial model, which is fitted by maximum likelihood", "leave it out"),
        ),
        (
            binomial && matches!(arguments.df, Some(DfMethod::KenwardRoger | DfMethod::Satterthwaite)),
            ("--df", "has no meaning in a binomial model, whose intervals are normal", "leave it out"),
        ),
        (
            binomial && residual,
            (
                "--correlation, --variance or --weights",
                "changes the residual, and a binomial model has none",
                "leave it out",
            ),
        ),
        (
            binomial && arguments.at_theta.is_some(),
            ("--at-theta", "does not say where a binomial model's fixed effects are", "leave it out"),
        ),
        (
            kenward_roger && arguments.ml,
            ("--df kenward-roger", "corrects a REML fit", "leave out --ml or use --df satterthwaite"),
        ),
        (
            arguments.at_theta.is_some() && !arguments.compare.is_empty(),
            ("--at-theta", "belongs to one model", "leave out --compare or --at-theta"),
        ),
        (
            arguments.at_theta.is_some() && (arguments.profile || arguments.bootstrap.is_some()),
            ("--at-theta", "gives no optimum for an interval to start from", "leave out --profile and --bootstrap"),
        ),
        (
            !arguments.compare.is_empty() && inference,
            (
                "--compare",
                "prints one line a model and no intervals",
                "fit the model you choose with --profile, --robust or --tests",
            ),
        ),
    ];
    match wrong.into_iter().find(|(found, _)| *found) {
        Some((_, (option, reason, remedy))) => Err(FitCommandError::Contradiction { option, reason, remedy }),
        None => Ok(()),
    }
}

/// Options whose models do not exist yet.
fn not_offered(arguments: &FitArguments) -> Result<(), FitCommandError> {
    let refuse = |option, remedy| Err(FitCommandError::NotOffered { option, remedy });
    if arguments.family == FamilyName::Binomial {
        if !arguments.compare.is_empty() {
            return refuse("--compare of binomial models", "fit each by itself and compare the AIC");
        }
        if arguments.robust || arguments.tests || arguments.profile || arguments.bootstrap.is_some() {
            let option = "--robust, --tests, --profile or --bootstrap of a binomial model";
            return refuse(option, "leave it out: the intervals are normal");
        }
        if !arguments.membership.is_empty() {
            return refuse("--membership in a binomial model", "give each client one group");
        }
    }
    Ok(())
}

fn parse_formulas(arguments: &FitArguments) -> Result<Vec<Formula>, FitCommandError> {
    let texts: Vec<&String> = std::iter::once(&arguments.formula).chain(&arguments.compare).collect();
    let parse = |(index, text): (usize, &&String)| {
        Formula::parse(text).map_err(|error| of_formula(index, texts.len(), error.into()))
    };
    texts.iter().enumerate().map(parse).collect()
}

fn parse_theta(text: &str) -> Result<Vec<f64>, FitCommandError> {
    let parts = text.split(',').map(str::trim).enumerate();
    parts
        .map(|(index, part)| match part.parse::<f64>() {
            Ok(value) => Ok(value),
            Err(_) => Err(FitCommandError::Theta { index: index + 1, text: part.to_owned() }),
        })
        .collect()
}

fn parse_levels(given: &[String]) -> Result<BTreeMap<String, Vec<String>>, FitCommandError> {
    let pair = |text: &String| {
        let (column, order) = text.split_once('=')?;
        let order: Vec<String> = order.split(',').map(|level| level.trim().to_owned()).collect();
        let complete = !column.trim().is_empty() && order.iter().all(|level| !level.is_empty());
        complete.then(|| (column.trim().to_owned(), order))
    };
    let mut levels = BTreeMap::new();
    for text in given {
        let (column, order) = pair(text).ok_or_else(|| FitCommandError::Levels { text: text.clone() })?;
        let mut seen = BTreeSet::new();
        if let Some(name) = order.iter().find(|level| !seen.insert(level.as_str())) {
            return Err(FitCommandError::LevelsTwice { name: name.clone() });
        }
        if levels.insert(column.clone(), order).is_some() {
            return Err(FitCommandError::LevelsTwice { name: column });
        }
    }
    Ok(levels)
}
