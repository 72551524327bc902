//! What was typed wrong, in one line.

use std::process::ExitCode;

use clap::error::{Error, ErrorKind};

/// Help and versions are printed as they are; a mistake is one line with its remedy.
pub(super) fn told(error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // A reader who went away is no mistake.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
        _ => {
            eprintln!("peil: {}", line(&error.render().to_string()));
            ExitCode::from(2)
        }
    }
}

/// The lines of a message as one, without what only says where the help is.
fn line(message: &str) -> String {
    let told = message.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let told = told.filter(|line| !line.is_empty() && !line.starts_with("For more information"));
    let joined = told.fold(String::new(), |before, line| match before.as_str() {
        "" => line.trim_start_matches("error: ").to_owned(),
        _ if before.ends_with(':') => format!("{before} {line}"),
        _ => format!("{before}; {line}"),
    });
    format!("{joined}; --help tells what can be typed")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::line;
    use crate::cli::Arguments;

    fn wrong(words: &[&str]) -> String {
        let words = ["peil"].iter().chain(words);
        Arguments::try_parse_from(words).err().map(|error| line(&error.render().to_string())).unwrap_or_default()
    }

    #[test]
    fn a_mistake_is_one_line_with_its_remedy() {
        let format = wrong(&["evaluate", "--format", "xml"]);
        assert!(
            format.starts_with("invalid value 'xml' for '--format") && format.contains("[possible values: text, json]")
        );
        let few = wrong(&["evaluate", "--simulate", "0"]);
        assert!(few.contains("write a number of courses from 50 to 1000000"), "{few}");
        let ignored = wrong(&["evaluate", "--simulate", "60", "--instrument", "phq-9"]);
        assert!(ignored.contains("cannot be used with"), "{ignored}");
        assert!(wrong(&["evaluate", "--instrument", "phq-9"]).contains("not provided: --data <FILE.csv>"));
        assert!(wrong(&["evalute"]).contains("'evaluate'"));
        for told in [format, few, ignored, wrong(&["evalute"]), wrong(&["signals"])] {
            assert!(told.lines().count() == 1 && told.ends_with("--help tells what can be typed"), "{told}");
            assert!(!told.contains("error: ") && !told.contains("Usage"), "{told}");
        }
    }
}
