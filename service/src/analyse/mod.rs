//! The bridge from rows to statistics and back: which model fits this organisation, what each member's change means, and
//! what a group's page needs to know; and how large a study must be, from what is typed alone. Signals are a room of their own.
//!
//! No HTTP, no charts, no texts on screen. Arithmetic on scores happens here and in `peil-stats` only.

mod baseline;
mod composition;
mod error;
mod expected;
mod fellows;
mod group;
mod measures;
mod member;
mod model;
mod pair;
mod places;
mod power;
mod reading;
mod refresh;
mod settings;
mod side_by_side;
mod tonight;
mod verdict;
mod wall;

pub use baseline::{
    BaselineCourse, BaselineMember, BaselineReading, BaselineScore, BaselineState, BaselineTest, read_baseline, scheme,
};
pub use composition::{
    FEWEST_SPREAD, GroupComposition, MemberStanding, Newcomer, NewcomerStanding, ScoreSpread, newcomer_standing,
    read_composition, spread_of,
};
pub use error::AnalyseError;
pub use expected::{NoExpectedCourse, expected_course};
pub(crate) use expected::{StoredCourse, stored_expected};
pub use fellows::{Fellows, FellowsOf};
pub use group::{Climate, GroupReading, MemberReading, SessionReading, read_group};
pub use measures::{is_main_outcome, is_outcome, outcome_scale, session_scale};
pub use member::{MemberCourse, MemberVisit, Place, member_course};
pub use model::{
    BandPoint, Caution, Course, FixedEstimate, GroupChange, Line, Rooms, ScaleModel, VarianceEstimate, fit_courses,
};
pub(crate) use model::{days_between, weeks};
pub use pair::{PAIR, PairSummary, pair_summary};
pub use places::{PlaceDay, Places};
pub use power::{
    FieldFault, NotSimulated, PowerAnswer, PowerField, PowerQuestion, Reach, SearchedSmallest, SimulatedPower,
    Simulations, SmallestOf, Typed, answer_power,
};
pub(crate) use refresh::definition_of;
pub use refresh::{refresh_all, refresh_scale, renew_stale};
pub use settings::settings_in_force;
pub use side_by_side::{
    ApartByChance, COMPARISON_VERSION, Compared, Comparison, Counted, FEWEST_TOLD, Found, GroupFigures, GroupStanding,
    KindStanding, Moment, Shares, Standings, Stays, TeamReading, ToCompare, Window, apart_by_chance, claim_comparison,
    compare_groups, comparison_outdated, finish_comparison, is_counted, read_team,
};
pub use tonight::{Evening, Evenings, Need, evenings_of};
pub(crate) use verdict::direction_of;
pub use verdict::{NoVerdictReason, Verdict, limits_of, verdict};
pub use wall::{Wall, WallEvening, WallItem, WallLines, WallPicture, read_wall, wall_items};
