//! An e-mail address, as far as a login needs to know it.

/// An address in lower case, with one `@` and something on both sides.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing, or more than 254 characters.
    #[error("an e-mail address has 3 to 254 characters")]
    Length,
    /// No `@` with something on both sides, or white space.
    #[error("an e-mail address looks like name@example.org")]
    Form,
}

impl Email {
    /// Reads an address; case does not matter.
    ///
    /// # Errors
    ///
    /// [`EmailError`] when it cannot be one.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim().to_lowercase();
        if !(3..=254).contains(&text.len()) {
            return Err(EmailError::Length);
        }
        let parts: Vec<&str> = text.split('@').collect();
        let well_formed = parts.len() == 2 && parts.iter().all(|part| !part.is_empty());
        if !well_formed || text.chars().any(char::is_whitespace) {
            return Err(EmailError::Form);
        }
        Ok(Self(text))
    }

    /// The address in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Email {
    /// Never the address itself: it is somebody's name.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Email, EmailError};

    #[test]
    fn case_and_white_space_around_it_do_not_matter() {
        assert_eq!(Email::parse(" Noor@Example.ORG ").unwrap().as_str(), "noor@example.org");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        assert_eq!(Email::parse("@").unwrap_err(), EmailError::Length);
        assert_eq!(Email::parse("a@b@c").unwrap_err(), EmailError::Form);
        assert_eq!(Email::parse("a b@c").unwrap_err(), EmailError::Form);
    }
}
