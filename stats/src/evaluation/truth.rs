//! What each unit turned out to be, rule by rule.
//!
//! | rule | true of a stay (or group) when |
//! |---|---|
//! | DET, OFF | its end is reliably worse than its start |
//! | STAG, STAG-P | its end is not reliably better than its start |
//! | REL | it was reliably better, and its end is worse than its best by as much |
//! | REC | its end is reliably better and functional |
//! | MISS, DROP | the client left on his own before the planned end |
//! | G-STALL | its members' true improvement over the last four sessions was under a fifth of a reliable change, and stayed so |
//! | G-RUPT, G-SPLIT, G-OUT | the simulated group ruptured, split, or held this outsider |
//!
//! Of simulated clients the true improvement is known, free of noise. Of others the last score stands for it: then what a
//! rule says at that very score foretells nothing and is left out, and stays without an end, or with fewer than two
//! scores, are not judged. Of real groups nobody knows the truth: those rules are not judged on them.

use std::collections::BTreeMap;

use super::{Judged, Spoken, Study, StudyGroup, StudyMember};
use crate::dropout::Ending;
use crate::signals::{Level, Rule, Scale};
use crate::simulate::GroupTruth;

/// Sessions for which a rupture is news.
const RUPTURE_LASTS: usize = 3;
/// Share of a reliable change below which a group's true improvement over [`STALL_SESSIONS`] sessions is standing still.
const STANDS_STILL: f64 = 0.2;
const STALL_SESSIONS: usize = 4;

/// Rules that warn of the same end, judged as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning<'r> {
    /// The rules.
    pub rules: &'r [Rule],
    /// Whether amber of OFF (beyond the 68 % limit) counts as a warning, or only red (beyond the 80 % limit).
    pub amber: bool,
}

impl<'r> Warning<'r> {
    /// These rules, OFF when red.
    #[must_use]
    pub const fn of(rules: &'r [Rule]) -> Self {
        Self { rules, amber: false }
    }

    /// The rules' names, `DET+OFF`; `OFF-68` where amber counts.
    #[must_use]
    pub fn name(self) -> String {
        let name = |rule: &Rule| match rule {
            Rule::OffTrack if self.amber => "OFF-68",
            rule => rule.id(),
        };
        self.rules.iter().map(name).collect::<Vec<_>>().join("+")
    }

    fn counts(self, one: &Spoken) -> bool {
        let finding = &one.finding;
        let amber = finding.rule == Rule::OffTrack && finding.level < Level::Attention;
        self.rules.contains(&finding.rule) && (self.amber || !amber)
    }
}

/// The units of a study that a warning can be judged on: what it said of each, and what became of it. Empty where the truth
/// is not known, or the rules are none.
#[must_use]
pub fn judged(study: &Study, spoken: &[Spoken], warning: Warning<'_>, scale: &Scale) -> Vec<Judged> {
    let Some(&rule) = warning.rules.first() else { return Vec::new() };
    let mut said: BTreeMap<(usize, Option<usize>), Vec<i32>> = BTreeMap::new();
    for one in spoken.iter().filter(|one| warning.counts(one)) {
        said.entry((one.group, one.member)).or_default().push(one.session);
    }
    let mut units = Vec::new();
    for (place, group) in study.groups().iter().enumerate() {
        let about = |member: Option<usize>| said.get(&(place, member)).map_or(&[][..], Vec::as_slice);
        if rule.is_of_group() {
            units.extend(of_group(place, group, rule, scale, about(None)));
            continue;
        }
        for (seat, member) in group.members.iter().enumerate() {
            units.extend(of_member(place, (group, seat, member), rule, scale, about(Some(seat))));
        }
    }
    units
}

/// A group, cut where its truth changes: sessions of the event are one unit, those before and after another.
fn of_group(place: usize, group: &StudyGroup, rule: Rule, scale: &Scale, said: &[i32]) -> Vec<Judged> {
    let Some(truth) = group.truth else { return Vec::new() };
    let mut sessions: Vec<i32> = group.members.iter().flat_map(|m| m.visits.iter().map(|v| v.session)).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let event = match (rule, truth) {
        (Rule::GroupStall, _) => stands_still_from(group, &sessions, scale).map(|from| (from, usize::MAX)),
        (Rule::GroupSplit, GroupTruth::Splitting(from)) => Some((from, usize::MAX)),
        (Rule::GroupRupture, GroupTruth::Rupture(at)) => Some((at, RUPTURE_LASTS)),
        _ => None,
    };
    cut(place, &sessions, event, said)
}

