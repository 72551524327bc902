//! What the wall of the room tells: how this session was, how the evenings were, and, when everybody agreed, each one's line.
//!
//! The pictures are of the questionnaire about the session; the lines are of the one that follows how members fare. They are
//! two on purpose: from the lines of those who are here nothing can be taken out of a picture that somebody else stands in.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use jiff::Timestamp;
use peil_questionnaires::{Direction, Instrument, Library, Scale, Score};

use super::{AnalyseError, outcome_scale, session_scale};
use crate::{
    domain::{Attendance, MembershipId, SessionId, Told, WallRule},
    store::{GroupRow, SessionRow, Tenant},
};

/// Questions that fit on a wall.
const MOST_ITEMS: usize = 5;

/// What a wall tells.
#[derive(Debug, Clone)]
pub struct Wall {
    /// How many came.
    pub present: usize,
    /// How many of them answered the questionnaire about the session.
    pub answered: usize,
    /// The picture of this session.
    pub picture: WallPicture,
    /// The group's evenings up to this one, as each stood on its own wall.
    pub evenings: Vec<WallEvening>,
    /// The lines of those who are here.
    pub lines: WallLines,
}

/// Lines of single members.
#[derive(Debug, Clone, PartialEq)]
pub enum WallLines {
    /// Not everybody who is here agreed.
    NotAgreed,
    /// Others were shown before in this session: nobody else's are shown any more.
    Over,
    /// Everybody agreed.
    Shown {
        /// Each one's own first, second, third score and so on, in no order that tells whose.
        lines: Vec<Vec<f64>>,
        /// Of whom, when they were not shown before in this session.
        first_of: Vec<MembershipId>,
    },
}

/// The picture of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WallPicture {
    /// The group is not asked about its sessions.
    NotAsked,
    /// There are too few answers; so many more make a picture.
    TooFew {
        /// How many more.
        more: usize,
    },
    /// Somebody of the picture turned out not to be here.
    Gone,
    /// It can be shown.
    Shown {
        /// Of how many answers.
        of: usize,
        /// Answers that came later and are not in it.
        later: usize,
        /// What is told, by the item's id; items of which too little is known are left out.
        items: Vec<(String, Told)>,
    },
}

/// One evening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WallEvening {
    /// The number of the session.
    pub session: i16,
    /// How it was rated as a whole; none where too few answered, or somebody of its picture was not there after all.
    pub told: Option<Told>,
    /// Of how many answers the picture is.
    pub of: usize,
}

/// Who stands in the picture of a session.
#[derive(Default)]
struct InPicture {
    rounds: BTreeMap<MembershipId, i16>,
    waiting: usize,
    /// Whether all of them were there.
    whole: bool,
}

/// What the reading needs besides the rows.
struct Reader<'a> {
    tenant: &'a Tenant<'a>,
    rule: WallRule,
    group: &'a GroupRow,
    session: &'a SessionRow,
}

/// Reads what the wall tells of a session; its picture was fixed before, in the same transaction.
///
/// # Errors
///
/// [`AnalyseError`] when the rows cannot be read.
pub async fn read_wall(
    tenant: &Tenant<'_>,
    library: &Library,
    rule: WallRule,
    (group, session): (&GroupRow, &SessionRow),
    now: Timestamp,
) -> Result<Wall, AnalyseError> {
    let plan = tenant.group_plan(group.id).await?;
    let reader = Reader { tenant, rule, group, session };
    let attendance = tenant.group_attendance(group.id).await?;
    let came: BTreeSet<(SessionId, MembershipId)> = attendance
        .iter()
        .filter(|row| row.status == Attendance::Present)
        .map(|row| (row.session, row.membership))
        .collect();
    let present: BTreeSet<MembershipId> =
        came.iter().filter(|(at, _)| *at == session.id).map(|(_, member)| *member).collect();
    let away: BTreeSet<MembershipId> = attendance
        .iter()
        .filter(|row| row.session == session.id && row.status != Attendance::Present)
        .map(|row| row.membership)
        .collect();
    let mut wall = Wall {
        present: present.len(),
        answered: 0,
        picture: WallPicture::NotAsked,
        evenings: Vec::new(),
        lines: WallLines::NotAgreed,
    };
    if let Some((instrument, total)) = session_scale(library, &plan) {
        let pictures = reader.pictures(instrument.id(), &came).await?;
        let own = pictures.get(&session.id);
        let here = |picture: &InPicture| picture.rounds.keys().filter(|member| present.contains(member)).count();
        wall.answered = own.map_or(0, |picture| here(picture) + picture.waiting);
        wall.picture = reader.picture(instrument, total, own).await?;
        wall.evenings = reader.evenings(instrument, total, &pictures).await?;
    }
    if let Some((instrument, score)) = outcome_scale(library, &plan) {
        wall.lines = reader.lines((instrument, score), (&present, &away), now).await?;
    }
    Ok(wall)
}

