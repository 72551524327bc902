//! Cells and tables that a spreadsheet opens without running anything.

use std::borrow::Cow;

use super::ExportError;

/// A text as a cell: what a spreadsheet would take for a formula gets an apostrophe before it.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A number as a cell: the shortest digits that read back as the same number.
pub(super) fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Rows of cells as CSV.
pub(super) fn table<'c, R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, ExportError>
where
    R: IntoIterator<Item = Cow<'c, str>>,
{
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(|cell| cell.into_owned()))?;
    }
    writer.into_inner().map_err(|error| ExportError::Write(error.into_error()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{number, table, text};

    #[test]
    fn a_formula_becomes_text() {
        for formula in ["=1+1", "+31", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        assert_eq!(text("(Intercept)"), "(Intercept)");
        assert_eq!(text("a=b"), "a=b");
    }

    #[test]
    fn a_number_reads_back_as_itself() {
        for days in -400_i32..4000 {
            let weeks = f64::from(days) / 7.0;
            assert_eq!(number(Some(weeks)).parse::<f64>().unwrap().to_bits(), weeks.to_bits());
        }
        assert_eq!(number(None), "");
    }

    #[test]
    fn commas_and_quotes_stay_in_their_cell() {
        let bytes = table([[text("a, \"b\""), text("c")]]).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "\"a, \"\"b\"\"\",c\n");
    }
}
