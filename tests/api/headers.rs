//! What every answer says to the browser beside its content.

use peil_tests::{Reply, TestApp};

const EVERYWHERE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=31536000"),
];

fn assert_guarded(what: &str, reply: &Reply) {
    for (name, value) in EVERYWHERE {
        assert_eq!(reply.header(name), value, "{what}: {name}");
    }
    let policy = reply.header("content-security-policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
}

/// Nothing that the policy would refuse to run: a page that needs it is broken in a browser.
fn assert_nothing_inline(what: &str, page: &str) {
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        assert_ne!(name, "style", "{what}: a style element");
        if name == "script" {
            assert!(tag.contains(" src=\"/assets/") || tag.contains("application/json"), "{what}: {tag}");
        }
        assert!(!tag.contains(" style="), "{what}: {tag}");
        let handler = tag.split(" on").skip(1).find(|rest| {
            let word: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
            !word.is_empty() && rest[word.len()..].starts_with('=')
        });
        assert_eq!(handler, None, "{what}: {tag}");
        assert!(!tag.contains("javascript:"), "{what}: {tag}");
    }
}

#[tokio::test]
async fn every_answer_is_guarded_no_page_is_kept_and_nothing_is_inline() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    app.hold_sessions_of(&practice, practice.other_group, 3).await;
    app.analysed().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    app.enter_tablet(&tonight, practice.member("Eik")).await.answer("phq-9", "phq9", "1").await;
    let (iris, wim, nobody) = (app.login(practice.iris()).await, app.login(practice.wim()).await, app.anybody());
    let group = format!("/groups/{}", practice.group);
    let pages = [
        (&nobody, "/login".to_owned(), 200),
        (&nobody, "/about".to_owned(), 200),
        (&nobody, "/t".to_owned(), 200),
        (&nobody, format!("/t/{}", tonight.code), 200),
        (&nobody, "/t/done".to_owned(), 200),
        (&nobody, "/nothing".to_owned(), 404),
        (&anna, "/groups".to_owned(), 200),
        (&anna, group.clone(), 200),
        (&anna, format!("{group}?measure=peil-session.total"), 200),
        (&anna, format!("{group}/panel"), 200),
        (&anna, tonight.path.clone(), 200),
        (&anna, format!("{}/answered", tonight.path), 200),
        (&anna, "/research".to_owned(), 403),
        (&anna, format!("/groups/{}", practice.other_group), 404),
        (&iris, "/research".to_owned(), 200),
        (&wim, "/admin".to_owned(), 200),
    ];
    for (who, path, status) in &pages {
        let reply = who.get(path).await;
        assert_eq!(reply.status, *status, "{path}: {}", reply.text());
        assert!(reply.header("content-type").starts_with("text/html"), "{path}");
        assert_guarded(path, &reply);
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        assert_nothing_inline(path, &reply.text());
    }
    let others = [
        (&anna, format!("{group}/chart.svg"), 200),
        (&anna, format!("{group}/chart.png"), 200),
        (&anna, format!("{group}/chart.pdf"), 200),
        (&nobody, "/".to_owned(), 303),
        (&nobody, "/groups".to_owned(), 303),
        (&nobody, "/health".to_owned(), 200),
        (&nobody, "/api/v1/openapi.json".to_owned(), 200),
        (&nobody, "/assets/none/site.css".to_owned(), 404),
    ];
    for (who, path, status) in &others {
        let reply = who.get(path).await;
        assert_eq!(reply.status, *status, "{path}: {}", reply.text());
        assert_guarded(path, &reply);
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
    }
    for path in ["/api/v1/groups", "/api/v1/nothing"] {
        let reply = nobody.get_json(path).await;
        assert!(reply.status >= 400);
        assert_guarded(path, &reply);
    }
    let code = anna.post(&format!("{group}/members/{}/code", practice.member("Wilg")), &[("back", &group)]).await;
    assert_eq!((code.status, code.header("cache-control")), (200, "no-store"), "a code is shown once");
    assert_nothing_inline("the page of a new code", &code.text());
}

#[tokio::test]
async fn files_whose_address_is_their_content_are_kept_for_ever() {
    let app = TestApp::spawn().await;
    let page = app.anybody().page("/login").await;
    let addresses: Vec<&str> = page.split("\"/assets/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(!addresses.is_empty());
    for address in addresses {
        let reply = app.anybody().get(&format!("/assets/{address}")).await;
        assert_eq!(reply.status, 200, "{address}");
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
        assert_guarded(address, &reply);
    }
}
