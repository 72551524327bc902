//! What the scores are: a questionnaire with its numbers, or what was typed in their place.

use peil_questionnaires::{Instrument, Item, Score};
use peil_stats::{
    change::{Cutoff, Direction, OnTheCutoff, PublishedPoints, ReliableLimit},
    signals::{Rule, Scale},
};

use super::{
    arguments::{DirectionName, MeasureArguments},
    error::SignalsError,
};
use crate::{
    analyse::{NoVerdictReason, direction_of, limits_of},
    cli::questionnaire::instrument,
};

/// A measure.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Measure {
    /// What it is called: `phq-9, total`, or what was typed.
    pub(in crate::cli) name: String,
    /// What the rules must know.
    pub(in crate::cli) scale: Scale,
    /// The questionnaire, where it is one.
    pub(in crate::cli) instrument: Option<Instrument>,
    /// The lowest and the highest score that the questionnaire can give.
    range: Option<(f64, f64)>,
    /// What must be told about it.
    pub(in crate::cli) cautions: Vec<String>,
    /// Whether a number was typed in the place of the questionnaire's own.
    own_limit: bool,
    own_cutoff: bool,
}

impl Measure {
    /// The measure that was asked for. What was typed goes before what the questionnaire says.
    ///
    /// # Errors
    /// [`SignalsError`] when there is no such questionnaire or score, or the points cannot be.
    pub(in crate::cli) fn new(asked: &MeasureArguments) -> Result<Self, SignalsError> {
        let mut measure = match &asked.instrument {
            Some(named) => Self::of_instrument(instrument(named)?, asked.score.as_deref())?,
            None => Self::typed(asked)?,
        };
        let points = |option, source| SignalsError::Points { option, source };
        if let Some(limit) = asked.reliable_change {
            let limit = PublishedPoints::new(limit, true).map_err(|source| points("--reliable-change", source))?;
            let limit = ReliableLimit::Published(limit);
            measure.own_limit = measure.scale.limit.is_none_or(|known| known.points() != limit.points());
            measure.scale.limit = Some(limit);
            measure.cautions.clear();
        }
        if let Some(cutoff) = asked.cut_off {
            let cutoff = Cutoff::new(cutoff, OnTheCutoff::Clinical).map_err(|source| points("--cut-off", source))?;
            measure.own_cutoff = measure.scale.cutoff.is_none_or(|known| known != cutoff);
            measure.scale.cutoff = Some(cutoff);
        }
        if let Some(drop) = asked.process_drop {
            let drop = PublishedPoints::new(drop, true).map_err(|source| points("--process-drop", source))?;
            measure.scale.process_drop = Some(ReliableLimit::Published(drop).points());
        }
        Ok(measure)
    }

    /// The ids of the questionnaire's items: columns that RISK looks at.
    pub(super) fn items(&self) -> Vec<&str> {
        self.instrument.iter().flat_map(|instrument| instrument.items()).map(Item::id).collect()
    }

    /// The lowest and the highest score that the questionnaire can give, where it is one.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        self.range
    }

    /// Whether a rule judges by a number that was typed in the place of the questionnaire's own: then it errs otherwise.
    pub(super) fn is_judged_otherwise(&self, rule: Rule) -> bool {
        match rule {
            Rule::Deterioration | Rule::Relapse => self.own_limit,
            Rule::Stagnation | Rule::StagnationByModel | Rule::Recovered | Rule::GroupStall => {
                self.own_limit || self.own_cutoff
            }
            Rule::OffTrack
            | Rule::OffTrackByModel
            | Rule::Silence
            | Rule::Dropout
            | Rule::GroupRupture
            | Rule::GroupSplit
            | Rule::GroupOutsider => false,
        }
    }

    fn typed(asked: &MeasureArguments) -> Result<Self, SignalsError> {
        let direction = match (asked.direction, asked.reliable_change) {
            (Some(DirectionName::Lower), Some(_)) => Direction::LowerBetter,
            (Some(DirectionName::Higher), Some(_)) => Direction::HigherBetter,
            _ => return Err(SignalsError::NoScale),
        };
        let scale = Scale { direction, limit: None, cutoff: None, process_drop: None };
        let points = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        let name = format!(
            "a typed measure ({}, reliable change {}, cut-off {})",
            if direction == Direction::LowerBetter { "lower is better" } else { "higher is better" },
            points(asked.reliable_change),
            points(asked.cut_off)
        );
        Ok(Self {
            name,
            scale,
            instrument: None,
            range: None,
            cautions: Vec::new(),
            own_limit: false,
            own_cutoff: false,
        })
    }

    fn of_instrument(instrument: Instrument, score: Option<&str>) -> Result<Self, SignalsError> {
        let known = || instrument.scores().iter().map(Score::id).collect::<Vec<_>>().join(", ");
        let found = match score {
            Some(id) => instrument.score(id),
            None => instrument.scores().first(),
        };
        let Some(found) = found else {
            let (id, score, known) = (instrument.id().to_owned(), score.unwrap_or_default().to_owned(), known());
            return Err(SignalsError::UnknownScore { id, score, known });
        };
        let (limit, cutoff, cautions) = match limits_of(&instrument, found) {
            Ok((limit, cutoff, _)) => (Some(limit), cutoff, Vec::new()),
            Err(reason) => (None, None, vec![caution(instrument.id(), reason)]),
        };
        let name = format!("{}, {}", instrument.id(), found.id());
        let scale = Scale { direction: direction_of(found), limit, cutoff, process_drop: None };
        let (lowest, highest) = found.range();
        let range = Some((lowest.to_f64(), highest.to_f64()));
        Ok(Self { name, scale, instrument: Some(instrument), range, cautions, own_limit: false, own_cutoff: false })
    }
}

fn caution(id: &str, reason: NoVerdictReason) -> String {
    let why = match reason {
        NoVerdictReason::NotValidated => "its numbers were not checked against their source",
        NoVerdictReason::NoNumbers | NoVerdictReason::TooFewScores => "it has no number for it",
    };
    format!("`{id}` gives no verdict on change: {why}; give --reliable-change POINTS (and --cut-off) to judge change")
}
