//! A picture as a file: for a document, a meeting, or a machine.

use actix_web::{HttpResponse, http::header};

use super::views::FileLink;
use crate::{
    access::{AuditEvent, record},
    charts::{ChartError, pdf, png},
    clock::SharedClock,
    domain::Language,
    store::Store,
    web::{CurrentLogin, Problem},
};

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// For a document or a printer: vectors, and its words can be heard.
    Pdf,
    /// For a slide: pixels, twice as many as on screen.
    Png,
    /// For whoever goes on with it.
    Svg,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Svg];

    fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// Where a picture is downloaded: `page` and the query that shows it there.
pub(super) fn links(page: &str, query: &str) -> Vec<FileLink> {
    let link = |kind: Kind| FileLink {
        label: kind.ending().to_uppercase(),
        href: format!("{page}/chart.{}?{query}", kind.ending()),
    };
    Kind::ALL.into_iter().map(link).collect()
}

/// The picture as a file of this kind, called `name` without its ending.
///
/// # Errors
///
/// [`Problem`] when the picture cannot be turned into it.
pub(super) async fn file(kind: Kind, name: &str, svg: String, language: Language) -> Result<HttpResponse, Problem> {
    let bytes = match kind {
        Kind::Svg => svg.into_bytes(),
        Kind::Png => elsewhere(move || png(&svg, 2.0)).await?,
        Kind::Pdf => elsewhere(move || pdf(&svg, language.word())).await?,
    };
    let name = format!("attachment; filename=\"{name}.{}\"", kind.ending());
    let reply = (header::CONTENT_DISPOSITION, name);
    Ok(HttpResponse::Ok().content_type(kind.content_type()).insert_header(reply).body(bytes))
}

/// Writes down that a file was made, and hands it out: one that could not be made was not downloaded, and one that cannot be
/// written down is given to nobody.
///
/// # Errors
///
/// [`Problem`] when the database does not answer.
pub(super) async fn handed_out(
    made: HttpResponse,
    (store, clock, login): (&Store, &SharedClock, &CurrentLogin),
    event: &AuditEvent,
) -> Result<HttpResponse, Problem> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    record(&tenant, event, clock.now());
    tenant.commit().await?;
    Ok(made)
}

/// Pictures take longer than an answer may hold up the others.
async fn elsewhere(make: impl FnOnce() -> Result<Vec<u8>, ChartError> + Send + 'static) -> Result<Vec<u8>, Problem> {
    let made = actix_web::web::block(make).await.map_err(|error| Problem::internal(&error))?;
    made.map_err(chart_problem)
}

/// A picture that cannot be made is a fault of ours.
pub(super) fn chart_problem(error: ChartError) -> Problem {
    Problem::internal(&error)
}
