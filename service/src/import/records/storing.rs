//! Writes the sound rows of a file in one transaction of the caller, who commits or lets go.

use jiff::Timestamp;

use super::{
    KnownRecords, RecordKey, RecordKind, RecordPlan,
    mapping::Covers,
    reading::{PlannedClient, PlannedRecord, name_key},
};
use crate::{
    domain::{ClientId, ImportId},
    store::{ContactColumns, NewImport, RecordSource, Saved, StoreError, Tenant},
};

/// Rows of one statement.
const CHUNK: usize = 5000;

/// Why records cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Numbers were hashed with another key: each would look new.
    #[error("the numbers of this organisation were hashed with another key; set PEIL_RECORD_KEY to that one")]
    OtherKey,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Days of which what was imported is taken away before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The first.
    pub from: jiff::civil::Date,
    /// The last.
    pub to: jiff::civil::Date,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordReport {
    /// Rows that are new.
    pub added: usize,
    /// Rows that were known with other figures, and now have these.
    pub changed: usize,
    /// Rows that were there already.
    pub unchanged: usize,
    /// Rows of before that were taken away.
    pub removed: u64,
    /// Clients that are new.
    pub clients: usize,
    /// Clients of contacts who turned out to be members.
    pub moved: usize,
    /// Whether it was noted that the file holds everything of its days and settings.
    pub covered: bool,
    /// The import, when anything was written.
    pub import: Option<ImportId>,
}

/// What Peil knows before a file is read.
///
/// # Errors
///
/// [`RecordError::OtherKey`] when the organisation's numbers were hashed with another key, or the store's own.
pub async fn known_records(
    tenant: &Tenant<'_>,
    key: &RecordKey,
    kind: RecordKind,
) -> Result<KnownRecords, RecordError> {
    if tenant.record_key_check().await?.is_some_and(|check| check != key.check(tenant.organisation())) {
        return Err(RecordError::OtherKey);
    }
    let mut known = KnownRecords { clients: tenant.client_keys().await?.into_iter().collect(), ..Default::default() };
    known.unlinked = usize::try_from(tenant.unlinked_members().await?).unwrap_or(0);
    match kind {
        RecordKind::IndividualContacts => {}
        RecordKind::GroupSessions => {
            for (name, group) in tenant.group_names().await? {
                known.groups.entry(name_key(&name)).and_modify(|known| *known = None).or_insert(Some(group));
            }
        }
        RecordKind::ClientKeys => {
            known.of_contacts = tenant.clients_of_contacts().await?.into_iter().collect();
            let seats = tenant.seats().await?;
            known.seats = seats.into_iter().map(|(group, name, client)| ((group, name), client)).collect();
        }
    }
    Ok(known)
}

/// Writes the sound rows of a plan; `progress` hears how many of how many. What was imported of the days of `replaced`, of the
/// settings that the file says it covers, goes before.
///
/// # Errors
///
/// [`StoreError`]; the transaction must not be committed then.
pub async fn store_records(
    tenant: &Tenant<'_>,
    (plan, replaced): (&RecordPlan, Option<Replaced>),
    now: Timestamp,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<RecordReport, StoreError> {
    let mut report = RecordReport::default();
    if plan.sound() == 0 {
        return Ok(report);
    }
    tenant.note_record_key(&plan.key_check, now).await?;
    report.removed = remove(tenant, plan, replaced).await?;
    let import = note_import(tenant, plan, now).await?;
    let keys = add_clients(tenant, plan, now, &mut report).await?;
    if plan.kind == RecordKind::ClientKeys {
        (report.added, report.unchanged, report.moved) = (plan.keys.len(), plan.known_keys, plan.moved.len());
        for (from, to) in &plan.moved {
            tenant.move_contacts(*from, *to).await?;
        }
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
    report.covered = cover(tenant, plan).await?;
    report.import = (report.added + report.changed + report.moved > 0).then_some(import);
    Ok(report)
}

fn source(kind: RecordKind) -> Option<RecordSource> {
    match kind {
        RecordKind::IndividualContacts => Some(RecordSource::IndividualContacts),
        RecordKind::GroupSessions => Some(RecordSource::GroupSessions),
        RecordKind::ClientKeys => None,
    }
}

/// Takes away what was imported of the days that are replaced, and what was said of them.
async fn remove(tenant: &Tenant<'_>, plan: &RecordPlan, replaced: Option<Replaced>) -> Result<u64, StoreError> {
    let (Some(Replaced { from, to }), Some(source)) = (replaced, source(plan.kind)) else { return Ok(0) };
    let span = (from, to.tomorrow().unwrap_or(to));
    let all: Vec<i16> = (1..=8).collect();
    let settings = plan.covers.as_ref().map_or(&all, |covers| &covers.settings);
    tenant.uncover_records(source, settings, span).await?;
    tenant.remove_contacts(source, settings, span).await
}

/// Notes what the file holds everything of, unless some of it was refused.
async fn cover(tenant: &Tenant<'_>, plan: &RecordPlan) -> Result<bool, StoreError> {
    let (Some(Covers { from, to, settings }), Some(source), true) = (&plan.covers, source(plan.kind), plan.is_whole())
    else {
        return Ok(false);
    };
    tenant.cover_records(source, settings, (*from, to.tomorrow().unwrap_or(*to))).await?;
    Ok(true)
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
