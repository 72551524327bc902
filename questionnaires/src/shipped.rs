//! The instruments that ship: their definition files, built into the library.

macro_rules! definitions {
    ($($path:literal),+ $(,)?) => { [$(($path, include_str!(concat!("../instruments/", $path)))),+] };
}

/// Every definition file in `instruments/`, as path and content. A test compares this list with the folder.
pub(crate) const SHIPPED: [(&str, &str); 29] = definitions![
    "bdi-ii/1.0.0.toml",
    "bsi/1.0.0.toml",
    "core-10/1.0.0.toml",
    "core-om/1.0.0.toml",
    "dass-21/1.0.0.toml",
    "gad-7/1.0.0.toml",
    "gcq-s/1.0.0.toml",
    "gq/0.1.0.toml",
    "gsrs/1.0.0.toml",
    "honos/1.0.0.toml",
    "k10-cbs/1.0.0.toml",
    "k10/1.0.0.toml",
    "mhc-sf/1.0.0.toml",
    "oq-45/1.0.0.toml",
    "ors/1.0.0.toml",
    "pcl-5/1.0.0.toml",
    "peil-check-in/1.0.0.toml",
    "peil-goals/1.0.0.toml",
    "peil-session-therapist/1.0.0.toml",
    "peil-session/1.0.0.toml",
    "peil-start-therapist/1.0.0.toml",
    "peil-start/1.0.0.toml",
    "phq-4/1.0.0.toml",
    "phq-9/1.0.0.toml",
    "sq-48/0.1.0.toml",
    "srs/1.0.0.toml",
    "wai-sr/1.0.0.toml",
    "who-5/1.0.0.toml",
    "wsas/1.0.0.toml",
];
