//! Who is put forward for a group: the order of the conversations, corrections, the stay and the consents that come of them, and
//! who may read them.

use jiff::{SignedDuration, ToSpan};
use peil_tests::{Person, Practice, TestApp, unescape};

struct House {
    app: TestApp,
    practice: Practice,
    anna: Person,
}

/// What every conversation needs.
fn talk<'a>(step: &'a str, day: &'a str, by: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields =
        vec![("step", step), ("held_on", day), ("held_by", by), ("decided", "together"), ("outcome", "goes_on")];
    let points: &[&str] = match step {
        "advice" => &["psychosis", "trauma", "overstimulation", "understanding", "reflection"],
        "contract" => &["attendance", "confidentiality", "ending", "research_export", "show_in_group"],
        _ => &[],
    };
    fields.extend(points.iter().map(|point| (*point, "no")));
    fields
}

fn with<'a>(mut fields: Vec<(&'a str, &'a str)>, name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value));
    fields
}

impl House {
    async fn found() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let anna = app.login(practice.anna()).await;
        Self { app, practice, anna }
    }

    fn list(&self) -> String {
        format!("/groups/{}/selection", self.practice.group)
    }

    fn day(&self, ahead: i64) -> String {
        self.practice.today(&self.app).saturating_add(ahead.days()).to_string()
    }

    async fn put_forward(&self, pseudonym: &str) -> String {
        let reply = self.anna.post(&self.list(), &[("pseudonym", pseudonym)]).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        reply.header("location").split('?').next().unwrap_or_default().to_owned()
    }

    /// The page with the members, and where somebody's consent to research is sent.
    async fn research_of(&self, pseudonym: &str) -> (String, String) {
        let id = "SELECT membership_id FROM memberships WHERE pseudonym = $1";
        let member: uuid::Uuid = self.app.owner.query_one(id, &[&pseudonym]).await.unwrap().get(0);
        let group = format!("/groups/{}", self.practice.group);
        (format!("{group}/new-member"), format!("{group}/members/{member}/consent"))
    }

    /// A minute later.
    async fn says(&self, path: &str, fields: &[(&str, &str)]) -> u16 {
        self.app.clock.pass(SignedDuration::from_mins(1));
        self.anna.post(path, fields).await.status
    }
}

