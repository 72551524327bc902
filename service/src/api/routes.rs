//! Where each handler hangs.

use actix_web::web::{JsonConfig, ServiceConfig, get, post, put, resource};

use super::{admin, document, fhir, groups, tablet};
use crate::web::json_problem;

/// The largest form, in bytes: fifty choices are 4 kB, but fifty answers in words may be 4000 characters each, which JSON
/// may write in six bytes.
const FORM_LIMIT: usize = 2 * 1024 * 1024;

/// Adds the API's routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/openapi.json").route(get().to(document::openapi)))
        .service(resource("/api/v1/tablet/session").route(post().to(tablet::session)))
        .service(resource("/api/v1/tablet/entry").route(post().to(tablet::entry)))
        .service(
            resource("/api/v1/tablet/assignments/{assignment_id}/answers/{item_id}")
                .route(put().to(tablet::save_answer)),
        )
        .service(
            resource("/api/v1/tablet/assignments/{assignment_id}/response")
                .app_data(JsonConfig::default().limit(FORM_LIMIT).error_handler(json_problem))
                .route(post().to(tablet::submit)),
        )
        .service(resource("/api/v1/tablet/line").route(get().to(tablet::line_stands)).route(put().to(tablet::line)))
        .service(resource("/api/v1/groups").route(get().to(groups::list)))
        .service(resource("/api/v1/groups/{group_id}/course").route(get().to(groups::course)))
        .service(
            resource("/api/v1/admin/organisation")
                .route(get().to(admin::organisation::show))
                .route(put().to(admin::organisation::change)),
        )
        .service(
            resource("/api/v1/admin/rules")
                .route(get().to(admin::organisation::rules))
                .route(put().to(admin::organisation::set_rules)),
        )
        .service(
            resource("/api/v1/admin/users")
                .route(get().to(admin::people::users))
                .route(post().to(admin::people::add_user)),
        )
        .service(resource("/api/v1/admin/users/{account_id}").route(put().to(admin::people::change_user)))
        .service(resource("/api/v1/admin/users/{account_id}/access").route(put().to(admin::people::access)))
        .service(resource("/api/v1/admin/users/{account_id}/link").route(post().to(admin::people::link)))
        .service(
            resource("/api/v1/admin/teams")
                .route(get().to(admin::people::teams))
                .route(post().to(admin::people::add_team)),
        )
        .service(resource("/api/v1/admin/teams/{team_id}").route(put().to(admin::people::rename_team)))
        .service(
            resource("/api/v1/admin/groups").route(get().to(admin::groups::list)).route(post().to(admin::groups::add)),
        )
        .service(resource("/api/v1/admin/groups/{group_id}").route(put().to(admin::groups::change)))
        .service(
            resource("/api/v1/admin/groups/{group_id}/therapists")
                .route(post().to(admin::groups::add_part))
                .route(put().to(admin::groups::end_part)),
        )
        .service(
            resource("/api/v1/admin/groups/{group_id}/members")
                .route(get().to(admin::members::list))
                .route(post().to(admin::members::add)),
        )
        .service(
            resource("/api/v1/admin/groups/{group_id}/members/{membership_id}")
                .route(put().to(admin::members::correct)),
        )
        .service(resource("/fhir/R4/metadata").route(get().to(fhir::metadata)))
        .service(resource("/fhir/R4/Questionnaire").route(get().to(fhir::questionnaires)))
        .service(resource("/fhir/R4/Questionnaire/{questionnaire_id}").route(get().to(fhir::questionnaire)))
        .service(resource("/fhir/R4/QuestionnaireResponse").route(get().to(fhir::responses)))
        .service(resource("/fhir/R4/QuestionnaireResponse/{response_id}").route(get().to(fhir::response)))
        .service(resource("/fhir/R4/Observation").route(get().to(fhir::observations)))
        .service(resource("/fhir/R4/Observation/{observation_id}").route(get().to(fhir::observation)));
}
