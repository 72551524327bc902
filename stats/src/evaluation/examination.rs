//! A whole examination of the rules: which courses teach, which are judged, and what came of it.

use super::foretelling::{Foretelling, LeavingModels, LeavingTerms, PARTS};
use super::{
    Counting, OperatingCharacteristics, Spoken, Study, StudyGroup, Warning, Yardstick, characteristics, judged,
    over_whole,
};
use crate::dropout::HazardSettings;
use crate::expected::{ExpectedCourse, ExpectedFitError, FitSettings, ObservedCourse, fit};
use crate::signals::{ClientCourse, Lack, Level, Rule, Scale, Settings, SlopePrior, Unable, group_unable, unable};

/// Which warnings are judged. Those of the same end are also judged together.
const WARNINGS: [Warning<'static>; 23] = [
    Warning::of(&[(Rule::Deterioration, Level::Watch)]),
    Warning::of(&[(Rule::Deterioration, Level::Attention)]),
    Warning::of(&[(Rule::OffTrack, Level::Attention)]),
    Warning::of(&[(Rule::OffTrack, Level::Note)]),
    Warning { rules: &[(Rule::OffTrack, Level::Note)], counting: Counting::BeforeRed },
    Warning::of(&[(Rule::OffTrackByModel, Level::Watch)]),
    Warning::of(&[(Rule::OffTrackByModel, Level::Attention)]),
    Warning::of(&[(Rule::Deterioration, Level::Watch), (Rule::OffTrack, Level::Attention)]),
    Warning::of(&[(Rule::Deterioration, Level::Watch), (Rule::OffTrack, Level::Note)]),
    Warning::of(&[
        (Rule::Deterioration, Level::Watch),
        (Rule::OffTrack, Level::Attention),
        (Rule::OffTrackByModel, Level::Watch),
    ]),
    Warning::of(&[(Rule::Stagnation, Level::Note)]),
    Warning::of(&[(Rule::StagnationByModel, Level::Note)]),
    Warning::of(&[(Rule::Relapse, Level::Note)]),
    Warning::of(&[(Rule::Recovered, Level::Note)]),
    Warning::of(&[(Rule::Silence, Level::Note)]),
    Warning::of(&[(Rule::Dropout, Level::Note)]),
    Warning { rules: &[(Rule::Dropout, Level::Note)], counting: Counting::ByMarks },
    Warning { rules: &[(Rule::Dropout, Level::Note)], counting: Counting::ByModel },
    Warning::of(&[(Rule::GroupStall, Level::Note)]),
    Warning { rules: &[(Rule::GroupStall, Level::Note)], counting: Counting::MadeToStall },
    Warning::of(&[(Rule::GroupRupture, Level::Note)]),
    Warning::of(&[(Rule::GroupSplit, Level::Note)]),
    Warning::of(&[(Rule::GroupOutsider, Level::Note)]),
];

/// From whom the expected course of the judged was learnt: never from themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Learnt {
    /// From groups that began earlier, by what was known of them when the first judged group began: the first half teaches,
    /// the second half is judged.
    FromEarlierGroups,
    /// From the other groups: each fifth of the groups is judged by the other four.
    FromOtherGroups,
}

/// What was learnt for some groups.
#[derive(Debug)]
struct Lesson {
    expected: Result<ExpectedCourse, ExpectedFitError>,
    prior: Option<SlopePrior>,
}

/// What the rules said of groups whose courses taught them nothing.
#[derive(Debug)]
pub struct Examination {
    /// The groups that were judged.
    pub study: Study,
    /// What was said of them, by their places in `study`.
    pub spoken: Vec<Spoken>,
    /// From whom the expected course was learnt.
    pub learnt: Learnt,
    /// Why some groups were judged without an expected course; none where all had one.
    pub without_expected: Option<ExpectedFitError>,
    /// Rules that could not run and what they lack: they are not judged, since silence would look like a verdict.
    pub unable: Vec<Unable>,
    /// Models of leaving by which DROP went once there was one; none where it was to go by its marks alone.
    pub leaving: Option<LeavingModels>,
    /// What the marks of DROP said, also where a model spoke in their place.
    by_marks: Vec<Spoken>,
}

