//! Whether it made a difference who else sat in the group: the page's numbers, made a second time from the rows.

use peil_stats::composition::{Members, Submodel, composition};
use peil_tests::{Practice, TestApp, unescape};

const PAGE: &str = "/organisation/composition";

/// Of each stay in a group of the crowd: the first score, and how far it fell to the last.
async fn counted(app: &TestApp, practice: &Practice) -> Members {
    let text = format!(
        "SELECT dense_rank() OVER (ORDER BY m.group_id), s.first::float8, (s.first - s.last)::float8, s.times
         FROM memberships m
         JOIN LATERAL (SELECT count(*) AS times, (array_agg(x.value ORDER BY x.measured_on))[1] AS first,
                              (array_agg(x.value ORDER BY x.measured_on DESC))[1] AS last
                       FROM scores x WHERE x.membership_id = m.membership_id AND x.instrument_id = 'phq-9'
                                       AND x.scale = 'total') s ON s.times > 0
         WHERE m.organisation_id = '{}'",
        practice.id
    );
    let mut members = Members { group: vec![], outcome: vec![], attribute: vec![], range: Some((0.0, 27.0)) };
    for row in app.owner.query(&text, &[]).await.unwrap() {
        members.group.push(usize::try_from(row.get::<_, i64>(0)).unwrap());
        members.attribute.push(row.get(1));
        members.outcome.push(if row.get::<_, i64>(3) > 1 { row.get(2) } else { f64::NAN });
    }
    members
}

fn dutch(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs()).replace('.', ",");
    if value < 0.0 { format!("−{text}") } else { text }
}

#[tokio::test]
async fn the_numbers_are_those_of_a_second_count() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 40, 6).await;
    let marieke = app.login(practice.marieke()).await;
    let page = unescape(&marieke.page(&format!("{PAGE}?measure=phq-9.total")).await);
    let found = composition(&counted(&app, &practice).await).unwrap();
    let of = format!("Van {} groepen met {} leden is bekend", found.groups, found.members);
    assert!(found.groups >= 40 && page.contains(&of), "{of} in {page}");
    for one in &found.submodels {
        for number in [dutch(one.aic, 1), dutch(one.aic_difference, 1), dutch(one.weight, 2)] {
            assert!(page.contains(&format!("<td>{number}</td>")), "{number} of {:?}", one.submodel);
        }
    }
    let full = found.submodels.iter().find(|one| one.submodel == Submodel::Full).unwrap();
    for test in full.effects.iter().filter(|test| test.term != "(Intercept)") {
        let (low, high) = test.interval(0.95).unwrap();
        let words = format!("<td>{}</td><td>{} tot {}</td>", dutch(test.estimate, 2), dutch(low, 2), dutch(high, 2));
        assert!(page.contains(&words), "{words} of {}", test.term);
    }
    // Where a model that is hardly worse leaves an effect out, it is not claimed.
    let close = |one: &&peil_stats::composition::SubmodelFit| one.aic_difference < 2.0;
    assert!(found.submodels.iter().filter(close).any(|one| one.submodel == Submodel::Empty));
    let alike = full.effects.iter().find(|test| test.term == "others_similarity").unwrap();
    assert!(alike.interval(0.95).unwrap().0 > 0.0, "the full model by itself would claim it");
    assert!(page.contains("Of het uitmaakte hoeveel de anderen op elkaar leken, is niet zeker"), "{page}");
    assert!(!page.contains("ging het lid meer vooruit"));
    assert_eq!(app.count("audit WHERE action = 'view-organisation-composition'").await, 1);
}

#[tokio::test]
async fn few_groups_are_told_apart_from_none_and_it_is_for_who_steers() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let wim = app.login(practice.wim()).await;
    assert!(wim.page(PAGE).await.contains("Er zijn nog geen scores."));
    app.hold_sessions(&practice, 3).await;
    let page = wim.page(PAGE).await;
    assert!(page.contains("Er is 1 groep met minstens drie leden") && page.contains("pas vanaf 30 groepen"), "{page}");
    assert!(!page.contains("<table"), "no number of too few groups");
    for other in [practice.anna(), practice.iris()] {
        assert_eq!(app.login(other).await.get(PAGE).await.status, 403);
    }
}
