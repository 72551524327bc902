//! How the sessions of a group were rated, and in which of them something stood out: what a chart of its climate shows.

use peil_questionnaires::Library;
use peil_stats::{
    change::Direction,
    signals::{Evidence, GroupCourse, Rule, Scale, SessionRatings, group_findings, session_ratings},
};

use super::{SignalsError, room::Room};
use crate::{analyse::settings_in_force, domain::GroupId, store::Tenant};

/// The ratings of a group's closed sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionClimate {
    /// The instrument that rates a session.
    pub instrument: String,
    /// Its score.
    pub scale: String,
    /// The sessions in order of time.
    pub sessions: Vec<RatedSession>,
}

/// One session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatedSession {
    /// Its number.
    pub number: i32,
    /// The ratings, counted as the instrument does.
    pub ratings: SessionRatings,
    /// Whether G-RUPT speaks of it, and on what.
    pub rupture: Option<RupturedBy>,
    /// Whether G-SPLIT speaks of it.
    pub is_split: bool,
}

/// What G-RUPT goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RupturedBy {
    /// The mean of the group.
    Mean,
    /// Members whose own rating fell, whatever the mean.
    Members,
}

/// Reads how the sessions of a group were rated; none when the group is not asked. `speaks` is whether the organisation
/// uses signals: without them nothing stands out.
///
/// # Errors
///
/// [`SignalsError`] when the rows cannot be read.
pub async fn session_climate(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
    speaks: bool,
) -> Result<Option<SessionClimate>, SignalsError> {
    let Some(row) = tenant.rooms(&[group]).await?.into_iter().next() else { return Ok(None) };
    let room = Room::new(row, library);
    let Some(rated_by) = &room.rated else { return Ok(None) };
    let (sessions, _) = room.sessions_of(rated_by);
    let course = GroupCourse::new(&sessions)?;
    let settings = settings_in_force(tenant).await?;
    let process_drop = rated_by.scale.limit.map(|limit| limit.points());
    let scale = Scale { direction: Direction::HigherBetter, limit: None, cutoff: None, process_drop };
    let sign = rated_by.scale.direction.sign();
    let read = |(place, ratings): (usize, SessionRatings)| {
        let judged = speaks && ratings.count > 0;
        let found = judged.then(|| group_findings(course.until(place + 1), &[], &scale, None, &settings).group);
        let speaks_of = |rule: Rule| found.iter().flatten().any(|finding| finding.rule == rule);
        RatedSession {
            number: sessions[place].session,
            ratings: counted(ratings, sign),
            rupture: found.iter().flatten().find_map(|finding| match finding.evidence {
                Evidence::GroupRupture { by_mean: true, .. } => Some(RupturedBy::Mean),
                Evidence::GroupRupture { .. } => Some(RupturedBy::Members),
                _ => None,
            }),
            is_split: speaks_of(Rule::GroupSplit),
        }
    };
    let rated = session_ratings(course, settings.usual_sessions);
    Ok(Some(SessionClimate {
        instrument: rated_by.instrument.clone(),
        scale: rated_by.score.clone(),
        sessions: rated.into_iter().enumerate().map(read).collect(),
    }))
}

/// The rules count a high rating as good; the instrument may not.
fn counted(ratings: SessionRatings, sign: f64) -> SessionRatings {
    SessionRatings {
        mean: ratings.mean.map(|mean| sign * mean),
        usual: ratings.usual.map(|mut usual| {
            usual.mean *= sign;
            usual
        }),
        ..ratings
    }
}
