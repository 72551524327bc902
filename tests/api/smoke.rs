use peil_tests::{TestApp, phq_9};

#[tokio::test]
async fn smoke() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 4).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("111100000")).await;
    app.analysed().await;
    assert_eq!(app.count("responses").await, 4 * 12 - 2 + 1);
    assert_eq!(app.count("fits").await, 3);
    println!("{}", app.database.url());
}
