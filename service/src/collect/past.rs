//! What a group did before: what its plan must know of its members.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::CollectError;
use crate::{
    domain::{Absentee, GroupId, MembershipId, OccasionKind, SessionId, Stay},
    store::{MembershipRow, Tenant},
};

/// The sessions of a group, who missed them, and what was submitted there and at moments.
pub(super) struct Past {
    sessions: Vec<(SessionId, Date)>,
    missed: BTreeSet<(SessionId, MembershipId)>,
    submitted: BTreeMap<MembershipId, BTreeSet<(String, OccasionKind)>>,
}

impl Past {
    pub(super) async fn read(tenant: &Tenant<'_>, group: GroupId) -> Result<Self, CollectError> {
        let sessions = tenant.sessions(group).await?.into_iter();
        let missed = tenant.group_attendance(group).await?.into_iter().filter(|row| !row.status.is_present());
        let mut submitted: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for row in tenant.group_assignments(group).await?.into_iter().filter(|row| row.submitted) {
            submitted.entry(row.membership).or_default().insert((row.instrument, row.occasion));
        }
        Ok(Self {
            sessions: sessions.map(|session| (session.id, session.held_on)).collect(),
            missed: missed.map(|row| (row.session, row.membership)).collect(),
            submitted,
        })
    }

    /// A member, before the next session.
    pub(super) fn stay(&self, member: &MembershipRow) -> Stay {
        Stay {
            visits: self.visits(member),
            planned_end_on: member.planned_end_on,
            answered: self.submitted.get(&member.id).cloned().unwrap_or_default(),
        }
    }

    /// A member outside any session.
    pub(super) fn absentee(&self, member: &MembershipRow) -> Absentee {
        Absentee {
            visits: self.visits(member),
            left_on: member.left_on,
            answered: self.submitted.get(&member.id).cloned().unwrap_or_default(),
        }
    }

    fn visits(&self, member: &MembershipRow) -> usize {
        let came = |(session, held_on): &&(SessionId, Date)| {
            member.is_active_on(*held_on) && !self.missed.contains(&(*session, member.id))
        };
        self.sessions.iter().filter(came).count()
    }
}
