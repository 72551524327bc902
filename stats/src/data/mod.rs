//! Observe: named columns of equal length.

mod factor;
mod table;

pub use factor::Factor;
pub use table::{Column, Table, TableError};
