//! The database goes away for a while, and comes back.

use peil_tests::{CLIENT_CODE, Client, Person, Reply, eventually, phq_9};
use serde_json::json;

use crate::{house::House, peil::Peil};

#[tokio::test]
async fn without_its_database_the_service_says_so_and_goes_on_when_it_is_back() {
    let house = House::found().await;
    let before = house.count("responses").await;
    let peil = Peil::serve(&house.database).await;
    let anna = peil.login(house.practice.anna()).await;
    let tonight = anna.open_session(house.practice.group).await;
    let berk = Client::enter(&peil.anybody(), &tonight.code, house.practice.member("Berk"), CLIENT_CODE).await;
    berk.fill_in("phq-9", &phq_9("3333-----")).await;

    house.admit(false).await;
    house.cut().await;
    let unavailable = (503, "unavailable".to_owned());
    assert_eq!(berk.answer("phq-9", "phq5", "2").await.problem(), unavailable);
    let message = berk.message("phq-9", &phq_9("333321000"));
    assert_eq!(berk.send("phq-9", &message).await.problem(), unavailable);
    assert_eq!(anna.get_json("/api/v1/groups").await.problem(), unavailable);
    assert_eq!(peil.anybody().get_json("/health").await.problem(), unavailable);
    let page = anna.get("/groups").await;
    assert_eq!((page.status, page.header("content-type")), (503, "text/html; charset=utf-8"), "{}", page.text());

    house.admit(true).await;
    eventually("the service to find its database", async || is_well(&peil.anybody()).await.then_some(())).await;
    assert_eq!(berk.answer("phq-9", "phq5", "2").await.status, 204, "the tablet sends its answer again");
    let again = Client::enter(&peil.anybody(), &tonight.code, house.practice.member("Berk"), CLIENT_CODE).await;
    let kept = &again.form("phq-9")["answers"];
    assert_eq!(*kept, json!({ "phq1": "3", "phq2": "3", "phq3": "3", "phq4": "3", "phq5": "2" }));
    assert_eq!(berk.send("phq-9", &message).await.status, 201, "and its form");
    assert_eq!(house.count("responses").await, before + 1);
    eventually("the outbox to be empty", async || (house.count("outbox").await == 0).then_some(())).await;
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_of_an_answer_is_told_the_same_way() {
    let house = House::found().await;
    let peil = Peil::serve(&house.database).await;
    let anna = peil.login(house.practice.anna()).await;
    let tonight = anna.open_session(house.practice.group).await;
    let berk = Client::enter(&peil.anybody(), &tonight.code, house.practice.member("Berk"), CLIENT_CODE).await;

    let holder = house.lock("answers").await;
    let waiting = {
        let berk = berk.clone();
        tokio::spawn(async move { berk.answer("phq-9", "phq1", "3").await })
    };
    house.somebody_waits_for("answers").await;
    house.cut().await;
    let reply: Reply = waiting.await.unwrap();
    assert_eq!(reply.problem(), (503, "unavailable".to_owned()));
    drop(holder);
    let again = async || (berk.answer("phq-9", "phq1", "3").await.status == 204).then_some(());
    eventually("the answer to be taken", again).await;
}

async fn is_well(anybody: &Person) -> bool {
    anybody.get("/health").await.status == 200
}
