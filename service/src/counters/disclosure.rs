//! Which cells may not be told as they are: those of a few clients or groups, and those that would betray them.
//!
//! Fellow members know who came when, so what a few clients came to is hidden whole. Inside the organisation a cell needs five
//! clients; to leave it eleven, of ten groups (`trust.md`: k-anonymity). The quarters add up to their year and the settings to
//! their sum, so more cells go until no hidden number of clients, consults or minutes can be worked out to within
//! [`NARROW`] values by whoever reads the others.

use std::collections::BTreeMap;

use super::{
    attack::{Hidden, SIDE, Table, width},
    figures::{Class, Figures, Grid, Period},
};

/// A hidden number that is known to lie between fewer values than this is as good as told.
const NARROW: i64 = 5;

/// Who reads figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Circle {
    /// Team leads and administrators of the organisation.
    Inside,
    /// Anybody.
    Outside,
}

/// What happens to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Mark {
    /// Written as it is.
    #[default]
    Plain,
    /// Left out, because another cell could be worked out from it.
    Hidden,
    /// Left out, because it is of few clients or groups.
    Few,
}

impl Circle {
    /// Fewer clients than this are few.
    #[must_use]
    pub const fn clients(self) -> i64 {
        match self {
            Self::Inside => 5,
            Self::Outside => 11,
        }
    }

    /// Fewer groups than this are few.
    #[must_use]
    pub const fn groups(self) -> i64 {
        match self {
            Self::Inside => 1,
            Self::Outside => 10,
        }
    }
}

type Marks = BTreeMap<(Period, Class), Mark>;

/// What happens to each cell: of all figures, and of those about clients who first came to a group.
pub(super) struct Disclosure {
    all: Marks,
    new: Marks,
}

impl Disclosure {
    pub(super) fn of(grid: &Grid, circle: Circle) -> Self {
        let few = |number: i64, fewest: i64| (1..fewest).contains(&number);
        let few_clients = |figures: &Figures| {
            let Figures { clients, seen_alone, in_care, .. } = figures;
            // Who is in one kind of contact and not in the other is a small number too, where both are told.
            let told = if figures.contacts_known { 4 } else { 1 };
            let numbers = [*clients, *seen_alone, in_care - clients, in_care - seen_alone];
            numbers.into_iter().take(told).any(|number| few(number, circle.clients()))
        };
        let start = |is_few: &dyn Fn(&Figures) -> bool| -> Marks {
            let mark = |cell: (Period, Class)| if is_few(&grid.at(cell.0, cell.1)) { Mark::Few } else { Mark::Plain };
            cells().map(|cell| (cell, mark(cell))).collect()
        };
        let all = start(&|figures| few_clients(figures) || few(figures.groups, circle.groups()));
        let all = with_betrayers(grid, all, &ALL);
        let new = start(&|figures| [figures.new_clients, figures.left_out].iter().any(|n| few(*n, circle.clients())));
        // What is hidden of all figures is hidden of these.
        let new = new.into_iter().map(|(cell, mark)| (cell, mark.max(all[&cell]))).collect();
        Self { new: with_betrayers(grid, new, &NEW), all }
    }

    /// What happens to a cell; of figures about new clients when `about_new`.
    pub(super) fn mark(&self, period: Period, class: Class, about_new: bool) -> Mark {
        let marks = if about_new { &self.new } else { &self.all };
        marks.get(&(period, class)).copied().unwrap_or_default()
    }
}

/// A number that adds up, or is taken to.
type Number = fn(&Figures) -> i64;

/// What is guarded. Clients of two quarters are one client of the year; that they are taken to add up hides more, not less.
const ALL: [Number; 8] = [
    |of| of.in_care,
    |of| of.clients,
    |of| of.seen_alone,
    |of| of.consults,
    |of| of.consult_units,
    |of| of.group_minutes,
    |of| of.individual_minutes,
    |of| of.indirect.values().sum(),
];
/// The same of new clients.
const NEW: [Number; 4] = [|of| of.new_clients, |of| of.left_out, |of| of.before, |of| of.after];

/// Every cell, row after row, as [`Table`] has them.
fn cells() -> impl Iterator<Item = (Period, Class)> {
    Period::ALL.iter().flat_map(|period| Class::ALL.iter().map(|class| (*period, *class)))
}

