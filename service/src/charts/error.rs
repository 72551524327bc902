//! What can go wrong while a picture is drawn.

/// Why a chart, its PNG or its PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The font inside the program could not be read.
    #[error("the bundled font cannot be read")]
    Font,
    /// The picture is too small to hold its axes and labels.
    #[error("a chart of {width} × {height} pixels is too small")]
    TooSmall {
        /// Width asked for, in pixels.
        width: u32,
        /// Height asked for, in pixels.
        height: u32,
    },
    /// The lowest value of the scale is not below the highest, or one of them is no number.
    #[error("a scale from {min} to {max} has no length")]
    Scale {
        /// Lowest value of the scale.
        min: f64,
        /// Highest value of the scale.
        max: f64,
    },
    /// The drawing library refused an element.
    #[error("the drawing was refused: {0}")]
    Drawing(String),
    /// The SVG text handed in for a PNG or PDF is no SVG.
    #[error("the svg cannot be read: {0}")]
    Svg(String),
    /// The bitmap would be empty or larger than allowed.
    #[error("a bitmap of {width} × {height} pixels cannot be made")]
    Bitmap {
        /// Width of the bitmap, in pixels.
        width: u32,
        /// Height of the bitmap, in pixels.
        height: u32,
    },
    /// The PDF was refused.
    #[error("the pdf cannot be written: {0}")]
    Pdf(String),
    /// The bitmap could not be written as PNG.
    #[error("the png cannot be written: {0}")]
    Png(String),
}

impl<E: std::error::Error + Send + Sync> From<plotters::drawing::DrawingAreaErrorKind<E>> for ChartError {
    fn from(error: plotters::drawing::DrawingAreaErrorKind<E>) -> Self {
        Self::Drawing(error.to_string())
    }
}
