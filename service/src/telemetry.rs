//! Logs: what happened, by ids and words of closed lists. No answers, names or free text, no query strings, no addresses
//! of clients.

use std::time::Instant;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
};
use tracing::{Level, Metadata, Span};
use tracing_actix_web::RootSpanBuilder;
use tracing_subscriber::{EnvFilter, Layer, filter::filter_fn, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// The variable that sets what is logged, for example `info` or `peil_service=debug`.
pub const LOG_VARIABLE: &str = "PEIL_LOG";

/// Starts logging to standard error, as JSON lines. `level` holds where the variable is not set.
pub fn init(level: &str) {
    let chosen = std::env::var(LOG_VARIABLE).unwrap_or_else(|_| level.to_owned());
    let filter = EnvFilter::try_new(&chosen).unwrap_or_else(|_| EnvFilter::new(level));
    let lines = fmt::layer().json().with_writer(std::io::stderr).with_filter(filter_fn(may_be_written));
    // A second call, as in tests, changes nothing.
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
}

/// Whether a line holds nothing of what goes over the wire. The database's driver writes parameters of statements, and so
/// answers, at its lower levels; others write what they read. They stay shut whatever was asked.
fn may_be_written(line: &Metadata<'_>) -> bool {
    let talkative = ["tokio_postgres", "h2", "hyper", "actix_http", "mio"];
    let of = |name: &&str| line.target().split("::").next() == Some(name);
    *line.level() <= Level::WARN || !talkative.iter().any(of)
}

/// One span a request: method, route as written in the table, status and time.
pub struct RequestSpan;

/// When the request began.
struct Began(Instant);

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        use actix_web::HttpMessage as _;
        request.extensions_mut().insert(Began(Instant::now()));
        let route = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
        tracing::info_span!(
            "request",
            method = %request.method(),
            route,
            request_id = %uuid::Uuid::now_v7(),
            status = tracing::field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        use actix_web::HttpMessage as _;
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        let began = outcome.as_ref().ok().and_then(|response| {
            response.request().extensions().get::<Began>().map(|began| began.0.elapsed().as_millis())
        });
        let duration_ms = u64::try_from(began.unwrap_or(0)).unwrap_or(u64::MAX);
        span.in_scope(|| tracing::info!(status = status.as_u16(), duration_ms, "request answered"));
    }
}
