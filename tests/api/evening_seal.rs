//! What each therapist thinks is his own until he said it: ratings and notes, who reads them and when.

use peil_service::{access::ROUTES, domain::TherapistPart, store::SealedReader};
use peil_tests::{Person, Practice, TestApp, Tonight, peil_session};
use uuid::Uuid;

struct Evening {
    app: TestApp,
    practice: Practice,
    anna: Person,
    bram: Person,
    tonight: Tonight,
    after: String,
}

impl Evening {
    /// A session that so many members rated.
    async fn rated_by(members: usize) -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
        let tonight = anna.open_session(practice.group).await;
        for (_, member) in practice.members().take(members) {
            let client = app.enter_tablet(&tonight, member).await;
            client.submit("peil-session", &peil_session(["8.5", "8.5", "1.5", "8.5"])).await;
        }
        let after = format!("{}/after", tonight.path);
        Self { app, practice, anna, bram, tonight, after }
    }

    async fn rate(&self, who: &Person, marks: [&str; 4]) -> peil_tests::Reply {
        self.rate_with(who, &Uuid::now_v7().to_string(), marks).await
    }

    async fn rate_with(&self, who: &Person, key: &str, marks: [&str; 4]) -> peil_tests::Reply {
        let items = ["mark-open", "mark-belong", "mark-strain", "mark-useful"];
        let fields: Vec<(&str, &str)> = items.into_iter().zip(marks).chain([("key", key)]).collect();
        who.post(&format!("{}/rating", self.tonight.path), &fields).await
    }

    async fn note(&self, who: &Person, which: &str, (version, said): (&str, &str)) -> peil_tests::Reply {
        who.post(&format!("{}/{which}", self.tonight.path), &[("said", said), ("version", version)]).await
    }

    /// What the store gives to a therapist of this session, whatever a page would show.
    async fn store_shows(&self, who: &str) -> (usize, usize, usize) {
        let mut connection = self.app.store.connect().await.unwrap();
        let tenant = connection.begin(self.practice.id).await.unwrap();
        let reader = SealedReader { account: self.practice.account(who), writes: true };
        let session = self.tonight.session.into();
        let ratings = tenant.ratings(session, reader).await.unwrap();
        let members = tenant.members_marks(session, reader, ("peil-session", 3)).await.unwrap();
        let notes = tenant.own_reflections(session, reader).await.unwrap();
        (ratings.len(), members.len(), notes.len())
    }
}

#[tokio::test]
async fn nobody_reads_another_s_rating_or_the_members_before_his_own_is_sent() {
    let evening = Evening::rated_by(4).await;
    assert_eq!(evening.rate(&evening.anna, ["2.1", "5.8", "9.5", "3.1"]).await.status, 303);
    assert_eq!(evening.store_shows("bram").await, (0, 0, 0), "the seal is in the store");
    let sealed = evening.bram.page(&evening.after).await;
    assert!(sealed.contains("ziet u nadat u zelf hebt verstuurd"));
    for mark in ["2,1", "5,8", "9,5", "3,1", "8,5", "Anna de Tester:"] {
        assert!(!sealed.contains(mark), "{mark} is sealed");
    }
    let own = evening.anna.page(&evening.after).await;
    assert!(own.contains("Anna de Tester: 2,1") && own.contains("4 deelnemers, gemiddeld 8,5"), "{own}");
    assert!(own.contains("Nog niet ingevuld door Bram de Tester."));

    assert_eq!(evening.rate(&evening.bram, ["6.1", "6", "9.5", ""]).await.status, 303);
    assert_eq!(evening.store_shows("bram").await, (2, 4, 0));
    let both = evening.bram.page(&evening.after).await;
    assert!(both.contains("De therapeuten lagen 4 punten uit elkaar op"), "{both}");
    assert!(both.contains("De deelnemers gaven gemiddeld 1,5, de therapeuten 9,5 op"), "{both}");
    assert!(both.contains("Bram de Tester: open gelaten"), "a line that is left open is left open");
    let scores = "therapist_scores WHERE scale = 'total'";
    assert_eq!(evening.app.count(&format!("{scores} AND outcome = 'complete' AND value = 11.5")).await, 1);
    assert_eq!(evening.app.count(&format!("{scores} AND outcome = 'prorated'")).await, 1);
    assert_eq!(evening.app.count("audit WHERE action = 'rate-session'").await, 2);
    assert!(evening.app.count("audit WHERE action = 'view-evening'").await >= 3, "who looked is written down");
}

