//! Words that a professional types: bounded, without what no screen shows, and never printed for debugging.

/// Text of one to `LONGEST` characters.
#[derive(Clone, PartialEq, Eq)]
pub struct FreeText<const LONGEST: usize>(String);

/// What a therapist wrote about a session.
pub type Reflection = FreeText<2000>;
/// What was agreed for the next time.
pub type AgreementText = FreeText<300>;

/// Why a text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text has more than {longest} characters")]
pub struct TextTooLong {
    /// Characters at most.
    pub longest: usize,
}

impl<const LONGEST: usize> FreeText<LONGEST> {
    /// Characters at most.
    pub const LONGEST: usize = LONGEST;

    /// Reads a text; none when nothing was written.
    ///
    /// # Errors
    ///
    /// [`TextTooLong`].
    pub fn parse(text: &str) -> Result<Option<Self>, TextTooLong> {
        let text: String = text.replace("\r\n", "\n");
        let text: String = text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
        let text = text.trim();
        match text.chars().count() {
            0 => Ok(None),
            length if length <= LONGEST => Ok(Some(Self(text.to_owned()))),
            _ => Err(TextTooLong { longest: LONGEST }),
        }
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const LONGEST: usize> std::fmt::Debug for FreeText<LONGEST> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FreeText(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{AgreementText, TextTooLong};

    #[test]
    fn a_text_is_trimmed_and_bounded_and_never_printed() {
        assert_eq!(AgreementText::parse(" \r\n\0 ").unwrap(), None);
        let text = AgreementText::parse(" Bel\r\nEik\u{7} ").unwrap().unwrap();
        assert_eq!(text.as_str(), "Bel\nEik");
        assert!(!format!("{text:?}").contains("Eik"));
        assert!(AgreementText::parse(&"ë".repeat(300)).unwrap().is_some());
        assert_eq!(AgreementText::parse(&"ë".repeat(301)).unwrap_err(), TextTooLong { longest: 300 });
    }
}
