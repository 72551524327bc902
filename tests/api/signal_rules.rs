//! The constants of the rules, set for one organisation: refused, used, told, set back.

use jiff::Timestamp;
use peil_tests::{Did, TestApp};

use crate::import::peil;

#[tokio::test]
async fn an_organisation_sets_the_constants_of_its_rules() {
    let app = TestApp::spawn().await;
    // The command takes the machine's time.
    app.clock.set(Timestamp::now());
    let practice = app.organisation().await;
    app.another_organisation("zuid").await;
    let rules = async |verb: &str, what: &[&str]| {
        let arguments = [&["organisation", "rules", verb, "--organisation", "Praktijk noord"], what].concat();
        let output = peil(&app.database, &arguments, &[]).await;
        app.clock.set(Timestamp::now());
        app.analysed().await;
        let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), format!("{said}{told}"))
    };
    let (status, said) = rules("show", &[]).await;
    let line = said.lines().find(|line| line.contains("silence")).unwrap_or_default();
    assert!(
        status == Some(0) && line.split_whitespace().eq(["silence", "2", "1", "to", "10", "MISS,", "DROP"]),
        "{said}"
    );

    app.hold_evening(&practice, 3, true, |_| Did::Came(Some(12), Some(7))).await;
    let evening = |name: &str| if name == "Berk" { Did::Came(None, None) } else { Did::Came(Some(12), Some(7)) };
    app.hold_evening(&practice, 2, true, evening).await;
    app.analysed().await;
    let silent = "signals WHERE rule = 'MISS' AND ceased_at IS NULL";
    assert_eq!(app.count(silent).await, 0);

    for (what, why) in [
        ("silence=0", "`silence` must be a whole number from 1 to 10"),
        ("silence=x", "`silence` must be a whole number from 1 to 10"),
        ("silences=1", "`silences` is no setting"),
        ("silence", "write them as in silence=3"),
        ("dropout_absences=9", "cannot be more than `dropout_window`"),
    ] {
        let (status, said) = rules("set", &[what]).await;
        assert!(status == Some(1) && said.contains(why), "{said}");
    }
    assert_eq!(app.count("signal_rules").await, 0, "nothing was set");
    assert_eq!(app.count("audit WHERE action = 'set-signal-rules'").await, 0);

    let (status, said) = rules("set", &["silence=1", "split_ratio=2.5"]).await;
    assert!(status == Some(0) && said.contains("2 unless set") && said.contains("2.0 unless set"), "{said}");
    assert_eq!(
        app.count(&format!("{silent} AND inputs -> 'settings' = '{{\"silence\": 1, \"split_ratio\": 2.5}}'")).await,
        1
    );
    assert_eq!(app.count("audit WHERE action = 'set-signal-rules'").await, 1);
    let told = "Uw organisatie heeft getallen van deze regels anders ingesteld";
    assert!(app.login(practice.anna()).await.page("/signals/purpose").await.contains(told));
    assert!(!app.anybody().page("/signals/purpose").await.contains(told));
    // Of what was set otherwise nobody knows how often it errs; MISS foretells nothing in any case.
    let purpose = app.login(practice.anna()).await.page("/signals/purpose").await;
    assert_eq!(purpose.matches("deze regel is anders ingesteld dan gewoonlijk").count(), 2, "{purpose}");
    let early = "rust op de mildere stand van deze regel";
    assert!(!purpose.contains(early) && app.anybody().page("/signals/purpose").await.contains(early), "{purpose}");

    // What another version set, and this one does not know, holds nothing up.
    let unknown = "UPDATE signal_rules SET settings = settings || '{\"of_another_version\": 3}'";
    app.owner.execute(unknown, &[]).await.unwrap();
    app.hold_evening(&practice, 1, true, |_| Did::Came(Some(12), Some(7))).await;
    app.analysed().await;
    assert_eq!(app.count(silent).await, 0);
    app.hold_evening(&practice, 1, true, evening).await;
    app.analysed().await;
    assert_eq!(app.count(silent).await, 1);

    let (status, said) = rules("reset", &["silence"]).await;
    assert!(
        status == Some(0) && !said.contains("2 unless set\n  dropout") && said.contains("2.0 unless set"),
        "{said}"
    );
    assert_eq!(app.count(silent).await, 0);
    let (status, said) = rules("reset", &[]).await;
    assert!(status == Some(0) && !said.contains("unless set"), "{said}");
    assert_eq!(app.count("signal_rules WHERE settings = '{}'").await, 1);
    assert_eq!(app.count("audit WHERE action = 'reset-signal-rules'").await, 2);
}

#[tokio::test]
async fn what_came_while_the_module_was_off_is_judged_when_it_is_switched_on() {
    let app = TestApp::spawn().await;
    app.clock.set(Timestamp::now());
    let practice = app.organisation().await;
    let switch = async |to: &str| {
        let output = peil(&app.database, &["organisation", "--name", "Praktijk noord", "--signals", to], &[]).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        app.clock.set(Timestamp::now());
        app.analysed().await;
    };
    switch("off").await;
    for session in 1..=3 {
        let total = |name: &str| if name == "Berk" && session > 1 { 21 } else { 12 };
        app.hold_evening(&practice, 4 - session, true, |name| Did::Came(Some(total(name)), None)).await;
        app.analysed().await;
    }
    let det = "signals WHERE rule = 'DET' AND ceased_at IS NULL";
    assert_eq!(app.count(det).await, 0);
    switch("on").await;
    assert_eq!(app.count(det).await, 1, "nobody had to answer for it");
}
