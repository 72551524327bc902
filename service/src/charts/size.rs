//! How large a chart is, and whether it carries its own heading.

/// The size of a chart in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height, heading included.
    pub height: u32,
    /// Whether title and subtitle are drawn. In a page they are the page's own heading; a picture that leaves the page
    /// needs them inside.
    pub heading: bool,
}

impl Size {
    /// Inside the card of a group's page.
    pub const CARD: Self = Self { width: 660, height: 430, heading: false };
    /// On a tablet held upright.
    pub const TABLET: Self = Self { width: 600, height: 420, heading: false };
    /// On a telephone.
    pub const PHONE: Self = Self { width: 360, height: 360, heading: false };
    /// A picture of its own, for a meeting or a document.
    pub const SHEET: Self = Self { width: 860, height: 560, heading: true };
}