/// What a warning was worth after each session.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The rules.
    pub warning: Warning<'static>,
    /// At the first session, the second, …, over those who were still there.
    pub sessions: Vec<OperatingCharacteristics>,
    /// Over whole stays, or over all sessions where a warning is about the session at which it is given.
    pub whole: OperatingCharacteristics,
}

/// Runs all rules forward over groups whose own courses taught them nothing. DROP goes by a model that learns as the study
/// goes on, with these settings; without them by its marks alone. `done` hears after each group which part of the work is
/// done, 0 to 1, from any thread.
#[must_use]
pub fn examine(
    study: Study,
    scale: &Scale,
    settings: &Settings,
    leaving: Option<&HazardSettings>,
    done: &(dyn Fn(f64) + Sync),
) -> Examination {
    let starts: Option<Vec<f64>> = study.groups().iter().map(|group| group.starts).collect();
    // Where half of the groups or more began together, none began before the others.
    match starts.filter(|starts| starts.iter().any(|start| *start < middle(starts))) {
        Some(starts) => by_earlier(&study, &starts, &Examiner { scale, settings, leaving, done }),
        None => by_others(study, &Examiner { scale, settings, leaving, done }),
    }
}

/// The start from which on the later half began.
fn middle(starts: &[f64]) -> f64 {
    let mut sorted = starts.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NEG_INFINITY)
}

/// By what an examination judges, and whom it tells how far it is.
struct Examiner<'a> {
    scale: &'a Scale,
    settings: &'a Settings,
    leaving: Option<&'a HazardSettings>,
    done: &'a (dyn Fn(f64) + Sync),
}

impl Examiner<'_> {
    /// Models of leaving of which something is asked from a calendar week on.
    fn models(&self, study: &Study, from: f64) -> Option<LeavingModels> {
        let direction = self.scale.direction;
        self.leaving
            .map(|settings| LeavingModels::learn(study, &LeavingTerms { settings, direction, expected: None, from }))
    }
}

fn by_earlier(study: &Study, starts: &[f64], by: &Examiner<'_>) -> Examination {
    let border = middle(starts);
    let lesson = learn(&study.known_before(border), |_| true, by.scale, by.settings);
    let leaving = by.models(study, border);
    let places: Vec<usize> = (0..starts.len()).filter(|place| starts[*place] >= border).collect();
    let judged: Vec<StudyGroup> = places.iter().map(|place| study.groups()[*place].clone()).collect();
    let judged = Study { groups: judged };
    let spoken = run(&judged, |place| (&lesson, places[place]), leaving.as_ref(), by);
    let unable = lacks(&judged, by.scale, lesson.expected.as_ref().ok(), by.settings);
    let by_marks = judged.dropout_marks(by.scale, by.settings);
    let (learnt, without_expected) = (Learnt::FromEarlierGroups, lesson.expected.err());
    Examination { study: judged, spoken, learnt, without_expected, unable, leaving, by_marks }
}

fn by_others(study: Study, by: &Examiner<'_>) -> Examination {
    let lesson = |part: usize| learn(&study, |group| group % PARTS != part, by.scale, by.settings);
    let lessons: Vec<Lesson> = (0..PARTS).map(lesson).collect();
    let leaving = by.models(&study, f64::NEG_INFINITY);
    let spoken = run(&study, |place| (&lessons[place % PARTS], place), leaving.as_ref(), by);
    let worst = lessons.iter().find(|lesson| lesson.expected.is_err()).or(lessons.first());
    let unable = lacks(&study, by.scale, worst.and_then(|lesson| lesson.expected.as_ref().ok()), by.settings);
    let by_marks = study.dropout_marks(by.scale, by.settings);
    let without_expected = lessons.into_iter().find_map(|lesson| lesson.expected.err());
    Examination { study, spoken, learnt: Learnt::FromOtherGroups, without_expected, unable, leaving, by_marks }
}

fn learn(study: &Study, from: impl Fn(usize) -> bool + Copy, scale: &Scale, settings: &Settings) -> Lesson {
    let observed = study.observed(from);
    let courses: Vec<ObservedCourse<'_>> = observed.iter().map(super::Observed::as_course).collect();
    let fitted = fit(&courses, scale.direction, &FitSettings::default(), None);
    Lesson {
        expected: fitted.and_then(|fitted| Ok(ExpectedCourse::new(fitted.parameters)?)),
        prior: study.slope_prior(from, scale, settings),
    }
}

