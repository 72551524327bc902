//! The tables, and a small chart a rule, to read on a terminal.

use std::fmt::Write;

use peil_stats::{
    dropout::Named,
    evaluation::{Learnt, Proportion, TrueCourse},
    simulate::World,
};

use super::answer::{Answer, ObservedAlarms, RuleRow, Source};
use super::dropout::{DropoutRow, QualityRow};

/// Sessions that are written out; the chart shows them all.
const SESSIONS: [usize; 9] = [2, 3, 4, 6, 8, 12, 16, 20, 24];

/// Everything, a block a rule.
pub(super) fn tables(answer: &Answer) -> String {
    let mut text = heading(answer);
    let mut rules: Vec<&RuleRow> = answer.rules.iter().collect();
    while let Some(first) = rules.first() {
        let name = first.rule.clone();
        let (block, left): (Vec<&RuleRow>, Vec<&RuleRow>) = rules.into_iter().partition(|row| row.rule == name);
        text.push_str(&rule(&block, answer.whole.iter().find(|row| row.rule == name)));
        rules = left;
    }
    text.push_str(&theory(answer));
    text.push_str(&true_courses(answer));
    if let Some(row) = &answer.dropout {
        text.push_str(&dropout(row));
    }
    for caution in &answer.cautions {
        let _ = writeln!(text, "Note: {caution}.");
    }
    text
}

// Writing to a string does not fail; `let _` says that nothing is left to be done about it.

/// What was examined, in words.
pub(super) fn source(source: &Source) -> String {
    match source {
        Source::File { path, measure } => format!("{path} ({measure})"),
        Source::Simulated { courses, seed, world } => {
            let world = if *world == World::Usual { String::new() } else { format!(", world {}", world.name()) };
            format!("simulated courses with a known truth ({courses}, seed {seed}{world})")
        }
    }
}

fn heading(answer: &Answer) -> String {
    let source = source(&answer.source);
    let learnt = match answer.learnt {
        Learnt::FromEarlierGroups => "groups that began earlier",
        Learnt::FromOtherGroups => "the other groups",
    };
    format!(
        "Signals {} on {source}\nJudged: {} groups, {} stays, {} client-sessions; the expected course is that of {learnt}.\n\
         At each session, over those still there: sensitivity (true ones that were flagged), specificity (others that were not),\n\
         PPV (flagged ones that are true) beside the base rate (true whatever is said), false alarms per 100 sessions of the\n\
         others. About the end of the stay: DET, OFF, OFF-P, STAG, STAG-P, REL, REC; about the next four sessions: MISS, DROP;\n\
         about the session itself: rules of the group. The last column is over whole stays, or all sessions.\n\n",
        answer.version, answer.groups, answer.stays, answer.client_sessions
    )
}

fn rule(rows: &[&RuleRow], whole: Option<&RuleRow>) -> String {
    let Some(whole) = whole else { return String::new() };
    let mut text = format!("{:<12} {} judged, {} of them true\n", whole.rule, whole.n, whole.true_units);
    let shown: Vec<&&RuleRow> = rows.iter().filter(|row| SESSIONS.contains(&row.session)).collect();
    let line = |name: &str, last: &str, value: &dyn Fn(&RuleRow) -> String| {
        let fields: String = shown.iter().map(|row| format!("{:>7}", value(row))).collect();
        let last = if last.is_empty() { value(whole) } else { last.to_owned() };
        format!("  {name:<20}{fields}{last:>9}\n")
    };
    text.push_str(&line("session", "whole", &|row| row.session.to_string()));
    text.push_str(&line("sensitivity", "", &|row| share(row.sensitivity)));
    text.push_str(&line("specificity", "", &|row| share(row.specificity)));
    text.push_str(&line("PPV", "", &|row| share(row.ppv)));
    text.push_str(&line("base rate", "", &|row| share(row.base_rate)));
    text.push_str(&line("false alarms / 100", "", &|row| {
        row.false_alarms_per_100.map_or_else(|| "–".to_owned(), |rate| format!("{rate:.1}"))
    }));
    let ends = |ends: Option<[f64; 2]>| ends.map_or_else(|| "–".to_owned(), |[a, b]| format!("{a:.2} to {b:.2}"));
    let _ = writeln!(
        text,
        "  whole, 95 %: sensitivity {}, specificity {}, PPV {}",
        ends(whole.intervals.sensitivity),
        ends(whole.intervals.specificity),
        ends(whole.intervals.ppv)
    );
    let bars = |value: &dyn Fn(&RuleRow) -> Option<f64>| rows.iter().map(|row| bar(value(row))).collect::<String>();
    let _ = writeln!(text, "  sensitivity by session {}", bars(&|row| row.sensitivity));
    let _ = writeln!(text, "  specificity by session {}\n", bars(&|row| row.specificity));
    text
}

fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |share| format!("{share:.2}"))
}

/// A bar of eight heights; `·` where there is nothing to show.
fn bar(value: Option<f64>) -> char {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    match value {
        Some(share) => BARS[((share * 8.0) as usize).min(7)],
        None => '·',
    }
}

