//! The whole way of one answer, on two screens.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use peil_tests::{PASSWORD, Practice, TestApp, eventually};
use serde_json::{Value, json};
use tokio::task::LocalSet;

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
    tablet::{answer, choose, chosen, click_lines, enter},
};

/// What Eik answers, and what that adds up to.
const ANSWERS: [u8; 9] = [3, 2, 2, 2, 2, 2, 2, 2, 0];
const TOTAL: &str = "17";

/// What is said into the consoles to learn whether they are heard.
const HEARD: &str = "can you hear me";

/// Both screens and what is behind them.
struct Walk {
    app: TestApp,
    practice: Practice,
    therapist: Screen,
    tablet: Screen,
}

#[tokio::test]
async fn client_to_therapist_to_chart() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 4).await;
    app.analysed().await;
    let (therapist, tablet) = (driver.open("therapist", &app.url).await, driver.open("tablet", &app.url).await);
    let walk = Arc::new(Walk { app, practice, therapist, tablet });
    let walked = {
        let walk = Arc::clone(&walk);
        // A task of its own, so that a failure is caught and the screens can be kept.
        let tasks = LocalSet::new();
        tasks.run_until(tasks.spawn_local(async move { walk.walk().await })).await
    };
    if let Err(failed) = walked {
        eprintln!("the screens as they were: {}", walk.pictures().await.display());
        walk.close().await;
        std::panic::resume_unwind(failed.into_panic());
    }
    walk.close().await;
}

impl Walk {
    async fn walk(&self) {
        self.consoles_are_heard().await;
        let code = self.open_session().await;
        self.look_at_group().await;
        self.begin_form(&code).await;
        self.reload_in_the_middle(&code).await;
        self.finish_form().await;
        self.see_the_score().await;
        self.nothing_is_left_on_the_tablet().await;
        self.submit_from_two_tabs(&code).await;
        let mut complaints = [self.therapist.complaints().await, self.tablet.complaints().await].concat();
        // The browser tells old lines again when it comes back to a page.
        complaints.retain(|line| !line.contains(HEARD));
        assert_eq!(complaints, Vec::<String>::new(), "nothing in the consoles");
    }

    /// An error in a page is noticed, so that none at the end means something.
    async fn consoles_are_heard(&self) {
        for screen in [&self.therapist, &self.tablet] {
            screen.go("/about").await;
            screen.run(&format!("console.error('{HEARD}')")).await;
            let heard = screen.complaints().await;
            assert!(heard.len() == 1 && heard[0].contains(HEARD), "{heard:?}");
        }
    }

    async fn pictures(&self) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("peil-browser-failed-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        self.therapist.picture(&folder).await;
        self.tablet.picture(&folder).await;
        folder
    }

    async fn close(&self) {
        for screen in [&self.therapist, &self.tablet] {
            let _ = screen.browser.clone().quit().await;
        }
    }

    /// Logs in, opens tonight's session, and reads its code from the page.
    async fn open_session(&self) -> String {
        let screen = &self.therapist;
        screen.go("/").await;
        screen.arrives_at("/login").await;
        screen.fill("#email", self.practice.anna()).await;
        screen.fill("#password", PASSWORD).await;
        screen.click("form button.primary").await;
        screen.arrives_at("/home").await;
        let cookie = screen.browser.get_named_cookie("__Host-peil").await.unwrap();
        assert_eq!((cookie.secure, cookie.path.as_deref()), (Some(true), Some("/")));
        assert!(!screen.text().await.contains("Groep van Cato"), "own groups only");
        assert_eq!(screen.run("return document.cookie").await, json!(""), "no script can read the login");
        screen.click(&format!("a[href='/groups/{}']", self.practice.group)).await;
        screen.arrives_at(&self.practice.group.to_string()).await;
        screen.click(".actions form button.primary").await;
        screen.words("p.code").await
    }

    /// Opens the group's page and leaves it open, with a mark that no reload survives and an eye on Eik's row.
    async fn look_at_group(&self) {
        let screen = &self.therapist;
        screen.go(&format!("/groups/{}", self.practice.group)).await;
        screen.see("#panel .chart-holder svg").await;
        let before = screen.run(&newest_score("Eik")).await;
        assert_ne!(before, json!(TOTAL), "the new score differs from the one before");
        let watch = format!(
            "window.mark = 'never reloaded';
             const newest = () => {{ {} }};
             new MutationObserver(() => {{
                 if (newest() === '{TOTAL}') window.seenAt ??= Date.now();
             }}).observe(document.body, {{ childList: true, subtree: true }});",
            newest_score("Eik")
        );
        screen.run(&watch).await;
    }

