//! By what a client and a contact are known again. A hash of a short number can be guessed by who tries them all; it keeps
//! numbers out of sight, backups and mistakes, and is no secret from who holds the database.

use sha2::{Digest, Sha256};

use crate::domain::OrganisationId;

/// SHA-256 in hexadecimal over the organisation and the parts, each with its length so that no two lists read alike.
pub(super) fn of(organisation: OrganisationId, parts: &[&str]) -> String {
    let mut digest = Sha256::new().chain_update(organisation.uuid().as_bytes());
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hexadecimal(&digest.finalize())
}

/// Bytes as they are stored.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
