//! Plans of who of a group begins when, the starts that were drawn, and the scores that a multiple baseline rests on.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{
    AccountId, BaselineCancelled, BaselineDraft, BaselineId, BaselineLot, GroupId, MembershipId, SessionId,
};

sql! {
    INSERT = "INSERT INTO baseline_designs (organisation_id, design_id, group_id, instrument_id, scale, lot, first_on,
                                            every_days, moments, least_before, least_after, starts, planned_by, planned_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    ADD_MEMBER = "INSERT INTO baseline_starts (organisation_id, design_id, membership_id, position)
                  VALUES ($1, $2, $3, $4)";
    OF_GROUP = "SELECT d.design_id, d.group_id, d.instrument_id, d.scale, d.lot, d.first_on, d.every_days, d.moments,
                       d.least_before, d.least_after, d.starts, d.planned_at, d.seed, d.drawn_at, a.display_name,
                       d.ended_at, d.cancelled_at, d.cancel_reason
                FROM baseline_designs d
                LEFT JOIN accounts a ON a.organisation_id = d.organisation_id AND a.account_id = d.drawn_by
                WHERE d.organisation_id = $1 AND d.group_id = $2 ORDER BY d.planned_at, d.design_id";
    // Whoever draws goes first; who comes with the same wish sees what was drawn.
    LOCK = "SELECT design_id FROM baseline_designs
            WHERE organisation_id = $1 AND design_id = $2 AND cancelled_at IS NULL AND drawn_at IS NULL FOR UPDATE";
    // A member's lot is drawn once: whoever could draw again for another first day would draw until it suits. Starts that were
    // drawn elsewhere are no lots of ours, on neither side; who has left takes no part.
    DRAWN_BEFORE = "SELECT EXISTS (SELECT FROM baseline_designs d
                                   JOIN baseline_starts b ON b.organisation_id = d.organisation_id
                                    AND b.design_id = d.design_id
                                   JOIN memberships m ON m.organisation_id = b.organisation_id
                                    AND m.membership_id = b.membership_id AND m.left_on IS NULL
                                   JOIN baseline_starts o ON o.organisation_id = b.organisation_id
                                    AND o.membership_id = b.membership_id AND o.start_moment IS NOT NULL
                                   JOIN baseline_designs e ON e.organisation_id = o.organisation_id
                                    AND e.design_id = o.design_id AND e.lot <> 'elsewhere'
                                   WHERE d.organisation_id = $1 AND d.design_id = $2 AND d.lot <> 'elsewhere'
                                     AND o.design_id <> $2)";
    DRAW = "UPDATE baseline_designs SET seed = $3, drawn_by = $4, drawn_at = $5
            WHERE organisation_id = $1 AND design_id = $2 AND drawn_at IS NULL AND cancelled_at IS NULL";
    SET_START = "UPDATE baseline_starts b SET start_moment = $4, joined_before = m.joined_on
                 FROM memberships m
                 WHERE b.organisation_id = $1 AND b.design_id = $2 AND b.membership_id = $3
                   AND m.organisation_id = b.organisation_id AND m.membership_id = b.membership_id";
    JOIN_ON = "UPDATE memberships SET joined_on = $3
               WHERE organisation_id = $1 AND membership_id = $2 AND left_on IS NULL";
    // Who has not begun is in the group again as before. Where sessions were held meanwhile, which he was kept from: from today
    // on, or after the last of them where that was today, since no note of attendance means that he was there.
    JOIN_BACK = "UPDATE memberships m
                 SET joined_on = COALESCE((SELECT least(m.joined_on, greatest(b.joined_before, $3::date, max(s.held_on) + 1))
                                           FROM sessions s
                                           WHERE s.organisation_id = m.organisation_id AND s.group_id = m.group_id
                                             AND s.number IS NOT NULL AND s.held_on >= b.joined_before
                                             AND s.opened_at >= d.drawn_at
                                           HAVING count(*) > 0), b.joined_before)
                 FROM baseline_starts b
                 JOIN baseline_designs d ON d.organisation_id = b.organisation_id AND d.design_id = b.design_id
                 WHERE b.organisation_id = $1 AND b.design_id = $2 AND b.joined_before IS NOT NULL
                   AND m.organisation_id = b.organisation_id AND m.membership_id = b.membership_id
                   AND m.left_on IS NULL AND first_visit(m.organisation_id, m.membership_id) IS NULL
                 RETURNING m.membership_id";
    END = "UPDATE baseline_designs SET ended_by = $3, ended_at = $4
           WHERE organisation_id = $1 AND design_id = $2 AND drawn_at IS NOT NULL AND ended_at IS NULL
             AND cancelled_at IS NULL";
    CANCEL = "UPDATE baseline_designs SET cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
              WHERE organisation_id = $1 AND design_id = $2 AND cancelled_at IS NULL";
    MEMBERS = "SELECT b.membership_id, m.pseudonym, m.left_on, b.start_moment,
                      first_visit(m.organisation_id, m.membership_id)
               FROM baseline_starts b
               JOIN memberships m ON m.organisation_id = b.organisation_id AND m.membership_id = b.membership_id
               WHERE b.organisation_id = $1 AND b.design_id = $2 ORDER BY b.position";
    TO_BEGIN = "SELECT membership_id, pseudonym FROM memberships
                WHERE organisation_id = $1 AND group_id = $2 AND left_on IS NULL
                  AND first_visit(organisation_id, membership_id) IS NULL
                ORDER BY joined_on, pseudonym";
    // Of whoever waited and of the group's sessions; what was measured at other moments is no part of a baseline. After the
    // measuring was ended nothing is added. The last column says whether the same items were asked as at most scores;
    // of two that were asked equally often the newer.
    SCORES = "WITH f AS MATERIALIZED (
                    SELECT DISTINCT ON (x.response_id) x.response_id, x.membership_id, x.measured_on,
                           x.value::float8 AS value, x.waiting, r.submitted_at, v.item_hash
                    FROM baseline_designs d
                    JOIN baseline_starts b ON b.organisation_id = d.organisation_id AND b.design_id = d.design_id
                    JOIN scores x ON x.organisation_id = b.organisation_id AND x.membership_id = b.membership_id
                                 AND x.instrument_id = d.instrument_id AND x.scale = d.scale
                    JOIN instrument_versions v ON v.organisation_id = x.organisation_id
                                              AND v.instrument_id = x.instrument_id
                                              AND v.instrument_version = x.instrument_version
                    JOIN responses r ON r.organisation_id = x.organisation_id AND r.response_id = x.response_id
                    JOIN sessions s ON s.organisation_id = x.organisation_id AND s.session_id = x.session_id
                    WHERE d.organisation_id = $1 AND d.design_id = $2 AND x.value IS NOT NULL
                      AND (s.number IS NOT NULL OR x.waiting)
                      AND (d.ended_at IS NULL OR r.submitted_at <= d.ended_at)
                    ORDER BY x.response_id, x.computed_at DESC)
              SELECT f.membership_id, f.measured_on, f.value, f.waiting,
                     f.item_hash = (SELECT g.item_hash FROM f g GROUP BY g.item_hash
                                    ORDER BY count(*) DESC, max(g.measured_on) DESC, g.item_hash LIMIT 1)
              FROM f ORDER BY f.measured_on, f.submitted_at, f.response_id";
    OPEN_WAITING = "INSERT INTO sessions (organisation_id, session_id, group_id, moment, held_on, opened_at, opened_by)
                    VALUES ($1, $2, $3, 'waiting', $4, $5, $6) ON CONFLICT DO NOTHING";
    WAITING_ON = "SELECT session_id FROM sessions
                  WHERE organisation_id = $1 AND group_id = $2 AND held_on = $3 AND moment = 'waiting'";
}

