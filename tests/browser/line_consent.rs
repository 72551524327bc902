//! May the group see my line? When the network fails between the tap and the reply, and when nobody taps at all.

use peil_tests::{Practice, TestApp, Tonight, eventually};
use serde_json::{Value, json};

use crate::{
    driver::{Driver, is_skipped},
    relay::Relay,
    screen::Screen,
    tablet::type_codes,
    wall::{SAID, says_through_the_service},
};

const IS_YES: &str = "Bewaard: de groep mag uw lijn deze sessie zien.";
const IS_NO: &str = "Bewaard: de groep ziet uw lijn niet.";
const UNKNOWN: &str = "Wij weten niet of dit is bewaard";
/// What is chosen on the screen.
const CHOSEN: &str = "return document.querySelector('.line-question input:checked')?.value ?? ''";

/// Counts what the page sends, and how much of it at once.
const COUNTING: &str = "const reach = window.fetch; window.asked = []; window.most = 0; let open = 0;
    window.fetch = async (address, options) => {
        window.asked.push(JSON.parse(options.body));
        window.most = Math.max(window.most, ++open);
        try { return await reach(address, options); } finally { open -= 1; }
    };";

/// Anna's group at an open session, and Iep before the question at a tablet behind a network of its own.
struct Evening {
    app: TestApp,
    practice: Practice,
    tonight: Tonight,
    relay: Relay,
    tablet: Screen,
}

impl Evening {
    async fn begin(driver: &Driver) -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
        let relay = Relay::before(&app.url).await;
        let tablet = driver.open("tablet", &relay.url).await;
        Self { app, practice, tonight, relay, tablet }
    }

    async fn comes_to_the_question(&self) {
        type_codes(&self.tablet, &self.tonight.code, "Iep").await;
        self.tablet.press("Mijn keuze over de lijn").await;
        self.tablet.arrives_at("/t/done").await;
        self.tablet.reads("Mag de groep deze sessie uw lijn zien?").await;
        self.tablet.run(COUNTING).await;
    }

    async fn chooses(&self, choice: &str) {
        self.tablet.click(&format!(".line-question label:has(input[value={choice}])")).await;
        self.tablet.press("Bewaar mijn keuze").await;
    }

    async fn given(&self) -> i64 {
        self.app.count("line_consents WHERE withdrawn_at IS NULL").await
    }

    /// Everything that the page said, one after the other: yes, no, or that it asks.
    async fn asked(&self) -> Vec<&'static str> {
        assert!(self.tablet.run("return window.most").await.as_u64().unwrap() <= 1, "one request at a time");
        let asked: Vec<Value> = serde_json::from_value(self.tablet.run("return window.asked").await).unwrap();
        let word = |said: &Value| match said["given"].as_bool() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "asks",
        };
        assert!(asked.iter().all(|said| said["key"].is_string()), "{asked:?}");
        asked.iter().map(word).collect()
    }
}

#[tokio::test]
async fn a_lost_reply_is_told_as_not_known_and_asked_after() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let evening = Evening::begin(&driver).await;
    let (tablet, relay) = (&evening.tablet, &evening.relay);
    evening.comes_to_the_question().await;
    // The service hears the yes, and its reply is lost.
    relay.lose_replies();
    evening.chooses("yes").await;
    tablet.reads(UNKNOWN).await;
    assert_eq!(evening.given().await, 1, "it was kept, and the tablet cannot know");
    assert!(relay.lost() >= 1);
    relay.cut();
    // Another tap sends nothing while nobody knows.
    tablet.press("Bewaar mijn keuze").await;
    relay.mend();
    tablet.reads(IS_YES).await;
    assert_eq!(tablet.run(CHOSEN).await, json!("yes"));
    let asked = evening.asked().await;
    assert!(asked.len() >= 2 && asked[0] == "yes" && asked[1..].iter().all(|said| *said == "asks"), "{asked:?}");
    assert_eq!(evening.app.count("line_consents").await, 1);

    // A yes that never arrived is not sent by itself: he taps again, if he still wants to.
    evening.app.owner.execute("UPDATE line_consents SET withdrawn_at = given_at", &[]).await.unwrap();
    evening.comes_to_the_question().await;
    relay.cut();
    evening.chooses("yes").await;
    tablet.reads(UNKNOWN).await;
    relay.mend();
    tablet.reads("Dit is niet bewaard. Probeer het nog eens.").await;
    assert_eq!((evening.given().await, tablet.run(CHOSEN).await), (0, json!("")), "the screen shows what stands");
    evening.chooses("yes").await;
    tablet.reads(IS_YES).await;
    assert_eq!(evening.given().await, 1);
    tablet.browser.clone().quit().await.unwrap();
}

