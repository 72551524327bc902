//! Keeps other sites from acting in a logged-in browser.
//!
//! A browser says where a request comes from (`Sec-Fetch-Site`, `Origin`); old browsers do not, so every form carries a
//! token bound to the login as well. A request that changes something needs both to be right.

use actix_web::http::header::{HOST, HeaderMap, ORIGIN};

use crate::access::Token;

/// Whether the headers say that a request comes from our own pages, or say nothing.
#[must_use]
pub fn is_own_site(headers: &HeaderMap) -> bool {
    let read = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = read("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (read(ORIGIN.as_str()), read(HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// The token that forms of this login carry.
#[must_use]
pub fn form_token(login: &Token) -> String {
    login.derived("form")
}

/// Whether a form came with the token of its login. Compared in constant time.
#[must_use]
pub fn is_valid_form_token(login: &Token, sent: &str) -> bool {
    let expected = form_token(login);
    let difference = expected.bytes().zip(sent.bytes()).fold(0_u8, |sum, (a, b)| sum | (a ^ b));
    expected.len() == sent.len() && difference == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

    use super::{Token, form_token, is_own_site, is_valid_form_token};
    use crate::domain::OrganisationId;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn other_sites_are_told_from_our_own() {
        assert!(is_own_site(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_own_site(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_own_site(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(is_own_site(&headers(&[("origin", "https://peil.example"), ("host", "peil.example")])));
        assert!(!is_own_site(&headers(&[("origin", "https://evil.example"), ("host", "peil.example")])));
    }

    #[test]
    fn a_form_token_belongs_to_one_login() {
        let organisation = OrganisationId::new(jiff::Timestamp::UNIX_EPOCH);
        let (mine, other) = (Token::draw(organisation).unwrap(), Token::draw(organisation).unwrap());
        assert!(is_valid_form_token(&mine, &form_token(&mine)));
        assert!(!is_valid_form_token(&mine, &form_token(&other)));
        assert!(!is_valid_form_token(&mine, ""));
    }
}
