//! Ready-made cross-products: n, sums and products a client, from anywhere, merged without rounding.

use std::collections::BTreeMap;

use super::exact::ExactSum;
use super::products_error::ProductsError;
use crate::fit::root::{packed, packed_len};

/// The sums of one client.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ExactSums {
    pub(super) n: u64,
    /// Packed (k + 1) × (k + 1), the first column being ones; its own entry is n and left empty.
    pub(super) entries: Vec<ExactSum>,
}

/// The sums of one client, each rounded once.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ClientSums {
    /// The names of its levels, outermost first.
    pub levels: Vec<String>,
    /// Number of rows.
    pub n: u64,
    /// Σ(x − o), one a column (k).
    pub sums: Vec<f64>,
    /// Σ(x − o)(x' − o'), lower triangle row by row, k(k + 1)/2.
    pub products: Vec<f64>,
}

/// Cross-products of k number columns about an origin, for each chain of nested levels.
///
/// A nested model needs of each client only n, Σ(x − o) and Σ(x − o)(x' − o') of its columns about a fixed origin o. A
/// database makes them where the rows are, one line a client:
///
/// ```sql
/// SELECT group_id, client_id, count(*) AS n,
///        sum(week - 10)                 AS week,
///        sum(score - 70)                AS score,
///        sum((week - 10) * (week - 10)) AS week_week,
///        sum((score - 70) * (week - 10)) AS score_week,
///        sum((score - 70) * (score - 70)) AS score_score
/// FROM sessions
/// WHERE week IS NOT NULL AND score IS NOT NULL
/// GROUP BY group_id, client_id;
/// ```
///
/// for the columns `[("week", 10.0), ("score", 70.0)]`: products are the lower triangle, row by row. Categorical columns
/// come as columns of 0 and 1 (`CASE WHEN arm = 'peer' THEN 1 ELSE 0 END`), interactions as the product of their columns,
/// both named as the formula's term (`armpeer`, `week:armpeer`). A line of one session shows that session: such sums are as
/// confidential as the rows.
///
/// # Exactness
/// What is added here is kept without rounding (see [`CrossProducts::merge`]), once a row's x − o has become a number. Sums
/// made elsewhere are as exact as they were made: PostgreSQL's `sum` of `integer`, `bigint` and `numeric` does not round,
/// its `sum` of `double precision` does, in the order of the rows, unless all values are whole numbers or short binary
/// fractions and the sums stay below 2⁵³ of their last digit.
///
/// ```
/// use peil_stats::model::{CrossProducts, Formula, Model};
///
/// let mut products = CrossProducts::new(&["group", "client"], &[("week", 1.0), ("score", 70.0)])?;
/// products.add_row(&["north", "Ada"], &[0.0, 74.0])?;
/// // The same client's other sessions, as a database would sum them: weeks 1 and 2, scores 71 and 69.
/// products.add_sums(&["north", "Ada"], 2, &[1.0, 0.0], &[1.0, -1.0, 2.0])?;
/// assert_eq!(products.clients().next().map(|client| client.n), Some(3));
/// # Ok::<(), peil_stats::model::ProductsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CrossProducts {
    pub(super) factors: Vec<String>,
    pub(super) columns: Vec<String>,
    pub(super) origins: Vec<f64>,
    pub(super) of_clients: BTreeMap<Vec<String>, ExactSums>,
}

/// Squares of numbers up to this size can be added without end.
const LARGEST: f64 = 1e140;

