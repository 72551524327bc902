//! Whether every quote of a file opens or closes a field: the reader would take `"12"3` for 123, and a quote that is never
//! closed for one field that holds the rest of the file.

/// What is wrong with a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrongQuote {
    /// Something stands between the closing quote and the end of the field.
    NotAtTheEnd,
    /// The file ends inside the field.
    NeverClosed,
}

/// The first quoted field that is not whole, with the byte of its opening quote. A quote inside a field that does not begin
/// with one is a character like any other.
pub(super) fn wrong(bytes: &[u8]) -> Option<(usize, WrongQuote)> {
    let next = |from: usize| bytes[from..].iter().position(|&byte| byte == b'"').map(|ahead| from + ahead);
    // Most files have none at all, and this look is the fastest.
    let mut at = if bytes.contains(&b'"') { next(0)? } else { return None };
    loop {
        if at > 0 && !matches!(bytes[at - 1], b',' | b'\n' | b'\r') {
            at = next(at + 1)?;
            continue;
        }
        let open = at;
        let Some(close) = closing(bytes, open) else { return Some((open, WrongQuote::NeverClosed)) };
        let behind = bytes[close + 1..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        if !matches!(behind, None | Some(b',' | b'\n' | b'\r')) {
            return Some((open, WrongQuote::NotAtTheEnd));
        }
        at = next(close + 1)?;
    }
}

/// The quote that closes the field; two in a row are one character of it.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_fields_pass() {
        for text in
            ["", "a,b\n1,2\n", "\"a\",\"b\"\r\n\"1\" ,\"x \"\"y\"\" \n z\"\n", "a\n5\" pipe\n\"\"\n", "\"\"\"\""]
        {
            assert_eq!(wrong(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn fields_that_are_not_whole_are_found() {
        assert_eq!(wrong(b"a,b\n\"12\"3,4\n"), Some((4, WrongQuote::NotAtTheEnd)));
        assert_eq!(wrong(b"a\n\"x\n1\n2\n"), Some((2, WrongQuote::NeverClosed)));
        assert_eq!(wrong(b"a\n\"\"\""), Some((2, WrongQuote::NeverClosed)));
        assert_eq!(wrong(b"a,b\n5\" pipe,\"x\"y\n"), Some((12, WrongQuote::NotAtTheEnd)));
    }
}
