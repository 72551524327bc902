//! The session that is open when somebody looks round: it has just begun, all but one came and answered, and let the group
//! see their lines. So the wall has a picture at whatever hour the demonstration is started; the last one's tablet is free
//! to be tried, and his yes brings the lines.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_questionnaires::Library;
use rand::Rng;

use super::{
    DemoError,
    fill::{SEED, TIME_ZONE},
    forms::{Given, lines, symptoms},
    groups::latest,
    ids::Ids,
};
use crate::{
    clock::local_time,
    collect::{Entry, LineSaid, Submission, accept_in, open_session, record_attendance, say_line_in},
    domain::{AccountId, Attendance, GroupId, IdempotencyKey, Language, LineConsentId, MembershipId, SessionId},
    store::Tenant,
};

/// What they thought of the session: open, belonging, useful, strain. A good one, not the same for all.
const MARKS: [[f64; 4]; 6] = [
    [7.2, 8.1, 6.9, 2.4],
    [6.1, 7.7, 7.8, 3.0],
    [8.0, 8.6, 7.1, 1.6],
    [5.4, 7.0, 6.2, 4.1],
    [7.5, 9.0, 8.3, 1.2],
    [4.8, 6.9, 5.9, 5.2],
];

/// The total of somebody who has none yet.
const ORDINARY: u8 = 12;
/// The highest total without the last item, about death.
const MOST: u8 = 24;

/// Opens today's session of a group and lets all members but the last answer.
///
/// # Errors
///
/// [`DemoError`] when the session cannot be opened, or an answer is not accepted.
pub async fn begin_tonight(
    tenant: &Tenant<'_>,
    library: &Library,
    (group, by): (GroupId, AccountId),
    now: Timestamp,
    random: &mut impl Rng,
) -> Result<SessionId, DemoError> {
    let at = local_time(now, TIME_ZONE);
    let today = at.date();
    let session = open_session(tenant, library, group, by, &at, random).await?.id;
    let members = tenant.memberships(group).await?.into_iter();
    let members: Vec<MembershipId> =
        members.filter(|member| member.is_active_on(today)).map(|member| member.id).collect();
    let Some((_, came)) = members.split_last() else { return Ok(session) };
    let here: Vec<(MembershipId, Attendance)> = came.iter().map(|member| (*member, Attendance::Present)).collect();
    record_attendance(tenant, session, &here, Some(by), now).await?;
    let mut newest = BTreeMap::new();
    for score in tenant.group_scores(group, "phq-9", "total").await? {
        newest.insert(score.membership, (score.value.clamp(0.0, f64::from(MOST))) as u8);
    }
    let mut ids = Ids::new(SEED);
    for (member, marks) in came.iter().zip(MARKS.iter().cycle()) {
        // A point better than the last time.
        let total = newest.get(member).map_or(ORDINARY, |last| last.saturating_sub(1));
        let (organisation, membership) = (tenant.organisation(), *member);
        let entry = Entry { organisation, session, membership, entered_at: now, expires_at: now };
        let said = [("phq-9", symptoms(&items_of(total)).collect()), ("peil-session", lines(marks)?)];
        for (instrument, given) in said {
            answer(tenant, library, &entry, (instrument, given), (ids.next(now).into(), now)).await?;
        }
        say_line_in(tenant, &entry, LineSaid::Yes(LineConsentId::new(now)), now).await?;
    }
    Ok(session)
}

async fn answer(
    tenant: &Tenant<'_>,
    library: &Library,
    entry: &Entry,
    (instrument, given): (&'static str, Given),
    (key, now): (IdempotencyKey, Timestamp),
) -> Result<(), DemoError> {
    let asked = tenant.member_assignments(entry.session, entry.membership).await?;
    let asked = asked.iter().find(|asked| asked.instrument == instrument).ok_or(DemoError::Unplanned("form"))?;
    let submission = Submission {
        assignment: asked.id,
        key,
        instrument: asked.instrument.clone(),
        version: asked.version.clone(),
        item_hash: latest(library, instrument)?.hashes().items().to_string(),
        text_hash: None,
        language: Language::Nl,
        answers: given.into_iter().map(|(item, value)| (item, Some(value.into()))).collect(),
    };
    accept_in(tenant, library, entry, &submission, now).await?;
    Ok(())
}

/// Items that add up to a total, the last one, about death, at nought.
fn items_of(total: u8) -> [u8; 9] {
    let total = total.min(MOST);
    std::array::from_fn(|at| match u8::try_from(at) {
        Ok(at) if at < 8 => total / 8 + u8::from(at < total % 8),
        _ => 0,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_stats::simulate::{Settings, organisation};

    use super::{SEED, items_of};
    use crate::{demo::groups::is_tonight, domain::FEWEST_ON_WALL};

    #[test]
    fn items_add_up_and_nobody_scores_the_last() {
        for total in 0..=30 {
            let items = items_of(total);
            assert_eq!(items.iter().sum::<u8>(), total.min(24));
            assert!(items.iter().all(|item| *item <= 3) && items[8] == 0);
        }
    }

    #[test]
    fn enough_people_are_in_the_group_of_tonight() {
        let simulated = organisation(&Settings::default(), SEED);
        let group = simulated.groups.iter().find(|group| is_tonight(group)).unwrap();
        let stay = group.members.iter().filter(|member| member.leave.is_none()).count();
        assert!(stay > FEWEST_ON_WALL, "{stay}: one is left to be tried");
    }
}
