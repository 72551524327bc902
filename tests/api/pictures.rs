//! Pictures that pages draw of what is stored, and the words in which they are heard, as they were when somebody looked at
//! them: the wall, a client's own card, the therapists' marks beside the clients', and who stops when.

use std::fs;

use peil_tests::{Did, Person, Practice, TestApp, Tonight, peil_goals, peil_session, unescape};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

const REWRITE: &str = "PEIL_REWRITE_SNAPSHOTS";

/// One element a line, so that a difference can be read.
fn compare(name: &str, now: &str) {
    let file = format!("{}/api/snapshots/{name}", env!("CARGO_MANIFEST_DIR"));
    let now = now.replace("><", ">\n<");
    if std::env::var_os(REWRITE).is_some() {
        fs::write(&file, &now).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    let first = now.lines().zip(known.lines()).find(|(now, known)| now != known);
    assert!(now == known, "{name} differs (set {REWRITE}=1 to accept); first difference: {first:?}");
}

/// The pictures of a page, in their order.
fn pictures(page: &str) -> Vec<&str> {
    let starts = page.match_indices("<svg").map(|(at, _)| &page[at..]);
    let whole = starts.filter_map(|rest| Some(&rest[..rest.find("</svg>")? + "</svg>".len()]));
    whole.filter(|svg| svg.contains("role=\"img\"")).collect()
}

/// What stands between a tag and its end, each time, without what is marked up in it.
fn told(page: &str, tag: &str) -> Vec<String> {
    let end = format!("</{tag}>");
    let starts = page.match_indices(&format!("<{tag}")).map(|(at, _)| &page[at..]).collect::<Vec<_>>();
    let within = starts.into_iter().filter(|rest| rest[tag.len() + 1..].starts_with(['>', ' ']));
    within.filter_map(|rest| Some(plain(&rest[rest.find('>')? + 1..rest.find(&end)?]))).collect()
}

/// Words without tags.
fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut within = false;
    for sign in html.chars() {
        match sign {
            '<' => {
                within = true;
                words.push(' ');
            }
            '>' => within = false,
            sign if !within => words.push(sign),
            _ => {}
        }
    }
    unescape(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Every word of the pictures: titles and sentences that are heard, and what stands in them.
fn heard(page: &str) -> Vec<String> {
    let words = pictures(page).into_iter().flat_map(|svg| [told(svg, "title"), told(svg, "desc")].concat());
    words.filter(|words| !words.is_empty()).collect()
}

/// Seven evenings of five members, of whom Eik gets better and Iep has no score at the fourth.
async fn seven_evenings(app: &TestApp, practice: &Practice) {
    for week in 0..7_i64 {
        let did = |name: &str| match name {
            "Wilg" => Did::Away(peil_service::domain::Attendance::AbsentHoliday),
            "Eik" => Did::Came(Some(19 - 2 * week), Some(5 + week / 2)),
            "Iep" if week == 3 => Did::Came(None, Some(6)),
            _ => Did::Came(Some(13 + (week * 5) % 4), Some(4 + (week * 3) % 5)),
        };
        app.hold_evening(practice, 7 - week, true, did).await;
    }
}

async fn lets_see(app: &TestApp, tonight: &Tonight, member: Uuid) {
    let client = app.enter_tablet(tonight, member).await;
    let anybody = app.anybody();
    let request = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
    assert_eq!(anybody.send(request.json(&json!({ "given": true }))).await.status, 200);
}

/// Tonight: Wilg is on holiday, the others rate the session and let their lines be seen.
async fn tonight(app: &TestApp, practice: &Practice, anna: &Person) -> Tonight {
    let tonight = anna.open_session(practice.group).await;
    let away = format!("attendance-{}", practice.member("Wilg"));
    anna.post(&format!("{}/attendance", tonight.path), &[(&away, "absent_holiday")]).await;
    let marks = [
        ["7.0", "8.5", "1.0", "6.5"],
        ["6.2", "9.0", "4.5", "7.0"],
        ["8.8", "7.0", "2.5", "5.5"],
        ["3.0", "8.0", "6.0", "9.0"],
        ["5.5", "6.5", "0.5", "8.0"],
    ];
    for (name, marks) in ["Berk", "Beuk", "Eik", "Iep", "Linde"].into_iter().zip(marks) {
        let client = app.enter_tablet(&tonight, practice.member(name)).await;
        client.submit("peil-session", &peil_session(marks)).await;
        lets_see(app, &tonight, practice.member(name)).await;
    }
    tonight
}

#[tokio::test]
async fn the_wall_is_the_one_that_was_looked_at() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    seven_evenings(&app, &practice).await;
    let anna = app.login(practice.anna()).await;
    let tonight = tonight(&app, &practice, &anna).await;
    let mut words = Vec::new();
    for look in ["tonight", "evenings", "lines"] {
        let page = anna.page(&format!("{}/room/panel?look={look}", tonight.path)).await;
        words.extend([format!("# {look}"), told(&page, "h1").join(" "), told(&page, "p").join("\n")]);
        for parts in page.split("class=\"parts\" role=\"img\"").skip(1) {
            words.push(format!("heard: {}", unescape(parts.split('"').nth(1).unwrap())));
        }
        words.extend(heard(&page).into_iter().map(|sentence| format!("heard: {sentence}")));
        match (look, pictures(&page).as_slice()) {
            ("tonight", []) => {
                let (_, list) = page.split_once("<ul class=\"wall-items\">").unwrap();
                compare("wall-tonight.html", list.split_once("</ul>").unwrap().0.trim());
            }
            (look, [svg]) => compare(&format!("wall-{look}.svg"), svg),
            (look, svgs) => panic!("{look} has {} pictures", svgs.len()),
        }
    }
    compare("wall.txt", &(words.join("\n") + "\n"));
}

#[tokio::test]
async fn the_card_is_the_one_that_was_looked_at() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures(&app, "peil-goals").await;
    seven_evenings(&app, &practice).await;
    app.analysed().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("peil-goals", &peil_goals(&[("Vaker om hulp vragen", "6.5"), ("Weer gaan zwemmen", "2")])).await;
    let mut words = Vec::new();
    for name in ["Eik", "Iep"] {
        let page = anna.page(&format!("/groups/{}/members/{}/card", practice.group, practice.member(name))).await;
        let [wide, small] = pictures(&page)[..] else { panic!("one picture for paper, one for a telephone") };
        compare(&format!("card-{}.svg", name.to_lowercase()), wide);
        compare(&format!("card-{}-small.svg", name.to_lowercase()), small);
        words.push(format!("# {name}"));
        words.extend(["p", "h1", "h2", "li"].into_iter().flat_map(|tag| told(&page, tag)));
        words.extend(heard(&page).into_iter().map(|sentence| format!("heard: {sentence}")));
    }
    compare("card.txt", &(words.join("\n") + "\n"));
}

