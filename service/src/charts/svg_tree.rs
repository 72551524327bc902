//! The SVG read back, with the bundled font only: for whatever is no page.

use std::sync::Arc;

use resvg::usvg::{
    Options, Tree,
    fontdb::{Database, Source},
};

use super::{
    error::ChartError,
    font::{FAMILY, REGULAR, SEMIBOLD},
};

/// Reads an SVG. The font files inside the program are looked at where they lie and not copied.
///
/// # Errors
/// When the text is no SVG.
pub(crate) fn read(svg: &str) -> Result<Tree, ChartError> {
    let mut fonts = Database::new();
    for bytes in [REGULAR, SEMIBOLD] {
        fonts.load_font_source(Source::Binary(Arc::new(bytes)));
    }
    fonts.set_sans_serif_family(FAMILY);
    let options = Options { fontdb: Arc::new(fonts), font_family: FAMILY.to_owned(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(|error| ChartError::Svg(error.to_string()))
}
