//! All rules over whole courses, session by session, each time with no more than was known that day.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::foretelling::{Foreteller, Foretelling};
use super::{Study, StudyGroup, StudyMember};
use crate::dropout::Foretold;
use crate::expected::{ExpectedCourse, ObservedCourse};
use crate::signals::{
    ClientCourse, Finding, GroupCourse, GroupSession, MemberAnswer, Rule, Scale, Settings, SlopePrior, Standing,
    client_findings, dropout_by_model, group_findings, standing, window_slopes,
};

/// What a rule said after a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// Place of the group in the study.
    pub group: usize,
    /// Place of the member in the group; none where the group as a whole is meant.
    pub member: Option<usize>,
    /// Number of the session.
    pub session: i32,
    /// What was found.
    pub finding: Finding,
    /// Of DROP by a model: the ended courses that the model had learnt from by then.
    pub ended: Option<usize>,
}

/// What courses are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Yardstick<'a> {
    /// The scale.
    pub scale: &'a Scale,
    /// The constants of the rules.
    pub settings: &'a Settings,
    /// The expected course, where there is one.
    pub expected: Option<&'a ExpectedCourse>,
    /// What slopes of groups are usual, where enough is known.
    pub prior: Option<SlopePrior>,
    /// Models by which DROP goes once there is one; without them it goes by its marks.
    pub leaving: Option<Foretelling<'a>>,
}

impl Study {
    /// The courses as the expected course is fitted to them: of the groups that `of` admits, by their places.
    #[must_use]
    pub fn observed(&self, of: impl Fn(usize) -> bool) -> Vec<Observed> {
        let groups = self.groups().iter().enumerate().filter(|(place, _)| of(*place));
        groups
            .flat_map(|(place, group)| group.members.iter().filter_map(move |member| observed(place, member)))
            .collect()
    }

    /// What slopes of groups are usual; none with too few windows.
    #[must_use]
    pub fn slope_prior(&self, of: impl Fn(usize) -> bool, scale: &Scale, settings: &Settings) -> Option<SlopePrior> {
        let groups = self.groups().iter().enumerate().filter(|(place, _)| of(*place));
        let slopes = groups.flat_map(|(_, group)| {
            let sessions = sessions(group);
            let course = GroupCourse::new(&sessions).ok();
            course.map_or_else(Vec::new, |course| window_slopes(course, scale.direction, settings.stall_window))
        });
        SlopePrior::estimate(&slopes.collect::<Vec<_>>(), settings.stall_windows)
    }

    /// What the marks of DROP say at every session, whatever a model says.
    #[must_use]
    pub fn dropout_marks(&self, scale: &Scale, settings: &Settings) -> Vec<Spoken> {
        let members = self.groups().iter().enumerate().flat_map(|(place, group)| {
            group.members.iter().enumerate().map(move |(seat, member)| (place, seat, member))
        });
        let each = members.flat_map(|(group, seat, member)| {
            let found = member.visits.iter().filter_map(move |visit| {
                let found = client_findings(known(member, visit.session)?, scale, None, settings);
                let finding = found.into_iter().find(|finding| finding.rule == Rule::Dropout)?;
                Some(Spoken { group, member: Some(seat), session: visit.session, finding, ended: None })
            });
            found.collect::<Vec<_>>()
        });
        each.collect()
    }

    /// Every signal of every session, in the order of groups, sessions and members; `yardstick` gives what each group is
    /// judged by. `done` hears of each group that is finished, from any thread.
    #[must_use]
    pub fn forward<'a>(
        &self,
        yardstick: impl Fn(usize) -> Yardstick<'a> + Sync,
        done: impl Fn() + Sync,
    ) -> Vec<Spoken> {
        let groups: Vec<Vec<Spoken>> = self
            .groups()
            .par_iter()
            .enumerate()
            .map(|(place, group)| {
                let spoken = of_group(place, group, yardstick(place));
                done();
                spoken
            })
            .collect();
        groups.into_iter().flatten().collect()
    }
}

/// A course after its first score, as the fit of an expected course takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    group: String,
    start: f64,
    scores: Vec<(f64, f64)>,
}

impl Observed {
    /// As the fit takes it.
    #[must_use]
    pub fn as_course(&self) -> ObservedCourse<'_> {
        ObservedCourse { group: Some(&self.group), start: self.start, scores: &self.scores }
    }
}

