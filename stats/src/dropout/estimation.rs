//! The estimates of a hazard model: a mixed model where there are groups enough, else a regression.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Columns, Content};
use super::row::PersonSession;
use super::sandwich::Residual;
use super::{HazardError, QuadratureCheck, Regression, RegressionError};
use crate::data::{Factor, Table};
use crate::fit::Status;
use crate::glmm::{BinomialModel, BinomialOptions, GlmmError, GlmmFit, Link, Quadrature, fit};
use crate::model::Formula;

/// Columns that predict rows without error and are left out one after the other.
const MOST_SEPARATING: usize = 20;

/// The rows and the groups that they belong to.
pub(super) struct Sample<'a> {
    rows: &'a [PersonSession<'a>],
    /// Names of the groups with a risk of their own; none where they are too few.
    names: Option<Vec<&'a str>>,
}

/// What was estimated.
#[derive(Debug)]
pub(super) struct Estimated {
    pub(super) columns: Columns,
    pub(super) left_out: Vec<String>,
    pub(super) estimates: Vec<f64>,
    pub(super) covariance: Vec<Vec<f64>>,
    pub(super) minus_two_log_likelihood: f64,
    pub(super) group_deviation: Option<f64>,
    pub(super) groups: BTreeMap<String, (f64, f64)>,
    pub(super) check: Option<QuadratureCheck>,
}

impl<'a> Sample<'a> {
    pub(super) fn new(rows: &'a [PersonSession<'a>], group_levels: usize) -> Self {
        let mut courses: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        for row in rows {
            let Some(group) = row.known.group else { continue };
            let first = courses.entry(group).or_insert((row.course, false));
            first.1 |= first.0 != row.course;
        }
        let several = courses.values().filter(|(_, several)| *several).count();
        let names = (several >= group_levels).then(|| courses.into_keys().collect());
        Self { rows, names }
    }

    /// A number for each row's group; a client outside any has one past those of all groups.
    pub(super) fn clusters(&self) -> impl Iterator<Item = usize> {
        let names: BTreeSet<&str> = self.rows.iter().filter_map(|row| row.known.group).collect();
        let numbers: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
        let past = numbers.len();
        self.rows.iter().map(move |row| row.known.group.map_or(past + row.course, |name| numbers[name]))
    }

    fn events(&self) -> Vec<bool> {
        self.rows.iter().map(|row| row.left).collect()
    }

    fn design(&self, columns: &Columns) -> Vec<Vec<f64>> {
        self.rows.iter().map(|row| columns.values(&row.known, row.known.session)).collect()
    }

    /// The level of each row: a group of several, or a client outside any as a group of one.
    fn levels(&self, names: &[&str]) -> Result<Factor, HazardError> {
        let mut levels: Vec<String> = (0..names.len()).map(|place| format!("group {place}")).collect();
        let mut alone = BTreeMap::new();
        let mut codes = Vec::with_capacity(self.rows.len());
        for row in self.rows {
            let named = row.known.group.and_then(|group| names.binary_search(&group).ok());
            codes.push(named.unwrap_or_else(|| {
                *alone.entry(row.course).or_insert_with(|| {
                    levels.push(format!("alone {}", row.course));
                    levels.len() - 1
                })
            }) as u32);
        }
        Ok(Factor::new(codes, levels)?)
    }
}

impl Estimated {
    /// What a row leaves unexplained, its group's own part taken as known.
    pub(super) fn residual(&self, row: &PersonSession<'_>, cluster: usize) -> Residual {
        let x = self.columns.values(&row.known, row.known.session);
        let mode = row.known.group.and_then(|group| self.groups.get(group)).map_or(0.0, |(mode, _)| *mode);
        let odds: f64 = mode + x.iter().zip(&self.estimates).map(|(x, b)| x * b).sum::<f64>();
        Residual { cluster, x, rest: f64::from(u8::from(row.left)) - Link::Logit.probability(odds) }
    }
}

/// Estimates with all columns that can be estimated together.
pub(super) fn estimate(sample: &Sample<'_>, columns: Columns, check: bool) -> Result<Estimated, HazardError> {
    let (mut columns, mut left_out) = (columns, Vec::new());
    for _ in 0..MOST_SEPARATING {
        let attempt = match &sample.names {
            Some(names) => mixed(sample, names, &columns, check)?,
            None => plain(sample, &columns)?,
        };
        match attempt {
            Attempt::Fitted(fitted) => return Ok(Estimated { left_out, ..*fitted }),
            Attempt::Without(wrong) => {
                columns = columns.without(&wrong);
                left_out.push(wrong);
            }
        }
    }
    Err(HazardError::Undetermined)
}

