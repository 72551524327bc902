//! A sign of life on standard error, for a person who waits: only on a terminal, and only after a second.

use std::{
    io::IsTerminal,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// What is faster than this needs no sign.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN_STEPS: Duration = Duration::from_millis(100);
/// Steps of a whole phase.
const WHOLE: u64 = 1000;

/// One phase of the work; its line disappears when the phase ends.
#[derive(Debug)]
pub(crate) struct Phase {
    done: Arc<AtomicU64>,
    watcher: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Phase {
    /// Begins a phase that `what` names, such as "reading". Silent where standard error is no terminal.
    pub(crate) fn begin(what: &'static str) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        let watched = Arc::clone(&done);
        let watcher = std::io::stderr().is_terminal().then(|| {
            let (ends, end) = channel();
            (ends, std::thread::spawn(move || watch(what, &watched, &end)))
        });
        Self { done, watcher }
    }

    /// Says which part of the phase is done, 0 to 1; a phase that never does shows its time alone.
    pub(crate) fn at(&self, part: f64) {
        self.done.store((part * WHOLE as f64) as u64, Ordering::Relaxed);
    }
}

impl Drop for Phase {
    fn drop(&mut self) {
        if let Some((ends, thread)) = self.watcher.take() {
            drop(ends);
            // A line that could not be drawn is no reason to stop.
            let _ = thread.join();
        }
    }
}

/// Waits for the end of the phase and draws while it waits.
fn watch(what: &'static str, done: &AtomicU64, end: &Receiver<()>) {
    if end.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new(WHOLE).with_message(what).with_elapsed(PATIENCE);
    let template = |text| ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_bar());
    let (waiting, counting) =
        (template("  {spinner} {msg} {elapsed}"), template("  {spinner} {msg} {bar:30} {percent} %"));
    while end.recv_timeout(BETWEEN_STEPS) == Err(RecvTimeoutError::Timeout) {
        let part = done.load(Ordering::Relaxed);
        bar.set_style(if part == 0 { waiting.clone() } else { counting.clone() });
        bar.set_position(part);
        bar.tick();
    }
    bar.finish_and_clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_that_ends_soon_does_not_hold_up() {
        let (ends, end) = channel::<()>();
        let begun = std::time::Instant::now();
        let watcher = std::thread::spawn(move || watch("waiting", &AtomicU64::new(0), &end));
        drop(ends);
        assert!(watcher.join().is_ok() && begun.elapsed() < PATIENCE);
    }

    #[test]
    fn without_a_terminal_nothing_watches() {
        let phase = Phase::begin("reading");
        phase.at(0.5);
        assert_eq!(phase.watcher.is_some(), std::io::stderr().is_terminal());
    }
}
