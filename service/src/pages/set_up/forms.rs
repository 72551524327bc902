//! Which fields each form has, with what stands in them.

use crate::{
    domain::{
        CheckAnswer, CycleWeeks, Decided, GroupFormat, GroupKind, GroupMethod, Language, PlannedSessions, PlannedSize,
        Profession, Role, SelectionOutcome, SelectionStep, Setting, TherapistPart,
    },
    manage::{Fields, LEAST_MARK, MOST_MARK},
    pages::views::{Layout, SetUpField, SetUpForm, SetUpInput},
    store::{CarerRow, TeamRow},
};

/// A form of fields.
pub(super) fn form(id: &str, action: String, button: &'static str, fields: Vec<SetUpField>) -> SetUpForm {
    SetUpForm { id: id.to_owned(), action, hidden: Vec::new(), fields, button, about: String::new(), primary: true }
}

/// A field that must be filled in.
pub(super) fn needed(name: &'static str, input: SetUpInput, from: &Fields) -> SetUpField {
    SetUpField { name, input, value: from.text(name).to_owned(), required: true, hint: false }
}

/// A field that may be left empty.
pub(super) fn optional(name: &'static str, input: SetUpInput, from: &Fields) -> SetUpField {
    SetUpField { required: false, ..needed(name, input, from) }
}

fn hinted(field: SetUpField) -> SetUpField {
    SetUpField { hint: true, ..field }
}

/// The words of a closed list.
fn words(layout: &Layout<'_>, list: &str, words: impl Iterator<Item = &'static str>) -> Vec<(String, String)> {
    words.map(|word| (word.to_owned(), layout.label(list, word))).collect()
}

/// A list that begins with nothing.
fn or_none(layout: &Layout<'_>, mut list: Vec<(String, String)>) -> SetUpInput {
    list.insert(0, (String::new(), layout.t("set-up-none")));
    SetUpInput::Choice(list)
}

fn choose(layout: &Layout<'_>, mut list: Vec<(String, String)>) -> SetUpInput {
    list.insert(0, (String::new(), layout.t("set-up-choose")));
    SetUpInput::Choice(list)
}

fn team_field(layout: &Layout<'_>, teams: &[TeamRow], from: &Fields) -> SetUpField {
    let list = teams.iter().map(|team| (team.id.to_string(), team.name.clone())).collect();
    optional("team", or_none(layout, list), from)
}

/// The fields of one of the people; the address only for who is new.
pub(super) fn staff(layout: &Layout<'_>, teams: &[TeamRow], from: &Fields, new: bool) -> Vec<SetUpField> {
    let roles = words(layout, "role", Role::ALL.iter().map(|role| role.word()));
    let professions = words(layout, "profession", Profession::ALL.iter().map(|word| word.word()));
    let mut fields = vec![
        needed("name", SetUpInput::Text, from),
        hinted(needed("role", choose(layout, roles), from)),
        hinted(team_field(layout, teams, from)),
        optional("profession", or_none(layout, professions), from),
    ];
    if new {
        fields.insert(0, needed("email", SetUpInput::Email, from));
        let languages = words(layout, "language", Language::ALL.iter().map(|word| word.word()));
        fields.push(needed("language", SetUpInput::Choice(languages), from));
    }
    fields
}

