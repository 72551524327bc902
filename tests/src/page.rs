//! Reading what a page says, as far as a test needs it.

/// The token that a page's forms carry.
///
/// # Panics
///
/// When the page has no form.
#[must_use]
pub fn csrf(page: &str) -> String {
    attribute(page, "name=\"csrf\"", "value").expect("the page has a form with its token")
}

/// The value of attribute `name` in the tag that holds `mark`.
#[must_use]
pub fn attribute(page: &str, mark: &str, name: &str) -> Option<String> {
    let at = page.find(mark)?;
    let start = page[..at].rfind('<')?;
    let tag = &page[start..start + page[start..].find('>')?];
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescape(value))
}

/// Text as it was before it was put into a page.
#[must_use]
pub fn unescape(text: &str) -> String {
    let plain = [("&lt;", "<"), ("&#60;", "<"), ("&gt;", ">"), ("&#62;", ">"), ("&quot;", "\""), ("&#34;", "\"")];
    let plain = plain.into_iter().chain([("&#39;", "'"), ("&#38;", "&"), ("&amp;", "&")]);
    plain.fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
