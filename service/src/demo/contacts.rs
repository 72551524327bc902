//! Individual contacts and figures of 2025, so that the policy counters have something to count and to grow from. All made up:
//! the same for the same day.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{DemoError, groups::Group, ids::Ids, members::Seat, staff::Staff};
use crate::{
    counters::{
        BASELINE_YEAR, BaselineFigure, BaselineKey, Class, Counter, GROWING, Period, count_year, enter_baseline,
        year_span,
    },
    domain::{ClientId, ImportId},
    store::{ContactColumns, NewImport, RecordSource, Tenant},
};

/// Clients who see somebody alone and come to no group.
const ALONE: usize = 30;
/// The account that enters figures: the administrator.
const ADMINISTRATOR: usize = 11;
/// Which part of this year's figures 2025 had, so that there is some growth.
const BEFORE: f64 = 0.96;

/// Stores contacts: every other week before a group, once in five weeks beside it, and of clients without a group.
pub(super) async fn add_contacts(
    tenant: &Tenant<'_>,
    courses: &[(&Group, Vec<Seat>)],
    ids: &mut Ids,
    (today, now): (Date, Timestamp),
) -> Result<(), DemoError> {
    let mut columns = ContactColumns::default();
    for (group, seats) in courses {
        for (at, seat) in seats.iter().enumerate() {
            let place = i64::try_from(at).unwrap_or(0);
            for weeks in [-13, -11, -9, -7, -5, -3, -1, 4, 9, 14, 19] {
                let day = seat.joined_on.checked_add((7 * weeks + place % 5).days())?;
                if day < today {
                    push(
                        &mut columns,
                        (seat.client, day),
                        if (place + weeks) % 3 == 0 { 60 } else { 45 },
                        group.setting,
                    );
                }
            }
        }
    }
    let mut alone = Vec::new();
    for at in 0..ALONE {
        let client = ClientId::from(ids.next(now));
        let first = today.checked_sub((360 - 7 * i64::try_from(at).unwrap_or(0)).days())?;
        for visit in 0..10_i64 {
            let day = first.checked_add((21 * visit).days())?;
            if day < today {
                push(&mut columns, (client, day), 45, if at % 3 == 0 { 3 } else { 2 });
            }
        }
        alone.push((client, first));
    }
    tenant.add_contact_clients(&alone, now).await?;
    // Each client has a number in the record system, and everything since the first contact is there.
    let members = courses.iter().flat_map(|(_, seats)| seats.iter().map(|seat| seat.client));
    let linked: BTreeSet<ClientId> = members.chain(alone.iter().map(|(client, _)| *client)).collect();
    let keys: Vec<_> = linked.iter().map(|client| (format!("{:064x}", client.uuid().as_u128()), *client)).collect();
    tenant.add_client_keys(&keys, now).await?;
    let settings: Vec<i16> = (1..=8).collect();
    let first = columns.days.iter().min().copied().unwrap_or(today);
    tenant.cover_records(RecordSource::IndividualContacts, &settings, (first, today)).await?;
    let import = ImportId::from(ids.next(now));
    let rows = i32::try_from(columns.hashes.len()).unwrap_or(i32::MAX);
    let noted = NewImport { id: import, content_hash: "demonstration of contacts", rows, research_ground: None };
    tenant.insert_import(&noted, now).await?;
    tenant.save_individual_contacts(import, &columns).await?;
    Ok(())
}

fn push(columns: &mut ContactColumns, (client, day): (ClientId, Date), minutes: i16, setting: i16) {
    columns.hashes.push(format!("{:032x}{:032x}", client.uuid().as_u128(), columns.hashes.len()));
    columns.clients.push(client);
    columns.days.push(day);
    columns.minutes.push(minutes);
    columns.settings.push(setting);
}

/// Enters figures of 2025 a little below this year's, as the administrator would.
pub(super) async fn enter_figures(
    tenant: &Tenant<'_>,
    staff: &Staff,
    (today, now): (Date, Timestamp),
) -> Result<(), DemoError> {
    let Ok(span) = year_span(today.year()) else { return Ok(()) };
    if today.year() <= BASELINE_YEAR {
        return Ok(());
    }
    let counted = count_year(tenant, span).await?;
    let known = |period: Period, counter| counted.grid.at(period, Class::All).value(counter);
    for counter in GROWING {
        for period in Period::ALL.iter().copied() {
            // The share of a year that goes on is not known yet; that of a quarter is near it.
            let quarter = || Period::QUARTERS.into_iter().find_map(|quarter| known(quarter, Counter::GroupShare));
            let share = || quarter().filter(|_| counter == Counter::GroupShare && period == Period::Year);
            let Some(value) = known(period, counter).or_else(share).filter(|value| *value > 1.0) else { continue };
            let typed = format!("{:.0}", value * BEFORE);
            let key = BaselineKey::new(counter, period, Class::All).map_err(|_| DemoError::Unplanned("figure"))?;
            let figure = BaselineFigure::read(key, &typed).map_err(|_| DemoError::Unplanned("figure"))?;
            let by = Some(staff.account(ADMINISTRATOR)?);
            enter_baseline(tenant, figure, by, now).await.map_err(|_| DemoError::Unplanned("figure"))?;
        }
    }
    Ok(())
}
