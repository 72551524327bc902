//! Tells open pages that something changed. Only that it did, never what.

use tokio::sync::broadcast;

use crate::domain::{GroupId, OrganisationId};

/// How many changes a slow page may lag behind before it is told to look again anyway.
const BACKLOG: usize = 256;

/// A group whose page should be fetched again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The group.
    pub group: GroupId,
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
