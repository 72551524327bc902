//! The stream that tells an open page to look again: no more often than what the page shows can have changed.

use std::future;

use actix_web::{HttpResponse, http::header, web::Bytes};
use futures_util::stream;
use serde::Deserialize;
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::{Duration, Instant, sleep_until},
};

use crate::{
    domain::GroupId,
    jobs::{Changed, LiveUpdates, What},
};

/// A browser that went away is noticed at the next write.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a form may be unseen on the group's page: its analysis tells of it, unless it fails or another process makes it.
const UNANALYSED: Duration = Duration::from_secs(5);
/// How long a signal may be unseen: the analysis that is still under way mostly ends sooner, and then one look is enough.
const UNFITTED: Duration = Duration::from_millis(500);

/// A page that stands open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OpenPage {
    /// A page that does not say which it is, as one that was opened before the service was renewed: it hears of everything.
    #[default]
    Any,
    /// The page of a group.
    Group,
    /// The page of its session: who came and how far they are.
    Session,
    /// The wall of the room.
    Wall,
    /// The list of alerts.
    Alerts,
}

impl OpenPage {
    /// Where the events for this page of a group come from.
    pub(super) fn events_of(self, group: GroupId) -> String {
        match self {
            Self::Any => format!("/groups/{group}/events"),
            Self::Group => format!("/groups/{group}/events?page=group"),
            Self::Session => format!("/groups/{group}/events?page=session"),
            Self::Wall => format!("/groups/{group}/events?page=wall"),
            Self::Alerts => "/alerts/events".to_owned(),
        }
    }

    /// How soon the page must look again after a change; none where it does not show it. Every page but the wall shows the
    /// number of unseen alerts.
    fn within(self, what: What) -> Option<Duration> {
        let now = Some(Duration::ZERO);
        match (self, what) {
            (Self::Any, _) => now,
            // Analysed is also what another process stored, of which nobody told before.
            (Self::Group, What::Answered) | (Self::Session | Self::Wall, What::Analysed) => Some(UNANALYSED),
            (Self::Group | Self::Alerts, What::Followed) => Some(UNFITTED),
            (Self::Group, What::Presence | What::Analysed | What::Signals | What::Written | What::Closed) => now,
            (Self::Session, What::Presence | What::Answered | What::Signals | What::Closed) => now,
            (Self::Wall, What::Presence | What::Lines | What::Answered | What::Closed) => now,
            (Self::Alerts, What::Analysed | What::Signals) => now,
            (Self::Group, What::Lines)
            | (Self::Session, What::Lines | What::Followed | What::Written)
            | (Self::Wall, What::Followed | What::Signals | What::Written)
            | (Self::Alerts, What::Presence | What::Lines | What::Answered | What::Written | What::Closed) => None,
        }
    }
}

