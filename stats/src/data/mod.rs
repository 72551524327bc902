//! Observe: named columns of equal length.

mod table;

pub use table::{Column, Table, TableError};
