//! Stays of the past in bulk, for what takes hundreds of them: groups of eight that met twelve times, in which who missed a
//! session without a word often did not come back.

use jiff::{Span, civil::date};
use peil_service::{
    clock::Clock,
    domain::OrganisationId,
    signals::{claim_leaving, learn_leaving},
};
use uuid::Uuid;

use crate::{Practice, TestApp};

/// Members of each group.
const MEMBERS: usize = 8;
/// Weekly sessions of each group.
const SESSIONS: usize = 12;

/// Numbers that look like chance and are the same in every run (Lehmer's generator).
struct Wheel(u64);

impl Wheel {
    fn share(&mut self) -> f64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        f64::from(u32::try_from(self.0).unwrap()) / 2_147_483_647.0
    }
}

/// The columns of the tables that are filled.
#[derive(Default)]
struct Columns {
    groups: (Vec<Uuid>, Vec<String>, Vec<String>),
    sessions: (Vec<Uuid>, Vec<Uuid>, Vec<i16>, Vec<String>),
    stays: (Vec<Uuid>, Vec<Uuid>, Vec<String>),
    /// From, until, and why no longer; of each stay.
    spans: (Vec<String>, Vec<String>, Vec<String>),
    attendance: (Vec<Uuid>, Vec<Uuid>, Vec<String>),
    starts: (Vec<Uuid>, Vec<String>, Vec<f64>),
}

impl TestApp {
    /// Adds `groups` groups of the kind `skills` whose `8 · groups` stays have all ended, with who came and the first score
    /// of each member. `first` numbers the first of them.
    ///
    /// # Panics
    ///
    /// When a row is refused.
    pub async fn past_stays(&self, practice: &Practice, first: usize, groups: usize) {
        let mut columns = Columns::default();
        for group in first..first + groups {
            gather(&mut columns, group);
        }
        self.fill(practice.id, practice.group.uuid(), &columns).await;
    }

    /// Learns at once who leaves, whoever else would.
    ///
    /// # Panics
    ///
    /// When somebody is at it, or it cannot be learnt.
    pub async fn learn_leaving(&self, practice: &Practice) {
        let mut connection = self.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        assert!(claim_leaving(&tenant, self.clock.now()).await.unwrap());
        tenant.commit().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        learn_leaving(&tenant, &self.library, self.clock.now()).await.unwrap();
        tenant.commit().await.unwrap();
        self.analysed().await;
    }

