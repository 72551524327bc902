//! `peil questionnaire` as it is typed: each command right and wrong.

#![allow(clippy::unwrap_used)]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use peil_questionnaires::{Language, Library};
use serde_json::Value;

/// A folder of one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("peil-questionnaire-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        name.to_owned()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Types a command in this folder.
    fn typed(&self, words: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peil"));
        command.arg("questionnaire").args(words).current_dir(&self.0).stdin(Stdio::null());
        Said::of(&command.output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a command said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { status: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// The output of a command that did what was asked.
    fn right(self) -> String {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        self.out
    }

    /// The message of a command that refused, with nothing on standard output.
    fn refused(self) -> String {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{}", self.err);
        assert!(self.err.starts_with("peil: "), "{}", self.err);
        self.err
    }
}

fn crate_file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../questionnaires").join(path)).unwrap()
}

const SESSION: &str = "peil-session";

#[test]
fn every_command_has_help() {
    let folder = Folder::new("help");
    for command in ["check", "show", "score", "export", "import", "new", "add", "wording"] {
        let (asked, option) = (folder.typed(&["help", command]), folder.typed(&[command, "--help"]));
        assert_eq!(asked.right(), option.right(), "{command}");
    }
}

#[test]
fn a_new_file_lacks_its_words_and_nothing_else() {
    let folder = Folder::new("new");
    assert!(folder.typed(&["new", "mood", "--items", "6"]).right().contains("mood/1.0.0.toml"));
    let found = folder.typed(&["check", "mood"]);
    assert_eq!(found.status, 1);
    assert!(found.out.lines().all(|line| line.starts_with("mood/1.0.0.toml:") && line.contains(": no text in ")));
    let begun = folder.read("mood/1.0.0.toml");
    assert!(folder.typed(&["new", "mood"]).refused().contains("is there already"));
    assert_eq!(folder.read("mood/1.0.0.toml"), begun);
    folder.file("mood/1.0.0.toml", &begun.replace("nl = \"\", en = \"\"", "nl = \"woorden\", en = \"words\""));
    assert!(folder.typed(&["check", "mood"]).right().starts_with("mood/1.0.0.toml: mood 1.0.0\n  text nl  "));
    for wrong in ["Mood", "9lives", "a b", "../mood", ""] {
        assert!(folder.typed(&["new", wrong]).refused().contains("is no id"), "{wrong}");
    }
}

#[test]
fn check_prints_the_hashes_of_what_is_sound() {
    let folder = Folder::new("hashes");
    folder.file("phq-9.toml", &crate_file("instruments/phq-9/1.0.0.toml"));
    let said = folder.typed(&["check", "phq-9.toml"]).right();
    let hashes = |line: &&str| line.starts_with("  ");
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let said_of: Vec<Vec<String>> = said.lines().filter(hashes).map(words).collect();
    let library = Library::embedded().unwrap();
    let known = library.latest("phq-9").unwrap().hashes();
    let text = |language: Language| {
        vec!["text".to_owned(), language.to_string(), known.text_in(language).unwrap().to_string()]
    };
    let rest = [("items", known.items()), ("scoring", known.scoring())];
    let rest = rest.map(|(name, hash)| vec![name.to_owned(), hash.to_string()]);
    assert_eq!(said_of, [text(Language::En), text(Language::Nl)].into_iter().chain(rest).collect::<Vec<_>>(), "{said}");
    assert!(said.contains(": warning: ") && said.contains("phq-9.toml: phq-9 1.0.0"), "{said}");
}

#[test]
fn check_says_every_finding_with_file_and_line() {
    let folder = Folder::new("findings");
    for name in ["1-not-toml", "2-unknown-keys", "3-wording", "4-scores", "5-alerts", "6-numbers"] {
        folder.file(&format!("broken/{name}.toml"), &crate_file(&format!("tests/broken/{name}.toml")));
    }
    let said = folder.typed(&["check", "broken"]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert!(said.out.lines().count() > 10);
    for line in said.out.lines() {
        let mut parts = line.splitn(3, ':');
        assert!(parts.next().unwrap().ends_with(".toml"), "{line}");
        assert!(parts.next().unwrap().parse::<usize>().is_ok(), "{line}");
        assert!(line.contains(": error: ") || line.contains(": warning: "), "{line}");
    }
    let scores =
        "broken/4-scores.toml:52: error: score total: the range 0 to 6 is not what the items can reach; set `range`";
    assert!(said.out.contains(scores), "{}", said.out);
}

#[test]
fn check_refuses_two_contents_under_one_version_and_what_it_cannot_read() {
    let folder = Folder::new("twice");
    let text = crate_file("instruments/peil-session/1.0.0.toml");
    folder.file("a/1.0.0.toml", &text);
    folder.file("b/1.0.0.toml", &text.replace("Ik hoorde er vandaag bij.", "Ik was er vandaag bij."));
    let said = folder.typed(&["check", "."]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("stands in ./a/1.0.0.toml too, with other content"), "{}", said.out);
    assert!(folder.typed(&["check", "nowhere.toml"]).refused().contains("nowhere.toml"));
    fs::create_dir(folder.0.join("empty")).unwrap();
    assert!(folder.typed(&["check", "empty"]).refused().contains("no .toml file"));
}

#[test]
fn check_holds_wording_against_its_definition() {
    let folder = Folder::new("wording");
    let words = |value: &str| {
        let items: String = (1..=5).map(|i| format!("[[item]]\nid = \"who{i}\"\ntext = \"t{i}\"\n")).collect();
        format!("schema = \"peil-wording/1\"\nid = \"who-5\"\nversion = \"1.0.0\"\nlanguage = \"en\"\n{value}{items}")
    };
    let definition = crate_file("instruments/who-5/1.0.0.toml");
    let scale = definition.split("[scale.").nth(1).unwrap().split(']').next().unwrap().to_owned();
    let options: String = (0..=5).map(|i| format!("{i} = \"o{i}\"\n")).collect();
    folder.file("right.text.en.toml", &words(&format!("[scale.{scale}]\n{options}")));
    let said = folder.typed(&["check", "right.text.en.toml"]);
    assert!(said.out.contains("wording of who-5 1.0.0 in en"), "{}", said.out);
    assert!(said.out.contains("\n  text en  "), "{}", said.out);
    folder.file("wrong.text.en.toml", &words(""));
    let said = folder.typed(&["check", "wrong.text.en.toml"]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("has no text for option 0"), "{}", said.out);
    let strange = words("").replace("who-5", "who-6");
    folder.file("strange.text.en.toml", &strange);
    assert!(folder.typed(&["check", "strange.text.en.toml"]).out.contains("there is no definition who-6 1.0.0"));
}

#[test]
fn a_form_is_shown_as_the_client_sees_it() {
    let folder = Folder::new("show");
    let text = folder.typed(&["show", SESSION, "--language", "nl"]).right();
    assert!(text.starts_with("Deze sessie in vier lijnen\npeil-session "), "{text}");
    assert!(text.contains("2. Ik hoorde er vandaag bij.\n   |---") && text.contains("CC0"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    for hidden in ["score", "total", "belong"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    let page = folder.typed(&["show", "phq-9@1.0.0", "--format", "html", "--language", "en"]).right();
    assert!(page.contains("<html lang=\"en\">") && page.contains("Feeling down, depressed, or hopeless"));
    assert_eq!(page.matches("<section>").count(), 9);
    assert!(page.contains("Pfizer") && !page.contains("<script") && !page.contains(" checked>"));
}

#[test]
fn a_form_without_wording_says_so() {
    let folder = Folder::new("absent");
    let text = folder.typed(&["show", "bdi-ii"]).right();
    assert!(text.contains("ships no wording") && text.contains("[bdi1]") && text.contains("( ) 3"), "{text}");
    let page = folder.typed(&["show", "bdi-ii", "--format", "html"]).right();
    assert!(page.contains("ships no wording") && page.contains("<h2 class=\"question\">bdi1</h2>"));
}

#[test]
fn what_is_not_there_is_not_shown() {
    let folder = Folder::new("unknown");
    assert!(folder.typed(&["show", "phq9"]).refused().contains("phq-9"));
    assert!(folder.typed(&["show", "phq-9@3.0.0"]).refused().contains("it has 1.0.0"));
    assert!(folder.typed(&["show", "phq-9", "--language", "de"]).refused().contains("it is in en, nl"));
    assert!(folder.typed(&["show", "nowhere.toml"]).refused().contains("nowhere.toml"));
    let broken = crate_file("tests/broken/4-scores.toml");
    folder.file("broken.toml", &broken);
    assert!(folder.typed(&["show", "broken.toml"]).refused().contains("broken.toml:52: error: "));
}

/// PHQ-9: complete, prorated, too few, and one that raises an alert.
const ANSWERS: &str = "client,phq1,phq2,phq3,phq4,phq5,phq6,phq7,phq8,phq9\n\
    c1,1,1,1,1,1,1,1,1,0\n\
    c2,1,1,1,1,1,1,1,NA,0\n\
    c3,,,,,,,,,\n\
    \"c,4\",3,3,3,3,3,3,3,3,3\n";

#[test]
fn each_score_says_what_it_is() {
    let folder = Folder::new("score");
    folder.file("answers.csv", ANSWERS);
    let csv = folder.typed(&["score", "phq-9", "--answers", "answers.csv", "--format", "csv"]).right();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "client,total,total_outcome,total_reason,total_band,alerts");
    assert!(lines[1].starts_with("c1,8,complete,,mild,"), "{csv}");
    assert!(lines[2].starts_with("c2,7.875,prorated,8 of 9 answered,mild,"), "{csv}");
    assert!(lines[3].starts_with("c3,,none,nothing answered,,"), "{csv}");
    assert!(lines[4].starts_with("\"c,4\",27,complete,,severe,self-harm"), "{csv}");

    let json = folder.typed(&["score", "phq-9", "--answers", "answers.csv", "--format", "json"]).right();
    let rows: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows[3]["columns"]["client"], "c,4");
    assert_eq!(rows[3]["alerts"][0]["level"], "safety");
    assert_eq!(
        (&rows[1]["scores"][0]["outcome"], &rows[1]["scores"][0]["value"]),
        (&"prorated".into(), &"7.875".into())
    );
    assert_eq!(rows[2]["scores"][0]["reason_code"]["reason"], "empty");

    let text = folder.typed(&["score", "phq-9", "--answers", "answers.csv"]).right();
    assert!(text.contains("7.875 prorated (8 of 9 answered), mild"), "{text}");
}

#[test]
fn answers_may_come_from_standard_input() {
    let folder = Folder::new("stdin");
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil"));
    command.args(["questionnaire", "score", "phq-9", "--answers", "-", "--format", "csv"]);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(ANSWERS.as_bytes()).unwrap();
    let piped = Said::of(&running.wait_with_output().unwrap()).right();
    folder.file("answers.csv", ANSWERS);
    assert_eq!(piped, folder.typed(&["score", "phq-9", "--answers", "answers.csv", "--format", "csv"]).right());
}

#[test]
fn a_wrong_field_is_named_by_its_place_and_never_repeated() {
    let folder = Folder::new("fields");
    folder.file("answers.csv", &ANSWERS.replace("c1,1,1", "c1,7,1,").replace(",,1,1,1,1,1,1,0\n", ",1,1,1,1,1,1,0\n"));
    folder.file("words.csv", &ANSWERS.replace("c1,1,1,1", "c1,secret,1,\"1,5\"").replace("c2,1", "c2,2.5"));
    let score = |file: &str| folder.typed(&["score", "phq-9", "--answers", file]).refused();
    let said = score("words.csv");
    assert!(said.contains("words.csv, line 2: column `phq1`: this is no answer to the item"), "{said}");
    assert!(said.contains("one of 0, 1, 2, 3"), "{said}");
    assert!(said.contains("line 2: column `phq3`: this number has a decimal comma"), "{said}");
    assert!(said.contains("line 3: column `phq1`") && said.contains("3 fields to mend"), "{said}");
    assert!(!said.contains("secret") && !said.contains("2.5") && !said.contains("1,5"), "{said}");
    let said = score("answers.csv");
    assert!(said.contains("answers.csv, line 2: column `phq1`") && !said.contains('7'), "{said}");
    folder.file("short.csv", "client,phq1\nc1,1\n");
    assert!(score("short.csv").contains("there is no column for phq2, phq3"));
    folder.file("total.csv", &ANSWERS.replace("client", "total"));
    assert!(score("total.csv").contains("the result has a column `total` of its own"));
    folder.file("ragged.csv", &ANSWERS.replace("c2,1", "c2"));
    assert!(score("ragged.csv").contains("line 3"));
    assert!(score("nowhere.csv").contains("nowhere.csv"));
}

#[test]
fn a_definition_goes_out_and_comes_home() {
    let folder = Folder::new("home");
    folder.typed(&["export", "phq-9", "--format", "fhir", "-o", "phq-9.json"]).right();
    let said = folder.typed(&["import", "phq-9.json", "-o", "phq-9.toml"]).right();
    assert!(said.starts_with("Our own export of phq-9 1.0.0, unchanged."), "{said}");
    let direct = folder.typed(&["export", "phq-9", "--format", "toml"]).right();
    assert_eq!(folder.read("phq-9.toml"), direct);
    let json = folder.typed(&["export", "phq-9.toml", "--format", "json"]).right();
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["id"], "phq-9");
    assert!(folder.typed(&["export", "phq-9", "--format", "toml", "-o", "phq-9.toml"]).refused().contains("already"));
    let edited = folder.read("phq-9.json").replace("depressed, or hopeless", "a bit sad");
    folder.file("edited.json", &edited);
    assert!(folder.typed(&["import", "edited.json", "-o", "no.toml"]).refused().contains("edited.json: refused: "));
    assert!(!folder.0.join("no.toml").exists());
}

const FOREIGN: &str = r#"{"resourceType":"Questionnaire","id":"sleep","status":"active","language":"en","title":"Sleep","item":[
  {"linkId":"/1","text":"I sleep badly","type":"choice","answerOption":[
    {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":0}],"valueCoding":{"code":"n","display":"No"}},
    {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":1}],"valueCoding":{"code":"y","display":"Yes"}}]},
  {"linkId":"/2","text":"Since when?","type":"date"}]}"#;

#[test]
fn a_foreign_questionnaire_becomes_a_draft_with_a_report() {
    let folder = Folder::new("foreign");
    folder.file("sleep.json", FOREIGN);
    let said = folder.typed(&["import", "sleep.json", "-o", "sleep.toml"]).right();
    assert!(said.contains("imported  /item/0") && said.contains("kept      /item/1"), "{said}");
    assert!(folder.read("sleep.toml").contains("status = \"draft\""));
    let printed = folder.typed(&["import", "sleep.json"]);
    assert_eq!(printed.err, said.replace("Wrote sleep.toml.\n", ""));
    assert_eq!(printed.right(), folder.read("sleep.toml"));
    folder.file("twice.json", &FOREIGN.replace("\"/2\"", "\"/1\""));
    assert!(folder.typed(&["import", "twice.json"]).refused().contains("is used twice"));
    folder.file("bundle.json", "{\"resourceType\":\"Bundle\"}");
    assert!(folder.typed(&["import", "bundle.json"]).refused().contains("Bundle"));
}

#[test]
fn answers_leave_as_a_bundle_and_a_response_comes_home_with_its_total_recomputed() {
    let folder = Folder::new("answers");
    folder.file(
        "answers.csv",
        &ANSWERS
            .replace("client,", "client,day,")
            .replace("c1,", "c1,2026-03-02,")
            .replace("c2,", "c2,,")
            .replace("c3,", "c3,,")
            .replace("\"c,4\",", "c4,,"),
    );
    let words =
        ["export", "phq-9", "--format", "fhir", "--answers", "answers.csv", "--subject", "client", "--authored", "day"];
    let bundle = folder.typed(&words).right();
    assert_eq!(bundle, folder.typed(&words).right(), "the same rows give the same names");
    let bundle: Value = serde_json::from_str(&bundle).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    assert_eq!(entries.len(), 8);
    let (mut response, observation) = (entries[0]["resource"].clone(), &entries[1]["resource"]);
    assert_eq!(
        (&response["subject"]["reference"], &response["authored"]),
        (&"Patient/c1".into(), &"2026-03-02".into())
    );
    assert_eq!(observation["valueQuantity"]["value"], 8);
    assert_eq!(observation["derivedFrom"][0]["reference"], entries[0]["fullUrl"]);

    let total = serde_json::json!({ "linkId": "total", "answer": [{ "valueDecimal": 13 }] });
    let questionnaire = folder.typed(&["export", "phq-9", "--format", "fhir"]).right();
    let questionnaire: Value = serde_json::from_str(&questionnaire).unwrap();
    let score = questionnaire["item"].as_array().unwrap().iter().find(|item| item["readOnly"] == true).unwrap();
    let mut total = total;
    total["linkId"] = score["linkId"].clone();
    response["item"].as_array_mut().unwrap().push(total);
    folder.file("response.json", &response.to_string());
    let said = folder.typed(&["import", "response.json", "-o", "home.csv"]).right();
    assert!(said.contains("total: stored 13, recomputed 8: DIFFERS"), "{said}");
    assert!(folder.read("home.csv").starts_with("subject,authored,phq1,"), "{}", folder.read("home.csv"));
    let scored = folder.typed(&["score", "phq-9", "--answers", "home.csv", "--format", "csv"]).right();
    assert!(scored.contains("Patient/c1,2026-03-02,8,complete"), "{scored}");

    folder.file("wrong.csv", &folder.read("answers.csv").replace("2026-03-02", "2 March").replace("c2,", "c 2,"));
    let said = folder
        .typed(&[
            "export",
            "phq-9",
            "--format",
            "fhir",
            "--answers",
            "wrong.csv",
            "--subject",
            "client",
            "--authored",
            "day",
            "-o",
            "no.json",
        ])
        .refused();
    assert!(said.contains("line 2: column `day`") && said.contains("line 3: column `client`"), "{said}");
    assert!(!said.contains("March") && !folder.0.join("no.json").exists());
    let anonymous = response.to_string().replace("|1.0.0", "|9.0.0");
    folder.file("other.json", &anonymous);
    assert!(folder.typed(&["import", "other.json"]).refused().contains("--questionnaire"));
    assert!(folder.typed(&["import", "other.json", "--questionnaire", "gad-7"]).refused().contains("refused"));
}
