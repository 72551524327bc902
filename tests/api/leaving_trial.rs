//! How well an organisation's own model of leaving foretold: tried on later time where it is learnt, stored with it, and told.

use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use peil_service::{clock::Clock, signals::claim_leaving};
use peil_stats::dropout::{
    CourseForHazard, ForecastQuality, HazardSettings, Validation, ValidationSettings, forward_validation,
};
use peil_tests::{Practice, TestApp};
use serde_json::Value;

use crate::leaving::{stays, weeks};

async fn stored(app: &TestApp) -> Option<Value> {
    app.owner.query_one("SELECT trial FROM dropout_models", &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_model_is_tried_on_later_time_where_it_is_learnt_and_says_how_it_did() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.past_stays(&practice, 0, 100).await;
    // Written down ahead of its time, as a file may have it: nobody knows how it goes.
    app.past_stays(&practice, 150, 1).await;
    app.learn_leaving(&practice).await;
    let trial = stored(&app).await.unwrap();
    assert_eq!(trial["kind"], "judged", "{trial}");
    let kept: Validation = serde_json::from_value(trial).unwrap();

    // The same by the statistics alone, on the rows as they are.
    let stays = stays(&app, &practice).await;
    let today = weeks(Date::constant(1970, 1, 1), app.clock.now().to_zoned(TimeZone::UTC).date());
    let known = stays.iter().map(|stay| stay.course()).filter(|course| course.began <= today);
    let courses: Vec<CourseForHazard<'_>> = known.collect();
    assert_eq!(courses.len() + 8, stays.len());
    let by_hand = |first| {
        let cut = ValidationSettings { first, ..ValidationSettings::default() };
        forward_validation(&courses, &HazardSettings::default(), &cut)
    };
    let own = [0.5, 0.65, 0.8].into_iter().find_map(|first| by_hand(first).ok()).unwrap();
    assert_eq!(kept, own, "to the last digit");
    assert!(own.ended_at_first >= 300 && own.ended_at_first < 800, "learnt from a part: {}", own.ended_at_first);

    let page = app.login(practice.marieke()).await.page("/signals/dropout").await;
    let (_, told) = page.split_once("id=\"trial-heading\"").unwrap_or_else(|| panic!("{page}"));
    let within: &ForecastQuality = own.within.as_ref().unwrap();
    let comma = |value: f64, digits: usize| format!("{value:.digits$}").replace('.', ",").replace('-', "−");
    for words in [
        format!("bij het begin {} afgelopen trajecten", own.ended_at_first),
        format!("bij {:.0} van de 100 van zulke paren had de eerste de hoogste kans", 100.0 * within.auc.estimate),
        format!("stopten er {:.0} op elke 100 die", 100.0 * within.observed_to_expected),
        format!(
            "de score van Brier is {} (tussen {} en {}) tegen {}",
            comma(within.brier.estimate, 4),
            comma(within.brier.lower, 4),
            comma(within.brier.upper, 4),
            comma(within.brier_of_share, 4)
        ),
        format!(
            "{} ({} tot {})",
            comma(within.slope.estimate, 2),
            comma(within.slope.lower, 2),
            comma(within.slope.upper, 2)
        ),
        format!("{}/{}", within.table[0].observed.successes, within.table[0].observed.trials),
        "Binnen 4 sessies".to_owned(),
        "Volgende sessie".to_owned(),
    ] {
        assert!(told.contains(&words), "{words:?} in {told}");
    }
    assert_eq!(told.matches("<tr><th scope=\"row\">").count(), within.table.len(), "a row for each tenth");
    assert!(page.contains("Leeftijd en eerdere behandelingen zitten niet in het model: die bewaart Peil niet."));
    assert!(
        page.contains("3 keer achter elkaar wegblijven zonder bericht en 4 weken") && page.contains("300 afgelopen")
    );

    assert!(!told.contains("Daarna heeft uw organisatie"), "nobody set another limit: {told}");
    a_bare_difference_is_no_verdict(&app, &practice, within).await;

    // A model of before there were trials is told to be untried, and is tried the next time, though nobody has left since.
    app.owner.batch_execute("UPDATE dropout_models SET trial = NULL").await.unwrap();
    let marieke = app.login(practice.marieke()).await;
    let untried = marieke.page("/signals/dropout").await;
    assert!(untried.contains("is nog niet getoetst") && !untried.contains("van Brier"), "{untried}");
    app.clock.pass(SignedDuration::from_hours(25));
    app.learn_leaving(&practice).await;
    assert_eq!(serde_json::from_value::<Validation>(stored(&app).await.unwrap()).unwrap(), own);
    // One that failed says so; what cannot be read is as if it had not been tried.
    app.owner.batch_execute("UPDATE dropout_models SET trial = '{\"kind\": \"failed\"}'").await.unwrap();
    assert!(app.login(practice.marieke()).await.page("/signals/dropout").await.contains("het toetsen is mislukt"));
    app.owner.batch_execute("UPDATE dropout_models SET trial = '{\"kind\": \"guess\"}'").await.unwrap();
    assert!(app.login(practice.marieke()).await.page("/signals/dropout").await.contains("is nog niet getoetst"));
    // The trial of another version goes with its model.
    app.owner.batch_execute("UPDATE dropout_models SET module_version = '1.1'").await.unwrap();
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    assert!(claim_leaving(&tenant, app.clock.now()).await.unwrap());
    tenant.commit().await.unwrap();
    assert_eq!(app.count("dropout_models WHERE trial IS NULL AND model IS NULL").await, 1);
}

/// With the same estimates and another interval of Brier's score; and after the limit was set otherwise.
async fn a_bare_difference_is_no_verdict(app: &TestApp, practice: &Practice, within: &ForecastQuality) {
    let share = within.brier_of_share;
    let (below, above) = (share - 0.001, share + 0.001);
    for (estimate, lower, upper, said) in [
        (below, below - 0.01, below, "waren beter dan iedereen dezelfde kans geven"),
        (below, below - 0.01, above, "waren niet duidelijk beter dan iedereen dezelfde kans geven"),
        (above, below, above + 0.01, "waren niet duidelijk beter dan iedereen dezelfde kans geven"),
        (above, above, above + 0.01, "waren slechter dan iedereen dezelfde kans geven"),
    ] {
        let set = "UPDATE dropout_models SET trial = jsonb_set(trial, '{within,brier}', trial #> '{within,brier}' ||
                   jsonb_build_object('estimate', $1::float8, 'lower', $2::float8, 'upper', $3::float8))";
        app.owner.execute(set, &[&estimate, &lower, &upper]).await.unwrap();
        let page = app.login(practice.marieke()).await.page("/signals/dropout").await;
        assert!(page.contains(said), "{said}: {page}");
    }
    let set = "INSERT INTO signal_rules (organisation_id, settings, changed_at)
               VALUES ($1, '{\"dropout_probability\": 0.4}', now())";
    app.owner.execute(set, &[&practice.id.uuid()]).await.unwrap();
    let page = app.login(practice.marieke()).await.page("/signals/dropout").await;
    let told = "getoetst met een grens van 25 op 100. Daarna heeft uw organisatie die op 40 op 100 gezet";
    assert!(page.contains(told), "{page}");
    app.owner.execute("DELETE FROM signal_rules", &[]).await.unwrap();
}

#[tokio::test]
async fn with_a_model_and_too_little_after_it_nothing_is_claimed() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.past_stays(&practice, 0, 40).await;
    app.learn_leaving(&practice).await;
    assert_eq!(app.count("dropout_models WHERE model IS NOT NULL AND ended = 320").await, 1);
    assert_eq!(stored(&app).await.unwrap()["kind"], "too_few");
    let page = app.login(practice.marieke()).await.page("/signals/dropout").await;
    assert!(page.contains("valt nog niet te zeggen") && !page.contains("van Brier"), "{page}");

    // Where there is no model there is nothing to try.
    let other = app.another_organisation("zuid").await;
    let theirs = app.login(other.marieke()).await.page("/signals/dropout").await;
    assert!(theirs.contains("Er is nog geen model") && !theirs.contains("id=\"trial-heading\""), "{theirs}");
}
