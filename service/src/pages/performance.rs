//! How often the signals of this organisation were right, for those who work with them and who answer for them.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use peil_stats::{evaluation::Proportion, signals::Rule};

use super::{
    frame::{Pages, html},
    purpose::truth_key,
    views::{Layout, PerformancePage, PerformanceRow, Section, Tongue, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::SharedClock,
    signals::{ENOUGH_STAYS, Part, RuleWorth, performance},
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem},
};

/// `GET /signals/performance`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let layout = pages.layout(&request, Some(&login), Section::None);
    let mut connection = store.connect().await?;
    let enabled = login.who.signals_enabled;
    let tenant = connection.begin(login.who.organisation).await?;
    // Switched off nothing is computed, and nothing kept.
    let found = if enabled { Some(performance(&tenant, &library).await?) } else { None };
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-signal-performance");
    record(&tenant, &event, clock.now());
    tenant.commit().await?;
    let tongue = Tongue { texts: layout.texts, language: layout.language };
    let somebody = layout.t("purpose-somebody");
    let row = |RuleWorth { rule, part, worth }: &RuleWorth| PerformanceRow {
        id: rule.id(),
        heading: tongue.heading(*rule, &somebody),
        truth: truth_key(*rule).map(|key| layout.t(key)),
        judged: match *rule {
            Rule::Dropout | Rule::Silence => layout.t1("performance-n-sessions", "stays", worth.n),
            _ => layout.t1("performance-n", "stays", worth.n),
        },
        part: match part {
            Part::Whole => None,
            Part::Red => Some(layout.t("performance-red")),
            Part::Amber => Some(layout.t("performance-amber")),
            Part::Marks => Some(layout.t("performance-marks")),
            Part::Model => Some(layout.t("performance-model")),
        },
        sensitivity: share(&worth.sensitivity, 0, &layout),
        specificity: share(&worth.specificity, 0, &layout),
        ppv: share(&worth.ppv, 0, &layout),
        base: worth.base.map(|base| format::decimal(layout.language, 100.0 * base, 0)),
        // Mostly below one.
        false_alarms: share(&worth.false_alarms_per_100, 1, &layout),
    };
    let stays = found.as_ref().map_or(0, |found| found.stays);
    let rules = found.iter().flat_map(|found| &found.rules).map(row).collect();
    let before = found.as_ref().map(|found| found.before).filter(|before| *before > 0);
    html(&PerformancePage { enabled, stays, needed: ENOUGH_STAYS, before, rules, layout })
}

/// In a hundred, with the ends of the interval; none without anything to count.
fn share(proportion: &Proportion, decimals: usize, layout: &Layout<'_>) -> Option<String> {
    let hundredths = |share: f64| format::decimal(layout.language, 100.0 * share, decimals);
    let (estimate, lower, upper) = (proportion.estimate?, proportion.lower?, proportion.upper?);
    let counted = format!("{}/{}", proportion.successes, proportion.trials);
    Some(format!("{} ({}–{}; {counted})", hundredths(estimate), hundredths(lower), hundredths(upper)))
}
