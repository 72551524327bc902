//! Binomial mixed models: who leaves, who recovers, who answers yes.
//!
//! link(p_i) = x_i'β + z_i'Λu with u ~ N(0, I), link logit or complementary log-log. The likelihood integrates u out:
//!
//! * [`Method::Agq`]: adaptive Gauss–Hermite quadrature, for one scalar random term and, nested, for a scalar term of
//!   clients inside a scalar term of groups. As exact as its nodes are many; [`Quadrature::Automatic`] takes enough.
//! * [`Method::Laplace`]: a normal approximation at the mode, for any nested terms (intercepts and slopes) and for crossed
//!   factors. Wrong for clients with at most one event each: then a fit carries [`Caution::LaplaceFewEvents`].
//!
//! −2 log-likelihood is minimised over the entries of Λ and β together, with the exact gradient of the approximation
//! (the modes move with the parameters). Standard errors come from its Hessian.
//!
//! The hazard of leaving a group, one row a session, 1 in the session after which the client left:
//!
//! ```
//! use std::collections::BTreeMap;
//! use peil_stats::{data::Table, glmm::{BinomialModel, BinomialOptions, Caution, Method, Quadrature, fit}, model::Formula};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clients: Vec<usize> = (0..60).collect();
//! let rows = || clients.iter().flat_map(|&client| (0..8).map(move |week| (client, week)));
//! let leaves = |client: usize| 2 + (client * 7 + client / 9) % 11;
//! let kept: Vec<(usize, usize)> = rows().filter(|&(client, week)| week <= leaves(client)).collect();
//! let column = |value: &dyn Fn(usize, usize) -> f64| kept.iter().map(|&(c, w)| value(c, w)).collect::<Vec<f64>>();
//! let table = Table::new()
//!     .with_number("group", column(&|client, _| (client / 10) as f64))?
//!     .with_number("client", column(&|client, _| client as f64))?
//!     .with_number("week", column(&|_, week| week as f64))?
//!     .with_number("dropout", column(&|client, week| f64::from(u8::from(week == leaves(client)))))?;
//! let formula = Formula::parse("dropout ~ week + (1 | group/client)")?;
//! let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &BinomialOptions::default())?;
//!
//! // Quadrature is the default where it exists …
//! let exact = fit(&model, Quadrature::Automatic, None)?;
//! assert!(matches!(exact.method(), Method::Agq { .. }));
//! // … and Laplace, when asked for, says what it is worth here.
//! let laplace = fit(&model, Quadrature::Laplace, None)?;
//! assert!(laplace.cautions().iter().any(|c| matches!(c, Caution::LaplaceFewEvents { .. })));
//! # Ok(())
//! # }
//! ```

mod caution;
mod chain;
mod crossed;
mod design;
mod effects;
mod error;
mod estimate;
mod exponential;
mod fitted;
mod flat;
mod gram;
mod hermite;
mod inner;
mod link;
mod modes;
mod objective;
mod parameters;
mod quadrature;
mod report;
mod search;
mod separation;
mod start;

pub use caution::Caution;
pub use design::{BinomialModel, BinomialOptions};
pub use error::GlmmError;
pub use estimate::{Quadrature, fit, fit_at};
pub use fitted::{GlmmEvidence, GlmmFit};
pub use link::Link;
pub use objective::Method;
pub use report::{BinomialRandomRow, BinomialReport, report};
