//! A CSV file as text, before columns are derived from it.

use std::path::Path;

use peil_stats::data::Table;

pub struct Records {
    header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Records {
    pub fn read(file: &Path) -> Self {
        let mut reader = csv::Reader::from_path(file).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Self { header, rows }
    }

    pub fn place(&self, name: &str) -> usize {
        self.header.iter().position(|column| column == name).unwrap()
    }

    pub fn derive(&mut self, name: &str, value: impl Fn(&[String]) -> String) {
        self.header.push(name.to_owned());
        for row in &mut self.rows {
            row.push(value(row));
        }
    }

    pub fn table(&self) -> Table {
        Table::from_records(&self.header, &self.rows).unwrap()
    }
}
