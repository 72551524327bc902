//! `README.txt`: what the set is and is not, what its receiver may not do, and on what ground it was made.

use std::fmt::Write;

use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::{Instrument, Language, Score};

use super::{
    ExportCounts,
    disclosure::{Disclosure, FEWEST, Treatment},
};

/// Writes the note, Dutch first.
pub(super) fn readme(
    (instrument, score): (&Instrument, &Score),
    counts: &ExportCounts,
    disclosure: &Disclosure,
    grounds: &[String],
    now: Timestamp,
) -> String {
    let title = |language| format!("{}, {}", instrument.title(language), score.title(language));
    let groups = |none: &str| disclosure.smallest_group.map_or_else(|| none.to_owned(), |size| size.to_string());
    let fill = |template: &str, title: String, smallest: String, treated: [String; 2], stated: String| {
        template
            .replace("{title}", &title)
            .replace("{date}", &now.to_zoned(TimeZone::UTC).date().to_string())
            .replace("{rows}", &counts.rows.to_string())
            .replace("{scores}", &counts.scores.to_string())
            .replace("{clients}", &counts.clients.to_string())
            .replace("{courses}", &counts.courses.to_string())
            .replace("{groups}", &counts.groups.to_string())
            .replace("{left_out}", &counts.left_out.to_string())
            .replace("{fewest}", &FEWEST.to_string())
            .replace("{unique}", &disclosure.unique_courses.to_string())
            .replace("{smallest}", &smallest)
            .replace("{pooled}", &treated[0])
            .replace("{dropped}", &treated[1])
            .replace("{stated}", &stated)
    };
    let dutch = fill(
        include_str!("readme.nl.txt"),
        title(Language::Nl),
        groups("geen groepen"),
        treated(disclosure, "geen"),
        stated("Grond die bij het inlezen van bestanden is opgegeven:", grounds),
    );
    let english = fill(
        include_str!("readme.en.txt"),
        title(Language::En),
        groups("no groups"),
        treated(disclosure, "none"),
        stated("Ground stated when files were imported:", grounds),
    );
    format!("{dutch}\n{}\n\n{english}", "-".repeat(72))
}

/// Columns with pooled values, and columns left out.
fn treated(disclosure: &Disclosure, none: &str) -> [String; 2] {
    let columns = [
        ("kind", &disclosure.kind),
        ("format", &disclosure.format),
        ("absence_reason", &disclosure.absence_reason),
        ("end_reason_class", &disclosure.end_reason_class),
    ];
    let list = |wanted: fn(&Treatment) -> bool| {
        let names: Vec<&str> =
            columns.iter().filter(|(_, treatment)| wanted(treatment)).map(|(name, _)| *name).collect();
        if names.is_empty() { none.to_owned() } else { names.join(", ") }
    };
    [
        list(|treatment| matches!(treatment, Treatment::Keep(rare) if !rare.is_empty())),
        list(|treatment| matches!(treatment, Treatment::LeaveOut)),
    ]
}

fn stated(heading: &str, grounds: &[String]) -> String {
    let mut text = String::new();
    for ground in grounds {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{heading} {ground}");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;

    use super::{
        super::set::tests::{row, set},
        Disclosure, Timestamp, readme,
    };

    #[test]
    fn the_note_says_pseudonymised_in_both_languages_and_leaves_no_gap() {
        let library = Library::embedded().unwrap();
        let bdi = library.latest("bdi-ii").unwrap();
        let set = set(vec![row(1, 1, 0, Some(5.0)), row(2, 2, 0, Some(6.0))]);
        let grounds = ["study consent".to_owned()];
        let total = bdi.score("total").unwrap();
        let note = readme((bdi, total), &set.counts(), &Disclosure::of(&set), &grounds, Timestamp::UNIX_EPOCH);
        for words in ["GEPSEUDONIMISEERD", "PSEUDONYMISED", "study consent", "kind, format", "1970-01-01"] {
            assert!(note.contains(words), "{words}");
        }
        assert!(!note.contains('{') && !note.contains('}'));
    }
}
