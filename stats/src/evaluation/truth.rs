//! What each unit turned out to be, rule by rule.
//!
//! | rule | true of | when |
//! |---|---|---|
//! | DET, OFF, OFF-P | a stay | its end is reliably worse than its first score |
//! | STAG, STAG-P | a stay | its end is not reliably better than its first score |
//! | REL | a stay | it was reliably better than its first score, and its end is worse than its best since by as much |
//! | REC | a stay | its end is reliably better than its first score, and functional |
//! | MISS, DROP | a session of a stay | the client leaves on his own within the next four sessions |
//! | G-STALL | a session of a group | its members truly hardly improved over the four sessions up to it |
//! | G-RUPT | a session of a group | the simulated group ruptured at this session or one of the two before |
//! | G-SPLIT | a session of a group | the simulated group was made to split at this session or before |
//! | G-OUT | a member's session | the simulated group made this member an outsider at this session or before |
//!
//! Of simulated clients the true improvement is known, free of noise. Of others the last score stands for it: then what a
//! rule says at that very score foretells nothing and is left out, and stays without an end, or with fewer than two
//! scores, are not judged. Of real groups nobody knows the truth: those rules are not judged on them.
//!
//! The truth of a stay counts from the session of its first score, as x₀ does in the rules: what went before it nobody can
//! know, and a best before it is no best. Who missed the first form and got worse until the second did not get worse by that
//! much for any rule. A stay without any score is not judged. Its end is that of the stay, measured or not. Whether it is
//! functional goes by the first score and the true change since: the noise of the first score stays in it, as it does for all
//! who read it. The truth of a group's window and of who leaves counts from no first score: it is about those sessions alone,
//! and holds for members whether they were measured or not.
//!
//! Whether somebody leaves within four sessions is asked of those who are still there: up to the last session of those who
//! leave, up to the last but one of stays that end otherwise, up to the fifth last of stays that run on.
//!
//! Hardly: on average so little that at this pace not even twenty-four sessions, the longest group that is simulated, would
//! give a reliable improvement. Ordinary groups, too, improve ever more slowly; G-STALL is therefore held beside groups of
//! the same age ([`OperatingCharacteristics::base`](super::OperatingCharacteristics::base)), and apart from that against
//! groups that were made to stand still ([`Counting::MadeToStall`]): that truth knows of one cause only, and takes for false
//! what is said of a group whose members happen not to get on.

use std::collections::BTreeMap;

use super::{Counting, Judged, Look, Reading, Spoken, Study, StudyGroup, StudyMember, Warning};
use crate::dropout::Ending;
use crate::signals::{Rule, Scale};
use crate::simulate::GroupTruth;

/// Sessions for which a rupture is news.
const RUPTURE_LASTS: i64 = 3;
/// Sessions over which a group stands still …
const STALL_WINDOW: usize = 4;
/// … when its members improve by less than a reliable change in so many: the longest group of the simulated worlds.
const HARDLY: f64 = 24.0;
/// Sessions within which a warning of leaving must come true.
const LEAVES_WITHIN: usize = 4;

/// The units of a study that a warning can be judged on: what it said of each, and what became of it. Empty where the truth
/// is not known, or the rules are none.
#[must_use]
pub fn judged(study: &Study, spoken: &[Spoken], warning: Warning<'_>, scale: &Scale) -> Vec<Judged> {
    let Some(&(rule, _)) = warning.rules.first() else { return Vec::new() };
    let mut said: BTreeMap<(usize, Option<usize>), Vec<i32>> = BTreeMap::new();
    for one in warning.counted(spoken) {
        said.entry((one.group, one.member)).or_default().push(one.session);
    }
    let mut units = Vec::new();
    for (cluster, group) in study.groups().iter().enumerate() {
        let about = |member: Option<usize>| said.get(&(cluster, member)).map_or(&[][..], Vec::as_slice);
        if rule.is_of_group() {
            let looks = of_group(group, (rule, warning.counting), scale, about(None));
            units.extend(looks.map(|looks| Judged { cluster, reading: Reading::Then, looks }));
            continue;
        }
        for (seat, member) in group.members.iter().enumerate() {
            let found = of_member((group, seat, member), rule, scale, about(Some(seat)));
            units.extend(found.map(|(reading, looks)| Judged { cluster, reading, looks }));
        }
    }
    units
}

