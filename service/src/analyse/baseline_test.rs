#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use clap::Parser;
use jiff::{ToSpan, civil::Date, civil::date};
use peil_stats::single_case::{Caution, Counting, RandomisationCaution, draw_each};
use serde_json::Value;

use super::*;
use crate::{cli::single_case, domain::BaselineDraft};

const FIRST: Date = date(2026, 3, 2);

fn plan(lot: BaselineLot, moments: i16, starts: &[i16]) -> BaselinePlan {
    let draft = BaselineDraft {
        lot,
        first_on: FIRST,
        every_days: 7,
        moments,
        least_before: 1,
        least_after: 1,
        starts: starts.to_vec(),
    };
    BaselinePlan::stored(draft).unwrap()
}

fn week(moment: i16) -> Date {
    FIRST.checked_add((7 * (i64::from(moment) - 1)).days()).unwrap()
}

/// A score that was given in the group, or waiting without a word of it.
fn at(on: Date, value: f64) -> BaselineScore {
    BaselineScore { on, value, waiting: false }
}

fn member(name: &str, start: i16, scores: &[f64]) -> BaselineMember {
    BaselineMember {
        name: name.to_owned(),
        start,
        began_on: Some(week(start)),
        left_on: None,
        scores: (1..).zip(scores).map(|(moment, score)| at(week(moment), *score)).collect(),
    }
}

fn after(today: Date) -> BaselineState {
    BaselineState { today, ended_on: None, seed: 1 }
}

fn done() -> BaselineState {
    after(date(2030, 1, 1))
}

fn read(plan: &BaselinePlan, members: &[BaselineMember]) -> BaselineReading {
    read_baseline(plan, members, Direction::LowerBetter, done())
}

fn file_of(set: &str) -> PathBuf {
    let shared = std::env::var_os("PEIL_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")));
    shared.join(format!("reference/data/{set}.csv"))
}

/// The rows of a published set: name, treated, score.
fn published(set: &str, columns: [&str; 3]) -> Option<Vec<(String, bool, f64)>> {
    let Ok(content) = fs::read_to_string(file_of(set)) else {
        eprintln!("skipped: the reference data are not here");
        return None;
    };
    let mut lines = content.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = columns.map(|name| header.iter().position(|column| *column == name).unwrap());
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[at[0]].to_owned(), cells[at[1]] != "baseline", cells[at[2]].parse().unwrap())
    };
    Some(lines.filter(|line| !line.is_empty()).map(row).collect())
}

/// Members of a published set, whose group began where its treatment did; in the order of the file.
fn members_of(rows: &[(String, bool, f64)]) -> Vec<BaselineMember> {
    let mut courses: Vec<(String, Vec<(bool, f64)>)> = Vec::new();
    for (name, treated, score) in rows {
        match courses.last_mut().filter(|(last, _)| last == name) {
            Some((_, course)) => course.push((*treated, *score)),
            None => courses.push((name.clone(), vec![(*treated, *score)])),
        }
    }
    let one = |(name, course): (String, Vec<(bool, f64)>)| {
        let start = i16::try_from(course.iter().position(|(treated, _)| *treated).unwrap() + 1).unwrap();
        let scores: Vec<f64> = course.iter().map(|(_, score)| *score).collect();
        member(&name, start, &scores)
    };
    courses.into_iter().map(one).collect()
}

/// The plan's rows as a file for `peil single-case`: a moment without a score is `NA`.
fn as_file(reading: &BaselineReading) -> String {
    let mut content = String::from("case,phase,time,outcome\n");
    for course in &reading.courses {
        for ((score, phase), moment) in course.moments.iter().zip(1..) {
            let score = score.map_or_else(|| "NA".to_owned(), |score| score.to_string());
            content += &format!("{},{phase},{moment},{score}\n", course.name);
        }
    }
    content
}

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    arguments: single_case::SingleCaseArguments,
}

