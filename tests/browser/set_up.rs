//! A new organisation without a programmer: from one command to the code of its first session, in a browser.

use peil_tests::{TestApp, TestDatabase, eventually};
use std::process::Command;

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
};

const SECRET: &str = "een lang en eigen geheim";

/// Types the one command, and gives the path of the link that it prints.
async fn founds(database: &TestDatabase) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil-under-test"));
    let words =
        ["admin", "organisation", "add", "Praktijk Zee", "--email", "bea@zee.example", "--administrator", "Bea Zee"];
    command.args(words).env("DATABASE_URL", database.url());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, token) =
        said.split_once("/welcome/").unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    format!("/welcome/{}", token.trim())
}

/// Chooses a password by a link, and logs in with it.
async fn comes_in(screen: &Screen, link: &str, email: &str, first: &str) {
    screen.go(link).await;
    screen.fill("#password", SECRET).await;
    screen.fill("#again", SECRET).await;
    screen.submit("Bewaar wachtwoord").await;
    screen.arrives_at("/login").await;
    screen.fill("#email", email).await;
    screen.fill("#password", SECRET).await;
    screen.click("form button.primary").await;
    screen.arrives_at(first).await;
}

/// Chooses the option that says this.
async fn choose(screen: &Screen, field: &str, words: &str) {
    let chosen = format!(
        "const field = document.querySelector('{field}');
         const option = [...field.options].find((option) => option.text.includes('{words}'));
         field.value = option.value; return field.value;"
    );
    eventually(&format!("{words} to be chosen in {field}"), async || {
        screen.run(&chosen).await.as_str().filter(|value| !value.is_empty()).map(drop)
    })
    .await;
}

async fn add_colleague(screen: &Screen, email: &str, name: &str) -> String {
    screen.go("/admin/users").await;
    screen.fill("#add-email", email).await;
    screen.fill("#add-name", name).await;
    choose(screen, "#add-role", "therapeut").await;
    choose(screen, "#add-team", "Team Kust").await;
    screen.submit("Voeg toe en maak een link").await;
    let link = screen.see("#link").await.prop("value").await.unwrap().unwrap();
    format!("/welcome/{}", link.split_once("/welcome/").unwrap().1)
}

#[tokio::test]
async fn a_new_organisation_without_a_programmer() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    // The command takes the machine's time, and so does its link.
    app.clock.set(jiff::Timestamp::now());
    let link = founds(&app.database).await;
    let screen = driver.open("set_up", &app.url).await;
    comes_in(&screen, &link, "bea@zee.example", "/admin").await;
    screen.reads("Zo begint u").await;

    screen.click("a[href='/admin/teams']").await;
    screen.reads("Er is nog geen team").await;
    screen.fill("#add-name", "Team Kust").await;
    screen.submit("Voeg team toe").await;
    screen.reads("Bewaard").await;
    let lies = add_colleague(&screen, "lies@zee.example", "Lies Strand").await;
    add_colleague(&screen, "tom@zee.example", "Tom Duin").await;
    screen.click("a.button.primary").await;
    screen.reads("link gemaakt, nog geen wachtwoord").await;

    screen.go("/admin/alerts").await;
    choose(&screen, "#colleague", "Tom Duin").await;
    screen.submit("Geef dienst").await;
    screen.reads("sinds").await;
    screen.fill("#minutes", "60").await;
    screen.submit("Bewaar").await;

    screen.go("/admin/groups").await;
    screen.reads("Er is nog geen groep").await;
    screen.fill("#add-name", "Strandgroep").await;
    choose(&screen, "#add-kind", "vaardigheden").await;
    choose(&screen, "#add-format", "open groep").await;
    choose(&screen, "#add-setting", "ambulant, één beroep").await;
    choose(&screen, "#add-team", "Team Kust").await;
    screen.submit("Voeg groep toe").await;
    screen.reads("Niemand leidt deze groep").await;
    choose(&screen, "#part-account", "Lies Strand").await;
    screen.submit("Zet op de groep").await;
    screen.reads("Deze groep heeft één therapeut").await;
    choose(&screen, "#part-account", "Tom Duin").await;
    choose(&screen, "#part-part", "medeleider").await;
    screen.submit("Zet op de groep").await;
    screen.reads("Tom Duin · medeleider").await;

    screen.click(".actions a[href$='/new-member']").await;
    screen.reads("Er is nog niemand").await;
    screen.fill("#add-pseudonym", "Meeuw").await;
    screen.submit("Voeg toe en toon de code").await;
    screen.reads("Nieuwe code voor Meeuw").await;
    screen.click("a.button.primary").await;
    screen.reads("Meeuw").await;
    screen.click("p.back a").await;
    screen.click(".actions a[href$='/plan']").await;
    screen.click(".template a[href*='template=']").await;
    screen.submit("Bewaar meetplan").await;
    screen.reads("Het meetplan is bewaard").await;

    for (page, words) in [
        ("/admin/organisation", "signalen staan aan"),
        ("/admin/rules", "Sessies waarin die keren worden geteld"),
        ("/admin/changes", "Strandgroep"),
    ] {
        screen.go("/admin").await;
        screen.click(&format!("a[href='{page}']")).await;
        screen.reads(words).await;
    }
    screen.press("Uitloggen").await;
    comes_in(&screen, &lies, "lies@zee.example", "/home").await;
    screen.go("/groups").await;
    screen.click(".group-card h2 a").await;
    screen.click(".actions form button.primary").await;
    let code = screen.words("p.code").await;
    assert_eq!(code.trim().len(), 7, "the first code is there: {code}");
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
