//! Before a session: what its page and its sheet say, and to whom.

use jiff::ToSpan;
use peil_service::domain::{Attendance, Occasion};
use peil_tests::{Did, TestApp, peil_goals, unescape};
use uuid::Uuid;

/// The text of a page without its tags.
fn read(page: &str) -> String {
    let main = page.split_once("<main").unwrap().1;
    let mut inside = true;
    let text: String = main
        .chars()
        .filter(|letter| {
            let shown = !inside && *letter != '<';
            inside = *letter == '<' || inside && *letter != '>';
            shown
        })
        .collect();
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn who_was_silent_or_absent_and_who_gets_worse_stands_on_one_page() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures_on(&app, "peil-goals", Occasion::End).await;
    for week in (1..=4).rev() {
        app.hold_evening(&practice, week, true, |name| match (name, week) {
            ("Beuk", _) => Did::Came(Some(20 - 3 * week), Some(6)),
            ("Iep", 1) => Did::Away(Attendance::AbsentWithoutNotice),
            ("Linde", 1) => Did::Came(None, None),
            _ => Did::Came(Some(12), Some(8)),
        })
        .await;
    }
    app.analysed().await;
    let near = practice.today(&app).checked_add(10.days()).unwrap();
    let ends = "UPDATE memberships SET planned_end_on = $2 WHERE membership_id = $1";
    app.owner.execute(ends, &[&practice.member("Wilg"), &near]).await.unwrap();
    let anna = app.login(practice.anna()).await;
    let path = format!("/groups/{}/before", practice.group);
    let page = anna.page(&path).await;
    let said = read(&page);
    let beuk = said.find("Beuk gaat achteruit").unwrap_or_else(|| panic!("{said}"));
    assert!(beuk < said.find("Berk").unwrap(), "who asks for a talk stands first: {said}");
    assert!(said.contains("Vorige keer: afwezig zonder bericht."), "{said}");
    assert!(said.contains("Was er vorige keer, maar vulde niet in."), "{said}");
    assert!(!said.contains("niet genoteerd"), "{said}");
    let unknown = "DELETE FROM attendance a USING sessions s WHERE s.session_id = a.session_id AND s.number = 4
                   AND a.membership_id = $1";
    assert_eq!(app.owner.execute(unknown, &[&practice.member("Linde")]).await.unwrap(), 1);
    let said = read(&anna.page(&path).await);
    assert!(said.contains("Vorige keer: niet genoteerd, en niets ingevuld."), "{said}");
    assert!(said.contains("gewoon voor deze groep"), "{said}");
    assert!(said.contains("Wilg: gepland einde vr 20 maart 2026"), "{said}");
    assert!(said.contains("Geen open afspraken.") && said.contains("Start sessie 5"), "{said}");
    let pdf = anna.get(&format!("{path}.pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let holds = |bytes: &[u8]| pdf.bytes.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(b"/Count 1") && holds(b"/Lang(nl)"), "one page, and its language");
    assert_eq!(app.count("audit WHERE action IN ('view-before', 'download-before')").await, 3);
}

#[tokio::test]
async fn before_is_for_those_who_see_the_group() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let paths = ["before", "before.pdf"].map(|page| format!("/groups/{}/{page}", practice.group));
    let other = app.another_organisation("zuid").await;
    for (email, status) in [
        (practice.anna(), 200),
        (practice.bram(), 200),
        (practice.marieke(), 200),
        (practice.cato(), 404),
        (practice.iris(), 403),
        (practice.wim(), 403),
        (other.anna(), 404),
    ] {
        let person = app.login(email).await;
        for path in &paths {
            assert_eq!(person.get(path).await.status, status, "{email} {path}");
        }
    }
}

#[tokio::test]
async fn what_was_agreed_and_who_says_not_to_come_stand_there() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let agreed = "INSERT INTO agreements (organisation_id, agreement_id, group_id, session_id, membership_id,
                      idempotency_key, said, made_by, made_at)
                  SELECT organisation_id, gen_random_uuid(), group_id, session_id, $1, gen_random_uuid(),
                      'oefent met om hulp vragen 😀', $2, now()
                  FROM sessions ORDER BY number DESC LIMIT 1";
    let anna_id = practice.account("anna").uuid();
    app.owner.execute(agreed, &[&practice.member("Eik"), &anna_id]).await.unwrap();
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let iep = format!("attendance-{}", practice.member("Iep"));
    anna.post(&format!("{}/attendance", tonight.path), &[(&iep, "absent_ill")]).await;
    let path = format!("/groups/{}/before", practice.group);
    let said = read(&anna.page(&path).await);
    assert!(said.contains("Eik: oefent met om hulp vragen 😀 (sessie 2)"), "{said}");
    assert!(said.contains("vandaag: ziek") && said.contains("Naar sessie 3"), "{said}");
    let pdf = anna.get(&format!("{path}.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF-"), "also with a sign that the font lacks");
}

