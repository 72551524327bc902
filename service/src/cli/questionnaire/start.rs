//! `peil questionnaire new`: a file for an author to begin with. It scores and its examples hold; the words are open.

use std::{fmt::Write, fs, path::PathBuf};

use super::{arguments::NewArguments, error::QuestionnaireError, written};

/// The largest value of the scale that the file begins with.
const MOST: u16 = 4;

/// Writes the file.
///
/// # Errors
///
/// [`QuestionnaireError`]: no id, or the file is there already.
pub(super) fn run(arguments: &NewArguments) -> Result<String, QuestionnaireError> {
    let id = arguments.id.as_str();
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if !(id.len() <= 60 && id.starts_with(|first: char| first.is_ascii_lowercase()) && id.bytes().all(letters)) {
        return Err(QuestionnaireError::Id(id.to_owned()));
    }
    let path = arguments.output.clone().unwrap_or_else(|| PathBuf::from(format!("{id}/1.0.0.toml")));
    if let (None, Some(folder)) = (&arguments.output, path.parent()) {
        fs::create_dir_all(folder)
            .map_err(|source| QuestionnaireError::WriteFile { path: folder.to_owned(), source })?;
    }
    written::new_file(&path, &definition(id, arguments.items))?;
    let path = path.display();
    Ok(format!("Wrote {path}. `peil questionnaire check {path}` says what is left to fill in.\n"))
}

/// The file. Every empty text is the author's to write; nothing else keeps it from being sound.
fn definition(id: &str, items: u16) -> String {
    let all: Vec<String> = (1..=items).map(|number| format!("\"q{number}\"")).collect();
    // Open at most a fifth of the items, and never all of them.
    let needed = (items - items / 5).max(1);
    let mut text = format!(
        r#"# {id}: say here what it asks, of whom, and where it comes from.
#
# Fill in every empty text ("") in each language; `peil questionnaire check` lists what is left. Then look at the form
# with `peil questionnaire show`. FORMAT.md in the crate `questionnaires` explains every key.
# Somebody else's instrument: give the holder, the terms and the notice, word for word; never a translation of your own.

schema = "peil-questionnaire/1"
id = "{id}"
version = "1.0.0"                     # a version that was used never changes: copy the file to a new one
status = "draft"                      # "active" once it may be given to clients
languages = ["nl", "en"]              # the first is the one it was written in
respondent = "client"                 # or "clinician", "relative"
title = {{ nl = "", en = "" }}
intro = {{ nl = "", en = "" }}          # what stands before the first question
recall = {{ nl = "", en = "" }}         # the time it is about, such as "Afgelopen week"
wording_status = {{ nl = "confirmed", en = "confirmed" }}  # "unconfirmed" until compared with the holder's form

[licence]
class = "A"                           # A: the wording may be shipped; D: scoring only, then leave the texts out
holder = "the author"                 # who holds the rights
evidence = "own work"                 # where the terms were read
notice = {{ nl = "", en = "" }}         # what the holder wants to be shown with the form

[[source]]                            # every number about people points to a source
id = "own"
cite = "The author's own choice; not studied yet."
seen = "own"

[scale.frequency]
kind = "choice"
"#
    );
    for value in 0..=MOST {
        let _ = write!(text, "\n[[scale.frequency.option]]\nvalue = \"{value}\"\ntitle = {{ nl = \"\", en = \"\" }}\n");
    }
    for number in 1..=items {
        let _ =
            write!(text, "\n[[item]]\nid = \"q{number}\"\nscale = \"frequency\"\ntext = {{ nl = \"\", en = \"\" }}\n");
    }
    let _ = write!(
        text,
        r#"
[[score]]
id = "total"
title = {{ nl = "", en = "" }}
method = "sum"
items = [{}]
direction = "lower_better"            # or "higher_better": which way is improvement
range = ["0", "{}"]
missing = {{ min_answered = {needed}, fill = "{}" }}

# Examples that every check runs: complete, filled in by the rule for open items, none.
"#,
        all.join(", "),
        items * MOST,
        if needed < items { "person_mean" } else { "none" },
    );
    example(&mut text, items, 1, &format!("total = \"{items}\""));
    example(&mut text, items, MOST, &format!("total = \"{}\"", items * MOST));
    if needed < items {
        example(&mut text, needed, 1, &format!("total = \"{items}\", total_prorated = true"));
    }
    example(&mut text, needed - 1, 1, "total = \"none\"");
    text
}

/// The first items answered with one value.
fn example(text: &mut String, answered: u16, value: u16, expect: &str) {
    let answers: Vec<String> = (1..=answered).map(|number| format!("q{number} = \"{value}\"")).collect();
    let answers = if answers.is_empty() { String::new() } else { format!(" {} ", answers.join(", ")) };
    let _ = write!(text, "\n[[test]]\nanswers = {{{answers}}}\nexpect = {{ {expect} }}\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::{Instrument, Rule, check};

    use super::*;

    #[test]
    fn only_the_words_are_left_to_the_author() {
        for items in [1, 2, 4, 5, 9, 45, 200] {
            let text = definition("mood", items);
            let found = check(&Instrument::parse(&text).unwrap());
            assert!(
                !found.is_empty() && found.iter().all(|one| one.rule() == Rule::LanguageMissing),
                "{items}: {found:?}"
            );
            let filled = text.replace("nl = \"\", en = \"\"", "nl = \"woorden\", en = \"words\"");
            assert_eq!(check(&Instrument::parse(&filled).unwrap()), [], "{items}");
        }
    }
}
