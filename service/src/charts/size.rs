//! How large a chart is, and whether it carries its own heading.

/// The size of a chart in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height, heading included. Charts of rows are as high as their rows need.
    pub height: u32,
    /// Whether title and subtitle are drawn. In a page they are the page's own heading; a picture that leaves the page
    /// needs them inside.
    pub heading: bool,
    /// From where it is read.
    pub distance: Distance,
}

/// From where a chart is read: how large its letters are, and with them everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// From a chair: letters of 13 pixels.
    Arm,
    /// From three metres: letters of 29 pixels, lines as much thicker.
    Room,
}

impl Size {
    /// Inside the card of a group's page.
    pub const CARD: Self = Self { width: 660, height: 430, heading: false, distance: Distance::Arm };
    /// On a tablet held upright.
    pub const TABLET: Self = Self { width: 600, height: 420, heading: false, distance: Distance::Arm };
    /// On a telephone.
    pub const PHONE: Self = Self { width: 360, height: 360, heading: false, distance: Distance::Arm };
    /// A picture of its own, for a meeting or a document.
    pub const SHEET: Self = Self { width: 860, height: 560, heading: true, distance: Distance::Arm };
    /// On a wall, for all in the room.
    pub const ROOM: Self = Self { width: 1280, height: 720, heading: true, distance: Distance::Room };

    /// Width and height in units of drawing: those in which ordinary letters have their ordinary size.
    pub(crate) fn drawn(self) -> (u32, u32) {
        (self.distance.shrink(self.width), self.distance.shrink(self.height))
    }

    /// The same, as high as its contents need in units of drawing.
    pub(crate) fn of_height(self, drawn: f64) -> Self {
        Self { height: self.distance.magnify(drawn), ..self }
    }
}

impl Distance {
    fn shrink(self, pixels: u32) -> u32 {
        match self {
            Self::Arm => pixels,
            Self::Room => pixels * 9 / 20,
        }
    }

    fn magnify(self, drawn: f64) -> u32 {
        match self {
            Self::Arm => drawn.ceil() as u32,
            Self::Room => (drawn / 9.0).ceil() as u32 * 20,
        }
    }
}
