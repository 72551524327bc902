//! What a client agreed to, each purpose apart.

use super::group::words;

words! {
    /// A purpose beyond care itself (care needs no consent: GDPR 9(2)(h) with the Dutch WGBO).
    ConsentPurpose, "purpose of consent" {
        /// Own line shown to the group.
        ShowInGroup => "show_in_group",
        /// Pseudonymised rows to a researcher.
        ResearchExport => "research_export",
    }
}