/// Hides more cells as long as a hidden one can be worked out. Each turn hides one at least, so it ends.
fn with_betrayers(grid: &Grid, mut marks: Marks, numbers: &[Number]) -> Marks {
    let cells: Vec<(Period, Class)> = cells().collect();
    let table = |number: &Number| -> Table {
        std::array::from_fn(|at| cells.get(at).map_or(0, |cell| number(&grid.at(cell.0, cell.1))))
    };
    let tables: Vec<Table> = numbers.iter().map(table).collect();
    let mut hidden: Hidden =
        std::array::from_fn(|at| cells.get(at).is_some_and(|cell| marks.get(cell) > Some(&Mark::Plain)));
    while let Some(cell) = (0..SIDE * SIDE).find(|cell| hidden[*cell] && is_betrayed(&tables, &hidden, *cell)) {
        let more = rectangle(&tables, &hidden, cell).unwrap_or_else(|| beside(&tables, &hidden, cell));
        if more.is_empty() {
            break;
        }
        for cell in more {
            hidden[cell] = true;
            marks.insert(cells[cell], Mark::Hidden);
        }
    }
    marks
}

/// Whether some number of a hidden cell is as good as known.
fn is_betrayed(tables: &[Table], hidden: &Hidden, cell: usize) -> bool {
    let narrow = |table: &&Table| table[cell] > 0 && width(table, hidden, cell).is_some_and(|width| width < NARROW);
    tables.iter().any(|table| narrow(&table))
}

/// How many people, or how much of the first thing that there is of, is in a cell.
fn size(tables: &[Table], cell: usize) -> i64 {
    tables.iter().map(|table| table[cell]).find(|number| *number > 0).unwrap_or(0)
}

/// The cells to hide so that a cell is in a rectangle of hidden ones and known no more: of the smallest there is.
fn rectangle(tables: &[Table], hidden: &Hidden, cell: usize) -> Option<Vec<usize>> {
    let (row, column) = (cell / SIDE, cell % SIDE);
    let others = (0..SIDE).flat_map(|other| (0..SIDE).map(move |across| (other, across)));
    let corners = others.filter(|(other, across)| *other != row && *across != column).filter_map(|(other, across)| {
        let corners = [row * SIDE + across, other * SIDE + column, other * SIDE + across];
        let more: Vec<usize> = corners.into_iter().filter(|corner| !hidden[*corner]).collect();
        let mut with = *hidden;
        more.iter().for_each(|corner| with[*corner] = true);
        let filled = more.iter().all(|corner| size(tables, *corner) > 0);
        (filled && !is_betrayed(tables, &with, cell)).then_some(more)
    });
    corners.min_by_key(|more| more.iter().map(|corner| size(tables, *corner)).sum::<i64>())
}

