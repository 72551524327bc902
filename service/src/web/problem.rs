//! The one error at the edge: RFC 9457, a closed list of types.
//!
//! A handler returns a [`Problem`]; the outermost middleware shows it as a page where a page was asked for.

use actix_web::{HttpRequest, HttpResponse, ResponseError, error::JsonPayloadError, http::StatusCode};
use serde::Serialize;

use crate::{
    access::{LoginError, PasswordError, TooManyAttempts},
    analyse::AnalyseError,
    collect::{CollectError, MissingRecipients, NotAskable},
    domain::CodeError,
    signals::{LifeError, SignalsError},
    store::StoreError,
};

/// Where the types are explained; a name, not necessarily an address that answers.
const BASE: &str = "https://peil.example/problems/";

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident => $suffix:literal, $status:ident, $title:literal;)+) => {
        /// What can be wrong with a request: every type there is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemKind {
            $($(#[doc = $doc])+ $variant),+
        }

        impl ProblemKind {
            /// Every type.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The end of the type's address.
            #[must_use]
            pub const fn suffix(self) -> &'static str {
                match self { $(Self::$variant => $suffix),+ }
            }

            /// The status that goes with it.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),+ }
            }

            /// The same for every occurrence, in English.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

kinds! {
    /// No session has this code.
    WrongCode => "wrong-code", NOT_FOUND, "no session has this code";
    /// The session's code is over.
    ExpiredCode => "expired-code", GONE, "the code of this session is no longer valid";
    /// Pseudonym and own code do not belong together.
    WrongClientCode => "wrong-client-code", FORBIDDEN, "name and own code do not belong together";
    /// Address and password do not belong together.
    WrongPassword => "wrong-login", FORBIDDEN, "address and password do not belong together";
    /// Guessing has gone on for too long.
    TooManyAttempts => "too-many-attempts", TOO_MANY_REQUESTS, "too many attempts; wait a quarter of an hour";
    /// The form speaks of an instrument version that is not known.
    UnknownInstrumentVersion => "unknown-instrument-version", CONFLICT, "this version of the questionnaire is not known here";
    /// An answer that its item does not allow.
    AnswerOutOfRange => "answer-out-of-range", UNPROCESSABLE_ENTITY, "an answer lies outside what its item allows";
    /// An item that the form does not have.
    UnknownItem => "unknown-item", UNPROCESSABLE_ENTITY, "the form has no such item";
    /// More bytes than any form has.
    BodyTooLarge => "body-too-large", PAYLOAD_TOO_LARGE, "the message is too large";
    /// Not what this address takes.
    MalformedBody => "malformed-body", BAD_REQUEST, "the message could not be read";
    /// The form is closed.
    AlreadySubmitted => "already-submitted", CONFLICT, "this form was submitted before";
    /// The time at the tablet is over.
    EntryExpired => "entry-expired", UNAUTHORIZED, "the time at this tablet is over; enter the codes again";
    /// The group has a session that is still open.
    SessionIsOpen => "session-is-open", CONFLICT, "this group has a session that is still open";
    /// The session is over.
    SessionIsClosed => "session-is-closed", CONFLICT, "this session is closed";
    /// The session is of another day, or not the newest.
    SessionNotReopened => "session-not-reopened", CONFLICT, "only the newest session of a group can be opened again, and only on its own day";
    /// The line was given and taken back too often in one session.
    LineSaidTooOften => "line-said-too-often", CONFLICT, "this was changed too often in this session; the line is not shown";
    /// The group measures nothing.
    NoPlan => "no-plan", CONFLICT, "this group has no questionnaires yet";
    /// Words that clients would read were not compared with the holder's.
    WordingNotConfirmed => "wording-not-confirmed", CONFLICT, "nobody compared the wording of a questionnaire with the holder's";
    /// A safety alert of this group would reach nobody: it has no lead.
    NoLead => "no-lead", CONFLICT, "nobody leads this group, so nobody would read its safety alerts";
    /// A safety alert would reach nobody: nobody is on duty.
    NobodyOnDuty => "nobody-on-duty", CONFLICT, "nobody is on duty for safety alerts";
    /// It is not set within which time a safety alert must be seen.
    NoAlertTime => "no-alert-time", CONFLICT, "the time within which a safety alert must be seen is not set";
    /// Safety alerts need somebody on duty.
    LastOnDuty => "last-on-duty", CONFLICT, "this is the last one on duty, and groups ask questionnaires with safety alerts";
    /// The alert is new, or got worse after it was opened.
    AlertNotSeen => "alert-not-seen", CONFLICT, "nobody saw this alert as it is now; open it first";
    /// The alert was closed before.
    AlertIsClosed => "alert-is-closed", CONFLICT, "this alert was closed before";
    /// Nobody acted on the alert, and no note says why.
    NothingDone => "nothing-done", CONFLICT, "nobody acted on this alert; note what was done, or why nothing had to be";
    /// The joint note comes after one's own.
    OwnNoteFirst => "own-note-first", CONFLICT, "write your own note first; the joint one comes after it";
    /// The agreement was settled otherwise before.
    AgreementSettled => "agreement-settled", CONFLICT, "this agreement was settled before";
    /// The stay ended before.
    StayHasEnded => "stay-has-ended", CONFLICT, "this stay ended before; who comes back begins a new one";
    /// A stay cannot end as one that never began.
    StayHasBegun => "stay-has-begun", CONFLICT, "this member came to a session, so the stay has begun and ends in another way";
    /// A last day before the first, or ahead.
    DayOutsideStay => "day-outside-stay", UNPROCESSABLE_ENTITY, "the last day of a stay lies between its first day and today";
    /// A field that cannot be used; the detail names it.
    FieldRefused => "field-refused", UNPROCESSABLE_ENTITY, "a field cannot be used as it was filled in";
    /// An account has the address.
    EmailTaken => "email-taken", CONFLICT, "an account with this e-mail address exists";
    /// Something else has the name.
    NameTaken => "name-taken", CONFLICT, "this name is taken";
    /// Nobody else could set anything up.
    LastAdministrator => "last-administrator", CONFLICT, "this is the last administrator";
    /// The account is shut.
    AccountBlocked => "account-blocked", CONFLICT, "this account is blocked; unblock it first";
    /// The colleague has a part in a running group.
    HasParts => "has-parts", CONFLICT, "this colleague has a part in a running group; end that first";
    /// Stays in the group still run.
    HasMembers => "has-members", CONFLICT, "the group still has members; end their stays first";
    /// The colleague has a part in the group already.
    PartOverlaps => "part-overlaps", CONFLICT, "this colleague has a part in the group on some of these days";
    /// The client is in the group already.
    AlreadyMember => "already-member", CONFLICT, "this client is in the group already on some of these days";
    /// Somebody in the group has the pseudonym.
    PseudonymTaken => "pseudonym-taken", CONFLICT, "somebody in this group has, or had, this pseudonym";
    /// The first day stays once there are scores.
    HasScores => "has-scores", CONFLICT, "there are scores of this stay, so its first day is not changed any more";
    /// The link to choose a password does not work.
    LinkSpent => "link-spent", GONE, "this link does not work any more; ask your administrator for a new one";
    /// There is nothing here, or not for this person.
    NotFound => "not-found", NOT_FOUND, "there is nothing here, or not for you";
    /// The method is not for this address.
    MethodNotAllowed => "method-not-allowed", METHOD_NOT_ALLOWED, "this address does not take that method";
    /// Logged in, but not for this.
    Forbidden => "forbidden", FORBIDDEN, "this is not for your role";
    /// Nobody is logged in.
    NotLoggedIn => "not-logged-in", UNAUTHORIZED, "log in first";
    /// The request did not come from one of our own pages.
    CrossSite => "csrf", FORBIDDEN, "the form was not sent from this site, or it is too old; load the page again";
    /// Too little data for what was asked.
    NothingToShow => "nothing-to-show", CONFLICT, "there are no scores for this yet";
    /// The database cannot be reached.
    Unavailable => "unavailable", SERVICE_UNAVAILABLE, "the service cannot reach its data; try again in a minute";
    /// Our own fault.
    Internal => "internal", INTERNAL_SERVER_ERROR, "something went wrong on our side";
}

/// An error as it leaves the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    kind: ProblemKind,
    detail: Option<String>,
    names: Vec<String>,
}

