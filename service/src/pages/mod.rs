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
mod case;
mod case_sheet;
mod changes;
mod chart_file;
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
mod look;
mod measure;
mod member;
mod member_chart;
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
mod signal;
mod stay;
mod tablet;
mod team;
pub mod texts;
pub mod views;
mod wall;
mod wall_numbers;
mod wall_shown;

pub use frame::Pages;
pub use problem_page::problem_pages;
pub use routes::configure;
