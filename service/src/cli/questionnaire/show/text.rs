//! The form in a terminal.

use peil_questionnaires::{Form, FormItem, Input, Instrument};

const WIDTH: usize = 80;

/// The whole form.
pub(super) fn draw(instrument: &Instrument, form: &Form, state: Option<&str>) -> String {
    let mut lines = vec![
        form.title.clone(),
        format!("{} {}, {}", instrument.id(), instrument.version(), form.language.tag()),
        String::new(),
    ];
    for words in [state, form.recall.as_deref(), form.intro.as_deref()].into_iter().flatten() {
        lines.extend(wrapped(words, "", ""));
        lines.push(String::new());
    }
    for item in &form.items {
        lines.extend(item_lines(item, form.items.len()));
        lines.push(String::new());
    }
    if let Some(notice) = &form.notice {
        lines.push("-".repeat(WIDTH / 4));
        lines.extend(wrapped(notice, "", ""));
    }
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn item_lines(item: &FormItem, of: usize) -> Vec<String> {
    let number = format!("{:>width$}. ", item.number, width = of.to_string().len());
    let indent = " ".repeat(number.len());
    let mut lines = wrapped(item.text.as_deref().unwrap_or(&format!("[{}]", item.id)), &number, &indent);
    lines.extend(match &item.input {
        Input::Choice { options } => options
            .iter()
            .flat_map(|option| {
                let value = option.value.to_string();
                wrapped(option.title.as_deref().unwrap_or(&value), &format!("{indent}( ) "), &format!("{indent}    "))
            })
            .collect(),
        Input::Vas { min, max, step, low, high, .. } => {
            let mut lines = vec![format!("{indent}|{}|", "-".repeat(WIDTH - indent.len() - 2))];
            match (low, high) {
                (None, None) => lines.push(format!("{indent}a line from {min} to {max} in steps of {step}")),
                (low, high) => {
                    lines.extend(ends(low.as_deref().unwrap_or_default(), high.as_deref().unwrap_or_default(), &indent))
                }
            }
            lines
        }
        Input::Number { min, max, step } => vec![format!("{indent}[____] a number, {min} to {max} in steps of {step}")],
        Input::Text { max_length } => {
            vec![format!("{indent}[________________] words, at most {max_length} characters")]
        }
    });
    lines
}

/// The words at both ends of a line: beside each other, or below each other when they are long.
fn ends(low: &str, high: &str, indent: &str) -> Vec<String> {
    let room = WIDTH - indent.len();
    let (left, right) = (low.chars().count(), high.chars().count());
    if left + right + 2 <= room {
        return vec![format!("{indent}{low}{}{high}", " ".repeat(room - left - right))];
    }
    let mut lines = wrapped(low, &format!("{indent}left:  "), &format!("{indent}       "));
    lines.extend(wrapped(high, &format!("{indent}right: "), &format!("{indent}       ")));
    lines
}

/// The words in lines of at most [`WIDTH`] characters; a longer word stands alone.
fn wrapped(words: &str, first: &str, next: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut empty) = (first.to_owned(), true);
    for word in words.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_a_terminal_and_no_word_is_lost() {
        let words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen";
        let lines = wrapped(words, " 1. ", "    ");
        assert!(lines.len() == 2 && lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:?}");
        let back: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).skip(1).collect();
        assert_eq!(back.join(" "), words);
    }

    #[test]
    fn long_ends_stand_below_each_other() {
        assert_eq!(ends("no", "yes", "").len(), 1);
        assert_eq!(ends(&"never ever ".repeat(5), &"always ever ".repeat(5), "  ").len(), 2);
    }
}
