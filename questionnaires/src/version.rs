//! The version of an instrument.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Three numbers, compared from left to right. Every change a client can see or a score can feel makes a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    major: u16,
    minor: u16,
    patch: u16,
}

/// The text is not three whole numbers with points between them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a version: write three whole numbers such as 1.0.0")]
pub struct VersionError;

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let numbers: Vec<u16> = text.split('.').map(version_number).collect::<Result<_, _>>()?;
        match numbers[..] {
            [major, minor, patch] => Ok(Self { major, minor, patch }),
            _ => Err(VersionError),
        }
    }
}

/// One number without sign or leading zero, so that a version has one spelling.
fn version_number(text: &str) -> Result<u16, VersionError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    match text.parse() {
        Ok(number) if plain && !leading_zero => Ok(number),
        _ => Err(VersionError),
    }
}

impl TryFrom<String> for Version {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, VersionError> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ten_comes_after_nine() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("1.10.0") > version("1.9.3"));
        assert_eq!(version("1.10.0").to_string(), "1.10.0");
    }

    #[test]
    fn a_version_has_one_spelling() {
        for text in ["1", "1.0", "1.0.0.0", "01.0.0", "+1.0.0", "1.0.x", "", "70000.0.0"] {
            assert_eq!(text.parse::<Version>(), Err(VersionError), "{text}");
        }
    }
}
