//! The table of roles and routes, walked with everybody who could knock; and what the use cases add to it.

use std::collections::BTreeSet;

use peil_service::{
    access::{Audience, ROUTES, Route},
    domain::Role,
};
use peil_tests::{CLIENT_CODE, Client, PASSWORD, Person, Practice, Reply, TestApp, Tonight};
use reqwest::{
    Method,
    header::{ACCEPT, AUTHORIZATION},
};
use serde_json::json;
use uuid::Uuid;

/// Somebody at the door.
struct Visitor<'a> {
    name: &'static str,
    role: Option<Role>,
    person: Person,
    client: Option<&'a Client>,
}

/// What a request needs to get past the door.
struct House {
    practice: Practice,
    tonight: Tonight,
    eik: Client,
    asset: String,
    response: String,
    score: String,
    alert: String,
    episode: String,
    /// A start of Berk, outside the sessions.
    moment: Uuid,
    team: String,
}

impl House {
    fn path(&self, pattern: &str) -> String {
        let assignment = self.eik.assignment("phq-9").to_string();
        let group = self.practice.group.to_string();
        let filled = [
            ("{path:.*}", self.asset.as_str()),
            ("{code}", &self.tonight.code),
            ("{group_id}", &group),
            ("{session_id}", &self.tonight.session.to_string()),
            ("{moment_id}", &self.moment.to_string()),
            ("{membership_id}", &self.practice.member("Berk").to_string()),
            ("{assignment_id}", &assignment),
            ("{item_id}", "phq1"),
            ("{questionnaire_id}", "phq-9-1.0.0"),
            ("{response_id}", &self.response),
            ("{observation_id}", &self.score),
            ("{signal_id}", &self.alert),
            ("{episode_id}", &self.episode),
            ("{agreement_id}", &self.moment.to_string()),
            ("{candidate_id}", &self.moment.to_string()),
            ("{account_id}", &self.practice.account("dora").to_string()),
            ("{team_id}", &self.team),
            ("{token}", "none"),
        ]
        .into_iter()
        .fold(pattern.to_owned(), |path, (place, value)| path.replace(place, value));
        assert!(!filled.contains('{'), "what fills {pattern}?");
        filled
    }

