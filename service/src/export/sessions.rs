//! `sessions.csv`: one row for each session a member could have come to, and for each imported score.

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    ExportError, ExportKey, cell,
    disclosure::{Disclosure, absence_reason, end_reason_class},
    set::{ResearchSet, course},
};
use crate::store::ResearchRow;

/// The columns of `sessions.csv` in order, with those that may be left out.
pub(super) fn columns(disclosure: &Disclosure) -> Vec<&'static str> {
    let all = [
        ("group", true),
        ("client", true),
        ("session", true),
        ("moment", true),
        ("weeks", true),
        ("attended", true),
        ("absence_reason", disclosure.absence_reason.is_kept()),
        ("score", true),
        ("score_completeness", true),
        ("kind", disclosure.kind.is_kept()),
        ("format", disclosure.format.is_kept()),
        ("end_reason_class", disclosure.end_reason_class.is_kept()),
    ];
    all.into_iter().filter(|(_, kept)| *kept).map(|(name, _)| name).collect()
}

/// Writes the table, ordered by pseudonyms and weeks, so that the order of rows tells nothing.
pub(super) fn sessions(set: &ResearchSet, key: &ExportKey, disclosure: &Disclosure) -> Result<Vec<u8>, ExportError> {
    let mut rows: Vec<(String, String, &ResearchRow)> =
        set.rows.iter().map(|row| (key.group(row.group), key.course(course(row)), row)).collect();
    refuse_collision(&rows)?;
    rows.sort_by(|(group, client, row), (other_group, other_client, other)| {
        (group, client, row.days, row.session)
            .cmp(&(other_group, other_client, other.days, other.session))
            .then_with(|| row.score.unwrap_or(f64::NAN).total_cmp(&other.score.unwrap_or(f64::NAN)))
    });
    let columns = columns(disclosure);
    let header = columns.iter().map(|name| Cow::Borrowed(*name)).collect();
    let body = rows.iter().map(|(group, client, row)| {
        columns.iter().map(|column| value(column, (group, client), row, disclosure)).collect::<Vec<_>>()
    });
    cell::table(std::iter::once(header).chain(body))
}

fn value<'r>(
    column: &str,
    (group, client): (&'r str, &'r str),
    row: &'r ResearchRow,
    disclosure: &Disclosure,
) -> Cow<'r, str> {
    let text = |value: Option<&'r str>| cell::text(value.unwrap_or_default());
    match column {
        "group" => cell::text(group),
        "client" => cell::text(client),
        "session" => Cow::Owned(row.session.map(|number| number.to_string()).unwrap_or_default()),
        "moment" => cell::text(&row.moment),
        "weeks" => Cow::Owned(cell::number(Some(weeks(row.days)))),
        "attended" => text(row.attendance.as_deref().map(|word| if word == "present" { "yes" } else { "no" })),
        "absence_reason" => text(disclosure.absence_reason.apply(absence_reason(row))),
        "score" => Cow::Owned(cell::number(row.score)),
        "score_completeness" => Cow::Borrowed(match (row.score, row.outcome.as_deref()) {
            (Some(_), Some("prorated")) => "prorated",
            (Some(_), _) => "complete",
            (None, _) => "none",
        }),
        "kind" => text(disclosure.kind.apply(row.kind.as_deref())),
        "format" => text(disclosure.format.apply(row.format.as_deref())),
        _ => text(disclosure.end_reason_class.apply(end_reason_class(row))),
    }
}

/// Weeks as the model takes them: days divided by seven, in full precision.
fn weeks(days: i32) -> f64 {
    f64::from(days) / 7.0
}

fn refuse_collision(rows: &[(String, String, &ResearchRow)]) -> Result<(), ExportError> {
    let groups: BTreeSet<_> = rows.iter().map(|(_, _, row)| row.group).collect();
    let group_names: BTreeSet<&String> = rows.iter().map(|(group, _, _)| group).collect();
    let courses: BTreeSet<_> = rows.iter().map(|(_, _, row)| course(row)).collect();
    let course_names: BTreeSet<&String> = rows.iter().map(|(_, client, _)| client).collect();
    let distinct = groups.len() == group_names.len() && courses.len() == course_names.len();
    if distinct { Ok(()) } else { Err(ExportError::Collision) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{
        super::set::tests::{row, set},
        Disclosure, ExportKey, sessions,
    };

    #[test]
    fn rows_are_ordered_by_pseudonym_and_then_by_weeks() {
        let rows = (1..=40)
            .flat_map(|client| [row(1 + client % 4, client, 7, None), row(1 + client % 4, client, 0, Some(5.0))]);
        let set = set(rows.collect());
        let bytes = sessions(&set, &ExportKey::draw(&mut rand::rng()), &Disclosure::of(&set)).unwrap();
        let table = String::from_utf8(bytes).unwrap();
        assert!(
            table.starts_with(
                "group,client,session,moment,weeks,attended,absence_reason,score,score_completeness,kind,"
            )
        );
        let keys: Vec<String> =
            table.lines().skip(1).map(|line| line.split(',').take(2).collect::<Vec<_>>().join(",")).collect();
        assert!(keys.is_sorted());
        assert_eq!(keys.len(), 80);
        let ends: Vec<&str> = table.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().1).collect();
        assert!(ends.iter().all(|end| *end == "ongoing"));
    }

    #[test]
    fn two_exports_share_no_pseudonym() {
        let set = set((1..=9).map(|client| row(1 + client % 3, client, 0, Some(5.0))).collect());
        let names = || {
            let bytes = sessions(&set, &ExportKey::draw(&mut rand::rng()), &Disclosure::of(&set)).unwrap();
            let table = String::from_utf8(bytes).unwrap();
            table
                .lines()
                .skip(1)
                .flat_map(|l| l.split(',').take(2).map(str::to_owned).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        let (one, other) = (names(), names());
        assert!(one.iter().all(|name| !other.contains(name)));
    }
}
