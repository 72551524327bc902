//! `--variance`: a residual variance for each stratum.

use super::notation::{Notation, NotationError};

/// Reads `by(sex)` and gives the column.
pub(super) fn parse(text: &str) -> Result<String, NotationError> {
    let mut notation = Notation::new("--variance", "'by(sex)' with the column of the strata", text);
    let kind = notation.name("by")?;
    if kind != "by" {
        return Err(notation.wrong_word(kind, "by"));
    }
    notation.symbol('(')?;
    let column = notation.name("a column")?;
    notation.symbol(')')?;
    notation.end()?;
    Ok(column.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_column_is_found_or_the_mistake_named() {
        assert_eq!(parse("by( sex )"), Ok("sex".to_owned()));
        let error = |text: &str| parse(text).unwrap_err().to_string();
        assert!(error("sex").contains("--variance, position 1: `sex` where by is expected; write 'by(sex)'"));
        assert!(error("by()").contains("position 4: `)` where a column"));
        assert!(error("by(sex, arm)").contains("position 7: `,` where `)`"));
    }
}
