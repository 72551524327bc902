//! What there is to talk about, in a group's panel: alerts, and what the rules of the module say.

use peil_questionnaires::Library;
use peil_stats::signals::{Evidence, Rule};

use super::{
    group_panel::{Shown, places},
    views::{Layout, SignalKind, SignalMark, SignalView, Standing, Tone, Tongue},
};
use crate::{
    analyse::GroupReading,
    collect::SCORE,
    domain::{AlertLevel, Language},
    signals::OwnRates,
    store::{MembershipRow, SignalRow},
};

/// What signals are told from, and to whom.
pub(super) struct Told<'a> {
    /// The group.
    pub(super) reading: &'a GroupReading,
    /// Every instrument.
    pub(super) library: &'a Library,
    /// Whether the organisation uses signals.
    pub(super) signals_enabled: bool,
    /// How often the signals were right.
    pub(super) rates: &'a OwnRates,
    /// Whether the reader is told of the group's alerts.
    pub(super) opens_alerts: bool,
}

impl Shown<'_> {
    /// Signals about present members and every alert, the heaviest first.
    pub(super) fn signals(&self, layout: &Layout<'_>) -> Vec<SignalView> {
        let told = Told {
            reading: self.reading,
            library: self.library,
            signals_enabled: self.signals_enabled,
            rates: self.rates,
            opens_alerts: self.opens_alerts,
        };
        told.signals(layout)
    }
}

impl Told<'_> {
    /// Signals about present members and every alert, the heaviest first.
    pub(super) fn signals(&self, layout: &Layout<'_>) -> Vec<SignalView> {
        let said = |row: &SignalRow| match row.urgency {
            None => self.alert(row, layout.language),
            Some(_) if self.signals_enabled => {
                self.said(row, Tongue { texts: layout.texts, language: layout.language })
            }
            Some(_) => None,
        };
        let mut signals: Vec<SignalView> = self.reading.signals.iter().filter_map(said).collect();
        // Of the same weight the rules in their order, as everywhere.
        signals.sort_by_key(|signal| (signal.kind.weight(), signal.rule.parse::<Rule>().ok()));
        signals
    }

    /// An alert, also of somebody who left: the talk may still be needed.
    fn alert(&self, row: &SignalRow, language: Language) -> Option<SignalView> {
        Some(SignalView {
            pseudonym: self.member(row)?.pseudonym.clone(),
            kind: self.asked(row, language)?,
            session: self.session_number(row),
            rule: row.rule.clone(),
            version: row.rule_version.clone(),
            mark: SignalMark {
                href: self.opens_alerts.then(|| format!("/alerts/{}", row.id)),
                standing: Standing { step: row.furthest.map(|(step, _)| step), by: None },
                escalated: row.escalated,
            },
        })
    }

    /// What a rule of the module says, to those who are told of it.
    fn said(&self, row: &SignalRow, tongue: Tongue<'_>) -> Option<SignalView> {
        let (rule, urgency): (Rule, _) = (row.rule.parse().ok()?, row.urgency?);
        // That somebody stands apart is for those who lead.
        if rule == Rule::GroupOutsider && !self.opens_alerts {
            return None;
        }
        let pseudonym = match row.membership {
            Some(_) => self.member(row).filter(|member| member.left_on.is_none())?.pseudonym.clone(),
            None => String::new(),
        };
        let evidence: Evidence = serde_json::from_value(row.inputs.clone()).ok()?;
        Some(SignalView {
            kind: SignalKind::Said {
                heading: tongue.heading_at(rule, urgency, &pseudonym),
                what: tongue.what_of(&evidence, &row.inputs),
                certainty: tongue.rate(self.rates.of_found(rule, urgency, &evidence)),
                urgency,
                tone: Tone::of(rule, urgency),
            },
            pseudonym,
            session: self.session_number(row),
            rule: row.rule.clone(),
            version: row.rule_version.clone(),
            mark: SignalMark {
                href: self.opens_alerts.then(|| format!("/groups/{}/signals/{}", self.reading.group.id, row.id)),
                standing: Standing { step: row.furthest.map(|(step, _)| step), by: None },
                escalated: false,
            },
        })
    }

    fn asked(&self, row: &SignalRow, language: Language) -> Option<SignalKind> {
        let (instrument, words) = (self.library.latest(&row.instrument)?, super::entrance::form_language(language));
        let open = row.inputs.get("open").and_then(serde_json::Value::as_bool).unwrap_or(false);
        let safety = row.level == Some(AlertLevel::Safety);
        if row.rule == SCORE || !(safety || open) {
            let alert = instrument.alerts().iter().find(|alert| alert.id() == row.scale)?.title(words).to_owned();
            return Some(SignalKind::Asked { alert, instrument: instrument.title(words).to_owned(), safety });
        }
        let item = row.inputs.get("item").and_then(serde_json::Value::as_str)?;
        let place = instrument.items().iter().position(|known| known.id() == item)?;
        let (instrument, item) = (instrument.title(words).to_owned(), places(place + 1));
        Some(if open {
            SignalKind::SafetyItemOpen { instrument, item }
        } else {
            SignalKind::SafetyItem { instrument, item }
        })
    }

    fn member(&self, row: &SignalRow) -> Option<&MembershipRow> {
        let mut members = self.reading.members.iter().map(|member| &member.membership);
        members.find(|member| Some(member.id) == row.membership)
    }

    /// 0 for a moment outside the sessions.
    fn session_number(&self, row: &SignalRow) -> u32 {
        let session = self.reading.sessions.iter().find(|session| session.session.id == row.session);
        session.and_then(|session| u32::try_from(session.session.number).ok()).unwrap_or(0)
    }
}
