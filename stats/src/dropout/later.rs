//! The hazard of leaving further ahead than the next session, by what is known now.

use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::row::PersonSession;
use super::sandwich::{Residual, inflation, sandwich};
use super::shrinkage::{balance, shrinkage};
use super::{CourseForHazard, HazardError, Regression, RegressionError, RiskRow, SESSIONS_AHEAD};
use crate::glmm::Link;

/// logit h = α_t + λ_j + β'x + γ'z_s + u_group at the j-th session ahead, j = 2 … 4, of those who have not left, by what
/// was known at session s: a landmark model (van Houwelingen 2007, doi:10.1111/j.1467-9469.2006.00529.x) of the hazard of a
/// subdistribution (Fine and Gray 1999, doi:10.1080/01621459.1999.10474144), in which who ended otherwise has not left.
///
/// What is known of a client does not stand still: who is silent now may be silent for good in two sessions, and whose signs
/// went away does not carry them on. The model of the next session says neither; this one has learnt both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Later {
    columns: Columns,
    /// By column, as estimated.
    pub(super) estimates: Vec<f64>,
    /// A sandwich over courses, each of which stands in several rows.
    pub(super) covariance: Vec<Vec<f64>>,
    shrinkage: f64,
    shift: f64,
}

/// A client as known before one session, at a later one.
struct Landmark<'a> {
    course: usize,
    known: RiskRow<'a>,
    session: usize,
    left: bool,
    /// The group's own part.
    group: f64,
}

impl Landmark<'_> {
    fn residual(&self, columns: &Columns, estimates: &[f64]) -> Residual {
        let x = columns.values(&self.known, self.session);
        let odds: f64 = self.group + x.iter().zip(estimates).map(|(x, b)| x * b).sum::<f64>();
        Residual { cluster: self.course, x, rest: f64::from(u8::from(self.left)) - Link::Logit.probability(odds) }
    }
}

impl Later {
    /// Learns with the columns of the model of the next session, its groups' own parts taken as known. None where nobody left
    /// so late.
    pub(super) fn fit(
        rows: &[PersonSession<'_>],
        courses: &[CourseForHazard<'_>],
        now: f64,
        columns: &Columns,
        group: impl Fn(Option<&str>) -> f64,
    ) -> Result<Option<Self>, HazardError> {
        let landmarks = landmarks(rows, courses, now, group);
        let events = landmarks.iter().filter(|row| row.left).count();
        if events == 0 || events == landmarks.len() {
            return Ok(None);
        }
        let (columns, full) = estimable(&landmarks, columns.further())?;
        let (_, bare) = estimable(&landmarks, columns.baseline())?;
        let covariance =
            sandwich(&full.covariance, landmarks.iter().map(|row| row.residual(&columns, &full.estimates)));
        let covariates = columns.contents().iter().filter(|column| !column.is_baseline()).count();
        // The rows of a course repeat each other, which inflates the likelihood ratio by so much (Rotnitzky and Jewell 1990,
        // doi:10.1093/biomet/77.3.485).
        let inflation = inflation(&columns, &full.covariance, &covariance).ok_or(HazardError::Undetermined)?;
        let shrinkage = shrinkage((bare.deviance - full.deviance) / inflation, covariates);
        let later = Self { columns, estimates: full.estimates, covariance, shrinkage, shift: 0.0 };
        let odds: Vec<f64> = landmarks.iter().map(|row| later.log_odds(&row.known, row.session) + row.group).collect();
        Ok(Some(Self { shift: balance(&odds, events), ..later }))
    }

    /// The row of the design at a session, the covariates shrunken.
    pub(super) fn design(&self, row: &RiskRow<'_>, session: usize) -> Vec<f64> {
        self.columns.shrunken(row, session, self.shrinkage)
    }

    /// The log odds of leaving at a session, without the group's own part.
    pub(super) fn log_odds(&self, row: &RiskRow<'_>, session: usize) -> f64 {
        let fixed: f64 = self.design(row, session).iter().zip(&self.estimates).map(|(x, b)| x * b).sum();
        self.shift + fixed
    }
}

/// The rows of a course follow each other. Who ended otherwise is no longer there to leave: such a stay goes on as one that
/// nobody left, as far as would be known by now.
fn landmarks<'a>(
    rows: &[PersonSession<'a>],
    courses: &[CourseForHazard<'a>],
    now: f64,
    group: impl Fn(Option<&str>) -> f64,
) -> Vec<Landmark<'a>> {
    let mut all = Vec::new();
    for stay in rows.chunk_by(|a, b| a.course == b.course) {
        let course = &courses[stay[0].course];
        let last = stay.len() - 1;
        for (place, row) in stay.iter().enumerate() {
            let group = group(row.known.group);
            let at = |session, left| Landmark { course: row.course, known: row.known, session, left, group };
            all.extend(stay[place..].iter().take(SESSIONS_AHEAD).skip(1).map(|seen| at(seen.known.session, seen.left)));
            if stay[last].ended_otherwise {
                let held = row.known.session - 1;
                let pace = course.pace(held);
                let began = course.began + course.sessions[held - 1].weeks;
                let known = |ahead: &usize| began + *ahead as f64 * pace <= now;
                let ahead = last - place + 2..=course.sessions_ahead(held, SESSIONS_AHEAD);
                all.extend(ahead.take_while(known).map(|ahead| at(held + ahead, false)));
            }
        }
    }
    all
}

/// With all columns that can be estimated together.
fn estimable(landmarks: &[Landmark<'_>], mut columns: Columns) -> Result<(Columns, Regression), HazardError> {
    let events: Vec<bool> = landmarks.iter().map(|row| row.left).collect();
    let offsets: Vec<f64> = landmarks.iter().map(|row| row.group).collect();
    loop {
        let design: Vec<Vec<f64>> = landmarks.iter().map(|row| columns.values(&row.known, row.session)).collect();
        match Regression::fit_beside(&design, &events, Link::Logit, &offsets) {
            // Not the constant, which is the first. Each time there is a column less.
            Err(RegressionError::Collinear { column } | RegressionError::Separation { column }) if column > 1 => {
                columns = columns.without(&columns.labels()[column - 1]);
            }
            fitted => return Ok((columns, fitted?)),
        }
    }
}
