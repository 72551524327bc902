//! Peil, the running system: collects answers around group sessions, analyses them, and shows the group to those who
//! treat it.
//!
//! The rooms and the arrows between them stand in the README. A handler extracts, authorises, calls one use case and
//! renders; nothing else happens in it.

pub mod access;
pub mod analyse;
pub mod api;
pub mod application;
pub mod charts;
pub mod cli;
pub mod clock;
pub mod collect;
pub mod config;
pub mod counters;
pub mod demo;
pub mod domain;
pub mod export;
pub mod import;
pub mod jobs;
pub mod manage;
pub mod pages;
pub mod print;
pub mod signals;
pub mod store;
pub mod telemetry;
pub mod web;