/// The sessions of a group, each with whether the event was on.
fn of_group(group: &StudyGroup, (rule, counting): (Rule, Counting), scale: &Scale, said: &[i32]) -> Option<Vec<Look>> {
    let truth = group.truth?;
    let mut sessions: Vec<i32> = group.members.iter().flat_map(|m| m.visits.iter().map(|v| v.session)).collect();
    sessions.sort_unstable();
    sessions.dedup();
    if rule == Rule::GroupStall && counting != Counting::MadeToStall {
        return stalling(group, &sessions, scale.limit?.points() / HARDLY, said);
    }
    let event = match (rule, truth) {
        (Rule::GroupStall, GroupTruth::Stalling(from)) | (Rule::GroupSplit, GroupTruth::Splitting(from)) => {
            Some((from, i64::MAX))
        }
        (Rule::GroupRupture, GroupTruth::Rupture(at)) => Some((at, RUPTURE_LASTS)),
        _ => None,
    };
    Some(during(sessions.into_iter(), event, said))
}

/// Each session with whether the rule spoke and whether the members who were there at both ends of the sessions up to it
/// improved by less than `least` points a session; none where true improvements are not known.
fn stalling(group: &StudyGroup, sessions: &[i32], least: f64, said: &[i32]) -> Option<Vec<Look>> {
    let truths: Vec<BTreeMap<i32, f64>> = group
        .members
        .iter()
        .map(|member| {
            let truth = member.true_improvement.as_ref()?;
            Some(member.visits.iter().map(|visit| visit.session).zip(truth.iter().copied()).collect())
        })
        .collect::<Option<_>>()?;
    let still = |window: &[i32]| {
        let (first, last) = (window[0], window[window.len() - 1]);
        let moved: Vec<f64> = truths.iter().filter_map(|truth| Some(truth.get(&last)? - truth.get(&first)?)).collect();
        let steps = (window.len() - 1) as f64;
        !moved.is_empty() && moved.iter().sum::<f64>() / (moved.len() as f64) < least * steps
    };
    let look = |(place, session): (usize, &i32)| {
        let window = (place + 1).checked_sub(STALL_WINDOW).map(|first| &sessions[first..=place]);
        Look { spoke: said.contains(session), truth: window.is_some_and(still) }
    };
    Some(sessions.iter().enumerate().map(look).collect())
}

/// Each session with whether the rule spoke and whether the event, which lasts so many sessions, was on.
fn during(sessions: impl Iterator<Item = i32>, event: Option<(u32, i64)>, said: &[i32]) -> Vec<Look> {
    let is_on =
        |session: i32| event.is_some_and(|(from, lasts)| (0..lasts).contains(&(i64::from(session) - i64::from(from))));
    sessions.map(|session| Look { spoke: said.contains(&session), truth: is_on(session) }).collect()
}

fn of_member(
    (group, seat, member): (&StudyGroup, usize, &StudyMember),
    rule: Rule,
    scale: &Scale,
    said: &[i32],
) -> Option<(Reading, Vec<Look>)> {
    let spoke = |place: usize| said.contains(&member.visits[place].session);
    match rule {
        Rule::GroupOutsider => {
            let event = match group.truth? {
                GroupTruth::Outsider(from) if seat == 0 => Some((from, i64::MAX)),
                _ => None,
            };
            Some((Reading::Then, during(member.visits.iter().map(|visit| visit.session), event, said)))
        }
        Rule::Silence | Rule::Dropout => {
            let sessions = member.visits.len();
            let (leaves, known) = match member.ending {
                Ending::Dropout => (true, sessions),
                Ending::Competing(_) => (false, sessions.saturating_sub(1)),
                Ending::Running => (false, sessions.saturating_sub(LEAVES_WITHIN)),
            };
            let soon = |place: usize| leaves && sessions - 1 - place < LEAVES_WITHIN;
            let looks = (0..known).map(|place| Look { spoke: spoke(place), truth: soon(place) });
            Some((Reading::Then, looks.collect()))
        }
        _ => {
            let (end, visits) = end_of(member, scale)?;
            let truth = is_true(rule, &end, scale)?;
            Some((Reading::Named, (0..visits).map(|place| Look { spoke: spoke(place), truth }).collect()))
        }
    }
}

/// How a stay went since its first score: improvement up to the best and up to the end, and whether it ended clinical.
struct End {
    best: f64,
    last: f64,
    clinical: Option<bool>,
}