fn typed(content: &str, options: &[&str]) -> Value {
    let path = std::env::temp_dir().join(format!("peil-baseline-{}.csv", uuid::Uuid::now_v7()));
    fs::write(&path, content).unwrap();
    let words = ["single-case", "--data", path.to_str().unwrap(), "--format", "json"].into_iter();
    let typed = Typed::try_parse_from(words.chain(options.iter().copied())).unwrap();
    let mut out = Vec::new();
    single_case::run(&typed.arguments, &mut out).unwrap();
    fs::remove_file(&path).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// What the page reads is what the command says of the same rows, to the last digit, and of the published file itself where no
/// moment is missing.
fn equals_the_command(set: &str, columns: [&str; 3], better: (&str, Direction)) {
    let Some(rows) = published(set, columns) else { return };
    let members = members_of(&rows);
    let starts: Vec<i16> = members.iter().map(|member| member.start).collect();
    let longest = members.iter().map(|member| member.scores.len()).max().unwrap();
    let plan = plan(BaselineLot::Dealt, i16::try_from(longest).unwrap(), &starts);
    let reading = read_baseline(&plan, &members, better.1, done());
    let said = typed(&as_file(&reading), &["--better", better.0, "--randomisation", "permutation"]);
    let page = serde_json::to_value(&reading.analysis).unwrap();
    for part in ["cases", "level", "level_and_slope"] {
        assert_eq!(page[part], said[part], "{set} {part}");
        assert_ne!(said[part], Value::Null, "{set} {part}");
    }
    let BaselineTest::Made(Ok(test)) = &reading.test else { panic!("{set}: {:?}", reading.test) };
    assert_eq!(said["randomisation"]["p_value"], Value::from(test.p_value), "{set}");
    let [case, phase, outcome] = columns;
    let file = fs::read_to_string(file_of(set)).unwrap();
    let time = if set.ends_with("schutte") { "week" } else { "time" };
    let options = ["--better", better.0, "--case", case, "--phase", phase, "--outcome", outcome, "--time", time];
    let said = typed(&file, &options);
    let level = |answer: &Value, key: &str| answer["level"][key]["estimate"].as_f64().unwrap();
    for key in ["level", "between_case"] {
        assert!((level(&page, key) - level(&said, key)).abs() < 1e-9, "{set} {key}");
    }
    let naps = |answer: &Value| -> Vec<Value> {
        answer["cases"].as_array().unwrap().iter().map(|case| case["nap"]["estimate"].clone()).collect()
    };
    assert_eq!(naps(&page), naps(&said), "{set}");
}

#[test]
fn schutte_is_read_as_the_command_reads_it() {
    equals_the_command("scd_schutte", ["case", "treatment", "fatigue"], ("lower", Direction::LowerBetter));
}

#[test]
fn laski_is_read_as_the_command_reads_it() {
    equals_the_command("scd_laski", ["case", "treatment", "outcome"], ("higher", Direction::HigherBetter));
}

fn six() -> (BaselinePlan, Vec<BaselineMember>) {
    let starts = [3, 4, 5, 6];
    let plan = plan(BaselineLot::Dealt, 8, &starts);
    let course = |start: i16| -> Vec<f64> {
        (1..=8_i16).map(|moment| if moment < start { 20.0 } else { 10.0 } + f64::from(moment % 2)).collect()
    };
    let names = ["A", "B", "C", "D"];
    (plan, names.iter().zip(starts).map(|(name, start)| member(name, start, &course(start))).collect())
}

#[test]
fn an_effect_at_every_own_start_is_the_rarest_of_all_draws() {
    let (plan, members) = six();
    let reading = read(&plan, &members);
    assert!(reading.complete);
    let BaselineTest::Made(Ok(test)) = reading.test else { panic!() };
    assert!((test.p_value - 1.0 / 24.0).abs() < 1e-12, "{}", test.p_value);
}

#[test]
fn the_test_takes_the_start_that_was_drawn_and_the_effects_the_one_that_was() {
    let (plan, mut members) = six();
    members[0].began_on = Some(week(5));
    let reading = read(&plan, &members);
    assert_eq!((reading.courses[0].start, reading.courses[0].began), (3, Some(5)));
    assert_eq!(reading.analysis.cases[0].effects.baseline, 4);
    let BaselineTest::Made(Ok(test)) = reading.test else { panic!() };
    assert!((test.p_value - 1.0 / 24.0).abs() < 1e-12, "the lot did not change");
}

#[test]
fn before_all_is_in_there_is_no_p_and_what_is_to_come_is_not_missing() {
    let (plan, mut members) = six();
    for member in &mut members {
        member.scores.retain(|score| score.on < week(5));
        member.began_on = member.began_on.filter(|day| *day < week(5));
    }
    let state = after(week(4));
    let reading = read_baseline(&plan, &members, Direction::LowerBetter, state);
    assert_eq!(reading.test, BaselineTest::Interim);
    assert_eq!((reading.measured, reading.planned, reading.complete), (16, 32, false));
    assert!(reading.courses.iter().all(|course| course.moments.len() == 4));
    let missing = |reading: &BaselineReading| {
        let cautions = reading.analysis.cases.iter().flat_map(|case| &case.effects.cautions);
        cautions.filter(|caution| matches!(caution, Caution::Missing { .. })).count()
    };
    assert_eq!(missing(&reading), 0);
    let ended =
        read_baseline(&plan, &members, Direction::LowerBetter, BaselineState { ended_on: Some(state.today), ..state });
    assert!(ended.complete && missing(&ended) == 4);
    assert!(matches!(ended.test, BaselineTest::Made(_)));
    // Nobody looks, goes on, and looks again.
    let mut later = members.clone();
    for member in &mut later {
        member.scores.push(at(week(6), 0.0));
    }
    let (end, today) = (BaselineState { ended_on: Some(state.today), ..state }, week(7));
    assert_eq!(read_baseline(&plan, &later, Direction::LowerBetter, BaselineState { today, ..end }), ended);
}

#[test]
fn lots_drawn_elsewhere_get_no_p() {
    let (dealt, members) = six();
    let plan = BaselinePlan::stored(BaselineDraft { lot: BaselineLot::Elsewhere, ..dealt.draft().clone() }).unwrap();
    assert_eq!(read(&plan, &members).test, BaselineTest::DrawnElsewhere);
}

#[test]
fn draws_of_the_test_are_not_the_lots_that_were_drawn() {
    let (moments, names) = (24, ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"]);
    let plan = plan(BaselineLot::EachOwn, moments, &[]);
    let lots = |seed| draw_each(2..=24, names.len(), seed).unwrap();
    let one = |(name, start): (&&str, &usize)| {
        let start = i16::try_from(*start).unwrap();
        let scores: Vec<f64> = (1..=moments).map(|moment| f64::from((moment * 7 + start) % 9)).collect();
        member(name, start, &scores)
    };
    let seed = done().seed;
    let members: Vec<BaselineMember> = names.iter().zip(&lots(seed)).map(one).collect();
    let BaselineTest::Made(Ok(test)) = read(&plan, &members).test else { panic!() };
    let Counting::MonteCarlo { seed: of_test, .. } = test.counting else { panic!("{:?}", test.counting) };
    assert_ne!(lots(of_test), lots(seed), "the first draw would be what was observed");
}

#[test]
fn a_second_score_of_a_moment_and_one_outside_are_left_out_and_told() {
    let (plan, mut members) = six();
    members[0].scores.push(at(week(2).tomorrow().unwrap(), 99.0));
    members[0].scores.push(at(week(1).yesterday().unwrap(), 98.0));
    members[0].scores.push(at(plan.last_day().tomorrow().unwrap(), 97.0));
    let reading = read(&plan, &members);
    assert_eq!((reading.courses[0].doubled, reading.courses[0].outside), (1, 2));
    let scores: BTreeMap<usize, Option<f64>> =
        reading.courses[0].moments.iter().map(|(score, _)| *score).enumerate().collect();
    assert_eq!(scores[&1], Some(20.0));
}

#[test]
fn few_equal_constant_and_missing_are_reasons_and_never_numbers() {
    // Equal starts: whatever the lot, the design is the same.
    let equal = plan(BaselineLot::Dealt, 6, &[4, 4]);
    let flat = [member("A", 4, &[5.0; 6]), member("B", 4, &[5.0; 6])];
    let reading = read(&equal, &flat);
    let BaselineTest::Made(Ok(test)) = &reading.test else { panic!() };
    assert!(test.cautions.contains(&RandomisationCaution::EqualStarts));
    assert!(reading.analysis.level.is_err(), "all scores are equal");
    assert!(reading.analysis.cases[0].effects.cautions.contains(&Caution::AllTied));
    // Who has not begun has no effect; nobody at all has no test.
    let mut waiting = member("A", 4, &[5.0, 6.0]);
    waiting.began_on = None;
    let reading = read(&equal, &[waiting, member("B", 4, &[5.0, 4.0])]);
    assert!(reading.analysis.cases.iter().all(|case| case.effects.nap.is_err()));
    let empty = read(&equal, &[]);
    assert!(matches!(empty.test, BaselineTest::Made(Err(_))) && empty.analysis.level.is_err());
}

#[test]
fn who_left_misses_nothing_after_it_in_the_effects() {
    let (plan, mut members) = six();
    members[0].scores.retain(|score| score.on < week(6));
    members[0].left_on = Some(week(5));
    let reading = read(&plan, &members);
    assert_eq!(reading.courses[0].moments.len(), 5);
    assert!(matches!(reading.test, BaselineTest::Made(Ok(_))), "the lot counts on all moments");
}

#[test]
fn what_was_measured_while_waiting_is_baseline_also_on_the_day_on_which_the_group_began() {
    use Phase::{Baseline, Treatment};
    let (plan, mut members) = six();
    let waits = |on, value| BaselineScore { on, value, waiting: true };
    let phases = |members: &[BaselineMember]| -> Vec<Phase> {
        read(&plan, members).courses[0].moments.iter().map(|(_, phase)| *phase).collect()
    };
    // Began at the third moment, whose score was given waiting, on that very day; the one in the group came second.
    members[0].scores.push(waits(week(3), 21.0));
    let reading = read(&plan, &members);
    assert_eq!((reading.courses[0].moments[2], reading.courses[0].doubled), ((Some(21.0), Baseline), 1));
    assert_eq!(phases(&members)[..4], [Baseline, Baseline, Baseline, Treatment]);
    // Two days after a session of which only later was noted that he came: the moment between is no treatment either.
    members[0].scores.retain(|score| ![week(3), week(4)].contains(&score.on));
    members[0].scores.push(waits(week(4).tomorrow().unwrap(), 22.0));
    assert_eq!(phases(&members)[..5], [Baseline, Baseline, Baseline, Baseline, Treatment]);
    assert_eq!(read(&plan, &members).analysis.cases.len(), 4, "phases never go back, so nobody is lost");
    // After a score in the group nobody waits: left out and told.
    members[0].scores.retain(|score| score.on != week(6));
    members[0].scores.push(waits(week(6), 23.0));
    let reading = read(&plan, &members);
    assert_eq!((reading.courses[0].contrary, reading.courses[0].moments[5]), (1, (None, Treatment)));
}
