//! Every way in which a score can be computed, and every reason why there is none.
#![allow(clippy::unwrap_used)]

use peil_questionnaires::{
    Answer, AnswerError, Answers, ChangeBasis, Decimal, Instrument, NotScored, Outcome, Rule, ScoreOutcome, Severity,
    check, score, verdict_basis, verdict_basis_for,
};
use proptest::prelude::*;

const EVERY: &str = include_str!("definitions/every-method.toml");

fn every() -> Instrument {
    Instrument::parse(EVERY).unwrap()
}

fn changed(from: &str, to: &str) -> Instrument {
    assert!(EVERY.contains(from), "the file lost {from:?}");
    Instrument::parse(&EVERY.replacen(from, to, 1)).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn answers(instrument: &Instrument, pairs: &[(&str, i16)]) -> Answers {
    Answers::new(instrument, pairs.iter().map(|(item, value)| (*item, Decimal::from(*value)))).unwrap()
}

fn outcome(instrument: &Instrument, pairs: &[(&str, i16)], id: &str) -> ScoreOutcome {
    let all = score(instrument, &answers(instrument, pairs));
    all.into_iter().find(|one| one.score() == id).unwrap()
}

fn reason(pairs: &[(&str, i16)], id: &str) -> NotScored {
    match outcome(&every(), pairs, id).outcome() {
        Outcome::NotScored(reason) => reason.clone(),
        other => unreachable!("{id} has a value: {other:?}"),
    }
}

fn rules(instrument: &Instrument) -> Vec<Rule> {
    check(instrument).iter().map(|finding| finding.rule()).collect()
}

#[test]
fn the_definition_is_faultless() {
    assert_eq!(check(&every()), []);
}

#[test]
fn a_score_of_scores_says_which_of_them_is_lacking() {
    let pairs = [("i1", 1), ("i2", 1), ("i3", 1), ("i5", 1)];
    assert_eq!(reason(&pairs, "last"), NotScored::TooFewAnswered { answered: 1, needed: 2 });
    for id in ["total", "average"] {
        assert_eq!(reason(&pairs, id), NotScored::Depends { on: "last".into() });
    }
    assert_eq!(reason(&pairs, "curve"), NotScored::Depends { on: "average".into() });
    assert_eq!(reason(&[("i5", 1), ("i6", 1)], "t-score"), NotScored::Empty, "none of its own items was answered");
}

#[test]
fn a_prorated_part_makes_the_whole_prorated_and_counts_its_items() {
    let pairs = [("i1", 1), ("i2", 1), ("i3", 0), ("i5", 1), ("i6", 1)];
    let whole = outcome(&every(), &pairs, "total");
    assert_eq!(*whole.outcome(), Outcome::Prorated { value: decimal("10.6667"), answered: 5, items: 6 });
}

#[test]
fn criteria_are_met_lost_or_not_known() {
    let every = every();
    let value = |pairs: &[(&str, i16)]| outcome(&every, pairs, "rule").value();
    let (met, lost) = (Some(1.into()), Some(0.into()));
    assert_eq!(value(&[("i1", 1), ("i2", 1), ("i5", 0)]), met, "the open items cannot take it away");
    assert_eq!(value(&[("i5", 2), ("i6", 2)]), lost, "the open items cannot make it good");
    assert_eq!(reason(&[("i1", 1), ("i5", 0)], "rule"), NotScored::Undecided { answered: 2, items: 6 });
    assert_eq!(reason(&[("i1", 9)], "rule"), NotScored::Empty, "not known is no answer to a criterion");
}

#[test]
fn words_are_kept_within_their_length_and_never_scored() {
    let every = every();
    let note = |words: &str| Answers::mixed(&every, [("note", Answer::Text(words.into()))]);
    let kept = note("twenty characters ok").unwrap();
    assert_eq!((kept.text("note"), kept.get("note"), kept.len()), (Some("twenty characters ok"), None, 1));
    assert!(note("  ").unwrap().is_empty(), "blank words are no answer");
    assert_eq!(
        note("twenty-one characters").unwrap_err().to_string(),
        "item note: 21 characters, there is room for 20"
    );
    let number = Answers::new(&every, [("note", Decimal::from(1))]).unwrap_err();
    assert_eq!(number, AnswerError::OtherKind { item: "note".into(), text: true });
    let words = Answers::mixed(&every, [("i1", Answer::Text("much".into()))]).unwrap_err();
    assert_eq!(words.to_string(), "item i1: the item asks for a number");
    for one in score(&every, &kept) {
        assert_eq!(*one.outcome(), Outcome::NotScored(NotScored::Empty));
    }
}

#[test]
fn sources_that_disagree_stand_side_by_side() {
    let every = every();
    let first = every.score("first").unwrap();
    let computed: Vec<_> = first.reliabilities().iter().filter_map(|one| one.reliable_change()).collect();
    // Bischoff 2020 computes 5.59 from SD 5.59 and r .87; SD 4.5 and r .92 give 3.53.
    assert_eq!(computed, [decimal("3.528"), decimal("5.5867")]);
    let points = |basis: &peil_questionnaires::VerdictBasis| basis.points().map(|(points, _)| points);
    let any = verdict_basis(&every, first).unwrap();
    assert_eq!((points(&any), any.change().population()), (Some(4.into()), Some("one country")));
    let own = verdict_basis_for(&every, first, "another country").unwrap();
    assert_eq!((points(&own), own.change().source().id()), (Some(6.into()), "nl"));
    assert_eq!(own.cut_off().unwrap().population(), Some("another country"));
    let elsewhere = verdict_basis_for(&every, first, "a third country").unwrap();
    assert_eq!(elsewhere, any);
}

#[test]
fn a_reliability_of_the_own_population_comes_before_points_of_another() {
    let foreign = changed(
        "points = \"6\"\ninclusive = true\npopulation = \"another country\"\n",
        "points = \"6\"\ninclusive = true\npopulation = \"elsewhere\"\n",
    );
    let basis = verdict_basis_for(&foreign, foreign.score("first").unwrap(), "another country").unwrap();
    assert!(matches!(basis.change(), ChangeBasis::Reliability { .. }));
    assert_eq!(basis.change().population(), Some("another country"));
}

#[test]
fn what_does_not_fit_its_method_is_found() {
    for (from, to, rule) in [
        ("times = \"4\"", "times = \"0\"", Rule::Calculation),
        ("times = \"4\"", "of = \"first\"", Rule::Calculation),
        ("scores = [\"first\", \"last\"]\nmethod = \"sum\"", "method = \"sum\"", Rule::Calculation),
        ("at_least = \"2\"\n", "", Rule::Calculation),
        ("at_least = \"2\"\n", "at_least = \"2\"\nat_most = \"2\"\n", Rule::Calculation),
        ("from = \"3\"", "from = \"8\"", Rule::Calculation),
        ("coefficients = [\"10\", \"1.5\", \"0.25\"]", "coefficients = [1, 1, 1, 1, 1, 1, 1]", Rule::Calculation),
        ("needed = 2", "needed = 0", Rule::Calculation),
        ("needed = 2", "needed = 5", Rule::Calculation),
        ("at_most = \"1\"\n", "", Rule::Calculation),
        ("scores = [\"first\", \"last\"]", "scores = [\"first\", \"ghost\"]", Rule::ScoreItems),
        ("scores = [\"first\", \"last\"]", "scores = [\"first\", \"first\"]", Rule::ScoreItems),
        ("items = [\"i1\", \"i2\", \"i3\"]", "items = [\"i1\", \"i2\", \"note\"]", Rule::ScoreItems),
        ("items = [\"i5\", \"i6\"]\nat_most", "items = [\"i5\", \"ghost\"]\nat_most", Rule::ScoreItems),
        ("scores = [\"first\", \"last\"]", "scores = [\"first\", \"total\"]", Rule::ScoreCircle),
        ("of = \"first\"", "of = \"t-score\"", Rule::ScoreCircle),
        ("range = [\"0\", \"16\"]", "range = [\"0\", \"4\"]", Rule::RangeNotReachable),
        ("range = [\"0\", \"24\"]", "range = [\"0\", \"20\"]", Rule::RangeNotReachable),
        ("range = [\"0\", \"3\"]", "range = [\"0\", \"6\"]", Rule::RangeNotReachable),
        ("range = [\"35.5\", \"70\"]", "range = [\"0\", \"70\"]", Rule::RangeNotReachable),
        ("range = [\"10\", \"28\"]", "range = [\"10\", \"27\"]", Rule::RangeNotReachable),
        ("range = [\"10\", \"28\"]", "range = [\"8\", \"28\"]", Rule::RangeNotReachable),
        ("range = [\"0\", \"1\"]", "range = [\"0\", \"2\"]", Rule::RangeNotReachable),
        (
            "fill = \"none\" }\ndirection = \"lower_better\"\nrange = [\"0\", \"3\"]",
            "fill = \"person_mean\" }\ndirection = \"lower_better\"\nrange = [\"0\", \"3\"]",
            Rule::MinAnswered,
        ),
        ("missing = { min_answered = 2, fill = \"none\" }\n", "", Rule::MinAnswered),
        (
            "item = \"note\", op = \"missing_at_submit\"",
            "item = \"note\", op = \"ge\", value = \"1\"",
            Rule::AlertUnsound,
        ),
        ("max_length = 20", "max_length = 5000", Rule::ScaleUnsound),
        ("mean = \"3.2\"", "mean = \"32\"", Rule::NormUnsound),
        ("mean = \"3.2\"\nsd = \"1.1\"", "mean = \"3.2\"\nsd = \"0\"", Rule::NormUnsound),
        ("points = \"6\"", "points = \"8\"", Rule::ChangeDisagrees),
        ("texts = { note = \"slept badly\" }\n", "texts = { i1 = \"slept badly\" }\n", Rule::ExampleFailed),
        (", first_prorated = true", ", first_prorated = false", Rule::ExampleFailed),
    ] {
        let found = rules(&changed(from, to));
        assert!(found.contains(&rule), "{from} → {to}: {found:?}");
    }
}

#[test]
fn every_finding_has_its_line_and_what_to_do() {
    let broken = EVERY
        .replace("of = \"first\"", "of = \"ghost\"")
        .replace("max_length = 20", "max_length = 0")
        .replace("en = \"Not met\", ", "")
        .replace("holder = \"nobody\"\nnotice", "holder = \"nobody\"\ntext_hash = { fr = \"x\" }\nnotice")
        .replace("sd = \"5.59\"", "sd = \"-1\"");
    let findings = check(&Instrument::parse(&broken).unwrap());
    let line = |start: &str| broken.lines().position(|line| line.starts_with(start)).unwrap() + 1;
    for (rule, expected) in [
        (Rule::ScoreItems, line("id = \"t-score\"") - 1),
        (Rule::ScaleUnsound, line("[scale.note]")),
        (Rule::LanguageMissing, line("title = { nl = \"Niet vervuld\"")),
        (Rule::TextHash, line("text_hash")),
        (Rule::NormUnsound, line("kind = \"test_retest\"") - 1),
    ] {
        let found = findings.iter().find(|finding| finding.rule() == rule).unwrap();
        assert_eq!(found.place().line(), Some(expected), "{found}");
        assert!(!found.remedy().is_empty());
    }
    assert!(findings.iter().all(|finding| finding.place().line().is_some()), "{findings:#?}");
}

#[test]
fn each_lacking_kind_of_example_is_named() {
    let (definition, _) = EVERY.split_at(EVERY.find("[[test]]").unwrap());
    let test = |answers: &str, expect: &str| format!("[[test]]\nanswers = {{ {answers} }}\nexpect = {{ {expect} }}\n");
    let kinds = |examples: &str| -> Vec<String> {
        let findings = check(&Instrument::parse(&format!("{definition}{examples}")).unwrap());
        let findings = findings.iter().filter(|finding| finding.rule() == Rule::ExampleKinds);
        findings.map(|finding| format!("{}: {}", finding.place().name(), finding.message())).collect()
    };
    let none = kinds("");
    for expected in [
        "score first: no example expects its value from a complete form",
        "score first: no example expects a prorated value",
        "score first: no example expects `none`",
        "score last: no example answers a reversed item off the middle of its scale",
        "score rule: no example expects band met",
        "score rule: no example stands on the edge of a band",
    ] {
        assert!(none.contains(&expected.to_owned()), "{expected} not in {none:#?}");
    }
    let middle = kinds(&test("i5 = 0, i6 = 1", "last = \"4\""));
    assert!(middle.iter().any(|kind| kind.starts_with("score last: no example answers a reversed item")));
    let turned = kinds(&test("i5 = 0, i6 = 0", "last = \"8\""));
    assert!(!turned.iter().any(|kind| kind.starts_with("score last: no example answers a reversed item")));
    // An example that says nothing about a score shows nothing of it.
    let silent = kinds(&test("i1 = 1, i2 = 1, i3 = 1, i4 = 1", "worst = \"0\""));
    assert!(silent.contains(&"score first: no example expects its value from a complete form".to_owned()));
}

#[test]
fn an_unsound_definition_is_scored_with_a_reason_and_never_a_panic() {
    let pairs = [("i1", 2), ("i2", 2), ("i3", 2), ("i4", 2), ("i5", 2), ("i6", 2)];
    for (from, to, id, reason) in [
        ("of = \"first\"", "of = \"t-score\"", "t-score", NotScored::Unsound),
        (
            "scores = [\"first\", \"last\"]",
            "scores = [\"average\"]",
            "total",
            NotScored::Depends { on: "average".into() },
        ),
        ("times = \"0.5\"", "times = \"-1\"", "average", NotScored::Unsound),
        ("range = [\"0\", \"8\"]", "range = [\"0\", \"7\"]", "first", NotScored::OutsideRange),
        (
            "[\"10\", \"1.5\", \"0.25\"]",
            "[1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000, 1000000000]",
            "curve",
            NotScored::OutsideRange,
        ),
    ] {
        let text = EVERY.replacen(from, to, 1);
        let text = if id == "total" { text.replacen("times = \"0.5\"", "times = \"-1\"", 1) } else { text };
        let found = outcome(&Instrument::parse(&text).unwrap(), &pairs, id);
        assert_eq!(*found.outcome(), Outcome::NotScored(reason), "{from}");
    }
}

#[test]
fn remembered_and_disagreeing_numbers_are_warnings_only() {
    let warned = changed("points = \"6\"", "points = \"8\"");
    let findings = check(&warned);
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.severity() == Severity::Warning));
}

