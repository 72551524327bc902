//! Numbers and columns that line up.

/// Six significant digits, in plain notation where that stays readable.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e7).contains(&size) {
        return if value.is_finite() { format!("{value:.4e}") } else { "-".to_owned() };
    }
    let before = if size < 1.0 { 1.0 } else { size.log10().floor() + 1.0 };
    let decimals = (6.0 - before).clamp(0.0, 5.0) as usize;
    rounded(value, decimals)
}

/// So many decimals; what rounds to zero has no sign, and what is no number is a dash.
pub(in crate::cli) fn rounded(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(size) if size.bytes().all(|byte| matches!(byte, b'0' | b'.')) => size.to_owned(),
        _ => text,
    }
}

/// The first `left` columns flush left, the others flush right.
pub(in crate::cli) fn aligned(head: &[&str], rows: Vec<Vec<String>>, left: usize) -> String {
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..all[0].len()).map(width).collect();
    let cell = |(column, text): (usize, &String)| {
        let width = widths[column];
        if column < left { format!("{text:<width$}") } else { format!("{text:>width$}") }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    all.iter().map(line).collect()
}

/// A p-value in four decimals.
pub(in crate::cli) fn p_value(p: f64) -> String {
    match p {
        p if p.is_nan() => "-".to_owned(),
        p if p < 0.0001 => "<0.0001".to_owned(),
        p => format!("{p:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_has_no_sign() {
        assert_eq!([number(-0.0), rounded(-0.0004, 3), rounded(-0.0006, 3)], ["0.00000", "0.000", "-0.001"]);
        assert_eq!([number(-2e-9), number(f64::NAN), rounded(f64::INFINITY, 2)], ["-2.0000e-9", "-", "-"]);
    }
}
