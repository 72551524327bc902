//! Where each handler hangs.

use actix_web::web::{JsonConfig, ServiceConfig, get, post, put, resource};

use super::{document, fhir, groups, tablet};
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
        .service(resource("/fhir/R4/metadata").route(get().to(fhir::metadata)))
        .service(resource("/fhir/R4/Questionnaire").route(get().to(fhir::questionnaires)))
        .service(resource("/fhir/R4/Questionnaire/{questionnaire_id}").route(get().to(fhir::questionnaire)))
        .service(resource("/fhir/R4/QuestionnaireResponse").route(get().to(fhir::responses)))
        .service(resource("/fhir/R4/QuestionnaireResponse/{response_id}").route(get().to(fhir::response)))
        .service(resource("/fhir/R4/Observation").route(get().to(fhir::observations)))
        .service(resource("/fhir/R4/Observation/{observation_id}").route(get().to(fhir::observation)));
}