/// The JSON form (RFC 9457).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// Address of the type; its end is stable.
    #[serde(rename = "type")]
    #[schema(example = "https://peil.example/problems/wrong-code")]
    pub type_: String,
    /// The type in words.
    pub title: String,
    /// The status.
    pub status: u16,
    /// This occurrence in words. Never an answer, a name or free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Problem {
    /// A problem without further words.
    #[must_use]
    pub fn new(kind: ProblemKind) -> Self {
        Self { kind, detail: None, names: Vec::new() }
    }

    /// The same with words for this occurrence. They must hold no answer, name or free text.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// What kind.
    #[must_use]
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// What a page names beside its words: titles of questionnaires. Never an answer or a person.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The JSON form.
    #[must_use]
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            type_: format!("{BASE}{}", self.kind.suffix()),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail.clone(),
        }
    }

    /// A fault of ours: logged here, once, and told without its inside.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = %error, "a request failed");
        Self::new(ProblemKind::Internal)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.kind.title())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        let body = serde_json::to_string(&self.body()).unwrap_or_default();
        HttpResponse::build(self.kind.status()).insert_header(("Content-Type", "application/problem+json")).body(body)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_unreachable() {
            tracing::error!(error = %error, "the database cannot be reached");
            return Self::new(ProblemKind::Unavailable);
        }
        Self::internal(&error)
    }
}

