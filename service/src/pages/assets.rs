//! The files that a browser fetches: style sheets, script modules, fonts.
//!
//! All of them live under one folder whose name is a hash of all contents, `/assets/<hash>/…`. So every file may be kept
//! for ever by a browser, while modules and style sheets still name each other by plain relative addresses, which a hash
//! in each single file name would break.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// Where [`Assets::url`] addresses begin.
pub const PREFIX: &str = "/assets";

/// How a browser may keep an asset: its address changes with its content.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Own;

/// The style sheet that belongs to the charts room, served as `chart.css`.
const CHART_CSS: &[u8] = include_bytes!("../charts/chart.css");

/// One file as it is served.
#[derive(Debug)]
pub struct Asset {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
}

/// Every file that a browser may fetch, by path.
#[derive(Debug)]
pub struct Assets {
    hash: String,
    files: BTreeMap<String, Asset>,
}

impl Assets {
    /// Reads the embedded files and hashes them.
    #[must_use]
    pub fn new() -> Self {
        let own = Own::iter().filter_map(|path| Some((path.to_string(), Own::get(&path)?.data.into_owned())));
        let charts = [("chart.css".to_owned(), CHART_CSS.to_vec())];
        let files: BTreeMap<String, Asset> = own
            .chain(charts)
            .map(|(path, bytes)| {
                let content_type = content_type(&path);
                (path, Asset { bytes, content_type })
            })
            .collect();
        Self { hash: hash(&files), files }
    }

    /// The address of a file, such as `css/site.css` or `chart.css`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        debug_assert!(self.files.contains_key(path), "no asset at {path}");
        format!("{PREFIX}/{}/{path}", self.hash)
    }

    /// The file behind what follows [`PREFIX`] and a slash in an address: `<hash>/<path>`.
    #[must_use]
    pub fn find(&self, hash_and_path: &str) -> Option<&Asset> {
        let (hash, path) = hash_and_path.split_once('/')?;
        if hash != self.hash {
            return None;
        }
        self.files.get(path)
    }
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

fn hash(files: &BTreeMap<String, Asset>) -> String {
    let mut digest = Sha256::new();
    for (path, asset) in files {
        digest.update((path.len() as u64).to_be_bytes());
        digest.update(path);
        digest.update((asset.bytes.len() as u64).to_be_bytes());
        digest.update(&asset.bytes);
    }
    digest.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("otf") => "font/otf",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_file() {
        let assets = Assets::new();
        let url = assets.url("css/tokens.css");
        let found = assets.find(url.strip_prefix("/assets/").unwrap()).unwrap();
        assert_eq!(found.content_type, "text/css; charset=utf-8");
        assert!(!found.bytes.is_empty());
    }

    #[test]
    fn an_address_of_another_version_leads_nowhere() {
        let assets = Assets::new();
        assert!(assets.find("0000000000000000/css/tokens.css").is_none());
        assert!(assets.find("css").is_none());
    }

    #[test]
    fn every_file_has_a_known_kind() {
        for (path, asset) in &Assets::new().files {
            assert_ne!(asset.content_type, "application/octet-stream", "{path}");
        }
    }
}
