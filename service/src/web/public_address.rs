//! The address that browsers use, for links that leave the service.

use crate::access::Token;

/// The public address, without a slash at its end.
#[derive(Debug, Clone)]
pub struct PublicAddress(String);

impl PublicAddress {
    /// This address.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self(public_url.trim_end_matches('/').to_owned())
    }

    /// Where somebody chooses a password, once.
    #[must_use]
    pub fn welcome(&self, token: &Token) -> String {
        format!("{}/welcome/{}", self.0, token.expose())
    }
}