/// What the rules lack of these courses; a part of a rule that is missing does not keep it from being judged.
fn lacks(study: &Study, scale: &Scale, expected: Option<&ExpectedCourse>, settings: &Settings) -> Vec<Unable> {
    let planned = study.groups().iter().flat_map(|group| &group.members).find_map(|member| member.planned_end.newest());
    let of_clients = ClientCourse::new(&[], planned).map(|course| unable(course, scale, expected)).unwrap_or_default();
    let all = of_clients.into_iter().chain(group_unable(scale, expected, settings));
    all.filter(|lack| lack.why != Lack::ProcessDrop).collect()
}

/// `lesson` gives what a group is judged by, and its place among those that the models of leaving learnt from.
fn run<'l>(
    study: &Study,
    lesson: impl Fn(usize) -> (&'l Lesson, usize) + Sync,
    leaving: Option<&'l LeavingModels>,
    by: &'l Examiner<'_>,
) -> Vec<Spoken> {
    let finished = std::sync::atomic::AtomicUsize::new(0);
    let groups = study.groups().len() as f64;
    let yardstick = |place: usize| {
        let (Lesson { expected, prior }, place) = lesson(place);
        let leaving = leaving.map(|models| Foretelling { models, place });
        let (scale, settings) = (by.scale, by.settings);
        Yardstick { scale, settings, expected: expected.as_ref().ok(), prior: *prior, leaving }
    };
    study.forward(yardstick, || {
        let now = 1 + finished.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        (by.done)(now as f64 / groups);
    })
}

impl Examination {
    /// What was said that a warning may count.
    pub(super) fn said(&self, warning: Warning<'_>) -> &[Spoken] {
        if warning.counting == Counting::ByMarks { &self.by_marks } else { &self.spoken }
    }

    /// What each warning was worth after each session, up to the longest stay; warnings whose truth is not known, or of which
    /// a rule could not run, are left out.
    #[must_use]
    pub fn worth(&self, scale: &Scale) -> Vec<Worth> {
        let has_model = self.leaving.as_ref().is_some_and(|models| !models.is_empty());
        let ran = |warning: &Warning<'_>| {
            // Marks and model are told apart where both spoke.
            let told = has_model || !matches!(warning.counting, Counting::ByMarks | Counting::ByModel);
            told && self.unable.iter().all(|lack| !warning.rules.iter().any(|(rule, _)| *rule == lack.rule))
        };
        let each = WARNINGS.into_iter().filter(ran).map(|warning| {
            let units = judged(&self.study, self.said(warning), warning, scale);
            let whole = over_whole(&units);
            let sessions = (1..=whole.session).map(|session| characteristics(&units, session)).collect();
            Worth { warning, sessions, whole }
        });
        each.filter(|worth| !worth.sessions.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::change::{Cutoff, Direction, OnTheCutoff, Reliability, ReliableLimit};
    use crate::signals::deterioration_false_alarms;
    use crate::simulate::{WorldSettings, worlds};

    fn world(courses: usize, seed: u64) -> (Study, Scale) {
        let settings = WorldSettings { courses, ..WorldSettings::default() };
        let error = settings.standard_error();
        let limit = Reliability::new(error * 5.0_f64.sqrt(), 0.8, 1.96).unwrap();
        let scale = Scale {
            direction: Direction::LowerBetter,
            limit: Some(ReliableLimit::Computed(limit)),
            cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap()),
            process_drop: None,
        };
        (Study::from(worlds(&settings, seed).as_slice()), scale)
    }

    fn worth_of(found: &[Worth], name: &str) -> Worth {
        found.iter().find(|worth| worth.warning.name() == name).unwrap().clone()
    }

    #[test]
    fn later_groups_are_judged_by_earlier_ones_and_what_rules_say_is_counted() {
        let (study, scale) = world(800, 3);
        let (groups, members) = (study.groups().len(), study.members());
        let found = examine(study, &scale, &Settings::default(), None, &|_| ());
        assert_eq!(found.learnt, Learnt::FromEarlierGroups);
        assert_eq!(found.study.groups().len(), groups - groups / 2);
        assert!(found.without_expected.is_none() && found.study.members() < members);
        let worth = found.worth(&scale);
        assert_eq!(worth.len(), WARNINGS.len() - 2, "DROP by its marks alone");
        let det = worth_of(&worth, "DET+OFF");
        let (early, late) = (&det.sessions[3], &det.whole);
        assert!(early.sensitivity.estimate.unwrap() > 0.4 && early.specificity.estimate.unwrap() > 0.8);
        // More looks find more, and err more.
        assert!(late.sensitivity.estimate >= early.sensitivity.estimate);
        assert!(late.specificity.estimate <= early.specificity.estimate);
    }