#[tokio::test]
async fn marks_of_therapists_beside_those_of_clients_are_the_ones_that_were_looked_at() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    seven_evenings(&app, &practice).await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let tonight = tonight(&app, &practice, &anna).await;
    for (who, marks) in [(&anna, ["7.2", "6.8", "2.4", "6.9"]), (&bram, ["4.1", "7.0", "5.0", "6.5"])] {
        let key = Uuid::now_v7().to_string();
        let fields: Vec<(&str, &str)> = ["mark-open", "mark-belong", "mark-strain", "mark-useful"]
            .into_iter()
            .zip(marks)
            .chain([("key", key.as_str())])
            .collect();
        assert_eq!(who.post(&format!("{}/rating", tonight.path), &fields).await.status, 303);
    }
    let page = anna.page(&format!("{}/after", tonight.path)).await;
    let svgs = pictures(&page);
    assert_eq!(svgs.len(), 4, "one a statement");
    compare("ratings.svg", &svgs.join("\n"));
    compare("ratings.txt", &(heard(&page).join("\n") + "\n"));
}

#[tokio::test]
async fn who_stops_and_when_is_the_picture_that_was_looked_at() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.past_stays(&practice, 0, 40).await;
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    let anna = app.login(practice.anna()).await;
    let page = anna.page("/signals/dropout").await;
    let [wide, small] = pictures(&page)[..] else { panic!("one picture for paper, one for a telephone") };
    compare("leaving.svg", wide);
    compare("leaving-small.svg", small);
    let words = [heard(&page), told(&page, "tr")].concat();
    compare("leaving.txt", &(words.join("\n") + "\n"));
}
