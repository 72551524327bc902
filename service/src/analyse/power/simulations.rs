//! Simulations for a page: few at a time, so that they never keep a client waiting.

use std::sync::Arc;

use peil_stats::power::{
    PowerError, Simulated, SimulationSettings, SmallestSimulated, Trial, simulate, smallest, smallest_simulated,
};
use rayon::ThreadPoolBuilder;
use tokio::sync::Semaphore;

use super::question::PowerQuestion;

/// Scores that one answer may cost; a thousand trials of two arms of thirty groups × 8 × 12 are 5.8 million.
const MOST_SCORES: usize = 6_000_000;
/// Scores that each step of a search for the smallest design may cost; most searches take three to eight.
const MOST_SCORES_A_STEP: usize = 800_000;
/// The most trials of a step.
const MOST_TRIALS_A_STEP: usize = 1000;
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

/// The smallest design by simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchedSmallest {
    /// Trials of each step, and of the estimate that is told.
    pub trials: usize,
    /// Where the search ended.
    pub found: SmallestSimulated,
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
        let trials = trials.min(MOST_SCORES / scores(question.trial()).max(1));
        if trials < LEAST_TRIALS {
            return Err(NotSimulated::TooLarge);
        }
        let (trial, settings) = (*question.trial(), SimulationSettings { replicates: trials, seed: question.seed() });
        let found = self.alone(move || simulate(&trial, &settings, &|_| ())).await?;
        Ok(SimulatedPower { trials, found })
    }

    /// Looks around the formula's smallest design, in the direction in which the question's curve runs; none where the formula
    /// finds no design that is large enough.
    ///
    /// # Errors
    /// [`NotSimulated`].
    pub async fn search(&self, question: &PowerQuestion) -> Result<Option<SearchedSmallest>, NotSimulated> {
        let (trial, grows, target) = (*question.trial(), question.grows(), question.target());
        let Some(least) = smallest(&trial, grows, target)?.value else {
            return Ok(None);
        };
        let at = Trial { design: trial.design.with(grows, least), ..trial };
        let trials = MOST_TRIALS_A_STEP.min(MOST_SCORES_A_STEP / scores(&at).max(1));
        if trials < LEAST_TRIALS {
            return Err(NotSimulated::TooLarge);
        }
        let settings = SimulationSettings { replicates: trials, seed: question.seed_of_search() };
        let found = self.alone(move || smallest_simulated(&trial, grows, target, &settings, &|_| ())).await?;
        Ok(Some(SearchedSmallest { trials, found }))
    }

    /// Does `work` on one thread of its own, when nobody else's is being done.
    async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PowerError> + Send + 'static,
    ) -> Result<T, NotSimulated> {
        let place = Arc::clone(&self.0).try_acquire_owned().map_err(|_| NotSimulated::Busy)?;
        let on_thread = move || {
            let _place = place;
            let pool = ThreadPoolBuilder::new().num_threads(1).build();
            let pool = pool.map_err(|error| NotSimulated::Thread(error.to_string()))?;
            Ok(pool.install(work)?)
        };
        tokio::task::spawn_blocking(on_thread).await.map_err(|error| NotSimulated::Thread(error.to_string()))?
    }
}

/// Scores of one trial.
fn scores(trial: &Trial) -> usize {
    (trial.design.clients_in_groups() + trial.design.clients_in_control()) * trial.design.sessions
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
    async fn the_search_ends_at_a_design_whose_power_was_simulated_anew_and_does_not_depend_on_where_it_began() {
        let simulations = Simulations::default();
        let found = simulations.search(&question("4", "4", "4")).await.unwrap().unwrap();
        let value = found.found.smallest.value.unwrap();
        let again = simulations.search(&question("9", "4", "4")).await.unwrap().unwrap();
        assert_eq!(again, found, "the number of groups is what is looked for");
        let power = found.found.simulated.unwrap().power.estimate.unwrap();
        assert!(found.trials >= LEAST_TRIALS && (0.65..0.95).contains(&power), "{value} {power}");
        let smaller = PowerQuestion::read(&Typed {
            numbers: PowerField::ALL.map(|field| (field == PowerField::Effect).then(|| "0,05".to_owned())),
            grows: Some(peil_stats::power::Dimension::Sessions),
            ..Typed::default()
        });
        assert_eq!(simulations.search(&smaller.unwrap()).await, Ok(None), "no number of sessions is enough");
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
