//! Where each handler hangs.

use actix_web::web::{ServiceConfig, get, post, put, resource};

use super::{document, fhir, groups, tablet};

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
        .service(resource("/api/v1/tablet/assignments/{assignment_id}/response").route(post().to(tablet::submit)))
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