#[tokio::test]
async fn a_rating_stays_and_a_correction_is_one_more() {
    let evening = Evening::rated_by(0).await;
    let key = Uuid::now_v7().to_string();
    for _ in 0..2 {
        assert_eq!(evening.rate_with(&evening.anna, &key, ["5", "5", "5", "5"]).await.status, 303);
    }
    assert_eq!(evening.app.count("therapist_ratings").await, 1, "a form that is sent twice is stored once");
    evening.app.clock.pass(jiff::SignedDuration::from_mins(1));
    // Back to the same form, and another mark: a correction, not a mark that is lost.
    for _ in 0..2 {
        assert_eq!(evening.rate_with(&evening.anna, &key, ["7", "5", "5", "5"]).await.status, 303);
    }
    assert_eq!(evening.app.count("therapist_ratings").await, 2);
    let page = evening.anna.page(&evening.after).await;
    assert!(page.contains("Anna de Tester: 7") && page.contains("Verbeterd na het versturen door Anna de Tester."));
    assert!(page.contains("Er is nog niets om deze beoordeling naast te leggen."));
    for change in ["UPDATE therapist_answers SET value = 1", "DELETE FROM therapist_ratings"] {
        assert!(evening.app.owner.execute(change, &[]).await.is_err(), "{change}");
    }
    let empty = evening.rate(&evening.bram, ["", "", "", ""]).await;
    assert_eq!(empty.header("location"), format!("{}?problem=nothing-marked#rating", evening.after));
    for wrong in ["10.1", "-1", "0.05"] {
        assert_eq!(evening.rate(&evening.bram, [wrong, "5", "5", "5"]).await.problem().0, 422, "{wrong}");
    }
    assert_eq!(evening.rate(&evening.bram, ["zes", "5", "5", "5"]).await.status, 422);
    assert_eq!(evening.app.count("therapist_ratings").await, 2);
}

#[tokio::test]
async fn members_are_shown_from_three_answers_on() {
    let evening = Evening::rated_by(2).await;
    assert_eq!(evening.rate(&evening.anna, ["5", "5", "5", "5"]).await.status, 303);
    let page = evening.anna.page(&evening.after).await;
    assert!(page.contains("daarvoor moeten er minstens 3 hebben ingevuld") && !page.contains("8,5"), "{page}");
    let wilg = evening.app.enter_tablet(&evening.tonight, evening.practice.member("Wilg")).await;
    wilg.submit("peil-session", &peil_session(["8.5", "8.5", "1.5", ""])).await;
    let page = evening.anna.page(&evening.after).await;
    assert!(page.contains("3 deelnemers, gemiddeld 8,5"), "{page}");
    assert_eq!(evening.store_shows("anna").await.1, 3, "a line that two answered is left out by itself");
}

#[tokio::test]
async fn roles_read_and_write_what_is_theirs() {
    let evening = Evening::rated_by(3).await;
    let app = &evening.app;
    let part = async |who: &str, part: TherapistPart| {
        let change = "UPDATE group_therapists SET part = $2 WHERE account_id = $1";
        app.owner.execute(change, &[&evening.practice.account(who).uuid(), &part.word()]).await.unwrap();
    };
    let forbidden = (403, "forbidden".to_owned());
    let marieke = app.login(evening.practice.marieke()).await;
    evening.rate(&evening.anna, ["5", "5", "5", "5"]).await;
    evening.note(&evening.anna, "note", ("0", "Het was stil.")).await;
    let page = marieke.page(&evening.after).await;
    assert!(page.contains("Anna de Tester: 5") && page.contains("3 deelnemers"), "the team lead reads the comparison");
    assert!(!page.contains("/rating\"") && !page.contains("Het was stil."), "and rates nothing, and reads no own note");
    assert_eq!(evening.rate(&marieke, ["5", "5", "5", "5"]).await.problem(), forbidden);
    assert_eq!(evening.note(&marieke, "note", ("0", "x")).await.problem(), forbidden);
    assert_eq!(evening.note(&marieke, "joint-note", ("0", "x")).await.problem(), forbidden);

    part("bram", TherapistPart::Observer).await;
    assert_eq!(evening.bram.get_json(&evening.after).await.problem(), forbidden, "who looks on reads nothing of it");
    assert!(!evening.bram.page(&evening.tonight.path).await.contains("/after"));
    part("bram", TherapistPart::Trainee).await;
    assert_eq!(evening.store_shows("bram").await, (0, 0, 0));
    assert_eq!(evening.rate(&evening.bram, ["6", "6", "6", "6"]).await.status, 303);
    assert_eq!(evening.note(&evening.bram, "note", ("0", "Ik keek vooral.")).await.status, 303);
    let page = evening.bram.page(&evening.after).await;
    assert!(page.contains("Anna de Tester: 5") && page.contains("Het was stil."), "who learns writes, and then reads");
    assert_eq!(evening.note(&evening.bram, "joint-note", ("0", "x")).await.problem(), forbidden);
    // Who came to the group after this session was not there.
    let later = "UPDATE group_therapists SET part = 'co', from_date = $2 WHERE account_id = $1";
    let tomorrow = evening.practice.today(app).tomorrow().unwrap();
    app.clock.pass(jiff::SignedDuration::from_hours(24));
    app.owner.execute(later, &[&evening.practice.account("bram").uuid(), &tomorrow]).await.unwrap();
    let bram = app.login(evening.practice.bram()).await;
    assert_eq!(evening.rate(&bram, ["6", "6", "6", "6"]).await.problem(), forbidden);
    assert!(bram.page(&evening.after).await.contains("Anna de Tester: 5"), "he reads, as the team's lead does");
}