/// A plan to add.
pub struct NewBaseline<'a> {
    /// Its id.
    pub id: BaselineId,
    /// The group.
    pub group: GroupId,
    /// The instrument.
    pub instrument: &'a str,
    /// Its scale.
    pub scale: &'a str,
    /// When is measured, and how starts come about.
    pub draft: &'a BaselineDraft,
    /// Who takes part, in order.
    pub members: &'a [MembershipId],
}

/// A plan as stored.
#[derive(Debug, Clone)]
pub struct BaselineRow {
    /// Its id.
    pub id: BaselineId,
    /// The group.
    pub group: GroupId,
    /// The instrument.
    pub instrument: String,
    /// Its scale.
    pub scale: String,
    /// When is measured, and how starts come about.
    pub draft: BaselineDraft,
    /// When it was made.
    pub planned_at: Timestamp,
    /// The seed of the lots, and of draws in the test.
    pub seed: Option<i64>,
    /// When the lots were drawn, or written down, and thereby fixed.
    pub drawn_at: Option<Timestamp>,
    /// Who did that.
    pub drawn_by: Option<String>,
    /// When the measuring was ended by hand.
    pub ended_at: Option<Timestamp>,
    /// When it was given up, and why.
    pub cancelled: Option<(Timestamp, BaselineCancelled)>,
}

