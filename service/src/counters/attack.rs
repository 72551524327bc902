//! What somebody who reads the published cells of a table knows of a hidden one.
//!
//! A table has the quarters and their year as rows and the settings and their sum as columns; each line adds up to its sum, and
//! no count is below nothing. How far a hidden cell can be moved with the others still adding up is a flow through the hidden
//! cells from its column back to its row, so the bounds are exact (Gusfield 1988, *A graph theoretic approach to statistical
//! data security*, SIAM J. Comput. 17: 552–571), and no pattern of lines escapes them.

/// Rows and columns, sums included; the last of each is the sum.
pub(super) const SIDE: usize = 5;

/// A number for each cell, row after row.
pub(super) type Table = [i64; SIDE * SIDE];
/// Which cells are hidden.
pub(super) type Hidden = [bool; SIDE * SIDE];

const NODES: usize = 2 * SIDE;
/// As much as is asked for.
const UNBOUNDED: i64 = i64::MAX / 4;

type Capacities = [[i64; NODES]; NODES];

/// Between how many values a hidden cell can be: the largest less the smallest that fit the published ones. None when nothing
/// bounds it from above.
pub(super) fn width(table: &Table, hidden: &Hidden, cell: usize) -> Option<i64> {
    let (row, column) = (cell / SIDE, SIDE + cell % SIDE);
    let capacities = capacities(table, hidden, cell);
    let (back, forth) = (flow(capacities, column, row), flow(capacities, row, column));
    // A sum counts against the cells of its line.
    let (up, down) = if is_sum(cell) { (forth, back) } else { (back, forth) };
    Some(up).filter(|up| *up < UNBOUNDED).map(|up| up + down.min(table[cell]))
}

/// Whether a cell is on the side of the sums: of a row or of a column, not of both.
fn is_sum(cell: usize) -> bool {
    (cell / SIDE == SIDE - 1) != (cell % SIDE == SIDE - 1)
}

/// How much can flow along each hidden cell but one: without bound where it grows, its own count where it shrinks.
fn capacities(table: &Table, hidden: &Hidden, without: usize) -> Capacities {
    let mut capacities = [[0; NODES]; NODES];
    for cell in (0..table.len()).filter(|cell| hidden[*cell] && *cell != without) {
        let (row, column) = (cell / SIDE, SIDE + cell % SIDE);
        let (ahead, back) = if is_sum(cell) { (table[cell], UNBOUNDED) } else { (UNBOUNDED, table[cell]) };
        capacities[row][column] = ahead;
        capacities[column][row] = back;
    }
    capacities
}

/// The most that flows from one node to another, along shortest paths (Edmonds and Karp 1972).
fn flow(mut capacities: Capacities, from: usize, to: usize) -> i64 {
    let mut flow = 0;
    while let Some(path) = path(&capacities, from, to) {
        let least = path.iter().map(|(a, b)| capacities[*a][*b]).min().unwrap_or(0);
        if least >= UNBOUNDED / 2 {
            return UNBOUNDED;
        }
        for (a, b) in path {
            capacities[a][b] -= least;
            capacities[b][a] += least;
        }
        flow += least;
    }
    flow
}

/// The edges of a shortest path that still has room.
fn path(capacities: &Capacities, from: usize, to: usize) -> Option<Vec<(usize, usize)>> {
    let mut before = [None; NODES];
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        for next in 0..NODES {
            if capacities[node][next] > 0 && before[next].is_none() && next != from {
                before[next] = Some(node);
                queue.push_back(next);
            }
        }
    }
    let mut edges = Vec::new();
    let mut node = to;
    while node != from {
        let previous = before[node]?;
        edges.push((previous, node));
        node = previous;
    }
    Some(edges)
}

#[cfg(test)]
mod tests {
    use super::{Hidden, SIDE, Table, width};

