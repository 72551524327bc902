//! By what a client and a contact are known again: HMAC-SHA-256 with a key that stands outside the database, because the
//! plain hash of a number of a few digits is found by who tries them all.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::domain::OrganisationId;

/// Hexadecimal signs of a key: 256 bits.
const SIGNS: usize = 64;

/// The key of the hashes. Who loses it imports everything anew.
#[derive(Clone)]
pub struct RecordKey([u8; SIGNS / 2]);

/// Not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is {SIGNS} hexadecimal digits, as `openssl rand -hex 32` writes them")]
pub struct RecordKeyError;

impl RecordKey {
    /// Reads a key as it is written.
    ///
    /// # Errors
    ///
    /// [`RecordKeyError`].
    pub fn parse(text: &str) -> Result<Self, RecordKeyError> {
        let digits: Option<Vec<u32>> = text.trim().chars().map(|sign| sign.to_digit(16)).collect();
        let digits = digits.filter(|digits| digits.len() == SIGNS).ok_or(RecordKeyError)?;
        let bytes = digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).map_err(|_| RecordKeyError));
        let bytes: Vec<u8> = bytes.collect::<Result<_, _>>()?;
        Ok(Self(bytes.try_into().map_err(|_| RecordKeyError)?))
    }

    /// The HMAC in hexadecimal over the organisation and the parts, each with its length so that no two lists read alike.
    pub(super) fn hash(&self, organisation: OrganisationId, parts: &[&str]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes a key of any length");
        };
        mac.update(organisation.uuid().as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hexadecimal(&mac.finalize().into_bytes())
    }

    /// What the key makes of a fixed word: told apart from another key by it, and not to be led back to the key.
    pub(super) fn check(&self, organisation: OrganisationId) -> String {
        self.hash(organisation, &["check"])
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecordKey(…)")
    }
}

/// Bytes as they are stored.
fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{RecordKey, RecordKeyError};

    #[test]
    fn a_key_is_sixty_four_digits_and_makes_hashes_of_its_own() {
        let (one, other) = ("0b".repeat(32), "1C".repeat(32));
        let hash = |key: &str| RecordKey::parse(key).unwrap().hash(uuid::Uuid::nil().into(), &["client", "7"]);
        assert_eq!(hash(&one), hash(&format!(" {one}\n")));
        assert_ne!(hash(&one), hash(&other));
        assert_eq!(hash(&one).len(), 64);
        for wrong in ["", "0b", &"0g".repeat(32), &"0b".repeat(33)] {
            assert_eq!(RecordKey::parse(wrong).unwrap_err(), RecordKeyError, "{wrong}");
        }
        assert_eq!(format!("{:?}", RecordKey::parse(&one).unwrap()), "RecordKey(…)");
    }

    /// RFC 4231, test case 1, of the same arithmetic.
    #[test]
    fn the_hash_is_hmac_sha_256() {
        use hmac::{Hmac, KeyInit, Mac};
        let mac = Hmac::<sha2::Sha256>::new_from_slice(&[0x0b; 20]).unwrap().chain_update(b"Hi There");
        let hash = super::hexadecimal(&mac.finalize().into_bytes());
        assert_eq!(hash, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }
}