#[tokio::test]
async fn three_conversations_lead_into_the_group_with_the_consents_that_were_given() {
    let house = House::found().await;
    let (app, practice) = (&house.app, &house.practice);
    let (today, anna) = (house.day(0), practice.account("anna").to_string());
    let spar = house.put_forward("Spar").await;
    assert!(house.anna.page(&house.list()).await.contains("Volgende: Diagnostisch gesprek."));

    // Not before its turn, not on a day to come, not with any mark, and not with half of the points.
    assert_eq!(house.says(&spar, &talk("advice", &today, &anna)).await, 422);
    assert_eq!(house.says(&spar, &with(talk("diagnostic", &today, &anna), "held_on", &house.day(1))).await, 422);
    assert_eq!(house.says(&spar, &with(talk("diagnostic", &today, &anna), "motivation", "11")).await, 422);
    assert_eq!(app.count("selection_steps").await, 0);
    let first = with(with(talk("diagnostic", &today, &anna), "motivation", "4"), "expectation", "6");
    assert_eq!(house.says(&spar, &first).await, 303);
    let half: Vec<_> = talk("advice", &today, &anna).into_iter().filter(|(field, _)| *field != "trauma").collect();
    assert_eq!(house.says(&spar, &half).await, 422);
    let advice = with(with(talk("advice", &today, &anna), "trauma", "yes"), "motivation", "8");
    assert_eq!(house.says(&spar, &advice).await, 303);
    let page = unescape(&house.anna.page(&spar).await);
    for words in ["Wil meedoen: 8 van 10; in het gesprek hiervoor 4.", "Ernstige traumaklachten: ja.", "Samen besloten"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert_eq!(app.count("memberships WHERE pseudonym = 'Spar'").await, 0, "nobody waits without a first day");

    // The contract: a first day ahead, and one of two consents.
    let ahead = house.day(14);
    let contract = with(talk("contract", &today, &anna), "research_export", "yes");
    assert_eq!(house.says(&spar, &contract).await, 422, "a contract has a first day");
    let contract = with(contract, "joined_on", &ahead);
    let reply = house.anna.post(&spar, &contract).await;
    assert_eq!(reply.status, 200, "the code is shown once: {}", reply.text());
    assert_eq!(app.count(&format!("memberships WHERE pseudonym = 'Spar' AND joined_on = '{ahead}'")).await, 1);
    let given = "consents c JOIN memberships m USING (organisation_id, client_id) WHERE m.pseudonym = 'Spar'";
    assert_eq!(app.count(&format!("{given} AND purpose = 'research_export'")).await, 1);
    assert_eq!(app.count(given).await, 1, "what was not agreed to is not recorded");
    assert!(house.anna.page(&format!("/groups/{}/waiting", practice.group)).await.contains("Spar"));
    assert!(house.anna.page(&house.list()).await.contains("op de wachtlijst met een eerste dag"));

    // The contract again makes no second stay and no second consent; nothing is taken back behind a stay.
    assert_eq!(house.says(&spar, &contract).await, 303);
    assert_eq!(app.count("memberships WHERE pseudonym = 'Spar'").await, 1);
    assert_eq!(app.count(given).await, 1);
    assert_eq!(house.says(&spar, &with(advice, "outcome", "stops")).await, 422);

    // What is taken back elsewhere is not given again by correcting a day; what is corrected there is.
    let standing = format!("{given} AND purpose = 'research_export' AND withdrawn_at IS NULL");
    let (members, form) = house.research_of("Spar").await;
    assert!(unescape(&house.anna.page(&members).await).contains("Onderzoek: toestemming sinds"));
    assert_eq!(house.says(&form, &[("research_export", "not_asked")]).await, 422);
    assert_eq!(house.says(&form, &[("research_export", "no")]).await, 303);
    assert_eq!(app.count(&standing).await, 0);
    let earlier = house.day(7);
    let sooner = with(contract.clone(), "joined_on", &earlier);
    assert_eq!(house.says(&spar, &sooner).await, 303);
    assert_eq!(app.count(&standing).await, 0, "a corrected day gives nothing back");
    assert_eq!(house.says(&spar, &with(contract.clone(), "research_export", "no")).await, 303);
    assert_eq!(house.says(&spar, &contract).await, 303);
    assert_eq!(app.count(&standing).await, 1, "now the contract says yes again");
    assert_eq!(house.says(&spar, &with(contract, "research_export", "no")).await, 303);
    assert_eq!(app.count(&standing).await, 0);
    for _ in 0..2 {
        assert_eq!(house.says(&form, &[("research_export", "yes")]).await, 303);
    }
    assert_eq!(app.count(&standing).await, 1, "given once");
    assert_eq!(
        app.count("audit WHERE action = 'withdraw-consent'").await,
        2,
        "what changed nothing is not written down"
    );
    // Not by who does not lead the group, and not under another group.
    let cato = app.login(practice.cato()).await;
    let other = form.replace(&practice.group.to_string(), &practice.other_group.to_string());
    for path in [&form, &other] {
        assert_eq!(cato.post(path, &[("research_export", "no")]).await.status, 404, "{path}");
    }
    assert_eq!(app.count(&standing).await, 1);
}

#[tokio::test]
async fn from_the_advice_on_somebody_waits_and_what_is_corrected_stays_to_be_read() {
    let house = House::found().await;
    let (app, practice) = (&house.app, &house.practice);
    let (today, anna, ahead) = (house.day(0), practice.account("anna").to_string(), house.day(21));
    let lork = house.put_forward("Lork").await;
    assert_eq!(house.says(&lork, &talk("diagnostic", &today, &anna)).await, 303);
    let advice = with(talk("advice", &today, &anna), "joined_on", &ahead);
    assert_eq!(house.says(&lork, &advice).await, 200);
    assert_eq!(app.count(&format!("memberships WHERE pseudonym = 'Lork' AND joined_on = '{ahead}'")).await, 1);
    // The contract moves the first day and makes no other stay.
    let sooner = house.day(7);
    assert_eq!(house.says(&lork, &with(talk("contract", &today, &anna), "joined_on", &sooner)).await, 303);
    assert_eq!(app.count(&format!("memberships WHERE pseudonym = 'Lork' AND joined_on = '{sooner}'")).await, 1);
    assert_eq!(app.count("memberships WHERE pseudonym = 'Lork'").await, 1);
    let corrected = with(talk("diagnostic", &today, &anna), "decided", "team");
    assert_eq!(house.says(&lork, &corrected).await, 303);
    let page = unescape(&house.anna.page(&lork).await);
    assert!(page.contains("Besloten door het team; gaat verder.") && page.contains("Eerder stond er:"), "{page}");
    // Somebody who goes another way is finished, and the name is not given twice.
    let iris = house.put_forward("Hazelaar").await;
    assert_eq!(house.says(&iris, &with(talk("diagnostic", &today, &anna), "outcome", "individual")).await, 303);
    assert!(house.anna.page(&house.list()).await.contains("Uitkomst: individuele behandeling."));
    for taken in ["Hazelaar", "Berk"] {
        assert_eq!(house.says(&house.list(), &[("pseudonym", taken)]).await, 409, "{taken}");
    }
}

#[tokio::test]
async fn only_who_leads_the_group_reads_it_and_it_is_written_down() {
    let house = House::found().await;
    let (app, practice) = (&house.app, &house.practice);
    let spar = house.put_forward("Spar").await;
    house.anna.page(&spar).await;
    assert_eq!(app.count("audit WHERE action = 'view-selection'").await, 1);
    for path in [&house.list(), &spar] {
        let cato = app.login(practice.cato()).await;
        assert_eq!(cato.get_json(path).await.problem().0, 404);
        for other in [practice.iris(), practice.wim(), practice.els()] {
            assert_eq!(app.login(other).await.get(path).await.status, 403);
        }
    }
    // A candidate of another group is not found under this one.
    let other = spar.replace(&practice.group.to_string(), &practice.other_group.to_string());
    let cato = app.login(practice.cato()).await;
    assert_eq!(cato.get_json(&other).await.problem().0, 404);
}
