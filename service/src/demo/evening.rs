//! One past session: opened, attended, answered, closed.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use peil_questionnaires::{Instrument, Library};
use peil_stats::simulate::{self, ClientSession};
use rand::rngs::Xoshiro256PlusPlus;

use super::{
    DemoError,
    calendar::moment,
    forms::{Filled, Given, fill_in, scores_last_item, without_last_item},
    groups::{Group, latest},
    ids::Ids,
    members::{Seat, end_after},
    reflection::{self, LookBack},
    signals::InTime,
};
use crate::{
    collect::{
        Entry, OpenedSession, SavedAnswer, Submission, accept_in, act_on, close_alert, close_session, open_session_at,
        record_attendance, save_answer_in, see_alert,
    },
    domain::{
        AlertLevel, Attendance, EndReason, IdempotencyKey, MembershipId, SessionId, SessionMode, SessionTime, StepNote,
    },
    store::{AlertReader, AssignmentRow, Tenant},
};

/// After the beginning: the register, the first form, the next one, the end, and when a code stops working.
const REGISTER: SignedDuration = SignedDuration::from_mins(10);
const FORMS: SignedDuration = SignedDuration::from_mins(80);
const NEXT_FORM: SignedDuration = SignedDuration::from_secs(90);
const END: SignedDuration = SignedDuration::from_mins(110);
/// Of which sessions the end is written down: every third; and how long those took.
const WRITTEN: u32 = 3;
const WRITTEN_END: SignedDuration = SignedDuration::from_mins(95);

/// Where one form is left with more items open than the rule can fill: group and session, both from 1.
const TOO_MANY_OPEN: (u32, u32) = (8, 5);

/// What the lead notes about an alert about safety.
const SPOKEN: &str = "Na de sessie samen gesproken en een veiligheidsplan gemaakt.";
/// What the lead notes about any other.
const ASKED: &str = "Na de sessie gevraagd hoe het was; komt er de volgende keer op terug.";

/// What holding sessions takes.
pub(super) struct Evenings<'a> {
    /// The transaction.
    pub(super) tenant: &'a Tenant<'a>,
    /// What is asked.
    pub(super) library: &'a Library,
    /// The organisation's zone.
    pub(super) zone: &'a TimeZone,
    /// Draws identifiers.
    pub(super) ids: &'a mut Ids,
}

/// A session under way.
struct Evening<'r> {
    /// The group's own, so that what happens in it does not hang on which other groups met before.
    random: &'r mut Xoshiro256PlusPlus,
    opened: OpenedSession,
    /// When the next form is done.
    clock: Timestamp,
    end: Timestamp,
    /// Whether a form with too many open items is still to come.
    too_many_open: bool,
}

