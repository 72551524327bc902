//! SVG → PDF: vectors and text, the bundled font inside, and the words for those who hear it.

use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Point, Size},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    tagging::{ContentTag, Tag, TagGroup, TagTree},
};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::usvg::roxmltree::Document as Xml;

use super::{error::ChartError, svg_tree};

/// Points in a pixel: a pixel is 1/96 of an inch, a point 1/72.
const POINTS: f32 = 0.75;

/// Turns an SVG into a PDF of one page as large as the picture (PDF/UA-1): its title and language are the document's,
/// its description is the figure's alternative text. `language` is a tag such as `nl`. The same SVG gives the same file.
///
/// # Errors
/// When the text is no SVG, or the PDF is refused.
pub fn pdf(svg: &str, language: &str) -> Result<Vec<u8>, ChartError> {
    let refused = |error: &dyn std::fmt::Debug| ChartError::Pdf(format!("{error:?}"));
    let naming = Naming::of(svg)?;
    let tree = svg_tree::read(svg)?;
    let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let size = Size::from_wh(width, height).ok_or_else(|| ChartError::Pdf(format!("a page of {width} × {height}")))?;

    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = accessible.map_err(|error| refused(&error))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let metadata = Metadata::new().title(naming.title.clone()).language(language.to_owned());
    document.set_metadata(metadata.creator("Peil".to_owned()));

    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let drawn = surface.start_tagged(ContentTag::Other);
    let whole = surface.draw_svg(&tree, size, SvgSettings::default());
    surface.end_tagged();
    surface.finish();
    page.finish();
    whole.ok_or_else(|| ChartError::Pdf("the picture was not drawn".to_owned()))?;

    let mut figure = TagGroup::new(Tag::Figure(Some(naming.heard())));
    figure.push(drawn);
    let mut tags = TagTree::new().with_lang(Some(language.to_owned()));
    tags.push(figure);
    document.set_tag_tree(tags);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(naming.title, XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    document.finish().map_err(|error| refused(&error))
}

/// What the picture says of itself.
struct Naming {
    title: String,
    description: String,
}

impl Naming {
    fn of(svg: &str) -> Result<Self, ChartError> {
        let document = Xml::parse(svg).map_err(|error| ChartError::Svg(error.to_string()))?;
        let said = |tag: &str| {
            let node = document.root_element().children().find(|node| node.has_tag_name(tag));
            node.and_then(|node| node.text()).unwrap_or_default().trim().to_owned()
        };
        Ok(Self { title: said("title"), description: said("desc") })
    }

    /// Title and description as one text.
    fn heard(&self) -> String {
        let stop = if self.title.ends_with(['.', '!', '?']) { "" } else { "." };
        format!("{}{stop} {}", self.title, self.description).trim().to_owned()
    }
}
