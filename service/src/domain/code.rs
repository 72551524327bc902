//! The two codes of the tablet: the session's, on the wall, and the client's own.

use rand::{Rng, RngExt};

/// Signs that are not mistaken for each other: no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
const SIGNS: &[u8; 22] = b"ACDEFGHJKMNPQRTWXY3479";
const LENGTH: usize = 6;

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not six signs of the session alphabet.
    #[error("a session code has six letters or digits, for example K7M-4QX")]
    Session,
    /// Not four to eight digits.
    #[error("a personal code has four to eight digits")]
    Client,
}

/// Six signs, shown as `K7M-4QX`: about 10⁸ codes, of which a few are alive at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionCode(String);

impl SessionCode {
    /// Draws a code.
    pub fn draw(random: &mut impl Rng) -> Self {
        Self((0..LENGTH).map(|_| char::from(SIGNS[random.random_range(0..SIGNS.len())])).collect())
    }

    /// Reads a typed code; case, spaces and dashes do not matter.
    ///
    /// # Errors
    ///
    /// [`CodeError::Session`] when it has not six signs of the alphabet.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let signs: String = text
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .map(|sign| sign.to_ascii_uppercase())
            .take(LENGTH + 1)
            .collect();
        let valid = signs.len() == LENGTH && signs.bytes().all(|sign| SIGNS.contains(&sign));
        if valid { Ok(Self(signs)) } else { Err(CodeError::Session) }
    }

    /// The six signs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The signs in two threes, to read aloud.
    #[must_use]
    pub fn spoken(&self) -> String {
        format!("{}-{}", &self.0[..LENGTH / 2], &self.0[LENGTH / 2..])
    }
}

/// A client's own code: four to eight digits.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCode(String);

impl ClientCode {
    /// Draws a code of five digits.
    pub fn draw(random: &mut impl Rng) -> Self {
        Self(format!("{:05}", random.random_range(0..100_000)))
    }

    /// Reads a typed code; spaces do not matter.
    ///
    /// # Errors
    ///
    /// [`CodeError::Client`] when it is not four to eight digits.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).take(9).collect();
        let valid = (4..=8).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        if valid { Ok(Self(digits)) } else { Err(CodeError::Client) }
    }

    /// The digits; only for hashing, comparing and showing once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ClientCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ClientCode(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{ClientCode, SessionCode};

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(SessionCode::parse(" k7m 4qx").unwrap().as_str(), "K7M4QX");
        assert_eq!(SessionCode::parse("K7M-4QX").unwrap().spoken(), "K7M-4QX");
        assert!(SessionCode::parse("K7M-4Q").is_err());
        assert!(SessionCode::parse("K7M-4Q0").is_err());
    }

    #[test]
    fn a_drawn_code_can_be_read_back() {
        let mut random = rand::rng();
        for _ in 0..200 {
            let code = SessionCode::draw(&mut random);
            assert_eq!(SessionCode::parse(&code.spoken()).unwrap(), code);
            let own = ClientCode::draw(&mut random);
            assert_eq!(ClientCode::parse(own.expose()).unwrap().expose(), own.expose());
        }
    }

    #[test]
    fn a_client_code_never_reaches_a_debug_print() {
        assert!(!format!("{:?}", ClientCode::parse("12345").unwrap()).contains("12345"));
    }
}
