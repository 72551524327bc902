//! Open signals of the group, each with room for what was decided about it. Alerts stand on a page of their own.

use peil_stats::signals::{Evidence, Rule};

use super::page::Showing;
use crate::{
    domain::{SignalStep, Urgency},
    pages::views::{EveningSignal, Standing, Tone, Tongue},
    store::{MembershipRow, SignalRow},
    web::Problem,
};

impl Showing<'_> {
    /// The open signals, what asks most first, for who takes steps; and how many alerts nobody acted on.
    ///
    /// # Errors
    ///
    /// [`Problem`] when the database does not answer.
    pub(super) async fn signals(&self) -> Result<(Option<Vec<EveningSignal>>, u32), Problem> {
        if !self.evening.reader.leads {
            return Ok((None, 0));
        }
        let group = self.evening.group.id;
        let (rows, members) = (self.tenant.group_signals(group).await?, self.tenant.memberships(group).await?);
        let open = |row: &&SignalRow| row.furthest.is_none_or(|(step, _)| step < SignalStep::Acted);
        let alerts = rows.iter().filter(|row| row.urgency.is_none()).filter(open).count();
        let alerts = u32::try_from(alerts).unwrap_or(u32::MAX);
        if !self.signals_enabled {
            return Ok((None, alerts));
        }
        let said = rows.iter().filter_map(|row| Some((row.urgency?, row)));
        let said = said.filter_map(|(urgency, row)| Some((urgency, self.signal((urgency, row), &members)?)));
        let mut said: Vec<(Urgency, EveningSignal)> = said.collect();
        said.sort_by_key(|(urgency, _)| std::cmp::Reverse(*urgency));
        Ok((Some(said.into_iter().map(|(_, signal)| signal).collect()), alerts))
    }

    /// One signal of the module; none about somebody who left.
    fn signal(&self, (urgency, row): (Urgency, &SignalRow), members: &[MembershipRow]) -> Option<EveningSignal> {
        let rule: Rule = row.rule.parse().ok()?;
        let evidence: Evidence = serde_json::from_value(row.inputs.clone()).ok()?;
        let pseudonym = match row.membership {
            None => "",
            Some(id) => &members.iter().find(|member| member.id == id && member.left_on.is_none())?.pseudonym,
        };
        let tongue = Tongue { texts: self.layout.texts, language: self.layout.language };
        Some(EveningSignal {
            href: format!("/groups/{}/signals/{}", self.evening.group.id, row.id),
            heading: tongue.heading_at(rule, urgency, pseudonym),
            what: tongue.what_of(&evidence, &row.inputs),
            tone: Tone::of(rule, urgency),
            standing: Standing { step: row.furthest.map(|(step, _)| step), by: None },
        })
    }
}