impl Reader<'_> {
    async fn pictures(
        &self,
        instrument: &str,
        came: &BTreeSet<(SessionId, MembershipId)>,
    ) -> Result<BTreeMap<SessionId, InPicture>, AnalyseError> {
        let mut pictures: BTreeMap<SessionId, InPicture> = BTreeMap::new();
        for row in self.tenant.wall_answers(self.group.id, instrument).await? {
            let picture =
                pictures.entry(row.session).or_insert_with(|| InPicture { whole: true, ..InPicture::default() });
            match row.round {
                Some(round) => {
                    picture.rounds.insert(row.membership, round);
                    picture.whole &= came.contains(&(row.session, row.membership));
                }
                None => picture.waiting += 1,
            }
        }
        Ok(pictures)
    }

    async fn picture(
        &self,
        instrument: &Instrument,
        total: &Score,
        own: Option<&InPicture>,
    ) -> Result<WallPicture, AnalyseError> {
        let Some(own) = own.filter(|own| !own.rounds.is_empty()) else {
            let waiting = own.map_or(0, |own| own.waiting);
            return Ok(WallPicture::TooFew { more: self.rule.missing(0, waiting).max(1) });
        };
        if !own.whole {
            return Ok(WallPicture::Gone);
        }
        let marks = self.tenant.wall_marks(self.session.id, instrument.id()).await?;
        let told = wall_items(instrument, total).into_iter().filter_map(|item| {
            let of_item = marks.iter().filter(|mark| mark.item == item.id);
            let of_item: Vec<(i16, f64)> = of_item.map(|mark| (mark.round, item.place(mark.value))).collect();
            Some((item.id.to_owned(), Told::of(self.rule.shown(&of_item)?)?))
        });
        Ok(WallPicture::Shown { of: own.rounds.len(), later: own.waiting, items: told.collect() })
    }

    async fn evenings(
        &self,
        instrument: &Instrument,
        total: &Score,
        pictures: &BTreeMap<SessionId, InPicture>,
    ) -> Result<Vec<WallEvening>, AnalyseError> {
        let scores = self.tenant.group_scores(self.group.id, instrument.id(), total.id()).await?;
        let items = instrument.hashes().items().to_string();
        let sessions = self.tenant.sessions(self.group.id).await?.into_iter();
        let evening = |session: SessionRow| {
            let picture = pictures.get(&session.id).filter(|picture| picture.whole);
            let marks: Vec<(i16, f64)> = picture
                .into_iter()
                .flat_map(|picture| scores.iter().map(move |score| (picture, score)))
                .filter(|(_, score)| score.session == Some(session.id) && score.items == items)
                .filter_map(|(picture, score)| {
                    Some((*picture.rounds.get(&score.membership)?, place_of(total, score.value)))
                })
                .collect();
            let shown = self.rule.shown(&marks);
            let of = shown.as_ref().map_or(0, Vec::len);
            WallEvening { session: session.number, told: shown.and_then(Told::of), of }
        };
        Ok(sessions.filter(|session| session.number <= self.session.number).map(evening).collect())
    }

    /// The lines of those who are here, when each of them agreed. Who was not noted as away counts as here.
    async fn lines(
        &self,
        (instrument, score): (&Instrument, &Score),
        (present, away): (&BTreeSet<MembershipId>, &BTreeSet<MembershipId>),
        now: Timestamp,
    ) -> Result<WallLines, AnalyseError> {
        let agreed: BTreeSet<MembershipId> = self.tenant.given_lines(self.session.id, now).await?.into_iter().collect();
        let members = self.tenant.memberships(self.group.id).await?;
        let unasked = members
            .iter()
            .filter(|member| member.is_active_on(self.session.held_on) && !away.contains(&member.id))
            .any(|member| !agreed.contains(&member.id));
        if unasked || present.len() < self.rule.fewest() || !present.is_subset(&agreed) {
            return Ok(WallLines::NotAgreed);
        }
        let before: BTreeSet<MembershipId> = self.tenant.shown_lines(self.session.id).await?.into_iter().collect();
        if !before.is_empty() && before != *present {
            return Ok(WallLines::Over);
        }
        let scores = self.tenant.group_scores(self.group.id, instrument.id(), score.id()).await?;
        let items = instrument.hashes().items().to_string();
        let sessions = self.tenant.sessions(self.group.id).await?;
        let held = sessions.iter().filter(|session| session.number <= self.session.number);
        let held: Vec<SessionId> = held.map(|session| session.id).collect();
        // Without places for sessions that he missed or that were before his time: those would tell whose line it is.
        let line = |member: &MembershipId| -> Vec<f64> {
            let own: BTreeMap<SessionId, f64> = scores
                .iter()
                .filter(|score| score.membership == *member && score.items == items)
                .filter_map(|score| Some((score.session?, score.value)))
                .collect();
            held.iter().filter_map(|session| own.get(session).copied()).collect()
        };
        let mut lines: Vec<Vec<f64>> = present.iter().map(line).filter(|line| !line.is_empty()).collect();
        // In the order of their newest scores: that of the rows would tell who came to the group first.
        lines.sort_by(|one, other| one.iter().rev().partial_cmp(other.iter().rev()).unwrap_or(Ordering::Equal));
        if lines.len() < self.rule.fewest() {
            return Ok(WallLines::NotAgreed);
        }
        let first_of = if before.is_empty() { present.iter().copied().collect() } else { Vec::new() };
        Ok(WallLines::Shown { lines, first_of })
    }
}