    /// A request that gets an answer when the door is open. Only status and headers are read: one route never ends.
    async fn knock(&self, route: &Route, visitor: &Visitor<'_>, accept: &str) -> (u16, String, String) {
        let method = Method::from_bytes(route.method.as_bytes()).unwrap();
        let mut request = visitor.person.request(method, &self.path(route.path)).header(ACCEPT, accept);
        if let Some(client) = visitor.client {
            request = request.header(AUTHORIZATION, format!("Bearer {}", client.token));
        }
        let berk = format!("attendance-{}", self.practice.member("Berk"));
        let token = if visitor.role.is_some() { visitor.person.form_token().await } else { String::new() };
        let form = |fields: &[(&str, &str)]| {
            let with_token = fields.iter().copied().chain([("csrf", token.as_str())]);
            with_token.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        request = match (route.method, route.path) {
            ("GET", _) => request,
            (_, "/login") => request.form(&[("email", self.practice.anna()), ("password", PASSWORD)]),
            (_, "/language") => request.form(&form(&[("language", "nl"), ("back", "/about")])),
            (_, "/research/export") => request.form(&form(&[("instrument", "phq-9.total")])),
            (_, path) if path.ends_with("/attendance") => request.form(&form(&[(&berk, "present")])),
            (_, path) if path.ends_with("/members/{membership_id}/end") => {
                request.form(&form(&[("reason", "moved"), ("on", "x")]))
            }
            (_, path) if path.ends_with("/members/{membership_id}/code") => request.form(&form(&[("back", "/")])),
            (_, "/api/v1/tablet/session") => request.json(&json!({ "code": self.tonight.code })),
            (_, "/api/v1/tablet/entry") => request.json(&json!({
                "code": self.tonight.code, "client_code": CLIENT_CODE, "membership_id": self.practice.member("Eik"),
            })),
            (_, path) if path.starts_with("/api/v1/tablet/assignments") || path.starts_with("/api/v1/admin") => {
                request.json(&json!({}))
            }
            (_, "/welcome/{token}") => request.form(&[("password", ""), ("again", "")]),
            _ => request.form(&form(&[])),
        };
        let response = request.send().await.unwrap();
        let header = |name| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        (response.status().as_u16(), header("location"), header("content-type"))
    }
}

fn admitted(audience: Audience, visitor: &Visitor<'_>) -> bool {
    match audience {
        Audience::Everyone => true,
        Audience::Client => visitor.client.is_some(),
        Audience::Roles(roles) => visitor.role.is_some_and(|role| roles.contains(&role)),
    }
}

#[tokio::test]
async fn every_route_admits_whom_the_table_admits_and_nobody_else() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    let about = anna.page("/about").await;
    let (_, asset) = about.split_once("href=\"/assets/").expect("a page has a style sheet");
    let asset = asset.split_once('"').unwrap().0.to_owned();
    let first = async |id: &str, table: &str| {
        let row = app.owner.query_one(&format!("SELECT {id}::text FROM {table} LIMIT 1"), &[]).await.unwrap();
        row.get::<_, String>(0)
    };
    let (response, score) = (first("response_id", "responses").await, first("score_id", "scores").await);
    eik.answer("phq-9", "phq9", "1").await;
    let alert = app.owner.query_one("SELECT signal_id::text FROM signals", &[]).await.unwrap().get(0);
    let episode =
        "INSERT INTO signals (organisation_id, signal_id, group_id, session_id, rule, rule_version, instrument_id,
                       scale, inputs, raised_at, urgency, value, crossed_limit, module_version)
                   SELECT organisation_id, gen_random_uuid(), group_id, session_id, 'G-RUPT', '1', 'phq-9', 'total',
                       '{\"kind\": \"group_rupture\", \"mean\": 12, \"fallen\": 2, \"by_mean\": false}', now(),
                       'attention', 2, 2, '1.0'
                   FROM signals LIMIT 1 RETURNING signal_id::text";
    let episode = app.owner.query_one(episode, &[]).await.unwrap().get(0);
    let moment = Uuid::now_v7();
    let of_berk =
        "INSERT INTO sessions (organisation_id, session_id, group_id, for_membership, moment, held_on, opened_at)
                   VALUES ($1, $2, $3, $4, 'start', now(), now())";
    let ids = [practice.id.uuid(), moment, practice.group.uuid(), practice.member("Berk")];
    app.owner.execute(of_berk, &[&ids[0], &ids[1], &ids[2], &ids[3]]).await.unwrap();
    let forward = "INSERT INTO candidates VALUES ($1, $2, $3, 'Spar', '2026-01-01')";
    app.owner.execute(forward, &[&practice.id.uuid(), &moment, &practice.group.uuid()]).await.unwrap();
    let team = first("team_id", "teams").await;
    let els = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date)
               VALUES ($1, $2, $3, 'co', date '2025-01-01')";
    let account = practice.account("els").uuid();
    app.owner.execute(els, &[&practice.id.uuid(), &practice.group.uuid(), &account]).await.unwrap();
    let house = House { practice, tonight, eik, asset, response, score, alert, episode, moment, team };
    let staff = [
        ("therapist", Role::Therapist, house.practice.anna()),
        ("team lead", Role::TeamLead, house.practice.marieke()),
        ("experience expert", Role::ExperienceExpert, house.practice.els()),
        ("researcher", Role::Researcher, house.practice.iris()),
        ("administrator", Role::Administrator, house.practice.wim()),
    ];
    assert_eq!(staff.len(), Role::ALL.len(), "every role knocks");
    let mut visitors = vec![
        Visitor { name: "anybody", role: None, person: app.anybody(), client: None },
        Visitor { name: "client", role: None, person: app.anybody(), client: Some(&house.eik) },
    ];
    for (name, role, email) in staff {
        visitors.push(Visitor { name, role: Some(role), person: app.login(email).await, client: None });
    }
    // Logging out comes last: who did so is nobody any more.
    let mut routes: Vec<&Route> = ROUTES.iter().collect();
    routes.sort_by_key(|route| route.path == "/logout");
    for route in routes {
        for visitor in &visitors {
            let what = format!("{} {} by {}", route.method, route.path, visitor.name);
            let (status, _, _) = house.knock(route, visitor, "*/*").await;
            if admitted(route.audience, visitor) {
                assert!(![401, 403, 404, 405, 500, 503].contains(&status), "{what} is admitted: {status}");
                continue;
            }
            let expected = if visitor.role.is_some() && route.audience != Audience::Client { 403 } else { 401 };
            assert_eq!(status, expected, "{what} is refused");
            let (status, location, content) = house.knock(route, visitor, "text/html").await;
            let to_login = visitor.role.is_none() && route.audience != Audience::Client;
            let page = (status, location.as_str());
            let shown = if to_login { page == (303, "/login") } else { status == expected && content.contains("html") };
            assert!(shown, "{what} as a page: {page:?} {content}");
        }
    }
    let denied = app.count("audit WHERE action = 'route' AND outcome = 'denied'").await;
    assert!(denied > 0, "who knocked at another role's door is in the audit");
}

