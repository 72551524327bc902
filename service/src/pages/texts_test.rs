use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::analyse::{FieldFault, PowerField};
use crate::collect::PLAN_TEMPLATES;
use crate::counters::{Class, Counter, Period};
use crate::domain::{
    AlertLevel, Attendance, BaselineCancelled, BaselineLot, CheckAnswer, Decided, EndReason, EscalationReason,
    GroupFormat, GroupKind, GroupMethod, IndirectActivity, MomentKind, OccasionKind, Profession, Role,
    SelectionOutcome, SelectionStep, SessionMode, Settled, SignalStep, TherapistPart,
};
use crate::pages::look::Chart;
use crate::pages::views::{CellState, Course, FewGroups, PROBLEMS, PlanRefusal};
use crate::pages::views::{NOT_SAVED, SAVED};

fn root(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn sources(folder: &Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// The first quoted argument of every call that starts with one of `openings`.
fn used(source: &str, openings: &[&str], quote: char) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for opening in openings {
        for (_, rest) in source.match_indices(opening).map(|(at, found)| (found, &source[at + opening.len()..])) {
            keys.extend(rest.split_once(quote).map(|(key, _)| key.to_owned()));
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_none_twice() {
    let texts = Texts::new().unwrap();
    let nl: BTreeSet<_> = texts.nl.keys.iter().collect();
    let en: BTreeSet<_> = texts.en.keys.iter().collect();
    assert_eq!(nl.difference(&en).collect::<Vec<_>>(), Vec::<&&String>::new(), "only in nl");
    assert_eq!(en.difference(&nl).collect::<Vec<_>>(), Vec::<&&String>::new(), "only in en");
    assert_eq!(nl.len(), texts.nl.keys.len());
}

#[test]
fn every_key_that_a_template_or_a_script_uses_exists() {
    let texts = Texts::new().unwrap();
    let mut keys = BTreeSet::new();
    for source in sources(&root("templates"), ".html") {
        keys.extend(used(&source, &[".t(\"", ".t1(\"", ".t2(\"", ".t3(\"", ".t4(\""], '"'));
    }
    for source in sources(&root("assets/js"), ".js") {
        // Every quoted word that starts like a key is one, except the names of classes.
        let source = source.replace("class: 'tablet-", "");
        keys.extend(used(&source, &["'tablet-"], '\'').into_iter().map(|rest| format!("tablet-{rest}")));
    }
    assert!(keys.len() > 50, "the search for keys found only {}", keys.len());
    let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn every_word_of_a_closed_list_has_a_label() {
    let texts = Texts::new().unwrap();
    let mut keys = Vec::new();
    keys.extend(OccasionKind::ALL.iter().map(|word| format!("occasion-{}", word.word())));
    keys.extend(
        MomentKind::ALL
            .iter()
            .flat_map(|kind| ["moment", "moment-due", "chart-moment"].map(|list| format!("{list}-{}", kind.word()))),
    );
    keys.extend(BaselineLot::ALL.iter().map(|word| format!("baseline-lot-{}", word.word())));
    keys.extend(BaselineCancelled::ALL.iter().map(|word| format!("baseline-cancelled-{}", word.word())));
    keys.extend(PlanRefusal::ALL.iter().map(|word| format!("plan-refused-{}", word.word())));
    let templates = PLAN_TEMPLATES.iter().map(|template| template.id);
    keys.extend(templates.flat_map(|id| [format!("plan-template-{id}"), format!("plan-template-what-{id}")]));
    keys.extend(GroupKind::ALL.iter().map(|word| format!("kind-{}", word.word())));
    keys.extend(GroupFormat::ALL.iter().map(|word| format!("format-{}", word.word())));
    keys.extend(Attendance::ALL.iter().map(|word| format!("attendance-{}", word.word())));
    keys.extend(Attendance::ALL.iter().map(|word| format!("attendance-short-{}", word.word())));
    keys.extend(
        CellState::ALL.iter().flat_map(|state| [format!("cell-{}", state.word()), format!("mark-{}", state.word())]),
    );
    let sizes = ["groups", "members", "sessions"];
    let lists = ["size", "size-behind", "smallest", "none", "searched", "not-settled"];
    keys.extend(lists.iter().flat_map(|list| sizes.map(|word| format!("power-{list}-{word}"))));
    keys.extend(
        PowerField::ALL.iter().flat_map(|field| ["field", "what"].map(|list| format!("power-{list}-{}", field.word()))),
    );
    keys.extend(FieldFault::ALL.iter().map(|fault| format!("power-fault-{}", fault.word())));
    keys.extend(["groups", "individuals"].map(|arm| format!("power-arm-{arm}")));
    keys.extend(
        EndReason::ALL.iter().flat_map(|word| [format!("end-{}", word.word()), format!("left-{}", word.word())]),
    );
    keys.extend(TherapistPart::ALL.iter().map(|word| format!("part-{}", word.word())));
    keys.extend(GroupMethod::ALL.iter().map(|word| format!("method-{}", word.word())));
    keys.extend(Profession::ALL.iter().map(|word| format!("profession-{}", word.word())));
    let fields = "email name role team profession language kind method format setting planned_size planned_sessions \
                  started_on ended_on cycle_starts_on cycle_weeks entry_weeks account part from until pseudonym client joined_on planned_end_on fewest signals \
                  step held_on held_by decided outcome motivation expectation psychosis trauma overstimulation \
                  understanding reflection attendance confidentiality ending research_export show_in_group";
    keys.extend(
        fields.split_whitespace().flat_map(|field| ["field", "wrong"].map(|list| format!("set-up-{list}-{field}"))),
    );
    keys.extend(Decided::ALL.iter().map(|word| format!("decided-{}", word.word())));
    keys.extend(CheckAnswer::ALL.iter().map(|word| format!("check-{}", word.word())));
    keys.extend(SelectionOutcome::ALL.iter().map(|word| format!("selection-outcome-{}", word.word())));
    keys.extend(
        SelectionStep::ALL
            .iter()
            .flat_map(|word| ["selection-step", "selection-step-what"].map(|list| format!("{list}-{}", word.word()))),
    );
    let Ok(serde_json::Value::Object(rules)) = serde_json::to_value(peil_stats::signals::Settings::default()) else {
        panic!("settings have names")
    };
    keys.extend(rules.keys().map(|name| format!("set-up-rule-{name}")));
    keys.extend(["active", "blocked", "invited", "no-password"].map(|word| format!("set-up-state-{word}")));
    keys.extend(["organisation", "account", "team", "group", "membership"].map(|word| format!("set-up-kind-{word}")));
    let steps = ["team", "people", "alerts", "group", "therapist", "member", "plan"];
    keys.extend(steps.iter().flat_map(|word| ["step", "step-what"].map(|list| format!("set-up-{list}-{word}"))));
    keys.extend(Role::ALL.iter().map(|word| format!("role-{}", word.word())));
    keys.extend(Chart::ALL.iter().map(|word| format!("look-chart-{}", word.word())));
    keys.extend(Course::ALL.iter().map(|word| format!("course-{}", word.word())));
    keys.extend(FewGroups::ALL.iter().map(|word| format!("few-{}", word.word())));
    keys.extend(Language::ALL.iter().map(|word| format!("language-{}", word.word())));
    keys.extend(AlertLevel::ALL.iter().map(|word| format!("level-{}", word.word())));
    keys.extend(SignalStep::ALL.iter().map(|word| format!("standing-{}", word.word())));
    keys.extend(EscalationReason::ALL.iter().map(|word| format!("escalated-{}", word.word())));
    keys.push("standing-raised".to_owned());
    keys.extend(
        Counter::ALL.iter().flat_map(|word| ["counter", "counter-how"].map(|list| format!("{list}-{}", word.word()))),
    );
    keys.extend(Counter::ALL.iter().map(|counter| format!("counter-unit-{}", counter.unit().word())));
    keys.extend(Period::ALL.iter().map(|word| format!("counters-period-{}", word.word())));
    keys.extend(Class::ALL.iter().map(|word| format!("counters-class-{}", word.word())));
    let grown = ["more", "less", "same"];
    keys.extend(grown.iter().flat_map(|word| ["", "-until"].map(|over| format!("growth-{word}{over}"))));
    keys.extend(SAVED.map(|what| format!("eve-saved-{what}")));
    keys.extend(NOT_SAVED.map(|why| format!("eve-problem-{why}")));
    keys.extend(SessionMode::ALL.iter().map(|word| format!("eve-mode-{}", word.word())));
    keys.extend(IndirectActivity::ALL.iter().map(|word| format!("eve-activity-{}", word.word())));
    keys.extend(Settled::ALL.iter().map(|word| format!("eve-settled-{}", word.word())));
    keys.extend(["a", "b", "c", "d"].map(|class| format!("licence-{class}")));
    let told = ["forecasts", "dropouts", "observed", "auc", "brier", "brier-share", "slope", "intercept"];
    keys.extend(told.map(|number| format!("leaving-trial-row-{number}")));
    keys.extend((1..=12).map(|month| format!("month-{month}")));
    keys.extend((1..=7).map(|weekday| format!("weekday-{weekday}")));
    keys.extend((1..=7).map(|day| format!("home-day-{day}")));
    for problem in PROBLEMS {
        keys.extend(["title", "what", "do"].map(|part| format!("problem-{problem}-{part}")));
    }
    let missing: Vec<_> = keys.iter().map(|key| key.replace('_', "-")).filter(|key| !texts.has(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn no_text_for_a_script_ends_its_data_block() {
    let json = Texts::new().unwrap().script_json(&["tablet-", "problem-"]);
    assert!(!json.contains('<'));
    let texts: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(texts["nl"]["tablet-question-of"].as_str().unwrap().contains("{number}"));
}

#[test]
fn a_place_takes_the_form_of_its_number() {
    let texts = Texts::new().unwrap();
    let mut args = FluentArgs::new();
    args.set("members", 1);
    assert_eq!(texts.get(Language::Nl, "group-members", Some(&args)), "1 lid");
    args.set("members", 8);
    assert_eq!(texts.get(Language::Nl, "group-members", Some(&args)), "8 leden");
}
