//! The key of one export, and the pseudonyms it makes.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use rand::CryptoRng;
use sha2::Sha256;
use uuid::Uuid;

use crate::{analyse::Course, domain::GroupId};

/// Hexadecimal signs of a pseudonym: 48 bits, so that ten thousand clients share one in five million exports.
const SIGNS: usize = 12;
/// The group of clients who are in none, as the model names it.
pub(super) const NO_GROUP: &str = "none";

/// 256 random bits for one export. Kept nowhere: nobody, we ourselves included, can lead a pseudonym back, and two
/// exports cannot be joined by it.
pub struct ExportKey([u8; 32]);

impl ExportKey {
    /// Draws a key.
    pub fn draw(random: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        random.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The pseudonym of a group; clients outside any group are in the group `none`.
    pub(super) fn group(&self, group: Option<GroupId>) -> String {
        group.map_or_else(|| NO_GROUP.to_owned(), |id| self.pseudonym('G', id.uuid()))
    }

    /// The pseudonym of a client's stay, the course that the model follows.
    pub(super) fn course(&self, course: Course) -> String {
        let id = match course {
            Course::Membership(id) => id.uuid(),
            Course::Client(id) => id.uuid(),
        };
        self.pseudonym('C', id)
    }

    /// HMAC-SHA-256 of kind and id, cut short.
    fn pseudonym(&self, kind: char, id: Uuid) -> String {
        let mut code = [0; 17];
        kind.encode_utf8(&mut code[..1]);
        code[1..].copy_from_slice(id.as_bytes());
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes a key of any length");
        };
        let hash = mac.chain_update(code).finalize().into_bytes();
        let signs: String = hash.iter().take(SIGNS / 2).map(|byte| format!("{byte:02x}")).collect();
        format!("{kind}{signs}")
    }
}

impl fmt::Debug for ExportKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ExportKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Course, ExportKey, GroupId, NO_GROUP, Uuid};

    #[test]
    fn a_pseudonym_holds_within_an_export_and_differs_between_exports() {
        let (one, other) = (ExportKey::draw(&mut rand::rng()), ExportKey::draw(&mut rand::rng()));
        let course = Course::Client(Uuid::from_u128(7).into());
        assert_eq!(one.course(course), one.course(course));
        assert_ne!(one.course(course), other.course(course));
        assert_ne!(one.course(course), one.course(Course::Client(Uuid::from_u128(8).into())));
        assert_ne!(one.course(course)[1..], one.group(Some(GroupId::from(Uuid::from_u128(7))))[1..]);
        assert_eq!((one.course(course).len(), one.group(None).as_str()), (13, NO_GROUP));
    }

    #[test]
    fn a_key_never_reaches_a_debug_print() {
        assert_eq!(format!("{:?}", ExportKey([7; 32])), "ExportKey(…)");
    }
}
