//! A client comes to the tablet: the session's code shows the pseudonyms, the own code opens the forms.

use jiff::{SignedDuration, Timestamp};
use peil_questionnaires::{Instrument, Language, Library};

use super::{CollectError, attendance::change, wording_confirmed};
use crate::{
    access::{Actor, AuditEvent, Outcome, Passwords, Token, count_attempt, record},
    domain::{
        Attendance, ClientCode, GroupId, MembershipId, OccasionKind, OrganisationId, Phase, SessionCode, SessionId,
    },
    store::{
        AnswerRow, AssignmentRow, CodeRow, MembershipRow, Noted, SittingRow, Store, StoredAnswer, TabletEntryRow,
        Tenant,
    },
};

/// How long a tablet may deliver what a client answered. The token opens nothing but writing in this client's own forms of
/// this session, so it outlives the evening: a tablet that lost its connection must still be able to hand the answers over.
const ENTRY_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What a tablet shows once the session's code was typed.
#[derive(Debug, Clone)]
pub struct RoomSession {
    /// Number of the session; none for a moment of one member.
    pub number: Option<i16>,
    /// Name of the group.
    pub group_name: String,
    /// The members of tonight: id and pseudonym.
    pub members: Vec<(MembershipId, String)>,
}

/// A client who stands at a tablet.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// Since when.
    pub entered_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

/// A client whose codes were right.
pub struct Entered {
    /// What opens the forms.
    pub token: Token,
    /// Where he stands.
    pub entry: Entry,
    /// The group whose pages and wall must hear that he is there; none when that was known.
    pub arrived_in: Option<GroupId>,
}

/// One form that the client is asked, with what was saved of it.
pub struct AskedForm<'l> {
    /// The assignment.
    pub assignment: AssignmentRow,
    /// On which side of the session it is filled in; a moment has no sides.
    pub phase: Phase,
    /// The instrument, exactly the version that was assigned.
    pub instrument: &'l Instrument,
    /// The languages in which the words are those of the holder, as the definition or an administrator of this organisation
    /// says. None when other words came after the form was asked and nobody compared them yet: it is not shown then.
    pub languages: Vec<Language>,
    /// The answers saved so far; none once the form was submitted.
    pub answers: Vec<AnswerRow>,
    /// The words that the client may go on from, by item; no answer until he passes the question.
    pub start: Vec<(String, String)>,
}

/// The session of a code.
///
/// # Errors
///
/// [`CollectError::WrongCode`] or [`CollectError::ExpiredCode`], or the store's own.
pub async fn look_up(store: &Store, code: &SessionCode, now: Timestamp) -> Result<RoomSession, CollectError> {
    let mut connection = store.connect().await?;
    let route = valid_route(connection.session_code(code).await?, now)?;
    let tenant = connection.begin(route.organisation).await?;
    let session = tenant.sitting(route.session).await?.ok_or(CollectError::WrongCode)?;
    let group = tenant.group(session.group).await?.ok_or(CollectError::WrongCode)?;
    let members = tenant.memberships(session.group).await?;
    let waiting = waiting_at(&tenant, &session).await?;
    let members = members
        .into_iter()
        .filter(|member| is_of(&session, &waiting, member))
        .map(|member| (member.id, member.pseudonym))
        .collect();
    Ok(RoomSession { number: session.number, group_name: group.name, members })
}

