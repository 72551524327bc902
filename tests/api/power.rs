//! How large a study must be: the page, its words for what cannot be, and the picture as a file.

use peil_tests::{TestApp, unescape};

#[tokio::test]
async fn every_role_reads_the_answer_and_the_same_question_gives_the_same() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    for who in [practice.anna(), practice.marieke(), practice.iris()] {
        let page = app.login(who).await.page("/research/power").await;
        assert!(page.contains("De kans is ") && page.contains("power-curve-chart"), "{who}");
        assert!(!page.contains("data-next"), "the formula is exact: nothing to simulate");
    }
    let iris = app.login(practice.iris()).await;
    let small = "/research/power?groups=4&members=3&sessions=3&dropout=5&trials=200";
    let simulated = unescape(&iris.page(small).await);
    assert!(simulated.contains("Nagebootst: 200 onderzoeken"), "{simulated}");
    assert!(simulated.contains("data-next=\"1000\"") && simulated.contains("Kenward en Roger"));
    assert!(simulated.contains("Peil bootst nog na of het klopt."));
    let searched = unescape(&iris.page(&small.replace("trials=200", "effect=2&trials=smallest")).await);
    assert!(searched.contains("Nagebootst: 1000 onderzoeken") && !searched.contains("data-next"), "{searched}");
    let told = searched.split("Nagebootst, stap voor stap: ").nth(1).unwrap();
    assert!(told.contains("groepen per arm is het kleinste aantal dat 80 % haalt."), "{told}");
    let sentence =
        |page: &str| page.split("data-part=\"sentence\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(sentence(&simulated), sentence(&unescape(&iris.page(small).await)));
    let nested = unescape(&iris.page("/research/power?arm=individuals&ratio=2").await);
    assert!(nested.contains("80 cliënten in de groepen en 160 in de andere arm"), "{nested}");
    assert!(nested.contains("data-next=\"200\""), "the page goes on to simulate");
    let answered = iris.page(&small.replace("trials=200", "trials=1000")).await;
    assert!(answered.contains("data-next=\"smallest\""), "and then looks for the smallest design");
}

#[tokio::test]
async fn what_cannot_be_is_told_at_its_field() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let iris = app.login(practice.iris()).await;
    let page = unescape(&iris.page("/research/power?groups=%3Cb%3E&members=7,5&icc=0,4&dropout=21").await);
    for said in [
        "Hier staat geen getal. Geef een getal van 2 tot 60.",
        "Geef een heel getal van 2 tot 20.",
        "Dit kan niet. Geef een getal van 0 tot 20.",
        "Met deze getallen kan Peil niet rekenen.",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("power-curve-chart"));
    let page = unescape(&iris.page("/research/power?icc=0,4&clients=0.7").await);
    assert!(page.contains("Houd ze samen onder 1."));
    let refused = iris.get_json("/research/power/chart.svg?groups=0").await;
    assert_eq!(refused.problem(), (409, "nothing-to-show".to_owned()));
}

#[tokio::test]
async fn the_curve_is_kept_as_a_file() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    for (ending, begins) in [("svg", &b"<svg"[..]), ("png", &b"\x89PNG"[..]), ("pdf", &b"%PDF"[..])] {
        let file = anna.get(&format!("/research/power/chart.{ending}?groups=12&curve=sessions")).await;
        assert!(file.status == 200 && file.bytes.starts_with(begins), "{ending}");
    }
}
