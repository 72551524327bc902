//! Paper: blocks of plain text and pictures in, one A4 as PDF out.
//!
//! The caller brings every word, in order, each with how much it matters; this room knows no language, no database and no
//! page. What does not fit on one side is first set a little smaller, then left out from the least important on, and the
//! sheet says how much. Nothing is cut in the middle and nothing runs off the paper.
//!
//! The file has its title, its language, its fonts and its structure inside (PDF/UA-1); the same sheet gives the same file.

mod block;
mod draw;
mod error;
mod fit;
mod wrap;

pub use block::{Block, Content, Letters, Rank, Sheet};
pub use draw::pdf;
pub use error::PrintError;
pub use fit::{Fitted, fit};
