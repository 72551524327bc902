//! What an independent validator says of FHIR resources: PyPI's `fhir.resources`, when the machine has it.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

/// The exit of the script when there is no validator.
const NOT_INSTALLED: i32 = 3;

/// Holds every resource against the validator. Where there is none it says so and lets all pass.
///
/// # Panics
///
/// With the validator's words when it refuses one.
pub fn assert_valid_fhir(resources: &[Value]) {
    let python = std::env::var("PEIL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../questionnaires/tests/fhir_validator/validate.py");
    let mut command = Command::new(&python);
    command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut running) = command.spawn() else {
        eprintln!("SKIPPED: {python} is not there, so no independent validator looked");
        return;
    };
    let lines: String = resources.iter().map(|resource| format!("{resource}\n")).collect();
    let mut to_validator = running.stdin.take().unwrap();
    // Written beside, because it answers while it reads. If it ends at once its exit says why.
    let writing = std::thread::spawn(move || drop(to_validator.write_all(lines.as_bytes())));
    let output = running.wait_with_output().unwrap();
    writing.join().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(NOT_INSTALLED) {
        eprintln!("SKIPPED: {python} has no fhir.resources; script/bootstrap test installs it");
        return;
    }
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("accepted {}, refused 0", resources.len())), "{said}");
    eprintln!("{said}");
}