#[tokio::test]
async fn own_goals_and_where_the_therapists_differed_stand_there_for_those_who_lead() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures(&app, "peil-goals").await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("peil-goals", &peil_goals(&[("Een avond uit durven", "6.5"), ("Om hulp vragen", "")])).await;
    for (person, open) in [(&anna, "8"), (&bram, "3.5")] {
        let key = Uuid::now_v7().to_string();
        let marks =
            [("mark-open", open), ("mark-belong", "7"), ("mark-strain", "2"), ("mark-useful", "7"), ("key", &key)];
        assert_eq!(person.post(&format!("{}/rating", tonight.path), &marks).await.status, 303);
    }
    anna.close_session(&tonight).await;
    let path = format!("/groups/{}/before", practice.group);
    let said = read(&anna.page(&path).await);
    assert!(said.contains("Een avond uit durven (6,5 van 10") && said.contains("Om hulp vragen"), "{said}");
    assert!(said.contains("De therapeuten lagen 4,5 punten uit elkaar op"), "{said}");
    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    let said = read(&bram.page(&path).await);
    assert!(!said.contains("Een avond uit durven"), "who learns reads no member's own words: {said}");
}

#[tokio::test]
async fn who_says_beforehand_not_to_come_is_away_when_the_session_opens() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let group = format!("/groups/{}", practice.group);
    let meets =
        |weekday: &'static str| [("weekday", weekday), ("begins_at", "19:30"), ("minutes", "90"), ("every_weeks", "1")];
    let absence = |name: &str| format!("{group}/members/{}/absence", practice.member(name));
    let before = format!("{group}/before");
    // The next session is on Thursday; what is said of it is not of today.
    anna.post(&format!("{group}/schedule"), &meets("4")).await;
    let said = [("on", "2026-03-12"), ("status", "absent_ill")];
    assert_eq!(anna.post(&absence("Eik"), &said).await.status, 303);
    assert!(read(&bram.page(&before).await).contains("do 12 maart 2026: ziek"));
    anna.post(&format!("{group}/schedule"), &meets("2")).await;
    for name in ["Wilg", "Linde", "Wilg"] {
        let reply = anna.post(&absence(name), &[("on", "2026-03-10"), ("status", "absent_holiday")]).await;
        let back = format!("{before}#member-{}", practice.member(name));
        assert_eq!((reply.status, reply.header("location")), (303, back.as_str()));
    }
    assert_eq!(
        app.count("audit WHERE action = 'announce-absence'").await,
        3,
        "what is said again is not written again"
    );
    let page = read(&anna.page(&before).await);
    assert_eq!(page.matches("vandaag: vakantie").count(), 2, "{page}");
    for _ in 0..2 {
        anna.post(&absence("Linde"), &[("on", "2026-03-10"), ("status", "")]).await;
    }
    assert_eq!(app.count("audit WHERE action = 'withdraw-absence'").await, 1);
    assert_eq!(read(&anna.page(&before).await).matches("vandaag: vakantie").count(), 1, "Linde comes after all");

    for (field, on, status) in [
        ("yesterday", "2026-03-09", "absent_ill"),
        ("no day", "soon", "absent_ill"),
        ("present", "2026-03-10", "present"),
        ("without a word", "2026-03-10", "absent_without_notice"),
    ] {
        let reply = anna.post(&absence("Iep"), &[("on", on), ("status", status)]).await;
        assert_eq!(reply.problem(), (422, "field-refused".to_owned()), "{field}");
    }
    let other = format!("{group}/members/{}/absence", practice.other_member("Eik"));
    assert_eq!(anna.post(&other, &said).await.problem(), (404, "not-found".to_owned()));
    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    assert!(!bram.page(&before).await.contains("/absence\""));
    assert_eq!(bram.post(&absence("Eik"), &said).await.problem(), (403, "forbidden".to_owned()));

    let tonight = anna.open_session(practice.group).await;
    let noted = format!("attendance WHERE session_id = '{}'", tonight.session);
    assert_eq!(app.count(&noted).await, 1);
    assert_eq!(app.count(&format!("{noted} AND status = 'absent_holiday' AND recorded_by IS NOT NULL")).await, 1);
    assert_eq!(app.count("audit WHERE action = 'attendance'").await, 1);
    assert!(anna.page(&tonight.path).await.contains("afwezig: vakantie"));
    assert_eq!(app.count("announced_absences").await, 1, "Thursday's is still ahead");
    assert!(!anna.page(&before).await.contains("/absence\""), "now it is noted at the session");
}