#[tokio::test]
async fn own_notes_come_before_others_and_no_wording_of_the_joint_note_is_lost() {
    let evening = Evening::rated_by(0).await;
    let own_first = (409, "own-note-first".to_owned());
    assert_eq!(evening.note(&evening.anna, "joint-note", ("0", "x")).await.problem(), own_first);
    assert_eq!(evening.note(&evening.anna, "note", ("0", "Veel stilte, ik vulde die te snel.")).await.status, 303);
    assert_eq!(evening.note(&evening.anna, "joint-note", ("0", "Volgende keer wachten.")).await.status, 303);
    let sealed = evening.bram.page(&evening.after).await;
    assert!(
        !sealed.contains("Veel stilte") && !sealed.contains("Volgende keer wachten"),
        "sealed until his own is there"
    );
    assert_eq!(evening.store_shows("bram").await.2, 0);
    assert_eq!(evening.note(&evening.bram, "note", ("0", "Het was <stil>.")).await.status, 303);
    let open = evening.bram.page(&evening.after).await;
    assert!(open.contains("Veel stilte") && open.contains("Volgende keer wachten."));
    assert!(open.contains("Het was &#60;stil&#62;."), "words are words: {open}");

    // Both go on from the first wording.
    assert_eq!(evening.note(&evening.anna, "joint-note", ("1", "Wachten, en dan vragen.")).await.status, 303);
    let conflict = evening.note(&evening.bram, "joint-note", ("1", "Wachten tot tien tellen.")).await;
    assert_eq!(conflict.status, 409);
    let page = conflict.text();
    assert!(page.contains("Wachten, en dan vragen.") && page.contains("Wachten tot tien tellen."), "both: {page}");
    assert!(page.contains("Anna de Tester schreef intussen iets anders"));
    assert_eq!(peil_tests::attribute(&page, "name=\"version\" value=\"2\"", "value").as_deref(), Some("2"));
    assert_eq!(evening.app.count("joint_reflections").await, 2, "nothing of it is stored");
    let both = evening.note(&evening.bram, "joint-note", ("2", "Wachten tot tien tellen, en dan vragen.")).await;
    assert_eq!(both.status, 303);
    assert_eq!(evening.app.count("joint_reflections").await, 3, "every wording is kept");
    // A version that nobody wrote leads nowhere.
    assert_eq!(evening.note(&evening.bram, "joint-note", ("7", "x")).await.status, 409);
    let long = "a".repeat(2001);
    assert_eq!(evening.note(&evening.bram, "note", ("1", long.as_str())).await.status, 400);
    assert_eq!(evening.note(&evening.bram, "note", ("1", " ")).await.status, 303);
    assert_eq!(evening.app.count("own_reflections").await, 2);
    let said = evening.app.count("audit WHERE action IN ('write-reflection', 'write-joint-reflection')").await;
    assert_eq!(said, 5, "who wrote is in the audit");
}