impl CrossProducts {
    /// Empty sums of columns about their origins, for a chain of factors, outermost first.
    ///
    /// An origin is a round number near the column's mean that all who make sums agree on.
    ///
    /// # Errors
    /// [`ProductsError::Names`], [`ProductsError::NotFinite`] for an origin.
    pub fn new(factors: &[&str], columns: &[(&str, f64)]) -> Result<Self, ProductsError> {
        let names: Vec<&str> = factors.iter().copied().chain(columns.iter().map(|(name, _)| *name)).collect();
        let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)).map(|(_, name)| *name);
        if let Some(name) = twice.or((factors.is_empty() || columns.is_empty()).then_some("")) {
            return Err(ProductsError::Names { name: name.to_owned() });
        }
        if let Some((name, _)) = columns.iter().find(|(_, origin)| !is_usable(*origin)) {
            return Err(ProductsError::NotFinite { column: (*name).to_owned() });
        }
        Ok(Self {
            factors: factors.iter().map(|name| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            origins: columns.iter().map(|(_, origin)| *origin).collect(),
            of_clients: BTreeMap::new(),
        })
    }

    /// Adds a row: the names of its levels, outermost first, and its k values.
    ///
    /// # Errors
    /// [`ProductsError::Length`], [`ProductsError::NotFinite`].
    pub fn add_row(&mut self, levels: &[&str], values: &[f64]) -> Result<(), ProductsError> {
        check_length("values", self.columns.len(), values.len())?;
        let from_origin: Vec<f64> = values.iter().zip(&self.origins).map(|(value, origin)| value - origin).collect();
        self.check_finite(&from_origin)?;
        let sums = self.client(levels)?;
        sums.n += 1;
        for (i, x) in from_origin.iter().enumerate() {
            sums.entries[packed(i + 1, 0)].add(*x);
            for (j, other) in from_origin[..=i].iter().enumerate() {
                sums.entries[packed(i + 1, j + 1)].add_product(*x, *other);
            }
        }
        Ok(())
    }

    /// Adds the sums of n rows of one client: k sums about the origin, and k(k + 1)/2 products about it, lower triangle row
    /// by row.
    ///
    /// # Errors
    /// [`ProductsError::Length`], [`ProductsError::NotFinite`], [`ProductsError::Impossible`].
    pub fn add_sums(&mut self, levels: &[&str], n: u64, sums: &[f64], products: &[f64]) -> Result<(), ProductsError> {
        let k = self.columns.len();
        check_length("sums", k, sums.len())?;
        check_length("products", packed_len(k), products.len())?;
        self.check_finite(sums)?;
        let finite = |i: usize| products[packed(i, 0)..=packed(i, i)].iter().all(|x| x.abs() <= LARGEST * LARGEST);
        if let Some(row) = (0..k).find(|i| !finite(*i)) {
            return Err(ProductsError::NotFinite { column: self.columns[row].clone() });
        }
        if let Some((i, j)) = impossible(n, sums, products) {
            let (column, other) = (self.columns[i].clone(), self.columns[j].clone());
            return Err(ProductsError::Impossible { level: levels.join(":"), n, column, other });
        }
        let client = self.client(levels)?;
        client.n += n;
        for i in 0..k {
            client.entries[packed(i + 1, 0)].add(sums[i]);
            for j in 0..=i {
                client.entries[packed(i + 1, j + 1)].add(products[packed(i, j)]);
            }
        }
        Ok(())
    }

    /// Adds the sums of another place. Nothing is rounded: the parts may be merged in any order, and a client's rows may lie
    /// in several, and the model and its fit are the same to the last bit (where no product is below 1e-290).
    ///
    /// Levels of the same names are the same level: clients of two organisations need names that differ, or a factor for
    /// the organisation.
    ///
    /// # Errors
    /// [`ProductsError::Different`].
    pub fn merge(&mut self, other: &Self) -> Result<(), ProductsError> {
        let different = |what, ours: String, theirs: String| Err(ProductsError::Different { what, ours, theirs });
        if self.factors != other.factors {
            return different("factors", self.factors.join(", "), other.factors.join(", "));
        }
        if self.columns != other.columns {
            return different("columns", self.columns.join(", "), other.columns.join(", "));
        }
        if self.origins != other.origins {
            return different("origins", format!("{:?}", self.origins), format!("{:?}", other.origins));
        }
        for (levels, theirs) in &other.of_clients {
            let ours = self.of_clients.entry(levels.clone()).or_insert_with(|| ExactSums::new(self.columns.len()));
            ours.merge(theirs);
        }
        Ok(())
    }

    /// The columns, each with its origin.
    pub fn columns(&self) -> impl Iterator<Item = (&str, f64)> {
        self.columns.iter().map(String::as_str).zip(self.origins.iter().copied())
    }

    /// The factors, outermost first.
    #[must_use]
    pub fn factors(&self) -> &[String] {
        &self.factors
    }

    /// Number of rows, n.
    #[must_use]
    pub fn observations(&self) -> u64 {
        self.of_clients.values().map(|sums| sums.n).sum()
    }

    /// The sums of each client, ordered by its levels' names: what another place needs to add them with
    /// [`CrossProducts::add_sums`]. Each sum is rounded once.
    pub fn clients(&self) -> impl Iterator<Item = ClientSums> {
        let k = self.columns.len();
        self.of_clients.iter().map(move |(levels, sums)| ClientSums {
            levels: levels.clone(),
            n: sums.n,
            sums: (1..=k).map(|i| sums.entries[packed(i, 0)].value()).collect(),
            products: (1..=k)
                .flat_map(|i| sums.entries[packed(i, 1)..=packed(i, i)].iter().map(ExactSum::value))
                .collect(),
        })
    }

    fn client(&mut self, levels: &[&str]) -> Result<&mut ExactSums, ProductsError> {
        check_length("levels", self.factors.len(), levels.len())?;
        let levels = levels.iter().map(|name| (*name).to_owned()).collect();
        Ok(self.of_clients.entry(levels).or_insert_with(|| ExactSums::new(self.columns.len())))
    }

    fn check_finite(&self, values: &[f64]) -> Result<(), ProductsError> {
        match values.iter().position(|value| !is_usable(*value)) {
            Some(at) => Err(ProductsError::NotFinite { column: self.columns[at].clone() }),
            None => Ok(()),
        }
    }
}

