//! Sessions of the past, held through the same use cases as tonight's.

use jiff::{SignedDuration, Timestamp, civil::Date};
use peil_questionnaires::Decimal;
use peil_service::{
    clock::Clock,
    collect::{Entry, Said, Submission, accept_in, close_session, open_session_at, record_attendance},
    domain::{Attendance, GroupId, IdempotencyKey, Language, MembershipId, SessionId},
    store::Tenant,
};

use crate::{
    Practice, TestApp,
    answers::{Given, peil_session, phq_9},
};

impl TestApp {
    /// Lets the group be asked for anxiety too, and gives a member a score of it beside that of each session but the second.
    ///
    /// # Panics
    ///
    /// When a row is refused.
    pub async fn anxious_too(&self, practice: &Practice, name: &str) {
        practice.also_measures(self, "gad-7").await;
        let anxious = "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id,
                                           instrument_id, instrument_version, scale, scoring_hash, measured_on, outcome,
                                           value, computed_at)
                       SELECT x.organisation_id, gen_random_uuid(), x.client_id, x.membership_id, x.session_id,
                              x.response_id, 'gad-7', '1.0.0', 'total', 'pair', x.measured_on, 'complete', 10 - s.number,
                              x.computed_at
                       FROM scores x JOIN sessions s USING (organisation_id, session_id)
                       WHERE x.membership_id = $1 AND x.instrument_id = 'phq-9' AND s.number <> 2";
        self.owner.execute(anxious, &[&practice.member(name)]).await.unwrap();
    }

    /// Holds `sessions` weekly sessions of Anna's group, the last one a week ago, in which each member answered both
    /// questionnaires and slowly got better. The first member, Berk, missed the second session.
    ///
    /// # Panics
    ///
    /// When a use case refuses.
    pub async fn hold_sessions(&self, practice: &Practice, sessions: i64) {
        self.hold_sessions_of(practice, practice.group, sessions).await;
    }

    /// The same for another group of the practice.
    ///
    /// # Panics
    ///
    /// When a use case refuses.
    pub async fn hold_sessions_of(&self, practice: &Practice, group: GroupId, sessions: i64) {
        let mut connection = self.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let mut random = rand::rng();
        for session in 0..sessions {
            let at = self.clock.now() - SignedDuration::from_hours(24 * 7 * (sessions - session));
            let held_on = peil_service::clock::local_date(at, "Europe/Amsterdam");
            let opened =
                open_session_at(&tenant, &self.library, (group, None), held_on, at, &mut random).await.unwrap();
            let evening = Evening { app: self, tenant: &tenant, practice, session, at, held_on };
            evening.hold(group, opened.id).await;
            close_session(&tenant, &self.library, opened.id, None, at + SignedDuration::from_hours(2)).await.unwrap();
        }
        tenant.commit().await.unwrap();
    }
}

/// What a member did at a session that [`TestApp::hold_evening`] holds.
#[derive(Debug, Clone, Copy)]
pub enum Did {
    /// Came, with a total of the PHQ-9 and a place on the lines of the session scale, where they were filled in.
    Came(Option<i64>, Option<i64>),
    /// Stayed away.
    Away(Attendance),
}

