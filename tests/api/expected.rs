//! The expected course: fitted where there are enough courses, carried to another organisation as a file, forgotten again.

use std::path::Path;

use peil_tests::{Did, TestApp};

use crate::import::{Files, peil};

pub(crate) const MAPPING: &str = "start = 2025-01-06
client.column = 'id'
time = { column = 'week', unit = 'weeks' }
score.column = 'phq'
group.column = 'g'
instrument = { id = 'phq-9', version = '1.0.0', scale = 'total' }
";

/// Courses that fall with the logarithm of time, each a little differently and without chance.
pub(crate) fn courses(clients: i32) -> String {
    let mut file = "id,week,phq,g\n".to_owned();
    for client in 0..clients {
        let start = f64::from(12 + client * 7 % 10);
        for (place, week) in [0, 1, 2, 4, 8].into_iter().enumerate() {
            let wobble = f64::from((client * 31 + i32::try_from(place).unwrap() * 17) % 5 - 2);
            let fall = (1.5 + f64::from(client % 4) * 0.5) * f64::from(week + 1).ln();
            let score = (start - fall + wobble).round().clamp(0.0, 27.0);
            file.push_str(&format!("c{client},{week},{score},{}\n", client / 11));
        }
    }
    file
}

#[tokio::test]
async fn an_expected_course_is_fitted_carried_over_and_forgotten() {
    let app = TestApp::spawn().await;
    // The command takes the machine's time.
    app.clock.set(jiff::Timestamp::now());
    let practice = app.organisation().await;
    let (few, enough) = (courses(99), courses(110));
    let files =
        Files::new(&[("few.csv", &few), ("enough.csv", &enough), ("mapping.toml", MAPPING), ("phq.json", "{}")]);
    let (mapping, exported) = (files.path("mapping.toml"), files.path("phq.json"));
    let expected = async |verb: &str, organisation: &str| {
        let what = ["organisation", "expected", verb, "--organisation", organisation, "--instrument", "phq-9"];
        let file = exported.to_str().unwrap();
        let arguments = if verb == "forget" { what.to_vec() } else { [&what[..], &[file]].concat() };
        let output = peil(&app.database, &arguments, &[]).await;
        app.clock.set(jiff::Timestamp::now());
        app.analysed().await;
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (organisation, file, courses) in [("Klein", "few.csv", 0), ("Bron", "enough.csv", 1)] {
        let data = files.path(file);
        let paths: [(&str, &Path); 2] = [("--data", &data), ("--mapping", &mapping)];
        let output = peil(&app.database, &["import", "--organisation", organisation], &paths).await;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        app.clock.set(jiff::Timestamp::now());
        app.analysed().await;
        assert_eq!(app.count("expected_courses WHERE source = 'own' AND courses >= 100").await, courses);
    }
    let (status, said) = expected("export", "Klein").await;
    assert!(status == Some(1) && said.contains("100 courses"), "{said}");
    assert_eq!(expected("import", "Praktijk noord").await.0, Some(1), "`{{}}` is no expected course");
    let (status, said) = expected("export", "Bron").await;
    assert_eq!(status, Some(0), "{said}");
    let text = std::fs::read_to_string(&exported).unwrap();
    assert!(!text.contains("slopes"), "scores without sessions say nothing of groups' slopes");
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    file["slopes"] = serde_json::json!({ "mean": 0.3, "variance": 0.04, "variance_of_mean": 0.001, "windows": 50 });
    std::fs::write(&exported, file.to_string()).unwrap();

    // Worse than can be expected, and by less than a reliable change: only the expected course tells it.
    for (weeks, total) in [(3, 15), (2, 16), (1, 20)] {
        app.hold_evening(&practice, weeks, true, |name| {
            Did::Came(Some(if name == "Berk" { total } else { 12 - (3 - weeks) }), None)
        })
        .await;
    }
    app.analysed().await;
    assert_eq!(app.count("signals").await, 0);
    let (status, said) = expected("import", "Praktijk noord").await;
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(app.count("expected_courses WHERE source = 'file' AND slopes ->> 'windows' = '50'").await, 1);
    let off = "signals WHERE rule = 'OFF' AND urgency = 'attention' AND ceased_at IS NULL AND model LIKE 'file %'";
    assert_eq!(app.count(off).await, 1);
    assert_eq!(app.count(&format!("{off} AND membership_id = '{}'", practice.member("Berk"))).await, 1);
    let (status, said) = expected("forget", "Praktijk noord").await;
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(app.count("signals WHERE rule = 'OFF' AND ceased_at IS NOT NULL").await, 1);
    assert_eq!(app.count("signals WHERE ceased_at IS NULL").await, 0);
    let audit = "audit WHERE action IN ('import-expected-course', 'forget-expected-course')";
    assert_eq!(app.count(audit).await, 2);
}
