//! Words → lines no wider than the paper.

use crate::charts::font::{Typeface, Weight};

/// What stands for a sign that the font cannot draw.
const UNKNOWN: char = '□';
/// Shaped text may be a little wider than the sum of its letters.
const SLACK: f64 = 0.985;

/// Words of one weight in a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) weight: Weight,
    /// Points from the left of the line.
    pub(super) x: f64,
}

/// Text that can be drawn: one line, and only signs that the font has.
pub(super) fn drawable(text: &str, face: &Typeface) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().map(|letter| if letter == ' ' || face.draws(letter) { letter } else { UNKNOWN }).collect()
}

/// Runs of words in lines no wider than `room` points. A word that is wider by itself is broken, not cut.
pub(super) fn wrap(runs: &[(&str, Weight)], face: &Typeface, size: f64, room: f64) -> Vec<Vec<Piece>> {
    let room = room * SLACK;
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut at = 0.0;
    for (text, weight) in runs {
        let space = face.width(" ", size, *weight);
        for word in drawable(text, face).split(' ').filter(|word| !word.is_empty()) {
            for part in broken(word, face, (size, *weight), room) {
                let wide = face.width(&part, size, *weight);
                let begins = lines.last().is_none_or(Vec::is_empty);
                if !begins && at + space + wide > room {
                    lines.push(Vec::new());
                    at = 0.0;
                }
                let line = lines.last_mut();
                let Some(line) = line else { continue };
                match line.last_mut() {
                    Some(piece) if piece.weight == *weight => {
                        piece.text.push(' ');
                        piece.text.push_str(&part);
                        at += space + wide;
                    }
                    last => {
                        let x = if last.is_some() { at + space } else { 0.0 };
                        at = x + wide;
                        line.push(Piece { text: part, weight: *weight, x });
                    }
                }
            }
        }
    }
    lines
}

/// The word, in parts that fit.
fn broken(word: &str, face: &Typeface, (size, weight): (f64, Weight), room: f64) -> Vec<String> {
    if face.width(word, size, weight) <= room {
        return vec![word.to_owned()];
    }
    let mut parts = vec![String::new()];
    let mut at = 0.0;
    for letter in word.chars() {
        let wide = face.width(letter.encode_utf8(&mut [0; 4]), size, weight);
        if at + wide > room {
            parts.push(String::new());
            at = 0.0;
        }
        at += wide;
        if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn words(lines: &[Vec<Piece>]) -> Vec<String> {
        let line = |line: &Vec<Piece>| line.iter().map(|piece| piece.text.clone()).collect::<Vec<_>>().join(" ");
        lines.iter().map(line).collect()
    }

    #[test]
    fn every_word_is_kept_and_every_line_fits() {
        let face = Typeface::load().unwrap();
        let long = "x".repeat(400);
        let text = format!("gaat achteruit sinds de derde sessie {long} en daarna weer vooruit");
        let lines = wrap(&[("Beuk:", Weight::SemiBold), (&text, Weight::Regular)], &face, 10.0, 200.0);
        for line in &lines {
            let last = line.last().unwrap();
            assert!(last.x + face.width(&last.text, 10.0, last.weight) <= 200.0, "{line:?}");
        }
        let kept: String = words(&lines).concat().replace(' ', "");
        assert_eq!(kept, format!("Beuk:{text}").replace(' ', ""));
        assert_eq!(lines[0][0], Piece { text: "Beuk:".to_owned(), weight: Weight::SemiBold, x: 0.0 });
    }

    #[test]
    fn what_the_font_lacks_has_a_sign_and_lines_of_a_client_are_one() {
        let face = Typeface::load().unwrap();
        assert_eq!(drawable("Ik lach\nweer 😀\u{7}", &face), "Ik lach weer □□");
    }
}
