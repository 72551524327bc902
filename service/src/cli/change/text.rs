//! The page to read.

use std::fmt::Write;

use peil_stats::change::{Direction, ReliablePairChange};

use super::{
    MethodName,
    answer::{Answer, word},
    numbers::{Numbers, Population, Sourced},
    pair::PairAnswer,
};
use crate::cli::fit::{aligned, rounded};

// Writing to a string does not fail; `let _` says that nothing is left to be done about it.

/// Everything, in the order in which it is best read: by what was judged, each client, how many, what is lacking.
pub(super) fn page(answer: &Answer) -> String {
    let mut text = heading(answer);
    text.push_str(&limits(&answer.numbers));
    text.push_str(&borders(&answer.numbers));
    let _ = write!(text, "\n{}", clients(answer));
    let _ = write!(text, "\n{}", counts(answer));
    text.push_str(&disagreement(answer));
    if let Some(pair) = &answer.pair {
        let _ = write!(text, "\n{}", of_pair(pair));
    }
    if !answer.cautions.is_empty() {
        let rows: Vec<String> = answer.cautions.iter().map(|caution| format!("  {caution}")).collect();
        let _ = writeln!(text, "\nTo bear in mind\n{}", rows.join("\n"));
    }
    text
}

fn heading(answer: &Answer) -> String {
    let better = match answer.direction {
        Direction::HigherBetter => "higher is better",
        Direction::LowerBetter => "lower is better",
    };
    let left_out = match answer.left_out {
        0 => String::new(),
        left_out => format!(", {left_out} left out with fewer"),
    };
    format!(
        "{}: {} ({better}); {} clients with two scores or more{left_out}. A positive change is an improvement.\n\n",
        answer.data,
        answer.measure,
        answer.clients.len()
    )
}

/// How large a change must be.
fn limits(numbers: &Numbers) -> String {
    let mut text = String::new();
    if let Some(Sourced { value, source }) = &numbers.points {
        let counts = if value.inclusive { "or more" } else { "are not enough, more is" };
        let _ = writeln!(text, "Reliable change: {} points {counts} ({source}).", value.points);
    }
    if let (Some(r), Some(sd)) = (&numbers.reliability, &numbers.sd) {
        let error = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| rounded(value, 2));
        let _ = writeln!(
            text,
            "Jacobson and Truax: more than {} points at z {} (S_diff {}, S_E {}); reliability {} ({}), SD {} ({}).",
            error(numbers.reliable_change),
            numbers.z,
            error(numbers.standard_error_of_difference),
            error(numbers.standard_error),
            r.value.value,
            r.source,
            rounded(sd.value.value, 2),
            sd.source
        );
    }
    text
}

/// Norms, and the cut-offs that follow from them.
fn borders(numbers: &Numbers) -> String {
    let mut text = String::new();
    let norm = |name: &str, found: &Option<Sourced<Population>>| {
        found.as_ref().map(|found| {
            let Population { mean, sd } = found.value;
            format!("{name} {} (SD {}; {})", rounded(mean, 2), rounded(sd, 2), found.source)
        })
    };
    let norms = [norm("clinical mean", &numbers.clinical), norm("functional mean", &numbers.functional)];
    let norms: Vec<String> = norms.into_iter().flatten().collect();
    if !norms.is_empty() {
        let _ = writeln!(text, "Norms: {}.", norms.join(", "));
    }
    let each = [("a", numbers.cut_off_a), ("b", numbers.cut_off_b), ("c", numbers.cut_off_c)];
    let known: Vec<String> =
        each.iter().filter_map(|(name, value)| Some(format!("{name} {}", rounded((*value)?, 2)))).collect();
    let known = if known.is_empty() { "none can be worked out".to_owned() } else { known.join(", ") };
    let used = match &numbers.cut_off {
        Some(used) => {
            let side = if used.clinical_itself { "clinical" } else { "functional" };
            let name = if used.which == "own" { String::new() } else { format!("{}, ", used.which) };
            format!("; {name}{} counts, itself {side} ({})", rounded(used.value, 2), used.source)
        }
        None => "; none counts".to_owned(),
    };
    let _ = writeln!(text, "Cut-offs: {known}{used}.");
    text
}

