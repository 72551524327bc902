//! Simulations for a page: few at a time, so that they never keep a client waiting.

use std::sync::Arc;

use peil_stats::power::{PowerError, Simulated, SimulationSettings, simulate};
use rayon::ThreadPoolBuilder;
use tokio::sync::Semaphore;

use super::question::PowerQuestion;

/// Scores that one answer may cost; a thousand trials of two arms of thirty groups × 8 × 12 are 5.8 million.
const MOST_SCORES: usize = 6_000_000;
/// Fewer trials say too little.
const LEAST_TRIALS: usize = 100;

/// The one place where simulations for pages run.
#[derive(Debug, Clone)]
pub struct Simulations(Arc<Semaphore>);

/// A power by simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedPower {
    /// Trials that were drawn: those asked for, or as many as an answer may cost.
    pub trials: usize,
    /// What they say.
    pub found: Simulated,
}

/// Why there is none.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotSimulated {
    /// Another question is being simulated.
    #[error("another simulation is running; ask again in a moment")]
    Busy,
    /// The design is too large for an answer while somebody waits.
    #[error("the design is too large to simulate for a page; use peil power --simulate")]
    TooLarge,
    /// Nothing varies, or no trial gave an answer.
    #[error(transparent)]
    Power(#[from] PowerError),
    /// The machine has no thread for it.
    #[error("the simulation could not be started or was broken off: {0}")]
    Thread(String),
}

impl Default for Simulations {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Simulations {
    /// Simulates up to `trials` trials on one thread of its own, away from those that answer requests.
    ///
    /// A request that is given up does not stop the simulation: the place is free when that is done.
    ///
    /// # Errors
    /// [`NotSimulated`].
    pub async fn run(&self, question: &PowerQuestion, trials: usize) -> Result<SimulatedPower, NotSimulated> {
        let design = &question.trial().design;
        let scores = (design.clients_in_groups() + design.clients_in_control()) * design.sessions;
        let trials = trials.min(MOST_SCORES / scores.max(1));
        if trials < LEAST_TRIALS {
            return Err(NotSimulated::TooLarge);
        }
        let place = Arc::clone(&self.0).try_acquire_owned().map_err(|_| NotSimulated::Busy)?;
        let (trial, settings) = (*question.trial(), SimulationSettings { replicates: trials, seed: question.seed() });
        let work = move || {
            let _place = place;
            let pool = ThreadPoolBuilder::new().num_threads(1).build();
            let pool = pool.map_err(|error| NotSimulated::Thread(error.to_string()))?;
            let found = pool.install(|| simulate(&trial, &settings, &|_| ()))?;
            Ok(SimulatedPower { trials, found })
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| NotSimulated::Thread(error.to_string()))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::power::{PowerField, Typed};

    fn question(groups: &str, members: &str, sessions: &str) -> PowerQuestion {
        let text = |field| match field {
            PowerField::Groups => Some(groups.to_owned()),
            PowerField::Members => Some(members.to_owned()),
            PowerField::Sessions => Some(sessions.to_owned()),
            _ => None,
        };
        PowerQuestion::read(&Typed { numbers: PowerField::ALL.map(text), ..Typed::default() }).unwrap()
    }

    #[tokio::test]
    async fn the_same_question_gives_the_same_number() {
        let (simulations, question) = (Simulations::default(), question("4", "3", "3"));
        let once = simulations.run(&question, 100).await.unwrap();
        assert_eq!(once, simulations.run(&question, 100).await.unwrap());
        assert_eq!(once.trials, 100);
    }

    #[tokio::test]
    async fn a_second_one_at_a_time_is_told_to_wait_and_a_large_one_to_go_elsewhere() {
        let simulations = Simulations::default();
        let held = Arc::clone(&simulations.0).try_acquire_owned().unwrap();
        assert_eq!(simulations.run(&question("4", "3", "3"), 100).await, Err(NotSimulated::Busy));
        assert_eq!(simulations.run(&question("60", "20", "52"), 1000).await, Err(NotSimulated::TooLarge));
        drop(held);
        assert!(simulations.run(&question("4", "3", "3"), 100).await.is_ok());
    }
}
