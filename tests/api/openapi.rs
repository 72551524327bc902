//! The description of the API: as committed, as served, and complete.

use peil_service::{access::ROUTES, api::openapi_json};
use peil_tests::TestApp;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../service/openapi.json");

#[test]
fn the_committed_description_is_that_of_the_code() {
    if std::env::var_os("PEIL_REWRITE_SNAPSHOTS").is_some() {
        std::fs::write(FILE, openapi_json()).unwrap();
    }
    let committed = std::fs::read_to_string(FILE).unwrap();
    assert!(
        committed == openapi_json(),
        "the API changed; PEIL_REWRITE_SNAPSHOTS=1 cargo test writes service/openapi.json"
    );
}

#[tokio::test]
async fn the_description_is_served_and_has_every_route_of_the_api() {
    let app = TestApp::spawn().await;
    let reply = app.anybody().get_json("/api/v1/openapi.json").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    assert_eq!(reply.text(), openapi_json());
    let document = reply.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/") && !route.path.ends_with("openapi.json"))
    {
        let described = &document["paths"][route.path][route.method.to_lowercase()];
        assert!(described["responses"].is_object(), "{} {}", route.method, route.path);
    }
    let paths = document["paths"].as_object().unwrap();
    let known = |path: &str| ROUTES.iter().any(|route| route.path == path);
    assert!(paths.keys().all(|path| known(path)), "no route is described that is not there");
}
