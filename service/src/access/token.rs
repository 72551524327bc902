//! Random tokens that a browser keeps and of which only a hash is stored.

use std::fmt::Write as _;

use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};

use crate::domain::OrganisationId;

/// 256 random bits with the organisation they belong to, as `organisation.hex`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    organisation: OrganisationId,
    secret: String,
}

/// A text that is no token, or no randomness to make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// Not of the form that this service gave out.
    #[error("not a token of this service")]
    Form,
    /// The machine has no random numbers.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

impl Token {
    /// Draws a token from the machine's own generator.
    ///
    /// # Errors
    ///
    /// [`BadToken::NoRandomness`] when that fails.
    pub fn draw(organisation: OrganisationId) -> Result<Self, BadToken> {
        let mut bytes = [0_u8; 32];
        SysRng.try_fill_bytes(&mut bytes).map_err(|_| BadToken::NoRandomness)?;
        Ok(Self { organisation, secret: hex(&bytes) })
    }

    /// Reads a token back.
    ///
    /// # Errors
    ///
    /// [`BadToken::Form`] when it is not of our making.
    pub fn parse(text: &str) -> Result<Self, BadToken> {
        let (organisation, secret) = text.split_once('.').ok_or(BadToken::Form)?;
        let organisation = organisation.parse().map_err(|_| BadToken::Form)?;
        let valid = secret.len() == 64 && secret.bytes().all(|sign| sign.is_ascii_hexdigit());
        if valid { Ok(Self { organisation, secret: secret.to_owned() }) } else { Err(BadToken::Form) }
    }

    /// Whose rows it opens.
    #[must_use]
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// What the browser keeps.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{}.{}", self.organisation, self.secret)
    }

    /// What the database keeps: SHA-256 of the secret.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.secret.as_bytes()).to_vec()
    }

    /// A value bound to this token, for another `purpose`; it does not give the token away.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> String {
        hex(&Sha256::new().chain_update(purpose.as_bytes()).chain_update(self.secret.as_bytes()).finalize())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{BadToken, OrganisationId, Token};

    #[test]
    fn a_token_is_read_back_and_never_printed() {
        let token = Token::draw(OrganisationId::new(jiff::Timestamp::UNIX_EPOCH)).unwrap();
        assert_eq!(Token::parse(&token.expose()).unwrap(), token);
        assert!(!format!("{token:?}").contains(&token.expose()));
        assert_eq!(Token::parse("x").unwrap_err(), BadToken::Form);
    }
}
