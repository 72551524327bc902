//! SVG → PNG with the bundled font only: the same picture on every machine.

use resvg::tiny_skia::{Pixmap, Transform};

use super::{error::ChartError, svg_tree};

/// Longest side of a bitmap, in pixels: 64 MB of memory at most.
const LONGEST: u32 = 4096;

/// Turns an SVG into a PNG, `scale` times as large (2 for sharp screens and print).
///
/// # Errors
/// When the text is no SVG, or the bitmap would be empty or too large.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ChartError> {
    let tree = svg_tree::read(svg)?;
    let width = (tree.size().width() * scale).ceil() as u32;
    let height = (tree.size().height() * scale).ceil() as u32;
    let refused = ChartError::Bitmap { width, height };
    if width > LONGEST || height > LONGEST {
        return Err(refused);
    }
    let mut pixels = Pixmap::new(width, height).ok_or(refused)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| ChartError::Png(error.to_string()))
}
