//! axe-core itself: where it is, how it is asked, and what it said.

use std::{fs, path::PathBuf, time::Duration};

use serde_json::{Value, json};

use crate::screen::Screen;

/// What is asked: everything of WCAG 2.2 up to AA that a program can see, and what is good practice besides.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Asks, and answers with the rules that are broken and where.
const ASK: &str = "const [tags, done] = arguments;
    const told = (rule) => ({ rule: rule.id, help: rule.help, nodes: rule.nodes.map((node) => ({
        at: node.target.flat(3).join(' '), why: node.failureSummary ?? '', html: node.html.slice(0, 200) })) });
    axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'] }).then(
        (found) => done({ rules: found.passes.length + found.violations.length, broken: found.violations.map(told),
            unsure: found.incomplete.map(told) }),
        (error) => done({ failed: String(error) }));";

/// The text of axe-core; none where it is not on this machine, and then that is said.
pub(super) fn axe() -> Option<String> {
    let Some(file) = std::env::var_os("PEIL_AXE").map(PathBuf::from) else {
        eprintln!(
            "SKIPPED: no axe-core. script/axe-core fetches it, and PEIL_AXE says where it is (script/test does both)"
        );
        return None;
    };
    Some(fs::read_to_string(&file).unwrap_or_else(|error| panic!("PEIL_AXE={}: {error}", file.display())))
}

/// How wide the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Wide,
    Telephone,
}

/// What was asked so far.
pub(super) struct Judge {
    axe: String,
    language: &'static str,
    pages: usize,
    found: usize,
    unsure: usize,
}

impl Judge {
    pub(super) fn new(axe: String, language: &'static str) -> Self {
        Self { axe, language, pages: 0, found: 0, unsure: 0 }
    }

    /// The language of the pages.
    pub(super) fn language(&self) -> &'static str {
        self.language
    }

    /// Judges the page on the screen, light and dark, and keeps pictures where `PEIL_PICTURES` says.
    pub(super) async fn page(&mut self, screen: &Screen, name: &str, width: Width) {
        let spoken = screen.run("return document.documentElement.lang").await;
        assert_eq!(spoken, json!(self.language), "the language of {name}");
        screen.nothing_sticks_out(name).await;
        screen.browser.execute(&self.axe, Vec::new()).await.unwrap();
        for scheme in ["light", "dark"] {
            wear(screen, scheme).await;
            let page = format!("{} {scheme} {width:?}: {name}", self.language);
            screen.browser.set_script_timeout(Duration::from_secs(25)).await.unwrap();
            let said = screen.browser.execute_async(ASK, vec![json!(TAGS)]).await;
            let said = said.unwrap_or_else(|error| panic!("axe-core on {page}: {error}")).json().clone();
            screen.keep(&format!("axe {page}")).await;
            assert!(said["rules"].as_u64().is_some_and(|rules| rules > 10), "axe-core looked at {page}: {said}");
            self.pages += 1;
            self.unsure += said["unsure"].as_array().map_or(0, Vec::len);
            if std::env::var_os("PEIL_AXE_UNSURE").is_some() {
                tell(&page, &said["unsure"]).iter().for_each(|line| println!("(unsure) {line}"));
            }
            for line in tell(&page, &said["broken"]) {
                println!("{line}");
                self.found += 1;
            }
        }
    }

    /// Fails when anything was found.
    pub(super) fn end(self) {
        println!("{}: axe-core judged {} pages; {} times unsure", self.language, self.pages, self.unsure);
        assert_eq!(self.found, 0, "axe-core found what stands in the lines above");
    }
}

/// Lets the page look as on a light or dark screen.
async fn wear(screen: &Screen, scheme: &str) {
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    screen.browser.cdp().send_raw("Emulation.setEmulatedMedia", features).await.unwrap();
    let worn = format!("return matchMedia('(prefers-color-scheme: {scheme})').matches");
    assert_eq!(screen.run(&worn).await, json!(true), "the screen is {scheme}");
}

fn tell(page: &str, rules: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
    let mut lines = Vec::new();
    for rule in rules.as_array().into_iter().flatten() {
        for node in rule["nodes"].as_array().into_iter().flatten() {
            let (id, at, why) = (text(&rule["rule"]), text(&node["at"]), text(&node["why"]));
            lines.push(format!("{page}: {id} at {at}: {why} {}", text(&node["html"])));
        }
    }
    lines
}
