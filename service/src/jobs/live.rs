//! Tells open pages that something changed. Only that it did and where to look, never what was said.

use tokio::sync::broadcast;

use crate::domain::{GroupId, OrganisationId};

/// How many changes a slow page may lag behind before it is told to look again anyway.
const BACKLOG: usize = 256;

/// What changed, as far as a page must know whether it shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Who is here: somebody came, or was noted as present or absent.
    Presence,
    /// Whether the group may see the lines of its members.
    Lines,
    /// A form was sent. [`What::Analysed`] follows where its scores are analysed.
    Answered,
    /// The signals follow the newest scores; the analysis of all of them, and so [`What::Analysed`], is still under way.
    Followed,
    /// The newest scores are analysed, or cannot be for now; nothing of the group waits for it any more.
    Analysed,
    /// An alert or a signal was raised, seen or dealt with.
    Signals,
    /// Those who lead wrote something down: a rating, a note, an agreement.
    Written,
    /// The session was closed, or opened again.
    Closed,
}

/// A group whose pages may have to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The group.
    pub group: GroupId,
    /// What of it.
    pub what: What,
}

/// The channel between the worker and the open pages of this process.
#[derive(Debug, Clone)]
pub struct LiveUpdates {
    sender: broadcast::Sender<Changed>,
}

impl Default for LiveUpdates {
    fn default() -> Self {
        Self { sender: broadcast::channel(BACKLOG).0 }
    }
}

impl LiveUpdates {
    /// Tells every open page of this group.
    pub fn tell(&self, changed: Changed) {
        // Nobody listening is no failure.
        let _ = self.sender.send(changed);
    }

    /// Listens to all changes from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Changed> {
        self.sender.subscribe()
    }
}
