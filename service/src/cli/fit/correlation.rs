//! `--correlation`: which residuals are alike.

use super::notation::{Notation, NotationError};

const OPTION: &str = "--correlation";
const EXAMPLE: &str = "'car1(time | client)', 'ar1(time | client)' or 'ar1(client)'";

/// How the correlation of two residuals of one client falls with their distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decay {
    /// φ to the power of the time between them, which need not be whole: nlme's corCAR1.
    ContinuousTime,
    /// φ to the power of the number of steps between them: nlme's corAR1.
    Steps,
}

/// A first-order autoregressive residual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CorrelationOption {
    pub(super) decay: Decay,
    /// Column of the time; without one the order of the rows counts the steps.
    pub(super) time: Option<String>,
    /// Columns whose combinations hold the residuals that are alike, outer first.
    pub(super) within: Vec<String>,
}

impl CorrelationOption {
    /// Reads `car1(time | client)`, `ar1(time | client)` or `ar1(client)`; the factor may be nested, `group/client`.
    pub(super) fn parse(text: &str) -> Result<Self, NotationError> {
        let mut notation = Notation::new(OPTION, EXAMPLE, text);
        let kind = notation.name("car1 or ar1")?;
        let decay = match kind {
            "car1" => Decay::ContinuousTime,
            "ar1" => Decay::Steps,
            _ => return Err(notation.wrong_word(kind, "car1 or ar1")),
        };
        notation.symbol('(')?;
        let first = notation.name("a column")?;
        let (time, within) = if notation.takes('|') {
            (Some(first), notation.name("a grouping column")?)
        } else if decay == Decay::ContinuousTime {
            return Err(notation.wrong("`|` and the column of the client"));
        } else {
            (None, first)
        };
        let mut within = vec![within.to_owned()];
        while notation.takes('/') || notation.takes(':') {
            within.push(notation.name("a grouping column")?.to_owned());
        }
        notation.symbol(')')?;
        notation.end()?;
        Ok(Self { decay, time: time.map(str::to_owned), within })
    }

    /// Every column that is needed.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.time.iter().chain(&self.within).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn time_and_client_are_told_apart() {
        let found = CorrelationOption::parse(" car1( day | group/client )").unwrap();
        assert_eq!(found.columns().collect::<Vec<_>>(), ["day", "group", "client"]);
        assert_eq!(found.decay, Decay::ContinuousTime);
        let plain = CorrelationOption::parse("ar1(`the client`)").unwrap();
        assert_eq!((plain.time, plain.within), (None, vec!["the client".to_owned()]));
    }

    #[test]
    fn every_mistake_is_named_with_its_position() {
        let error = |text: &str| CorrelationOption::parse(text).unwrap_err().to_string();
        assert!(error("ma1(client)").starts_with("--correlation, position 1: `ma1` where car1 or ar1 is expected"));
        assert!(error("car1(client)").contains("position 12: `)` where `|` and the column of the client"));
        assert!(error("ar1 client").contains("position 5: `c` where `(` is expected"));
        assert!(error("ar1(time |)").contains("position 11: `)` where a grouping column"));
        assert!(error("ar1(é").contains("position 6: the end where `)` is expected; write 'car1("));
        assert!(error("ar1(client) x").contains("position 13: `x` where the end"));
        assert!(error("").contains("position 1: the end"));
    }
}
