//! A sheet that fits → PDF.

use std::num::NonZeroU16;

use krilla::{
    Data, Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree},
    text::{Font, TextDirection},
};
use krilla_svg::{SurfaceExt as _, SvgSettings};

use super::{
    block::{Block, Content, Rank, Sheet},
    error::PrintError,
    fit::{BOTTOM, INSET, MARGIN, Measure, PAGE, ROOM, TOP, fit_with},
    wrap::{Piece, wrap},
};
use crate::charts::{
    font::{REGULAR, SEMIBOLD, Typeface, Weight},
    svg_tree,
};

const TITLE: f64 = 17.0;
const INK: (u8, u8, u8) = (0x17, 0x24, 0x2c);
const SOFT: (u8, u8, u8) = (0x51, 0x61, 0x6b);
const LINE: (u8, u8, u8) = (0xdc, 0xdf, 0xdc);

/// Prints a sheet on one side of A4; `left_out` says in words that so many blocks are not on it.
///
/// # Errors
///
/// [`PrintError`] when a font, a picture or the file is refused.
pub fn pdf(sheet: &Sheet, left_out: impl Fn(usize) -> String) -> Result<Vec<u8>, PrintError> {
    let face = Typeface::load().map_err(|_| PrintError::Font)?;
    let fitted = fit_with(sheet, &face);
    let refused = |error: &dyn std::fmt::Debug| PrintError::Refused(format!("{error:?}"));
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = accessible.map_err(|error| refused(&error))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let metadata = Metadata::new().title(sheet.title.clone()).language(sheet.language.to_owned());
    document.set_metadata(metadata.creator("Peil".to_owned()));
    let size = Size::from_wh(points(PAGE.0), points(PAGE.1)).ok_or_else(|| refused(&"a page without a size"))?;

    let mut tags = TagTree::new().with_lang(Some(sheet.language.to_owned()));
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut pen = Pen { surface: page.surface(), fonts: Fonts::load()?, face: &face };
    tags.push(pen.head(sheet));
    let mut y = TOP;
    let measure = Measure { face: &face, size: fitted.size };
    for block in &fitted.kept {
        tags.push(pen.block(&measure, block, &mut y)?);
    }
    if fitted.left_out > 0 {
        y += measure.size;
        let said = Block::line(Rank::Must, "", left_out(fitted.left_out));
        tags.push(pen.block(&measure, &said, &mut y)?);
    }
    pen.foot(&sheet.footer, sheet.letters.footer());
    drop(pen);
    page.finish();
    document.set_tag_tree(tags);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(sheet.title.clone(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    document.finish().map_err(|error| refused(&error))
}

struct Fonts {
    regular: Font,
    semibold: Font,
}

impl Fonts {
    fn load() -> Result<Self, PrintError> {
        let font = |bytes: &'static [u8]| Font::new(Data::from(bytes), 0).ok_or(PrintError::Font);
        Ok(Self { regular: font(REGULAR)?, semibold: font(SEMIBOLD)? })
    }

    fn of(&self, weight: Weight) -> Font {
        match weight {
            Weight::Regular => self.regular.clone(),
            Weight::SemiBold => self.semibold.clone(),
        }
    }
}

/// Draws on one page.
struct Pen<'s, 'f> {
    surface: Surface<'s>,
    fonts: Fonts,
    face: &'f Typeface,
}

impl Pen<'_, '_> {
    /// Title and the line under it, with a rule below.
    fn head(&mut self, sheet: &Sheet) -> TagGroup {
        let mut heading = TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(sheet.title.clone())));
        let title = self.shortened(&sheet.title, TITLE, Weight::SemiBold);
        self.text(&mut heading, &[title], (MARGIN, 58.0), TITLE, INK);
        let mut whole = TagGroup::new(Tag::Div);
        whole.push(heading);
        if !sheet.subtitle.is_empty() {
            let mut under = TagGroup::new(Tag::P);
            let letters = sheet.letters.subtitle();
            let subtitle = self.shortened(&sheet.subtitle, letters, Weight::Regular);
            self.text(&mut under, &[subtitle], (MARGIN, 75.0), letters, SOFT);
            whole.push(under);
        }
        self.rule(84.0);
        whole
    }

    /// The line at the bottom: part of the paper, not of what is said on it.
    fn foot(&mut self, words: &str, size: f64) {
        self.rule(BOTTOM + 10.0);
        let piece = self.shortened(words, size, Weight::Regular);
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        self.draw(&piece, (MARGIN, BOTTOM + 24.0), size, SOFT);
        self.surface.end_tagged();
    }

    /// One block below the others; `y` goes down with it.
    fn block(&mut self, measure: &Measure<'_>, block: &Block, y: &mut f64) -> Result<TagGroup, PrintError> {
        *y += measure.before(&block.content);
        let size = measure.size;
        let (tag, runs, letters, inset, ink): (TagGroup, Vec<(&str, Weight)>, f64, f64, _) = match &block.content {
            Content::Picture { svg, heard } => return self.picture(svg, heard, y),
            Content::Heading(words) => {
                let level = NonZeroU16::MIN.saturating_add(1);
                let tag = TagGroup::new(Tag::Hn(level, Some(words.clone())));
                (tag, vec![(words, Weight::SemiBold)], measure.heading(), 0.0, INK)
            }
            Content::Line { lead, text } => {
                (TagGroup::new(Tag::P), vec![(lead, Weight::SemiBold), (text, Weight::Regular)], size, 0.0, INK)
            }
            Content::Under { lead, text } => {
                let ink = if lead.is_empty() { SOFT } else { INK };
                let runs = vec![(lead.as_str(), Weight::SemiBold), (text.as_str(), Weight::Regular)];
                (TagGroup::new(Tag::P), runs, size, INSET, ink)
            }
        };
        let mut tag = tag;
        let leading = measure.leading() * letters / size;
        for line in wrap(&runs, self.face, letters, ROOM - inset) {
            // The line of the letters lies somewhat above the end of their row.
            self.text(&mut tag, &line, (MARGIN + inset, *y + 0.76 * leading), letters, ink);
            *y += leading;
        }
        Ok(tag)
    }

    fn picture(&mut self, svg: &str, heard: &str, y: &mut f64) -> Result<TagGroup, PrintError> {
        let tree = svg_tree::read(svg).map_err(|error| PrintError::Picture(error.to_string()))?;
        let (wide, high) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
        let scale = (ROOM / wide).min(super::fit::PICTURE / high);
        let size = Size::from_wh(points(wide * scale), points(high * scale));
        let size = size.ok_or_else(|| PrintError::Picture("it has no size".to_owned()))?;
        let mut figure = TagGroup::new(Tag::Figure(Some(heard.to_owned())));
        self.surface.push_transform(&Transform::from_translate(points(MARGIN), points(*y)));
        figure.push(self.surface.start_tagged(ContentTag::Other));
        let drawn = self.surface.draw_svg(&tree, size, SvgSettings::default());
        self.surface.end_tagged();
        self.surface.pop();
        drawn.ok_or_else(|| PrintError::Picture("it was not drawn".to_owned()))?;
        *y += super::fit::PICTURE;
        Ok(figure)
    }

    /// Words that are one line, whatever somebody called a group.
    fn shortened(&self, words: &str, size: f64, weight: Weight) -> Piece {
        let words = super::wrap::drawable(words, self.face);
        Piece { text: self.face.fit(&words, size, weight, 0.985 * ROOM), weight, x: 0.0 }
    }

    fn text(&mut self, tag: &mut TagGroup, line: &[Piece], at: (f64, f64), size: f64, ink: (u8, u8, u8)) {
        for piece in line {
            tag.push(self.surface.start_tagged(ContentTag::Span(SpanTag::empty())));
            self.draw(piece, at, size, ink);
            self.surface.end_tagged();
        }
    }

    fn draw(&mut self, piece: &Piece, (x, y): (f64, f64), size: f64, (red, green, blue): (u8, u8, u8)) {
        self.surface.set_fill(Some(Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }));
        let (start, font) = (Point::from_xy(points(x + piece.x), points(y)), self.fonts.of(piece.weight));
        self.surface.draw_text(start, font, points(size), &piece.text, false, TextDirection::Auto);
    }

    fn rule(&mut self, y: f64) {
        let (red, green, blue) = LINE;
        let Some(rectangle) = Rect::from_xywh(points(MARGIN), points(y), points(ROOM), 0.7) else { return };
        let mut path = PathBuilder::new();
        path.push_rect(rectangle);
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.set_fill(Some(Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }
}

/// Points of paper are few and their parts small.
#[allow(clippy::cast_possible_truncation, reason = "a page is a few hundred points wide and high")]
fn points(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::print::Letters;

    fn holds(pdf: &[u8], bytes: &[u8]) -> bool {
        pdf.windows(bytes.len()).any(|window| window == bytes)
    }

    fn sheet() -> Sheet {
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"50\"><path d=\"M0 0H200V50Z\"/></svg>";
        Sheet {
            title: "Voorbespreking".to_owned(),
            subtitle: "Sessie 15".to_owned(),
            footer: "Vertrouwelijk".to_owned(),
            language: "nl",
            letters: Letters::Ordinary,
            blocks: vec![
                Block::heading("Wie komt"),
                Block::line(Rank::Must, "Eik ▲", "19 → 9 😀"),
                Block::under(Rank::May, "", "Doel: vaker om hulp vragen"),
                Block {
                    content: Content::Picture { svg: svg.to_owned(), heard: "Het gaat vooruit".to_owned() },
                    rank: Rank::Should,
                },
            ],
        }
    }

    #[test]
    fn a_sheet_is_one_page_of_a4_with_title_language_and_structure() {
        let file = pdf(&sheet(), |_| unreachable!("all of it fits")).unwrap();
        assert!(file.starts_with(b"%PDF-1."));
        assert!(holds(&file, b"/Count 1") && !holds(&file, b"/Count 2"));
        assert!(holds(&file, b"/MediaBox[0 0 595.28 841.89]"));
        assert!(holds(&file, b"/Lang(nl)") && holds(&file, b"/Title(Voorbespreking)"));
        assert!(holds(&file, b"/S/H1") && holds(&file, b"/S/H2") && holds(&file, b"/S/P"));
        assert!(holds(&file, b"/S/Figure") && holds(&file, b"/Alt(Het gaat vooruit)"));
        assert_eq!(file, pdf(&sheet(), |_| String::new()).unwrap());
    }

    #[test]
    fn a_sheet_that_is_too_full_is_still_one_page() {
        let mut full = sheet();
        full.blocks.extend((0..300).map(|line| Block::line(Rank::May, format!("Regel {line}"), "x".repeat(300))));
        let file = pdf(&full, |left_out| format!("{left_out} regels weggelaten")).unwrap();
        assert!(holds(&file, b"/Count 1") && !holds(&file, b"/Count 2"));
    }
}