#[tokio::test]
async fn a_no_is_said_again_until_it_is_heard_and_never_overtaken_by_a_yes() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let evening = Evening::begin(&driver).await;
    let (tablet, relay) = (&evening.tablet, &evening.relay);
    says_through_the_service(&evening.app, &evening.tonight, evening.practice.member("Iep"), true).await;
    evening.comes_to_the_question().await;
    assert_eq!(tablet.run(CHOSEN).await, json!("yes"));
    relay.cut();
    evening.chooses("no").await;
    tablet.reads(UNKNOWN).await;
    assert_eq!(evening.given().await, 1, "nothing arrived");
    relay.mend();
    tablet.reads(IS_NO).await;
    assert_eq!((evening.given().await, tablet.run(CHOSEN).await), (0, json!("no")));

    // He says yes, the reply is lost, and he thinks better of it before anybody knows.
    evening.comes_to_the_question().await;
    relay.lose_replies();
    evening.chooses("yes").await;
    tablet.reads(UNKNOWN).await;
    assert_eq!(evening.given().await, 1);
    relay.cut();
    evening.chooses("no").await;
    relay.mend();
    tablet.reads(IS_NO).await;
    assert_eq!(evening.given().await, 0, "his last word stands");
    let asked = evening.asked().await;
    assert_eq!(asked.iter().filter(|said| **said == "yes").count(), 1, "{asked:?}");
    assert_eq!(asked[asked.len() - 2..], ["asks", "no"], "first it asks what stands: {asked:?}");
    tablet.browser.clone().quit().await.unwrap();
}

#[tokio::test]
async fn a_no_that_was_not_heard_goes_on_when_the_tablet_is_handed_over() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let evening = Evening::begin(&driver).await;
    let (tablet, relay) = (&evening.tablet, &evening.relay);
    says_through_the_service(&evening.app, &evening.tonight, evening.practice.member("Iep"), true).await;
    evening.comes_to_the_question().await;
    relay.cut();
    evening.chooses("no").await;
    tablet.reads(UNKNOWN).await;
    assert_eq!(evening.given().await, 1, "nothing arrived");
    // He hands the tablet over as it is. There is a network again when the next client begins.
    tablet.browser.goto("about:blank").await.unwrap();
    relay.mend();
    tablet.go("/t").await;
    eventually("the no to arrive", async || (evening.given().await == 0).then_some(())).await;
    tablet.browser.clone().quit().await.unwrap();
}

#[tokio::test]
async fn a_no_that_a_proxy_refused_stays_is_told_and_goes_when_the_way_is_free() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let evening = Evening::begin(&driver).await;
    let (tablet, relay) = (&evening.tablet, &evening.relay);
    says_through_the_service(&evening.app, &evening.tonight, evening.practice.member("Iep"), true).await;
    evening.comes_to_the_question().await;
    relay.bar();
    evening.chooses("no").await;
    tablet.reads("Wij weten niet wat nu geldt voor uw lijn").await;
    tablet.reads("Deze tablet is nog iets aan het versturen.").await;
    assert!(
        !tablet.text().await.contains("groepsscherm kwam"),
        "whoever sits here next need not know whose choice waits"
    );
    assert_eq!(evening.given().await, 1, "it never reached the service");
    // He hands the tablet over. The next one's page still has it, and sends it once nothing is in the way.
    tablet.browser.goto("about:blank").await.unwrap();
    relay.mend();
    tablet.go("/t").await;
    eventually("the no to arrive", async || (evening.given().await == 0).then_some(())).await;
    tablet.go("/t").await;
    tablet.see("#code").await;
    let kept = "return document.body.innerText.includes('kwam nog niet aan')";
    eventually("nothing to be left", async || (tablet.run(kept).await == json!(false)).then_some(())).await;
    tablet.browser.clone().quit().await.unwrap();
}

