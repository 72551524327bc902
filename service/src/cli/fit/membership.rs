//! `--membership`: who belonged to what, and how much.

use std::collections::HashMap;
use std::path::PathBuf;

use peil_stats::data::{Column, Table};
use peil_stats::model::MultipleMembership;

use super::error::{FitCommandError, MembershipProblem};
use super::notation::{Notation, NotationError};
use super::place;
use crate::cli::table::CsvFile;

const OPTION: &str = "--membership";
const EXAMPLE: &str = "'module=FILE.csv(client,module,weight)'";

/// A file of memberships that makes `(1 | factor)` a weighted term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MembershipOption {
    /// The name of the weighted factor in the formula.
    pub(super) factor: String,
    pub(super) file: PathBuf,
    /// Column, in the file and in the data, that says whose memberships a line gives.
    pub(super) member: String,
    /// Column of the file that names the level.
    pub(super) level: String,
    /// Column of the file with the weight.
    pub(super) weight: String,
}

impl MembershipOption {
    /// Reads `module=FILE.csv(client,module,weight)`; the name of the file may hold anything but its end in parentheses.
    pub(super) fn parse(text: &str) -> Result<Self, NotationError> {
        let mut notation = Notation::new(OPTION, EXAMPLE, text);
        let factor = notation.name("the weighted factor")?.to_owned();
        notation.symbol('=')?;
        let file = PathBuf::from(notation.up_to_last('(', "a file and its columns in parentheses")?);
        notation.symbol('(')?;
        let member = notation.name("the column of the client")?.to_owned();
        notation.symbol(',')?;
        let level = notation.name("the column of the level")?.to_owned();
        notation.symbol(',')?;
        let weight = notation.name("the column of the weight")?.to_owned();
        notation.symbol(')')?;
        notation.end()?;
        Ok(Self { factor, file, member, level, weight })
    }
}

impl MembershipOption {
    /// Reads the file: one entry a row.
    pub(super) fn read(&self) -> Result<MultipleMembership, FitCommandError> {
        let file = CsvFile::open(&self.file)?;
        let columns = [self.member.as_str(), self.level.as_str(), self.weight.as_str()];
        let table = file.table(&columns, &mut |_| ())?;
        if let Some(name) = columns.into_iter().find(|name| table.column(name).is_none()) {
            let (name, known) = (name.to_owned(), file.header().join(", "));
            return Err(FitCommandError::UnknownColumn { option: OPTION, name, known });
        }
        let weights = match table.column(&self.weight) {
            Some(Column::Number(values)) => values.as_slice(),
            _ => {
                let text = place::text(&file, &self.weight, OPTION, false);
                return Err(text.unwrap_or_else(|| incomplete(&file, 0, &self.weight)));
            }
        };
        let mut seen = HashMap::new();
        let mut entries = Vec::with_capacity(table.rows());
        for (row, &weight) in weights.iter().enumerate() {
            let missing = |name: &str| incomplete(&file, row, name);
            let owner = label(&table, &self.member, row).ok_or_else(|| missing(&self.member))?;
            let level = label(&table, &self.level, row).ok_or_else(|| missing(&self.level))?;
            if weight.is_nan() {
                return Err(missing(&self.weight));
            }
            if weight < 0.0 {
                return Err(wrong(&file, row, MembershipProblem::Negative { column: self.weight.clone() }));
            }
            if let Some(before) = seen.insert((owner.clone(), level.clone()), row) {
                let (member, level) = (self.member.clone(), self.level.clone());
                let before = place::line(&file, before + 1);
                return Err(wrong(&file, row, MembershipProblem::Twice { member, level, before }));
            }
            entries.push((owner, level, weight));
        }
        Ok(MultipleMembership { factor: self.factor.clone(), by: self.member.clone(), entries })
    }
}

fn incomplete(file: &CsvFile, row: usize, name: &str) -> FitCommandError {
    wrong(file, row, MembershipProblem::Incomplete { column: name.to_owned() })
}

/// A mistake in a row of the table, the first is 0.
fn wrong(file: &CsvFile, row: usize, problem: MembershipProblem) -> FitCommandError {
    FitCommandError::Membership { path: file.path().to_owned(), line: place::line(file, row + 1), problem }
}

/// The name of a level as the model names it.
pub(super) fn label(table: &Table, column: &str, row: usize) -> Option<String> {
    match table.column(column)? {
        // -0 and 0 are one level: adding 0 makes the sign go away.
        Column::Number(values) => (!values[row].is_nan()).then(|| (values[row] + 0.0).to_string()),
        Column::Factor(factor) => factor.text(row).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_may_have_parentheses_in_its_name() {
        let found = MembershipOption::parse("module = a (2).csv (client, module, share)").unwrap();
        assert_eq!(found.file, PathBuf::from("a (2).csv"));
        assert_eq!((found.member.as_str(), found.level.as_str(), found.weight.as_str()), ("client", "module", "share"));
    }

    #[test]
    fn every_mistake_is_named_with_its_position() {
        let error = |text: &str| MembershipOption::parse(text).unwrap_err().to_string();
        assert!(error("=x.csv(a,b,c)").contains("--membership, position 1: `=` where the weighted factor"));
        assert!(error("module:x").contains("position 7: `:` where `=`"));
        assert!(error("module=x.csv").contains("position 8: `x` where a file and its columns"));
        assert!(error("module=x.csv(a,b)").contains("position 17: `)` where `,` is expected; write 'module=FILE.csv("));
    }
}
