//! One completed form: nine item answers and four lines.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::group::normal;

/// The answers of one client after one session.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Answers {
    /// Nine items 0–3, as on the PHQ-9; the last asks about thoughts of death.
    pub items: [u8; 9],
    /// Four visual-analogue answers about the session, 0.0–10.0 in steps of 0.1. The first three: higher is better; the
    /// fourth is tension: higher is worse.
    pub session_scale: [f64; 4],
}

impl Answers {
    /// The sum of the nine items, 0–27.
    #[must_use]
    pub fn total(&self) -> u8 {
        self.items.iter().sum()
    }

    /// The mean of the four lines with tension turned round, 0–10.
    #[must_use]
    pub fn session_mean(&self) -> f64 {
        let [first, second, third, tension] = self.session_scale;
        (first + second + third + 10.0 - tension) / 4.0
    }
}

/// How one client spreads a total over the items.
#[derive(Debug, Clone, Copy)]
pub(super) struct ItemProfile {
    weights: [f64; 9],
}

/// How often each item is scored in treated groups, sleep and tiredness most.
const ITEM_WEIGHTS: [f64; 8] = [1.0, 1.15, 1.25, 1.35, 0.85, 1.05, 1.0, 0.6];
const LAST_ITEM: usize = 8;
/// The most points that are given while the last item stays low: eight items of 3, and 1.
const LARGEST_TOTAL: u8 = 25;

impl ItemProfile {
    /// About one client in twelve sometimes scores the last item; the others hardly ever.
    pub(super) fn draw(random: &mut ChaCha8Rng) -> Self {
        let mut weights = [0.0; 9];
        for (weight, base) in weights.iter_mut().zip(ITEM_WEIGHTS) {
            *weight = base * (0.35 * normal(random)).exp();
        }
        weights[LAST_ITEM] = if random.random_bool(1.0 / 12.0) { 0.12 } else { 0.001 };
        Self { weights }
    }

    /// Hands out a total point by point.
    pub(super) fn items(&self, total: f64, random: &mut ChaCha8Rng) -> [u8; 9] {
        // In range after the clamp, so the cast cannot truncate anything but the fraction, which round removed.
        let points = total.round().clamp(0.0, f64::from(LARGEST_TOTAL)) as u8;
        let mut items = [0_u8; 9];
        for _ in 0..points {
            let open = |item: usize| items[item] < if item == LAST_ITEM { 1 } else { 3 };
            let sum: f64 = (0..9).filter(|&item| open(item)).map(|item| self.weights[item]).sum();
            let mut left = random.random::<f64>() * sum;
            let mut chosen = None;
            for item in (0..9).filter(|&item| open(item)) {
                chosen = Some(item);
                left -= self.weights[item];
                if left <= 0.0 {
                    break;
                }
            }
            if let Some(item) = chosen {
                items[item] += 1;
            }
        }
        items
    }
}

/// Four lines around a common level (0–10, higher is better), the last one turned round.
pub(super) fn session_scale(level: f64, random: &mut ChaCha8Rng) -> [f64; 4] {
    let mut lines = [0.0; 4];
    for (index, line) in lines.iter_mut().enumerate() {
        let answer = level + 0.7 * normal(random);
        let turned = if index == 3 { 10.0 - answer } else { answer };
        *line = (turned.clamp(0.0, 10.0) * 10.0).round() / 10.0;
    }
    lines
}
