//! Reliability: how far two measurements of an unchanged person lie apart.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;

/// 1.96: the middle 95 % of a normal distribution.
const HUNDREDTHS_OF_Z: u128 = 196;

/// Which kind of coefficient a reliability is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReliabilityKind {
    /// Internal consistency (Cronbach's alpha).
    Alpha,
    /// Agreement of two measurements of the same people.
    TestRetest,
}

/// How reliable a score is, and how far people differ: what a reliable change index is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    kind: ReliabilityKind,
    r: Decimal,
    #[serde(default)]
    sd: Option<Decimal>,
    #[serde(default)]
    n: Option<u32>,
    population: String,
    #[serde(default)]
    source: Option<String>,
    validated: bool,
}

impl Reliability {
    /// Which kind of coefficient `r` is.
    pub fn kind(&self) -> ReliabilityKind {
        self.kind
    }

    /// The coefficient, 0 to 1.
    pub fn r(&self) -> Decimal {
        self.r
    }

    /// The standard deviation in the same population, where known.
    pub fn sd(&self) -> Option<Decimal> {
        self.sd
    }

    /// How many people the coefficient rests on, where known.
    pub fn n(&self) -> Option<u32> {
        self.n
    }

    /// Who those people were.
    pub fn population(&self) -> &str {
        &self.population
    }

    /// The id of the source.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Whether someone read `r` and `sd` in the source. If not, no verdict about change is computed from them.
    pub fn validated(&self) -> bool {
        self.validated
    }

    /// The reliable change index, `1.96 · sd · √(2 (1 − r))` (Jacobson & Truax 1991): a change of more than this many
    /// points has one chance in twenty when nothing changed. Computed in whole numbers, rounded once to four decimals;
    /// none without a spread, or for numbers that `check` refuses.
    pub fn reliable_change(&self) -> Option<Decimal> {
        let millionths = |value: Decimal| u128::try_from(value.millionths()).ok();
        let (sd, unit) = (millionths(self.sd?)?, 1_000_000_u128);
        let unreliable = unit.checked_sub(millionths(self.r)?)?.checked_mul(2)?;
        let spread = sd.checked_mul(HUNDREDTHS_OF_Z)?;
        // In 10⁻²² squared points; the root of what is left after dividing by 10¹² is in 10⁻⁵ points.
        let squared = spread.checked_mul(spread)?.checked_mul(unreliable)?;
        let root = (squared / 1_000_000_000_000).isqrt();
        Decimal::from_millionths(i128::try_from((root + 5) / 10 * 100).ok()?)
    }
}

/// One reliability may stand in the file as `[score.reliability]`, more as `[[score.reliability]]`.
pub(super) mod one_or_many {
    use std::fmt;

    use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
    use serde::de::{MapAccess, SeqAccess, Visitor};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Reliability;

    pub(in crate::definition) fn serialize<S: Serializer>(
        values: &[Reliability],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match values {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }

    pub(in crate::definition) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Reliability>, D::Error> {
        deserializer.deserialize_any(OneOrMany)
    }

    struct OneOrMany;

    impl<'de> Visitor<'de> for OneOrMany {
        type Value = Vec<Reliability>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a reliability or a list of them")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Ok(vec![Reliability::deserialize(MapAccessDeserializer::new(map))?])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(seq))
        }
    }
}
