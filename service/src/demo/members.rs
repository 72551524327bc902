//! The clients of a group: a tree's name, a code of their own, what they agreed to.

use jiff::{Timestamp, tz::TimeZone};
use peil_stats::simulate::{LeaveReason, SimulatedMember};
use rand::{RngExt, rngs::Xoshiro256PlusPlus, seq::SliceRandom};

use super::{DemoError, calendar::moment, groups::Group, ids::Ids};
use crate::{
    domain::{ClientId, ConsentPurpose, EndReason, Language, MembershipId, Pseudonym},
    store::{NewClient, NewMembership, Tenant},
};

/// Names enough for the open groups, where many come and go.
pub(super) const TREES: [&str; 40] = [
    "Eik",
    "Wilg",
    "Linde",
    "Berk",
    "Beuk",
    "Iep",
    "Els",
    "Den",
    "Esdoorn",
    "Kastanje",
    "Hazelaar",
    "Lijsterbes",
    "Meidoorn",
    "Populier",
    "Taxus",
    "Vlier",
    "Kers",
    "Appel",
    "Peer",
    "Plataan",
    "Lariks",
    "Spar",
    "Ceder",
    "Ginkgo",
    "Es",
    "Haagbeuk",
    "Hulst",
    "Jeneverbes",
    "Kornoelje",
    "Magnolia",
    "Mispel",
    "Moerbei",
    "Olijf",
    "Pruim",
    "Ratelpopulier",
    "Robinia",
    "Sleedoorn",
    "Tamarisk",
    "Vijg",
    "Walnoot",
];

/// One client in sixteen reads the tablet in English.
const ENGLISH: f64 = 1.0 / 16.0;
/// How many agree to each purpose.
const AGREE: [(ConsentPurpose, f64); 2] = [(ConsentPurpose::ResearchExport, 0.9), (ConsentPurpose::ShowInGroup, 0.7)];

/// A member of a group, on the way through its sessions.
pub(super) struct Seat {
    /// Who.
    pub(super) client: ClientId,
    /// The first day in the group.
    pub(super) joined_on: jiff::civil::Date,
    /// The stay.
    pub(super) membership: MembershipId,
    /// The language on the tablet.
    pub(super) language: Language,
    /// The items answered last.
    pub(super) last_items: Option<[u8; 9]>,
    /// Whether the last item was ever scored.
    pub(super) spoken_of: bool,
}

/// Stores the members of a group, in the order of the simulation. Each stay is open; it ends with its last session.
pub(super) async fn enrol(
    tenant: &Tenant<'_>,
    group: &Group,
    code_hash: &str,
    zone: &TimeZone,
    (ids, random): (&mut Ids, &mut Xoshiro256PlusPlus),
) -> Result<Vec<Seat>, DemoError> {
    let mut names = TREES;
    names.shuffle(random);
    let mut seats = Vec::new();
    for (at, member) in group.simulated.members.iter().enumerate() {
        let name = names.get(at).ok_or(DemoError::Unplanned("name"))?;
        let joined_on = group.date(member.join_session)?;
        let joined_at = moment(joined_on, group.time, zone)?;
        let client = ClientId::from(ids.next(joined_at));
        let row = NewClient { id: client, code_hash: Some(code_hash), started_on: joined_on };
        tenant.insert_client(&row, joined_at).await?;
        let membership = MembershipId::from(ids.next(joined_at));
        let stay = NewMembership {
            id: membership,
            group: group.id,
            client,
            pseudonym: &Pseudonym::parse(name)?,
            joined_on,
            planned_end_on: None,
            listed_on: Some(joined_on),
        };
        tenant.insert_membership(&stay).await?;
        agree(tenant, client, group, joined_at, random).await?;
        let language = if random.random_bool(ENGLISH) { Language::En } else { Language::Nl };
        seats.push(Seat { client, joined_on, membership, language, last_items: None, spoken_of: false });
    }
    Ok(seats)
}

async fn agree(
    tenant: &Tenant<'_>,
    client: ClientId,
    group: &Group,
    at: Timestamp,
    random: &mut Xoshiro256PlusPlus,
) -> Result<(), DemoError> {
    for (purpose, share) in AGREE {
        if random.random_bool(share) {
            tenant.give_consent(client, purpose, Some(group.lead), at).await?;
        }
    }
    Ok(())
}

/// Why a stay ended with a session, if it did.
pub(super) fn end_after(member: &SimulatedMember, session: u32) -> Option<EndReason> {
    let leave = member.leave.filter(|leave| leave.after_session == session)?;
    Some(match leave.reason {
        LeaveReason::Completed => EndReason::Completed,
        LeaveReason::Unilateral => EndReason::Dropout,
        LeaveReason::AgreedEarly => EndReason::AgreedEarly,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TREES;

    #[test]
    fn no_tree_stands_twice() {
        assert_eq!(TREES.iter().collect::<BTreeSet<_>>().len(), TREES.len());
    }
}
