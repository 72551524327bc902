//! The `peil` command, built beside the tests: Cargo hands a test the path of a program of its own package only.

use std::process::ExitCode;

fn main() -> ExitCode {
    peil_service::cli::run()
}