/// The end, and how many visits may foretell it.
fn end_of(member: &StudyMember, scale: &Scale) -> Option<(End, usize)> {
    let (first, start) =
        member.visits.iter().enumerate().find_map(|(place, visit)| visit.score.map(|score| (place, score)))?;
    let best_of = |improvements: &[f64]| improvements.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if let Some(truth) = &member.true_improvement {
        let since: Vec<f64> = truth.get(first..)?.iter().map(|improvement| improvement - truth[first]).collect();
        let last = *since.last()?;
        // The true end in points: the start as it was measured, which is all that anybody knows of it.
        let clinical = scale.is_clinical(start + scale.direction.sign() * last);
        return Some((End { best: best_of(&since), last, clinical }, member.visits.len()));
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
        Rule::Deterioration | Rule::OffTrack | Rule::OffTrackByModel => scale.reliably_worse(end.last),
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
    use crate::signals::{Evidence, Finding, Form, Level, Presence, Visit};

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
            planned_end: crate::evaluation::PlannedEnd::default(),
            ending,
            began: None,
            true_improvement: None,
            true_course: None,
        }
    }

    fn study(members: Vec<StudyMember>, truth: Option<GroupTruth>) -> Study {
        Study::new(vec![StudyGroup { starts: None, members, truth }]).unwrap()
    }

    fn says(rule: Rule, level: Level, member: Option<usize>, session: i32) -> Spoken {
        let evidence = Evidence::Silence { missed: 2, limit: 2 };
        let finding = Finding { rule, level, value: 0.0, limit: 0.0, evidence };
        Spoken { group: 0, member, session, finding, ended: None }
    }

    fn units(study: &Study, spoken: &[Spoken], rules: &[(Rule, Level)]) -> Vec<Judged> {
        judged(study, spoken, Warning::of(rules), &scale())
    }

    fn looks(unit: &Judged) -> Vec<(bool, bool)> {
        unit.looks.iter().map(|look| (look.spoke, look.truth)).collect()
    }

    #[test]
    fn the_last_score_of_a_file_is_truth_and_foretells_nothing() {
        let study = study(vec![stay(&[12.0, 15.0, 19.0], DONE), stay(&[12.0, 19.0], Ending::Running)], None);
        let spoken = [
            says(Rule::Deterioration, Level::Attention, Some(0), 3),
            says(Rule::OffTrack, Level::Note, Some(0), 1),
            says(Rule::OffTrack, Level::Attention, Some(0), 2),
        ];
        let of = |rules: &[(Rule, Level)]| {
            let found = units(&study, &spoken, rules);
            assert!(found.len() == 1 && found[0].reading == Reading::Named);
            looks(&found[0])
        };
        let (det, red) = ((Rule::Deterioration, Level::Watch), (Rule::OffTrack, Level::Attention));
        let amber = (Rule::OffTrack, Level::Note);
        assert_eq!(of(&[det]), [(false, true), (false, true)]);
        assert_eq!(of(&[det, red]), [(false, true), (true, true)]);
        assert_eq!(of(&[amber]), [(true, true), (true, true)]);
        assert!(units(&study, &spoken, &[(Rule::GroupStall, Level::Note)]).is_empty());
    }

    #[test]
    fn each_rule_has_its_own_truth() {
        let truth = |scores: &[f64], rule: Rule| {
            units(&study(vec![stay(scores, DONE)], None), &[], &[(rule, Level::Note)])[0].looks[0].truth
        };
        assert!(truth(&[20.0, 12.0, 19.0], Rule::Relapse) && !truth(&[20.0, 15.0, 20.0], Rule::Relapse));
        assert!(truth(&[20.0, 18.0, 18.0], Rule::Stagnation) && !truth(&[20.0, 18.0, 14.0], Rule::Stagnation));
        assert!(truth(&[20.0, 12.0, 8.0], Rule::Recovered) && !truth(&[20.0, 12.0, 10.0], Rule::Recovered));
        assert!(truth(&[12.0, 15.0, 19.0], Rule::OffTrackByModel));
    }

    #[test]
    fn the_truth_of_a_stay_counts_from_its_first_score() {
        // Scores are noise free; the first is missing where the form of the first session was missed.
        let member = |improvement: &[f64], missed: usize| {
            let scores: Vec<f64> = improvement.iter().map(|improvement| 16.0 - improvement).collect();
            let mut member =
                StudyMember { true_improvement: Some(improvement.to_vec()), ..stay(&scores, Ending::Dropout) };
            for visit in &mut member.visits[..missed] {
                (visit.form, visit.score) = (Form::Missed, None);
            }
            member
        };
        let truth = |improvement: &[f64], missed: usize, rule: Rule| {
            let found = units(&study(vec![member(improvement, missed)], None), &[], &[(rule, Level::Note)]);
            found.first().map(|unit| (unit.looks.len(), unit.looks[0].truth))
        };
        // Eight points worse of which five since the first score: less than the six that are reliable.
        let worse = [0.0, -3.0, -8.0];
        for rule in [Rule::Deterioration, Rule::OffTrack, Rule::OffTrackByModel] {
            assert_eq!((truth(&worse, 0, rule), truth(&worse, 1, rule)), (Some((3, true)), Some((3, false))), "{rule}");
            // Without any score no rule can speak, and nobody is judged.
            assert_eq!(truth(&worse, 3, rule), None);
        }
        let better = [0.0, 3.0, 8.0];
        for rule in [Rule::Stagnation, Rule::StagnationByModel] {
            assert_eq!(
                (truth(&better, 0, rule), truth(&better, 1, rule)),
                (Some((3, false)), Some((3, true))),
                "{rule}"
            );
        }
        // Functional at the end either way, and reliably better since the first score only where that was the first form.
        assert_eq!(truth(&better, 0, Rule::Recovered), Some((3, true)));
        assert_eq!(truth(&better, 1, Rule::Recovered), Some((3, false)));
        // What was won before the first score cannot be lost again; what is lost counts from the best since.
        let lost = [0.0, 8.0, 1.0, 0.0];
        assert_eq!(
            (truth(&lost, 0, Rule::Relapse), truth(&lost, 2, Rule::Relapse)),
            (Some((4, true)), Some((4, false)))
        );
        let later = [0.0, -4.0, 3.0, -4.0];
        assert_eq!(
            (truth(&later, 0, Rule::Relapse), truth(&later, 1, Rule::Relapse)),
            (Some((4, false)), Some((4, true)))
        );
        // Who leaves does so whether measured or not.
        assert_eq!(truth(&worse, 3, Rule::Dropout), Some((3, true)));
    }

    #[test]
    fn who_leaves_within_four_sessions_is_asked_of_those_who_are_still_there() {
        let truths = |ending: Ending| {
            let study = study(vec![stay(&[20.0; 6], ending)], None);
            let spoken = [says(Rule::Dropout, Level::Watch, Some(0), 2)];
            let found = units(&study, &spoken, &[(Rule::Dropout, Level::Watch)]);
            assert!(found[0].reading == Reading::Then && found[0].looks[1].spoke && !found[0].looks[0].spoke);
            found[0].looks.iter().map(|look| look.truth).collect::<Vec<_>>()
        };
        assert_eq!(truths(Ending::Dropout), [false, false, true, true, true, true]);
        assert_eq!(truths(DONE), [false; 5]);
        assert_eq!(truths(Ending::Running), [false; 2]);
    }

    #[test]
    fn what_is_true_of_a_group_is_true_while_it_lasts() {
        let with = |truth: GroupTruth, rule: Rule, member: Option<usize>| {
            let study = study(vec![stay(&[9.0; 8], Ending::Running), stay(&[9.0; 8], DONE)], Some(truth));
            let spoken = [2, 4, 8].map(|session| says(rule, Level::Attention, member, session));
            let found = units(&study, &spoken, &[(rule, Level::Note)]);
            let on: Vec<usize> = (1..=8).filter(|session| found[0].looks[session - 1].truth).collect();
            let spoke: Vec<usize> = (1..=8).filter(|session| found[0].looks[session - 1].spoke).collect();
            assert_eq!((spoke, found[0].reading), (vec![2, 4, 8], Reading::Then));
            on
        };
        assert_eq!(with(GroupTruth::Rupture(4), Rule::GroupRupture, None), [4, 5, 6]);
        assert_eq!(with(GroupTruth::Splitting(7), Rule::GroupSplit, None), [7, 8]);
        assert_eq!(with(GroupTruth::Outsider(5), Rule::GroupOutsider, Some(0)), [5, 6, 7, 8]);
    }

    #[test]
    fn a_group_stalls_where_its_members_truly_hardly_improve() {
        let member = |truth: [f64; 8]| StudyMember { true_improvement: Some(truth.to_vec()), ..stay(&[9.0; 8], DONE) };
        // One stands still from the fourth session on, one from the second.
        let members =
            vec![member([0.0, 2.0, 4.0, 6.0, 6.0, 6.0, 6.0, 6.0]), member([0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])];
        let study = study(members, Some(GroupTruth::Ordinary));
        let spoken = [says(Rule::GroupStall, Level::Attention, None, 7)];
        let found = units(&study, &spoken, &[(Rule::GroupStall, Level::Note)]);
        assert_eq!(
            looks(&found[0])[3..],
            [(false, false), (false, false), (false, false), (true, true), (false, true)]
        );
        // Held against what the group was made to do, it was not made to stall.
        let made = |group: GroupTruth| {
            let mut study = study.clone();
            study.groups[0].truth = Some(group);
            let warning = Warning { rules: &[(Rule::GroupStall, Level::Note)], counting: Counting::MadeToStall };
            let found = judged(&study, &spoken, warning, &scale());
            (1..=8).filter(|session| found[0].looks[session - 1].truth).collect::<Vec<usize>>()
        };
        assert_eq!(made(GroupTruth::Stalling(6)), [6, 7, 8]);
        assert!(made(GroupTruth::Ordinary).is_empty());
    }
}