/// A question that the wall can tell about.
pub struct WallItem<'l> {
    /// Its id.
    pub id: &'l str,
    /// Whether the right end of its line is the worse one.
    pub is_reversed: bool,
    ends: (f64, f64),
}

impl WallItem<'_> {
    /// Where a mark lies; 0 is the worse end, 1 the better one.
    fn place(&self, mark: f64) -> f64 {
        let (low, high) = self.ends;
        let place = (mark - low) / (high - low);
        if self.is_reversed { 1.0 - place } else { place }
    }
}

/// The lines of a questionnaire that fit on a wall; none of a longer one, of which only the whole is told.
#[must_use]
pub fn wall_items<'l>(instrument: &'l Instrument, total: &Score) -> Vec<WallItem<'l>> {
    let worse_is_high = total.direction() == Direction::LowerBetter;
    let items = instrument.items().iter().filter_map(|item| match item.scale() {
        Scale::Vas { min, max, .. } if total.items().iter().any(|id| id == item.id()) => Some(WallItem {
            id: item.id(),
            is_reversed: total.reverse().iter().any(|id| id == item.id()) != worse_is_high,
            ends: (min.to_f64(), max.to_f64()),
        }),
        _ => None,
    });
    let items: Vec<WallItem<'_>> = items.collect();
    if items.len() > MOST_ITEMS { Vec::new() } else { items }
}

/// Where a score lies; 0 is the worse end, 1 the better one.
fn place_of(score: &Score, value: f64) -> f64 {
    let (low, high) = score.range();
    let place = (value - low.to_f64()) / (high.to_f64() - low.to_f64());
    if score.direction() == Direction::LowerBetter { 1.0 - place } else { place }
}