#[tokio::test]
async fn two_who_write_the_joint_note_at_one_moment_are_not_both_first() {
    let evening = Evening::rated_by(0).await;
    for who in [&evening.anna, &evening.bram] {
        assert_eq!(evening.note(who, "note", ("0", "Mijn eigen.")).await.status, 303);
    }
    let (one, other) = tokio::join!(
        evening.note(&evening.anna, "joint-note", ("0", "Van Anna.")),
        evening.note(&evening.bram, "joint-note", ("0", "Van Bram.")),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(evening.app.count("joint_reflections").await, 1);
}

/// What an address is asked besides, where it shows more than one thing.
const LOOKS: &[(&str, &[&str])] = &[
    ("/groups/{group_id}", CHARTS),
    ("/groups/{group_id}/panel", CHARTS),
    ("/groups/{group_id}/chart.svg", CHARTS),
    ("/groups/{group_id}/chart.png", CHARTS),
    ("/groups/{group_id}/chart.pdf", CHARTS),
    ("/groups/{group_id}/members/{membership_id}", RATED),
    ("/groups/{group_id}/members/{membership_id}/chart.svg", RATED),
    ("/groups/{group_id}/members/{membership_id}/card", RATED),
    ("/groups/{group_id}/sessions/{session_id}/room", WALLS),
    ("/groups/{group_id}/sessions/{session_id}/room/panel", WALLS),
    ("/groups/{group_id}/sessions/{session_id}/room/chart.svg", WALLS),
];
const CHARTS: &[&str] = &[
    "?measure=peil-session.total&chart=course",
    "?measure=peil-session.total&chart=members",
    "?measure=peil-session.total&chart=change",
    "?measure=peil-session.total&chart=climate",
    "?measure=peil-session.total&chart=grid",
];
const RATED: &[&str] = &["?measure=peil-session.total"];
const WALLS: &[&str] = &["?look=tonight", "?look=evenings", "?look=lines"];

/// What is no reading: a stream does not end, and an asset is the same for all.
const NOT_READ: &[&str] = &["/groups/{group_id}/events", "/alerts/events", "/assets/{path:.*}"];

/// Every address that can be opened, from the table of routes: a new page is in it by itself. What is of another thing, a
/// signal or a form, is asked for one that there is not.
fn addresses(evening: &Evening) -> Vec<String> {
    let opened = ROUTES.iter().filter(|route| route.method == "GET" && !NOT_READ.contains(&route.path));
    let (group, session) = (evening.practice.group.to_string(), evening.tonight.session.to_string());
    let member = evening.practice.member("Berk").to_string();
    let own = |path: &str| {
        let parts = path.split('/').map(|part| match part {
            "{group_id}" => group.clone(),
            "{session_id}" => session.clone(),
            "{membership_id}" => member.clone(),
            part if part.starts_with('{') => Uuid::nil().to_string(),
            part => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    };
    let all = opened.flat_map(|route| {
        let address = own(route.path);
        let looks = LOOKS.iter().find(|(path, _)| *path == route.path).map_or(&[""][..], |(_, looks)| looks);
        looks.iter().map(move |look| format!("{address}{look}")).collect::<Vec<_>>()
    });
    all.collect()
}

#[test]
fn every_look_is_of_a_route() {
    for path in LOOKS.iter().map(|(path, _)| path).chain(NOT_READ) {
        assert!(ROUTES.iter().any(|route| route.method == "GET" && route.path == *path), "{path}");
    }
}

/// All that a reader gets, address by address.
async fn all_seen(evening: &Evening, who: &Person) -> Vec<(String, u16, Vec<u8>)> {
    let mut seen = Vec::new();
    for address in addresses(evening) {
        let reply = who.get(&address).await;
        assert!(reply.status < 500, "{address}: {}", reply.status);
        // Each form carries a new key every time it is shown.
        let mut bytes = reply.bytes.to_vec();
        if reply.header("content-type").starts_with("text/html") {
            let text = reply.text();
            let mut pieces = text.split("name=\"key\" value=\"");
            let first = pieces.next().unwrap_or_default();
            bytes = pieces.fold(first.to_owned(), |all, piece| all + piece.split_once('"').unwrap().1).into_bytes();
        }
        seen.push((address, reply.status, bytes));
    }
    seen
}

/// What a colleague thought can be anything: as long as the reader did not say his own, no page and no file is another.
#[tokio::test]
async fn nothing_that_a_therapist_can_open_depends_on_what_his_colleague_thought() {
    let evening = Evening::rated_by(5).await;
    evening.anna.close_session(&evening.tonight).await;
    assert_eq!(evening.rate(&evening.anna, ["1", "1", "9", "1"]).await.status, 303);
    evening.app.clock.pass(jiff::SignedDuration::from_secs(1));
    assert_eq!(evening.rate(&evening.anna, ["2", "2", "8", "2"]).await.status, 303);
    evening.app.analysed().await;
    let before = all_seen(&evening, &evening.bram).await;
    evening.app.clock.pass(jiff::SignedDuration::from_secs(1));
    // As far from it as can be, and of the same kind: a correction as the one before.
    assert_eq!(evening.rate(&evening.anna, ["9.5", "9.5", "0.5", "9.5"]).await.status, 303);
    evening.app.analysed().await;
    for ((address, status, one), (_, _, other)) in before.iter().zip(&all_seen(&evening, &evening.bram).await) {
        assert!(one == other, "{address} ({status}) tells something of what Anna thought");
    }
    // The same walk finds the place where it does stand.
    let own = all_seen(&evening, &evening.anna).await;
    evening.app.clock.pass(jiff::SignedDuration::from_secs(1));
    assert_eq!(evening.rate(&evening.anna, ["5", "5", "5", "5"]).await.status, 303);
    let later = all_seen(&evening, &evening.anna).await;
    let differ = own.iter().zip(&later).filter(|(one, other)| one.2 != other.2);
    let differ: Vec<&str> = differ.map(|(one, _)| one.0.as_str()).collect();
    assert!(
        differ.iter().any(|at| at.ends_with("/after")) && differ.iter().any(|at| at.contains("climate")),
        "{differ:?}"
    );
}