    async fn fill(&self, organisation: OrganisationId, like: Uuid, columns: &Columns) {
        let (id, import) = (organisation.uuid(), Uuid::now_v7());
        let Columns { groups, sessions, stays, spans, attendance, starts } = columns;
        let owner = &self.owner;
        let done = "every row is taken";
        owner
            .execute(
                "INSERT INTO groups (organisation_id, group_id, name, kind, format, setting, started_on)
                 SELECT $1, g, n, 'skills', 'closed', 2, d::date
                 FROM unnest($2::uuid[], $3::text[], $4::text[]) AS u (g, n, d)",
                &[&id, &groups.0, &groups.1, &groups.2],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO group_plans (organisation_id, group_id, instrument_id, instrument_version, position,
                                          occasion, every, weeks_after)
                 SELECT p.organisation_id, g, p.instrument_id, p.instrument_version, p.position, p.occasion, p.every,
                        p.weeks_after
                 FROM group_plans p CROSS JOIN unnest($3::uuid[]) AS g
                 WHERE p.organisation_id = $1 AND p.group_id = $2",
                &[&id, &like, &groups.0],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO sessions (organisation_id, session_id, group_id, number, held_on, opened_at, closed_at)
                 SELECT $1, s, g, n, d::date, d::date + time '19:00', d::date + time '21:00'
                 FROM unnest($2::uuid[], $3::uuid[], $4::int2[], $5::text[]) AS u (s, g, n, d)",
                &[&id, &sessions.0, &sessions.1, &sessions.2, &sessions.3],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO clients (organisation_id, client_id, started_on, created_at)
                 SELECT $1, m, d::date, now() FROM unnest($2::uuid[], $3::text[]) AS u (m, d)",
                &[&id, &stays.0, &spans.0],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on,
                                          left_on, end_reason, planned_end_on)
                 SELECT $1, m, g, m, n, d::date, l::date, r, d::date + 77
                 FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
                      AS u (m, g, n, d, l, r)",
                &[&id, &stays.0, &stays.1, &stays.2, &spans.0, &spans.1, &spans.2],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at)
                 SELECT $1, s, m, w, now() FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS u (s, m, w)",
                &[&id, &attendance.0, &attendance.1, &attendance.2],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO imports (organisation_id, import_id, content_hash, rows, imported_at)
                 VALUES ($1, $2, $3, 1, now())",
                &[&id, &import, &import.to_string()],
            )
            .await
            .expect(done);
        owner
            .execute(
                "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, import_id, instrument_id,
                                     instrument_version, scale, scoring_hash, measured_on, outcome, value, computed_at)
                 SELECT $1, gen_random_uuid(), m, m, $2, 'phq-9', '1.0.0', 'total', 'x', d::date, 'complete',
                        v::numeric, now()
                 FROM unnest($3::uuid[], $4::text[], $5::float8[]) AS u (m, d, v)",
                &[&id, &import, &starts.0, &starts.1, &starts.2],
            )
            .await
            .expect(done);
    }
}

fn gather(columns: &mut Columns, number: usize) {
    let mut wheel = Wheel(1_000_003 + 7_919 * number as u64);
    let begun = date(2024, 1, 2) + Span::new().weeks(i64::try_from(number).unwrap());
    let day = |week: usize| (begun + Span::new().weeks(i64::try_from(week).unwrap())).to_string();
    let group = Uuid::now_v7();
    columns.groups.0.push(group);
    columns.groups.1.push(format!("Vroeger {number}"));
    columns.groups.2.push(begun.to_string());
    let sessions: Vec<Uuid> = (0..SESSIONS).map(|_| Uuid::now_v7()).collect();
    for (week, session) in sessions.iter().enumerate() {
        columns.sessions.0.push(*session);
        columns.sessions.1.push(group);
        columns.sessions.2.push(i16::try_from(week + 1).unwrap());
        columns.sessions.3.push(day(week));
    }
    for place in 0..MEMBERS {
        let member = Uuid::now_v7();
        let (mut absent, mut end, mut reason) = (false, SESSIONS - 1, "completed");
        for (week, session) in sessions.iter().enumerate() {
            let leaves = if absent { 0.35 } else { 0.015 };
            if week > 0 && wheel.share() < leaves {
                // The day before the session to which nobody came.
                (end, reason) = (week - 1, "dropout");
                break;
            }
            if week > 5 && wheel.share() < 0.01 {
                (end, reason) = (week - 1, "agreed_early");
                break;
            }
            absent = week > 0 && wheel.share() < 0.06;
            let said = if absent { "absent_without_notice" } else { "present" };
            columns.attendance.0.push(*session);
            columns.attendance.1.push(member);
            columns.attendance.2.push(said.to_owned());
        }
        columns.stays.0.push(member);
        columns.stays.1.push(group);
        columns.stays.2.push(format!("Lid {place}"));
        columns.spans.0.push(begun.to_string());
        columns.spans.1.push(day(end));
        columns.spans.2.push(reason.to_owned());
        // Some miss the first form and fill one in two weeks later, if they are still there.
        let (first, score) = (if place == 0 { 2 } else { 0 }, (8.0 + 16.0 * wheel.share()).floor());
        if first <= end {
            columns.starts.0.push(member);
            columns.starts.1.push(day(first));
            columns.starts.2.push(score);
        }
    }
}
