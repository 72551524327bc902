//! One browser, seen as its reader sees it: by what stands on the buttons.

use std::{
    fs,
    path::{Path, PathBuf},
};

use peil_tests::{PASSWORD, eventually};
use serde_json::{Value, json};
use thirtyfour::{error::WebDriverErrorInner, prelude::*};

/// A browser and the site it looks at.
pub(crate) struct Screen {
    name: &'static str,
    site: String,
    /// Where its downloads go.
    downloads: PathBuf,
    /// The browser itself, for what only tests do.
    pub(crate) browser: WebDriver,
}

impl Screen {
    pub(crate) fn new(name: &'static str, browser: WebDriver, (site, downloads): (&str, PathBuf)) -> Self {
        Self { name, site: site.to_owned(), downloads, browser }
    }

    /// Goes to a page of the site.
    pub(crate) async fn go(&self, path: &str) {
        self.browser.goto(format!("{}{path}", self.site)).await.unwrap();
    }

    /// The path of the page on the screen.
    pub(crate) async fn path(&self) -> String {
        let address = self.browser.current_url().await.unwrap();
        if address.as_str().starts_with(&self.site) { address.path().to_owned() } else { String::new() }
    }

    /// Waits for a page whose path ends so.
    pub(crate) async fn arrives_at(&self, end: &str) {
        eventually(&format!("the {} to be at {end}", self.name), async || {
            self.path().await.ends_with(end).then_some(())
        })
        .await;
    }

    /// The element of a selector, once it can be seen.
    pub(crate) async fn see(&self, selector: &str) -> WebElement {
        self.find(By::Css(selector), selector).await
    }

    /// What an element says, once it is there; read again when the page was drawn anew between the look and the reading.
    pub(crate) async fn words(&self, selector: &str) -> String {
        eventually(&format!("the {} to say what {selector} holds", self.name), async || {
            self.see(selector).await.text().await.ok()
        })
        .await
    }

    async fn find(&self, by: By, what: &str) -> WebElement {
        eventually(&format!("the {} to show {what}", self.name), async || {
            let found = self.browser.find(by.clone()).await.ok()?;
            found.is_displayed().await.is_ok_and(|shown| shown).then_some(found)
        })
        .await
    }

    /// Presses the button that says this, and nothing else.
    pub(crate) async fn press(&self, label: &str) {
        let path = format!("//button[normalize-space()='{label}' or @aria-label='{label}']");
        self.act(By::XPath(&path), label, async |button| button.click().await).await;
    }

    /// Presses a button that sends a form, and waits for the page that answers: where a test goes elsewhere next, the
    /// answer of the form may not come after it.
    pub(crate) async fn submit(&self, label: &str) {
        self.run("document.documentElement.dataset.asked = '1';").await;
        self.press(label).await;
        eventually(&format!("the {} to show what {label:?} led to", self.name), async || {
            let new = "return document.readyState === 'complete' && !document.documentElement.dataset.asked";
            self.run(new).await.as_bool().filter(|arrived| *arrived).map(drop)
        })
        .await;
    }

    /// Clicks on an element.
    pub(crate) async fn click(&self, selector: &str) {
        self.act(By::Css(selector), selector, async |element| element.click().await).await;
    }

    /// Types into a field.
    pub(crate) async fn fill(&self, selector: &str, words: &str) {
        self.act(By::Css(selector), selector, async |field| field.send_keys(words).await).await;
    }

    /// Does something to an element; again when the page was drawn anew between the look and the touch.
    async fn act(&self, by: By, what: &str, touch: impl AsyncFn(WebElement) -> WebDriverResult<()>) {
        eventually(&format!("the {} to let {what} be touched", self.name), async || {
            let touched = touch(self.find(by.clone(), what).await).await;
            if touched.as_ref().is_err_and(is_passing) {
                return None;
            }
            touched.unwrap_or_else(|error| panic!("{what} on the {}: {error:?}", self.name));
            Some(())
        })
        .await;
    }