/// A member who takes part.
#[derive(Debug, Clone)]
pub struct BaselineMemberRow {
    /// The member.
    pub membership: MembershipId,
    /// The name in the group.
    pub pseudonym: String,
    /// The last day, when the stay ended.
    pub left_on: Option<Date>,
    /// The start that was drawn; none before the draw.
    pub start: Option<i16>,
    /// The first session that the member came to.
    pub began_on: Option<Date>,
}

/// A member for whom the group has still to begin.
#[derive(Debug, Clone)]
pub struct ToBeginRow {
    /// The member.
    pub membership: MembershipId,
    /// The name in the group.
    pub pseudonym: String,
}

/// A score of a member who takes part.
#[derive(Debug, Clone, Copy)]
pub struct BaselineScoreRow {
    /// The member.
    pub membership: MembershipId,
    /// The day.
    pub on: Date,
    /// The score.
    pub value: f64,
    /// Whether it was measured while waiting.
    pub waiting: bool,
    /// Whether the version asks the same items as that of most scores.
    pub comparable: bool,
}

impl Tenant<'_> {
    /// Adds a plan with who takes part; `false` when the group has one that stands.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_baseline(
        &self,
        new: &NewBaseline<'_>,
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (organisation, draft) = (self.organisation().uuid(), new.draft);
        let written = self
            .execute(
                INSERT,
                &[
                    &organisation,
                    &new.id.uuid(),
                    &new.group.uuid(),
                    &new.instrument,
                    &new.scale,
                    &draft.lot.word(),
                    &draft.first_on,
                    &draft.every_days,
                    &draft.moments,
                    &draft.least_before,
                    &draft.least_after,
                    &draft.starts,
                    &by.uuid(),
                    &now,
                ],
            )
            .await?;
        if written == 0 {
            return Ok(false);
        }
        for (position, member) in (0_i16..).zip(new.members) {
            self.execute(ADD_MEMBER, &[&organisation, &new.id.uuid(), &member.uuid(), &position]).await?;
        }
        Ok(true)
    }

    /// Every plan that the group had, oldest first; at most one was not given up.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn baselines(&self, group: GroupId) -> Result<Vec<BaselineRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(baseline).collect()
    }

    /// Holds a plan until this transaction ends; `false` when its lots were drawn or it was given up.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_baseline(&self, id: BaselineId) -> Result<bool, StoreError> {
        Ok(self.query_opt(LOCK, &[&self.organisation().uuid(), &id.uuid()]).await?.is_some())
    }

    /// Whether Peil drew lots before for a member who still takes part, and would draw again.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn drawn_before(&self, id: BaselineId) -> Result<bool, StoreError> {
        let row = self.query_one(DRAWN_BEFORE, &[&self.organisation().uuid(), &id.uuid()]).await?;
        Reader::new(&row, DRAWN_BEFORE).value()
    }

    /// Writes down what was drawn, which fixes the plan, keeps when each stay began, and lets it begin on its day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when lots were drawn before or the database does not answer.
    pub async fn fix_baseline(
        &self,
        id: BaselineId,
        starts: &[(MembershipId, i16, Date)],
        seed: i64,
        by: AccountId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(DRAW, &[&organisation, &id.uuid(), &seed, &by.uuid(), &now]).await?;
        for (member, start, day) in starts {
            self.execute(SET_START, &[&organisation, &id.uuid(), &member.uuid(), start]).await?;
            self.execute(JOIN_ON, &[&organisation, &member.uuid(), day]).await?;
        }
        Ok(())
    }

    /// Ends the measuring by hand; `false` when it has not begun, was ended before, or was given up.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn end_baseline(&self, id: BaselineId, by: AccountId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&self.organisation().uuid(), &id.uuid(), &by.uuid(), &now]).await? == 1)
    }

    /// Gives a plan up; `false` when it was before. Its row and its lots stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn cancel_baseline(
        &self,
        id: BaselineId,
        reason: BaselineCancelled,
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        Ok(self.execute(CANCEL, &[&organisation, &id.uuid(), &by.uuid(), &now, &reason.word()]).await? == 1)
    }

    /// Lets the stays of those who have not begun start as they did before the lots, and after every session that they were kept
    /// from; tells which were moved.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn put_stays_back(&self, id: BaselineId, today: Date) -> Result<Vec<MembershipId>, StoreError> {
        let rows = self.query(JOIN_BACK, &[&self.organisation().uuid(), &id.uuid(), &today]).await?;
        rows.iter().map(|row| Reader::new(row, JOIN_BACK).id()).collect()
    }

    /// Those in a group for whom it has still to begin, in the order in which they joined.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn to_begin(&self, group: GroupId) -> Result<Vec<ToBeginRow>, StoreError> {
        let rows = self.query(TO_BEGIN, &[&self.organisation().uuid(), &group.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, TO_BEGIN);
            Ok(ToBeginRow { membership: read.id()?, pseudonym: read.value()? })
        };
        rows.iter().map(read).collect()
    }

    /// Who takes part, in the order of the plan.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn baseline_members(&self, id: BaselineId) -> Result<Vec<BaselineMemberRow>, StoreError> {
        let rows = self.query(MEMBERS, &[&self.organisation().uuid(), &id.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, MEMBERS);
            Ok(BaselineMemberRow {
                membership: read.id()?,
                pseudonym: read.value()?,
                left_on: read.value()?,
                start: read.value()?,
                began_on: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The scores of those who take part, while waiting and at sessions until the measuring was ended, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn baseline_scores(&self, id: BaselineId) -> Result<Vec<BaselineScoreRow>, StoreError> {
        let rows = self.query(SCORES, &[&self.organisation().uuid(), &id.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, SCORES);
            Ok(BaselineScoreRow {
                membership: read.id()?,
                on: read.value()?,
                value: read.value()?,
                waiting: read.value()?,
                comparable: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Opens the measuring of those who wait on a day and tells its id; opened again it is the same.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn open_waiting(
        &self,
        (id, group): (SessionId, GroupId),
        day: Date,
        by: AccountId,
        now: Timestamp,
    ) -> Result<SessionId, StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(OPEN_WAITING, &[&organisation, &id.uuid(), &group.uuid(), &day, &now, &by.uuid()]).await?;
        Ok(self.waiting_on(group, day).await?.unwrap_or(id))
    }

    /// The measuring of those who wait on a day, when it was opened.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn waiting_on(&self, group: GroupId, day: Date) -> Result<Option<SessionId>, StoreError> {
        let row = self.query_opt(WAITING_ON, &[&self.organisation().uuid(), &group.uuid(), &day]).await?;
        row.as_ref().map(|row| Reader::new(row, WAITING_ON).id()).transpose()
    }
}

fn baseline(row: &tokio_postgres::Row) -> Result<BaselineRow, StoreError> {
    let mut read = Reader::new(row, OF_GROUP);
    let (id, group, instrument, scale) = (read.id()?, read.id()?, read.value()?, read.value()?);
    let draft = BaselineDraft {
        lot: read.word::<BaselineLot>()?,
        first_on: read.value()?,
        every_days: read.value()?,
        moments: read.value()?,
        least_before: read.value()?,
        least_after: read.value()?,
        starts: read.value()?,
    };
    let (planned_at, seed, drawn_at, drawn_by) = (read.value()?, read.value()?, read.value()?, read.value()?);
    let (ended_at, cancelled_at, reason) =
        (read.value()?, read.value::<Option<Timestamp>>()?, read.word_opt::<BaselineCancelled>()?);
    let cancelled = cancelled_at.zip(reason);
    Ok(BaselineRow { id, group, instrument, scale, draft, planned_at, seed, drawn_at, drawn_by, ended_at, cancelled })
}
