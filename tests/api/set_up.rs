//! Setting up by an administrator, a team lead and a therapist: what each may, what is refused, and what is written down.

use jiff::ToSpan;
use peil_tests::{Did, Person, Practice, Reply, TestApp, attribute};
use reqwest::Method;
use serde_json::{Value, json};

struct House {
    app: TestApp,
    practice: Practice,
    wim: Person,
}

impl House {
    async fn found() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let wim = app.login(practice.wim()).await;
        Self { app, practice, wim }
    }

    fn user(&self, who: &str) -> String {
        format!("/api/v1/admin/users/{}", self.practice.account(who))
    }

    fn group(&self) -> String {
        format!("/api/v1/admin/groups/{}", self.practice.group)
    }

    fn today(&self) -> String {
        self.practice.today(&self.app).to_string()
    }
}

async fn put(who: &Person, path: &str, body: &Value) -> Reply {
    who.send(who.request(Method::PUT, path).json(body)).await
}

fn path_of(link: &str) -> String {
    link.split_once("/welcome/").map(|(_, token)| format!("/welcome/{token}")).unwrap()
}

fn refused(status: u16, kind: &str) -> (u16, String) {
    (status, kind.to_owned())
}

fn somebody(email: &str, role: &str) -> Value {
    json!({ "email": email, "name": "Lies de Nieuwe", "role": role, "team": "Team Noord" })
}

fn group_named(name: &str, house: &House) -> Value {
    json!({
        "name": name, "kind": "skills", "format": "open", "setting": 2, "planned_size": 8, "started_on": house.today(),
        "method": "dbt",
    })
}

#[tokio::test]
async fn somebody_is_added_chooses_a_password_once_and_comes_in() {
    let house = House::found().await;
    let reply = house.wim.post_json("/api/v1/admin/users", &somebody("Lies@noord.example", "therapist")).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let welcome = path_of(reply.json()["link"].as_str().unwrap());
    let hidden = "accounts WHERE email = 'lies@noord.example' AND password_hash IS NULL";
    assert_eq!(house.app.count(hidden).await, 1, "nobody knows a password of it");
    let mut lies = house.app.anybody();
    assert_eq!(lies.log_in("lies@noord.example", "").await.status, 403);
    assert!(lies.page(&welcome).await.contains("Lies de Nieuwe"));
    let choose = async |person: &Person, password: &str, again: &str| {
        let form = [("password", password), ("again", again)];
        person.send(person.request(Method::POST, &welcome).header("accept", "text/html").form(&form)).await
    };
    assert_eq!(choose(&lies, "te kort", "te kort").await.status, 422);
    let differ = choose(&lies, "een heel lang geheim", "een ander lang geheim").await;
    assert!(differ.status == 422 && differ.text().contains("niet gelijk"));
    assert_eq!(choose(&lies, "een heel lang geheim", "een heel lang geheim").await.status, 303);
    let again = choose(&lies, "nog een lang geheim", "nog een lang geheim").await;
    assert!(again.status == 410 && again.text().contains("Deze link werkt niet meer"), "{}", again.text());
    assert_eq!(lies.log_in("lies@noord.example", "een heel lang geheim").await.status, 303);
    assert_eq!(lies.get("/home").await.status, 200);
    assert!(house.wim.page("/admin/users").await.contains("lies@noord.example"));
    assert_eq!(house.app.count("accounts WHERE last_login_at IS NOT NULL AND email = 'lies@noord.example'").await, 1);
    for action in ["add-account", "make-account-link", "choose-password"] {
        assert_eq!(house.app.count(&format!("audit WHERE action = '{action}'")).await, 1, "{action}");
    }
    let named = "set_up_changes WHERE field IN ('name', 'email') AND coalesce(was, became) IS NOT NULL";
    assert_eq!(house.app.count(named).await, 0, "that it has a name is written down, the name is not");
    assert_eq!(
        house.app.count("set_up_changes WHERE field = 'role' AND became = 'therapist' AND was IS NULL").await,
        1
    );
}