    /// Quarters (rows) by settings, with their sums.
    fn table(cells: [[i64; 4]; 4]) -> Table {
        let mut table = [0; SIDE * SIDE];
        for (row, line) in cells.iter().enumerate() {
            for (column, value) in line.iter().enumerate() {
                for cell in [row * SIDE + column, row * SIDE + 4, 4 * SIDE + column, 24] {
                    table[cell] += value;
                }
            }
        }
        table
    }

    fn hidden(cells: &[usize]) -> Hidden {
        std::array::from_fn(|cell| cells.contains(&cell))
    }

    const TABLE: [[i64; 4]; 4] = [[3, 20, 30, 1], [12, 21, 31, 2], [13, 22, 32, 3], [14, 23, 33, 4]];

    #[test]
    fn a_cell_alone_in_a_line_is_known_and_one_in_a_rectangle_is_not() {
        let table = table(TABLE);
        assert_eq!(width(&table, &hidden(&[0]), 0), Some(0));
        assert_eq!(width(&table, &hidden(&[0, 1]), 0), Some(0), "the columns tell both");
        // 3 + 20, 12 + 21: the first goes from 0 to 23 along the row, and no further than 12 down the column.
        assert_eq!(width(&table, &hidden(&[0, 1, 5, 6]), 0), Some(3 + 12));
        assert_eq!(width(&table, &hidden(&[0, 1, 5, 6]), 6), Some(3 + 12));
    }

    #[test]
    fn hidden_sums_leave_room_upwards() {
        let table = table(TABLE);
        assert_eq!(width(&table, &hidden(&[0, 4, 20, 24]), 0), None);
        assert_eq!(width(&table, &hidden(&[0, 4, 20, 24]), 4), None);
        assert_eq!(width(&table, &hidden(&[0, 4]), 4), Some(0), "the column tells the first");
    }

    #[test]
    fn a_bridge_between_two_rectangles_is_known() {
        let cells = [0, 1, 5, 6, 12, 13, 17, 18];
        let bridge = [&cells[..], &[8]].concat();
        let table = table(TABLE);
        // Every line has two hidden cells or more, and yet: the sums of the first two rows less those of the first two columns.
        assert_eq!(width(&table, &hidden(&bridge), 8), Some(0));
        assert!(width(&table, &hidden(&bridge), 0).is_some_and(|width| width > 5));
    }

    /// The second way: every table of small numbers that fits what is published.
    #[test]
    fn bounds_are_those_of_every_table_that_fits() {
        let table = table([[1, 2, 0, 1], [2, 1, 1, 0], [0, 1, 3, 2], [2, 0, 1, 1]]);
        for pattern in
            [vec![0, 1, 5, 6], vec![0, 1, 6, 7, 10, 12], vec![0, 2, 10, 12, 1, 6, 5], vec![1, 3, 6, 8, 16, 18]]
        {
            let hidden = hidden(&pattern);
            let mut bounds = vec![(i64::MAX, i64::MIN); pattern.len()];
            let mut values = vec![0; pattern.len()];
            every(&table, &pattern, &mut values, 0, &mut bounds);
            for (cell, (least, most)) in pattern.iter().zip(bounds) {
                assert_eq!(width(&table, &hidden, *cell), Some(most - least), "{pattern:?}, cell {cell}");
            }
        }
    }

    fn every(table: &Table, pattern: &[usize], values: &mut Vec<i64>, at: usize, bounds: &mut [(i64, i64)]) {
        if at < pattern.len() {
            for value in 0..=6 {
                values[at] = value;
                every(table, pattern, values, at + 1, bounds);
            }
            return;
        }
        let mut tried = *table;
        for (cell, value) in pattern.iter().zip(values.iter()) {
            tried[*cell] = *value;
        }
        let adds_up = (0..SIDE).all(|line| {
            (0..4).map(|at| tried[line * SIDE + at]).sum::<i64>() == tried[line * SIDE + 4]
                && (0..4).map(|at| tried[at * SIDE + line]).sum::<i64>() == tried[4 * SIDE + line]
        });
        if adds_up {
            for (bound, value) in bounds.iter_mut().zip(values.iter()) {
                *bound = (bound.0.min(*value), bound.1.max(*value));
            }
        }
    }
}