enum Attempt {
    Fitted(Box<Estimated>),
    /// A column that repeats others or predicts some rows without error.
    Without(String),
}

fn mixed(sample: &Sample<'_>, names: &[&str], columns: &Columns, check: bool) -> Result<Attempt, HazardError> {
    let labels = columns.labels();
    let design = sample.design(columns);
    let mut table = Table::new()
        .with_number("left", sample.rows.iter().map(|row| f64::from(u8::from(row.left))).collect())?
        .with_factor("group", sample.levels(names)?)?;
    let mut formula = "left ~ 1".to_owned();
    // Names that no formula can misread; the constant is the formula's own.
    let own: Vec<String> = (0..labels.len()).map(|place| format!("column{place}")).collect();
    for (place, name) in own.iter().enumerate().filter(|(place, _)| columns.contents()[*place] != Content::One) {
        table = table.with_number(name, design.iter().map(|row| row[place]).collect())?;
        formula.push_str(&format!(" + {name}"));
    }
    formula.push_str(" + (1 | group)");
    let label = |term: &str| own.iter().position(|name| name == term).map(|place| labels[place].clone());
    let model =
        BinomialModel::build(&table, &Formula::parse(&formula)?, &BTreeMap::new(), &BinomialOptions::default())?;
    if let Some(repeated) = model.fixed_dropped().first().and_then(|term| label(term)) {
        return Ok(Attempt::Without(repeated));
    }
    let fitted = match fit(&model, Quadrature::Laplace, None) {
        Err(GlmmError::Separation { term, rows }) => {
            return label(&term).map(Attempt::Without).ok_or(GlmmError::Separation { term, rows }.into());
        }
        fitted => fitted?,
    };
    let covariance = fitted.fixed_covariance().filter(|_| is_settled(&fitted)).ok_or(HazardError::Undetermined)?;
    let check = if check { Some(checked(&model, &fitted)?) } else { None };
    Ok(Attempt::Fitted(Box::new(Estimated {
        columns: columns.clone(),
        left_out: Vec::new(),
        estimates: fitted.fixed_estimates(),
        covariance,
        minus_two_log_likelihood: fitted.minus_two_log_likelihood(),
        group_deviation: Some(deviation(&fitted)),
        groups: modes(&fitted, names),
        check,
    })))
}

fn is_settled(fitted: &GlmmFit) -> bool {
    matches!(fitted.status(), Status::Converged | Status::OnBoundary)
}

fn deviation(fitted: &GlmmFit) -> f64 {
    fitted.random().first().and_then(|effect| effect.standard_deviations.first().copied()).unwrap_or(0.0)
}

fn modes(fitted: &GlmmFit, names: &[&str]) -> BTreeMap<String, (f64, f64)> {
    let named = |level: &str| level.strip_prefix("group ").and_then(|place| names.get(place.parse::<usize>().ok()?));
    let modes = fitted.conditional_modes();
    let pairs = modes.iter().filter_map(|mode| named(&mode.level).map(|name| (mode, *name)));
    pairs.map(|(mode, name)| (name.to_owned(), (mode.mode, mode.standard_deviation))).collect()
}

fn checked(model: &BinomialModel, laplace: &GlmmFit) -> Result<QuadratureCheck, HazardError> {
    let (theta, beta) = (laplace.theta(), laplace.fixed_estimates());
    let exact = fit(model, Quadrature::Automatic, Some((&theta, &beta)))?;
    let pairs = laplace.fixed().into_iter().zip(exact.fixed());
    let shifts = pairs.map(|(one, other)| (one.estimate - other.estimate).abs() / one.standard_error);
    Ok(QuadratureCheck { group_deviation: deviation(&exact), largest_shift: shifts.fold(0.0, f64::max) })
}

fn plain(sample: &Sample<'_>, columns: &Columns) -> Result<Attempt, HazardError> {
    let fitted = match Regression::fit(&sample.design(columns), &sample.events(), Link::Logit) {
        // Not the constant, which is the first.
        Err(RegressionError::Collinear { column } | RegressionError::Separation { column }) if column > 1 => {
            return Ok(Attempt::Without(columns.labels().swap_remove(column - 1)));
        }
        fitted => fitted?,
    };
    Ok(Attempt::Fitted(Box::new(Estimated {
        columns: columns.clone(),
        left_out: Vec::new(),
        estimates: fitted.estimates,
        covariance: fitted.covariance,
        minus_two_log_likelihood: fitted.deviance,
        group_deviation: None,
        groups: BTreeMap::new(),
        check: None,
    })))
}
