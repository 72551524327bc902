//! Arbitrary designs: how many sit where, which formula, in which units, and what is missing.

use peil_stats::data::Table;
use peil_stats::model::{Formula, Model, ModelError, ModelOptions};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const FIXED: [&str; 9] = [
    "1",
    "week",
    "week + x",
    "week * arm",
    "arm",
    "0 + week",
    "0 + arm + week",
    "week + I(week^2)",
    "week + x + I(2 * x)",
];
const EFFECTS: [&str; 9] =
    ["1 |", "1 |", "1 + week |", "1 + week |", "1 + week ||", "0 + week |", "1 + week + x |", "1 + arm |", "0 + arm |"];
const GROUPING: [&str; 6] = ["client", "group", "region", "group/client", "region/group", "region/group/client"];

/// One design; everything else follows from the seed.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    pub(crate) seed: u64,
    /// Most regions, groups a region, clients a group, sessions a client; at least one of each.
    most: [usize; 4],
    fixed: usize,
    random: (usize, usize),
    second: Option<(usize, usize)>,
    /// Standard deviations between regions, groups and clients; the residual's is 1.
    spread: [f64; 3],
    /// Unit and zero of the weeks and of the scores.
    pub(crate) week: (f64, f64),
    pub(crate) score: (f64, f64),
    /// Share of missing values.
    missing: f64,
    /// Decades that prior weights span; none at zero.
    weights: u32,
    /// Whether the weeks are whole numbers from zero or drawn.
    regular: bool,
}

/// One session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) region: usize,
    pub(crate) group: usize,
    pub(crate) client: usize,
    pub(crate) week: f64,
    pub(crate) x: f64,
    pub(crate) arm: Option<bool>,
    pub(crate) score: f64,
    pub(crate) weight: f64,
}

/// Any design; `units` are the spans of log10 of unit and zero.
pub(crate) fn designs(units: f64) -> impl Strategy<Value = Design> {
    let most = [2..5_usize, 1..6, 1..8, 1..9];
    let term = || (0..EFFECTS.len(), 0..GROUPING.len());
    let spread = || prop_oneof![Just(0.0), 0.01..0.3_f64, 0.3..3.0_f64, 3.0..100.0_f64];
    let unit = move || prop_oneof![Just((1.0, 0.0)), (-units..units, -units..units).prop_map(|(a, b)| at(a, b))];
    let missing = prop_oneof![Just(0.0), 0.0..0.5_f64];
    let shape = (any::<u64>(), most, 0..FIXED.len(), term(), prop::option::weighted(0.3, term()));
    let truth =
        ([spread(), spread(), spread()], unit(), unit(), missing, prop_oneof![Just(0), 1..4_u32], any::<bool>());
    (shape, truth).prop_map(
        |((seed, most, fixed, random, second), (spread, week, score, missing, weights, regular))| Design {
            seed,
            most,
            fixed,
            random,
            second,
            spread,
            week,
            score,
            missing,
            weights,
            regular,
        },
    )
}

fn at(unit: f64, zero: f64) -> (f64, f64) {
    let unit = 10.0_f64.powf(unit);
    (unit, unit * zero.signum() * 10.0_f64.powf(zero.abs()))
}

impl Design {
    pub(crate) fn formula(&self) -> String {
        let term = |(effects, grouping): (usize, usize)| format!("({} {})", EFFECTS[effects], GROUPING[grouping]);
        let second = self.second.map(|second| format!(" + {}", term(second))).unwrap_or_default();
        format!("score ~ {} + {}{second}", FIXED[self.fixed], term(self.random))
    }

