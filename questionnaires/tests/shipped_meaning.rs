//! What the shipped instruments mean: both scorings of one form, sources that disagree, mirrors, safety, and silence where
//! nobody has read the numbers.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use peil_questionnaires::{
    Answer, Answers, Decimal, Instrument, Language, Library, LicenceClass, Moment, NoVerdict, Outcome, Recipient, Rule,
    Seen, Severity, WordingStatus, alerts, check, form, score, verdict_basis, verdict_basis_for,
};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::embedded().unwrap());

fn shipped(id: &str) -> &'static Instrument {
    LIBRARY.latest(id).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The score when every item has the same answer.
fn all_at(instrument: &Instrument, value: i16, id: &str) -> Option<Decimal> {
    let pairs = instrument.items().iter().map(|item| (item.id(), Decimal::from(value)));
    let answers = Answers::new(instrument, pairs).unwrap();
    score(instrument, &answers).into_iter().find(|one| one.score() == id).unwrap().value()
}

fn no_verdict(id: &str, on: &str) -> NoVerdict {
    let instrument = shipped(id);
    verdict_basis(instrument, instrument.score(on).unwrap()).unwrap_err()
}

#[test]
fn nothing_that_ships_has_more_than_known_warnings() {
    for instrument in LIBRARY.iter() {
        for finding in check(instrument) {
            let known = matches!(finding.rule(), Rule::FromMemory | Rule::WordingUnconfirmed);
            assert!(known && finding.severity() == Severity::Warning, "{}: {finding}", instrument.id());
        }
    }
}

#[test]
fn wording_ships_with_a_free_licence_and_with_no_other() {
    for instrument in LIBRARY.iter() {
        let free = instrument.licence().class() == LicenceClass::A;
        assert!(free || instrument.licence().class() == LicenceClass::D, "{}", instrument.id());
        for language in instrument.languages() {
            let form = form(instrument, *language);
            assert_eq!(form.items.iter().all(|item| item.text.is_some()), free, "{}", instrument.id());
            assert_eq!(form.wording_status == WordingStatus::Absent, !free, "{}", instrument.id());
            assert_eq!(instrument.notice(*language).is_some(), free, "{}", instrument.id());
        }
    }
}

#[test]
fn wording_that_was_not_compared_says_so() {
    assert_eq!(form(shipped("phq-4"), Language::En).wording_status, WordingStatus::Unconfirmed);
    assert_eq!(form(shipped("k10-cbs"), Language::Nl).wording_status, WordingStatus::Unconfirmed);
    for id in ["gad-7", "k10", "pcl-5"] {
        assert_eq!(shipped(id).languages(), [Language::En], "no Dutch wording of {id} was seen at its holder");
        assert_eq!(form(shipped(id), Language::En).wording_status, WordingStatus::Confirmed);
    }
}

#[test]
fn two_published_changes_of_the_gad_7_stand_side_by_side() {
    let gad = shipped("gad-7");
    let total = gad.score("total").unwrap();
    let points: Vec<Decimal> = total.published_changes().iter().map(|change| change.points()).collect();
    assert_eq!(points, [4.into(), 6.into()]);
    let basis = verdict_basis(gad, total).unwrap();
    assert_eq!(basis.points(), Some((4.into(), true)));
    assert!(basis.cut_off().unwrap().is_clinical(8.into()) && !basis.cut_off().unwrap().is_clinical(7.into()));
}

#[test]
fn both_scorings_of_the_k10_stand_side_by_side_and_the_dutch_form_counts_the_other_way() {
    let (english, dutch) = (shipped("k10"), shipped("k10-cbs"));
    for (value, reversed) in [(1, 5), (2, 4), (3, 3), (5, 1)] {
        let ten_to_fifty = Decimal::from(value * 10);
        let from_nought = Decimal::from(value * 10 - 10);
        assert_eq!(all_at(english, value, "total"), Some(ten_to_fifty));
        assert_eq!(all_at(english, value, "total-us"), Some(from_nought));
        assert_eq!(all_at(dutch, reversed, "total"), Some(ten_to_fifty), "1 is altijd");
        assert_eq!(all_at(dutch, reversed, "total-us"), Some(from_nought));
    }
}

