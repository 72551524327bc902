//! The languages on screen.

use super::group::words;

words! {
    /// Dutch first, English complete.
    Language, "language" {
        /// Dutch.
        Nl => "nl",
        /// English.
        En => "en",
    }
}