#[test]
fn the_table_has_every_route_of_the_code_and_no_other() {
    let sources = [include_str!("../../service/src/pages/routes.rs"), include_str!("../../service/src/api/routes.rs")];
    let mut built = BTreeSet::new();
    for source in sources {
        for resource in source.split("resource(").skip(1) {
            let path = resource.split('"').nth(1).unwrap();
            for method in ["get", "post", "put", "delete", "patch"] {
                if resource.contains(&format!("route({method}()")) {
                    built.insert((method.to_uppercase(), path.to_owned()));
                }
            }
        }
    }
    let table: BTreeSet<_> = ROUTES.iter().map(|route| (route.method.to_owned(), route.path.to_owned())).collect();
    assert_eq!(table.len(), ROUTES.len(), "no route stands twice");
    assert_eq!(built, table);
}

#[tokio::test]
async fn what_is_not_in_the_table_is_closed() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let wim = app.login(practice.wim()).await;
    for path in ["/nothing", "/api/v1/nothing", "/groups/x/y/z", "/.env", "/assets/../Cargo.toml"] {
        assert_eq!(wim.get_json(path).await.problem(), (404, "not-found".to_owned()), "{path}");
    }
    let anna = app.login(practice.anna()).await;
    let closed = (405, "method-not-allowed".to_owned());
    for (method, path) in [(Method::DELETE, "/groups"), (Method::PUT, "/login"), (Method::POST, "/health")] {
        assert_eq!(anna.send(anna.request(method, path)).await.problem(), closed, "{path}");
    }
    let head = anna.send(anna.request(Method::HEAD, "/groups")).await;
    assert!(![401, 403, 500].contains(&head.status), "HEAD goes where GET goes: {}", head.status);
    let nobody = app.anybody();
    let head = nobody.send(nobody.request(Method::HEAD, "/groups")).await;
    assert_eq!(head.status, 401);
}

fn admits(audience: Audience, role: Role) -> bool {
    matches!(audience, Audience::Roles(roles) if roles.contains(&role))
}

/// Every address below a group that therapists knock at, to be looked at from outside.
fn addresses(group: &str, session: &str, member: &str) -> Vec<(Method, String)> {
    let for_therapists = |route: &&Route| admits(route.audience, Role::Therapist);
    let of_group = ROUTES.iter().filter(|route| route.path.contains("{group_id}")).filter(for_therapists);
    let addresses: Vec<_> = of_group
        .map(|route| {
            let path = route.path.replace("{group_id}", group).replace("{session_id}", session);
            let path = path.replace("{moment_id}", session);
            (Method::from_bytes(route.method.as_bytes()).unwrap(), path.replace("{membership_id}", member))
        })
        .collect();
    assert!(addresses.len() > 10);
    addresses
}

async fn knock(person: &Person, method: &Method, path: &str) -> Reply {
    let token = person.form_token().await;
    let request = person.request(method.clone(), path);
    let fields = [("csrf", token.as_str()), ("back", "/")];
    let request = match *method {
        Method::GET => request,
        _ if path.starts_with("/api/") => request.json(&json!({})),
        _ => request.form(&fields),
    };
    let response = request.send().await.unwrap();
    // Read only what is refused: a stream that is admitted has no end.
    assert_eq!(response.status().as_u16(), 404, "{method} {path}");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Reply { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
}

#[tokio::test]
async fn a_group_of_somebody_else_does_not_exist_and_looking_is_written_down() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 1).await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let cato = app.login(practice.cato()).await;
    let group = practice.group.to_string();
    let addresses = addresses(&group, &tonight.session.to_string(), &practice.member("Eik").to_string());
    let before = app.count("sessions").await;
    for (method, path) in &addresses {
        assert_eq!(knock(&cato, method, path).await.problem(), (404, "not-found".to_owned()));
        let denials = format!("audit WHERE outcome = 'denied' AND actor_id = '{}'", practice.account("cato"));
        let on_it = format!("{denials} AND subject_kind = 'group' AND subject_id = '{group}'");
        assert!(app.count(&on_it).await > 0, "{method} {path} leaves a row");
    }
    let denied = app.count("audit WHERE outcome = 'denied' AND subject_kind = 'group'").await;
    assert_eq!(usize::try_from(denied).unwrap(), addresses.len(), "one row for each look");
    assert_eq!(app.count("sessions").await, before);
    assert_eq!(app.count("sessions WHERE closed_at IS NULL").await, 1);
    let list = cato.get_json("/api/v1/groups").await.json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["group_id"], json!(practice.other_group.uuid()));
}

