//! The SVG being written: head, groups, elements, escaping.
//!
//! Colours are written as a class plus a literal presentation attribute: a style sheet overrules the attribute, and a
//! site whose policy forbids inline styles still shows the picture, because no `style` is ever written.

use std::{cell::RefCell, fmt::Write as _, rc::Rc};

use super::{
    font::FAMILY,
    theme::{Theme, Token},
};

/// Font size that the root carries, so that most text needs none of its own.
pub(crate) const BODY: f64 = 13.0;

/// What a picture is called by those who hear it.
pub(crate) struct Naming<'a> {
    /// Unique in the page; letters, digits and hyphens are kept.
    pub(crate) id: &'a str,
    /// One sentence.
    pub(crate) title: &'a str,
    /// The longer text; left out when empty.
    pub(crate) description: &'a str,
}

/// A group of elements and what they share.
#[derive(Default)]
pub(crate) struct Group<'a> {
    /// Its class without the `chart-` in front.
    pub(crate) class: &'a str,
    /// Its name, shown when pointed at.
    pub(crate) label: Option<&'a str>,
    /// The fill its shapes inherit.
    pub(crate) fill: Option<(Token, f64)>,
    /// An edge in the colour of the ground around its shapes and letters, this many pixels wide.
    pub(crate) halo: Option<f64>,
    /// Dashes of its lines.
    pub(crate) dash: Option<&'a str>,
}

impl<'a> Group<'a> {
    /// A group that shares only a class.
    pub(crate) fn of(class: &'a str) -> Self {
        Self { class, ..Self::default() }
    }
}

struct Page {
    text: String,
    theme: Theme,
    fills: Vec<String>,
}

/// A handle on the page; clones write to the same one.
#[derive(Clone)]
pub(crate) struct Sheet(Rc<RefCell<Page>>);

impl Sheet {
    /// Starts a page of `width` × `height` pixels.
    pub(crate) fn new(width: u32, height: u32, theme: Theme, naming: &Naming<'_>) -> Self {
        Self::magnified((width, height), (width, height), theme, naming)
    }

