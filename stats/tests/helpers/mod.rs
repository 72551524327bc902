//! What the tests share: stored answers and the tally of a comparison with them, columns of a table, fits that must agree.

#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::panic, unreachable_pub)]

mod agreement;
mod answer;
mod collection;
mod records;
mod tally;

pub use agreement::{column, near, reml, same_fit};
pub use answer::{derived_table_of, levels_of, model_of, number, numbers, read, relative, strings, table_of};
pub use collection::{answers, carried, collection};
pub use records::Records;
pub use tally::Tally;