proptest! {
    #[test]
    fn any_answers_give_a_value_in_range_or_a_reason(values in prop::collection::vec(prop::option::of(prop::sample::select(vec![0_i16, 1, 2, 9])), 6)) {
        let every = every();
        let ids = ["i1", "i2", "i3", "i4", "i5", "i6"];
        let pairs: Vec<(&str, i16)> = ids.into_iter().zip(&values).filter_map(|(id, value)| Some((id, (*value)?))).collect();
        let known = pairs.iter().filter(|(_, value)| *value != 9).count();
        for (definition, one) in every.scores().iter().zip(score(&every, &answers(&every, &pairs))) {
            let (lowest, highest) = definition.range();
            match one.outcome() {
                Outcome::Complete { value } => prop_assert!((lowest..=highest).contains(value)),
                Outcome::Prorated { value, answered, items } => {
                    prop_assert!((lowest..=highest).contains(value));
                    prop_assert!((1..*items).contains(answered));
                }
                Outcome::NotScored(NotScored::Unsound | NotScored::Overflow | NotScored::OutsideRange | NotScored::OtherForm) => {
                    prop_assert!(false, "{one:?}");
                }
                Outcome::NotScored(_) => {}
            }
            prop_assert!(known > 0 || one.value().is_none());
        }
    }

    #[test]
    fn a_scorer_used_again_gives_what_a_new_one_gives(values in prop::collection::vec((0_i16..3, 0_i16..3), 1..20)) {
        let every = every();
        let scorer = peil_questionnaires::Scorer::new(&every);
        for (one, two) in values {
            let given = answers(&every, &[("i1", one), ("i2", two), ("i3", one), ("i5", two)]);
            prop_assert_eq!(scorer.score(&given), score(&every, &given));
        }
    }
}