#[tokio::test]
async fn after_a_refusal_it_is_asked_anew_what_stands() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let evening = Evening::begin(&driver).await;
    let tablet = &evening.tablet;
    says_through_the_service(&evening.app, &evening.tonight, evening.practice.member("Iep"), true).await;
    evening.comes_to_the_question().await;
    assert_eq!(tablet.run(CHOSEN).await, json!("yes"));
    // His entry is over before he says anything: nobody knows any more what stands.
    let over = "UPDATE tablet_entries SET expires_at = created_at";
    evening.app.owner.execute(over, &[]).await.unwrap();
    evening.chooses("no").await;
    tablet.reads("Wij weten niet wat nu geldt voor uw lijn").await;
    assert_eq!(tablet.run(CHOSEN).await, json!(""), "what stood once is not shown as if it stands");
    tablet.browser.clone().quit().await.unwrap();
}

/// A clock for long waits, that a test turns: whatever takes less than a minute goes by the real one.
const CLOCK: &str = "const soon = window.setTimeout, never = window.clearTimeout, kept = new Map();
    let now = 0, number = 1e9;
    window.setTimeout = (work, wait, ...rest) => {
        if (!(wait >= 60000)) return soon(work, wait, ...rest);
        kept.set(++number, { at: now + wait, work });
        return number;
    };
    window.clearTimeout = (timer) => { if (!kept.delete(timer)) never(timer); };
    window.pass = (seconds) => {
        now += seconds * 1000;
        const due = [...kept].filter(([, one]) => one.at <= now).sort(([, one], [, other]) => one.at - other.at);
        for (const [timer, one] of due) if (kept.delete(timer)) one.work();
        return Boolean(document.querySelector('dialog[open]'));
    };";

#[tokio::test]
async fn the_question_warns_after_two_minutes_and_leaves_after_three() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let evening = Evening::begin(&driver).await;
    let tablet = &evening.tablet;
    let clock = json!({ "source": CLOCK });
    tablet.browser.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", clock).await.unwrap();
    let pass = async |seconds: u32| tablet.run(&format!("return window.pass({seconds})")).await == json!(true);
    evening.comes_to_the_question().await;
    evening.chooses("yes").await;
    tablet.reads(IS_YES).await;
    assert!(!pass(119).await);
    assert!(pass(1).await, "after two minutes it asks whether somebody is there");
    tablet.reads("Over een minuut gaat de vraag over uw lijn weg. Wat u bewaarde, blijft zo.").await;
    tablet.press("Ik ben er nog").await;
    assert!(!pass(119).await, "who is there has two minutes again");
    // A touch begins the rest anew.
    tablet.click(".line-question label:has(input[value=no])").await;
    assert_eq!(tablet.run(SAID).await, json!(""), "nothing is said of a choice that is not kept");
    assert!(!pass(119).await);
    assert!(pass(1).await);
    let there = "return document.querySelector('[data-line-question]') !== null";
    assert!(pass(59).await);
    assert_eq!(tablet.run(there).await, json!(true));
    assert!(!pass(1).await, "a minute later the question is gone, and its warning");
    assert_eq!(tablet.run(there).await, json!(false));
    tablet.reads("Volgende deelnemer").await;
    assert_eq!(evening.given().await, 1, "what was kept stays so");
    // The next who sits here comes to the names of this session, and to nothing of him.
    tablet.click("[data-next]").await;
    tablet.reads("Wie bent u?").await;
    assert_eq!(tablet.path().await, format!("/t/{}", evening.tonight.code.replace('-', "")));
    tablet.browser.clone().quit().await.unwrap();
}