    #[test]
    fn what_comes_after_the_judged_began_teaches_nothing() {
        let (study, scale) = world(600, 6);
        let settings = Settings::default();
        let said = |study: &Study| {
            let found = examine(study.clone(), &scale, &settings, None, &|_| ());
            found.spoken
        };
        let starts: Vec<f64> = study.groups().iter().filter_map(|group| group.starts).collect();
        let border = middle(&starts);
        let mut later = study.clone();
        for group in later.groups.iter_mut().filter(|group| group.starts < Some(border)) {
            let began = group.starts.unwrap();
            for visit in group.members.iter_mut().flat_map(|member| &mut member.visits) {
                if began + visit.weeks >= border {
                    visit.score = visit.score.map(|_| 27.0);
                }
            }
        }
        assert_ne!(study, later);
        assert_eq!(said(&study), said(&later));
        // And where all began together the other groups teach.
        let mut together = study;
        together.groups.iter_mut().for_each(|group| group.starts = Some(3.0));
        assert_eq!(examine(together, &scale, &settings, None, &|_| ()).learnt, Learnt::FromOtherGroups);
    }

    #[test]
    fn shuffled_and_renamed_groups_give_the_same_signals() {
        let (study, scale) = world(300, 5);
        let settings = Settings::default();
        let counted = |study: Study| {
            let found = examine(study, &scale, &settings, None, &|_| ());
            found.worth(&scale)
        };
        let mut turned = study.clone();
        turned.groups.reverse();
        for group in &mut turned.groups {
            group.members.reverse();
        }
        let (one, other) = (counted(study), counted(turned));
        for name in ["DET", "OFF", "STAG", "STAG-P", "REL", "REC", "DROP", "G-STALL", "G-RUPT", "G-SPLIT"] {
            assert_eq!(worth_of(&one, name), worth_of(&other, name), "{name}");
        }
    }

    #[test]
    fn the_unchanging_are_accused_no_more_often_than_theory_says() {
        // Clients who never change, in groups where nothing happens: only measurement error is left.
        let settings = WorldSettings {
            courses: 3000,
            shares: [0.0, 1.0, 0.0, 0.0, 0.0],
            leaving: 0.0,
            group_shares: [0.0; 4],
            start_deviation: 1.0,
            session_deviation: 0.0,
            ..WorldSettings::default()
        };
        let study = Study::from(worlds(&settings, 8).as_slice());
        assert!(study.groups().iter().flat_map(|g| &g.members).all(|m| m.true_improvement.as_ref().unwrap()[0] == 0.0));
        let (_, scale) = world(1, 1);
        let limit = Reliability::new(settings.standard_error() * 5.0_f64.sqrt(), 0.8, 1.96).unwrap();
        let scale = Scale { limit: Some(ReliableLimit::Computed(limit)), ..scale };
        let rules = Settings::default();
        let spoken = study.forward(
            |_| Yardstick { scale: &scale, settings: &rules, expected: None, prior: None, leaving: None },
            || (),
        );
        let (mut accused, mut expected) = (0.0, 0.0);
        for (place, group) in study.groups().iter().enumerate() {
            for (seat, member) in group.members.iter().enumerate() {
                let looks = member.visits.iter().filter(|visit| visit.score.is_some()).count() - 1;
                expected += deterioration_false_alarms(1.96, looks).once;
                let of = |one: &&Spoken| one.group == place && one.member == Some(seat);
                let det = spoken.iter().filter(of).any(|one| one.finding.rule == Rule::Deterioration);
                accused += f64::from(u8::from(det));
            }
        }
        // Rounding to whole points moves the limit by up to half a point; the tolerance holds that and the chance.
        let ratio = accused / expected;
        assert!((0.75..1.25).contains(&ratio), "{accused} accused, {expected} expected");
    }
}
