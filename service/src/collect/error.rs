//! What can stand in the way of an answer.

use peil_questionnaires::AnswerError;

use super::{NotAskable, safety::MissingRecipients};
use crate::{
    access::{BadToken, PasswordError, TooManyAttempts},
    store::StoreError,
};

/// Why a use case of the tablet or the session did not happen. Nothing is half done then.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// No session has this code.
    #[error("no session has this code")]
    WrongCode,
    /// The session's code is no longer valid.
    #[error("the code of this session is no longer valid")]
    ExpiredCode,
    /// The pseudonym and the client's own code do not belong together.
    #[error("name and own code do not belong together")]
    WrongClientCode,
    /// Guessing has gone on for too long.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// The client's time at this tablet is over.
    #[error("the time at this tablet is over; enter the codes again")]
    EntryExpired,
    /// There is no such group, session, member or form here, or not for this person.
    #[error("not found")]
    NotFound,
    /// The form asks an instrument version that this service does not have.
    #[error("this version of the questionnaire is not known here")]
    UnknownInstrumentVersion,
    /// Something that is no number where a number is asked; what it was is not repeated.
    #[error("item {item}: a number is asked")]
    NoNumber {
        /// The item.
        item: String,
    },
    /// An answer that the form does not allow.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The form was submitted before, with other answers or another key.
    #[error("this form was submitted before")]
    AlreadySubmitted,
    /// The group still has an open session.
    #[error("this group has a session that is still open")]
    SessionIsOpen,
    /// The session is over.
    #[error("this session is closed")]
    SessionIsClosed,
    /// The session is of another day, or a later one was opened.
    #[error("only the newest session of a group can be opened again, and only on its own day")]
    NotReopened,
    /// A client let the group see his line, and took it back, more often than anybody means to.
    #[error("this client changed his mind about his line too often in this session")]
    LineSaidTooOften,
    /// The group measures nothing yet.
    #[error("this group has no questionnaires; add one to its plan first")]
    NoPlan,
    /// Who came to a session has begun.
    #[error("this member came to a session, so the stay has begun")]
    StayHasBegun,
    /// Words that clients would read were not compared with the holder's, or there are none.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    NotAskable(Vec<NotAskable>),
    /// The group asks an instrument with a safety alert, and nobody would read it.
    #[error(transparent)]
    MissingRecipients(#[from] MissingRecipients),
    /// The last one on duty stays while a group asks an instrument with a safety alert.
    #[error("a group asks a questionnaire with a safety alert; put somebody else on duty before the last one leaves")]
    LastOnDuty,
    /// Nobody saw the alert as it is now: it is new, or it got worse after it was opened.
    #[error("nobody saw this alert as it is now; open it first")]
    AlertNotSeen,
    /// The alert was closed before.
    #[error("this alert was closed before")]
    AlertIsClosed,
    /// Nobody acted on the alert and no note says why nothing had to be done.
    #[error("nobody acted on this alert; note what was done, or why nothing had to be done")]
    NothingDone,
    /// Whoever was not at the session as a therapist reads what was written about it, and writes nothing.
    #[error("this is written by those who were at the session as lead, co-therapist or trainee")]
    NotForReaders,
    /// The joint note is for who wrote his own.
    #[error("write your own note first; the joint one comes after it")]
    OwnFirst,
    /// A rating without a mark.
    #[error("no line was marked; mark at least one")]
    NothingMarked,
    /// The agreement was settled otherwise before.
    #[error("this agreement was settled before")]
    AgreementSettled,
    /// The stay ended before.
    #[error("this stay ended before; who comes back begins a new one")]
    StayHasEnded,
    /// The last day of a stay lies before its start, or ahead.
    #[error("the last day of a stay lies between its first day and today")]
    DayOutsideStay,
    /// A code could not be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A token could not be made.
    #[error(transparent)]
    Token(#[from] BadToken),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}
