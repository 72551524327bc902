//! Colours: the tokens of the look, light and dark, and how they are written into an SVG.

use plotters::style::RGBColor;

/// Which colours a picture carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Literal light colours on paper: a picture that stands alone.
    Light,
    /// Literal dark colours on dark paper: a picture that stands alone.
    Dark,
    /// Part of a page: classes that the page's style sheet (`chart.css`) colours, no ground of its own. The light
    /// colours are there as presentation attributes, which any class overrules.
    Inherit,
}

/// One colour of the look, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// Text and what must be seen first.
    Ink,
    /// Secondary text; ordinary members.
    Soft,
    /// Hairlines.
    Line,
    /// What lies under the chart: paper in a picture of its own, the card in a page.
    Ground,
    /// The group.
    Accent,
    /// Improvement; the functional side.
    Good,
    /// The pale ground that goes with `Good`.
    GoodSoft,
    /// Something to look at.
    Warn,
    /// Something to talk about.
    Bad,
}

impl Token {
    const ALL: [Self; 9] = [
        Self::Ink,
        Self::Soft,
        Self::Line,
        Self::Ground,
        Self::Accent,
        Self::Good,
        Self::GoodSoft,
        Self::Warn,
        Self::Bad,
    ];

    /// The token as a colour of the drawing library. Plotters knows only RGB, so the meaning travels as a number in
    /// the blue channel and the canvas turns it back; that way nothing that is drawn depends on the theme.
    pub(crate) fn paint(self) -> RGBColor {
        RGBColor(0, 0, self as u8)
    }

    /// The token that [`Token::paint`] hid in a colour; plain black, plotters' default, is ink.
    pub(crate) fn hidden_in(rgb: (u8, u8, u8)) -> Self {
        Self::ALL.get(usize::from(rgb.2)).copied().unwrap_or(Self::Ink)
    }

    /// The end of the class name: `chart-fill-…`, `chart-line-…`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Soft => "soft",
            Self::Line => "line",
            Self::Ground => "ground",
            Self::Accent => "accent",
            Self::Good => "good",
            Self::GoodSoft => "good-soft",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    fn light(self) -> &'static str {
        match self {
            Self::Ink => "#17242c",
            Self::Soft => "#51616b",
            Self::Line => "#dcdfdc",
            Self::Ground => "#f7f6f2",
            Self::Accent => "#0b5f66",
            Self::Good => "#1f6f43",
            Self::GoodSoft => "#dcefe2",
            Self::Warn => "#8a4b00",
            Self::Bad => "#9c1c2e",
        }
    }

    fn dark(self) -> &'static str {
        match self {
            Self::Ink => "#e8edee",
            Self::Soft => "#a4b3ba",
            Self::Line => "#2b3940",
            Self::Ground => "#11191e",
            Self::Accent => "#6cc5c4",
            Self::Good => "#7fd1a0",
            Self::GoodSoft => "#163425",
            Self::Warn => "#f0b866",
            Self::Bad => "#f29aa5",
        }
    }
}

/// The weakest ink of a line or a mark on which something hangs: 3 : 1 in each token that marks are made of, on each ground
/// (WCAG 2.2, 1.4.11). A test measures it in every picture.
pub(crate) const FAINT: f64 = 0.7;

impl Theme {
    /// The literal colour of a token.
    pub fn hex(self, token: Token) -> &'static str {
        match (self, token) {
            (Self::Dark, token) => token.dark(),
            (Self::Inherit, Token::Ground) => "#ffffff",
            (Self::Light | Self::Inherit, token) => token.light(),
        }
    }

    /// Whether the picture brings its own ground.
    pub(crate) fn stands_alone(self) -> bool {
        self != Self::Inherit
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn every_token_survives_the_trip_through_a_colour() {
        for token in Token::ALL {
            let paint = token.paint();
            assert_eq!(Token::hidden_in((paint.0, paint.1, paint.2)), token);
        }
        assert_eq!(Token::hidden_in((0, 0, 0)), Token::Ink);
    }

    #[test]
    fn text_colours_contrast_with_the_ground() {
        let texts = [Token::Ink, Token::Soft, Token::Accent, Token::Good, Token::Warn, Token::Bad];
        for theme in [Theme::Light, Theme::Dark, Theme::Inherit] {
            for token in texts {
                let ratio = contrast(theme.hex(token), theme.hex(Token::Ground));
                assert!(ratio >= 4.5, "{theme:?} {token:?}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn the_style_sheet_knows_every_class() {
        for token in Token::ALL {
            for kind in ["fill", "line"] {
                let rule = format!(".chart-{kind}-{} {{", token.name());
                assert!(crate::charts::CSS.contains(&rule), "{rule}");
            }
        }
    }

    /// The contrast of two colours (WCAG 2.2), 1 to 21.
    pub(in crate::charts) fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap_or(0)) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }
}
