//! Text measured with the font that draws it.

use ttf_parser::Face;

use super::error::ChartError;

/// Inter, regular: the file the pages serve too.
pub(crate) const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Inter, semi-bold.
pub(crate) const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
/// The family name inside both files.
pub(crate) const FAMILY: &str = "Inter";

/// A weight of the bundled family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

/// The bundled family, ready to be measured.
pub(crate) struct Typeface {
    regular: Face<'static>,
    semibold: Face<'static>,
}

impl Typeface {
    /// Reads the two files inside the program.
    ///
    /// # Errors
    /// When one of them is no font.
    pub(crate) fn load() -> Result<Self, ChartError> {
        let face = |bytes| Face::parse(bytes, 0).map_err(|_| ChartError::Font);
        Ok(Self { regular: face(REGULAR)?, semibold: face(SEMIBOLD)? })
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semibold,
        }
    }

    /// Whether the family has a sign for this letter, in both weights.
    pub(crate) fn draws(&self, letter: char) -> bool {
        [&self.regular, &self.semibold].iter().all(|face| face.glyph_index(letter).is_some())
    }

    /// Width of a line of text in pixels: the sum of its advances.
    pub(crate) fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let face = self.face(weight);
        let units = f64::from(face.units_per_em());
        let advance = |letter| face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
        text.chars().map(|letter| advance(letter).map_or(0.6, |wide| f64::from(wide) / units)).sum::<f64>() * size
    }

    /// Height of a capital in pixels: what looks like the height of a label.
    pub(crate) fn cap_height(&self, size: f64) -> f64 {
        let units = f64::from(self.regular.units_per_em());
        self.regular.capital_height().map_or(0.72, |high| f64::from(high) / units) * size
    }

    /// The text, shortened with an ellipsis when it is wider than `room` pixels.
    pub(crate) fn fit(&self, text: &str, size: f64, weight: Weight, room: f64) -> String {
        if self.width(text, size, weight) <= room {
            return text.to_owned();
        }
        let room = room - self.width("…", size, weight);
        let mut kept = String::new();
        for letter in text.chars() {
            kept.push(letter);
            if self.width(&kept, size, weight) > room {
                kept.pop();
                break;
            }
        }
        format!("{}…", kept.trim_end())
    }

    /// The text in as few lines as [`Typeface::wrap`] needs, but of about equal width.
    pub(crate) fn balance(&self, text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
        let widest = self.wrap(text, size, weight, room);
        let count = widest.len();
        let narrower = (1..=10).map(|cut| self.wrap(text, size, weight, room * (1.0 - 0.05 * f64::from(cut))));
        narrower.take_while(|lines| lines.len() == count).last().unwrap_or(widest)
    }

    /// The text in lines no wider than `room` pixels, broken at spaces but not at no-break spaces. A word
    /// that is wider by itself is kept.
    pub(crate) fn wrap(&self, text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_ascii_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size, weight) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn bold_text_is_wider_and_width_grows_with_size() {
        let face = Typeface::load().unwrap();
        let regular = face.width("klinische grens", 13.0, Weight::Regular);
        assert!(regular > 70.0 && regular < 110.0, "{regular}");
        assert!(face.width("klinische grens", 13.0, Weight::SemiBold) > regular);
        assert!((face.width("klinische grens", 26.0, Weight::Regular) - 2.0 * regular).abs() < 1e-9);
    }

    #[test]
    fn a_long_name_is_shortened_to_its_room() {
        let face = Typeface::load().unwrap();
        let short = face.fit("Zuurbesachtige struikbegroeiing", 13.0, Weight::Regular, 90.0);
        assert!(short.ends_with('…'));
        assert!(face.width(&short, 13.0, Weight::Regular) <= 90.0);
        assert_eq!(face.fit("Eik", 13.0, Weight::Regular, 90.0), "Eik");
    }

    #[test]
    fn balanced_lines_are_no_more_and_leave_no_orphan() {
        let face = Typeface::load().unwrap();
        let text = "Nog geen antwoorden. Het verloop verschijnt na de eerste sessie.";
        let lines = face.balance(text, 15.0, Weight::Regular, 400.0);
        let widths: Vec<f64> = lines.iter().map(|line| face.width(line, 15.0, Weight::Regular)).collect();
        assert_eq!(lines.len(), face.wrap(text, 15.0, Weight::Regular, 400.0).len());
        assert!(widths.iter().all(|width| *width > 150.0 && *width <= 400.0), "{lines:?}");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        let face = Typeface::load().unwrap();
        let text = "Lijn: model per lid; stip: gemeten; geen stip: niet ingevuld.";
        let lines = face.wrap(text, 13.0, Weight::Regular, 150.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| face.width(line, 13.0, Weight::Regular) <= 150.0));
        assert_eq!(lines.join(" "), text);
    }
}