/// Lets a client in.
///
/// # Errors
///
/// [`CollectError`] for a wrong or expired code, a wrong own code (counted), too many attempts, or the store's own.
pub async fn enter(
    store: &Store,
    passwords: &Passwords,
    code: &SessionCode,
    membership: MembershipId,
    own: &ClientCode,
    now: Timestamp,
) -> Result<Entered, CollectError> {
    let mut connection = store.connect().await?;
    let route = valid_route(connection.session_code(code).await?, now)?;
    let subject = attempts_at(membership);
    let tenant = connection.begin(route.organisation).await?;
    count_attempt(&tenant, &subject, now).await?;
    let hash = match member_of(&tenant, &route, membership).await? {
        Some(member) => tenant.client_code_hash(member.client).await?,
        None => None,
    };
    tenant.commit().await?;
    // No transaction is held open while the hash is computed.
    let right = passwords.matches(own.expose(), hash.as_deref()).await?;
    let tenant = connection.begin(route.organisation).await?;
    let event = AuditEvent::new(Actor::Client(membership), "tablet-entry").on("session", route.session.uuid());
    if !right {
        record(&tenant, &event.with_outcome(Outcome::Denied), now);
        tenant.commit().await?;
        return Err(CollectError::WrongClientCode);
    }
    tenant.clear_attempts(&subject).await?;
    // Who answers outside a session came to none.
    let mut arrived_in = None;
    if let Some(session) = tenant.session(route.session).await? {
        let arrival = tenant.record_arrival(session.id, membership, now).await?;
        arrived_in = (arrival != Noted::Known).then_some(session.group);
        if let Noted::After(noted) = arrival {
            // Who wrote that he would not come must be able to see what became of it.
            let became = change(noted, Attendance::Present);
            let event = AuditEvent::new(Actor::Client(membership), became).on("session", session.id.uuid());
            record(&tenant, &event, now);
        }
    }
    let token = Token::draw(route.organisation)?;
    let expires_at = now + ENTRY_LIFETIME;
    let row = TabletEntryRow { session: route.session, membership, entered_at: now, expires_at };
    tenant.insert_tablet_entry(&token.hash(), row).await?;
    record(&tenant, &event, now);
    tenant.commit().await?;
    let entry = entry(route.organisation, row);
    Ok(Entered { token, entry, arrived_in })
}

/// Under what the attempts at a member's own code are counted.
pub(super) fn attempts_at(membership: MembershipId) -> String {
    format!("client:{membership}")
}

/// The entry of a token.
///
/// # Errors
///
/// [`CollectError::EntryExpired`] when it is unknown or over, or the store's own.
pub async fn entry_of(store: &Store, token: &Token, now: Timestamp) -> Result<Entry, CollectError> {
    let mut connection = store.connect().await?;
    let organisation = token.organisation();
    let tenant = connection.begin(organisation).await?;
    let row = tenant.tablet_entry(&token.hash()).await?.ok_or(CollectError::EntryExpired)?;
    if row.expires_at <= now {
        return Err(CollectError::EntryExpired);
    }
    Ok(entry(organisation, row))
}

fn entry(organisation: OrganisationId, row: TabletEntryRow) -> Entry {
    let TabletEntryRow { session, membership, entered_at, expires_at } = row;
    Entry { organisation, session, membership, entered_at, expires_at }
}

/// What a client is asked tonight, in the languages whose words somebody compared. A form whose version the library misses
/// is left out and told: the others are asked.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn forms<'l>(store: &Store, library: &'l Library, entry: &Entry) -> Result<Vec<AskedForm<'l>>, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    let confirmations = tenant.wording_confirmations().await?;
    let at_session = tenant.session(entry.session).await?.is_some();
    let mut asked = Vec::new();
    for assignment in tenant.member_assignments(entry.session, entry.membership).await? {
        // A start that was sent at a moment is not asked again at the session that asked it too, nor the other way round.
        let once = matches!(assignment.occasion, OccasionKind::Start | OccasionKind::End);
        if once && !assignment.submitted && tenant.sent_elsewhere(&assignment).await? {
            continue;
        }
        let Ok(instrument) = instrument_of(library, &assignment.instrument, &assignment.version) else {
            let AssignmentRow { id, instrument, version, .. } = &assignment;
            tracing::error!(assignment = %id, %instrument, %version, "a form is not asked: its version is not in the library");
            continue;
        };
        let languages = instrument.languages().iter().copied();
        let languages: Vec<Language> =
            languages.filter(|language| wording_confirmed(instrument, *language, &confirmations)).collect();
        if languages.is_empty() {
            let AssignmentRow { id, instrument, version, .. } = &assignment;
            tracing::warn!(assignment = %id, %instrument, %version, "a form is not shown: nobody compared its wording");
        }
        let (answers, start) = if assignment.submitted {
            (Vec::new(), Vec::new())
        } else {
            (tenant.answers(assignment.id).await?, kept_words(&tenant, entry.membership, instrument).await?)
        };
        let phase = if at_session { assignment.occasion.phase() } else { Phase::Any };
        asked.push(AskedForm { assignment, phase, instrument, languages, answers, start });
    }
    Ok(asked)
}

