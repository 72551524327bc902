//! The methods that can be used, and what each makes of one client.

use peil_stats::change::{
    Category, ChangeError, Cutoff, Direction, Method, Reliability, ReliableLimit, Sample, change_index, classify,
};
use serde::Serialize;

use super::{
    ChangeArguments, ChangeCommandError, MethodName,
    long_file::LongFile,
    measure::Measure,
    numbers::Numbers,
    slope::{Slopes, slopes},
};

/// With what Hageman and Arrindell compare their index, whatever z is.
const OF_HAGEMAN_ARRINDELL: f64 = 1.65;

/// All methods in the order in which one of them counts.
const ALL: [MethodName; 7] = [
    MethodName::Points,
    MethodName::JacobsonTruax,
    MethodName::GulliksenLordNovick,
    MethodName::HsuLinnLord,
    MethodName::EdwardsNunnally,
    MethodName::HagemanArrindell,
    MethodName::MixedModelSlope,
];

impl MethodName {
    /// As it is typed, and as it heads a column.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Points => ("points", "points"),
            Self::JacobsonTruax => ("jacobson-truax", "JT"),
            Self::GulliksenLordNovick => ("gulliksen-lord-novick", "GLN"),
            Self::HsuLinnLord => ("hsu-linn-lord", "HLL"),
            Self::EdwardsNunnally => ("edwards-nunnally", "EN"),
            Self::HagemanArrindell => ("hageman-arrindell", "HA"),
            Self::MixedModelSlope => ("mixed-model-slope", "slope"),
        }
    }
}

/// The methods that can be used, the one that counts first.
pub(super) struct Judges {
    judges: Vec<(MethodName, Judge)>,
    direction: Direction,
    cutoff: Option<Cutoff>,
    /// Why methods that nobody named cannot be used.
    pub(super) lacks: Vec<String>,
}

enum Judge {
    Limit(ReliableLimit),
    Computed(Reliability),
    Index(Method, Sample, f64),
    Slope(Slopes, f64),
}

/// What a method makes of a client's change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Judged {
    pub(super) method: MethodName,
    /// Positive is improvement; none of a method in points.
    pub(super) index: Option<f64>,
    /// What the index, or the change in points, must exceed.
    pub(super) limit: f64,
    /// None where the method can say nothing of this client.
    pub(super) category: Option<Category>,
}

impl Judges {
    /// # Errors
    /// [`ChangeCommandError`] where a method was named that cannot be used, or where none can.
    pub(super) fn new(
        asked: &ChangeArguments,
        measure: &Measure,
        file: &LongFile,
        numbers: &Numbers,
    ) -> Result<Self, ChangeCommandError> {
        let (mut judges, mut lacks) = (Vec::new(), Vec::new());
        for method in ALL {
            let named = asked.method.contains(&method);
            if !named && !asked.method.is_empty() {
                continue;
            }
            match judge(method, measure, file, numbers) {
                Ok(judge) => judges.push((method, judge)),
                Err(why) if named => {
                    return Err(ChangeCommandError::Method { method: method.words().0.to_owned(), why });
                }
                Err(why) => lacks.push((method, why)),
            }
        }
        if judges.iter().all(|(method, _)| *method == MethodName::MixedModelSlope) && asked.method.is_empty() {
            let points = "no reliable change in points is known; give --reliable-change POINTS or --reliability R";
            let all = std::iter::once(points.to_owned()).chain(numbers.lacks.iter().cloned()).collect::<Vec<_>>();
            return Err(ChangeCommandError::NoMethod(all.join("; ")));
        }
        let told = |(method, why): (MethodName, String)| format!("{} did not run: {why}", method.words().0);
        // Of reliability the numbers tell it once for all.
        let lacks = lacks.into_iter().filter(|(_, why)| why != NO_RELIABILITY).map(told).collect();
        Ok(Self { judges, direction: measure.direction, cutoff: numbers.cutoff, lacks })
    }

