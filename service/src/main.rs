//! `peil`: the command.

use std::process::ExitCode;

fn main() -> ExitCode {
    peil_service::cli::run()
}