impl TestApp {
    /// Holds one session of Anna's group, `weeks` weeks ago, and closes it unless it is to stay open.
    ///
    /// # Panics
    ///
    /// When a use case refuses.
    pub async fn hold_evening(
        &self,
        practice: &Practice,
        weeks: i64,
        closes: bool,
        did: impl Fn(&str) -> Did,
    ) -> SessionId {
        let mut connection = self.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let at = self.clock.now() - SignedDuration::from_hours(24 * 7 * weeks);
        let held_on = peil_service::clock::local_date(at, "Europe/Amsterdam");
        let (group, random) = (practice.group, &mut rand::rng());
        let opened = open_session_at(&tenant, &self.library, (group, None), held_on, at, random).await.unwrap();
        let evening = Evening { app: self, tenant: &tenant, practice, session: 0, at, held_on };
        for member in tenant.memberships(group).await.unwrap().iter().filter(|member| member.is_active_on(held_on)) {
            let (seen, total, place) = match did(&member.pseudonym) {
                Did::Came(total, place) => (Attendance::Present, total, place),
                Did::Away(why) => (why, None, None),
            };
            record_attendance(&tenant, opened.id, &[(member.id, seen)], None, at).await.unwrap();
            let line = |place: i64| place.to_string();
            let rated = place.map(|at| peil_session([&line(at), &line(at), &line(10 - at), &line(at)]));
            for (instrument, given) in [("phq-9", total.map(spread)), ("peil-session", rated)] {
                if let Some(given) = given {
                    evening.send(opened.id, member.id, instrument, &given).await;
                }
            }
        }
        if closes {
            close_session(&tenant, &self.library, opened.id, None, at + SignedDuration::from_hours(2)).await.unwrap();
        }
        tenant.commit().await.unwrap();
        opened.id
    }
}

struct Evening<'a> {
    app: &'a TestApp,
    tenant: &'a Tenant<'a>,
    practice: &'a Practice,
    session: i64,
    at: Timestamp,
    held_on: Date,
}

impl Evening<'_> {
    async fn hold(&self, group: GroupId, session: SessionId) {
        let members = self.tenant.memberships(group).await.unwrap();
        for (place, member) in (0..).zip(members.iter().filter(|member| member.is_active_on(self.held_on))) {
            let came = !(place == 0 && self.session == 1);
            let seen = if came { Attendance::Present } else { Attendance::AbsentIll };
            record_attendance(self.tenant, session, &[(member.id, seen)], None, self.at).await.unwrap();
            if came {
                self.answer(session, member.id, place).await;
            }
        }
    }

    async fn answer(&self, session: SessionId, membership: MembershipId, place: i64) {
        // What else the plan asks stays open.
        for instrument in ["phq-9", "peil-session"] {
            self.send(session, membership, instrument, &given(instrument, place, self.session)).await;
        }
    }

    async fn send(&self, session: SessionId, membership: MembershipId, instrument: &str, given: &Given) {
        let entry = Entry {
            organisation: self.practice.id,
            session,
            membership,
            entered_at: self.at,
            expires_at: self.at + SignedDuration::from_hours(2),
        };
        let asked = self.tenant.member_assignments(session, membership).await.unwrap();
        for asked in asked.iter().filter(|asked| asked.instrument == instrument) {
            let instrument = self.app.library.latest(&asked.instrument).unwrap();
            let submission = Submission {
                assignment: asked.id,
                key: IdempotencyKey::new(self.at),
                instrument: asked.instrument.clone(),
                version: asked.version.clone(),
                item_hash: instrument.hashes().items().to_string(),
                text_hash: None,
                language: Language::Nl,
                answers: exact(given),
            };
            accept_in(self.tenant, &self.app.library, &entry, &submission, self.at).await.unwrap();
        }
    }
}

/// A total that starts between 10 and 18, falls a little at each session, and wobbles without chance.
fn given(instrument: &str, place: i64, session: i64) -> Given {
    if instrument == "peil-session" {
        let line = |shift: i64| format!("{}", 5 + (place + session + shift) % 4);
        return peil_session([&line(0), &line(1), "2", &line(2)]);
    }
    let wobble = (place * 7 + session * 5) % 4 - 1;
    let total = (10 + place * 8 / 5 - session * (1 + place % 3) / 2 + wobble).clamp(0, 24);
    spread(total)
}

/// A total spread over the first eight items: the ninth asks about death.
fn spread(total: i64) -> Given {
    let sign = |item: i64| total / 8 + i64::from(item < total % 8);
    phq_9(&(0..8).map(|item| sign(item).to_string()).chain(["0".to_owned()]).collect::<String>())
}

fn exact(given: &Given) -> Vec<(String, Option<Said>)> {
    let exact = |value: &str| value.parse::<Decimal>().unwrap();
    given.iter().map(|(item, value)| (item.clone(), Some(exact(value).into()))).collect()
}
