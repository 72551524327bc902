//! The same by `peil admin`, from an empty database.

use peil_tests::TestApp;

use crate::import::peil;

async fn admin(app: &TestApp, words: &[&str]) -> (Option<i32>, String) {
    let output = peil(&app.database, &[&["admin"], words].concat(), &[]).await;
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code(), format!("{said}{told}"))
}

const ADD: [&str; 7] =
    ["organisation", "add", "Praktijk Zee", "--email", "bea@zee.example", "--administrator", "Bea Zee"];

#[tokio::test]
async fn an_organisation_is_founded_and_filled_by_commands() {
    let app = TestApp::spawn().await;
    let (status, said) = admin(&app, &ADD).await;
    assert!(status == Some(0) && said.contains("/welcome/"), "{said}");
    let (status, said) = admin(&app, &ADD).await;
    assert!(status == Some(1) && said.contains("this name is taken"), "{said}");
    let mut other = ADD;
    other[2] = "Praktijk Duin";
    let (status, said) = admin(&app, &other).await;
    assert!(status == Some(1) && said.contains("an account with this e-mail address exists"), "{said}");
    assert_eq!(app.count("organisations").await, 1, "nothing half done");
    assert!(admin(&app, &["organisation", "list"]).await.1.contains("Praktijk Zee"));
    let of = ["--organisation", "Praktijk Zee"];
    let done = async |words: &[&str], expected: &str| {
        let (status, said) = admin(&app, &[words, &of].concat()).await;
        assert!(status == Some(0) && said.contains(expected), "{words:?}: {said}");
    };
    let not = async |words: &[&str], why: &str| {
        let (status, said) = admin(&app, &[words, &of].concat()).await;
        assert!(status == Some(1) && said.contains(why), "{words:?}: {said}");
    };
    done(&["team", "add", "Team Kust"], "added").await;
    not(&["team", "add", "Team Kust"], "this name is taken").await;
    not(&["team", "rename", "Team Berg", "--name", "x"], "there is no team `Team Berg`").await;
    let lies = ["user", "add", "lies@zee.example", "--name", "Lies", "--role", "therapist", "--team", "Team Kust"];
    done(&lies, "/welcome/").await;
    not(&["user", "set", "niemand@zee.example", "--name", "x"], "no account has the e-mail address").await;
    not(&["user", "set", "lies@zee.example", "--role", "boss"], "role: ").await;
    not(&["user", "block", "bea@zee.example"], "this is the last administrator").await;
    let group = ["group", "add", "Strandgroep", "--kind", "skills", "--format", "open", "--started-on", "2026-01-05"];
    not(&group, "setting: a setting is a whole number from 1 to 8").await;
    done(&[&group[..], &["--setting", "2", "--team", "Team Kust"]].concat(), "nobody leads it yet").await;
    let therapist = ["group", "therapist", "Strandgroep", "--email", "lies@zee.example", "--part", "lead"];
    done(&[&therapist[..], &["--from", "2026-01-05"]].concat(), "two are safer").await;
    not(&[&therapist[..], &["--from", "2026-02-05"]].concat(), "has a part in the group on some of these days").await;
    let member = ["member", "add", "--group", "Strandgroep", "--pseudonym", "Meeuw", "--joined-on", "2026-02-02"];
    done(&member, "the client's own code, told once: ").await;
    not(&member, "this pseudonym").await;
    not(
        &["member", "add", "--group", "Bosgroep", "--pseudonym", "x", "--joined-on", "2026-02-02"],
        "there is no group",
    )
    .await;
    done(&["member", "set", "Meeuw", "--group", "Strandgroep", "--joined-on", "2026-02-09"], "corrected").await;
    done(&["member", "list", "--group", "Strandgroep"], "from 2026-02-09").await;
    done(&["group", "list"], "1 members  1 leaders  runs").await;
    done(&["user", "list"], "no password yet").await;
    let (status, said) = admin(&app, &["team", "list", "--organisation", "Nergens"]).await;
    assert!(status == Some(1) && said.contains("there is no organisation `Nergens`"), "{said}");
    let renamed = ["organisation", "rename", "--organisation", "Praktijk Zee", "--name", "Praktijk Strand"];
    assert_eq!(admin(&app, &renamed).await.0, Some(0));
    assert_eq!(app.count("audit WHERE actor_kind = 'system' AND action = 'rename-organisation'").await, 1);
    let output = peil(&app.database, &["audit", "verify"], &[]).await;
    assert!(output.status.success(), "the chain is whole");
}
