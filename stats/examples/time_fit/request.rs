//! What the command line asks for, and the file as columns.

use std::collections::HashMap;
use std::error::Error;

use peil_stats::data::{Factor, Table};
use peil_stats::fit::Criterion;
use peil_stats::glmm::Quadrature;
use peil_stats::infer::Method;

/// One model on one file.
#[derive(Debug)]
pub(crate) struct Request {
    file: String,
    factors: Vec<String>,
    pub(crate) formula: String,
    pub(crate) criterion: Criterion,
    /// Which tests of the coefficients are timed beside the fit.
    pub(crate) method: Option<Method>,
    /// A logit model instead of a linear one.
    pub(crate) quadrature: Option<Quadrature>,
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
            method: None,
            quadrature: None,
            repeats: 5,
        };
        for argument in arguments {
            match argument.split_once('=') {
                Some(("factors", names)) => request.factors = names.split(',').map(str::to_owned).collect(),
                Some(("method", "reml")) => request.criterion = Criterion::Reml,
                Some(("method", "ml")) => request.criterion = Criterion::Ml,
                Some(("df", "satterthwaite")) => request.method = Some(Method::Satterthwaite),
                Some(("df", "kenward-roger")) => request.method = Some(Method::KenwardRoger),
                Some(("binomial", "laplace")) => request.quadrature = Some(Quadrature::Laplace),
                Some(("binomial", "quadrature")) => request.quadrature = Some(Quadrature::Automatic),
                Some(("repeats", count)) => request.repeats = count.parse()?,
                _ => return Err(format!("`{argument}` is no option; see the first lines of time_fit").into()),
            }
        }
        Ok(request)
    }

    /// Reads the file: every column is one of numbers, except those named as factors.
    pub(crate) fn table(&self) -> Result<Table, Box<dyn Error>> {
        let mut reader = csv::Reader::from_path(&self.file)?;
        let header = reader.headers()?.clone();
        let mut columns: Vec<Reading> =
            header.iter().map(|name| Reading::new(self.factors.iter().any(|known| known == name))).collect();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            for (column, field) in columns.iter_mut().zip(&record) {
                column.push(field)?;
            }
        }
        header.iter().zip(columns).try_fold(Table::new(), |table, (name, column)| match column {
            Reading::Numbers(values) => Ok(table.with_number(name, values)?),
            Reading::Names(names) => Ok(table.with_factor(name, Factor::new(names.codes, names.levels)?)?),
        })
    }
}

/// A column while the file is read.
enum Reading {
    Numbers(Vec<f64>),
    Names(Names),
}

/// Distinct texts in order of appearance, and which of them each row has.
#[derive(Default)]
struct Names {
    known: HashMap<String, u32>,
    levels: Vec<String>,
    codes: Vec<u32>,
}

impl Reading {
    fn new(factor: bool) -> Self {
        if factor { Self::Names(Names::default()) } else { Self::Numbers(Vec::new()) }
    }

    fn push(&mut self, field: &str) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Numbers(values) => values.push(field.parse()?),
            Self::Names(names) => {
                let code = names.known.get(field).copied().unwrap_or_else(|| {
                    let code = names.levels.len() as u32;
                    names.known.insert(field.to_owned(), code);
                    names.levels.push(field.to_owned());
                    code
                });
                names.codes.push(code);
            }
        }
        Ok(())
    }
}