    /// The methods, the one that counts first.
    pub(super) fn methods(&self) -> impl Iterator<Item = MethodName> {
        self.judges.iter().map(|(method, _)| *method)
    }

    /// What every method makes of the client at this place of the file, from the first to the last score.
    pub(super) fn judged(&self, place: usize, (start, last): (f64, f64)) -> Vec<Judged> {
        self.judges.iter().map(|(method, judge)| self.by(*method, judge, place, (start, last))).collect()
    }

    fn by(&self, method: MethodName, judge: &Judge, place: usize, (start, last): (f64, f64)) -> Judged {
        let by_limit = |limit: ReliableLimit, index| {
            let change = classify(start, last, self.direction, limit, self.cutoff).ok();
            Judged { method, index, limit: limit.points(), category: change.map(|change| change.category) }
        };
        let by_index = |index: Option<f64>, limit: f64| {
            let category = index.map(|index| self.category(index, limit, (start, last)));
            Judged { method, index, limit, category }
        };
        match judge {
            Judge::Limit(limit) => by_limit(*limit, None),
            Judge::Computed(reliability) => {
                let index = reliability.index(self.direction.improvement(start, last));
                by_limit(ReliableLimit::Computed(*reliability), Some(index))
            }
            Judge::Index(of, sample, limit) => {
                by_index(change_index(*of, sample, start, last, self.direction).ok(), *limit)
            }
            Judge::Slope(slopes, limit) => by_index(slopes.index(place, self.direction), *limit),
        }
    }

    /// By the index whether it is reliable, and by the scores whether it crosses.
    fn category(&self, index: f64, limit: f64, (start, last): (f64, f64)) -> Category {
        let clinical = |score| self.cutoff.map(|cutoff| cutoff.is_clinical(score, self.direction));
        let crossed = clinical(start) == Some(true) && clinical(last) == Some(false);
        match (index.abs() > limit, index > 0.0) {
            (false, _) => Category::Unchanged,
            (true, false) => Category::Deteriorated,
            (true, true) if crossed => Category::Recovered,
            (true, true) => Category::Improved,
        }
    }
}

const NO_RELIABILITY: &str = "no reliability is known; give --reliability R";

/// The method, or why it cannot be used.
fn judge(method: MethodName, measure: &Measure, file: &LongFile, numbers: &Numbers) -> Result<Judge, String> {
    let index = |of: Method, limit: f64| {
        numbers.reliability.as_ref().ok_or_else(|| NO_RELIABILITY.to_owned())?;
        let sample = numbers.sample.as_ref().map_err(|error| format!("of this file: {error}"))?;
        // What fails for one fails for all: the sample decides.
        change_index(of, sample, sample.before().mean(), sample.after().mean(), measure.direction)
            .map_err(|error: ChangeError| error.to_string())?;
        Ok(Judge::Index(of, *sample, limit))
    };
    match method {
        MethodName::Points => {
            let why = || "no source names a reliable change in points; give --reliable-change POINTS".to_owned();
            numbers.published().map(Judge::Limit).ok_or_else(why)
        }
        MethodName::JacobsonTruax => {
            numbers.reliability.as_ref().ok_or_else(|| NO_RELIABILITY.to_owned())?;
            let why = || "the first scores of the file have no spread; give --sd SD".to_owned();
            numbers.computed().map(Judge::Computed).ok_or_else(why)
        }
        MethodName::GulliksenLordNovick => index(Method::GulliksenLordNovick, numbers.z),
        MethodName::HsuLinnLord => index(Method::HsuLinnLord, numbers.z),
        MethodName::EdwardsNunnally => index(Method::EdwardsNunnally, numbers.z),
        MethodName::HagemanArrindell => index(Method::HagemanArrindell, OF_HAGEMAN_ARRINDELL),
        MethodName::MixedModelSlope => slopes(file).map(|slopes| Judge::Slope(slopes, numbers.z)),
    }
}
