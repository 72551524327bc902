//! Server-rendered pages: a handler extracts, authorises, calls one use case and fills a view.
//!
//! Words come from the locale files, pictures from `charts`, numbers ready from `analyse`. No SQL and no arithmetic on
//! scores may come in.

mod admin;
mod alerts;
pub mod assets;
mod baseline;
mod before;
mod before_sheet;
mod before_shown;
mod card;
mod card_chart;
mod changes;
mod chart_file;
mod counters;
mod counters_paper;
mod counters_shown;
mod duty;
mod entrance;
mod evening;
mod frame;
mod group;
mod group_change;
mod group_chart;
mod group_climate;
mod group_panel;
mod group_picture;
mod group_signals;
mod groups;
mod home;
mod leaving;
mod leaving_trial;
mod look;
mod measure;
mod member;
mod member_chart;
mod member_pair;
mod moment;
mod own_form;
mod performance;
mod plan;
mod plan_form;
mod plan_preview;
mod plan_shown;
mod power;
mod power_shown;
mod problem_page;
mod purpose;
mod research;
mod routes;
mod schedule;
mod session;
mod set_up;
mod signal;
mod stay;
mod tablet;
pub mod texts;
pub mod views;
mod wall;
mod wall_numbers;
mod wall_shown;

pub use frame::Pages;
pub use problem_page::problem_pages;
pub use routes::configure;
