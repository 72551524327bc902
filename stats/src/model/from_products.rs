//! From ready-made cross-products to a model, without a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::{Assumed, Model, Parts, Structure, Sums};
use super::chain::{GroupingFactor, Layout, RandomPart, check_levels, in_lme4_order, layout};
use super::columns::Factor;
use super::design::{ColumnValues, DesignColumn, INTERCEPT};
use super::error::ModelError;
use super::fixed::FixedPart;
use super::formula::Formula;
use super::grouping::Grouping;
use super::internal::InternalColumns;
use super::labels::Labels;
use super::moments::Moments;
use super::options::ModelOptions;
use super::products::{CrossProducts, ExactSums};
use super::products_error::ProductsError;
use super::recipe::Recipe;
use super::rows::Membership;
use super::scaling::{Location, Locations, Scaling};
use super::terms::{Terms, Variable, VariableKind};
use crate::fit::root::packed;

/// The mean square about the origin over the variance: sums rounded to 16 digits keep 12 of the variance at this bound.
const FARTHEST: f64 = 1e4;

impl Model {
    /// The model that rows with these cross-products would make, O(clients).
    ///
    /// A term of the formula stands for the column of its name: `week`, `I(week^2)`, `week:armpeer` (R's name of the
    /// product; all but single columns must be summed as such). The grouping factors are among those of the sums; fewer are
    /// allowed, then clients are added up. The fit is that of the rows, to rounding.
    ///
    /// # Errors
    /// A [`ProductsError`] that names the column or factor and what to do.
    pub fn from_products(products: &CrossProducts, formula: &Formula) -> Result<Self, ProductsError> {
        let n = products.observations() as usize;
        if n == 0 {
            return Err(ModelError::NoRows { rows: 0 }.into());
        }
        let places = Places::new(products);
        let response = formula.response.label();
        let mut locations = places.locations(formula, &response)?;
        let location = locations.named(&response);
        let columns = design(&places, &formula.fixed)?;
        let fixed =
            FixedPart::located(&columns, ColumnValues::Numbers([].as_slice().into()), location, n, &mut locations);
        let (random, factors) = random_parts(products, &places, formula, n, &mut locations)?;
        let chain = match layout(factors) {
            Layout::Chain(chain) => chain,
            Layout::Crossed(factors) => {
                let names: Vec<&str> = factors.iter().map(|factor| factor.name.as_str()).collect();
                return Err(ProductsError::Crossed { factors: names.join(", ") });
            }
        };
        let in_order: Vec<&GroupingFactor> = chain.iter().map(|(factor, _)| factor).collect();
        let Structure { columns, mut stages, terms } = Structure::new(&fixed, &random, &in_order);
        for (stage, (_, parent)) in stages.iter_mut().zip(&chain) {
            stage.parent.clone_from(parent);
        }
        let levels: Vec<usize> = stages.iter().map(|stage| stage.labels.len()).collect();
        let parents: Vec<&[u32]> = stages[..stages.len() - 1].iter().map(|stage| stage.parent.as_slice()).collect();
        let mut moments = Moments::new(&levels, &parents, columns.len());
        if let Membership::One(codes) = &chain[0].0.membership {
            let made = InternalSums::new(&columns, &places, &response);
            for (sums, level) in products.of_clients.values().zip(codes) {
                moments.add(*level as usize, &made.of(sums));
            }
        }
        if n <= fixed.columns.len() {
            return Err(ModelError::TooFewRows { rows: n, columns: fixed.columns.len() }.into());
        }
        if !fixed.is_sound(&moments, n) {
            return Err(match fixed.first_dependent(&moments) {
                Some(column) => ProductsError::Collinear { column: column.to_owned() },
                None => ModelError::NoVariation.into(),
            });
        }
        let parts = Parts {
            formula: formula.text().to_owned(),
            assumed: Arc::new(Assumed { formula: formula.clone(), options: ModelOptions::default() }),
            observations: n,
            rows_dropped: 0,
            recipe: Arc::new(Recipe::new(formula, |_| Ok::<_, ProductsError>(None))?),
            fixed_terms: fixed.columns.iter().map(|column| column.term).collect(),
            fixed: fixed.columns.iter().map(|column| column.label.clone()).collect(),
            fixed_dropped: Vec::new(),
            fixed_scaling: fixed.scaling.clone(),
            fixed_start: fixed.start.clone(),
            response_scale: fixed.response_scaling.1,
            terms,
            stages,
            total_weight: n as f64,
            log_weights: 0.0,
            sums: Sums::Nested(moments),
            kept: None,
        };
        Ok(Self { parts: Arc::new(parts) })
    }
}

