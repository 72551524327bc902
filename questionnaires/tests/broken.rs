//! Deliberately broken files, and everything that is told about each: line, fault, remedy.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use peil_questionnaires::{Instrument, Library, Severity, check};

/// What an author reads about a file.
fn told(name: &str, text: &str) -> String {
    let mut told = format!("{name}\n");
    for fault in Instrument::faults(text) {
        writeln!(told, "  error    {fault}").unwrap();
    }
    for finding in Instrument::parse(text).iter().flat_map(check) {
        let severity = match finding.severity() {
            Severity::Error => "error  ",
            Severity::Warning => "warning",
        };
        writeln!(told, "  {severity}  {finding}").unwrap();
    }
    told
}

#[test]
fn each_broken_file_is_refused_and_every_fault_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut all = String::new();
    for path in &files {
        let (name, text) = (path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap());
        assert!(Library::from_files([("rest/1.0.0.toml", text.as_str())]).is_err(), "{name} is not refused");
        all += &told(name, &text);
    }
    assert_eq!(files.len(), 6);
    assert_eq!(all, include_str!("broken/told.txt"), "\n{all}");
}