    /// What can be read on the page.
    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body ? document.body.innerText : ''").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until these words can be read.
    pub(crate) async fn reads(&self, words: &str) {
        eventually(&format!("the {} to read {words:?}", self.name), async || {
            self.text().await.contains(words).then_some(())
        })
        .await;
    }

    /// Runs a script in the page; null when the page was just leaving.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.browser.execute(script, Vec::new()).await.map_or(Value::Null, |result| result.json().clone())
    }

    /// Everything that the console held since the last look: errors, warnings, what a policy forbade.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.browser.browser_log().await.unwrap();
        log.into_iter().map(|entry| format!("{}: {} {}", self.name, entry.level, entry.message)).collect()
    }

    /// Clicks on what downloads a file, and gives its name and what is in it; none is left in the folder.
    pub(crate) async fn download(&self, selector: &str) -> (String, Vec<u8>) {
        self.click(selector).await;
        let file = eventually(&format!("the {} to download {selector}", self.name), async || {
            let files = fs::read_dir(&self.downloads).ok()?.map(|file| file.unwrap().path());
            let mut whole = files.filter(|file| {
                let unfinished = file.extension().is_some_and(|end| end == "crdownload" || end == "tmp");
                !unfinished && !file.file_name().unwrap().to_string_lossy().starts_with('.')
            });
            whole.next().filter(|file| file.metadata().is_ok_and(|about| about.len() > 0))
        })
        .await;
        let bytes = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        (file.file_name().unwrap().to_string_lossy().into_owned(), bytes)
    }

    /// Nobody has to push a page aside to read it.
    pub(crate) async fn nothing_sticks_out(&self, page: &str) {
        let wider = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(self.run(wider).await, json!(0), "{page} is wider than the screen");
    }

    /// Keeps a picture of the whole page, to look at, where `PEIL_PICTURES` says.
    pub(crate) async fn keep(&self, name: &str) {
        let Some(folder) = std::env::var_os("PEIL_PICTURES").map(PathBuf::from) else { return };
        let file: String = name.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect();
        let rect = self.browser.get_window_rect().await.unwrap();
        let [width, height] = [rect.width, rect.height].map(|side| u32::try_from(side).unwrap());
        let whole = self.run("return document.documentElement.scrollHeight + outerHeight - innerHeight").await;
        let whole = u32::try_from(whole.as_u64().unwrap_or_default()).unwrap().clamp(height, 6000);
        self.browser.set_window_rect(0, 0, width, whole).await.unwrap();
        self.browser.screenshot(&folder.join(format!("{file}.png"))).await.unwrap();
        self.browser.set_window_rect(0, 0, width, height).await.unwrap();
    }

    /// Keeps a picture of the screen.
    pub(crate) async fn picture(&self, folder: &Path) {
        let _ = self.browser.screenshot(&folder.join(format!("{}.png", self.name))).await;
    }
}

/// Whether the element was replaced, or something is still moving over it.
fn is_passing(error: &WebDriverError) -> bool {
    use WebDriverErrorInner::{ElementClickIntercepted, ElementNotInteractable, StaleElementReference};
    matches!(**error, StaleElementReference(_) | ElementClickIntercepted(_) | ElementNotInteractable(_))
}

/// Lets the rules for dark screens hold on any.
pub(crate) const DARK: &str = "for (const sheet of document.styleSheets) for (const rule of sheet.cssRules)
    if (rule.media?.mediaText.includes('dark')) rule.media.mediaText = 'all';";

/// Logs in whoever works with groups: they begin at home.
pub(crate) async fn log_in(screen: &Screen, email: &str) {
    log_in_to(screen, email, "/home").await;
}

/// Logs in, and arrives at the first page of the role.
pub(crate) async fn log_in_to(screen: &Screen, email: &str, first: &str) {
    screen.go("/login").await;
    screen.fill("#email", email).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at(first).await;
}