#[tokio::test]
async fn a_link_dies_of_age_and_by_a_newer_one() {
    let house = House::found().await;
    let link = async || {
        let reply = house.wim.post_json(&format!("{}/link", house.user("anna")), &json!({})).await;
        path_of(reply.json()["link"].as_str().unwrap())
    };
    let (first, second) = (link().await, link().await);
    let nobody = house.app.anybody();
    assert_eq!(nobody.get_json(&first).await.problem(), refused(410, "link-spent"));
    assert_eq!(nobody.get(&second).await.status, 200);
    house.app.login(house.practice.anna()).await;
    house.app.clock.pass(jiff::SignedDuration::from_hours(73));
    for gone in [second.as_str(), "/welcome/x", "/welcome/00000000-0000-0000-0000-000000000000.00"] {
        assert_eq!(nobody.get_json(gone).await.problem(), refused(410, "link-spent"), "{gone}");
    }
}

#[tokio::test]
async fn who_is_blocked_is_out_and_the_last_administrator_stays() {
    let house = House::found().await;
    let anna = house.app.login(house.practice.anna()).await;
    let access = async |who: &str, state: &str| {
        put(&house.wim, &format!("{}/access", house.user(who)), &json!({ "state": state })).await
    };
    assert_eq!(access("anna", "blocked").await.status, 204);
    assert_eq!(anna.get_json("/api/v1/groups").await.status, 401, "a login that was open is over");
    assert_eq!(house.app.anybody().log_in(house.practice.anna(), peil_tests::PASSWORD).await.status, 403);
    let link = house.wim.post_json(&format!("{}/link", house.user("anna")), &json!({})).await;
    assert_eq!(link.problem(), refused(409, "account-blocked"));
    assert_eq!(access("anna", "open").await.status, 204);
    house.app.login(house.practice.anna()).await;
    assert_eq!(access("wim", "blocked").await.problem(), refused(409, "last-administrator"));
    assert_eq!(access("dora", "blocked").await.problem(), refused(409, "last-on-duty"));
    assert_eq!(access("dora", "").await.problem(), refused(422, "field-refused"));
    let wim = json!({ "name": "Wim", "role": "researcher" });
    assert_eq!(put(&house.wim, &house.user("wim"), &wim).await.problem(), refused(409, "last-administrator"));
    let anna = json!({ "name": "Anna", "role": "researcher" });
    assert_eq!(put(&house.wim, &house.user("anna"), &anna).await.problem(), refused(409, "has-parts"));
    let lead = json!({ "name": "Cato", "role": "team_lead" });
    let no_team = put(&house.wim, &house.user("cato"), &lead).await;
    assert!(no_team.problem() == refused(422, "field-refused") && no_team.text().contains("team"));
    assert_eq!(house.app.count("set_up_changes WHERE field <> 'state'").await, 0, "nothing of that was done");
    let lead = json!({ "name": "Cato", "role": "team_lead", "team": "Team Noord", "profession": "psychologist" });
    assert_eq!(put(&house.wim, &house.user("cato"), &lead).await.status, 204);
    let role = "set_up_changes WHERE field = 'role' AND was = 'therapist' AND became = 'team_lead'";
    assert_eq!(house.app.count(role).await, 1);
    assert!(house.wim.page("/admin/changes").await.contains("team_lead"));
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_its_field() {
    let house = House::found().await;
    let users = "/api/v1/admin/users";
    for (body, field) in [
        (json!({ "email": "x", "name": "Lies", "role": "therapist" }), "email"),
        (json!({ "email": "a@b.example", "name": " ", "role": "therapist" }), "name"),
        (json!({ "email": "a@b.example", "name": "Lies", "role": "boss" }), "role"),
        (json!({ "email": "a@b.example", "name": "Lies", "role": "therapist", "team": "Zuid" }), "team"),
        (json!({ "email": "a@b.example", "name": "Lies", "role": "therapist", "profession": "smid" }), "profession"),
    ] {
        let reply = house.wim.post_json(users, &body).await;
        assert_eq!(reply.problem(), refused(422, "field-refused"), "{body}");
        assert!(reply.json()["detail"].as_str().unwrap().starts_with(&format!("{field}:")), "{}", reply.text());
    }
    assert_eq!(house.wim.post_json(users, &json!({ "password": "x" })).await.status, 400, "nobody sends a password");
    let elsewhere = house.app.another_organisation("zuid").await;
    let taken = house.wim.post_json(users, &somebody(elsewhere.anna(), "therapist")).await;
    assert_eq!(taken.problem(), refused(409, "email-taken"), "also where it is another organisation's");
    let groups = "/api/v1/admin/groups";
    for (field, value) in [
        ("name", json!("")),
        ("kind", json!("party")),
        ("setting", json!(9)),
        ("planned_size", json!(41)),
        ("planned_sessions", json!(0)),
        ("started_on", json!("gisteren")),
        ("ended_on", json!("2999-01-01")),
        ("method", json!("magic")),
        ("team", json!("Zuid")),
    ] {
        let mut body = group_named("Woensdaggroep", &house);
        body[field] = value;
        let reply = house.wim.post_json(groups, &body).await;
        assert_eq!(reply.problem(), refused(422, "field-refused"), "{field}");
        assert!(reply.text().contains(&format!("\"{field}:")), "{}", reply.text());
    }
    assert_eq!(
        house.wim.post_json(groups, &group_named("Dinsdaggroep", &house)).await.problem(),
        refused(409, "name-taken")
    );
    let teams = "/api/v1/admin/teams";
    assert_eq!(
        house.wim.post_json(teams, &json!({ "name": "Team Noord" })).await.problem(),
        refused(409, "name-taken")
    );
    assert_eq!(house.app.count("set_up_changes").await, 0);
    // A page says so over the form, with what was typed still in it.
    let reply = house.wim.post("/admin/groups", &[("name", "Woensdaggroep"), ("setting", "12")]).await;
    let page = reply.text();
    assert!(reply.status == 422 && page.contains("Een veld klopt niet") && page.contains("value=\"Woensdaggroep\""));
}

#[tokio::test]
async fn a_group_gets_therapists_one_part_at_a_time() {
    let house = House::found().await;
    let (today, group) = (house.today(), house.group());
    let made = house.wim.post_json("/api/v1/admin/groups", &group_named("Woensdaggroep", &house)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let page = format!("/admin/groups/{id}");
    assert!(house.wim.page(&page).await.contains("Niemand leidt deze groep"));
    let parts = format!("/api/v1/admin/groups/{id}/therapists");
    let part = |who: &str, part: &str, from: &str| json!({ "account": house.practice.account(who).to_string(), "part": part, "from": from });
    assert_eq!(house.wim.post_json(&parts, &part("anna", "lead", &today)).await.status, 204);
    assert!(house.wim.page(&page).await.contains("Deze groep heeft één therapeut"));
    assert_eq!(house.wim.post_json(&parts, &part("anna", "co", &today)).await.problem(), refused(409, "part-overlaps"));
    assert_eq!(
        house.wim.post_json(&parts, &part("iris", "lead", &today)).await.problem(),
        refused(422, "field-refused")
    );
    assert_eq!(
        house.wim.post_json(&parts, &part("dora", "boss", &today)).await.problem(),
        refused(422, "field-refused")
    );
    assert_eq!(house.wim.post_json(&parts, &part("dora", "co", &today)).await.status, 204);
    let dora = house.app.login(house.practice.dora()).await;
    assert_eq!(dora.get(&format!("/groups/{id}/plan")).await.status, 200, "she sees it at once");
    let end =
        |until: &str| json!({ "account": house.practice.account("dora").to_string(), "from": today, "until": until });
    assert_eq!(put(&house.wim, &parts, &end("2020-01-01")).await.problem(), refused(422, "field-refused"));
    assert_eq!(put(&house.wim, &parts, &end(&today)).await.status, 204);
    house.app.clock.pass(jiff::SignedDuration::from_hours(30));
    let dora = house.app.login(house.practice.dora()).await;
    assert_eq!(dora.get_json(&format!("/groups/{id}/plan")).await.problem(), refused(404, "not-found"));
    // A group with members neither ends nor begins after them.
    let wim = house.app.login(house.practice.wim()).await;
    let change = async |field: &str, value: &str| {
        let mut body = group_named("Dinsdaggroep", &house);
        body["started_on"] = json!("2026-01-06");
        body[field] = json!(value);
        put(&wim, &group, &body).await
    };
    assert_eq!(change("ended_on", &today).await.problem(), refused(409, "has-members"));
    assert_eq!(change("started_on", &today).await.problem(), refused(422, "field-refused"));
    assert_eq!(change("name", "Dinsdagavond").await.status, 204);
    let renamed = "set_up_changes WHERE field = 'name' AND was = 'Dinsdaggroep' AND became = 'Dinsdagavond'";
    assert_eq!(house.app.count(renamed).await, 1);
}

#[tokio::test]
async fn a_team_lead_sets_up_the_own_team_only_and_researchers_nothing() {
    let house = House::found().await;
    let marieke = house.app.login(house.practice.marieke()).await;
    let list = marieke.get_json("/api/v1/admin/groups").await.json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    let made = marieke.post_json("/api/v1/admin/groups", &group_named("Teamgroep", &house)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let own =
        "groups g JOIN teams t USING (organisation_id, team_id) WHERE g.name = 'Teamgroep' AND t.name = 'Team Noord'";
    assert_eq!(house.app.count(own).await, 1, "it is the own team's");
    let other = format!("/api/v1/admin/groups/{}", house.practice.other_group);
    assert_eq!(put(&marieke, &other, &group_named("Van mij", &house)).await.problem(), refused(404, "not-found"));
    let members = format!("{other}/members");
    assert_eq!(marieke.get_json(&members).await.problem(), refused(404, "not-found"));
    for path in ["/api/v1/admin/users", "/api/v1/admin/teams", "/api/v1/admin/rules", "/api/v1/admin/organisation"] {
        assert_eq!(marieke.get_json(path).await.problem(), refused(403, "forbidden"), "{path}");
    }
    let iris = house.app.login(house.practice.iris()).await;
    for path in ["/api/v1/admin/groups", "/admin/groups", &format!("/groups/{}/new-member", house.practice.group)] {
        assert_eq!(iris.get_json(path).await.problem(), refused(403, "forbidden"), "{path}");
    }
    let cato = house.app.login(house.practice.cato()).await;
    let own = format!("/api/v1/admin/groups/{}/members", house.practice.group);
    assert_eq!(cato.get_json(&own).await.problem(), refused(404, "not-found"));
    let south = house.app.another_organisation("zuid").await;
    let theirs = format!("/api/v1/admin/groups/{}/members", south.group);
    assert_eq!(house.wim.get_json(&theirs).await.problem(), refused(404, "not-found"));
    let theirs = format!("/api/v1/admin/users/{}", south.account("anna"));
    assert_eq!(put(&house.wim, &theirs, &somebody("x@y.example", "therapist")).await.status, 404);
}

#[tokio::test]
async fn a_member_enters_with_a_code_and_a_day_that_is_corrected_before_there_are_scores() {
    let house = House::found().await;
    house.app.hold_evening(&house.practice, 1, true, |_| Did::Came(Some(12), None)).await;
    let anna = house.app.login(house.practice.anna()).await;
    let members = format!("{}/members", house.group());
    let (today, tomorrow) =
        (house.today(), house.practice.today(&house.app).checked_add(1.days()).unwrap().to_string());
    let enter = |pseudonym: &str, on: &str| json!({ "pseudonym": pseudonym, "joined_on": on });
    assert_eq!(anna.post_json(&members, &enter("Eik", &today)).await.problem(), refused(409, "pseudonym-taken"));
    for (body, field) in [
        (enter(" ", &today), "pseudonym"),
        (enter("Els", "2020-01-01"), "joined_on"),
        (enter("Els", "2999-01-01"), "joined_on"),
        (json!({ "pseudonym": "Els", "joined_on": today, "planned_end_on": "2026-01-01" }), "planned_end_on"),
        (json!({ "pseudonym": "Els", "joined_on": today, "client": uuid::Uuid::nil().to_string() }), "client"),
    ] {
        let reply = anna.post_json(&members, &body).await;
        assert_eq!(reply.problem(), refused(422, "field-refused"), "{body}");
        assert!(reply.text().contains(&format!("\"{field}:")) && !reply.text().contains("Els"), "{}", reply.text());
    }
    let reply = anna.post_json(&members, &enter("Els", &tomorrow)).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let (els, code) = (reply.json()["membership_id"].as_str().unwrap().to_owned(), reply.json()["client_code"].clone());
    let els_id: uuid::Uuid = els.parse().unwrap();
    let correct = async |day: &str| put(&anna, &format!("{members}/{els}"), &json!({ "joined_on": day })).await;
    assert_eq!(correct(&today).await.status, 204);
    assert_eq!(house.app.count("clients WHERE started_on = (SELECT max(joined_on) FROM memberships)").await, 1);
    let tonight = anna.open_session(house.practice.group).await;
    let entered = peil_tests::type_codes(&house.app.anybody(), &tonight.code, els_id, code.as_str().unwrap()).await;
    assert_eq!(entered.status, 201, "the code that was told opens the tablet");
    anna.close_session(&tonight).await;
    let eik = format!("{members}/{}", house.practice.member("Eik"));
    let reply = put(&anna, &eik, &json!({ "joined_on": "2026-02-01" })).await;
    assert_eq!(reply.problem(), refused(409, "has-scores"));
    let planned = json!({ "joined_on": "2026-01-06", "planned_end_on": tomorrow });
    assert_eq!(put(&anna, &eik, &planned).await.status, 204, "the planned last day is no score's");
    let audited = "set_up_changes WHERE subject_kind = 'membership' AND coalesce(was, became) LIKE '%Els%'";
    assert_eq!(house.app.count(audited).await, 0, "no client's name");
    assert_eq!(house.app.count("set_up_changes WHERE field = 'joined_on'").await, 2);
    assert_eq!(house.app.count("audit WHERE action IN ('add-membership', 'correct-membership')").await, 3);
}

#[tokio::test]
async fn a_known_client_enters_a_second_group_by_whoever_treats_both() {
    let house = House::found().await;
    let client = "SELECT client_id::text FROM memberships WHERE membership_id = $1";
    let client = house.app.owner.query_one(client, &[&house.practice.member("Eik")]).await.unwrap();
    let body = json!({ "pseudonym": "Spar", "joined_on": house.today(), "client": client.get::<_, String>(0) });
    let other = format!("/api/v1/admin/groups/{}/members", house.practice.other_group);
    let cato = house.app.login(house.practice.cato()).await;
    let stranger = cato.post_json(&other, &body).await.problem();
    assert_eq!(stranger, refused(422, "field-refused"), "Cato does not treat this client");
    let reply = house.wim.post_json(&other, &body).await;
    assert!(reply.status == 201 && reply.json()["client_code"].is_null(), "the own code stays: {}", reply.text());
    let again = json!({ "pseudonym": "Lork", "joined_on": house.today(), "client": client.get::<_, String>(0) });
    assert_eq!(house.wim.post_json(&other, &again).await.problem(), refused(409, "already-member"));
    assert_eq!(house.app.count("clients").await, 12, "nobody was made twice");
    let page = house.wim.page(&format!("/groups/{}/new-member", house.practice.other_group)).await;
    assert!(page.contains("Wilg (Dinsdaggroep)") && !page.contains("Eik (Dinsdaggroep)"), "{page}");
}

#[tokio::test]
async fn what_holds_for_the_organisation_is_set_and_set_back() {
    let house = House::found().await;
    let own = "/api/v1/admin/organisation";
    for (body, field) in [
        (json!({ "fewest": 4 }), "fewest"),
        (json!({ "signals": "maybe" }), "signals"),
        (json!({ "name": "" }), "name"),
    ] {
        let reply = put(&house.wim, own, &body).await;
        assert_eq!(reply.problem(), refused(422, "field-refused"), "{body}");
        assert!(reply.text().contains(&format!("\"{field}:")));
    }
    house.app.another_organisation("zuid").await;
    let taken = put(&house.wim, own, &json!({ "fewest": 7, "name": "Praktijk zuid" })).await;
    assert_eq!(taken.problem(), refused(409, "name-taken"));
    let all = json!({ "name": "Praktijk Noord-Oost", "signals": "off", "fewest": 6 });
    assert_eq!(put(&house.wim, own, &all).await.status, 204);
    let now = house.wim.get_json(own).await.json();
    assert_eq!(
        (&now["name"], &now["signals"], &now["fewest"]),
        (&json!("Praktijk Noord-Oost"), &json!("off"), &json!(6))
    );
    let rules = "/api/v1/admin/rules";
    let silence = async || {
        let rules = house.wim.get_json(rules).await.json();
        rules.as_array().unwrap().iter().find(|one| one["name"] == "silence").unwrap()["value"].clone()
    };
    assert_eq!(put(&house.wim, rules, &json!({ "silence": 99 })).await.problem(), refused(422, "field-refused"));
    assert_eq!(put(&house.wim, rules, &json!({ "silence": 3 })).await.status, 204);
    assert_eq!(silence().await, json!(3.0));
    let page = house.wim.page("/admin/rules").await;
    assert_eq!(attribute(&page, "id=\"rule-silence\"", "value").as_deref(), Some("3"));
    let back = house.wim.post("/admin/rules", &[("name", "silence"), ("value", "3"), ("back", "yes")]).await;
    assert_eq!(back.status, 303);
    assert_eq!(silence().await, json!(2.0));
    let by_wim =
        format!("audit WHERE action LIKE '%set-signal-rules' AND actor_id = '{}'", house.practice.account("wim"));
    assert_eq!(house.app.count(&by_wim).await, 2, "who did so is known");
    assert_eq!(house.app.count("set_up_changes WHERE field = 'silence' AND was = '2' AND became = '3'").await, 1);
}
