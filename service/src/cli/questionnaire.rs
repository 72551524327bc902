//! `peil questionnaire`: definitions for those who write, read, exchange and score them, without a database; and what an
//! organisation adds to its own library.
//!
//! `arguments` is what can be typed, `source` finds the definition that was meant, and each command is a file of its own.
//! A command makes its whole answer before a word of it is written.

mod answers;
mod arguments;
mod check;
mod error;
mod export;
mod import;
mod own;
mod score;
mod show;
mod source;
mod start;
mod written;

pub use arguments::QuestionnaireArguments;
pub use error::QuestionnaireError;
pub(in crate::cli) use source::instrument;

use std::io::Write;

use arguments::QuestionnaireCommand;

/// Exit status when `check` found something that must be mended.
const FINDINGS: u8 = 1;

/// Runs the command; the number is the exit status of the process.
///
/// # Errors
///
/// [`QuestionnaireError`], whose text is the whole message for the user; then nothing was written.
pub fn run(arguments: &QuestionnaireArguments, out: &mut dyn Write) -> Result<u8, QuestionnaireError> {
    let (text, status) = match &arguments.command {
        QuestionnaireCommand::Check(arguments) => {
            let checked = check::run(arguments)?;
            (checked.said, if checked.sound { 0 } else { FINDINGS })
        }
        QuestionnaireCommand::Show(arguments) => (show::run(arguments)?, 0),
        QuestionnaireCommand::Score(arguments) => (score::run(arguments)?, 0),
        QuestionnaireCommand::Export(arguments) => (export::run(arguments)?, 0),
        QuestionnaireCommand::Import(arguments) => (import::run(arguments)?, 0),
        QuestionnaireCommand::New(arguments) => (start::run(arguments)?, 0),
        QuestionnaireCommand::Add(arguments) => (in_runtime(own::add(arguments))?, 0),
        QuestionnaireCommand::Wording(arguments) => (in_runtime(own::wording(arguments))?, 0),
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(QuestionnaireError::Write)?;
    Ok(status)
}

fn in_runtime(command: impl Future<Output = Result<String, QuestionnaireError>>) -> Result<String, QuestionnaireError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(QuestionnaireError::Runtime)?;
    runtime.block_on(command)
}