#[tokio::test]
async fn nothing_of_another_organisation_can_be_reached_by_its_id() {
    let app = TestApp::spawn().await;
    let (north, south) = (app.organisation().await, app.another_organisation("zuid").await);
    app.hold_sessions(&south, 1).await;
    let tonight = app.login(south.anna()).await.open_session(south.group).await;
    let anna = app.login(north.anna()).await;
    let own = anna.open_session(north.group).await;
    let (session, member) = (tonight.session.to_string(), south.member("Eik").to_string());
    for (method, path) in addresses(&south.group.to_string(), &session, &member) {
        assert_eq!(knock(&anna, &method, &path).await.problem(), (404, "not-found".to_owned()));
    }
    // Their session and member under an own group.
    for (method, path) in addresses(&north.group.to_string(), &session, &member) {
        if path.contains(&session) || path.contains(&member) {
            assert_eq!(knock(&anna, &method, &path).await.problem(), (404, "not-found".to_owned()));
        }
    }
    // Their member at an own session.
    let reply = peil_tests::type_codes(&app.anybody(), &own.code, south.member("Eik"), CLIENT_CODE).await;
    assert_eq!(reply.problem(), (403, "wrong-client-code".to_owned()));
    // Their form with an own entry.
    let eik = app.enter_tablet(&own, north.member("Eik")).await;
    let theirs = app.enter_tablet(&tonight, south.member("Eik")).await;
    let value = json!({ "value": "1", "language": "nl" });
    let reply = eik.put(theirs.assignment("phq-9"), "phq1", &value).await;
    assert_eq!(reply.problem(), (404, "not-found".to_owned()));
    assert_eq!(app.count(&format!("sessions WHERE organisation_id = '{}'", south.id)).await, 2);
}

#[tokio::test]
async fn a_team_lead_sees_the_groups_of_the_team_and_no_others() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let marieke = app.login(practice.marieke()).await;
    let list = marieke.get_json("/api/v1/groups").await.json();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["group_id"], json!(practice.group.uuid()));
    let other = format!("/groups/{}", practice.other_group);
    assert_eq!(marieke.get_json(&other).await.problem(), (404, "not-found".to_owned()));
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let path = format!("/groups/{}/sessions", practice.group);
    let refused = (403, "csrf".to_owned());
    let of_bram = bram.form_token().await;
    for fields in [vec![], vec![("csrf", "")], vec![("csrf", "0000")], vec![("csrf", of_bram.as_str())]] {
        let reply = anna.send(anna.request(Method::POST, &path).form(&fields)).await;
        assert_eq!(reply.problem(), refused, "{fields:?}");
    }
    for path in ["/logout", "/language", "/research/export", "/admin/wording"] {
        let who = match path {
            "/research/export" => app.login(practice.iris()).await,
            "/admin/wording" => app.login(practice.wim()).await,
            _ => anna.clone(),
        };
        let fields = [("csrf", ""), ("language", "en"), ("back", "/"), ("instrument", "phq-9.total")];
        assert_eq!(who.send(who.request(Method::POST, path).form(&fields)).await.problem(), refused, "{path}");
    }
    assert_eq!(app.count("sessions").await, 0);
    assert_eq!(anna.get("/groups").await.status, 200, "still logged in");
}

#[tokio::test]
async fn another_site_cannot_act_in_a_browser() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let token = anna.form_token().await;
    let path = format!("/groups/{}/sessions", practice.group);
    let refused = (403, "csrf".to_owned());
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
    ] {
        let request = anna.request(Method::POST, &path).header(name, value).form(&[("csrf", &token)]);
        assert_eq!(anna.send(request).await.problem(), refused, "{name}: {value}");
        let body = json!({ "code": "AAA-AAA" });
        let tablet = app.anybody();
        let request = tablet.request(Method::POST, "/api/v1/tablet/session").header(name, value).json(&body);
        assert_eq!(tablet.send(request).await.problem(), refused, "{name}: {value}");
        let login = [("email", practice.anna()), ("password", PASSWORD)];
        let request = tablet.request(Method::POST, "/login").header(name, value).form(&login);
        assert_eq!(tablet.send(request).await.problem(), refused, "{name}: {value}");
    }
    assert_eq!(app.count("sessions").await, 0);
    let own = anna.request(Method::POST, &path).header("sec-fetch-site", "same-origin").header("origin", &app.url);
    assert_eq!(anna.send(own.form(&[("csrf", &token)])).await.status, 303);
}