/// The session from which on the members of a simulated group no longer truly improve; none where they do to the end.
fn stands_still_from(group: &StudyGroup, sessions: &[i32], scale: &Scale) -> Option<u32> {
    let little = STANDS_STILL * scale.limit?.points();
    let improvement = |member: &StudyMember, session: i32| {
        let place = member.visits.iter().position(|visit| visit.session == session)?;
        member.true_improvement.as_ref()?.get(place).copied()
    };
    let still = |pair: &[i32]| {
        let (before, now) = (pair[0], pair[pair.len() - 1]);
        let moved = group.members.iter().filter_map(|m| Some(improvement(m, now)? - improvement(m, before)?));
        let (sum, count) = moved.fold((0.0, 0.0), |(sum, count), one| (sum + one, count + 1.0));
        count > 0.0 && sum / count < little
    };
    let windows: Vec<&[i32]> = sessions.windows(STALL_SESSIONS).collect();
    let last_moving = windows.iter().rposition(|window| !still(window));
    let first = windows.get(last_moving.map_or(0, |place| place + 1))?;
    u32::try_from(*first.last()?).ok()
}

fn cut(cluster: usize, sessions: &[i32], event: Option<(u32, usize)>, said: &[i32]) -> Vec<Judged> {
    let spoke = |part: &[i32]| part.iter().map(|session| said.contains(session)).collect::<Vec<bool>>();
    let Some((from, lasts)) = event else {
        return vec![Judged { cluster, truth: false, spoke: spoke(sessions) }];
    };
    let begins = sessions.iter().position(|session| i64::from(*session) >= i64::from(from)).unwrap_or(sessions.len());
    let ends = begins.saturating_add(lasts).min(sessions.len());
    let parts = [(false, &sessions[..begins]), (true, &sessions[begins..ends]), (false, &sessions[ends..])];
    let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
    parts.map(|(truth, part)| Judged { cluster, truth, spoke: spoke(part) }).collect()
}

fn of_member(
    cluster: usize,
    (group, seat, member): (&StudyGroup, usize, &StudyMember),
    rule: Rule,
    scale: &Scale,
    said: &[i32],
) -> Vec<Judged> {
    let spoke = |visits: usize| -> Vec<bool> {
        member.visits.iter().take(visits).map(|visit| said.contains(&visit.session)).collect()
    };
    let whole = |truth: bool| vec![Judged { cluster, truth, spoke: spoke(member.visits.len()) }];
    match rule {
        Rule::GroupOutsider => match group.truth {
            Some(truth) => {
                let sessions: Vec<i32> = member.visits.iter().map(|visit| visit.session).collect();
                let event = match truth {
                    GroupTruth::Outsider(from) if seat == 0 => Some((from, usize::MAX)),
                    _ => None,
                };
                cut(cluster, &sessions, event, said)
            }
            None => Vec::new(),
        },
        Rule::Silence | Rule::Dropout => match member.ending {
            Ending::Running => Vec::new(),
            ending => whole(ending == Ending::Dropout),
        },
        _ => match end_of(member, scale) {
            Some((end, visits)) => is_true(rule, &end, scale)
                .map(|truth| vec![Judged { cluster, truth, spoke: spoke(visits) }])
                .unwrap_or_default(),
            None => Vec::new(),
        },
    }
}

/// How a stay went: improvement from the start to the best and to the end, and whether it began and ended clinical.
struct End {
    best: f64,
    last: f64,
    clinical: Option<bool>,
}

/// The end, and how many visits may foretell it.
fn end_of(member: &StudyMember, scale: &Scale) -> Option<(End, usize)> {
    let start = member.visits.iter().find_map(|visit| visit.score)?;
    let best_of = |improvements: &[f64]| improvements.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if let Some(truth) = &member.true_improvement {
        let last = *truth.last()?;
        // The true end in points: the start as it was measured, which is all that anybody knows of it.
        let clinical = scale.is_clinical(start + scale.direction.sign() * last);
        return Some((End { best: best_of(truth), last, clinical }, member.visits.len()));
    }
    if member.ending == Ending::Running {
        return None;
    }
    let scores: Vec<(usize, f64)> =
        member.visits.iter().enumerate().filter_map(|(place, visit)| Some((place, visit.score?))).collect();
    let (&(place, last), true) = (scores.last()?, scores.len() > 1) else { return None };
    let improvements: Vec<f64> = scores.iter().map(|(_, score)| scale.improvement(start, *score)).collect();
    let end = End { best: best_of(&improvements), last: *improvements.last()?, clinical: scale.is_clinical(last) };
    Some((end, place))
}

