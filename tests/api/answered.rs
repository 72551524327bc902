//! How many answered: of whom the session's page counts, and what the group's page says of a mean.

use peil_tests::{Person, Practice, TestApp, Tonight, peil_session, phq_9};

struct House {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
}

async fn house() -> House {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    House { app, practice, anna, tonight }
}

impl House {
    async fn notes(&self, name: &str, status: &str) {
        let field = format!("attendance-{}", self.practice.member(name));
        let reply = self.anna.post(&format!("{}/attendance", self.tonight.path), &[(&field, status)]).await;
        assert_eq!(reply.status, 303);
    }

    /// How many sent all, of how many, by the panel and by the page around it.
    async fn counts(&self, expected: &str) {
        for path in ["/answered", ""] {
            let page = self.anna.page(&format!("{}{path}", self.tonight.path)).await;
            let (_, count) = page.split_once("<p class=\"count\">").unwrap();
            let words = count.split_once("</p>").unwrap().0.replace("<strong>", "").replace("</strong>", "");
            assert_eq!(words, expected, "{path}");
        }
    }

    async fn rates(&self, name: &str, marks: [&str; 4]) {
        let client = self.app.enter_tablet(&self.tonight, self.practice.member(name)).await;
        client.submit("peil-session", &peil_session(marks)).await;
    }
}

#[tokio::test]
async fn who_is_away_is_not_waited_for_unless_he_answers_all_the_same() {
    let house = house().await;
    house.counts("0 van 6 verstuurd").await;
    house.notes("Eik", "present").await;
    house.notes("Berk", "absent_ill").await;
    house.notes("Wilg", "absent_without_notice").await;
    house.counts("0 van 4 verstuurd").await;
    let page = house.anna.page(&format!("{}/answered", house.tonight.path)).await;
    assert_eq!(page.matches("</span> afwezig</span>").count(), 2, "{page}");
    // Noted too soon: he is there, and begins.
    let wilg = house.app.enter_tablet(&house.tonight, house.practice.member("Wilg")).await;
    wilg.answer("phq-9", "phq1", "1").await;
    house.counts("0 van 5 verstuurd").await;
    wilg.submit("phq-9", &phq_9("100000000")).await;
    wilg.submit("peil-session", &peil_session(["5", "6", "2", "7"])).await;
    house.counts("1 van 5 verstuurd").await;
    house.notes("Berk", "present").await;
    house.counts("1 van 6 verstuurd").await;
}

#[tokio::test]
async fn one_answer_is_told_as_one_and_a_mean_with_its_number() {
    let house = house().await;
    let group = format!("/groups/{}", house.practice.group);
    let last = async || {
        let page = house.anna.page(&group).await;
        let (_, card) = page.split_once("id=\"last-heading\"").unwrap();
        card.split_once("</section>").unwrap().0.to_owned()
    };
    assert!(last().await.contains("<dt>Sessielijst</dt><dd>nog geen antwoorden</dd>"));
    house.rates("Eik", ["7.0", "8.0", "2.0", "6.0"]).await;
    let one = last().await;
    assert!(one.contains("<dt>Sessielijst, 1 antwoord</dt><dd>29 van 40</dd>") && !one.contains("gemiddeld"), "{one}");
    house.rates("Berk", ["5.0", "6.0", "4.0", "4.0"]).await;
    let two = last().await;
    assert!(two.contains("<dt>Sessielijst, gemiddeld van 2</dt><dd>25 van 40</dd>"), "{two}");
}