    /// All sessions, the missing ones too.
    pub(crate) fn sessions(&self) -> Vec<Session> {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        let mut sessions = Vec::new();
        let (mut group, mut client) = (0, 0);
        let mut normal = move || (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
        let mut random = ChaCha8Rng::seed_from_u64(self.seed ^ 1);
        for region in 0..self.most[0] {
            let of_region = self.spread[0] * normal();
            for _ in 0..random.random_range(1..=self.most[1]) {
                let (of_group, trend) = (self.spread[1] * normal(), 0.2 * self.spread[1] * normal());
                for _ in 0..random.random_range(1..=self.most[2]) {
                    let (own, slope) = (self.spread[2] * normal(), 0.2 * self.spread[2] * normal());
                    let arm = random.random_bool(0.5);
                    for number in 0..random.random_range(1..=self.most[3]) {
                        let week =
                            if self.regular { number as f64 } else { (random.random::<f64>() * 40.0).round() / 4.0 };
                        let x = normal();
                        let mean = 10.0 - 0.5 * week + x + of_region + of_group + own + (trend + slope) * week;
                        let weight = 10.0_f64.powf(random.random::<f64>() * f64::from(self.weights));
                        let score = mean + normal() / weight.sqrt();
                        let there = !random.random_bool(self.missing);
                        let or_missing = |value: f64| if there { value } else { f64::NAN };
                        sessions.push(Session {
                            region,
                            group,
                            client,
                            week: self.week.1 + self.week.0 * week,
                            x: or_missing(x),
                            arm: there.then_some(arm),
                            score: self.score.1 + self.score.0 * or_missing(score),
                            weight,
                        });
                    }
                    client += 1;
                }
                group += 1;
            }
        }
        sessions
    }

    /// The sessions with a value in every column; all columns of a session are missing together.
    pub(crate) fn complete(&self) -> Vec<Session> {
        self.sessions().into_iter().filter(|session| !session.score.is_nan()).collect()
    }

    pub(crate) fn table(&self) -> Table {
        let sessions = self.sessions();
        let numbers = |value: &dyn Fn(&Session) -> f64| sessions.iter().map(value).collect::<Vec<f64>>();
        let arm = sessions.iter().map(|s| s.arm.map(|b| if b { "B" } else { "A" }.to_owned())).collect();
        let group = sessions.iter().map(|s| Some(format!("g{}", s.group))).collect();
        Table::new()
            .with_number("region", numbers(&|s| s.region as f64))
            .and_then(|table| table.with_text("group", group))
            .and_then(|table| table.with_number("client", numbers(&|s| s.client as f64)))
            .and_then(|table| table.with_number("week", numbers(&|s| s.week)))
            .and_then(|table| table.with_number("x", numbers(&|s| s.x)))
            .and_then(|table| table.with_text("arm", arm))
            .and_then(|table| table.with_number("score", numbers(&|s| s.score)))
            .and_then(|table| table.with_number("weight", numbers(&|s| s.weight)))
            .unwrap()
    }

    pub(crate) fn model(&self) -> Result<Model, ModelError> {
        let weights = (self.weights > 0).then(|| "weight".to_owned());
        let options = ModelOptions { weights, ..ModelOptions::default() };
        Model::build_with(&self.table(), &Formula::parse(&self.formula()).unwrap(), &options)
    }

    /// Rows that weigh the same, and a zero near the weeks.
    pub(crate) fn is_ordinary(&self) -> bool {
        self.weights == 0 && self.week.1.abs() <= 10.0 * self.week.0
    }

    pub(crate) fn is_weighted(&self) -> bool {
        self.weights > 0
    }
}

impl Session {
    /// The value of a design column by its name.
    pub(crate) fn column(&self, label: &str) -> f64 {
        let arm = |b: bool| if self.arm == Some(b) { 1.0 } else { 0.0 };
        let one = |name: &str| match name {
            "(Intercept)" => 1.0,
            "week" => self.week,
            "x" => self.x,
            "armA" => arm(false),
            "armB" => arm(true),
            "I(week^2)" => self.week * self.week,
            "I(2 * x)" => 2.0 * self.x,
            other => panic!("no column {other}"),
        };
        label.split(':').map(one).product()
    }

    /// The level of a grouping factor by its name.
    pub(crate) fn level(&self, factor: &str) -> usize {
        match factor.rsplit(':').next() {
            Some("client") => self.client,
            Some("group") => self.group,
            _ => self.region,
        }
    }
}