/// Where the columns stand among the sums; ones come first.
struct Places<'a> {
    products: &'a CrossProducts,
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Places<'a> {
    fn new(products: &'a CrossProducts) -> Self {
        Self { products, places: products.columns.iter().map(String::as_str).zip(1..).collect() }
    }

    fn of(&self, label: &str) -> Result<usize, ProductsError> {
        let unknown =
            || ProductsError::UnknownColumn { column: label.to_owned(), known: self.products.columns.join(", ") };
        self.places.get(label).copied().ok_or_else(unknown)
    }

    fn origin(&self, place: usize) -> f64 {
        place.checked_sub(1).map_or(0.0, |at| self.products.origins[at])
    }

    /// Locations of every column that the formula uses.
    fn locations(&self, formula: &Formula, response: &str) -> Result<Locations, ProductsError> {
        let mut all = ExactSums::new(self.products.columns.len());
        self.products.of_clients.values().for_each(|sums| all.merge(sums));
        let total = all.rounded();
        let terms = std::iter::once(&formula.fixed).chain(formula.random.iter().map(|random| &random.terms));
        let mut found = BTreeMap::from([(INTERCEPT.to_owned(), Location::of_moments(1.0, 0.0, true))]);
        for label in terms.flat_map(|terms| terms.products.iter().map(|p| name(p))).chain([response.to_owned()]) {
            let place = self.of(&label)?;
            let (mean, square) = (total[packed(place, 0)] / total[0], total[packed(place, place)] / total[0]);
            let (origin, variance) = (self.origin(place), square - mean * mean);
            if square > FARTHEST * variance {
                return Err(ProductsError::FarFromOrigin { column: label, origin, mean: origin + mean });
            }
            // The yardstick of collinearity is the length about the origin: there the sums have their digits.
            let location = Location::of_moments(origin + mean, variance.max(0.0), square == 0.0);
            found.insert(label, Location { root_mean_square: square.sqrt(), ..location });
        }
        Ok(Locations::known(found.into_iter()))
    }
}

/// The name of a term's column.
fn name(product: &[Variable]) -> String {
    product.iter().map(|variable| variable.label.as_str()).collect::<Vec<_>>().join(":")
}

/// The columns of one set of terms, without values.
fn design(places: &Places<'_>, terms: &Terms) -> Result<Vec<DesignColumn<'static>>, ProductsError> {
    let empty = || ColumnValues::Numbers([].as_slice().into());
    let one = DesignColumn { label: INTERCEPT.to_owned(), term: None, values: empty() };
    let mut columns: Vec<DesignColumn<'static>> = terms.intercept.then_some(one).into_iter().collect();
    for (term, product) in terms.products.iter().enumerate() {
        let label = name(product);
        places.of(&label)?;
        if product.iter().any(|variable| matches!(variable.kind, VariableKind::Factor(_))) {
            let known = places.products.columns.join(", ");
            return Err(ProductsError::UnknownColumn { column: label, known });
        }
        columns.push(DesignColumn { label, term: Some(term), values: empty() });
    }
    Ok(columns)
}

/// The random terms and their factors over the clients.
fn random_parts(
    products: &CrossProducts,
    places: &Places<'_>,
    formula: &Formula,
    n: usize,
    locations: &mut Locations,
) -> Result<(Vec<RandomPart<'static>>, Vec<GroupingFactor>), ProductsError> {
    let mut parts = Vec::with_capacity(formula.random.len());
    let mut factors: Vec<GroupingFactor> = Vec::new();
    for random in &formula.random {
        let Grouping { name, factor } = Grouping::of(&random.grouping, |column| client_factor(products, column))?;
        let known = factors.iter().position(|known| known.name == name);
        let factor = known.unwrap_or_else(|| {
            factors.push(GroupingFactor { name, labels: factor.labels, membership: Membership::One(factor.codes) });
            factors.len() - 1
        });
        let columns = design(places, &random.terms)?;
        check_levels(&factors[factor], columns.len(), n)?;
        let scaling = Scaling::of(&columns, locations);
        parts.push(RandomPart { factor, columns, scaling });
    }
    Ok(in_lme4_order(parts, factors))
}

/// One factor of the chain over the clients, its levels by their names.
fn client_factor(products: &CrossProducts, column: &str) -> Result<Factor, ProductsError> {
    let place = products.factors.iter().position(|factor| factor == column).ok_or_else(|| {
        ProductsError::UnknownFactor { factor: column.to_owned(), known: products.factors.join(", ") }
    })?;
    let mut codes: BTreeMap<&str, u32> = products.of_clients.keys().map(|levels| (levels[place].as_str(), 0)).collect();
    codes.values_mut().zip(0..).for_each(|(code, at)| *code = at);
    let of_clients = products.of_clients.keys().map(|levels| codes[levels[place].as_str()]).collect();
    Ok(Factor { labels: Labels::texts(codes.keys().map(|name| (*name).to_owned())), codes: of_clients })
}

/// How a client's sums become those of the internal columns.
struct InternalSums {
    /// For each internal column its place among the sums, its centre from the origin, and 1/scale.
    columns: Vec<(usize, f64, f64)>,
}

impl InternalSums {
    fn new(columns: &InternalColumns<'_>, places: &Places<'_>, response: &str) -> Self {
        let column = |(label, centre, inverse_scale): (&str, f64, f64)| {
            let label = if label.is_empty() { response } else { label };
            // The column of ones has no place among those named.
            let place = places.places.get(label).copied().unwrap_or(0);
            (place, centre - places.origin(place), inverse_scale)
        };
        Self { columns: columns.described().map(column).collect() }
    }

    /// Σ (x_i − c_i)(x_j − c_j)/(s_i s_j), packed m × m.
    fn of(&self, sums: &ExactSums) -> Vec<f64> {
        let sums = sums.rounded();
        let entry = |a: usize, b: usize| sums[packed(a.max(b), a.min(b))];
        let pairs = self.columns.iter().enumerate().flat_map(|(i, a)| self.columns[..=i].iter().map(move |b| (a, b)));
        pairs
            .map(|(&(a, from_a, scale_a), &(b, from_b, scale_b))| {
                let about_centres =
                    entry(a, b) - from_a * entry(0, b) - from_b * entry(a, 0) + from_a * from_b * sums[0];
                about_centres * scale_a * scale_b
            })
            .collect()
    }
}
