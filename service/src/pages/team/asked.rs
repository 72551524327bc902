//! What of the groups is asked for, as it stands in the address.

use std::cmp::Ordering;

use serde::Deserialize;

use crate::{
    analyse::{GroupFigures, Window},
    domain::GroupKind,
    pages::measure::Scale,
};

/// The address: `?measure=phq-9.total&kind=skills&window=year&sort=name`. What is not known counts as not asked: an order
/// by effect does not exist.
#[derive(Deserialize)]
pub(in crate::pages) struct TeamQuery {
    measure: Option<String>,
    kind: Option<String>,
    window: Option<String>,
    sort: Option<String>,
}

/// The orders of groups. A ranking is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Name,
    Start,
}

/// What is shown.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) scale: Option<Scale>,
    pub(super) kind: Option<GroupKind>,
    pub(super) window: Window,
    pub(super) order: Order,
}

impl TeamQuery {
    pub(super) fn window(&self) -> Window {
        if self.window.as_deref() == Some("all") { Window::All } else { Window::Year }
    }

    pub(super) fn scale(&self, scales: &[Scale]) -> Option<Scale> {
        let asked = scales.iter().find(|scale| self.measure.as_deref() == Some(scale.word().as_str()));
        asked.or(scales.first()).cloned()
    }

    pub(super) fn asked(&self, scale: Option<Scale>, kinds: &[GroupKind]) -> Asked {
        let kind = kinds.iter().copied().find(|kind| self.kind.as_deref() == Some(kind.word()));
        let order = if self.sort.as_deref() == Some("start") { Order::Start } else { Order::Name };
        Asked { scale, kind: kind.or(kinds.first().copied()), window: self.window(), order }
    }
}

impl Asked {
    /// The address that shows the same.
    pub(super) fn query(&self) -> String {
        let measure = self.scale.as_ref().map(|scale| format!("measure={}&", scale.word())).unwrap_or_default();
        let kind = self.kind.map(|kind| format!("kind={}&", kind.word())).unwrap_or_default();
        format!("{measure}{kind}window={}&sort={}", window_word(self.window), self.order.word())
    }
}

pub(super) const fn window_word(window: Window) -> &'static str {
    match window {
        Window::Year => "year",
        Window::All => "all",
    }
}

impl Order {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Start => "start",
        }
    }

    pub(super) fn of(self, one: &GroupFigures, other: &GroupFigures) -> Ordering {
        let names = one.group.name.to_lowercase().cmp(&other.group.name.to_lowercase());
        let first = match self {
            Self::Name => names,
            Self::Start => one.group.started_on.cmp(&other.group.started_on).then(names),
        };
        first.then(one.group.id.cmp(&other.group.id))
    }
}