#[test]
fn a_provisional_diagnosis_is_the_published_rule_and_never_a_guess() {
    let pcl = shipped("pcl-5");
    let outcome = |pairs: &[(&str, i16)]| {
        let answers = Answers::new(pcl, pairs.iter().map(|(item, value)| (*item, Decimal::from(*value)))).unwrap();
        let outcomes = score(pcl, &answers);
        outcomes.into_iter().find(|one| one.score() == "provisional").unwrap().outcome().clone()
    };
    let met = [("pcl3", 2), ("pcl7", 4), ("pcl10", 2), ("pcl14", 3), ("pcl17", 2), ("pcl20", 2)];
    assert_eq!(outcome(&met), Outcome::Complete { value: 1.into() }, "open items cannot undo it");
    assert!(matches!(outcome(&met[..5]), Outcome::NotScored(_)), "an open item could still decide it");
    assert_eq!(outcome(&[("pcl6", 1), ("pcl7", 1)]), Outcome::Complete { value: 0.into() }, "no C symptom is left");
}

#[test]
fn the_therapist_rates_what_the_members_rate() {
    for (own, mirror) in [("peil-session", "peil-session-therapist"), ("peil-start", "peil-start-therapist")] {
        let (own, mirror) = (shipped(own), shipped(mirror));
        assert_eq!(own.hashes().items(), mirror.hashes().items(), "the same items on the same lines");
        assert_eq!(own.moment(), mirror.moment());
        for (one, other) in own.scores().iter().zip(mirror.scores()) {
            assert_eq!((one.id(), one.items(), one.reverse()), (other.id(), other.items(), other.reverse()));
            assert_eq!((one.method(), one.missing(), one.range()), (other.method(), other.missing(), other.range()));
        }
    }
}

#[test]
fn goals_are_kept_in_the_clients_words_and_one_is_enough() {
    let goals = shipped("peil-goals");
    let given = [
        ("goal1", Answer::Text("Ik zeg het als iets me dwarszit.".to_owned())),
        ("near1", Answer::Number(decimal("3.5"))),
    ];
    let answers = Answers::mixed(goals, given).unwrap();
    let values: Vec<_> = score(goals, &answers).iter().map(|one| one.value()).collect();
    assert_eq!(values, [Some(decimal("3.5")), None, None, Some(decimal("3.5"))]);
}

#[test]
fn our_own_scales_give_no_verdict() {
    for instrument in LIBRARY.iter().filter(|one| one.id().starts_with("peil-")) {
        assert_eq!(instrument.licence().spdx(), Some("CC0-1.0"));
        assert_eq!(instrument.languages(), [Language::Nl, Language::En]);
        assert_eq!(check(instrument), []);
        for score in instrument.scores() {
            assert_eq!(verdict_basis(instrument, score), Err(NoVerdict::NoNumbers));
        }
    }
}

#[test]
fn remembered_numbers_and_a_scale_of_three_items_give_no_verdict() {
    for (id, on) in [
        ("bdi-ii", "total"),
        ("core-10", "total"),
        ("core-om", "total"),
        ("dass-21", "depression"),
        ("gcq-s", "avoiding"),
        ("gcq-s", "engaged"),
        ("honos", "total"),
        ("wsas", "total"),
    ] {
        assert_eq!(no_verdict(id, on), NoVerdict::NotValidated, "{id} {on}");
    }
    for (id, on) in [("bsi", "gsi"), ("gsrs", "total"), ("mhc-sf", "total"), ("srs", "total"), ("who-5", "total")] {
        assert_eq!(no_verdict(id, on), NoVerdict::NoNumbers, "{id} {on}");
    }
}

#[test]
fn dutch_and_american_limits_stand_side_by_side_and_a_remembered_one_is_not_used() {
    let oq = shipped("oq-45");
    let total = oq.score("total").unwrap();
    let limits: Vec<_> = total.cut_offs().iter().map(|one| (one.population(), one.value())).collect();
    assert_eq!(limits, [(Some("United States"), 64.into()), (Some("Netherlands"), 55.into())]);
    let basis = verdict_basis_for(oq, total, "Netherlands").unwrap();
    assert_eq!(basis.points(), Some((14.into(), true)));
    assert_eq!(basis.change().source().seen(), Seen::Paper);
    assert_eq!(basis.cut_off(), None);
    let ors = shipped("ors");
    let limits: Vec<_> = ors.score("total").unwrap().cut_offs().iter().map(|one| one.value()).collect();
    assert_eq!(limits, [25.into(), 24.into()]);
}

