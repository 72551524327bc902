//! Chromium and its driver, started and ended by the test itself.

use std::{
    fs::{self, File},
    io,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use peil_tests::eventually;
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
    common::capabilities::desiredcapabilities::Capabilities,
};

use crate::screen::Screen;

/// How Chromium is started: silent towards the network, and new each time.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
];

/// How long the driver may take for one thing.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ends the driver with every browser it started, and removes their folders: when its input ends, which it does however
/// the test ends.
const BROOM: &str = r#"cat >/dev/null
    kill -9 -"$1" 2>/dev/null; n=0
    while ! rm -rf "$2" 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done"#;

/// Drivers that this run started.
static DRIVERS: AtomicU32 = AtomicU32::new(0);

/// A running driver.
pub(crate) struct Driver {
    process: Child,
    broom: Child,
    folder: PathBuf,
    url: String,
    chromium: PathBuf,
    opened: AtomicU32,
}

/// Whether somebody asked for no browser.
pub(crate) fn is_skipped() -> bool {
    std::env::var("PEIL_SKIP_BROWSER").is_ok_and(|value| value == "1")
}

impl Driver {
    /// Starts the driver on a free port.
    pub(crate) async fn start() -> Self {
        let (chromium, chromedriver) = (program("chromium"), program("chromedriver"));
        // Each test of a run has a driver of its own.
        let number = DRIVERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("peil-browser-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let said = folder.join("chromedriver.log");
        let process = Command::new(chromedriver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(File::create(&said).unwrap())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let broom = broom(process.id(), &folder).unwrap();
        let mut driver = Self { process, broom, folder, url: String::new(), chromium, opened: AtomicU32::new(0) };
        let port = eventually("chromedriver to start", async || port_in(&said)).await;
        driver.url = format!("http://127.0.0.1:{port}");
        driver
    }

    /// A new browser, as nobody used it before, that asks for Dutch pages.
    pub(crate) async fn open(&self, name: &'static str, site: &str) -> Screen {
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let profile = self.folder.join(format!("profile-{number}"));
        let mut asked = DesiredCapabilities::chrome();
        asked.set_binary(self.chromium.to_str().unwrap()).unwrap();
        for argument in ARGUMENTS {
            asked.add_arg(argument).unwrap();
        }
        if is_root() {
            // Chromium's own sandbox refuses to be started by root.
            asked.add_arg("--no-sandbox").unwrap();
        }
        asked.add_arg(&format!("--user-data-dir={}", profile.display())).unwrap();
        let downloads = self.folder.join(format!("downloads-{number}"));
        fs::create_dir_all(&downloads).unwrap();
        let preferences = serde_json::json!({
            "intl.accept_languages": "nl",
            "download.default_directory": downloads,
            "download.prompt_for_download": false,
            // A sheet is kept as a file, where a reader would see it in a tab.
            "plugins.always_open_pdf_externally": true,
        });
        asked.add_experimental_option("prefs", preferences).unwrap();
        asked.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        let asked: Capabilities = asked.into();
        let browser =
            WebDriver::builder(self.url.clone(), asked).request_timeout(PATIENCE).await.expect("chromium starts");
        Screen::new(name, browser, (site, downloads))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.broom.stdin.take());
        let _ = self.broom.wait();
        let _ = self.process.wait();
    }
}

fn broom(group: u32, folder: &Path) -> io::Result<Child> {
    Command::new("/bin/sh")
        .args(["-c", BROOM, "peil-browser-broom", &group.to_string()])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

/// The port that the driver says it took.
fn port_in(log: &Path) -> Option<u16> {
    let said = fs::read_to_string(log).ok()?;
    let (_, after) = said.split_once("successfully on port ")?;
    after.split_once('.')?.0.parse().ok()
}

fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/bin")]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file()).unwrap_or_else(|| {
        panic!(
            "there is no {name} on this machine: `script/bootstrap test` installs it (script/test does so by itself); \
             PEIL_SKIP_BROWSER=1 leaves the browser tests out"
        )
    })
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
