//! `--membership`: who belonged to what, and how much.

use std::path::PathBuf;

use super::notation::{Notation, NotationError};

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