fn observed(group: usize, member: &StudyMember) -> Option<Observed> {
    let course = ClientCourse::new(&member.visits, None).ok()?;
    let (first, start) = course.start()?;
    let scores = course.measured().skip(1).map(|(visit, score)| (visit.weeks - first.weeks, score)).collect();
    Some(Observed { group: group.to_string(), start, scores })
}

/// The sessions of a group with what each member gave.
///
/// Weeks are those of the members where all agree on them (a closed group); else the sessions' numbers stand for weeks,
/// since members of an open group count from their own start.
fn sessions(group: &StudyGroup) -> Vec<GroupSession> {
    let mut held: BTreeMap<i32, Vec<(usize, f64, MemberAnswer)>> = BTreeMap::new();
    for (member, stay) in group.members.iter().enumerate() {
        for visit in &stay.visits {
            let (outcome, process, present) = (visit.score, visit.process, visit.attended());
            let answer = MemberAnswer { member, present, outcome, process };
            held.entry(visit.session).or_default().push((member, visit.weeks, answer));
        }
    }
    let agreed = held.values().all(|rows| rows.windows(2).all(|pair| pair[0].1 == pair[1].1))
        && held.values().zip(held.values().skip(1)).all(|(one, next)| one[0].1 <= next[0].1);
    held.into_iter()
        .map(|(session, rows)| GroupSession {
            session,
            weeks: if agreed { rows[0].1 } else { f64::from(session) },
            members: rows.into_iter().map(|(_, _, answer)| answer).collect(),
        })
        .collect()
}

fn of_group(place: usize, group: &StudyGroup, by: Yardstick<'_>) -> Vec<Spoken> {
    let sessions = sessions(group);
    let mut spoken = Vec::new();
    let mut foreteller = by.leaving.map(|leaving| Foreteller::new(leaving, group));
    for (held, session) in (1..).zip(&sessions) {
        let mut standings: Vec<Standing> = Vec::new();
        for answer in &session.members {
            let Some(course) = known(&group.members[answer.member], session.session) else { continue };
            let found = client_findings(course, by.scale, by.expected, by.settings);
            let foretold = foreteller.as_mut().and_then(|one| one.foretold(answer.member, course.visits().len()));
            spoken.extend(with_model(found, foretold, by.settings).into_iter().map(|(finding, ended)| Spoken {
                group: place,
                member: Some(answer.member),
                session: session.session,
                finding,
                ended,
            }));
            standings.extend(standing(course, by.scale, by.expected, by.settings));
        }
        let Ok(course) = GroupCourse::new(&sessions) else { continue };
        let found = group_findings(course.until(held), &standings, by.scale, by.prior, by.settings);
        let whole = found.group.into_iter().map(|finding| (None, finding));
        let each = found.members.into_iter().map(|(member, finding)| (Some(member), finding));
        spoken.extend(whole.chain(each).map(|(member, finding)| Spoken {
            group: place,
            member,
            session: session.session,
            finding,
            ended: None,
        }));
    }
    spoken
}

/// What was found, with what a model foretold in the place of DROP's marks: as the service shows it.
fn with_model(
    found: Vec<Finding>,
    foretold: Option<(Foretold, usize)>,
    settings: &Settings,
) -> Vec<(Finding, Option<usize>)> {
    let by_model = match foretold {
        Some((Foretold::Risk(risk), ended)) => dropout_by_model(&risk, settings).map(|finding| (finding, Some(ended))),
        Some((Foretold::Over, _)) => None,
        None | Some((Foretold::NotBegun | Foretold::Lacking(_), _)) => {
            return found.into_iter().map(|finding| (finding, None)).collect();
        }
    };
    let others = found.into_iter().filter(|finding| finding.rule != Rule::Dropout).map(|finding| (finding, None));
    others.chain(by_model).collect()
}

/// What was known of a member after a session.
fn known(member: &StudyMember, session: i32) -> Option<ClientCourse<'_>> {
    let place = member.visits.iter().position(|visit| visit.session == session)?;
    let planned_end = member.planned_end.by(member.visits[place].weeks);
    Some(ClientCourse::new(&member.visits, planned_end).ok()?.until(place + 1))
}
