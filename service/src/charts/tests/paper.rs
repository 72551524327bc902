//! The picture on paper.

use super::*;

fn holds(pdf: &[u8], bytes: &[u8]) -> bool {
    pdf.windows(bytes.len()).any(|window| window == bytes)
}

#[test]
fn a_pdf_has_title_language_alternative_text_and_its_font() {
    let view = sample::tuesday();
    let svg = group_course_svg(&view, Theme::Light, Size::SHEET).unwrap();
    let file = pdf(&svg, "nl").unwrap();
    assert!(file.starts_with(b"%PDF-1."));
    assert!(holds(&file, b"/MediaBox[0 0 645 420]"));
    assert!(holds(&file, b"/Lang(nl)"));
    let heard = "/Alt(De groep gaat vooruit, twee leden niet. De groep ging van 16,5 naar 10,6.)";
    assert!(holds(&file, b"/S/Figure") && holds(&file, heard.as_bytes()));
    assert!(holds(&file, b"/Title(De groep gaat vooruit, twee leden niet)"));
    assert!(holds(&file, b"Inter-Regular") && holds(&file, b"Inter-SemiBold"));
    assert_eq!(file, pdf(&svg, "nl").unwrap());
    assert!(!holds(&file, b"/Subtype /Image"));
    assert!(file.len() < 120_000, "{} bytes", file.len());
}

#[test]
fn what_is_no_picture_gives_no_pdf() {
    assert!(matches!(pdf("no svg", "nl"), Err(ChartError::Svg(_))));
}