fn is_true(rule: Rule, end: &End, scale: &Scale) -> Option<bool> {
    match rule {
        Rule::Deterioration | Rule::OffTrack => scale.reliably_worse(end.last),
        Rule::Stagnation | Rule::StagnationByModel => scale.reliably_better(end.last).map(|better| !better),
        Rule::Relapse => Some(scale.reliably_better(end.best)? && scale.reliably_worse(end.last - end.best)?),
        Rule::Recovered => Some(scale.reliably_better(end.last)? && !end.clinical?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::change::{Cutoff, Direction, OnTheCutoff, PublishedPoints, ReliableLimit};
    use crate::dropout::Competing;
    use crate::signals::{Evidence, Finding, Form, Presence, Visit};

    const DONE: Ending = Ending::Competing(Competing::Planned);

    fn scale() -> Scale {
        Scale {
            direction: Direction::LowerBetter,
            limit: Some(ReliableLimit::Published(PublishedPoints::new(6.0, true).unwrap())),
            cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap()),
            process_drop: None,
        }
    }

    fn stay(scores: &[f64], ending: Ending) -> StudyMember {
        let visit = |(session, score): (i32, &f64)| Visit {
            session,
            weeks: f64::from(session),
            presence: Presence::Present,
            form: Form::Completed,
            score: Some(*score),
            process: None,
        };
        StudyMember {
            visits: (1..).zip(scores).map(visit).collect(),
            planned_end: None,
            ending,
            true_improvement: None,
        }
    }

    fn study(members: Vec<StudyMember>, truth: Option<GroupTruth>) -> Study {
        Study::new(vec![StudyGroup { starts: None, members, truth }]).unwrap()
    }

    fn says(rule: Rule, level: Level, member: Option<usize>, session: i32) -> Spoken {
        let evidence = Evidence::Silence { missed: 2, limit: 2 };
        Spoken { group: 0, member, session, finding: Finding { rule, level, value: 0.0, limit: 0.0, evidence } }
    }

    #[test]
    fn the_last_score_of_a_file_is_truth_and_foretells_nothing() {
        let study = study(vec![stay(&[12.0, 15.0, 19.0], DONE), stay(&[12.0, 19.0], Ending::Running)], None);
        let spoken = [
            says(Rule::Deterioration, Level::Attention, Some(0), 3),
            says(Rule::OffTrack, Level::Watch, Some(0), 1),
            says(Rule::OffTrack, Level::Attention, Some(0), 2),
        ];
        let of = |rules: &[Rule]| judged(&study, &spoken, Warning::of(rules), &scale());
        let unit = |spoke: &[bool]| Judged { cluster: 0, truth: true, spoke: spoke.to_vec() };
        assert_eq!(of(&[Rule::Deterioration]), [unit(&[false, false])]);
        assert_eq!(of(&[Rule::Deterioration, Rule::OffTrack]), [unit(&[false, true])]);
        let amber = Warning { rules: &[Rule::OffTrack], amber: true };
        assert_eq!(judged(&study, &spoken, amber, &scale()), [unit(&[true, true])]);
        assert_eq!(amber.name(), "OFF-68");
        assert!(of(&[Rule::GroupStall]).is_empty());
    }

    #[test]
    fn each_rule_has_its_own_truth() {
        let truth = |scores: &[f64], rule: Rule| {
            judged(&study(vec![stay(scores, DONE)], None), &[], Warning::of(&[rule]), &scale())[0].truth
        };
        assert!(truth(&[20.0, 12.0, 19.0], Rule::Relapse) && !truth(&[20.0, 15.0, 20.0], Rule::Relapse));
        assert!(truth(&[20.0, 18.0, 18.0], Rule::Stagnation) && !truth(&[20.0, 18.0, 14.0], Rule::Stagnation));
        assert!(truth(&[20.0, 12.0, 8.0], Rule::Recovered) && !truth(&[20.0, 12.0, 10.0], Rule::Recovered));
        let left = study(vec![stay(&[20.0], Ending::Dropout)], None);
        assert!(judged(&left, &[], Warning::of(&[Rule::Dropout]), &scale())[0].truth);
    }

    #[test]
    fn a_group_stands_still_from_the_last_time_that_it_moved() {
        let with = |improvement: [f64; 8]| {
            let member = StudyMember { true_improvement: Some(improvement.to_vec()), ..stay(&[15.0; 8], DONE) };
            let study = study(vec![member], Some(GroupTruth::Ordinary));
            let units = judged(&study, &[], Warning::of(&[Rule::GroupStall]), &scale());
            units.iter().map(|unit| (unit.truth, unit.spoke.len())).collect::<Vec<_>>()
        };
        // Three points in four sessions is moving, one is not: sessions 2 to 5 moved, 3 to 6 did not.
        assert_eq!(with([0.0, 1.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0]), [(false, 5), (true, 3)]);
        assert_eq!(with([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]), [(false, 8)]);
        assert_eq!(with([0.0; 8]), [(false, 3), (true, 5)]);
    }

    #[test]
    fn a_group_is_cut_where_its_truth_changes() {
        let study = study(vec![stay(&[9.0; 8], Ending::Running)], Some(GroupTruth::Rupture(4)));
        let spoken = [2, 4, 8].map(|session| says(Rule::GroupRupture, Level::Attention, None, session));
        let units = judged(&study, &spoken, Warning::of(&[Rule::GroupRupture]), &scale());
        let parts: Vec<(bool, Vec<bool>)> = units.into_iter().map(|unit| (unit.truth, unit.spoke)).collect();
        assert_eq!(parts[0], (false, vec![false, true, false]));
        assert_eq!(parts[1], (true, vec![true, false, false]));
        assert_eq!(parts[2], (false, vec![false, true]));
    }
}
