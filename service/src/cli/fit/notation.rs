//! The small notations of the options, such as `car1(time | client)`: read word by word, each error with its position.

/// Why the text of an option cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{option}, position {position}: {found} where {expected} is expected; write {example}")]
pub struct NotationError {
    /// The option.
    pub option: &'static str,
    /// Position of the first character that does not fit; the first is 1.
    pub position: usize,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
    /// The option as it is written.
    pub example: &'static str,
}

/// The text of an option while it is read.
#[derive(Debug)]
pub(super) struct Notation<'t> {
    option: &'static str,
    example: &'static str,
    text: &'t str,
    /// Byte of the next character.
    at: usize,
}

impl<'t> Notation<'t> {
    /// `example` shows in messages how the option is written.
    pub(super) fn new(option: &'static str, example: &'static str, text: &'t str) -> Self {
        Self { option, example, text, at: 0 }
    }

    /// A name: letters, digits, `.` and `_`, or anything between backticks.
    pub(super) fn name(&mut self, expected: &str) -> Result<&'t str, NotationError> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        if let Some(quoted) = rest.strip_prefix('`')
            && let Some((name, _)) = quoted.split_once('`')
        {
            self.at += name.len() + 2;
            return Ok(name);
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.wrong(expected));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    /// This symbol and nothing else.
    pub(super) fn symbol(&mut self, symbol: char) -> Result<(), NotationError> {
        if self.takes(symbol) { Ok(()) } else { Err(self.wrong(&format!("`{symbol}`"))) }
    }

    /// Takes the symbol when it comes next.
    pub(super) fn takes(&mut self, symbol: char) -> bool {
        self.skip_blanks();
        let next = self.text[self.at..].starts_with(symbol);
        self.at += if next { symbol.len_utf8() } else { 0 };
        next
    }

    /// Everything up to the last `symbol` of the text, blanks around it left out.
    pub(super) fn up_to_last(&mut self, symbol: char, expected: &str) -> Result<&'t str, NotationError> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        match rest.rfind(symbol) {
            Some(0) | None => Err(self.wrong(expected)),
            Some(end) => {
                self.at += end;
                Ok(rest[..end].trim_end())
            }
        }
    }

    /// Nothing more.
    pub(super) fn end(&mut self) -> Result<(), NotationError> {
        self.skip_blanks();
        if self.at == self.text.len() { Ok(()) } else { Err(self.wrong("the end")) }
    }

    /// The error of the next character.
    pub(super) fn wrong(&self, expected: &str) -> NotationError {
        self.wrong_at(self.at, expected)
    }

    /// The error of a word that was taken already.
    pub(super) fn wrong_word(&self, word: &str, expected: &str) -> NotationError {
        let mut error = self.wrong_at(self.at - word.len(), expected);
        error.found = format!("`{word}`");
        error
    }

    fn wrong_at(&self, at: usize, expected: &str) -> NotationError {
        let found = self.text[at..].chars().next().map_or_else(|| "the end".to_owned(), |c| format!("`{c}`"));
        let position = self.text[..at].chars().count() + 1;
        NotationError { option: self.option, position, found, expected: expected.to_owned(), example: self.example }
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }
}