    /// Answers, changes the language there and back, and goes back one question.
    async fn begin_form(&self, code: &str) {
        let tablet = &self.tablet;
        enter(tablet, code, "Eik").await;
        answer(tablet, 1, &ANSWERS[..2]).await;
        tablet.reads("Vraag 3 van 9").await;
        tablet.reads("Moeilijk inslapen").await;
        choose(tablet, "phq3", ANSWERS[2]).await;
        tablet.press("English").await;
        tablet.reads("Question 3 of 9").await;
        tablet.reads("Trouble falling or staying asleep").await;
        assert_eq!(chosen(tablet).await, Some(ANSWERS[2]), "the answer is the same in English");
        tablet.press("Nederlands").await;
        tablet.reads("Moeilijk inslapen").await;
        assert_eq!(chosen(tablet).await, Some(ANSWERS[2]), "and in Dutch again");
        tablet.press("Terug").await;
        tablet.reads("Vraag 2 van 9").await;
        assert_eq!(chosen(tablet).await, Some(ANSWERS[1]));
        tablet.press("Volgende").await;
        tablet.reads("Vraag 3 van 9").await;
        tablet.press("Volgende").await;
        answer(tablet, 4, &ANSWERS[3..4]).await;
        tablet.reads("Vraag 5 van 9").await;
    }

    /// A reload forgets who it was; both codes bring everything back.
    async fn reload_in_the_middle(&self, code: &str) {
        let tablet = &self.tablet;
        tablet.browser.refresh().await.unwrap();
        tablet.reads("Vul de code van deze sessie in.").await;
        assert!(!tablet.text().await.contains("Eik"));
        enter(tablet, code, "Eik").await;
        tablet.reads("Vraag 5 van 9").await;
        for (number, value) in (1..=4).rev().map(|number: usize| (number, ANSWERS[number - 1])) {
            tablet.press("Terug").await;
            tablet.reads(&format!("Vraag {number} van 9")).await;
            assert_eq!(chosen(tablet).await, Some(value), "question {number}");
        }
        for number in 2..=5 {
            tablet.press("Volgende").await;
            tablet.reads(&format!("Vraag {number} van 9")).await;
        }
    }

    async fn finish_form(&self) {
        let tablet = &self.tablet;
        answer(tablet, 5, &ANSWERS[4..]).await;
        click_lines(tablet, [80, 60, 20, 90]).await;
        tablet.reads("Klaar om te versturen?").await;
        tablet.reads("PHQ-9: 9 van 9 ingevuld").await;
        assert_eq!(self.responses("phq-9", "Eik").await, 0, "nothing is submitted before it is sent");
    }

    /// The page of the therapist shows the score, without a reload. How soon is told here and measured by the bench `page`.
    async fn see_the_score(&self) {
        let stored = async {
            eventually("the form to be stored", async || (self.responses("phq-9", "Eik").await == 1).then_some(()))
                .await;
            SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
        };
        // Both at once: the press is over only when the tablet has left the page.
        let (stored, ()) = tokio::join!(stored, self.tablet.press("Versturen"));
        let screen = &self.therapist;
        let seen = eventually("the score on the therapist's page", async || {
            screen.run("return window.seenAt ?? null").await.as_u64()
        })
        .await;
        let took = Duration::from_millis(seen).saturating_sub(stored);
        println!("on the therapist's page {} ms after it was stored", took.as_millis());
        assert_eq!(screen.run("return window.mark").await, json!("never reloaded"));
        let chart = screen.run("return document.querySelector('.chart-holder svg').outerHTML").await;
        let chart = chart.as_str().unwrap();
        assert!(chart.contains("Eik"), "the member is in the chart");
        let row = "return [...document.querySelectorAll('#chart-table tr')].map(row => row.textContent)
                   .find(text => text.includes('Eik')) ?? ''";
        let row = screen.run(row).await;
        assert!(row.as_str().unwrap().contains(TOTAL), "and in its table: {row}");
    }

