//! The picture and its sentences as they were when somebody looked at them.

use super::{other_forms::Plain, *};

const REWRITE: &str = "PEIL_REWRITE_SNAPSHOTS";

/// One element a line, so that a difference can be read.
fn compare(name: &str, now: &str) {
    let file = format!("{}/src/charts/client_course/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"));
    let now = now.replace("><", ">\n<");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let first = now.lines().zip(known.lines()).find(|(now, known)| now != known);
    assert!(now == known, "{name} differs (set {REWRITE}=1 to accept); first difference: {first:?}");
}

#[test]
fn the_picture_is_the_one_that_was_looked_at() {
    compare("eik.svg", &draw(&sample::eik()));
    compare("beuk-dark.svg", &client_course_svg(&sample::beuk(), Theme::Dark, Size::SHEET).unwrap());
}

#[test]
fn the_sentences_are_the_ones_that_were_read() {
    let views = [sample::eik(), sample::beuk(), sample::long(), sample::client("12", 0), sample::client("o", 0)];
    let said: Vec<String> = views.iter().map(|view| sentences(view, &Plain).join("\n") + "\n").collect();
    compare("sentences.txt", &said.join("\n"));
}