/// Where no rectangle is enough: the smallest cell that is still told, of the lines of a cell or of all.
fn beside(tables: &[Table], hidden: &Hidden, cell: usize) -> Vec<usize> {
    let told = || (0..SIDE * SIDE).filter(|other| !hidden[*other] && size(tables, *other) > 0);
    let in_line = |other: &usize| other / SIDE == cell / SIDE || other % SIDE == cell % SIDE;
    let smallest = |other: &usize| size(tables, *other);
    told().filter(in_line).min_by_key(smallest).or_else(|| told().min_by_key(smallest)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

    use super::{Circle, Class, Disclosure, Figures, Grid, Mark, NARROW, Period, cells};

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
                        cell.consults += 3 * clients;
                        cell.groups += 10 * clients.min(1);
                        cell.contacts_known = true;
                    }
                }
            }
        }
        grid
    }

    fn hidden(disclosure: &Disclosure) -> Vec<(Period, Class, Mark)> {
        let marked = cells().map(|(period, class)| (period, class, disclosure.mark(period, class, false)));
        marked.filter(|(.., mark)| *mark != Mark::Plain).collect()
    }

    #[test]
    fn a_cell_of_few_takes_a_rectangle_along() {
        let grid = grid([[3, 20, 30], [12, 21, 31], [13, 22, 32], [14, 23, 33]]);
        let hidden = hidden(&Disclosure::of(&grid, Circle::Inside));
        assert_eq!(hidden.iter().filter(|(.., mark)| *mark == Mark::Few).count(), 1);
        assert_eq!(hidden.len(), 4, "a rectangle of four: {hidden:?}");
    }

    #[test]
    fn where_nobody_is_few_all_is_told_and_a_lonely_few_takes_its_sum_along() {
        let disclosure = Disclosure::of(&grid([[10, 20, 30], [0, 21, 31], [13, 22, 32], [14, 23, 33]]), Circle::Inside);
        assert_eq!(hidden(&disclosure), []);
        // The only clients of the year: the sums are as few.
        let disclosure = Disclosure::of(&grid([[2, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]), Circle::Inside);
        assert!(hidden(&disclosure).iter().all(|(.., mark)| *mark == Mark::Few) && hidden(&disclosure).len() == 4);
    }

    #[test]
    fn outside_eleven_clients_of_ten_groups_are_needed() {
        let enough = [[10, 20, 30], [12, 21, 31], [13, 22, 32], [14, 23, 33]];
        assert_eq!(Disclosure::of(&grid(enough), Circle::Outside).mark(Period::First, Class::One, false), Mark::Few);
        let mut of_nine = grid([[40, 20, 30], [12, 21, 31], [13, 22, 32], [14, 23, 33]]);
        assert_eq!(hidden(&Disclosure::of(&of_nine, Circle::Outside)), []);
        of_nine.cell(Period::First, Class::One).groups = 9;
        assert_eq!(Disclosure::of(&of_nine, Circle::Outside).mark(Period::First, Class::One, false), Mark::Few);
        assert_eq!(hidden(&Disclosure::of(&of_nine, Circle::Inside)), []);
    }

    #[test]
    fn who_has_one_kind_of_contact_only_is_few_as_well() {
        let mut grid = grid([[10, 20, 30], [11, 21, 31], [13, 22, 32], [14, 23, 33]]);
        grid.cell(Period::First, Class::Two).in_care += 2;
        assert_eq!(Disclosure::of(&grid, Circle::Inside).mark(Period::First, Class::Two, false), Mark::Few);
    }

    /// An attack that knows nothing of flows: bounds that tighten each other, line by line, until nothing changes.
    fn bounds(grid: &Grid, told: &dyn Fn((Period, Class)) -> bool, of: fn(&Figures) -> i64) -> Vec<(f64, f64)> {
        let cells: Vec<_> = cells().collect();
        let known = |cell: &(Period, Class)| of(&grid.at(cell.0, cell.1)) as f64;
        let mut bounds: Vec<(f64, f64)> = cells
            .iter()
            .map(|cell| if told(*cell) { (known(cell), known(cell)) } else { (0.0, f64::INFINITY) })
            .collect();
        for _ in 0..60 {
            for line in 0..10 {
                let at = |place: usize| if line < 5 { line * 5 + place } else { place * 5 + line - 5 };
                let low: f64 = (0..4).map(|place| bounds[at(place)].0).sum();
                let high: f64 = (0..4).map(|place| bounds[at(place)].1).sum();
                let sum = &mut bounds[at(4)];
                *sum = (sum.0.max(low), sum.1.min(high));
                let sum = *sum;
                for place in 0..4 {
                    let others = |side: fn(&(f64, f64)) -> f64| -> f64 {
                        (0..4).filter(|other| *other != place).map(|other| side(&bounds[at(other)])).sum()
                    };
                    let (least, most) = (sum.0 - others(|b| b.1), sum.1 - others(|b| b.0));
                    let cell = &mut bounds[at(place)];
                    *cell = (cell.0.max(least), cell.1.min(most));
                }
            }
        }
        bounds
    }

    #[test]
    fn an_attack_on_what_is_told_finds_no_hidden_number() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(11);
        let (mut looked_at, mut all_told) = (0, 0);
        for _ in 0..200 {
            let grid = grid(std::array::from_fn(|_| {
                std::array::from_fn(|_| {
                    if random.random_bool(0.3) { random.random_range(0..6) } else { random.random_range(8..60) }
                })
            }));
            for circle in [Circle::Inside, Circle::Outside] {
                let disclosure = Disclosure::of(&grid, circle);
                let told = |(period, class)| disclosure.mark(period, class, false) == Mark::Plain;
                let everything = cells().all(|cell| !told(cell) || grid.at(cell.0, cell.1).in_care == 0);
                all_told += usize::from(cells().all(told));
                for of in [|of: &Figures| of.clients, |of: &Figures| of.consults] {
                    for (cell, (least, most)) in cells().zip(bounds(&grid, &told, of)) {
                        if told(cell) || everything {
                            continue;
                        }
                        looked_at += 1;
                        assert!(most - least >= NARROW as f64, "{circle:?} {cell:?}: {least} to {most} in {grid:?}");
                    }
                }
            }
        }
        assert!(looked_at > 1000 && all_told > 0, "{looked_at} hidden cells, {all_told} tables without any");
    }
}
