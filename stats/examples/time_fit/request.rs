//! What the command line asks for, and the file as columns.

use std::error::Error;

use peil_stats::data::{Column, Table};
use peil_stats::fit::Criterion;

/// Which degrees of freedom are timed beside the fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DegreesOfFreedom {
    None,
    Satterthwaite,
}

/// One model on one file.
#[derive(Debug)]
pub(crate) struct Request {
    file: String,
    factors: Vec<String>,
    pub(crate) formula: String,
    pub(crate) criterion: Criterion,
    pub(crate) degrees_of_freedom: DegreesOfFreedom,
    pub(crate) repeats: usize,
}

impl Request {
    pub(crate) fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (Some(file), Some(formula)) = (arguments.next(), arguments.next()) else {
            return Err("say which file and which model: time_fit FILE.csv FORMULA [OPTION=VALUE …]".into());
        };
        let mut request = Self {
            file,
            factors: Vec::new(),
            formula,
            criterion: Criterion::Reml,
            degrees_of_freedom: DegreesOfFreedom::None,
            repeats: 5,
        };
        for argument in arguments {
            match argument.split_once('=') {
                Some(("factors", names)) => request.factors = names.split(',').map(str::to_owned).collect(),
                Some(("method", "reml")) => request.criterion = Criterion::Reml,
                Some(("method", "ml")) => request.criterion = Criterion::Ml,
                Some(("df", "none")) => request.degrees_of_freedom = DegreesOfFreedom::None,
                Some(("df", "satterthwaite")) => request.degrees_of_freedom = DegreesOfFreedom::Satterthwaite,
                Some(("repeats", count)) => request.repeats = count.parse()?,
                _ => return Err(format!("`{argument}` is no option; see the first lines of time_fit").into()),
            }
        }
        Ok(request)
    }

    /// Reads the file; the columns named as factors become texts.
    pub(crate) fn table(&self) -> Result<Table, Box<dyn Error>> {
        let mut reader = csv::Reader::from_path(&self.file)?;
        let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader.records().map(|record| Ok(record?.iter().map(str::to_owned).collect()));
        let rows: Vec<Vec<String>> = rows.collect::<Result<_, csv::Error>>()?;
        let typed = Table::from_records(&header, &rows)?;
        header.iter().enumerate().try_fold(Table::new(), |table, (position, name)| {
            if self.factors.contains(name) {
                return Ok(table.with_text(name, rows.iter().map(|row| Some(row[position].clone())).collect())?);
            }
            Ok(match typed.column(name) {
                Some(Column::Number(values)) => table.with_number(name, values.clone())?,
                Some(Column::Factor(factor)) => table.with_factor(name, factor.clone())?,
                None => table,
            })
        })
    }
}