fn theory(answer: &Answer) -> String {
    if answer.deterioration_by_theory.is_empty() {
        return String::new();
    }
    let mut text =
        "DET about a client who never changes, by theory (limit at z = 1.96, all looks share the start), and as it was about\n\
         those who truly never change:\n"
            .to_owned();
    for row in &answer.deterioration_by_theory {
        let looks = if row.looks == 1 { "look" } else { "looks" };
        let _ = write!(
            text,
            "  {:>2} {looks:<5} at least once {:>4.1} %, confirmed {:>4.1} %",
            row.looks,
            100.0 * row.once,
            100.0 * row.confirmed
        );
        text.push_str(&row.observed.as_ref().map_or_else(|| "\n".to_owned(), observed));
    }
    text.push('\n');
    text
}

fn observed(of: &ObservedAlarms) -> String {
    let share = |estimate: Option<f64>, ends: Option<[f64; 2]>| match (estimate, ends) {
        (Some(share), Some([lower, upper])) => {
            format!("{:.1} % ({:.1} to {:.1})", 100.0 * share, 100.0 * lower, 100.0 * upper)
        }
        _ => "–".to_owned(),
    };
    let (once, confirmed) = (share(of.once, of.once_interval), share(of.confirmed, of.confirmed_interval));
    format!("; observed {once} and {confirmed} of {} clients\n", of.clients)
}

/// The kinds of true courses with the words above their columns.
const COURSES: [(TrueCourse, &str); 11] = [
    (TrueCourse::Stable, "stable"),
    (TrueCourse::Improving, "better"),
    (TrueCourse::Stagnating, "stagn."),
    (TrueCourse::Relapsing, "relapse"),
    (TrueCourse::Deteriorating, "worse"),
    (TrueCourse::DroppingOut, "leaves"),
    (TrueCourse::OrdinaryGroup, "g-usual"),
    (TrueCourse::StallingGroup, "g-stall"),
    (TrueCourse::RupturedGroup, "g-rupt"),
    (TrueCourse::SplittingGroup, "g-split"),
    (TrueCourse::GroupWithOutsider, "g-out"),
];

fn true_courses(answer: &Answer) -> String {
    if answer.by_true_course.is_empty() {
        return String::new();
    }
    let mut text =
        "Named at any session, of 100 stays of each true course, and of 100 stays (or groups) in each kind of group:\n"
            .to_owned();
    let names: String = COURSES.iter().map(|(_, name)| format!("{name:>8}")).collect();
    let _ = writeln!(text, "  {:<22}{names}", "");
    for whole in &answer.whole {
        let of = |course: TrueCourse| {
            answer.by_true_course.iter().find(|row| row.rule == whole.rule && row.course == course)?.named
        };
        let field = |course| of(course).map_or_else(|| "–".to_owned(), |share| format!("{:.0}", 100.0 * share));
        let fields: String = COURSES.iter().map(|(course, _)| format!("{:>8}", field(*course))).collect();
        let _ = writeln!(text, "  {:<22}{fields}", whole.rule);
    }
    text.push('\n');
    text
}

fn dropout(row: &DropoutRow) -> String {
    let mut text = quality("next session", &row.next);
    if let Some(four) = &row.four_sessions {
        text.push_str(&quality("next four sessions", four));
        let share = |of: &Proportion| match (of.estimate, of.lower, of.upper) {
            (Some(share), Some(lower), Some(upper)) => {
                format!("{share:.3} ({lower:.3} to {upper:.3}) of {}", of.trials)
            }
            _ => format!("none of {}", of.trials),
        };
        let Named { limit, left, of_all } = &row.named;
        let _ = writeln!(text, "  left within four sessions: {} foretold {limit} or more", share(left));
        let _ = writeln!(text, "  and of all, named or not: {}", share(of_all));
    }
    let _ = writeln!(text, "  The model knows of a client: {}", row.columns.get(1..).unwrap_or_default().join(", "));
    text.push_str("  Who leaves is hard to foretell: the best published ensembles find about 63 %.\n\n");
    text
}

fn quality(of: &str, row: &QualityRow) -> String {
    let QualityRow { intervals, .. } = row;
    let with = |value: f64, [lower, upper]: [f64; 2]| format!("{value:.3} ({lower:.3} to {upper:.3})");
    let mut text = format!(
        "Dropout model, {of}, forward in time: {} forecasts, {} left\n  AUC {}\n  Brier score {}, {:.4} for giving \
         everybody the same\n  calibration slope {}, intercept {}\n  left for each one expected {:.2}\n",
        row.forecasts,
        row.dropouts,
        with(row.auc, intervals.auc),
        format_args!("{:.4} ({:.4} to {:.4})", row.brier, intervals.brier[0], intervals.brier[1]),
        row.brier_of_share,
        with(row.calibration_slope, intervals.calibration_slope),
        with(row.calibration_intercept, intervals.calibration_intercept),
        row.observed_to_expected
    );
    let _ = writeln!(text, "  {:>18}  {:>8}  {:>8}  {:>6}", "probability", "expected", "left", "n");
    for part in &row.table {
        let _ = writeln!(
            text,
            "  {:>8.4} to {:>6.4}  {:>8.4}  {:>8.4}  {:>6}",
            part.lowest,
            part.highest,
            part.expected,
            part.observed.estimate.unwrap_or(f64::NAN),
            part.observed.trials
        );
    }
    text
}