/// `changed` for every change that `concerns` the page and that it shows, until the service stops. Only that it did, never
/// what; changes that can wait for one that comes soon are told with that one.
pub(super) fn changes(
    live: &LiveUpdates,
    stopped: &watch::Receiver<bool>,
    page: OpenPage,
    concerns: impl Fn(&Changed) -> bool + 'static,
) -> HttpResponse {
    let told = Teller { live: live.listen(), stopped: stopped.clone(), page, due: None, concerns };
    let body = stream::unfold(told, |mut teller| async move {
        let said = teller.next().await?;
        Some((Ok::<Bytes, actix_web::Error>(Bytes::from_static(said.as_bytes())), teller))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(body)
}

/// One stream.
struct Teller<C> {
    live: Receiver<Changed>,
    stopped: watch::Receiver<bool>,
    page: OpenPage,
    /// When the page must hear of what it was not told yet.
    due: Option<Instant>,
    concerns: C,
}

impl<C: Fn(&Changed) -> bool> Teller<C> {
    /// What is said next; none when the service stops.
    async fn next(&mut self) -> Option<&'static str> {
        let beat = Instant::now() + HEARTBEAT;
        loop {
            let due = self.due;
            tokio::select! {
                // What was heard already is told together.
                biased;
                _ = self.stopped.changed() => return None,
                changed = self.live.recv() => match changed {
                    Ok(changed) => self.hear(&changed, Instant::now()),
                    // What was missed may have been ours.
                    Err(RecvError::Lagged(_)) => self.due = Some(Instant::now()),
                    Err(RecvError::Closed) => return None,
                },
                () = until(due) => {
                    self.due = None;
                    return Some("data: changed\n\n");
                }
                () = sleep_until(beat) => return Some(": still here\n\n"),
            }
        }
    }

    fn hear(&mut self, changed: &Changed, now: Instant) {
        let within = self.page.within(changed.what).filter(|_| (self.concerns)(changed));
        let due = within.map(|within| now + within);
        self.due = self.due.into_iter().chain(due).min();
    }
}

/// Waits until then; for ever when there is nothing to wait for.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OrganisationId;

    const ALL: [What; 8] = [
        What::Presence,
        What::Lines,
        What::Answered,
        What::Followed,
        What::Analysed,
        What::Signals,
        What::Written,
        What::Closed,
    ];

    fn shown_at_once(page: OpenPage) -> Vec<What> {
        ALL.into_iter().filter(|what| page.within(*what) == Some(Duration::ZERO)).collect()
    }

    #[test]
    fn each_page_hears_of_what_it_shows() {
        use What::{Analysed, Answered, Closed, Lines, Presence, Signals, Written};
        assert_eq!(shown_at_once(OpenPage::Any), ALL);
        assert_eq!(shown_at_once(OpenPage::Group), [Presence, Analysed, Signals, Written, Closed]);
        assert_eq!(shown_at_once(OpenPage::Session), [Presence, Answered, Signals, Closed]);
        assert_eq!(shown_at_once(OpenPage::Wall), [Presence, Lines, Answered, Closed]);
        assert_eq!(shown_at_once(OpenPage::Alerts), [Analysed, Signals]);
    }

    /// A group's page that listens, and a change of that group. Nothing stops it as long as the last is kept.
    fn teller() -> (LiveUpdates, Changed, Teller<impl Fn(&Changed) -> bool>, watch::Sender<bool>) {
        let (live, now) = (LiveUpdates::default(), jiff::Timestamp::UNIX_EPOCH);
        let (organisation, group) = (OrganisationId::new(now), GroupId::new(now));
        let changed = Changed { organisation, group, what: What::Answered };
        let concerns = move |changed: &Changed| changed.group == group;
        let (stop, stopped) = watch::channel(false);
        let teller = Teller { live: live.listen(), stopped, page: OpenPage::Group, due: None, concerns };
        (live, changed, teller, stop)
    }

    #[tokio::test]
    async fn one_form_is_told_to_the_page_of_a_group_once() {
        let (live, changed, mut teller, _stop) = teller();
        for what in [What::Answered, What::Followed, What::Analysed] {
            live.tell(Changed { what, ..changed });
        }
        assert_eq!(teller.next().await, Some("data: changed\n\n"));
        assert_eq!(teller.due, None, "and nothing is left to be told");
        assert!(teller.live.is_empty());
    }

    #[test]
    fn a_form_that_nobody_analyses_is_told_all_the_same() {
        let (_live, changed, mut teller, _stop) = teller();
        let now = Instant::now();
        teller.hear(&changed, now);
        assert_eq!(teller.due, Some(now + UNANALYSED));
        teller.hear(&changed, now + UNFITTED);
        assert_eq!(teller.due, Some(now + UNANALYSED), "a second one does not put the first off");
        teller.hear(&Changed { what: What::Followed, ..changed }, now + UNFITTED);
        assert_eq!(teller.due, Some(now + UNFITTED * 2));
    }

    #[tokio::test]
    async fn what_was_put_off_is_told_when_its_time_has_come() {
        let (_live, changed, mut teller, _stop) = teller();
        teller.hear(&changed, Instant::now() - UNANALYSED);
        assert_eq!(teller.next().await, Some("data: changed\n\n"));
        assert_eq!(teller.due, None);
    }

    #[tokio::test]
    async fn who_lags_behind_is_told_to_look_again() {
        let (live, changed, mut teller, _stop) = teller();
        let other = GroupId::new(jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1));
        // None of what it can still read is of its group: what it missed may have been.
        for _ in 0..=256 {
            live.tell(Changed { group: other, ..changed });
        }
        assert_eq!(teller.next().await, Some("data: changed\n\n"));
    }

    #[test]
    fn another_group_is_not_heard() {
        let (_live, changed, mut teller, _stop) = teller();
        let other = GroupId::new(jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1));
        teller.hear(&Changed { group: other, what: What::Analysed, ..changed }, Instant::now());
        assert_eq!(teller.due, None);
    }
}
