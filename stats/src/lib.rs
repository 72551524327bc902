//! Statistics for people who sit in groups: sessions in clients in groups.
//!
//! Every analysis takes five steps, and each step is a room:
//!
//! 1. [`data`]: observe. Named columns of equal length.
//! 2. [`model`]: assume. A formula and a table become a model: design columns, grouping factors, cross-products.
//! 3. [`fit`]: estimate. Maximum likelihood or REML of a linear mixed model by elimination, level by level.
//! 4. [`infer`]: conclude. Tests and intervals of the effects and of the variances.
//! 5. [`read`]: interpret. Conditional modes, predictions with their uncertainty, tables, intraclass correlations.
//!
//! [`glmm`] takes the same steps for yes-or-no responses such as dropout: logit and cloglog mixed models.
//!
//! Beside them [`change`] holds the arithmetic of reliable change (Jacobson and Truax 1991), [`expected`] the course that
//! may be expected of a client, [`dropout`] who leaves early, [`signals`] the rules that give a reason to talk,
//! [`composition`] whether it matters who else sits in the group, [`power`] how many groups a study needs,
//! [`single_case`] a treatment of a few whose baselines differ in length, and [`simulate`] makes seeded data for
//! demonstrations, tests and benchmarks.
//!
//! The crate is pure: it opens no file, reads no clock and no environment, logs nothing and holds no global state.
//! The same numbers in give the same numbers out.
//!
//! ```
//! use std::collections::BTreeMap;
//! use peil_stats::{data::Table, fit::{fit, Criterion}, model::{Formula, Model}};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let yields = vec![1545.0, 1440.0, 1440.0, 1520.0, 1580.0, 1540.0, 1555.0, 1490.0, 1560.0, 1495.0];
//! let batch = ["A", "A", "A", "A", "A", "B", "B", "B", "B", "B"].iter().map(|b| Some(b.to_string())).collect();
//! let table = Table::new().with_number("yield", yields)?.with_text("batch", batch)?;
//! let formula = Formula::parse("yield ~ 1 + (1 | batch)")?;
//! let model = Model::build(&table, &formula, &BTreeMap::new())?;
//! let fit = fit(&model, Criterion::Reml, None)?;
//! assert_eq!(fit.fixed()[0].term, "(Intercept)");
//! assert!((fit.fixed()[0].estimate - 1516.5).abs() < 1e-9);
//! # Ok(())
//! # }
//! ```

pub mod change;
pub mod composition;
pub mod data;
pub mod dropout;
pub mod evaluation;
pub mod expected;
pub mod fit;
pub mod glmm;
pub mod infer;
pub mod model;
pub mod power;
pub mod read;
pub mod signals;
pub mod simulate;
pub mod single_case;
