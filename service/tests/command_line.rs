//! `peil` as it is typed: what it prints where, and its exit status.

#![allow(clippy::unwrap_used)]

use std::process::{Command, Output, Stdio};

const COMMANDS: [&str; 11] = [
    "demo",
    "serve",
    "migrate",
    "fit",
    "single-case",
    "questionnaire",
    "import",
    "export",
    "organisation",
    "audit",
    "access",
];

fn peil(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil"));
    command.args(words).stdin(Stdio::null());
    command
}

fn typed(words: &[&str]) -> Output {
    peil(words).output().unwrap()
}

/// A CSV file for one test.
fn scores(name: &str) -> String {
    let path = std::env::temp_dir().join(format!("peil-command-{name}-{}.csv", std::process::id()));
    let rows: String = (0..60).map(|i| format!("{},{},{}\n", i / 6, i % 6, (i * 7919 + 13) % 101)).collect();
    std::fs::write(&path, format!("client,week,score\n{rows}")).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn help_of_a_command_can_be_asked_both_ways() {
    for command in COMMANDS {
        let (asked, option) = (typed(&["help", command]), typed(&[command, "--help"]));
        assert!(asked.status.success(), "{command}");
        assert_eq!(asked.stdout, option.stdout, "{command}");
    }
    assert_eq!(typed(&["help"]).stdout, typed(&["--help"]).stdout);
}

#[test]
fn a_reader_who_goes_away_is_no_mistake() {
    let file = scores("pipe");
    let fit = ["fit", "--data", &file, "--formula", "score ~ week + (1 | client)"];
    for words in [&fit[..], &["access"], &["help", "fit"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = peil(words).stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert!(output.status.success(), "{words:?}: {:?}", output.status);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
    }
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_mistake_is_one_line_on_standard_error_and_status_two() {
    let file = scores("mistake");
    let folder = std::env::temp_dir().to_string_lossy().into_owned();
    for (data, formula) in [
        ("nowhere.csv", "score ~ week + (1 | client)"),
        (&folder, "score ~ week + (1 | client)"),
        (&file, "score ~ weak + (1 | client)"),
        (&file, "score week"),
    ] {
        let output = typed(&["fit", "--data", data, "--formula", formula]);
        assert_eq!(output.status.code(), Some(2), "{formula}");
        assert!(output.stdout.is_empty(), "{formula}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.starts_with("peil: ") && said.trim_end().lines().count() == 1, "{said}");
    }
    std::fs::remove_file(file).unwrap();
}
