//! The one pass over the rows: cross-products of the internal columns, one matrix a level of the innermost factor.

/// The internal columns, each once, however many terms use it.
#[derive(Debug, Default)]
pub(super) struct InternalColumns {
    keys: Vec<(String, bool)>,
    values: Vec<Vec<f64>>,
}

impl InternalColumns {
    /// The index of a column by its label and whether it is centred; makes it when it is new.
    pub(super) fn index(&mut self, label: &str, centred: bool, values: impl FnOnce() -> Vec<f64>) -> usize {
        let known = self.keys.iter().position(|(l, c)| l == label && *c == centred);
        known.unwrap_or_else(|| self.push(label, centred, values()))
    }

    /// Adds a column.
    pub(super) fn push(&mut self, label: &str, centred: bool, values: Vec<f64>) -> usize {
        self.keys.push((label.to_owned(), centred));
        self.values.push(values);
        self.values.len() - 1
    }

    /// Number of columns, m.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// levels × m × m, row-major: M'M over the rows of each level.
    pub(super) fn cross_products(&self, codes: &[usize], levels: usize) -> Vec<f64> {
        let m = self.values.len();
        let mut sums = vec![0.0; levels * m * m];
        let mut row = vec![0.0; m];
        for (at, &level) in codes.iter().enumerate() {
            for (value, column) in row.iter_mut().zip(&self.values) {
                *value = column[at];
            }
            let block = &mut sums[level * m * m..(level + 1) * m * m];
            for i in 0..m {
                for j in 0..=i {
                    block[i * m + j] += row[i] * row[j];
                }
            }
        }
        for block in sums.chunks_exact_mut(m * m) {
            for i in 0..m {
                for j in 0..i {
                    block[j * m + i] = block[i * m + j];
                }
            }
        }
        sums
    }
}
