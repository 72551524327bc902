//! The instruments that ship: complete, checked, worded as their holders worded them, and honest about their numbers.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use peil_questionnaires::{
    Answers, Decimal, Direction, Input, Instrument, Language, Library, LicenceClass, Moment, NoVerdict, Recipient,
    Rule, Seen, WordingStatus, alerts, check, form, verdict_basis,
};

fn library() -> Library {
    Library::embedded().unwrap()
}

fn rules(instrument: &Instrument) -> Vec<Rule> {
    let findings = check(instrument);
    findings.iter().map(|finding| finding.rule()).collect()
}

#[test]
fn every_file_in_the_folder_is_in_the_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("instruments");
    let mut on_disk = BTreeSet::new();
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap();
        let id = folder.file_name().into_string().unwrap();
        for file in fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            on_disk.insert(format!("{id}/{file}"));
        }
    }
    let library = library();
    let embedded: BTreeSet<String> = library.iter().map(|one| format!("{}/{}.toml", one.id(), one.version())).collect();
    assert_eq!(embedded, on_disk);
}

/// A version that has been given to clients never changes. If this fails because a file was edited, undo the edit and
/// make a new version beside it; a new file gets a new row.
#[test]
fn a_shipped_version_never_changes() {
    let pinned = include_str!("shipped.hashes");
    let library = library();
    let lines: String = library
        .iter()
        .map(|one| {
            let hashes = one.hashes();
            let (text, items, scoring) = (hashes.text(), hashes.items(), hashes.scoring());
            let (id, version) = (one.id(), one.version());
            format!("{id} {version}\n  text    {text}\n  items   {items}\n  scoring {scoring}\n")
        })
        .collect();
    assert_eq!(lines, pinned);
}

#[test]
fn the_phq_9_asks_in_the_holders_words() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    assert_eq!(phq.items().len(), 9);
    let dutch = form(phq, Language::Nl);
    let lead_in = "Hoe vaak hebt u in de afgelopen 2 weken last gehad van één of meer van de volgende problemen?";
    assert_eq!(dutch.intro.as_deref(), Some(lead_in));
    let last = "De gedachte dat u beter dood zou kunnen zijn of de gedachte uzelf op een bepaalde manier pijn te doen";
    assert_eq!(dutch.items[8].text.as_deref(), Some(last));
    let Input::Choice { options } = &dutch.items[0].input else {
        unreachable!("the PHQ-9 offers options");
    };
    let titles: Vec<&str> = options.iter().filter_map(|one| one.title.as_deref()).collect();
    let expected = ["Helemaal niet", "Verscheidene dagen", "Meer dan de helft van de dagen", "Bijna elke dag"];
    assert_eq!(titles, expected);
    let english = phq.items()[1].text(Language::En);
    assert_eq!(english, Some("Feeling down, depressed, or hopeless"));
}

#[test]
fn the_phq_9_says_that_its_dutch_wording_is_unconfirmed() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    assert_eq!(form(phq, Language::Nl).wording_status, WordingStatus::Unconfirmed);
    assert_eq!(form(phq, Language::En).wording_status, WordingStatus::Confirmed);
    assert!(phq.wording_note(Language::Nl).unwrap().contains("rechthebbende"));
    assert!(phq.notice(Language::Nl).unwrap().contains("Pfizer"));
    let expected = [Rule::WordingUnconfirmed, Rule::FromMemory, Rule::FromMemory];
    assert_eq!(rules(phq), expected);
}

#[test]
fn a_verdict_on_the_phq_9_rests_on_the_published_change_of_six_points() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let total = phq.score("total").unwrap();
    assert_eq!(total.direction(), Direction::LowerBetter);
    let basis = verdict_basis(phq, total).unwrap();
    assert_eq!(basis.points(), Some((Decimal::from(6), true)));
    let cut_off = basis.cut_off().unwrap();
    assert!(cut_off.is_clinical(Decimal::from(10)));
    assert!(!cut_off.is_clinical(Decimal::from(9)));
    assert_eq!(basis.change().source().seen(), Seen::Quoted);
    assert!(!total.reliabilities()[0].validated());
}

#[test]
fn item_9_of_the_phq_9_is_raised_from_the_first_saved_answer() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let raised = |value: i16| {
        let answers = Answers::new(phq, [("phq9", Decimal::from(value))]).unwrap();
        let raised = alerts(phq, &answers, Moment::OnSave);
        raised.first().map(|one| (one.alert().id().to_owned(), one.recipients()))
    };
    let leads = vec![Recipient::CaseLead, Recipient::GroupLead];
    assert_eq!(raised(0), None);
    assert_eq!(raised(1), Some(("self-harm".to_owned(), leads.clone())));
    let with_duty = [leads, vec![Recipient::OnDuty]].concat();
    assert_eq!(raised(3), Some(("self-harm".to_owned(), with_duty)));
}

#[test]
fn the_session_scale_is_four_bare_lines_of_our_own() {
    let library = library();
    let session = library.latest("peil-session").unwrap();
    assert_eq!(session.licence().spdx(), Some("CC0-1.0"));
    assert_eq!(session.items().len(), 4);
    for item in form(session, Language::Nl).items {
        let Input::Vas { ticks, show_value, low, high, .. } = item.input else {
            unreachable!("the session scale has lines only");
        };
        assert!(!ticks && !show_value && low.is_some() && high.is_some());
    }
    assert_eq!(rules(session), []);
    for score in session.scores() {
        assert_eq!(verdict_basis(session, score), Err(NoVerdict::NoNumbers));
    }
}

#[test]
fn the_bdi_ii_holds_no_wording_and_gives_no_verdict() {
    let library = library();
    let bdi = library.latest("bdi-ii").unwrap();
    assert_eq!(bdi.licence().class(), LicenceClass::D);
    let form = form(bdi, Language::Nl);
    assert_eq!(form.items.len(), 21);
    assert!(form.items.iter().all(|item| item.text.is_none()));
    assert_eq!(form.wording_status, WordingStatus::Absent);
    assert_eq!(verdict_basis(bdi, bdi.score("total").unwrap()), Err(NoVerdict::NotValidated));
    assert!(rules(bdi).iter().all(|rule| *rule == Rule::FromMemory));
}
