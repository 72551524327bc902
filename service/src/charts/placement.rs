//! A free place for words inside the plot: of a few candidates the one that hides least.

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// A point in pixels.
pub(crate) type Spot = (f64, f64);

impl Area {
    /// The area of a line of words that starts at `left` and has its middle at `middle`.
    pub(crate) fn of_words(left: f64, middle: f64, width: f64) -> Self {
        Self { left, top: middle - 8.0, right: left + width, bottom: middle + 8.0 }
    }

    fn holds(&self, (x, y): Spot) -> bool {
        x > self.left && x < self.right && y > self.top && y < self.bottom
    }

    /// Half a pixel apart at least: what is drawn is rounded.
    fn meets(&self, other: &Self) -> bool {
        let beside = self.left < other.right + 0.5 && other.left < self.right + 0.5;
        beside && self.top < other.bottom && other.top < self.bottom
    }

    fn within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    /// Whether a stroke from one spot to another passes (Liang and Barsky 1984).
    fn crossed_by(&self, (x0, y0): Spot, (x1, y1): Spot) -> bool {
        let (dx, dy) = (x1 - x0, y1 - y0);
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (slope, room) in
            [(-dx, x0 - self.left), (dx, self.right - x0), (-dy, y0 - self.top), (dy, self.bottom - y0)]
        {
            if slope.abs() < 1e-12 {
                if room < 0.0 {
                    return false;
                }
            } else if slope < 0.0 {
                from = from.max(room / slope);
            } else {
                to = to.min(room / slope);
            }
        }
        from < to
    }
}

/// What stands in the way of words inside the plot.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    dots: Vec<(Spot, f64)>,
    strokes: Vec<(Spot, Spot, f64)>,
    words: Vec<Area>,
}

impl Crowd {
    /// A measured score; weight 1 for an ordinary one.
    pub(crate) fn dot(&mut self, spot: Spot, weight: f64) {
        self.dots.push((spot, weight));
    }

    /// A line through these spots; weight 1 for an ordinary one.
    pub(crate) fn stroke(&mut self, spots: &[Spot], weight: f64) {
        self.strokes.extend(spots.windows(2).map(|pair| (pair[0], pair[1], weight)));
    }

    /// Takes the candidate that hides least — the earlier one among equals — and remembers that it is taken. Each comes
    /// with what it costs by itself: 1 is as bad as hiding an ordinary dot.
    pub(crate) fn settle(&mut self, candidates: &[(Area, f64)], plot: &Area) -> Option<usize> {
        let costs = candidates.iter().map(|(area, price)| price + self.cost(area, plot));
        let best = costs.enumerate().min_by(|one, other| one.1.total_cmp(&other.1)).map(|(index, _)| index)?;
        self.words.push(candidates[best].0);
        Some(best)
    }

    /// As [`Crowd::settle`], but takes none where words would stand over words or past the plot, or hide more than `most`.
    pub(crate) fn settle_alone(&mut self, candidates: &[(Area, f64)], plot: &Area, most: f64) -> Option<usize> {
        let free: Vec<usize> = (0..candidates.len())
            .filter(|index| candidates[*index].0.within(plot))
            .filter(|index| !self.words.iter().any(|other| candidates[*index].0.meets(other)))
            .filter(|index| self.cost(&candidates[*index].0, plot) <= most)
            .collect();
        let chosen: Vec<(Area, f64)> = free.iter().map(|index| candidates[*index]).collect();
        self.settle(&chosen, plot).map(|index| free[index])
    }

    fn cost(&self, area: &Area, plot: &Area) -> f64 {
        let hidden = self.dots.iter().filter(|(spot, _)| area.holds(*spot));
        let dots: f64 = hidden.map(|(_, weight)| weight).sum();
        let crossed = self.strokes.iter().filter(|(from, to, _)| area.crossed_by(*from, *to));
        let strokes: f64 = crossed.map(|(.., weight)| weight).sum();
        let words = self.words.iter().filter(|other| area.meets(other)).count() as f64;
        let outside = if area.within(plot) { 0.0 } else { 1000.0 };
        dots + strokes + 100.0 * words + outside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Area = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };

    #[test]
    fn words_avoid_dots_lines_words_and_the_edge() {
        let mut crowd = Crowd::default();
        crowd.dot((20.0, 20.0), 1.0);
        crowd.stroke(&[(0.0, 60.0), (400.0, 60.0)], 1.0);
        let candidates = [
            (Area::of_words(0.0, 20.0, 80.0), 0.0),
            (Area::of_words(0.0, 60.0, 80.0), 0.5),
            (Area::of_words(350.0, 100.0, 80.0), 0.0),
            (Area::of_words(0.0, 100.0, 80.0), 0.0),
        ];
        assert_eq!(crowd.settle(&candidates, &PLOT), Some(3));
        assert_eq!(crowd.settle(&candidates, &PLOT), Some(0));
        assert_eq!(crowd.settle(&[], &PLOT), None);
    }

    #[test]
    fn a_stroke_that_passes_by_does_not_count() {
        let area = Area { left: 10.0, top: 10.0, right: 20.0, bottom: 20.0 };
        assert!(area.crossed_by((0.0, 0.0), (30.0, 30.0)));
        assert!(area.crossed_by((15.0, 0.0), (15.0, 30.0)));
        assert!(!area.crossed_by((0.0, 0.0), (30.0, 5.0)));
        assert!(!area.crossed_by((25.0, 0.0), (25.0, 30.0)));
    }
}
