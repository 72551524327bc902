//! The whole organisation of the demonstration.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::group::{SimulatedGroup, run};
use super::plan::{GroupPlan, demonstration_plans};

/// What is simulated. Deviations are standard deviations in score points (0–27).
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The groups.
    pub groups: Vec<GroupPlan>,
    /// Mean total at the start.
    pub mean_start: f64,
    /// Between clients.
    pub client_deviation: f64,
    /// Between sessions of a group.
    pub session_deviation: f64,
    /// Within a client.
    pub residual_deviation: f64,
    /// Share of the group in the variance at the start.
    pub icc: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            groups: demonstration_plans(),
            mean_start: 15.0,
            client_deviation: 3.0,
            session_deviation: 0.6,
            residual_deviation: 1.9,
            icc: 0.06,
        }
    }
}

impl Settings {
    /// The standard deviation between groups that gives the intraclass correlation.
    #[must_use]
    pub fn group_deviation(&self) -> f64 {
        let within = self.client_deviation.powi(2) + self.session_deviation.powi(2) + self.residual_deviation.powi(2);
        (within * self.icc / (1.0 - self.icc)).sqrt()
    }
}

/// The organisation.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SimulatedOrganisation {
    /// In the order of the plans.
    pub groups: Vec<SimulatedGroup>,
}

impl SimulatedOrganisation {
    /// Number of clients; each sits in one group.
    #[must_use]
    pub fn clients(&self) -> usize {
        self.groups.iter().map(|group| group.members.len()).sum()
    }

    /// Number of client-sessions: rows of the register, present or not.
    #[must_use]
    pub fn client_sessions(&self) -> usize {
        let members = self.groups.iter().flat_map(|group| &group.members);
        members.map(|member| member.sessions.len()).sum()
    }
}

/// Simulates an organisation. Each group has its own stream of random numbers, so that a changed plan changes no other
/// group.
#[must_use]
pub fn organisation(settings: &Settings, seed: u64) -> SimulatedOrganisation {
    let mut groups = Vec::with_capacity(settings.groups.len());
    let mut next_client = 1;
    for (number, plan) in (1..).zip(&settings.groups) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(u64::from(number));
        let mut group = run(plan, number, settings, &mut random);
        for member in &mut group.members {
            member.number = next_client;
            next_client += 1;
        }
        groups.push(group);
    }
    SimulatedOrganisation { groups }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::simulate::{Attendance, Course, GroupStory, LeaveReason};

    #[test]
    fn the_same_seed_gives_the_same_organisation() {
        let settings = Settings::default();
        assert_eq!(organisation(&settings, 1), organisation(&settings, 1));
        assert_ne!(organisation(&settings, 1), organisation(&settings, 2));
    }

    #[test]
    fn the_demonstration_has_its_size_and_its_stories() {
        for seed in [1, 2, 3, 7, 42, 2026] {
            let made = organisation(&Settings::default(), seed);
            let (clients, rows) = (made.clients(), made.client_sessions());
            assert!((90..=115).contains(&clients), "seed {seed}: {clients} clients");
            assert!((1300..=1800).contains(&rows), "seed {seed}: {rows} client-sessions");
            let stories =
                |wanted: fn(&GroupStory) -> bool| made.groups.iter().filter(|group| wanted(&group.story)).count();
            assert_eq!(stories(|story| matches!(story, GroupStory::Stalls { .. })), 1);
            assert_eq!(stories(|story| matches!(story, GroupStory::Rupture { .. })), 1);
            let members = || made.groups.iter().flat_map(|group| &group.members);
            for course in [Course::Recovers, Course::Improves, Course::Stagnates, Course::Deteriorates] {
                assert!(members().any(|member| member.course == course), "seed {seed}: {course:?}");
            }
            let reasons: BTreeSet<String> =
                members().filter_map(|m| m.leave).map(|leave| format!("{:?}", leave.reason)).collect();
            assert!(reasons.contains(&format!("{:?}", LeaveReason::Unilateral)), "seed {seed}");
            assert!(reasons.contains(&format!("{:?}", LeaveReason::Completed)), "seed {seed}");
        }
    }

    #[test]
    fn answers_are_possible_answers_and_only_of_those_present() {
        let made = organisation(&Settings::default(), 5);
        let members = made.groups.iter().flat_map(|group| &group.members);
        let (mut forms, mut alerts) = (0, 0);
        for row in members.flat_map(|member| &member.sessions) {
            let Some(answers) = row.answers else { continue };
            assert_eq!(row.attendance, Attendance::Present);
            assert!(answers.items.iter().all(|&item| item <= 3) && answers.total() <= 27);
            for line in answers.session_scale {
                assert!((0.0..=10.0).contains(&line) && (line * 10.0).fract().abs() < 1e-9);
            }
            forms += 1;
            alerts += usize::from(answers.items[8] > 0);
        }
        assert!(alerts > 0 && alerts * 20 < forms, "{alerts} of {forms}");
    }

    #[test]
    fn the_session_scale_falls_at_the_rupture() {
        let made = organisation(&Settings::default(), 9);
        let mean = |wanted: u32| {
            let group = made.groups.iter().find(|g| matches!(g.story, GroupStory::Rupture { .. }));
            let rows = group.into_iter().flat_map(|g| &g.members).flat_map(|m| &m.sessions);
            let answers: Vec<f64> = rows
                .filter(|row| row.session == wanted)
                .filter_map(|row| row.answers.map(|answers| answers.session_mean()))
                .collect();
            answers.iter().sum::<f64>() / answers.len() as f64
        };
        assert!(mean(12) < mean(10) - 1.0, "{} {}", mean(12), mean(10));
    }
}
