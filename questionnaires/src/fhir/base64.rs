//! Base64 (RFC 4648, with padding): how FHIR carries attachments.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes as base64.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place)) & 63;
            let letter = if place > chunk.len() { b'=' } else { ALPHABET[digit as usize] };
            out.push(char::from(letter));
        }
    }
    out
}

/// The bytes that a text stands for; none when it is not base64. White space is skipped, as FHIR allows.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if !letters.len().is_multiple_of(4) {
        return None;
    }
    let padding = letters.iter().rev().take_while(|letter| **letter == b'=').count();
    let digits = letters.get(..letters.len() - padding)?;
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3);
    for chunk in digits.chunks(4) {
        let group = chunk.iter().try_fold(0_u32, |group, letter| Some(group << 6 | digit(*letter)?))?;
        let missing = 4 - chunk.len();
        let [_, first, second, third] = (group << (6 * missing)).to_be_bytes();
        let all = [first, second, third];
        let (kept, dropped) = all.split_at_checked(3 - missing)?;
        // Bits that carry nothing must be zero: a value has one spelling.
        if kept.is_empty() || dropped.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    (padding <= 2).then_some(bytes)
}

fn digit(letter: u8) -> Option<u32> {
    ALPHABET.iter().position(|one| *one == letter).and_then(|place| u32::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_rfc_hold() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
        {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn what_is_not_base64_is_nothing() {
        for text in ["Z", "Zg", "Zg=", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm-v", "Zm9v="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn bytes_survive(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn any_text_is_bytes_or_nothing(text in ".{0,40}") {
            let _ = decode(&text);
        }
    }
}
