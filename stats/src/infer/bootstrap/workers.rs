//! Replicates shared among threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::BootstrapSettings;

/// Replicates that a thread takes at a time.
const BATCH: usize = 16;

/// One result a replicate, in their order. Each thread makes its own state; `progress` is told how many are done.
pub(super) fn shared<S, T: Send>(
    settings: &BootstrapSettings,
    state: &(dyn Fn() -> S + Sync),
    one: &(dyn Fn(&mut S, u64) -> T + Sync),
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut found = Vec::new();
        let mut own = state();
        loop {
            let from = next.fetch_add(BATCH, Ordering::Relaxed);
            if from >= settings.replicates {
                return found;
            }
            let to = (from + BATCH).min(settings.replicates);
            found.extend((from..to).map(|index| (index, one(&mut own, index as u64))));
            progress(done.fetch_add(to - from, Ordering::Relaxed) + to - from);
        }
    };
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..settings.threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(found) => all.extend(found),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, result)| result).collect()
}