/// The fields of a group; its last day only for one that is there, its team only for who may choose it.
pub(super) fn group(layout: &Layout<'_>, teams: Option<&[TeamRow]>, from: &Fields, new: bool) -> Vec<SetUpField> {
    let kinds = words(layout, "kind", GroupKind::ALL.iter().map(|word| word.word()));
    let methods = words(layout, "method", GroupMethod::ALL.iter().map(|word| word.word()));
    let formats = words(layout, "format", GroupFormat::ALL.iter().map(|word| word.word()));
    let settings = (Setting::MIN..=Setting::MAX).map(|number| {
        let known = if number <= 3 { layout.t(&format!("set-up-setting-{number}")) } else { number.to_string() };
        (number.to_string(), known)
    });
    let mut fields = vec![
        needed("name", SetUpInput::Text, from),
        needed("kind", choose(layout, kinds), from),
        optional("method", or_none(layout, methods), from),
        hinted(needed("format", choose(layout, formats), from)),
        hinted(needed("setting", choose(layout, settings.collect()), from)),
        optional("planned_size", SetUpInput::Number(PlannedSize::MIN, PlannedSize::MAX), from),
        optional("planned_sessions", SetUpInput::Number(PlannedSessions::MIN, PlannedSessions::MAX), from),
        needed("started_on", SetUpInput::Day, from),
        hinted(optional("cycle_starts_on", SetUpInput::Day, from)),
        optional("cycle_weeks", SetUpInput::Number(CycleWeeks::MIN, CycleWeeks::MAX), from),
        hinted(optional("entry_weeks", SetUpInput::Number(CycleWeeks::MIN, CycleWeeks::MAX), from)),
    ];
    if let Some(teams) = teams {
        fields.push(team_field(layout, teams, from));
    }
    if !new {
        fields.push(hinted(optional("ended_on", SetUpInput::Day, from)));
    }
    fields
}

/// The fields of a part in a group.
pub(super) fn part(layout: &Layout<'_>, carers: &[CarerRow], from: &Fields) -> Vec<SetUpField> {
    let people = carers.iter().map(|carer| {
        (carer.account.to_string(), format!("{} ({})", carer.name, layout.label("role", carer.role.word())))
    });
    let parts = words(layout, "part", TherapistPart::ALL.iter().map(|word| word.word()));
    vec![
        needed("account", choose(layout, people.collect()), from),
        hinted(needed("part", SetUpInput::Choice(parts), from)),
        needed("from", SetUpInput::Day, from),
        optional("until", SetUpInput::Day, from),
    ]
}

/// The fields of a new member.
pub(super) fn member(from: &Fields) -> Vec<SetUpField> {
    let mut fields = vec![hinted(needed("pseudonym", SetUpInput::Text, from))];
    fields.extend(stay(from));
    fields
}

/// The field of somebody who is put forward.
pub(super) fn candidate(from: &Fields) -> Vec<SetUpField> {
    vec![hinted(needed("pseudonym", SetUpInput::Text, from))]
}

/// The fields of a client who is known and enters another group.
pub(super) fn known_member(layout: &Layout<'_>, clients: Vec<(String, String)>, from: &Fields) -> Vec<SetUpField> {
    let mut fields = vec![needed("client", choose(layout, clients), from)];
    fields.extend(member(from));
    fields
}

/// The days of a stay.
pub(super) fn stay(from: &Fields) -> Vec<SetUpField> {
    vec![needed("joined_on", SetUpInput::Day, from), optional("planned_end_on", SetUpInput::Day, from)]
}

/// The fields of a conversation with a candidate. `colleagues` are who may have held it.
pub(super) fn selection(
    layout: &Layout<'_>,
    step: SelectionStep,
    colleagues: Vec<(String, String)>,
    from: &Fields,
) -> Vec<SetUpField> {
    let decided = words(layout, "decided", Decided::ALL.iter().map(|word| word.word()));
    let outcomes = words(layout, "selection-outcome", SelectionOutcome::ALL.iter().map(|word| word.word()));
    let answers = words(layout, "check", CheckAnswer::ALL.iter().map(|word| word.word()));
    let mark = SetUpInput::Number(LEAST_MARK, MOST_MARK);
    let mut fields = vec![
        needed("held_on", SetUpInput::Day, from),
        needed("held_by", choose(layout, colleagues), from),
        hinted(optional("motivation", mark.clone(), from)),
        hinted(optional("expectation", mark, from)),
    ];
    fields.extend(step.points().iter().map(|point| needed(point.word(), choose(layout, answers.clone()), from)));
    fields.push(hinted(needed("decided", choose(layout, decided), from)));
    fields.push(needed("outcome", choose(layout, outcomes), from));
    match step {
        SelectionStep::Diagnostic => {}
        SelectionStep::Advice => fields.push(optional("joined_on", SetUpInput::Day, from)),
        SelectionStep::Contract => {
            fields.push(optional("joined_on", SetUpInput::Day, from));
            fields.push(optional("planned_end_on", SetUpInput::Day, from));
        }
    }
    fields
}
