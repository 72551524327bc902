//! Of which moment a comparison is, what came since, and why there is none.

use jiff::tz::TimeZone;

use super::Read;
use crate::{
    analyse::{Counted, FEWEST_TOLD, Found, Standings},
    pages::views::{Layout, format},
};

/// Of which moment the comparison is, and what came since; none where none was made.
pub(super) fn as_of(read: &Read, layout: &Layout<'_>) -> Option<String> {
    let Standings::Counted(counted) = &read.reading.standings else { return None };
    let zone = TimeZone::get(&read.zone).unwrap_or(TimeZone::UTC);
    let local = counted.at.to_zoned(zone);
    let day = format::day(layout.texts, layout.language, local.date());
    let at = layout.t2("team-as-of", "day", day, "time", format::clock(local.time()));
    Some(format!("{at} {}", since(counted, layout)))
}

fn since(counted: &Counted, layout: &Layout<'_>) -> String {
    match (counted.newer, counted.outdated) {
        (0, false) => layout.t("team-newest"),
        (0, true) => layout.t("team-changed"),
        (newer, _) => layout.t1("team-newer", "newer", newer),
    }
}

/// Why groups are described and not compared; none while it is being counted.
pub(super) fn described(read: &Read, layout: &Layout<'_>) -> Option<String> {
    let found = match &read.reading.standings {
        Standings::Counting => return None,
        Standings::NoScores => return Some(layout.t("team-no-scores")),
        Standings::Failed => return Some(layout.t("team-failed")),
        Standings::Counted(counted) => &counted.found,
    };
    Some(match found {
        Found::Groups(comparison) if read.asked.kind.is_some_and(|kind| comparison.kind(kind).is_some()) => {
            layout.t1("team-none-large-enough", "fewest", FEWEST_TOLD)
        }
        Found::Groups(_) | Found::TooFew => layout.t("team-described"),
        Found::Undetermined => layout.t("team-undetermined"),
    })
}
