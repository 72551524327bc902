//! Responses: answers of one client, read against the questionnaire they belong to.

use serde_json::Value;

use crate::decimal::Decimal;
use crate::definition::{ChoiceOption, Instrument, Item, Scale};
use crate::fhir::document;
use crate::fhir::export::{anchor_link_id, option_code, questionnaire_url, score_link_id, words_link_id};
use crate::fhir::import::draft::Draft;
use crate::fhir::import::extensions::Extensions;
use crate::fhir::import::ids::{LinkIds, Target};
use crate::fhir::import::total_check::{Total, differences};
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report, Warning};
use crate::fhir::urls;
use crate::scoring::{Answer, Answers};

/// The questionnaire that a response is read against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire<'a> {
    instrument: &'a Instrument,
    url: Option<String>,
    version: Option<String>,
    link_ids: LinkIds,
}

/// A response that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    answers: Answers,
    totals: Vec<Total>,
    subject: Option<String>,
    authored: Option<String>,
    submitted: bool,
    report: Report,
}

impl<'a> Questionnaire<'a> {
    /// One of our own, whose items have the linkIds of our own exports.
    pub fn own(instrument: &'a Instrument) -> Self {
        let mut link_ids = LinkIds::default();
        for item in instrument.items() {
            link_ids.insert(item.id(), Target::Item(item.id().to_owned()));
            for end in ["low", "high"] {
                link_ids.insert(&anchor_link_id(item.id(), end), Target::NotTaken);
            }
        }
        for name in ["recall", "intro"] {
            link_ids.insert(&words_link_id(name), Target::NotTaken);
        }
        for score in instrument.scores() {
            link_ids.insert(&score_link_id(score.id()), Target::Score(score.id().to_owned()));
        }
        let (url, version) = (questionnaire_url(instrument), instrument.version().to_string());
        Self { instrument, url: Some(url), version: Some(version), link_ids }
    }

    /// A foreign one, whose items have the linkIds of the document it was drafted from.
    pub fn drafted(draft: &'a Draft) -> Self {
        Self::finished(draft.instrument(), draft)
    }

    /// A foreign one of which the draft was finished by hand since.
    pub fn finished(instrument: &'a Instrument, draft: &Draft) -> Self {
        let (url, version) = (draft.url.clone(), draft.version.clone());
        Self { instrument, url, version, link_ids: draft.link_ids().clone() }
    }
}

impl Response {
    /// The answers.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The totals that stand in the response, each with what its answers give.
    pub fn totals(&self) -> &[Total] {
        &self.totals
    }

    /// The totals that are not what their answers give. The recomputed one counts.
    pub fn wrong_totals(&self) -> impl Iterator<Item = &Total> {
        self.totals.iter().filter(|total| !total.agrees())
    }

    /// Whom it is about, as the document says it.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// When it was filled in, as the document says it.
    pub fn authored(&self) -> Option<&str> {
        self.authored.as_deref()
    }

    /// Whether the form was handed in.
    pub fn submitted(&self) -> bool {
        self.submitted
    }

