//! The service from outside, over HTTP; each test has a service and a database of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod alerts;
mod at_once;
mod audit;
mod before;
mod card;
mod duty;
mod episodes;
mod evening;
mod evening_seal;
mod expected;
mod export;
mod fhir;
mod group_charts;
mod headers;
mod home;
mod import;
mod late;
mod leaving;
mod libraries;
mod limits;
mod logins;
mod looking_on;
mod member_page;
mod moments;
mod openapi;
mod outbox;
mod phases;
mod plan_page;
mod plans;
mod readers;
mod roles;
mod score_alerts;
mod signal_life;
mod signal_rules;
mod signal_truth;
mod statements;
mod stays;
mod submission;
mod tablet;
mod tenants;
mod versions;
mod wall;
mod wording;
mod words;