impl From<TooManyAttempts> for Problem {
    fn from(error: TooManyAttempts) -> Self {
        match error {
            TooManyAttempts::Wait => Self::new(ProblemKind::TooManyAttempts),
            TooManyAttempts::Store(error) => error.into(),
        }
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Wrong => Self::new(ProblemKind::WrongPassword),
            LoginError::TooMany(error) => error.into(),
            LoginError::Store(error) => error.into(),
            LoginError::Password(_) | LoginError::Token(_) => Self::internal(&error),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        Self::internal(&error)
    }
}

impl From<SignalsError> for Problem {
    fn from(error: SignalsError) -> Self {
        match error {
            SignalsError::Analyse(error) => error.into(),
            SignalsError::Store(error) => error.into(),
            _ => Self::internal(&error),
        }
    }
}

impl From<LifeError> for Problem {
    fn from(error: LifeError) -> Self {
        match error {
            LifeError::NotFound => Self::new(ProblemKind::NotFound),
            LifeError::Closed => Self::new(ProblemKind::AlertIsClosed),
            LifeError::NothingSaid => Self::new(ProblemKind::NothingDone),
            LifeError::Store(error) => error.into(),
        }
    }
}

impl From<AnalyseError> for Problem {
    fn from(error: AnalyseError) -> Self {
        match error {
            AnalyseError::UnknownScale { .. } => Self::new(ProblemKind::NotFound),
            AnalyseError::Store(error) => error.into(),
            AnalyseError::Fit(_)
            | AnalyseError::Undetermined(_)
            | AnalyseError::StoredModel(_)
            | AnalyseError::Expected(_)
            | AnalyseError::BrokenOff => Self::internal(&error),
        }
    }
}

impl From<CodeError> for Problem {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::Session => Self::new(ProblemKind::WrongCode),
            CodeError::Client => Self::new(ProblemKind::WrongClientCode),
        }
    }
}

