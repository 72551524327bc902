//! The scale, its direction, and where the ticks stand.

use super::error::ChartError;

/// Which way the instrument counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A high score is good: drawn as it is.
    HigherIsBetter,
    /// A low score is good (complaints): drawn upside down, so that up is still improvement.
    LowerIsBetter,
}

/// The part of an instrument's scale that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Lowest value drawn.
    pub min: f64,
    /// Highest value drawn.
    pub max: f64,
    /// Which way is better.
    pub direction: Direction,
}

impl Scale {
    /// The part of an instrument's scale that the values need, inside the instrument's limits: a little air on the worse
    /// side, a whole tick on the better side, and up to the best value when that is near. Pass the cut-off and the band's
    /// edges among the values.
    pub fn covering(limits: (f64, f64), direction: Direction, values: impl IntoIterator<Item = f64>) -> Self {
        let whole = Self { min: limits.0, max: limits.1, direction };
        let inside = values.into_iter().filter(|value| value.is_finite()).map(|value| whole.clamp(value));
        let (low, high) = inside.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if low > high {
            return whole;
        }
        let length = limits.1 - limits.0;
        let spare = (length * 0.2 - (high - low)).max(0.0) / 2.0;
        let (low, high) = (low - spare, high + spare);
        let step = step_for(high - low, 6.0);
        let (air, near) = (0.05 * (high - low), 0.3 * length);
        let below = ((low - 0.3 * step) / step).floor() * step;
        let above = ((high + 0.3 * step) / step).ceil() * step;
        let (min, max) = match direction {
            Direction::LowerIsBetter if below - limits.0 < near => (limits.0, high + air),
            Direction::LowerIsBetter => (below, high + air),
            Direction::HigherIsBetter if limits.1 - above < near => (low - air, limits.1),
            Direction::HigherIsBetter => (low - air, above),
        };
        Self { min: min.max(limits.0), max: max.min(limits.1), direction }
    }

    /// Points from one value to another, counted so that improvement is positive.
    pub(crate) fn improvement(self, from: f64, to: f64) -> f64 {
        match self.direction {
            Direction::HigherIsBetter => to - from,
            Direction::LowerIsBetter => from - to,
        }
    }

    /// # Errors
    /// When the scale has no length.
    pub(crate) fn check(self) -> Result<Self, ChartError> {
        let sound = self.min.is_finite() && self.max.is_finite() && self.min < self.max;
        if sound { Ok(self) } else { Err(ChartError::Scale { min: self.min, max: self.max }) }
    }

    /// The value, or the end of the scale that it passes.
    pub(crate) fn clamp(self, value: f64) -> f64 {
        value.max(self.min).min(self.max)
    }

    /// The values at the bottom and the top of the picture.
    pub(crate) fn bottom_and_top(self) -> (f64, f64) {
        match self.direction {
            Direction::HigherIsBetter => (self.min, self.max),
            Direction::LowerIsBetter => (self.max, self.min),
        }
    }

    /// Round values within the scale, lowest first: about one every 60 pixels of the height, integers when they serve.
    pub(crate) fn ticks(self, height: f64) -> Vec<f64> {
        let step = step_for(self.max - self.min, (height / 60.0).clamp(2.0, 8.0));
        let first = (self.min / step - 1e-9).ceil() as i64;
        let last = (self.max / step + 1e-9).floor() as i64;
        (first..=last).map(|index| index as f64 * step).collect()
    }

    /// Decimals that the ticks need.
    pub(crate) fn decimals(self, height: f64) -> usize {
        let whole = self.ticks(height).iter().all(|tick| (tick - tick.round()).abs() < 1e-9);
        usize::from(!whole)
    }
}

/// The round step that cuts a length into no more than about so many parts.
fn step_for(length: f64, parts: f64) -> f64 {
    const STEPS: [f64; 14] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0, 1000.0];
    let wanted = length / parts;
    STEPS.into_iter().find(|step| *step >= wanted * 0.999).unwrap_or(wanted)
}

/// The round step between printed sessions that leaves `room` pixels between neighbours.
pub(crate) fn session_step(sessions: u32, pixels_each: f64, room: f64) -> u32 {
    let step = [1, 5, 10, 20, 50, 100].into_iter().find(|step| f64::from(*step) * pixels_each >= room);
    step.unwrap_or(sessions.max(1))
}

/// The sessions whose number is printed: the first, the last, and as many round ones between as leave `room` pixels
/// between neighbours.
pub(crate) fn session_ticks(sessions: u32, pixels_each: f64, room: f64) -> Vec<u32> {
    let step = session_step(sessions, pixels_each, room);
    let far = |one: u32, other: u32| f64::from(one.abs_diff(other)) * pixels_each >= room;
    let round = (2..sessions).filter(|n| (step == 1 || n % step == 0) && far(*n, 1) && far(*n, sessions));
    let mut ticks = vec![1];
    ticks.extend(round);
    if sessions > 1 {
        ticks.push(sessions);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHQ: (f64, f64) = (0.0, 27.0);

    #[test]
    fn complaints_are_drawn_with_zero_on_top() {
        let scale = Scale { min: 0.0, max: 27.0, direction: Direction::LowerIsBetter };
        assert_eq!(scale.bottom_and_top(), (27.0, 0.0));
        assert_eq!(scale.ticks(340.0), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!(scale.decimals(340.0), 0);
    }

    #[test]
    fn a_scale_covers_its_values_and_the_near_best_end() {
        let scale = Scale::covering(PHQ, Direction::LowerIsBetter, [6.0, 21.0, 10.0]);
        assert_eq!((scale.min, scale.max), (0.0, 21.75));
        let none = Scale::covering(PHQ, Direction::LowerIsBetter, []);
        assert_eq!((none.min, none.max), PHQ);
        let high = Scale::covering((0.0, 180.0), Direction::LowerIsBetter, [90.0, 130.0]);
        assert!(high.min >= 50.0 && high.min <= 90.0 && high.max >= 130.0 && high.max < 180.0);
    }

    #[test]
    fn values_that_hardly_differ_are_not_blown_up() {
        let scale = Scale::covering((0.0, 100.0), Direction::HigherIsBetter, [50.0, 50.5]);
        assert!(scale.max - scale.min >= 20.0);
    }

    #[test]
    fn small_scales_get_decimals() {
        let scale = Scale { min: 0.0, max: 2.0, direction: Direction::LowerIsBetter };
        assert_eq!(scale.decimals(340.0), 1);
    }

    #[test]
    fn a_scale_without_length_is_refused() {
        let scale = Scale { min: 3.0, max: 3.0, direction: Direction::LowerIsBetter };
        assert!(scale.check().is_err());
        assert!(Scale { max: f64::NAN, ..scale }.check().is_err());
    }

    #[test]
    fn session_numbers_keep_their_distance() {
        assert_eq!(session_ticks(5, 100.0, 26.0), [1, 2, 3, 4, 5]);
        assert_eq!(session_ticks(30, 17.0, 26.0), [1, 5, 10, 15, 20, 25, 30]);
        assert_eq!(session_ticks(14, 17.0, 26.0), [1, 5, 10, 14]);
        assert_eq!(session_ticks(1, 100.0, 26.0), [1]);
    }
}