/// The words of the client's last form of this instrument, for items whose words last.
///
/// Words last where the next item asks a number about them, as with a goal and how near it is: the same words must stand
/// over the same curve. Other words are about their own evening, and last week's remark is never offered as this week's.
async fn kept_words(
    tenant: &Tenant<'_>,
    member: MembershipId,
    instrument: &Instrument,
) -> Result<Vec<(String, String)>, CollectError> {
    let lasting = lasting_words(instrument);
    if lasting.is_empty() {
        return Ok(Vec::new());
    }
    let last = tenant.last_words(member, instrument.id()).await?.into_iter();
    let words = last.filter_map(|row| match row.value {
        StoredAnswer::Words(words) if lasting.contains(&row.item.as_str()) => Some((row.item, words)),
        StoredAnswer::Words(_) | StoredAnswer::Number(_) => None,
    });
    Ok(words.collect())
}

/// The items that ask for words which the next item asks a number about.
fn lasting_words(instrument: &Instrument) -> Vec<&str> {
    let pairs = instrument.items().windows(2);
    pairs
        .filter_map(|pair| match pair {
            [words, next] if words.scale().is_text() && !next.scale().is_text() => Some(words.id()),
            _ => None,
        })
        .collect()
}

/// Exactly the version that was assigned.
pub(super) fn instrument_of<'l>(library: &'l Library, id: &str, version: &str) -> Result<&'l Instrument, CollectError> {
    let version = version.parse().map_err(|_| CollectError::UnknownInstrumentVersion)?;
    library.get(id, version).ok_or(CollectError::UnknownInstrumentVersion)
}

fn valid_route(route: Option<CodeRow>, now: Timestamp) -> Result<CodeRow, CollectError> {
    let route = route.ok_or(CollectError::WrongCode)?;
    if route.expires_at <= now { Err(CollectError::ExpiredCode) } else { Ok(route) }
}

async fn member_of(
    tenant: &Tenant<'_>,
    route: &CodeRow,
    membership: MembershipId,
) -> Result<Option<MembershipRow>, CollectError> {
    let Some(session) = tenant.sitting(route.session).await? else { return Ok(None) };
    let waiting = waiting_at(tenant, &session).await?;
    let member = tenant.membership(membership).await?;
    Ok(member.filter(|member| is_of(&session, &waiting, member)))
}

/// Who was asked while waiting; nobody at a session.
async fn waiting_at(tenant: &Tenant<'_>, sitting: &SittingRow) -> Result<Vec<MembershipId>, CollectError> {
    if !sitting.waits {
        return Ok(Vec::new());
    }
    Ok(tenant.session_progress(sitting.id).await?.into_iter().map(|row| row.membership).collect())
}

/// Whether a member may answer here: at a session whoever is in the group that day, at a moment the one it is for, and of those
/// who wait whoever was asked.
fn is_of(sitting: &SittingRow, waiting: &[MembershipId], member: &MembershipRow) -> bool {
    match sitting.only {
        Some(only) => member.id == only,
        None if sitting.waits => member.group == sitting.group && waiting.contains(&member.id),
        None => member.group == sitting.group && member.is_active_on(sitting.held_on),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Library, lasting_words};

    #[test]
    fn a_goal_keeps_its_words_and_a_remark_does_not() {
        let library = Library::embedded().unwrap();
        let lasting = |id: &str| lasting_words(library.latest(id).unwrap());
        assert_eq!(lasting("peil-goals"), ["goal1", "goal2", "goal3"]);
        assert_eq!(lasting("peil-check-in"), [""; 0]);
        assert_eq!(lasting("phq-9"), [""; 0]);
    }
}
