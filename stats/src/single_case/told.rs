//! A number, or why there is none, as machines read it.

use std::fmt::Display;

use serde::{Serialize, Serializer};

/// The value itself, or `{"unable": "the reason in words"}`.
pub(super) fn told<T: Serialize, E: Display, S: Serializer>(
    found: &Result<T, E>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Reason {
        unable: String,
    }
    match found {
        Ok(value) => value.serialize(serializer),
        Err(reason) => Reason { unable: reason.to_string() }.serialize(serializer),
    }
}