impl Evenings<'_> {
    /// Holds a session of a group, the first is 1, and tells how many forms were submitted.
    pub(super) async fn hold(
        &mut self,
        group: &Group,
        (seats, random): (&mut [Seat], &mut Xoshiro256PlusPlus),
        session: u32,
    ) -> Result<usize, DemoError> {
        let held_on = group.date(session)?;
        let start = moment(held_on, group.time, self.zone)?;
        let opened =
            open_session_at(self.tenant, self.library, (group.id, Some(group.lead)), held_on, start, random).await?;
        let too_many_open = TOO_MANY_OPEN == (group.simulated.number, session);
        let mut evening = Evening { random, opened, clock: start + FORMS, end: start + END, too_many_open };
        self.register(group, seats, &evening, start + REGISTER).await?;
        let mut submitted = 0;
        for (seat, row) in rows(group, seats, session) {
            if row.attendance == simulate::Attendance::Present {
                submitted += self.answer(seat, row, &mut evening).await?;
            }
        }
        let end = evening.end.max(evening.clock);
        // Of a group without a schedule somebody always writes the end down, of others now and then.
        if !group.simulated.is_running() || session.is_multiple_of(WRITTEN) {
            let time = SessionTime::new(Some(start), Some(start + WRITTEN_END));
            let time = time.map_err(|_| DemoError::Unplanned("end"))?;
            self.tenant.set_session_time(evening.opened.id, time, Some(SessionMode::InPerson), end).await?;
        }
        close_session(self.tenant, self.library, evening.opened.id, Some(group.lead), end).await?;
        self.speak_of_alerts(group, evening.opened.id, (held_on, end), is_newest(group, session)).await?;
        let left = group.simulated.held_sessions - session;
        if group.simulated.is_running() && left < reflection::SESSIONS {
            let about = rows(group, seats, session).map(|(seat, _)| seat.membership).next().filter(|_| left == 0);
            let (tenant, library) = (self.tenant, self.library);
            let talk = LookBack { tenant, library, group, session: evening.opened.id, about, ended_at: end };
            talk.hold(self.ids, session as usize).await?;
        }
        self.signals(group, seats, (session, held_on, end)).await?;
        Ok(submitted)
    }

    async fn register(
        &self,
        group: &Group,
        seats: &mut [Seat],
        evening: &Evening<'_>,
        at: Timestamp,
    ) -> Result<(), DemoError> {
        let session = u32::try_from(evening.opened.number).map_err(|_| DemoError::Unplanned("session"))?;
        let seen: Vec<(MembershipId, Attendance)> =
            rows(group, seats, session).map(|(seat, row)| (seat.membership, attendance_of(row))).collect();
        record_attendance(self.tenant, evening.opened.id, &seen, Some(group.lead), at).await?;
        Ok(())
    }

    /// One member at the tablet; the number of forms submitted.
    async fn answer(
        &mut self,
        seat: &mut Seat,
        row: &ClientSession,
        evening: &mut Evening<'_>,
    ) -> Result<usize, DemoError> {
        let too_many_open = row.answers.is_some() && std::mem::take(&mut evening.too_many_open);
        let answers = row.answers.map(|answers| if seat.spoken_of { without_last_item(answers) } else { answers });
        let filled = fill_in(answers.as_ref(), seat.last_items, too_many_open, evening.random)?;
        seat.spoken_of |= answers.is_some_and(|answers| scores_last_item(&answers));
        seat.last_items = answers.map(|answers| answers.items).or(seat.last_items);
        let asked = self.tenant.member_assignments(evening.opened.id, seat.membership).await?;
        let form = |instrument: &'static str| {
            let asked = asked.iter().find(|asked| asked.instrument == instrument);
            Ok::<_, DemoError>((asked.ok_or(DemoError::Unplanned("form"))?, latest(self.library, instrument)?))
        };
        let (symptom_form, session_form) = (form("phq-9")?, form("peil-session")?);
        match filled {
            Filled::Nothing => Ok(0),
            Filled::Begun(given) => {
                self.begin(seat, evening, symptom_form.0, given).await?;
                Ok(0)
            }
            Filled::Submitted { symptoms, session } => {
                self.submit(seat, evening, symptom_form, symptoms).await?;
                let Some(session) = session else { return Ok(1) };
                self.submit(seat, evening, session_form, session).await?;
                Ok(2)
            }
        }
    }

    async fn submit(
        &mut self,
        seat: &Seat,
        evening: &mut Evening<'_>,
        (asked, instrument): (&AssignmentRow, &Instrument),
        answers: Given,
    ) -> Result<(), DemoError> {
        let submission = Submission {
            assignment: asked.id,
            key: IdempotencyKey::from(self.ids.next(evening.clock)),
            instrument: asked.instrument.clone(),
            version: asked.version.clone(),
            item_hash: instrument.hashes().items().to_string(),
            text_hash: None,
            language: seat.language,
            answers: answers.into_iter().map(|(item, value)| (item, Some(value.into()))).collect(),
        };
        accept_in(self.tenant, self.library, &self.entry(seat, evening), &submission, evening.clock).await?;
        evening.clock += NEXT_FORM;
        Ok(())
    }

    async fn begin(
        &self,
        seat: &Seat,
        evening: &mut Evening<'_>,
        asked: &AssignmentRow,
        answers: Given,
    ) -> Result<(), DemoError> {
        let entry = self.entry(seat, evening);
        for (item, value) in &answers {
            let said = (*value).into();
            let answer = SavedAnswer { item, value: Some(&said), language: seat.language };
            save_answer_in(self.tenant, self.library, &entry, asked.id, answer, evening.clock).await?;
        }
        evening.clock += NEXT_FORM;
        Ok(())
    }

    fn entry(&self, seat: &Seat, evening: &Evening<'_>) -> Entry {
        Entry {
            organisation: self.tenant.organisation(),
            session: evening.opened.id,
            membership: seat.membership,
            entered_at: evening.clock,
            expires_at: evening.end,
        }
    }

    /// The lead reads tonight's alerts, does something about each, and closes them; those of the newest session stand.
    async fn speak_of_alerts(
        &self,
        group: &Group,
        session: SessionId,
        (today, at): (Date, Timestamp),
        newest: bool,
    ) -> Result<(), DemoError> {
        let lead = AlertReader { account: group.lead, team: None, today };
        for (alert, level) in self.tenant.alerts_of_session(session).await? {
            let words = if level == AlertLevel::Safety { SPOKEN } else { ASKED };
            let Some(note) = StepNote::parse(words)? else { continue };
            see_alert(self.tenant, &lead, alert, at).await?;
            act_on(self.tenant, &lead, alert, &note, at).await?;
            if !newest {
                close_alert(self.tenant, &lead, alert, None, at).await?;
            }
        }
        Ok(())
    }

    /// Judges what is known after a session, and once more where stays end with it.
    async fn signals(
        &self,
        group: &Group,
        seats: &[Seat],
        (session, on, end): (u32, Date, Timestamp),
    ) -> Result<(), DemoError> {
        let in_time = InTime { tenant: self.tenant, library: self.library };
        in_time.judge(group.id, session, end).await?;
        if !is_newest(group, session) {
            in_time.read(group, end).await?;
        }
        if self.part(group, seats, (session, on)).await? {
            in_time.judge(group.id, session, end).await?;
        }
        Ok(())
    }

    /// Ends the stays, and the group, that end with this session; whether any does.
    async fn part(&self, group: &Group, seats: &[Seat], (session, on): (u32, Date)) -> Result<bool, DemoError> {
        let mut parted = false;
        for (seat, member) in seats.iter().zip(&group.simulated.members) {
            if let Some(reason) = end_after(member, session) {
                self.tenant.end_membership(seat.membership, on, reason).await?;
                parted = true;
            }
        }
        let last = session == group.simulated.held_sessions && !group.simulated.is_running();
        if last {
            // Who stayed away from the last sessions never said goodbye.
            for (seat, _) in seats.iter().zip(&group.simulated.members).filter(|(_, member)| member.leave.is_none()) {
                self.tenant.end_membership(seat.membership, on, EndReason::Dropout).await?;
            }
            self.tenant.end_group(group.id, on).await?;
        }
        Ok(parted || last)
    }
}

/// Whether a session is the last one so far of a group that goes on.
fn is_newest(group: &Group, session: u32) -> bool {
    group.simulated.is_running() && session == group.simulated.held_sessions
}

/// The members of a session with what was simulated of them.
fn rows<'a>(
    group: &'a Group,
    seats: &'a mut [Seat],
    session: u32,
) -> impl Iterator<Item = (&'a mut Seat, &'a ClientSession)> {
    let members = seats.iter_mut().zip(&group.simulated.members);
    members.filter_map(move |(seat, member)| Some((seat, member.sessions.iter().find(|row| row.session == session)?)))
}

fn attendance_of(row: &ClientSession) -> Attendance {
    match row.attendance {
        simulate::Attendance::Present => Attendance::Present,
        simulate::Attendance::AbsentWithNotice => Attendance::AbsentWithNotice,
        simulate::Attendance::Ill => Attendance::AbsentIll,
        simulate::Attendance::Holiday => Attendance::AbsentHoliday,
        simulate::Attendance::AbsentWithoutNotice => Attendance::AbsentWithoutNotice,
    }
}
