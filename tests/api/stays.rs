//! Ending a stay from the member's page: by whom, with what, and what becomes of its signals.

use jiff::ToSpan;
use peil_tests::{Did, TestApp};

#[tokio::test]
async fn a_stay_ends_once_and_its_signals_are_judged() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    for session in 1..=4 {
        let total = |name: &str| if name == "Berk" && session > 1 { 21 } else { 12 };
        app.hold_evening(&practice, 6 - session, true, |name| Did::Came(Some(total(name)), None)).await;
        app.analysed().await;
    }
    let today = practice.today(&app);
    let (day, tomorrow) = (today.checked_sub(1.days()).unwrap().to_string(), today.tomorrow().unwrap().to_string());
    let page = format!("/groups/{}/members/{}", practice.group, practice.member("Berk"));
    let end = format!("{page}/end");
    let of_berk = format!("membership_id = '{}'", practice.member("Berk"));
    let given = |reason: &'static str, on: &str| [("reason", reason.to_owned()), ("on", on.to_owned())];
    let ends = async |who: &str, fields: &[(&str, String)], sure: bool| {
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.extend(sure.then_some(("sure", "yes")));
        app.login(who).await.post(&end, &fields).await
    };
    let anna = app.login(practice.anna()).await;
    assert!(anna.page(&page).await.contains("id=\"ending\""));
    for (who, status) in [(practice.iris(), 403), (practice.wim(), 403), (practice.cato(), 404)] {
        assert_eq!(ends(who, &given("completed", &day), true).await.status, status, "{who}");
    }
    for (reason, on, sure, status) in [
        ("completed", day.as_str(), false, 400),
        ("cured", &day, true, 400),
        ("completed", "yesterday", true, 400),
        ("completed", &tomorrow, true, 422),
        ("completed", "2020-01-01", true, 422),
    ] {
        assert_eq!(ends(practice.anna(), &given(reason, on), sure).await.status, status, "{reason} {on} {sure}");
    }
    assert_eq!(app.count("memberships WHERE left_on IS NOT NULL").await, 0, "nothing of that ended a stay");
    assert_eq!(app.count(&format!("signals WHERE ceased_at IS NULL AND rule = 'DET' AND {of_berk}")).await, 1);

    assert_eq!(
        ends(practice.bram(), &given("agreed_early", &day), true).await.status,
        303,
        "the co-therapist leads too"
    );
    app.analysed().await;
    let ended = format!("memberships WHERE {of_berk} AND left_on = '{day}' AND end_reason = 'agreed_early'");
    assert_eq!(app.count(&ended).await, 1);
    assert_eq!(app.count(&format!("signals WHERE ceased_at IS NULL AND {of_berk}")).await, 0);
    assert_eq!(app.count(&format!("signals WHERE came_true AND rule = 'DET' AND {of_berk}")).await, 1);
    assert_eq!(app.count("audit WHERE action = 'end-stay'").await, 1);
    let again = ends(practice.anna(), &given("dropout", &day), true).await.problem();
    assert_eq!(again, (409, "stay-has-ended".to_owned()));
    assert_eq!(app.count(&ended).await, 1, "the first end stands");
    let page = anna.page(&page).await;
    assert!(!page.contains("id=\"ending\"") && page.contains("lid van"), "{page}");
}
