//! A member's change by more than one method, in the reader's words: each scale of the pair by itself, and both together.

use jiff::civil::Date;
use peil_questionnaires::Library;
use peil_stats::change::{PairChange, ReliablePairChange};

use super::{
    entrance::form_language,
    group_chart::numerals,
    group_panel::change_of,
    views::{Layout, PairLine, PairView, format},
};
use crate::analyse::{PAIR, PairSummary};

/// The table behind the sentence that counts.
pub(super) fn pair_view(pair: &PairSummary, library: &Library, layout: &Layout<'_>) -> PairView {
    let write = |value: f64| numerals(layout.language).write(value, 1);
    let day = |date: Date| format::day(layout.texts, layout.language, date);
    let line = |of: usize| {
        let (instrument, _) = PAIR[of];
        let title = library.latest(instrument).map_or(instrument, |found| found.title(form_language(layout.language)));
        PairLine {
            method: layout.t1("pair-each", "measure", title),
            scores: format!("{} → {}", write(pair.start[of]), write(pair.now[of])),
            change: change_of(&pair.each[of], layout.language),
        }
    };
    let both = |scores: [f64; 2]| scores.map(write).join(" + ");
    let definition = layout.filled(
        "pair-definition",
        &[
            ("depression-case", &write(pair.rules.depression_case)),
            ("anxiety-case", &write(pair.rules.anxiety_case)),
            ("depression-points", &write(pair.rules.depression_reliable)),
            ("anxiety-points", &write(pair.rules.anxiety_reliable)),
        ],
    );
    PairView {
        days: layout.t2("pair-days", "first", day(pair.first), "last", day(pair.last)),
        each: (0..PAIR.len()).map(line).collect(),
        scores: format!("{} → {}", both(pair.start), both(pair.now)),
        change: change(pair.both, layout),
        definition,
    }
}

/// The reliable change, and whether it is a recovery.
fn change(both: PairChange, layout: &Layout<'_>) -> String {
    if both.reliably_recovered {
        return layout.t("pair-reliably-recovered");
    }
    let reliable = layout.t(match both.reliable {
        ReliablePairChange::Improved => "pair-improved",
        ReliablePairChange::Unchanged => "pair-unchanged",
        ReliablePairChange::Mixed => "pair-mixed",
        ReliablePairChange::Deteriorated => "pair-deteriorated",
    });
    let recovery = layout.t(match (both.case_at_start, both.recovered) {
        (false, _) => "pair-no-case",
        (true, true) => "pair-recovered",
        (true, false) => "pair-not-recovered",
    });
    format!("{reliable}; {recovery}")
}
