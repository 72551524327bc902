//! `--variance`: a residual variance for each stratum.

use super::notation::{Notation, NotationError};

/// Reads `by(sex)` or `by(sex:arm)` and gives the columns whose combinations are the strata.
pub(super) fn parse(text: &str) -> Result<Vec<String>, NotationError> {
    let mut notation = Notation::new("--variance", "'by(sex)' or 'by(sex:arm)' with the columns of the strata", text);
    let kind = notation.name("by")?;
    if kind != "by" {
        return Err(notation.wrong_word(kind, "by"));
    }
    notation.symbol('(')?;
    let mut columns = vec![notation.name("a column")?.to_owned()];
    while notation.takes(':') {
        columns.push(notation.name("a column")?.to_owned());
    }
    notation.symbol(')')?;
    notation.end()?;
    Ok(columns)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn columns_are_found_or_the_mistake_named() {
        assert_eq!(parse("by( sex )"), Ok(vec!["sex".to_owned()]));
        assert_eq!(parse("by(sex : `the arm`)"), Ok(vec!["sex".to_owned(), "the arm".to_owned()]));
        let error = |text: &str| parse(text).unwrap_err().to_string();
        assert!(error("sex").contains("--variance, position 1: `sex` where by is expected; write 'by(sex)'"));
        assert!(error("by()").contains("position 4: `)` where a column"));
        assert!(error("by(sex:)").contains("position 8: `)` where a column"));
        assert!(error("by(sex, arm)").contains("position 7: `,` where `)`"));
    }
}
