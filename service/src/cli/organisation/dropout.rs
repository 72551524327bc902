//! `peil organisation dropout`: how stays ended, by kind of group.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;

use super::{OrganisationCommandError, named};
use crate::{
    cli::{DatabaseArguments, say},
    signals::{ENOUGH_ENDED, LeavingOfKind, Share, SignalsError, leaving_by_kind},
    store::{Database, Store},
};

/// Whose stays, and how they are told.
#[derive(Debug, Args)]
pub(super) struct DropoutArguments {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: String,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Why nothing was told.
#[derive(Debug, thiserror::Error)]
pub enum DropoutCommandError {
    /// The stays cannot be read.
    #[error(transparent)]
    Stays(#[from] SignalsError),
    /// The answer cannot be written.
    #[error("the answer cannot be written as JSON: {0}")]
    Write(#[from] serde_json::Error),
}

#[derive(Debug, Serialize)]
struct Answer {
    organisation: String,
    /// Ended stays that a kind of group needs for its steps.
    needed: usize,
    kinds: Vec<LeavingOfKind>,
}

pub(super) async fn run(arguments: DropoutArguments) -> Result<(), OrganisationCommandError> {
    let database = Database::open(&arguments.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = told(&database.store, &arguments, Timestamp::now()).await;
    database.close().await?;
    say(&outcome?);
    Ok(())
}

async fn told(store: &Store, of: &DropoutArguments, now: Timestamp) -> Result<String, OrganisationCommandError> {
    let mut connection = store.connect().await?;
    let organisation = named(&mut connection, &of.organisation).await?;
    let tenant = connection.begin(organisation.id).await?;
    let kinds = leaving_by_kind(&tenant, now).await.map_err(DropoutCommandError::from)?;
    let answer = Answer { organisation: organisation.name, needed: ENOUGH_ENDED, kinds };
    Ok(match of.format {
        Format::Text => text(&answer),
        Format::Json => serde_json::to_string_pretty(&answer).map_err(DropoutCommandError::from)? + "\n",
    })
}

// Writing to a string does not fail; `let _` says that nothing is left to be done about it.

fn text(answer: &Answer) -> String {
    let mut text = format!("{}: how stays ended, by kind of group\n", answer.organisation);
    if answer.kinds.is_empty() {
        text.push_str("There are no stays yet.\n");
        return text;
    }
    text.push_str(
        "In per cent, with 95 % intervals that take stays as independent. Sessions are those of a stay; `still there` is \
         Kaplan and Meier's\nestimate if nothing but dropping out could end a stay, the others are cumulative incidences.\n",
    );
    for kind in &answer.kinds {
        let _ = writeln!(text, "\n{}", heading(kind));
        if kind.steps.is_empty() {
            let _ = writeln!(text, "  too few for a curve: it needs {} stays that have ended", answer.needed);
            continue;
        }
        let _ = writeln!(
            text,
            "  {:>7}  {:>5}  {:>16}  {:>16}  {:>16}  {:>16}  {:>16}",
            "session", "stays", "still there", "dropped out", "planned end", "agreed earlier", "otherwise"
        );
        for step in &kind.steps {
            let [there, dropout, planned, agreed, other] =
                [step.still_there, step.dropout, step.planned, step.agreed, step.other].map(share);
            let _ = writeln!(
                text,
                "  {:>7}  {:>5}  {there:>16}  {dropout:>16}  {planned:>16}  {agreed:>16}  {other:>16}",
                step.session, step.at_risk
            );
        }
    }
    text
}

fn heading(kind: &LeavingOfKind) -> String {
    let of = kind.endings;
    format!(
        "{}: {} stays; {} dropped out, {} reached the planned end, {} ended earlier as agreed, {} otherwise, {} run",
        kind.kind.word(),
        of.stays,
        of.dropout,
        of.planned,
        of.agreed,
        of.other,
        of.running
    )
}

fn share(share: Share) -> String {
    let percent = |share: f64| 100.0 * share;
    match share.lower.zip(share.upper) {
        Some((lower, upper)) => {
            format!("{:.1} ({:.1}–{:.1})", percent(share.estimate), percent(lower), percent(upper))
        }
        None => format!("{:.1}", percent(share.estimate)),
    }
}
