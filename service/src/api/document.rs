//! The description of the API in OpenAPI. It is committed as `service/openapi.json`, so that a change of the API shows.

use actix_web::{HttpResponse, http::header::ContentType};
use utoipa::OpenApi;

use super::{admin, groups, tablet};
use crate::web::ProblemBody;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Peil",
        description = "Outcome monitoring for group therapy. Errors are problems (RFC 9457).",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    paths(
        tablet::session, tablet::entry, tablet::save_answer, tablet::submit, tablet::line, tablet::line_stands, groups::list, groups::course,
        admin::organisation::show, admin::organisation::change, admin::organisation::rules, admin::organisation::set_rules,
        admin::people::users, admin::people::add_user, admin::people::change_user, admin::people::access,
        admin::people::link, admin::people::teams, admin::people::add_team, admin::people::rename_team,
        admin::groups::list, admin::groups::add, admin::groups::change, admin::groups::add_part, admin::groups::end_part,
        admin::members::list, admin::members::add, admin::members::correct
    ),
    components(schemas(ProblemBody)),
    tags(
        (name = "tablet", description = "A client at a tablet: both codes, then answers."),
        (name = "groups", description = "Therapists and team leads: own groups. By the cookie of a login."),
        (name = "admin", description = "Setting up: administrators, team leads their own team's groups, therapists their members.")
    ),
    modifiers(&Security)
)]
struct Document;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
        let components = document.components.get_or_insert_default();
        let tablet = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("tablet_entry", SecurityScheme::Http(tablet));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(crate::access::SESSION_COOKIE));
        components.add_security_scheme("login", SecurityScheme::ApiKey(cookie));
    }
}

/// The document, as committed.
#[must_use]
pub fn openapi_json() -> String {
    let mut text = Document::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// `GET /api/v1/openapi.json`
pub(super) async fn openapi() -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::json()).body(openapi_json())
}
