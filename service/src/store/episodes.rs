//! Signals of the module as episodes, for those who read them; `episode_changes` writes them.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId, SignalId, Urgency};

sql! {
    // Of the level that the row shows what became of it, from where the rates count it: where it first stood there.
    ONE = "SELECT x.signal_id, m.pseudonym, coalesce(s.number, 0::int2), x.rule, x.rule_version, x.instrument_id, x.scale,
                  x.urgency, x.inputs, x.module_version, x.model, x.raised_at, x.renewed_at, x.ceased_at, x.round,
                  CASE WHEN v.number IS NULL THEN x.came_true ELSE v.came_true END,
                  coalesce(v.number, s.number, 0::int2), x.judged_at IS NOT NULL AS judged,
                  EXISTS (SELECT FROM signal_steps u
                          WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                            AND u.round = x.round AND u.step = 'closed')
           FROM signals x
           JOIN sessions s ON s.organisation_id = x.organisation_id AND s.session_id = x.session_id
           LEFT JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
           LEFT JOIN LATERAL (SELECT coalesce(h.number, 0::int2) AS number, l.came_true
                              FROM signal_levels l
                              JOIN sessions h ON h.organisation_id = l.organisation_id AND h.session_id = l.session_id
                              WHERE l.organisation_id = x.organisation_id AND l.signal_id = x.signal_id AND l.seen
                                AND l.evidence = x.inputs ->> 'kind' AND l.urgency = x.urgency
                                AND l.rule_version = x.rule_version
                              ORDER BY l.came_true IS NULL, l.reached_at
                              LIMIT 1) v ON true
           WHERE x.organisation_id = $1 AND x.group_id = $2 AND x.signal_id = $3 AND x.level IS NULL";
}

/// A signal of the module, as whoever opens it reads it.
#[derive(Clone)]
pub struct EpisodeRow {
    /// Its id.
    pub id: SignalId,
    /// The name of whom it is about; none where the group as a whole is meant.
    pub pseudonym: Option<String>,
    /// Number of the session at which it was raised; 0 for a moment outside the sessions.
    pub session: i16,
    /// The rule.
    pub rule: String,
    /// The rule's version.
    pub rule_version: String,
    /// The instrument.
    pub instrument: String,
    /// The scale.
    pub scale: String,
    /// How much it asks.
    pub urgency: Urgency,
    /// What the rule computed with.
    pub inputs: Value,
    /// Version of the module.
    pub module_version: String,
    /// The expected course behind it.
    pub model: Option<String>,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it last began to ask for more.
    pub renewed_at: Option<Timestamp>,
    /// When the rule fell silent.
    pub ceased_at: Option<Timestamp>,
    /// How often it was raised or began to ask for more.
    pub round: i16,
    /// Whether it came true, counted from the session at which it first stood at the level that it stands at; none where
    /// nobody can know, and until it was judged.
    pub came_true: Option<bool>,
    /// Number of that session; of a signal whose levels nobody wrote down the one at which it was raised.
    pub counted_from: i16,
    /// Whether it was judged.
    pub judged: bool,
    /// Whether it was closed as it is now.
    pub closed: bool,
}

/// Whom a signal is about, by which rule, on which scale: at most one of these is open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EpisodeKey {
    /// The member; none where the group as a whole is meant.
    pub membership: Option<MembershipId>,
    /// The rule.
    pub rule: String,
    /// The instrument.
    pub instrument: String,
    /// The scale.
    pub scale: String,
}

impl Tenant<'_> {
    /// A signal of the module in a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn episode(&self, group: GroupId, id: SignalId) -> Result<Option<EpisodeRow>, StoreError> {
        let row = self.query_opt(ONE, &[&self.organisation().uuid(), &group.uuid(), &id.uuid()]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, ONE);
            Ok(EpisodeRow {
                id: read.id()?,
                pseudonym: read.value()?,
                session: read.value()?,
                rule: read.value()?,
                rule_version: read.value()?,
                instrument: read.value()?,
                scale: read.value()?,
                urgency: read.word()?,
                inputs: read.value()?,
                module_version: read.value()?,
                model: read.value()?,
                raised_at: read.value()?,
                renewed_at: read.value()?,
                ceased_at: read.value()?,
                round: read.value()?,
                came_true: read.value()?,
                counted_from: read.value()?,
                judged: read.value()?,
                closed: read.value()?,
            })
        })
        .transpose()
    }
}