impl ExactSums {
    pub(super) fn new(k: usize) -> Self {
        Self { n: 0, entries: vec![ExactSum::default(); packed_len(k + 1)] }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.entries.iter_mut().zip(&other.entries).for_each(|(ours, theirs)| ours.merge(theirs));
    }

    /// Packed (k + 1) × (k + 1), each entry rounded once.
    pub(super) fn rounded(&self) -> Vec<f64> {
        let mut entries: Vec<f64> = self.entries.iter().map(ExactSum::value).collect();
        entries[0] = self.n as f64;
        entries
    }
}

fn is_usable(value: f64) -> bool {
    value.abs() <= LARGEST
}

fn check_length(what: &'static str, expected: usize, found: usize) -> Result<(), ProductsError> {
    if found == expected { Ok(()) } else { Err(ProductsError::Length { what, expected, found }) }
}

/// Two columns whose sums break Cauchy and Schwarz by more than rounding.
fn impossible(n: u64, sums: &[f64], products: &[f64]) -> Option<(usize, usize)> {
    let about_mean = |i: usize, j: usize| products[packed(i, j)] - sums[i] * sums[j] / n as f64;
    let pairs = (0..sums.len()).flat_map(|i| (0..=i).map(move |j| (i, j)));
    pairs.into_iter().find(|&(i, j)| {
        let size = products[packed(i, i)] * products[packed(j, j)];
        let (a, b) = (about_mean(i, i), about_mean(j, j));
        let variance_sound = products[packed(i, i)] >= 0.0 && a >= -1e-9 * products[packed(i, i)];
        let pair_sound = about_mean(i, j).powi(2) <= a.max(0.0) * b.max(0.0) + 1e-9 * size;
        n == 0 || !variance_sound || !pair_sound
    })
}