    /// What was not taken over, and what to look at.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// Reads a response. Stored totals are recomputed; they never count as answers.
///
/// # Errors
///
/// [`Refusal`]: not a response, a response to another questionnaire or to other items, one that was entered in error, or
/// an answer that does not fit its item.
pub(in crate::fhir) fn import(text: &str, questionnaire: &Questionnaire<'_>) -> Result<Response, Refusal> {
    let value = document::read_resource(text, "QuestionnaireResponse")?;
    let mut report = Report::default();
    let mut root = Members::of(&value, "")?;
    root.text("resourceType")?;
    root.text("id")?;
    root.text("language")?;
    same_questionnaire(root.text("questionnaire")?, questionnaire, &mut report)?;
    same_items(&mut root, questionnaire.instrument, &mut report)?;
    let status = root.needed_text("status")?;
    if status == "entered-in-error" {
        return Err(Refusal::EnteredInError);
    }
    let authored = root.text("authored")?.map(str::to_owned);
    let subject = root.any("subject").and_then(|one| one.get("reference")).and_then(Value::as_str).map(str::to_owned);
    let mut found = Found::default();
    for item in root.objects("item")? {
        read_item(item, questionnaire, &mut found, &mut report)?;
    }
    root.leave(&mut report);
    let answers = Answers::mixed(questionnaire.instrument, found.answers)?;
    let totals = differences(questionnaire.instrument, &answers, found.totals);
    let submitted = matches!(status, "completed" | "amended");
    Ok(Response { answers, totals, subject, authored, submitted, report })
}

#[derive(Default)]
struct Found {
    answers: Vec<(String, Answer)>,
    totals: Vec<(String, Decimal)>,
}

/// Compares what the response says it answers, as far as both sides say anything.
fn same_questionnaire(
    named: Option<&str>,
    questionnaire: &Questionnaire<'_>,
    report: &mut Report,
) -> Result<(), Refusal> {
    let (Some(named), Some(url)) = (named, &questionnaire.url) else {
        report.warn(Warning::ResponseWithoutQuestionnaire);
        return Ok(());
    };
    let (named_url, named_version) = named.split_once('|').map_or((named, None), |(url, version)| (url, Some(version)));
    let version = questionnaire.version.as_deref();
    if named_version.is_none() || version.is_none() {
        report.warn(Warning::ResponseWithoutVersion);
    }
    let other_version = named_version.zip(version).is_some_and(|(named, version)| named != version);
    if named_url == url && !other_version {
        return Ok(());
    }
    let expected = version.map_or_else(|| url.clone(), |version| format!("{url}|{version}"));
    Err(Refusal::OtherQuestionnaire { found: named.to_owned(), expected })
}

/// Compares our own hash of the items, where the response carries one.
fn same_items(root: &mut Members<'_>, instrument: &Instrument, report: &mut Report) -> Result<(), Refusal> {
    let mut extensions = Extensions::of(root)?;
    if let Some(mut hashes) = extensions.take(&urls::extension(urls::HASHES)) {
        let mut parts = Extensions::of(&mut hashes)?;
        if let Some(mut items) = parts.take("items") {
            let found = items.needed_text("valueString")?;
            if found != instrument.hashes().items().to_string() {
                let path = items.path_of("valueString");
                return Err(Refusal::OtherItems { path, found: found.to_owned() });
            }
        }
        if let Some(mut text) = parts.take("text") {
            let found = text.needed_text("valueString")?;
            let known = instrument.languages().iter().filter_map(|language| instrument.hashes().text_in(*language));
            if !known.into_iter().any(|known| known.to_string() == found) {
                report.warn(Warning::OtherWording { path: text.path_of("valueString") });
            }
        }
        parts.leave(report);
    }
    extensions.leave(report);
    Ok(())
}

fn read_item(
    mut item: Members<'_>,
    questionnaire: &Questionnaire<'_>,
    found: &mut Found,
    report: &mut Report,
) -> Result<(), Refusal> {
    let link_id = item.needed_text("linkId")?.to_owned();
    let words = item.text("text")?;
    let answers = item.objects("answer")?;
    let target = questionnaire.link_ids.get(&link_id);
    let path = item.path().to_owned();
    for one in item.objects("item")? {
        read_item(one, questionnaire, found, report)?;
    }
    item.leave(report);
    let several = answers.len() > 1;
    let Some(mut answer) = answers.into_iter().next() else {
        return if target.is_some() { Ok(()) } else { Err(Refusal::UnknownItem { path, link_id }) };
    };
    let target = target.ok_or_else(|| Refusal::UnknownItem { path: path.clone(), link_id })?;
    if several && *target != Target::NotTaken {
        return Err(Refusal::SeveralAnswers { path });
    }
    match target {
        Target::NotTaken => {
            report.keep(path, Reason::AnswerNotAsked);
            return Ok(());
        }
        Target::Score(score) => {
            if let Some(number) = read_number(&mut answer)? {
                found.totals.push((score.clone(), number));
            }
        }
        Target::Item(id) => {
            let asked = questionnaire.instrument.item(id);
            let asked = asked.ok_or_else(|| Refusal::UnknownItem { path: path.clone(), link_id: id.clone() })?;
            if words.is_some_and(|words| !is_wording(words, asked, questionnaire.instrument)) {
                report.warn(Warning::OtherWording { path: path.clone() });
            }
            let read = read_answer(&mut answer, asked, questionnaire.instrument, report)?;
            found.answers.extend(read.map(|read| (id.clone(), read)));
        }
    }
    for one in answer.objects("item")? {
        read_item(one, questionnaire, found, report)?;
    }
    answer.leave(report);
    Ok(())
}

/// Whether these are the item's words in one of its languages; anything is where the definition holds none.
fn is_wording(words: &str, item: &Item, instrument: &Instrument) -> bool {
    let mut known = instrument.languages().iter().filter_map(|language| item.text(*language)).peekable();
    known.peek().is_none() || known.any(|known| known == words)
}

/// The answer; none where nothing was filled in. An answer of a kind the item does not take is refused.
fn read_answer<'a>(
    answer: &mut Members<'a>,
    item: &Item,
    instrument: &Instrument,
    report: &mut Report,
) -> Result<Option<Answer>, Refusal> {
    match item.scale() {
        Scale::Choice { options } => {
            let Some(coding) = answer.any("valueCoding") else {
                return other_kind(answer, "a valueCoding");
            };
            let coding = Members::of(coding, answer.path_of("valueCoding"))?;
            chosen(coding, options, instrument, report).map(Some)
        }
        Scale::Vas { .. } | Scale::Number { .. } => match read_number(answer)? {
            Some(number) => Ok(Some(Answer::Number(number))),
            None => other_kind(answer, "a valueDecimal or valueInteger"),
        },
        Scale::Text { .. } => match answer.text("valueString")? {
            Some(words) => Ok(Some(Answer::Text(words.to_owned()))),
            None => other_kind(answer, "a valueString"),
        },
    }
}

