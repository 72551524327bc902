//! Which cells may not leave the house as they are: those of a few clients, and those that would betray them.
//!
//! A cell in which one to four clients are counted is hidden, whole: what few clients came to tells about them too. The cells
//! of a line (the quarters and their year; the settings and their sum) add up, so a line never has exactly one hidden cell:
//! the smallest of the others goes too.

use std::collections::BTreeMap;

use super::figures::{Class, Figures, Grid, Period};

/// Fewer clients than this are few.
const FEWEST: i64 = 5;

/// What happens to a cell outside the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Mark {
    /// Written as it is.
    #[default]
    Plain,
    /// Left out, because another cell could be worked out from it.
    Hidden,
    /// Left out, because it is of few clients.
    Few,
}

type Marks = BTreeMap<(Period, Class), Mark>;

/// What happens to each cell: of all figures, and of those about clients who first came to a group.
pub(super) struct Disclosure {
    all: Marks,
    new: Marks,
}

impl Disclosure {
    pub(super) fn of(grid: &Grid) -> Self {
        let few = |clients: i64| (1..FEWEST).contains(&clients);
        let all = marks(
            grid,
            |figures| figures.in_care,
            |figures| {
                // Who is in one kind of contact and not in the other is a small number too.
                let Figures { clients, seen_alone, in_care, .. } = figures;
                [*clients, *seen_alone, in_care - clients, in_care - seen_alone].into_iter().any(few)
            },
        );
        let new = marks(grid, |figures| figures.new_clients, |figures| few(figures.new_clients));
        Self { all, new }
    }

    /// What happens to a cell; of figures about new clients when `about_new`.
    pub(super) fn mark(&self, period: Period, class: Class, about_new: bool) -> Mark {
        let of = |marks: &Marks| marks.get(&(period, class)).copied().unwrap_or_default();
        if about_new { of(&self.all).max(of(&self.new)) } else { of(&self.all) }
    }
}

fn marks(grid: &Grid, size: impl Fn(&Figures) -> i64, few: impl Fn(&Figures) -> bool) -> Marks {
    let cells = Period::ALL.iter().flat_map(|period| Class::ALL.iter().map(|class| (*period, *class)));
    let mut marks: Marks = cells
        .map(|(period, class)| {
            let mark = if few(&grid.at(period, class)) { Mark::Few } else { Mark::Plain };
            ((period, class), mark)
        })
        .collect();
    let rows = Period::ALL.iter().map(|period| Class::ALL.iter().map(|class| (*period, *class)).collect());
    let columns = Class::ALL.iter().map(|class| Period::ALL.iter().map(|period| (*period, *class)).collect());
    let lines: Vec<Vec<(Period, Class)>> = rows.chain(columns).collect();
    // Each turn hides one cell more, so it ends.
    while let Some(cell) = lines.iter().find_map(|line| betrayer(line, &marks, |cell| size(&grid.at(cell.0, cell.1)))) {
        marks.insert(cell, Mark::Hidden);
    }
    marks
}

/// The smallest cell of a line whose only hidden cell the others would betray.
fn betrayer(line: &[(Period, Class)], marks: &Marks, size: impl Fn((Period, Class)) -> i64) -> Option<(Period, Class)> {
    let plain = |cell: &&(Period, Class)| marks.get(*cell).copied().unwrap_or_default() == Mark::Plain;
    if line.iter().filter(plain).count() + 1 != line.len() {
        return None;
    }
    line.iter().filter(plain).copied().filter(|cell| size(*cell) > 0).min_by_key(|cell| size(*cell))
}

#[cfg(test)]
mod tests {
    use super::{Class, Disclosure, Grid, Mark, Period};

    /// Clients of each quarter (rows) in settings 1, 2 and 3; sums are filled in.
    fn grid(clients: [[i64; 3]; 4]) -> Grid {
        let mut grid = Grid::default();
        for (period, row) in Period::QUARTERS.into_iter().zip(clients) {
            for (class, clients) in [Class::One, Class::Two, Class::Three].into_iter().zip(row) {
                for period in [period, Period::Year] {
                    for class in [class, Class::All] {
                        let cell = grid.cell(period, class);
                        cell.clients += clients;
                        cell.in_care += clients;
                    }
                }
            }
        }
        grid
    }

    fn hidden(disclosure: &Disclosure) -> Vec<(Period, Class, Mark)> {
        let cells = Period::ALL.iter().flat_map(|period| Class::ALL.iter().map(|class| (*period, *class)));
        let marked = cells.map(|(period, class)| (period, class, disclosure.mark(period, class, false)));
        marked.filter(|(.., mark)| *mark != Mark::Plain).collect()
    }

    #[test]
    fn no_line_has_exactly_one_hidden_cell() {
        let disclosure = Disclosure::of(&grid([[3, 20, 30], [12, 21, 31], [13, 22, 32], [14, 23, 33]]));
        let hidden = hidden(&disclosure);
        assert_eq!(hidden.iter().filter(|(.., mark)| *mark == Mark::Few).count(), 1);
        assert_eq!(hidden.len(), 4, "a rectangle of four: {hidden:?}");
        for period in Period::ALL {
            assert_ne!(hidden.iter().filter(|(of, ..)| of == period).count(), 1);
        }
        for class in Class::ALL {
            assert_ne!(hidden.iter().filter(|(_, of, _)| of == class).count(), 1);
        }
    }

    #[test]
    fn where_nobody_is_few_all_is_told_and_a_lonely_few_takes_its_sum_along() {
        let disclosure = Disclosure::of(&grid([[10, 20, 30], [0, 21, 31], [13, 22, 32], [14, 23, 33]]));
        assert_eq!(hidden(&disclosure), []);
        // The only clients of the year: the sums are as few.
        let disclosure = Disclosure::of(&grid([[2, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]));
        assert!(hidden(&disclosure).iter().all(|(.., mark)| *mark == Mark::Few) && hidden(&disclosure).len() == 4);
    }

    #[test]
    fn who_has_one_kind_of_contact_only_is_few_as_well() {
        let mut grid = grid([[10, 20, 30], [11, 21, 31], [13, 22, 32], [14, 23, 33]]);
        grid.cell(Period::First, Class::Two).in_care += 2;
        assert_eq!(Disclosure::of(&grid).mark(Period::First, Class::Two, false), Mark::Few);
    }
}
