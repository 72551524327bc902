//! The name a client chooses to be known by in the group.

/// One to sixty characters, no control characters, no white space at the ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(String);

/// Why a text is no pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PseudonymError {
    /// Empty or longer than sixty characters.
    #[error("a pseudonym has 1 to 60 characters")]
    Length,
    /// Control characters.
    #[error("a pseudonym has letters, digits, spaces and ordinary signs only")]
    Characters,
}

impl Pseudonym {
    /// Reads a pseudonym.
    ///
    /// # Errors
    ///
    /// [`PseudonymError`] when it is empty, too long or holds control characters.
    pub fn parse(text: &str) -> Result<Self, PseudonymError> {
        let text = text.trim();
        if !(1..=60).contains(&text.chars().count()) {
            return Err(PseudonymError::Length);
        }
        if text.chars().any(char::is_control) {
            return Err(PseudonymError::Characters);
        }
        Ok(Self(text.to_owned()))
    }

    /// The pseudonym as chosen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Pseudonym {
    /// Never the name: a debug print may end in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pseudonym(…)")
    }
}