fn other_kind(answer: &mut Members<'_>, expected: &'static str) -> Result<Option<Answer>, Refusal> {
    match answer.starting_with("value") {
        Some((name, _)) => Err(Refusal::WrongType { path: answer.path_of(name), expected }),
        None => Ok(None),
    }
}

/// The value of the chosen option: the weight in the definition, never the code or a weight in the response.
fn chosen(
    mut coding: Members<'_>,
    options: &[ChoiceOption],
    instrument: &Instrument,
    report: &mut Report,
) -> Result<Answer, Refusal> {
    let (system, code) = (coding.text("system")?, coding.needed_text("code")?);
    let fits = |option: &&ChoiceOption| {
        let (own_system, own_code) = option_code(option, instrument);
        own_code == code && (system.is_none() || own_system.is_none() || own_system.as_deref() == system)
    };
    let mut fitting = options.iter().filter(fits);
    let only = match (fitting.next(), fitting.next()) {
        (Some(only), None) => only,
        _ => return Err(Refusal::UnknownOption { path: coding.path().to_owned(), code: code.to_owned() }),
    };
    if system.is_none() {
        report.warn(Warning::CodeWithoutSystem { path: coding.path().to_owned() });
    }
    Ok(Answer::Number(only.value()))
}

fn read_number(answer: &mut Members<'_>) -> Result<Option<Decimal>, Refusal> {
    for name in ["valueDecimal", "valueInteger"] {
        if let Some(number) = answer.number(name)? {
            return Ok(Some(number));
        }
    }
    let Some(quantity) = answer.any("valueQuantity") else {
        return Ok(None);
    };
    Members::of(quantity, answer.path_of("valueQuantity"))?.number("value")
}
