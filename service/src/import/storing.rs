//! Writes a plan in one transaction of the caller, who commits or lets go.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use peil_questionnaires::Library;

use super::{
    ImportError, ImportPlan,
    plan::{PlannedScale, PlannedScore},
};
use crate::{
    collect::register_instruments,
    domain::{
        ClientId, ConsentPurpose, Every, GroupId, ImportId, JobId, MembershipId, Occasion, Plan, Planned, Pseudonym,
        ScoreId,
    },
    store::{NewClient, NewGroup, NewImport, NewMembership, NewScore, ScoreOrigin, StoreError, Tenant},
};

/// Rows that are under way to the database at once.
const CHUNK: usize = 500;
/// The constraint that keeps a file from coming in twice.
const ONCE: &str = "imports_organisation_id_content_hash_key";
/// Why a score is not one that a whole form can have.
const FILLED_IN: &str = "filled_in_before_import";
/// Why there is no score.
const EMPTY: &str = "empty_in_file";

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStep {
    /// Clients written, of how many.
    Clients(usize, usize),
    /// Scores written, of how many.
    Scores(usize, usize),
}

/// A client as written.
#[derive(Clone, Copy)]
struct Written {
    client: ClientId,
    membership: Option<MembershipId>,
}

/// Writes clients, groups, stays and scores, and asks for the analysis of every scale.
///
/// The caller begins the transaction in an organisation that exists, writes the audit row, and commits; a transaction
/// that is let go leaves nothing.
///
/// # Errors
///
/// [`ImportError`]; the transaction must not be committed then.
pub async fn store(
    tenant: &Tenant<'_>,
    library: &Library,
    plan: &ImportPlan,
    now: Timestamp,
    progress: &mut (dyn FnMut(ImportStep) + Send),
) -> Result<ImportId, ImportError> {
    if tenant.is_imported(&plan.content_hash).await? {
        return Err(ImportError::AlreadyImported);
    }
    register_instruments(tenant, library, now).await?;
    let import = insert_import(tenant, plan, now).await?;
    let groups = insert_groups(tenant, plan, now).await?;
    let clients = insert_clients(tenant, plan, &groups, now, progress).await?;
    let total = plan.scores.len();
    for (index, chunk) in plan.scores.chunks(CHUNK).enumerate() {
        try_join_all(chunk.iter().map(|score| insert_score(tenant, plan, import, clients[score.client], score, now)))
            .await?;
        progress(ImportStep::Scores(index * CHUNK + chunk.len(), total));
    }
    for scale in &plan.scales {
        tenant.insert_job(JobId::new(now), (&scale.instrument, &scale.scale), None, now).await?;
    }
    Ok(import)
}

async fn insert_import(tenant: &Tenant<'_>, plan: &ImportPlan, now: Timestamp) -> Result<ImportId, ImportError> {
    let import = NewImport {
        id: ImportId::new(now),
        content_hash: &plan.content_hash,
        rows: i32::try_from(plan.scores.len()).unwrap_or(i32::MAX),
        research_ground: plan.research_ground.as_deref(),
    };
    tenant.insert_import(&import, now).await.map_err(|error| match error.broken_constraint() {
        Some(ONCE) => ImportError::AlreadyImported,
        _ => error.into(),
    })?;
    Ok(import.id)
}

async fn insert_groups(tenant: &Tenant<'_>, plan: &ImportPlan, now: Timestamp) -> Result<Vec<GroupId>, ImportError> {
    let mut groups = Vec::with_capacity(plan.groups.len());
    for (place, (label, line)) in plan.groups.iter().enumerate() {
        let name = format!("{}{label}", plan.defaults.prefix);
        if !(1..=200).contains(&name.chars().count()) {
            return Err(ImportError::GroupName { line: *line });
        }
        if tenant.group_by_name(&name).await?.is_some() {
            return Err(ImportError::GroupExists { name });
        }
        let group = NewGroup {
            id: GroupId::new(now),
            team: None,
            name: &name,
            kind: plan.defaults.kind,
            format: plan.defaults.format,
            setting: plan.defaults.setting,
            planned_size: None,
            planned_sessions: None,
            started_on: plan.start,
        };
        tenant.insert_group(&group).await?;
        let planned = |scale: &PlannedScale| Planned {
            instrument: scale.instrument.clone(),
            version: scale.version.clone(),
            occasion: Occasion::AfterSession(Every::SESSION),
        };
        let measured = Plan::new(scales_of(plan, place).into_iter().map(planned).collect())?;
        tenant.save_group_plan(group.id, &measured).await?;
        groups.push(group.id);
    }
    Ok(groups)
}

/// The instruments that a group's members were measured with, each once: the newest version where there are two.
fn scales_of(plan: &ImportPlan, group: usize) -> Vec<&PlannedScale> {
    let used: BTreeSet<usize> =
        plan.scores.iter().filter(|score| plan.clients[score.client] == Some(group)).map(|score| score.scale).collect();
    let mut scales: Vec<&PlannedScale> = used.into_iter().rev().map(|scale| &plan.scales[scale]).collect();
    scales.dedup_by(|a, b| a.instrument == b.instrument);
    scales
}

async fn insert_clients(
    tenant: &Tenant<'_>,
    plan: &ImportPlan,
    groups: &[GroupId],
    now: Timestamp,
    progress: &mut (dyn FnMut(ImportStep) + Send),
) -> Result<Vec<Written>, ImportError> {
    let mut written = Vec::with_capacity(plan.clients.len());
    let mut members = vec![0_usize; groups.len()];
    for (place, group) in plan.clients.iter().enumerate() {
        let client = ClientId::new(now);
        tenant.insert_client(&NewClient { id: client, code_hash: None, started_on: plan.start }, now).await?;
        let mut membership = None;
        if let Some(group) = *group {
            members[group] += 1;
            let pseudonym = Pseudonym::parse(&format!("Lid {}", members[group]))?;
            let id = MembershipId::new(now);
            let stay = NewMembership {
                id,
                group: groups[group],
                client,
                pseudonym: &pseudonym,
                joined_on: plan.start,
                planned_end_on: None,
                listed_on: None,
            };
            tenant.insert_membership(&stay).await?;
            membership = Some(id);
        }
        if plan.research_ground.is_some() {
            tenant.give_consent(client, ConsentPurpose::ResearchExport, None, now).await?;
        }
        written.push(Written { client, membership });
        if (place + 1) % CHUNK == 0 || place + 1 == plan.clients.len() {
            progress(ImportStep::Clients(place + 1, plan.clients.len()));
        }
    }
    Ok(written)
}

async fn insert_score(
    tenant: &Tenant<'_>,
    plan: &ImportPlan,
    import: ImportId,
    of: Written,
    score: &PlannedScore,
    now: Timestamp,
) -> Result<(), StoreError> {
    let scale = &plan.scales[score.scale];
    let value = score.value.map(|value| value.to_string());
    let (outcome, reason) = match (value.is_some(), score.filled_in) {
        (true, false) => ("complete", None),
        (true, true) => ("prorated", Some(FILLED_IN)),
        (false, _) => ("not_scored", Some(EMPTY)),
    };
    let new = NewScore {
        id: ScoreId::new(now),
        client: of.client,
        membership: of.membership,
        session: None,
        origin: ScoreOrigin::Import(import),
        instrument: &scale.instrument,
        version: &scale.version,
        scale: &scale.scale,
        scoring_hash: &scale.scoring_hash,
        measured_on: score.measured_on,
        outcome,
        reason,
        value: value.as_deref(),
    };
    tenant.insert_score(&new, now).await
}
