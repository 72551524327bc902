//! Two people who do the same thing at the same moment: one of them waits, and nothing of either is lost unsaid.

use std::time::Duration;

use peil_service::{
    clock::Clock,
    collect::{CollectError, act_on, close_alert},
    domain::{Every, Occasion, Plan, Planned, SignalId, StepNote},
    store::AlertReader,
};
use peil_tests::TestApp;
use uuid::Uuid;

/// Long enough for a statement to arrive at the server and to wait there.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn of_two_who_close_an_alert_the_second_is_told_that_it_is_closed() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    for (member, second_closes) in [("Eik", true), ("Wilg", false)] {
        let client = app.enter_tablet(&tonight, practice.member(member)).await;
        assert_eq!(client.answer("phq-9", "phq9", "1").await.status, 204);
        let query = "SELECT signal_id FROM signals WHERE waits";
        let id: Uuid = app.owner.query_one(query, &[]).await.unwrap().get(0);
        anna.page(&format!("/alerts/{id}")).await;
        let (id, now, today) = (SignalId::from(id), app.clock.now(), practice.today(&app));
        let reader = |who: &str| AlertReader { account: practice.account(who), team: None, today };
        let note = |text: &str| StepNote::parse(text).unwrap().unwrap();
        let (mut first, mut second) = (app.store.connect().await.unwrap(), app.store.connect().await.unwrap());
        let (first, second) = (first.begin(practice.id).await.unwrap(), second.begin(practice.id).await.unwrap());
        close_alert(&first, &reader("anna"), id, Some(&note("Gesproken.")), now).await.unwrap();
        let waits = async {
            let (bram, note) = (reader("bram"), note("Ook gesproken."));
            match second_closes {
                true => close_alert(&second, &bram, id, Some(&note), now).await,
                false => act_on(&second, &bram, id, &note, now).await,
            }
        };
        let commits = async {
            a_moment().await;
            first.commit().await.unwrap();
        };
        let (refused, ()) = tokio::join!(waits, commits);
        assert!(matches!(refused, Err(CollectError::AlertIsClosed)), "{member}: {:?}", refused.map(|row| row.id));
        drop(second);
        let steps = format!("signal_steps WHERE signal_id = '{id}' AND step <> 'seen'");
        assert_eq!(app.count(&steps).await, 1, "{member}: what came first stands alone");
    }
}

#[tokio::test]
async fn of_two_who_save_a_plan_the_last_one_stands_whole() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let plan = |instruments: &[&str]| {
        let row = |id: &&str| Planned {
            instrument: (*id).to_owned(),
            version: app.library.latest(id).unwrap().version().to_string(),
            occasion: Occasion::AfterSession(Every::SESSION),
        };
        Plan::new(instruments.iter().map(row).collect()).unwrap()
    };
    let (goals, start) = (plan(&["peil-goals", "peil-check-in"]), plan(&["peil-start"]));
    let (mut first, mut second) = (app.store.connect().await.unwrap(), app.store.connect().await.unwrap());
    let (first, second) = (first.begin(practice.id).await.unwrap(), second.begin(practice.id).await.unwrap());
    first.save_group_plan(practice.group, &goals).await.unwrap();
    let waits = async {
        second.save_group_plan(practice.group, &start).await.unwrap();
        second.commit().await.unwrap();
    };
    let commits = async {
        a_moment().await;
        first.commit().await.unwrap();
    };
    tokio::join!(waits, commits);
    let stored = "SELECT array_agg(instrument_id) FROM group_plans WHERE group_id = $1";
    let stored: Vec<String> = app.owner.query_one(stored, &[&practice.group.uuid()]).await.unwrap().get(0);
    assert_eq!(stored, ["peil-start"]);
}