fn clients(answer: &Answer) -> String {
    let grouped = answer.clients.iter().any(|client| client.group.is_some());
    let mut head = if grouped { vec!["client", "group"] } else { vec!["client"] };
    head.extend(["start", "last", "change"]);
    for method in &answer.methods {
        head.extend(column(*method));
    }
    head.push("differ");
    let row = |client: &super::answer::ClientRow| {
        let mut row = vec![client.client.clone()];
        row.extend(grouped.then(|| client.group.clone().unwrap_or_default()));
        row.extend([client.start, client.last, client.change].map(plain));
        for judged in &client.by {
            row.extend(judged.index.map(|index| rounded(index, 2)).or(judges_by_index(judged.method).then(dash)));
            let mark = if client.fell_into_the_clinical_range && judged.method == answer.methods[0] { "*" } else { "" };
            row.push(judged.category.map_or_else(dash, |category| format!("{}{mark}", word(category))));
        }
        row.push(client.differ.iter().map(|method| method.words().1).collect::<Vec<_>>().join(" "));
        row
    };
    let table = aligned(&head, answer.clients.iter().map(row).collect(), if grouped { 2 } else { 1 });
    let fell = answer.clients.iter().any(|client| client.fell_into_the_clinical_range);
    if fell { format!("{table}* into the clinical range, where it was not at the start\n") } else { table }
}

fn dash() -> String {
    "-".to_owned()
}

/// The index where the method has one, and what it says.
fn column(method: MethodName) -> impl Iterator<Item = &'static str> {
    let short = method.words().1;
    judges_by_index(method).then_some(short).into_iter().chain([if judges_by_index(method) { "" } else { short }])
}

fn judges_by_index(method: MethodName) -> bool {
    method != MethodName::Points
}

/// A score as it is written: without zeros behind it.
fn plain(score: f64) -> String {
    let text = rounded(score, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn counts(answer: &Answer) -> String {
    let head = ["method", "recovered", "improved", "unchanged", "deteriorated", "unknown"];
    let row = |row: &super::answer::CountRow| {
        let counts = [row.recovered, row.improved, row.unchanged, row.deteriorated, row.unknown];
        let name = row.method.words();
        std::iter::once(format!("{} ({})", name.0, name.1)).chain(counts.map(|count| count.to_string())).collect()
    };
    aligned(&head, answer.counts.iter().map(row).collect(), 1)
}

fn disagreement(answer: &Answer) -> String {
    let [first, others @ ..] = answer.methods.as_slice() else { return String::new() };
    if others.is_empty() {
        return String::new();
    }
    let first = first.words().0;
    match answer.differ {
        0 => format!("\nEvery method says of every client what {first} says, which counts.\n"),
        differ => format!(
            "\nOf {differ} of {} clients a method says otherwise than {first}, which counts; the last column names it.\n",
            answer.clients.len()
        ),
    }
}

fn of_pair(pair: &PairAnswer) -> String {
    let (rules, counts) = (&pair.rules, &pair.counts);
    let mut text = format!(
        "PHQ-9 and GAD-7 together, as NHS Talking Therapies does: a case from {} and {} on, reliable from {} and {} points on\n\n",
        rules.depression_case, rules.anxiety_case, rules.depression_reliable, rules.anxiety_reliable
    );
    let head = ["client", "PHQ-9", "", "GAD-7", "", "case", "reliable change", "recovered", "reliably recovered"];
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let row = |row: &super::pair::PairRow| {
        let change = row.change;
        let reliable = match change.reliable {
            ReliablePairChange::Improved => "improved",
            ReliablePairChange::Unchanged => "unchanged",
            ReliablePairChange::Mixed => "mixed",
            ReliablePairChange::Deteriorated => "deteriorated",
        };
        let name = row.group.as_ref().map_or_else(|| row.client.clone(), |group| format!("{} ({group})", row.client));
        let scores = [row.start[0], row.last[0], row.start[1], row.last[1]].map(plain);
        let said =
            [yes(change.case_at_start), reliable.to_owned(), yes(change.recovered), yes(change.reliably_recovered)];
        std::iter::once(name).chain(scores).chain(said).collect()
    };
    text.push_str(&aligned(&head, pair.clients.iter().map(row).collect(), 1));
    let _ = writeln!(
        text,
        "\n{} clients gave both twice: {} improved reliably, {} got reliably worse. Of {} cases at the start {} recovered, {} of \
         them reliably.",
        counts.clients,
        counts.reliably_improved,
        counts.reliably_deteriorated,
        counts.cases_at_start,
        counts.recovered,
        counts.reliably_recovered
    );
    text
}