#[test]
fn a_safety_item_is_raised_from_the_first_saved_answer_whoever_owns_the_wording() {
    for (id, item) in [
        ("bdi-ii", "bdi9"),
        ("bsi", "bsi9"),
        ("core-10", "core10-6"),
        ("core-om", "core9"),
        ("core-om", "core16"),
        ("core-om", "core24"),
        ("core-om", "core34"),
        ("honos", "honos2"),
        ("oq-45", "oq8"),
        ("phq-9", "phq9"),
    ] {
        let instrument = shipped(id);
        let duty = |value: i16| {
            let answers = Answers::new(instrument, [(item, Decimal::from(value))]).unwrap();
            let raised = alerts(instrument, &answers, Moment::OnSave);
            raised.first().map(|one| one.recipients().contains(&Recipient::OnDuty))
        };
        assert_eq!((duty(0), duty(1), duty(2)), (None, Some(false), Some(true)), "{id} {item}");
    }
}

#[test]
fn not_known_is_an_answer_without_a_value() {
    let honos = shipped("honos");
    let answers = |last: i16| {
        let value = |item: &str| if item == "honos12" { last } else { 1 };
        let pairs = honos.items().iter().map(|item| (item.id(), Decimal::from(value(item.id()))));
        Answers::new(honos, pairs).unwrap()
    };
    let value = |last: i16| score(honos, &answers(last))[0].value();
    assert_eq!((value(4), value(9)), (Some(15.into()), None));
}

/// The scales of an instrument whose key was not read, with how many items each has.
const WITHOUT_KEY: [(&str, &[(&str, usize)]); 2] = [
    ("gq", &[("bonding", 13), ("working", 8), ("negative", 9)]),
    (
        "sq-48",
        &[
            ("mood", 6),
            ("anxi", 6),
            ("soma", 7),
            ("agor", 4),
            ("aggr", 4),
            ("cogn", 5),
            ("soph", 5),
            ("work", 5),
            ("vita", 6),
        ],
    ),
];

#[test]
fn an_instrument_whose_key_was_not_read_is_a_draft_by_scale() {
    for (id, scales) in WITHOUT_KEY {
        assert_eq!(LIBRARY.latest(id), None, "{id} is asked of no client");
        let instrument = LIBRARY.get(id, "0.1.0".parse().unwrap()).unwrap();
        let named = scales.iter().flat_map(|(scale, items)| (1..=*items).map(move |nth| format!("{scale}{nth}")));
        let items: Vec<&str> = instrument.items().iter().map(|item| item.id()).collect();
        assert_eq!(items, named.collect::<Vec<_>>(), "{id}: every item stands in one scale");
        for (scale, count) in scales {
            let score = instrument.score(scale).unwrap();
            assert_eq!(score.items().len(), *count, "{id} {scale}");
            assert!(score.items().iter().all(|item| item.trim_end_matches(|c: char| c.is_ascii_digit()) == *scale));
            assert!(score.reverse().is_empty(), "{id} {scale}: no reversed item was read");
            assert_eq!(verdict_basis(instrument, score), Err(NoVerdict::NoNumbers), "{id} {scale}");
        }
        assert!(instrument.wording_note(Language::Nl).unwrap().contains("sleutel"));
    }
}

#[test]
fn the_total_of_the_sq_48_leaves_out_work_and_vitality() {
    let sq = LIBRARY.get("sq-48", "0.1.0".parse().unwrap()).unwrap();
    let total = |left_out: &[&str], other: i16| {
        let outside = |item: &str| item.starts_with("work") || item.starts_with("vita");
        let asked = sq.items().iter().filter(|item| !left_out.iter().any(|scale| item.id().starts_with(scale)));
        let pairs = asked.map(|item| (item.id(), Decimal::from(if outside(item.id()) { other } else { 4 })));
        score(sq, &Answers::new(sq, pairs).unwrap())[0].value()
    };
    assert_eq!(total(&[], 0), Some(148.into()), "37 items, 4 points each");
    assert_eq!(total(&[], 4), Some(148.into()));
    assert_eq!(total(&["work", "vita"], 0), Some(148.into()), "who has no work has a total");
    assert_eq!(total(&["aggr"], 4), None);
}

#[test]
fn a_copy_that_reverses_an_item_says_which_examples_no_longer_hold() {
    let draft = LIBRARY.get("sq-48", "0.1.0".parse().unwrap()).unwrap().to_toml().unwrap();
    let rules = |text: &str| check(&Instrument::parse(text).unwrap()).iter().map(|one| one.rule()).collect::<Vec<_>>();
    assert_eq!(rules(&draft), [], "the export is where a copy begins");
    let items = r#"items = ["vita1", "vita2", "vita3", "vita4", "vita5", "vita6"]"#;
    let reversed = draft.replace(items, &format!("{items}\nreverse = [\"vita2\"]"));
    assert_ne!(reversed, draft);
    let found = rules(&reversed);
    assert!(found.len() >= 3 && found.iter().all(|rule| *rule == Rule::ExampleFailed), "{found:?}");
}
