//! Writes the sound rows of a file in one transaction of the caller, who commits or lets go.

use jiff::Timestamp;

use super::{
    KnownRecords, RecordKind, RecordPlan,
    reading::{PlannedClient, PlannedRecord},
};
use crate::{
    domain::{ClientId, ImportId},
    store::{ContactColumns, NewImport, Saved, StoreError, Tenant},
};

/// Rows of one statement.
const CHUNK: usize = 5000;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordReport {
    /// Rows that are new.
    pub added: usize,
    /// Rows that were known with other figures, and now have these.
    pub changed: usize,
    /// Rows that were there already.
    pub unchanged: usize,
    /// Clients that are new.
    pub clients: usize,
    /// The import, when anything was written.
    pub import: Option<ImportId>,
}

/// What Peil knows before a file is read.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn known_records(tenant: &Tenant<'_>, kind: RecordKind) -> Result<KnownRecords, StoreError> {
    let mut known = KnownRecords { clients: tenant.client_keys().await?.into_iter().collect(), ..Default::default() };
    match kind {
        RecordKind::IndividualContacts => {}
        RecordKind::GroupSessions => known.groups = tenant.group_names().await?.into_iter().collect(),
        RecordKind::ClientKeys => {
            let seats = tenant.seats().await?;
            known.seats = seats.into_iter().map(|(group, name, client)| ((group, name), client)).collect();
        }
    }
    Ok(known)
}

/// Writes the sound rows of a plan; `progress` hears how many of how many.
///
/// # Errors
///
/// [`StoreError`]; the transaction must not be committed then.
pub async fn store_records(
    tenant: &Tenant<'_>,
    plan: &RecordPlan,
    now: Timestamp,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<RecordReport, StoreError> {
    let mut report = RecordReport::default();
    if plan.sound() == 0 {
        return Ok(report);
    }
    let import = note_import(tenant, plan, now).await?;
    let keys = add_clients(tenant, plan, now, &mut report).await?;
    if plan.kind == RecordKind::ClientKeys {
        (report.added, report.unchanged) = (plan.keys.len(), plan.known_keys);
        progress(plan.sound(), plan.sound());
    }
    for (index, chunk) in plan.rows.chunks(CHUNK).enumerate() {
        let columns = columns(chunk, &keys);
        let saved: Saved = match plan.kind {
            RecordKind::GroupSessions => tenant.save_group_contacts(import, &columns).await?,
            _ => tenant.save_individual_contacts(import, &columns).await?,
        };
        let count = |rows: i64| usize::try_from(rows).unwrap_or(0);
        let (added, changed) = (count(saved.added), count(saved.changed));
        report.added += added;
        report.changed += changed;
        report.unchanged += chunk.len() - added - changed;
        progress(index * CHUNK + chunk.len(), plan.rows.len());
    }
    report.import = (report.added + report.changed > 0).then_some(import);
    Ok(report)
}

/// A file that comes again belongs to the import that it was.
async fn note_import(tenant: &Tenant<'_>, plan: &RecordPlan, now: Timestamp) -> Result<ImportId, StoreError> {
    if let Some(known) = tenant.import_of(&plan.content_hash).await? {
        return Ok(known);
    }
    let import = NewImport {
        id: ImportId::new(now),
        content_hash: &plan.content_hash,
        rows: i32::try_from(plan.sound()).unwrap_or(i32::MAX),
        research_ground: None,
    };
    tenant.insert_import(&import, now).await?;
    Ok(import.id)
}

/// Adds the new clients and notes the numbers; gives the client of each number of the plan.
async fn add_clients(
    tenant: &Tenant<'_>,
    plan: &RecordPlan,
    now: Timestamp,
    report: &mut RecordReport,
) -> Result<Vec<ClientId>, StoreError> {
    // A client begins on the first day that is known of.
    let mut begun = vec![None; plan.keys.len()];
    for row in &plan.rows {
        if let PlannedClient::New(place) = row.client {
            begun[place] = Some(begun[place].map_or(row.day, |day: jiff::civil::Date| day.min(row.day)));
        }
    }
    let owners: Vec<ClientId> =
        plan.keys.iter().map(|(_, owner)| owner.unwrap_or_else(|| ClientId::new(now))).collect();
    let new: Vec<_> = owners.iter().zip(begun).filter_map(|(client, day)| Some((*client, day?))).collect();
    let keys: Vec<_> = plan.keys.iter().zip(&owners).map(|((hash, _), client)| (hash.clone(), *client)).collect();
    for chunk in new.chunks(CHUNK) {
        tenant.add_contact_clients(chunk, now).await?;
    }
    for chunk in keys.chunks(CHUNK) {
        tenant.add_client_keys(chunk, now).await?;
    }
    report.clients = new.len();
    Ok(owners)
}

fn columns(rows: &[PlannedRecord], new: &[ClientId]) -> ContactColumns {
    let mut columns = ContactColumns::default();
    for row in rows {
        columns.hashes.push(row.hash.clone());
        columns.clients.push(match row.client {
            PlannedClient::Known(client) => client,
            PlannedClient::New(place) => new[place],
        });
        columns.days.push(row.day);
        columns.minutes.push(row.minutes);
        columns.settings.push(row.setting);
        columns.groups.extend(row.group.clone());
    }
    columns
}
