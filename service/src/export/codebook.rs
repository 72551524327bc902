//! `codebook.csv`: what each column of `sessions.csv` means, in Dutch and English.

use std::borrow::Cow;

use peil_questionnaires::{Direction, Instrument, Language, Score};

use super::{ExportError, cell, disclosure::Disclosure, sessions::columns};

const HEADER: [&str; 7] = ["column", "label_nl", "label_en", "type", "unit", "values", "missing"];

/// Labels, type, unit, values and meaning of an empty cell; those of `score` follow from the instrument.
const MEANING: [[&str; 7]; 11] = [
    [
        "group",
        "Groep, onder pseudoniem; `none`: geen groep",
        "Group, pseudonym; `none`: in no group",
        "text",
        "",
        "G and 12 signs; none",
        "never empty",
    ],
    [
        "client",
        "Traject van een cliënt in de groep, onder pseudoniem; wie in twee groepen zit, heeft twee trajecten",
        "Course of a client in the group, pseudonym; a client in two groups has two courses",
        "text",
        "",
        "C and 12 signs",
        "never empty",
    ],
    [
        "session",
        "Nummer van de bijeenkomst in de groep",
        "Number of the session in the group",
        "integer",
        "",
        "1 and up",
        "empty: an imported score or a moment, not tied to a session",
    ],
    [
        "moment",
        "Wanneer er is gemeten. Wachten is op de wachtlijst, voor de groep voor deze cliënt begon; die rijen telt het model niet mee",
        "When it was measured. Waiting is on the waiting list, before the group began for this client; the model leaves those rows out",
        "text",
        "",
        "session; start; end; follow_up; waiting; import",
        "never empty",
    ],
    [
        "weeks",
        "Weken sinds de eigen start van de cliënt (dagen gedeeld door 7)",
        "Weeks since the client's own start (days divided by 7)",
        "number",
        "weeks",
        "may be negative",
        "never empty",
    ],
    ["attended", "Was de cliënt er", "Whether the client came", "text", "", "yes; no", "empty: not recorded"],
    [
        "absence_reason",
        "Reden van afwezigheid",
        "Reason of absence",
        "text",
        "",
        "with_notice; ill; holiday; without_notice; other (rare reasons are pooled in other)",
        "empty: came, or not recorded",
    ],
    [
        "score_completeness",
        "Volledigheid van de score",
        "Completeness of the score",
        "text",
        "",
        "complete; prorated (missing items were filled in by the instrument's rule); none",
        "never empty",
    ],
    [
        "kind",
        "Soort groep",
        "Kind of group",
        "text",
        "",
        "psychotherapy; psycho_education; skills; expressive_therapy; recovery; system; other (rare kinds are pooled in other)",
        "empty: in no group",
    ],
    [
        "format",
        "Instroom van leden",
        "How members flow",
        "text",
        "",
        "open; closed; phased; other (rare formats are pooled in other)",
        "empty: in no group",
    ],
    [
        "end_reason_class",
        "Hoe het verblijf in de groep eindigde",
        "How the stay in the group ended",
        "text",
        "",
        "ongoing (no end recorded); completed; earlier_agreed; dropout; not_begun (gave up waiting); other (rare classes are pooled in other)",
        "empty: in no group",
    ],
];

/// Writes the codebook for the columns that this export has.
pub(super) fn codebook(
    instrument: &Instrument,
    score: &Score,
    disclosure: &Disclosure,
) -> Result<Vec<u8>, ExportError> {
    let header = HEADER.map(Cow::Borrowed).to_vec();
    let rows =
        columns(disclosure).into_iter().map(|column| match MEANING.iter().find(|meaning| meaning[0] == column) {
            Some(meaning) => meaning.iter().map(|text| cell::text(text)).collect(),
            None => score_row(instrument, score),
        });
    cell::table(std::iter::once(header).chain(rows))
}

fn score_row(instrument: &Instrument, score: &Score) -> Vec<Cow<'static, str>> {
    let label = |language| format!("{}: {}", instrument.title(language), score.title(language));
    let better = match score.direction() {
        Direction::LowerBetter => "lower is better",
        Direction::HigherBetter => "higher is better",
    };
    let (lowest, highest) = score.range();
    let has_words = instrument.items().iter().any(|item| item.scale().is_text());
    let left_out = if has_words { "; words that clients typed are left out of every export" } else { "" };
    let values = format!(
        "{lowest} to {highest}; {better}; instrument {}, newest version {}, scale {}{left_out}",
        instrument.id(),
        instrument.version(),
        score.id()
    );
    let cells = [
        "score".to_owned(),
        label(Language::Nl),
        label(Language::En),
        "number".to_owned(),
        "points".to_owned(),
        values,
        "empty: no score at this moment".to_owned(),
    ];
    cells.iter().map(|text| Cow::Owned(cell::text(text).into_owned())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;

    use super::{
        super::set::tests::{row, set},
        Disclosure, codebook, columns,
    };

    #[test]
    fn every_column_has_its_line() {
        let library = Library::embedded().unwrap();
        let bdi = library.latest("bdi-ii").unwrap();
        let set = set((1..=9).map(|client| row(1 + client % 3, client, 0, Some(5.0))).collect());
        let disclosure = Disclosure::of(&set);
        let book = String::from_utf8(codebook(bdi, bdi.score("total").unwrap(), &disclosure).unwrap()).unwrap();
        let first: Vec<&str> = book.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(first, columns(&disclosure));
        assert!(book.contains("0 to 63; lower is better"));
        assert!(!book.contains("words"));
        let goals = library.latest("peil-goals").unwrap();
        let book = codebook(goals, goals.score("near").unwrap(), &disclosure).unwrap();
        assert!(String::from_utf8(book).unwrap().contains("words that clients typed are left out"));
    }
}
