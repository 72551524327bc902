//! Logins of those who work here.

use jiff::SignedDuration;
use peil_tests::{PASSWORD, TestApp};
use sha2::{Digest, Sha256};

#[tokio::test]
async fn a_wrong_password_is_counted_and_locks_after_five() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut anna = app.anybody();
    for _ in 0..5 {
        let reply = anna.log_in(practice.anna(), "not it").await;
        assert_eq!(reply.status, 403);
        assert!(anna.cookie().is_none());
        assert!(!reply.text().contains("not it"));
    }
    assert_eq!(app.count("audit WHERE action = 'login' AND outcome = 'denied'").await, 5);
    assert_eq!(anna.log_in(practice.anna(), PASSWORD).await.status, 429, "the right one, too");
    app.login(practice.bram()).await;
    app.clock.pass(SignedDuration::from_mins(15));
    app.login(practice.anna()).await;
    assert_eq!(app.count("failed_attempts").await, 0, "a success forgets the failures");
}

#[tokio::test]
async fn who_has_no_account_is_answered_as_who_has_one() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut somebody = app.anybody();
    let known = somebody.log_in(practice.anna(), "not it").await;
    for email in ["nobody@noord.example", "no address"] {
        let unknown = somebody.log_in(email, "not it").await;
        assert_eq!(unknown.status, known.status, "{email}");
        assert_eq!(unknown.text().replace(email, "…"), known.text().replace(practice.anna(), "…"), "{email}");
    }
}

#[tokio::test]
async fn the_cookie_is_for_this_host_alone_and_the_database_has_a_hash_of_it() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut anna = app.anybody();
    let reply = anna.log_in(&practice.anna().to_uppercase(), PASSWORD).await;
    assert_eq!((reply.status, reply.header("location")), (303, "/"));
    let set = reply.header("set-cookie");
    let mut parts = set.split("; ");
    let (name, value) = parts.next().unwrap().split_once('=').unwrap();
    assert!(name.starts_with("__Host-"), "{name}");
    let mut attributes: Vec<&str> = parts.collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "no domain, and gone with the browser");

    let secret = value.split_once('.').unwrap().1;
    let stored: Vec<u8> = app.owner.query_one("SELECT token_hash FROM login_sessions", &[]).await.unwrap().get(0);
    assert_eq!(stored, Sha256::digest(secret.as_bytes()).to_vec());
    let row = "SELECT row_to_json(s)::text FROM login_sessions s";
    let row: String = app.owner.query_one(row, &[]).await.unwrap().get(0);
    assert!(!row.contains(secret));
    let hash: String = app.owner.query_one("SELECT min(password_hash) FROM accounts", &[]).await.unwrap().get(0);
    assert!(hash.starts_with("$argon2id$"), "{hash}");
}

#[tokio::test]
async fn a_login_ends_after_an_hour_of_nothing() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    for _ in 0..3 {
        app.clock.pass(SignedDuration::from_mins(59));
        assert_eq!(anna.get("/groups").await.status, 200, "who works on stays logged in");
    }
    app.clock.pass(SignedDuration::from_mins(61));
    let reply = anna.get("/groups").await;
    assert_eq!((reply.status, reply.header("location")), (303, "/login"));
    assert_eq!(anna.get_json("/api/v1/groups").await.problem(), (401, "not-logged-in".to_owned()));
}

#[tokio::test]
async fn a_login_ends_after_twelve_hours_of_work() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    for _ in 0..23 {
        app.clock.pass(SignedDuration::from_mins(30));
        assert_eq!(anna.get("/groups").await.status, 200);
    }
    app.clock.pass(SignedDuration::from_mins(30));
    assert_eq!(anna.get("/groups").await.status, 303);
}

#[tokio::test]
async fn a_logout_ends_the_login_everywhere() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let copy = anna.clone();
    let reply = anna.post("/logout", &[]).await;
    assert_eq!((reply.status, reply.header("location")), (303, "/login"));
    assert!(reply.header("set-cookie").contains("Max-Age=0"), "{}", reply.header("set-cookie"));
    assert_eq!(copy.get("/groups").await.status, 303, "the token is worth nothing any more");
    assert_eq!(app.count("login_sessions").await, 0);
}

#[tokio::test]
async fn an_account_that_is_shut_has_no_live_login() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    app.owner.execute("UPDATE accounts SET disabled_at = now() WHERE email = $1", &[&practice.anna()]).await.unwrap();
    assert_eq!(anna.get("/groups").await.status, 303);
    let mut again = app.anybody();
    assert_eq!(again.log_in(practice.anna(), PASSWORD).await.status, 403);
}

#[tokio::test]
async fn a_cookie_of_another_making_is_no_login() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let cookie = anna.cookie().unwrap().to_owned();
    let changed = format!("{}{}", &cookie[..cookie.len() - 1], if cookie.ends_with('0') { "1" } else { "0" });
    let another = app.another_organisation("zuid").await;
    let elsewhere = cookie.replace(&practice.id.to_string(), &another.id.to_string());
    assert_ne!(elsewhere, cookie);
    for cookie in [changed, elsewhere, "__Host-peil=x".to_owned(), "__Host-peil=".to_owned()] {
        assert_eq!(anna.with_cookie(&cookie).get("/groups").await.status, 303, "{cookie}");
    }
}