    async fn nothing_is_left_on_the_tablet(&self) {
        let tablet = &self.tablet;
        tablet.arrives_at("/t/done").await;
        tablet.reads("Geef de tablet terug aan de therapeut.").await;
        no_rows_in_the_browser(tablet).await;
        assert_eq!(tablet.run("return localStorage.length").await, json!(0));
        assert_eq!(tablet.run("return Object.keys(sessionStorage)").await, json!(["peil-session-code"]));
        tablet.browser.back().await.unwrap();
        // Long enough for a page that would come back from memory.
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(tablet.path().await, "/about", "the page before the tablet was opened");
        let shown = format!("{} {}", tablet.text().await, tablet.browser.source().await.unwrap());
        for words in ["Eik", "Vraag 5 van 9", "9 van 9", "Weinig interesse"] {
            assert!(!shown.contains(words), "{words:?} is back on the screen: {shown}");
        }
        tablet.browser.forward().await.unwrap();
        tablet.reads("Geef de tablet terug aan de therapeut.").await;
        tablet.go("/t").await;
        no_rows_in_the_browser(tablet).await;
    }

    /// The same form open in two tabs, both submitted at the same moment.
    async fn submit_from_two_tabs(&self, code: &str) {
        let tablet = &self.tablet;
        let first = tablet.browser.window().await.unwrap();
        enter(tablet, code, "Wilg").await;
        answer(tablet, 1, &[1, 1, 1, 1, 1, 1, 1, 1, 0]).await;
        click_lines(tablet, [70, 70, 30, 70]).await;
        tablet.reads("PHQ-9: 9 van 9 ingevuld").await;
        tablet.run(&format!("new BroadcastChannel('both').onmessage = () => {{ {SUBMIT} }};")).await;

        let second = tablet.browser.new_tab().await.unwrap();
        tablet.browser.switch_to_window(second).await.unwrap();
        enter(tablet, code, "Wilg").await;
        for place in
            (1..=9).map(|number| format!("Vraag {number} van 9")).chain((1..=4).map(|n| format!("Vraag {n} van 4")))
        {
            tablet.reads(&place).await;
            tablet.press("Volgende").await;
        }
        tablet.reads("PHQ-9: 9 van 9 ingevuld").await;
        tablet.run(&format!("new BroadcastChannel('both').postMessage(''); {SUBMIT}")).await;
        tablet.arrives_at("/t/done").await;
        tablet.browser.switch_to_window(first).await.unwrap();
        tablet.arrives_at("/t/done").await;
        for instrument in ["phq-9", "peil-session"] {
            assert_eq!(self.responses(instrument, "Wilg").await, 1, "{instrument} is stored once");
        }
        no_rows_in_the_browser(tablet).await;
    }

    /// Responses to an instrument that somebody gave tonight.
    async fn responses(&self, instrument: &str, name: &str) -> i64 {
        let member = self.practice.member(name);
        let tonight = "responses r JOIN assignments a USING (organisation_id, assignment_id)
                       JOIN sessions s USING (organisation_id, session_id)";
        let tonight = format!("{tonight} WHERE s.closed_at IS NULL AND a.instrument_id = '{instrument}'");
        self.app.count(&format!("{tonight} AND a.membership_id = '{member}'")).await
    }
}

/// Presses the button that sends.
const SUBMIT: &str = "document.querySelector('.tablet-buttons .primary').click()";

/// A script that gives the newest score in a member's row of the group's page.
fn newest_score(name: &str) -> String {
    format!(
        "const row = [...document.querySelectorAll('table.members tr')]
             .find(row => row.querySelector('th')?.textContent.trim() === '{name}');
         return row?.querySelector('td.number')?.textContent.trim().split(/\\s+/).pop() ?? null;"
    )
}

async fn no_rows_in_the_browser(tablet: &Screen) {
    let rows = "const done = arguments[0];
        const opened = indexedDB.open('peil-tablet', 1);
        opened.onupgradeneeded = () => opened.transaction.abort();
        opened.onerror = () => done([]);
        opened.onsuccess = () => {
            const all = opened.result.transaction('rows').objectStore('rows').getAll();
            all.onsuccess = () => { opened.result.close(); done(all.result); };
        };";
    let rows = async || tablet.browser.execute_async(rows, Vec::new()).await.ok().map(|rows| rows.json().clone());
    eventually("the tablet to forget", async || {
        rows().await.filter(|rows| *rows == Value::Array(Vec::new())).map(drop)
    })
    .await;
}
