//! What of a sheet fits on one side.

use super::{
    block::{Block, Content, Sheet},
    wrap::wrap,
};
use crate::charts::font::{Typeface, Weight};

/// A4 in points.
pub(super) const PAGE: (f64, f64) = (595.28, 841.89);
/// Paper left free at each side.
pub(super) const MARGIN: f64 = 45.0;
/// Where the blocks begin.
pub(super) const TOP: f64 = 96.0;
/// Where they end.
pub(super) const BOTTOM: f64 = 796.0;
/// Width of a line.
pub(super) const ROOM: f64 = PAGE.0 - 2.0 * MARGIN;
/// How far what belongs to a line is set in.
pub(super) const INSET: f64 = 14.0;
/// Highest picture.
pub(super) const PICTURE: f64 = 280.0;

/// What stands on the sheet, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Blocks that are printed, in order.
    pub kept: Vec<Block>,
    /// Blocks that are not.
    pub left_out: usize,
    /// Size of the letters, in points.
    pub size: f64,
}

/// Sizes that follow from that of the letters.
pub(super) struct Measure<'f> {
    pub(super) face: &'f Typeface,
    pub(super) size: f64,
}

impl Measure<'_> {
    /// From one line to the next.
    pub(super) fn leading(&self) -> f64 {
        1.36 * self.size
    }

    /// Size of a heading's letters.
    pub(super) fn heading(&self) -> f64 {
        1.18 * self.size
    }

    /// Free paper over a block.
    pub(super) fn before(&self, content: &Content) -> f64 {
        match content {
            Content::Heading(_) => 0.95 * self.size,
            Content::Line { .. } => 0.32 * self.size,
            Content::Under { .. } => 0.0,
            Content::Picture { .. } => 0.6 * self.size,
        }
    }

    /// Height of a block with the free paper over it.
    fn height(&self, content: &Content) -> f64 {
        let (face, lines) = (self.face, |count: usize| self.leading() * lines(count));
        let own = match content {
            Content::Heading(words) => {
                let rows = wrap(&[(words, Weight::SemiBold)], face, self.heading(), ROOM).len();
                lines(rows) * 1.18
            }
            Content::Line { lead, text } => {
                lines(wrap(&[(lead, Weight::SemiBold), (text, Weight::Regular)], face, self.size, ROOM).len())
            }
            Content::Under { lead, text } => {
                let runs = [(lead.as_str(), Weight::SemiBold), (text.as_str(), Weight::Regular)];
                lines(wrap(&runs, face, self.size, ROOM - INSET).len())
            }
            Content::Picture { .. } => PICTURE,
        };
        self.before(content) + own
    }

    fn total(&self, blocks: &[&Block]) -> f64 {
        blocks.iter().map(|block| self.height(&block.content)).sum()
    }
}

