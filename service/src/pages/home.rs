//! `GET /home`: tonight's groups, this week's, and the others, each with what asks for attention.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use jiff::civil::Date;
use peil_stats::signals::Rule;

use super::{
    frame::{Pages, html},
    views::{HomeCard, HomePage, Layout, OpenSession, Section, Tone, Tongue, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{Evening, Evenings, Need, evenings_of},
    clock::{SharedClock, local_date},
    domain::AlertLevel,
    store::{AttentionRow, EveningGroupRow, OwedRow, Store},
    web::{CurrentLogin, Problem},
};

/// Reasons that are told on one line.
const TOLD: usize = 4;

/// Tonight.
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let (who, now) = (&login.who, clock.now());
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let signals_enabled = who.signals_enabled;
    let tenant = connection.begin(who.organisation).await?;
    let evenings = evenings_of(&tenant, (who.account, who.overseen_team()), today).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(who.account), "view-home"), now);
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Home);
    html(&Shown { layout: &layout, today, signals_enabled }.page(evenings))
}

struct Shown<'a, 'l> {
    layout: &'a Layout<'l>,
    today: Date,
    /// Whether the rules look at all.
    signals_enabled: bool,
}

/// Where on the page a group stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Today,
    Week,
    Later,
}

impl<'l> Shown<'_, 'l> {
    fn page(&self, evenings: Evenings) -> HomePage<'l> {
        let cards = |section: &[Evening], place| section.iter().map(|evening| self.card(evening, place)).collect();
        let first = evenings.week.iter().chain(&evenings.later).find(|evening| evening.next.is_some());
        let next = first.filter(|_| evenings.today.is_empty());
        HomePage {
            title: self.title(&evenings.today),
            day: format::day(self.layout.texts, self.layout.language, self.today),
            today: cards(&evenings.today, Place::Today),
            week: cards(&evenings.week, Place::Week),
            later: cards(&evenings.later, Place::Later),
            next: next.and_then(|evening| Some((self.when(evening, Place::Week)?, evening.group.name.clone()))),
            layout: self.layout.clone(),
        }
    }

    fn title(&self, today: &[Evening]) -> String {
        match today {
            [one] => self.layout.t1("home-title-one", "name", &one.group.name),
            _ => self.layout.t1("home-title", "number", today.len()),
        }
    }

    fn card(&self, evening: &Evening, place: Place) -> HomeCard {
        let group = &evening.group;
        let number = u32::try_from(evening.number()).unwrap_or(0);
        let last = group.last;
        let open = last.filter(|last| !last.closed);
        // What is held another day is not begun from here by mistake.
        let startable = place == Place::Today && evening.next == Some(self.today)
            || place == Place::Later && group.schedule.is_none();
        let starts = startable && open.is_none() && group.leads && group.measures;
        HomeCard {
            id: group.id.to_string(),
            name: group.name.clone(),
            kind: group.kind,
            when: self.when(evening, place),
            session: Some(number),
            planned: group.planned_sessions.and_then(|planned| u32::try_from(planned).ok()),
            open_session: open.map(|open| OpenSession { id: open.id.to_string(), number }),
            next_session: starts.then_some(number),
            after: group.owed.iter().map(|owed| self.after(group, *owed)).collect(),
            schedule_href: (group.schedule.is_none() && group.leads)
                .then(|| format!("/groups/{}/plan#schedule", group.id)),
            tone: match evening.need {
                Need::Safety => Some(Tone::Bad),
                Need::Attention => Some(Tone::Warn),
                Need::Open | Need::Nothing => None,
            },
            why: self.why(evening),
            members: evening.members.iter().map(|member| member.pseudonym.clone()).collect(),
            members_count: u32::try_from(evening.members.len()).unwrap_or(u32::MAX),
        }
    }

    /// The page after a session, and what leads there: the newest needs no number.
    fn after(&self, group: &EveningGroupRow, owed: OwedRow) -> (String, String) {
        let href = format!("/groups/{}/sessions/{}/after", group.id, owed.session);
        let is_newest = group.last.is_some_and(|last| last.id == owed.session);
        let number = u32::try_from(owed.number).unwrap_or(0);
        (href, if is_newest { self.layout.t("home-after") } else { self.layout.t1("home-after-of", "number", number) })
    }

    /// The day, where it is not today, and the time with its minutes.
    fn when(&self, evening: &Evening, place: Place) -> Option<String> {
        let next = evening.next?;
        let day = format::day(self.layout.texts, self.layout.language, next);
        let schedule = evening.group.schedule.filter(|_| !evening.is_open());
        let time = schedule
            .map(|at| self.layout.t2("home-time", "time", format::clock(at.begins_at()), "minutes", at.minutes()));
        match (place == Place::Today && next == self.today, time) {
            (true, time) => time,
            (false, Some(time)) => Some(self.layout.t2("home-when", "day", day, "time", time)),
            (false, None) => Some(day),
        }
    }

    /// What asks for attention, in one line.
    fn why(&self, evening: &Evening) -> String {
        let mut said: Vec<String> = evening.reasons.iter().take(TOLD).map(|row| self.reason(row)).collect();
        let more = evening.reasons.len().saturating_sub(TOLD);
        if more > 0 {
            said.push(self.layout.t1("home-more", "number", more));
        }
        if said.is_empty() {
            return match evening.watched {
                _ if !self.signals_enabled => self.layout.t("signals-off"),
                0 => self.layout.t("home-calm"),
                watched => self.layout.t1("home-watch", "number", watched),
            };
        }
        said.join(" · ")
    }

    fn reason(&self, row: &AttentionRow) -> String {
        let name = row.pseudonym.clone().unwrap_or_default();
        let key = match (row.level, row.seen) {
            (Some(AlertLevel::Safety), false) => "home-safety-unseen",
            (Some(AlertLevel::Safety), true) => "home-safety-seen",
            (Some(_), _) => "home-asked",
            (None, _) => {
                let tongue = Tongue { texts: self.layout.texts, language: self.layout.language };
                let heading = |rule| match row.urgency {
                    Some(urgency) => tongue.heading_at(rule, urgency, &name),
                    None => tongue.heading(rule, &name),
                };
                return row.rule.parse::<Rule>().map_or_else(|_| row.rule.clone(), heading);
            }
        };
        self.layout.t1(key, "name", name)
    }
}
