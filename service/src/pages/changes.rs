//! The stream that tells an open page to look again.

use actix_web::{HttpResponse, http::header, web::Bytes};
use futures_util::stream;
use tokio::{sync::broadcast::error::RecvError, sync::watch, time::Duration};

use crate::jobs::{Changed, LiveUpdates};

/// A browser that went away is noticed at the next write.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// `changed` at every change that `concerns` the page, until the service stops. Only that it did, never what.
pub(super) fn changes(
    live: &LiveUpdates,
    stopped: &watch::Receiver<bool>,
    concerns: impl Fn(&Changed) -> bool + Clone + 'static,
) -> HttpResponse {
    let body = stream::unfold((live.listen(), stopped.clone()), move |(mut live, mut stopped)| {
        let concerns = concerns.clone();
        async move {
            loop {
                let said = tokio::select! {
                    changed = live.recv() => match changed {
                        Ok(changed) if concerns(&changed) => "data: changed\n\n",
                        Ok(_) => continue,
                        // What was missed may have been ours.
                        Err(RecvError::Lagged(_)) => "data: changed\n\n",
                        Err(RecvError::Closed) => return None,
                    },
                    () = tokio::time::sleep(HEARTBEAT) => ": still here\n\n",
                    _ = stopped.changed() => return None,
                };
                return Some((Ok::<Bytes, actix_web::Error>(Bytes::from_static(said.as_bytes())), (live, stopped)));
            }
        }
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(body)
}
