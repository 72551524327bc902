//! What each unit turned out to be, rule by rule.
//!
//! | rule | true of a stay (or group) when |
//! |---|---|
//! | DET, OFF (red) | its end is reliably worse than its start |
//! | STAG, STAG-P | its end is not reliably better than its start |
//! | REL | it was reliably better, and its end is worse than its best by as much |
//! | REC | its end is reliably better and functional |
//! | MISS, DROP | the client left on his own before the planned end |
//! | G-STALL, G-RUPT, G-SPLIT, G-OUT | the simulated group stalled, ruptured, split, or held this outsider |
//!
//! Of simulated clients the true improvement is known, free of noise. Of others the last score stands for it: then what a
//! rule says at that very score foretells nothing and is left out, and stays without an end, or with fewer than two
//! scores, are not judged. Of real groups nobody knows the truth: those rules are not judged on them.

use std::collections::BTreeMap;

use super::{Ended, Judged, Spoken, Study, StudyGroup, StudyMember};
use crate::signals::{Level, Rule, Scale};
use crate::simulate::GroupTruth;

/// Sessions for which a rupture is news.
const RUPTURE_LASTS: usize = 3;

/// Rules that warn of the same end, judged as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning<'r>(pub &'r [Rule]);

impl Warning<'_> {
    /// The rules' names, `DET+OFF`.
    #[must_use]
    pub fn name(self) -> String {
        self.0.iter().map(|rule| rule.id()).collect::<Vec<_>>().join("+")
    }
}

/// The units of a study that a warning can be judged on: what it said of each, and what became of it. Empty where the truth
/// is not known, or the rules are none.
#[must_use]
pub fn judged(study: &Study, spoken: &[Spoken], warning: Warning<'_>, scale: &Scale) -> Vec<Judged> {
    let Some(&rule) = warning.0.first() else { return Vec::new() };
    let mut said: BTreeMap<(usize, Option<usize>), Vec<i32>> = BTreeMap::new();
    for one in spoken.iter().filter(|one| warning.0.contains(&one.finding.rule)) {
        // Amber of OFF is no warning of an end: one in six clients on their expected course lies there.
        if one.finding.rule != Rule::OffTrack || one.finding.level == Level::Attention {
            said.entry((one.group, one.member)).or_default().push(one.session);
        }
    }
    let mut units = Vec::new();
    for (place, group) in study.groups().iter().enumerate() {
        let about = |member: Option<usize>| said.get(&(place, member)).map_or(&[][..], Vec::as_slice);
        if rule.is_of_group() {
            units.extend(of_group(place, group, rule, about(None)));
            continue;
        }
        for (seat, member) in group.members.iter().enumerate() {
            units.extend(of_member(place, (group, seat, member), rule, scale, about(Some(seat))));
        }
    }
    units
}

/// A group, cut where its truth changes: sessions of the event are one unit, those before and after another.
fn of_group(place: usize, group: &StudyGroup, rule: Rule, said: &[i32]) -> Vec<Judged> {
    let Some(truth) = group.truth else { return Vec::new() };
    let mut sessions: Vec<i32> = group.members.iter().flat_map(|m| m.visits.iter().map(|v| v.session)).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let event = match (rule, truth) {
        (Rule::GroupStall, GroupTruth::Stalling(from)) | (Rule::GroupSplit, GroupTruth::Splitting(from)) => {
            Some((from, usize::MAX))
        }
        (Rule::GroupRupture, GroupTruth::Rupture(at)) => Some((at, RUPTURE_LASTS)),
        _ => None,
    };
    cut(place, &sessions, event, said)
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
        Rule::Silence | Rule::Dropout => match member.ended {
            Some(ended) => whole(ended == Ended::Dropout),
            None => Vec::new(),
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
    member.ended?;
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
    use crate::signals::{Evidence, Finding, Form, Presence, Visit};

    fn scale() -> Scale {
        Scale {
            direction: Direction::LowerBetter,
            limit: Some(ReliableLimit::Published(PublishedPoints::new(6.0, true).unwrap())),
            cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap()),
            process_drop: None,
        }
    }

    fn stay(scores: &[f64], ended: Option<Ended>) -> StudyMember {
        let visit = |(session, score): (i32, &f64)| Visit {
            session,
            weeks: f64::from(session),
            presence: Presence::Present,
            form: Form::Completed,
            score: Some(*score),
            process: None,
        };
        StudyMember { visits: (1..).zip(scores).map(visit).collect(), planned_end: None, ended, true_improvement: None }
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
        let study = study(vec![stay(&[12.0, 15.0, 19.0], Some(Ended::Completed)), stay(&[12.0, 19.0], None)], None);
        let spoken = [
            says(Rule::Deterioration, Level::Attention, Some(0), 3),
            says(Rule::OffTrack, Level::Watch, Some(0), 1),
            says(Rule::OffTrack, Level::Attention, Some(0), 2),
        ];
        let of = |rules: &[Rule]| judged(&study, &spoken, Warning(rules), &scale());
        let unit = |spoke: &[bool]| Judged { cluster: 0, truth: true, spoke: spoke.to_vec() };
        assert_eq!(of(&[Rule::Deterioration]), [unit(&[false, false])]);
        assert_eq!(of(&[Rule::Deterioration, Rule::OffTrack]), [unit(&[false, true])]);
        assert!(of(&[Rule::GroupStall]).is_empty());
    }

    #[test]
    fn each_rule_has_its_own_truth() {
        let truth = |scores: &[f64], rule: Rule| {
            judged(&study(vec![stay(scores, Some(Ended::Completed))], None), &[], Warning(&[rule]), &scale())[0].truth
        };
        assert!(truth(&[20.0, 12.0, 19.0], Rule::Relapse) && !truth(&[20.0, 15.0, 20.0], Rule::Relapse));
        assert!(truth(&[20.0, 18.0, 18.0], Rule::Stagnation) && !truth(&[20.0, 18.0, 14.0], Rule::Stagnation));
        assert!(truth(&[20.0, 12.0, 8.0], Rule::Recovered) && !truth(&[20.0, 12.0, 10.0], Rule::Recovered));
        let left = study(vec![stay(&[20.0], Some(Ended::Dropout))], None);
        assert!(judged(&left, &[], Warning(&[Rule::Dropout]), &scale())[0].truth);
    }

    #[test]
    fn a_group_is_cut_where_its_truth_changes() {
        let study = study(vec![stay(&[9.0; 8], None)], Some(GroupTruth::Rupture(4)));
        let spoken = [2, 4, 8].map(|session| says(Rule::GroupRupture, Level::Attention, None, session));
        let units = judged(&study, &spoken, Warning(&[Rule::GroupRupture]), &scale());
        let parts: Vec<(bool, Vec<bool>)> = units.into_iter().map(|unit| (unit.truth, unit.spoke)).collect();
        assert_eq!(parts[0], (false, vec![false, true, false]));
        assert_eq!(parts[1], (true, vec![true, false, false]));
        assert_eq!(parts[2], (false, vec![false, true]));
    }
}