    /// Starts a page of so many pixels on which `width` × `height` units are drawn.
    pub(crate) fn magnified(
        pixels: (u32, u32),
        (width, height): (u32, u32),
        theme: Theme,
        naming: &Naming<'_>,
    ) -> Self {
        let id = slug(naming.id);
        let heard = if naming.description.is_empty() { format!("{id}-t") } else { format!("{id}-t {id}-d") };
        let mut text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" id="{id}" role="img" aria-labelledby="{heard}" width="{}" height="{}" viewBox="0 0 {width} {height}" font-family="{FAMILY}, system-ui, sans-serif" font-size="{BODY}"><title id="{id}-t">{}</title>"#,
            pixels.0,
            pixels.1,
            escape(naming.title)
        );
        if !naming.description.is_empty() {
            let _ = write!(text, r#"<desc id="{id}-d">{}</desc>"#, escape(naming.description));
        }
        let sheet = Self(Rc::new(RefCell::new(Page { text, theme, fills: Vec::new() })));
        if theme.stands_alone() {
            let ground = sheet.fill(Token::Ground, 1.0);
            sheet.push(&format!(r#"<rect width="{width}" height="{height}"{ground}/>"#));
        }
        sheet
    }

    /// Draws inside a group.
    pub(crate) fn group<T>(&self, group: &Group<'_>, draw: impl FnOnce() -> T) -> T {
        let fill = group.fill.map(|(token, alpha)| self.colour("fill", "fill", token, alpha)).unwrap_or_default();
        let tags = self.opening_tags(group, &fill);
        for tag in &tags {
            self.push(tag);
        }
        self.0.borrow_mut().fills.push(fill);
        let drawn = draw();
        self.0.borrow_mut().fills.pop();
        self.push(&"</g>".repeat(tags.len()));
        drawn
    }

    /// One tag for the name, and one for each kind of paint: an element has room for one class of paint only.
    fn opening_tags(&self, group: &Group<'_>, fill: &str) -> Vec<String> {
        let named = group.label.map(escape).map_or_else(
            || format!(r#"<g class="chart-{}">"#, group.class),
            |label| format!(r#"<g class="chart-{}" aria-label="{label}"><title>{label}</title>"#, group.class),
        );
        let mut tags = vec![named];
        if !fill.is_empty() {
            tags.push(format!("<g{fill}>"));
        }
        if let Some(width) = group.halo {
            let line = self.line(Token::Ground, 1.0);
            let width = short(width);
            tags.push(format!(r#"<g{line} stroke-width="{width}" stroke-linejoin="round" paint-order="stroke">"#));
        }
        if let Some(dash) = group.dash {
            tags.push(format!(r#"<g stroke-dasharray="{dash}">"#));
        }
        tags
    }

    /// Adds a finished element.
    pub(crate) fn push(&self, element: &str) {
        self.0.borrow_mut().text.push_str(element);
    }

    /// The attributes of a filled shape; empty when the group around it says the same.
    pub(crate) fn fill(&self, token: Token, alpha: f64) -> String {
        let fill = self.colour("fill", "fill", token, alpha);
        let inherited = self.0.borrow().fills.last().is_some_and(|around| *around == fill);
        if inherited { String::new() } else { fill }
    }

    /// The attributes of a stroke.
    pub(crate) fn line(&self, token: Token, alpha: f64) -> String {
        self.colour("line", "stroke", token, alpha)
    }

    fn colour(&self, kind: &str, attribute: &str, token: Token, alpha: f64) -> String {
        let theme = self.0.borrow().theme;
        let mut out = String::new();
        if theme == Theme::Inherit {
            let _ = write!(out, r#" class="chart-{kind}-{}""#, token.name());
        }
        let _ = write!(out, r#" {attribute}="{}""#, theme.hex(token));
        if alpha < 1.0 {
            let _ = write!(out, r#" {attribute}-opacity="{}""#, short(alpha));
        }
        out
    }

    /// Closes the page and hands over its text.
    pub(crate) fn finish(self) -> String {
        self.push("</svg>\n");
        std::mem::take(&mut self.0.borrow_mut().text)
    }
}

/// A number with at most one decimal (two below one), without needless digits.
pub(crate) fn short(value: f64) -> String {
    let text = if value.abs() < 1.0 { format!("{value:.2}") } else { format!("{value:.1}") };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text made safe for content and attributes. Control characters, which XML forbids, are dropped.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn slug(id: &str) -> String {
    let kept: String = id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
    if kept.starts_with(|first: char| first.is_ascii_alphabetic()) { kept } else { format!("chart-{kept}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(theme: Theme) -> Sheet {
        Sheet::new(100, 50, theme, &Naming { id: "a b", title: "<&\">", description: "" })
    }

    #[test]
    fn text_cannot_leave_its_place() {
        let text = sheet(Theme::Inherit).finish();
        assert!(text.contains(r#"<title id="ab-t">&lt;&amp;&quot;&gt;</title>"#));
        assert_eq!(escape("a\u{0}b'c"), "a b&#39;c");
    }

    #[test]
    fn a_page_has_classes_and_fallbacks_but_no_ground_and_no_style() {
        let sheet = sheet(Theme::Inherit);
        assert_eq!(
            sheet.fill(Token::Accent, 0.13),
            r##" class="chart-fill-accent" fill="#0b5f66" fill-opacity="0.13""##
        );
        let text = sheet.finish();
        assert!(!text.contains("<rect") && !text.contains("style="));
    }

    #[test]
    fn a_picture_alone_has_literal_colours_on_its_ground() {
        let sheet = sheet(Theme::Dark);
        assert_eq!(sheet.line(Token::Ink, 1.0), r##" stroke="#e8edee""##);
        assert!(sheet.finish().contains(r##"<rect width="100" height="50" fill="#11191e"/>"##));
    }

    #[test]
    fn a_shape_inherits_the_fill_of_its_group() {
        let sheet = sheet(Theme::Light);
        let group = Group { fill: Some((Token::Soft, 0.5)), ..Group::of("dots") };
        sheet.group(&group, || {
            assert_eq!(sheet.fill(Token::Soft, 0.5), "");
            assert_ne!(sheet.fill(Token::Soft, 1.0), "");
        });
        assert_ne!(sheet.fill(Token::Soft, 0.5), "");
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [(12.0, "12"), (12.34, "12.3"), (0.55, "0.55"), (0.0, "0"), (-0.001, "0"), (100.0, "100")]
        {
            assert_eq!(short(value), text);
        }
    }
}
