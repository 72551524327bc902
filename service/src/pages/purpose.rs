//! What the module of signals is for and is not for, its rules with their constants, and how often they err. For everybody.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use peil_stats::signals::{Level, Rule, Settings, deterioration_false_alarms};

use super::{
    frame::{Pages, html},
    views::{Layout, PurposePage, PurposeRule, Section, Tongue, format},
};
use crate::{
    analyse::settings_in_force,
    signals::{self, told_rates},
    store::Store,
    web::{CurrentLogin, Problem},
};

/// z of the reliable change in the table of false alarms.
const Z: f64 = 1.96;
/// Numbers of measurements in that table.
const LOOKS: [usize; 4] = [1, 5, 10, 20];

/// `GET /signals/purpose`
pub(super) async fn page(
    request: HttpRequest,
    pages: Data<Pages>,
    store: Data<Store>,
    login: Option<CurrentLogin>,
) -> Result<HttpResponse, Problem> {
    let layout = pages.layout(&request, login.as_ref(), Section::About);
    let percent = |share: f64| format::decimal(layout.language, 100.0 * share, 1);
    let of_looks = |looks: usize| {
        let alarms = deterioration_false_alarms(Z, looks);
        (looks, percent(alarms.once), percent(alarms.confirmed))
    };
    let false_alarms = LOOKS.map(of_looks).to_vec();
    let settings = match &login {
        Some(login) => {
            let mut connection = store.connect().await?;
            settings_in_force(&connection.begin(login.who.organisation).await?).await?
        }
        None => Settings::default(),
    };
    let rules = Rule::ALL.into_iter().map(|rule| line(rule, &settings, &layout)).collect();
    let own_settings = settings != Settings::default();
    let risk = [layout.t("purpose-risk-title"), layout.t("purpose-risk")];
    html(&PurposePage { version: signals::VERSION.to_owned(), own_settings, rules, risk, false_alarms, layout })
}

fn line(rule: Rule, settings: &Settings, layout: &Layout<'_>) -> PurposeRule {
    let tongue = Tongue { texts: layout.texts, language: layout.language };
    let level = match rule {
        Rule::Deterioration
        | Rule::OffTrackByModel
        | Rule::StagnationByModel
        | Rule::Dropout
        | Rule::GroupRupture
        | Rule::GroupSplit => Level::Watch,
        Rule::Recovered | Rule::GroupOutsider => Level::Note,
        _ => Level::Attention,
    };
    PurposeRule {
        id: rule.id(),
        version: rule.version().to_string(),
        heading: tongue.heading(rule, &layout.t("purpose-somebody")),
        what: when(rule, settings, layout),
        truth: truth_key(rule).map(|key| layout.t(key)),
        ours: !matches!(rule, Rule::Deterioration | Rule::OffTrack | Rule::Dropout),
        certainty: {
            let rates = told_rates(rule, level, settings).into_iter();
            let told: Vec<String> = rates.map(|rate| tongue.rate(rate)).collect();
            match &told[..] {
                // Of DROP: by what stands out, and by the model.
                [marks, model] => layout.t2("purpose-two-rates", "marks", marks, "model", model),
                _ if rests_on_watch(rule, settings) => {
                    format!("{} {}", told.concat(), layout.t("purpose-off-p-watch"))
                }
                _ => told.concat(),
            }
        },
    }
}

/// Whether what is told of finding deterioration early rests on the mildest level of this rule: measured with the settings
/// that it comes with.
fn rests_on_watch(rule: Rule, settings: &Settings) -> bool {
    rule == Rule::OffTrackByModel && *settings == Settings::default()
}

/// The key of what makes a signal of a rule right; none where what is told of it says so by itself.
pub(super) const fn truth_key(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::Deterioration | Rule::OffTrack | Rule::OffTrackByModel => Some("truth-worse"),
        Rule::Stagnation | Rule::StagnationByModel => Some("truth-not-better"),
        Rule::Relapse => Some("truth-relapse"),
        Rule::Recovered => Some("truth-recovered"),
        Rule::GroupRupture => Some("truth-rupture"),
        Rule::GroupSplit => Some("truth-split"),
        Rule::Silence | Rule::Dropout | Rule::GroupStall | Rule::GroupOutsider => None,
    }
}

/// When a rule speaks, with its constants.
fn when(rule: Rule, set: &Settings, layout: &Layout<'_>) -> String {
    let key = format!("purpose-{}", rule.id().to_lowercase());
    let hundredths = |share: f64| format::decimal(layout.language, 100.0 * share, 0);
    let decimal = |value: f64| format::decimal(layout.language, value, 1);
    match rule {
        Rule::Deterioration => layout.t1(&key, "times", set.deterioration_confirmed),
        Rule::OffTrack => layout.t1(&key, "from", set.off_track_from),
        Rule::OffTrackByModel => layout.t3(
            &key,
            "weeks",
            format::decimal(layout.language, set.forecast_weeks, 0),
            "watch",
            hundredths(set.forecast_watch),
            "attention",
            hundredths(set.forecast_attention),
        ),
        Rule::Stagnation => layout.t3(
            &key,
            "attended",
            set.stagnation_attended,
            "scores",
            set.stagnation_scores,
            "recent",
            set.stagnation_recent,
        ),
        Rule::StagnationByModel => layout.t1(&key, "percent", hundredths(set.stagnation_probability)),
        Rule::Relapse => layout.t1(&key, "held", set.relapse_held),
        Rule::Recovered => layout.t1(&key, "held", set.recovered_held),
        Rule::Silence => layout.t1(&key, "times", set.silence),
        Rule::Dropout => layout.filled(
            &key,
            &[
                ("percent", &hundredths(set.dropout_probability)),
                ("absences", &set.dropout_absences),
                ("window", &set.dropout_window),
                ("silence", &set.silence),
            ],
        ),
        Rule::GroupStall => layout.t3(
            &key,
            "window",
            set.stall_window,
            "percent",
            hundredths(set.stall_coverage),
            "until",
            set.stall_until,
        ),
        Rule::GroupRupture => {
            layout.t2(&key, "deviations", decimal(set.rupture_deviations), "members", set.rupture_members)
        }
        Rule::GroupSplit => layout.t2(&key, "ratio", decimal(set.split_ratio), "times", set.split_sessions),
        Rule::GroupOutsider => layout.t3(
            &key,
            "deviations",
            decimal(set.outsider_deviations),
            "times",
            set.outsider_sessions,
            "window",
            set.outsider_window,
        ),
    }
}
