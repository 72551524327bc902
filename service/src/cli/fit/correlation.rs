//! `--correlation`: which residuals are alike.

use peil_stats::model::{Decay, SerialCorrelation};

use super::notation::{Notation, NotationError};

const OPTION: &str = "--correlation";
const EXAMPLE: &str = "'car1(time | client)', 'ar1(time | client)' or 'ar1(client)'";

/// Reads `car1(time | client)`, `ar1(time | client)` or `ar1(client)`; the factor may be nested, `group/client`.
pub(super) fn parse(text: &str) -> Result<SerialCorrelation, NotationError> {
    let mut notation = Notation::new(OPTION, EXAMPLE, text);
    let kind = notation.name("car1 or ar1")?;
    let decay = match kind {
        "car1" => Decay::Car1,
        "ar1" => Decay::Ar1,
        _ => return Err(notation.wrong_word(kind, "car1 or ar1")),
    };
    notation.symbol('(')?;
    let first = notation.name("a column")?;
    let (time, within) = if notation.takes('|') {
        (Some(first), notation.name("a grouping column")?)
    } else if decay == Decay::Car1 {
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
    Ok(SerialCorrelation { decay, time: time.map(str::to_owned), within })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn time_and_client_are_told_apart() {
        let found = parse(" car1( day | group/client )").unwrap();
        assert_eq!((found.decay, found.time.as_deref()), (Decay::Car1, Some("day")));
        assert_eq!(found.within, ["group", "client"]);
        let plain = parse("ar1(`the client`)").unwrap();
        assert_eq!((plain.decay, plain.time), (Decay::Ar1, None));
        assert_eq!(plain.within, ["the client"]);
    }

    #[test]
    fn every_mistake_is_named_with_its_position() {
        let error = |text: &str| parse(text).unwrap_err().to_string();
        assert!(error("ma1(client)").starts_with("--correlation, position 1: `ma1` where car1 or ar1 is expected"));
        assert!(error("car1(client)").contains("position 12: `)` where `|` and the column of the client"));
        assert!(error("ar1 client").contains("position 5: `c` where `(` is expected"));
        assert!(error("ar1(time |)").contains("position 11: `)` where a grouping column"));
        assert!(error("ar1(é").contains("position 6: the end where `)` is expected; write 'car1("));
        assert!(error("ar1(client) x").contains("position 13: `x` where the end"));
        assert!(error("").contains("position 1: the end"));
    }
}