impl From<MissingRecipients> for Problem {
    fn from(missing: MissingRecipients) -> Self {
        Self::new(match missing {
            MissingRecipients::NoLead => ProblemKind::NoLead,
            MissingRecipients::NobodyOnDuty => ProblemKind::NobodyOnDuty,
            MissingRecipients::NoTime => ProblemKind::NoAlertTime,
        })
    }
}

impl From<CollectError> for Problem {
    fn from(error: CollectError) -> Self {
        use peil_questionnaires::AnswerError;
        match error {
            CollectError::WrongCode => Self::new(ProblemKind::WrongCode),
            CollectError::ExpiredCode => Self::new(ProblemKind::ExpiredCode),
            CollectError::WrongClientCode => Self::new(ProblemKind::WrongClientCode),
            CollectError::TooMany(error) => error.into(),
            CollectError::EntryExpired => Self::new(ProblemKind::EntryExpired),
            CollectError::NotFound => Self::new(ProblemKind::NotFound),
            CollectError::UnknownInstrumentVersion => Self::new(ProblemKind::UnknownInstrumentVersion),
            CollectError::Answer(AnswerError::UnknownItem { .. }) => Self::new(ProblemKind::UnknownItem),
            // The item is named, the answer is not.
            CollectError::Answer(error) => {
                Self::new(ProblemKind::AnswerOutOfRange).with_detail(format!("item {}", error.item()))
            }
            CollectError::NoNumber { item } => {
                Self::new(ProblemKind::AnswerOutOfRange).with_detail(format!("item {item}"))
            }
            CollectError::AlreadySubmitted => Self::new(ProblemKind::AlreadySubmitted),
            CollectError::SessionIsOpen => Self::new(ProblemKind::SessionIsOpen),
            CollectError::SessionIsClosed => Self::new(ProblemKind::SessionIsClosed),
            CollectError::NotReopened => Self::new(ProblemKind::SessionNotReopened),
            CollectError::LineSaidTooOften => Self::new(ProblemKind::LineSaidTooOften),
            CollectError::NoPlan => Self::new(ProblemKind::NoPlan),
            CollectError::NotAskable(refused) => {
                let told: Vec<String> = refused.iter().map(ToString::to_string).collect();
                let problem = Self::new(ProblemKind::WordingNotConfirmed).with_detail(told.join("; "));
                Self { names: refused.iter().map(NotAskable::name).collect(), ..problem }
            }
            CollectError::MissingRecipients(missing) => missing.into(),
            CollectError::LastOnDuty => Self::new(ProblemKind::LastOnDuty),
            CollectError::AlertNotSeen => Self::new(ProblemKind::AlertNotSeen),
            CollectError::AlertIsClosed => Self::new(ProblemKind::AlertIsClosed),
            CollectError::StayHasEnded => Self::new(ProblemKind::StayHasEnded),
            CollectError::StayHasBegun => Self::new(ProblemKind::StayHasBegun),
            CollectError::DayOutsideStay => Self::new(ProblemKind::DayOutsideStay),
            CollectError::NothingDone => Self::new(ProblemKind::NothingDone),
            CollectError::NotForReaders => Self::new(ProblemKind::Forbidden),
            CollectError::OwnFirst => Self::new(ProblemKind::OwnNoteFirst),
            CollectError::NothingMarked => Self::new(ProblemKind::MalformedBody),
            CollectError::AgreementSettled => Self::new(ProblemKind::AgreementSettled),
            CollectError::Store(error) => error.into(),
            CollectError::Password(_) | CollectError::Token(_) => Self::internal(&error),
        }
    }
}

/// What is wrong with a message that should be JSON.
pub fn json_problem(error: JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    let kind = match error {
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => ProblemKind::BodyTooLarge,
        _ => ProblemKind::MalformedBody,
    };
    Problem::new(kind).into()
}