fn lines(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// Chooses the largest letters with which all of it fits; with the smallest, leaves out from the least important on, the
/// last of these first, and keeps room for one line that says so.
pub(crate) fn fit_with(sheet: &Sheet, face: &Typeface) -> Fitted {
    let all: Vec<&Block> = sheet.blocks.iter().collect();
    let room = BOTTOM - TOP;
    let sizes = sheet.letters.sizes();
    let smallest = sizes[sizes.len() - 1];
    for size in sizes {
        if (Measure { face, size }).total(&all) <= room {
            return Fitted { kept: sheet.blocks.clone(), left_out: 0, size };
        }
    }
    let measure = Measure { face, size: smallest };
    let room = room - 2.0 * measure.leading();
    // Each is measured once: wrapping its words takes the time.
    let heights: Vec<f64> = all.iter().map(|block| measure.height(&block.content)).collect();
    let mut kept: Vec<(usize, &Block)> = all.into_iter().enumerate().collect();
    while kept.iter().map(|(at, _)| heights[*at]).sum::<f64>() > room {
        let least = kept.iter().filter(|(_, block)| !block.is_heading()).map(|(at, block)| (block.rank, *at)).max();
        let Some((_, least)) = least else { break };
        kept.retain(|(at, _)| *at != least);
        without_lone_headings(&mut kept);
    }
    let printed = kept.iter().filter(|(_, block)| !block.is_heading()).count();
    let whole = sheet.blocks.iter().filter(|block| !block.is_heading()).count();
    Fitted {
        kept: kept.into_iter().map(|(_, block)| block.clone()).collect(),
        left_out: whole - printed,
        size: smallest,
    }
}

/// What of a sheet fits on one side.
///
/// # Errors
///
/// [`super::PrintError::Font`] when the bundled font cannot be read.
pub fn fit(sheet: &Sheet) -> Result<Fitted, super::PrintError> {
    let face = Typeface::load().map_err(|_| super::PrintError::Font)?;
    Ok(fit_with(sheet, &face))
}

/// A heading over nothing says nothing.
fn without_lone_headings(kept: &mut Vec<(usize, &Block)>) {
    let heading = |place: usize| kept.get(place).is_none_or(|(_, block)| block.is_heading());
    let lone: Vec<usize> =
        (0..kept.len()).filter(|place| heading(*place) && heading(place + 1)).map(|place| kept[place].0).collect();
    kept.retain(|(at, _)| !lone.contains(at));
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::print::{Letters, Rank};

    fn sheet(members: usize) -> Sheet {
        let mut blocks = vec![Block::heading("Leden")];
        for member in 0..members {
            blocks.push(Block::line(Rank::Must, format!("Lid {member}"), "19 → 9, betrouwbaar beter"));
            blocks.push(Block::under(Rank::Should, "", "6 punten slechter dan bij de start. ".repeat(5)));
            blocks.push(Block::under(Rank::May, "", "Doel: vaker om hulp vragen"));
        }
        blocks.push(Block::heading("Later"));
        blocks.push(Block::line(Rank::May, "", "Nog drie sessies"));
        let (title, letters) = ("T".to_owned(), Letters::Ordinary);
        Sheet { title, subtitle: String::new(), footer: String::new(), language: "nl", letters, blocks }
    }

    #[test]
    fn a_small_group_fits_whole_in_large_letters() {
        let fitted = fit(&sheet(6)).unwrap();
        assert_eq!((fitted.left_out, fitted.size), (0, 10.0));
        assert_eq!(fitted.kept, sheet(6).blocks);
    }

    #[test]
    fn a_sheet_for_a_client_never_has_letters_under_twelve_points() {
        for (members, size) in [(2, 14.0), (60, 12.0)] {
            let fitted = fit(&Sheet { letters: Letters::Large, ..sheet(members) }).unwrap();
            assert_eq!(fitted.size, size, "{members}");
        }
    }

    #[test]
    fn letters_shrink_before_anything_is_left_out() {
        let fitted = fit(&sheet(11)).unwrap();
        assert_eq!(fitted.left_out, 0);
        assert!(fitted.size < 10.0, "{}", fitted.size);
    }

    #[test]
    fn what_matters_least_goes_first_and_what_is_gone_is_counted() {
        for members in [16, 24, 60] {
            let fitted = fit(&sheet(members)).unwrap();
            let face = Typeface::load().unwrap();
            let measure = Measure { face: &face, size: fitted.size };
            assert!(measure.total(&fitted.kept.iter().collect::<Vec<_>>()) < BOTTOM - TOP);
            let count = |rank| fitted.kept.iter().filter(|block| !block.is_heading() && block.rank == rank).count();
            assert_eq!(count(Rank::Must) + count(Rank::Should) + count(Rank::May) + fitted.left_out, 3 * members + 1);
            assert!(count(Rank::Should) == 0 || count(Rank::Must) == members, "{members}");
            assert!(count(Rank::May) == 0 || count(Rank::Should) == members, "{members}");
            assert!(fitted.kept.iter().all(|block| block.words() != "Later"), "a heading over nothing");
        }
    }
}
