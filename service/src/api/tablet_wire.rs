//! What tablet and service say to each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The code of tonight's session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionRequest {
    /// Six signs; case, spaces and dashes do not matter.
    #[schema(example = "K7M-4QX")]
    pub(super) code: String,
}

/// What the code opens: the pseudonyms of tonight's members.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionReply {
    /// None outside a session.
    pub(super) session_number: Option<i16>,
    pub(super) group_name: String,
    pub(super) members: Vec<MemberReply>,
    /// Languages of the screens.
    pub(super) languages: [&'static str; 2],
}

/// One member.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberReply {
    pub(super) membership_id: Uuid,
    pub(super) pseudonym: String,
}

/// Both codes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryRequest {
    pub(super) code: String,
    pub(super) membership_id: Uuid,
    /// Four to eight digits.
    pub(super) client_code: String,
}

/// What both codes open.
#[derive(Serialize, ToSchema)]
pub(super) struct EntryReply {
    /// For the `Authorization: Bearer` header of what follows.
    pub(super) token: String,
    /// Until when, RFC 3339.
    pub(super) expires_at: String,
    pub(super) forms: Vec<FormReply>,
    /// Whether the group may see this client's line tonight; none where that is not asked.
    pub(super) line_given: Option<bool>,
    /// The name of the questionnaire that the line is of, by language; none where nothing is asked.
    pub(super) line_of: Option<LineName>,
}

/// The name of the questionnaire that a line is of.
#[derive(Serialize, ToSchema)]
pub(super) struct LineName {
    pub(super) nl: String,
    pub(super) en: String,
}

/// May the group see my line tonight?
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LineRequest {
    /// True: yes, until the session closes or it is taken back. False: no, or no longer. Null: only asks what stands.
    pub(super) given: Option<bool>,
    /// Chosen once for a yes. A no, or a question what stands, names the yes that may still be under way: that comes too
    /// late then.
    #[serde(default)]
    pub(super) key: Option<Uuid>,
}

/// What stands about a line.
#[derive(Serialize, ToSchema)]
pub(super) struct LineReply {
    /// Whether the group may see it now.
    pub(super) given: bool,
}

/// One form to fill in.
#[derive(Serialize, ToSchema)]
pub(super) struct FormReply {
    pub(super) assignment_id: Uuid,
    /// Whether it was sent before; then it holds no answers.
    pub(super) submitted: bool,
    /// `before` the session, `after` it, or `any` time.
    pub(super) phase: &'static str,
    pub(super) instrument_id: String,
    pub(super) instrument_version: String,
    /// Sent back with the answers.
    pub(super) item_hash: String,
    /// The form in each language whose words somebody compared with the holder's, by its tag; none when there are only other
    /// words by now. It is not shown then, and what was answered before is still taken.
    pub(super) forms: BTreeMap<&'static str, FormText>,
    /// The answers saved so far, by item.
    pub(super) answers: BTreeMap<String, String>,
    /// Words that the client wrote before and may go on from, by item. They are no answer until he passes the question.
    pub(super) start: BTreeMap<String, String>,
}

/// A form in one language.
#[derive(Serialize, ToSchema)]
pub(super) struct FormText {
    pub(super) title: String,
    pub(super) intro: Option<String>,
    pub(super) recall: Option<String>,
    pub(super) notice: Option<String>,
    /// Hash of these words, sent back with the form.
    pub(super) text_hash: Option<String>,
    pub(super) items: Vec<ItemText>,
}

/// One item in one language.
#[derive(Serialize, ToSchema)]
pub(super) struct ItemText {
    pub(super) id: String,
    pub(super) text: String,
    /// `choice`, `vas`, `number` or `text`.
    pub(super) kind: &'static str,
    pub(super) options: Vec<OptionText>,
    pub(super) low: Option<String>,
    pub(super) high: Option<String>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) step: Option<String>,
    /// The largest number of characters of a `text`.
    pub(super) max_length: Option<u32>,
}

/// One option of a choice.
#[derive(Serialize, ToSchema)]
pub(super) struct OptionText {
    pub(super) value: String,
    pub(super) label: String,
}

/// One answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerRequest {
    /// An exact decimal, or for an item of kind `text` the words; null takes the answer back.
    #[schema(example = "2")]
    pub(super) value: Option<String>,
    /// The language on screen.
    pub(super) language: String,
}

/// A whole form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResponseRequest {
    /// Chosen once for this form; sending it again stores nothing twice.
    pub(super) idempotency_key: Uuid,
    pub(super) instrument_id: String,
    pub(super) instrument_version: String,
    pub(super) item_hash: String,
    /// Hash of the words that were on screen, as they came; without it the present ones count.
    pub(super) text_hash: Option<String>,
    pub(super) language: String,
    /// The answers of this tab, by item: exact decimals, and words for items of kind `text`; null for one that was taken
    /// back. An item that is not here keeps what was saved.
    pub(super) answers: BTreeMap<String, Option<String>>,
}

/// A stored form.
#[derive(Serialize, ToSchema)]
pub(super) struct ResponseReply {
    pub(super) response_id: Uuid,
}
