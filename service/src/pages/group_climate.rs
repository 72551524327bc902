//! How the sessions of a group were rated, in the reader's words.

use peil_questionnaires::Score;

use super::{
    group_chart::{numerals, scale_over},
    group_picture::{Picture, Shown, row},
    views::{ChartTable, Layout},
};
use crate::{
    charts::{Climate, ClimatePhrases, ClimateSession, Event, EventKind, Newest, Rating, climate_sentences},
    domain::AccountId,
    signals::{RatedSession, RupturedBy, SessionClimate},
    store::TherapistMark,
};

/// The chart of the climate; `score` is the one that rates a session, `measure` its short name.
pub(super) fn climate(
    (read, marks): (&SessionClimate, &[TherapistMark]),
    score: &Score,
    layout: &Layout<'_>,
    measure: &str,
) -> Shown {
    let words = Words(layout);
    let (low, high) = score.range();
    let ends = (low.to_f64(), high.to_f64());
    let mut therapists: Vec<(AccountId, String)> = Vec::new();
    for mark in marks {
        if therapists.iter().all(|(account, _)| *account != mark.account) {
            therapists.push((mark.account, mark.name.clone()));
        }
    }
    therapists.sort_by(|one, other| one.1.cmp(&other.1));
    let own = |session: &RatedSession, account: AccountId| {
        let mark = marks.iter().find(|mark| mark.account == account && i32::from(mark.number) == session.number);
        mark.and_then(|mark| mark.value)
    };
    let with_own = |session: &RatedSession| ClimateSession {
        therapists: therapists.iter().map(|(account, _)| own(session, *account)).collect(),
        ..words.session(session, ends)
    };
    let sessions: Vec<ClimateSession> = read.sessions.iter().map(with_own).collect();
    let ratings = sessions.iter().filter_map(|session| session.rating).flat_map(|rating| [rating.lower, rating.upper]);
    let usual = sessions.iter().filter_map(|session| session.usual).flat_map(|(low, high)| [low, high]);
    let thought = sessions.iter().flat_map(|session| session.therapists.iter().copied().flatten());
    let mut view = Climate {
        id: "climate".to_owned(),
        title: words.title(read),
        subtitle: format!("{} {}", layout.t1("chart-scale", "measure", measure), layout.t("climate-key")),
        description: String::new(),
        scale: scale_over(score, ratings.chain(usual).chain(thought).collect()),
        scale_label: layout.t1("chart-axis", "measure", measure),
        sessions,
        session_label: layout.t("chart-session"),
        answered_label: layout.t("chart-answered"),
        group_label: layout.t("chart-group"),
        usual_label: layout.t("climate-usual"),
        therapists: therapists.iter().map(|(_, name)| name.clone()).collect(),
        nothing_yet: layout.t("climate-nothing-yet"),
        numerals: numerals(layout.language),
    };
    view.description = climate_sentences(&view, &words).join(" ");
    let between = |(low, high): (String, String)| layout.t2("member-range", "from", low, "to", high);
    let rows = view.table().rows.into_iter().map(|line| {
        let events = Some(line.events.join(", ")).filter(|events| !events.is_empty());
        let cells = [line.mean, line.spread.map(between), line.usual.map(between), Some(line.answered.to_string())];
        row(line.name, cells.into_iter().chain(line.therapists).chain([events]).collect())
    });
    let columns = ["climate-mean", "climate-spread", "climate-usual", "chart-answered"];
    let columns = columns.iter().map(|key| layout.t(key)).chain(view.therapists.iter().cloned());
    let table = ChartTable {
        caption: layout.t("climate-table"),
        corner: layout.t("column-session"),
        columns: columns.chain([layout.t("climate-events")]).collect(),
        rows: rows.collect(),
    };
    Shown { picture: Picture::Climate(view), table }
}

struct Words<'a, 'l>(&'a Layout<'l>);

impl Words<'_, '_> {
    /// What the newest rated session was beside the others.
    fn title(&self, read: &SessionClimate) -> String {
        let newest = read.sessions.iter().rev().find(|session| session.ratings.count > 0);
        let Some(newest) = newest else { return self.0.t("course-described") };
        let number = u32::try_from(newest.number).unwrap_or(0);
        let key = match (newest.rupture, newest.is_split, newest.ratings.usual) {
            (Some(RupturedBy::Mean), ..) => "climate-title-rupture",
            (Some(RupturedBy::Members), ..) => "climate-title-fallen",
            (_, true, _) => "climate-title-split",
            (.., Some(_)) => "climate-title-usual",
            (.., None) => "climate-title-first",
        };
        self.0.t1(key, "session", number)
    }

    fn session(&self, session: &RatedSession, (low, high): (f64, f64)) -> ClimateSession {
        let ratings = session.ratings;
        let spread = |mean: f64, deviation: f64| ((mean - deviation).max(low), (mean + deviation).min(high));
        let event = |is_there: bool, kind: EventKind, key: &str| is_there.then(|| Event { kind, label: self.0.t(key) });
        let events = [
            event(session.rupture == Some(RupturedBy::Mean), EventKind::Rupture, "climate-rupture"),
            event(session.rupture == Some(RupturedBy::Members), EventKind::Fallen, "climate-fallen"),
            event(session.is_split, EventKind::Split, "climate-split"),
        ];
        ClimateSession {
            name: session.number.to_string(),
            rating: ratings.mean.map(|mean| {
                let (lower, upper) = spread(mean, ratings.deviation.unwrap_or(0.0));
                Rating { mean, lower, upper }
            }),
            usual: ratings.usual.map(|usual| spread(usual.mean, usual.deviation)),
            answered: u32::try_from(ratings.count).unwrap_or(u32::MAX),
            events: events.into_iter().flatten().collect(),
            therapists: Vec::new(),
        }
    }
}

impl ClimatePhrases for Words<'_, '_> {
    fn newest(&self, newest: &Newest) -> String {
        let (name, mean) = (newest.name.clone(), newest.mean.clone());
        let said = self.0.t3("climate-newest", "session", name, "mean", mean, "answered", newest.answered);
        let usual = newest.usual.clone().map(|(low, high)| self.0.t2("climate-newest-usual", "low", low, "high", high));
        std::iter::once(said).chain(usual).collect::<Vec<_>>().join(" ")
    }

    fn events(&self, kind: EventKind, sessions: &[String]) -> String {
        let key = match kind {
            EventKind::Rupture => "climate-ruptures",
            EventKind::Fallen => "climate-falls",
            EventKind::Split => "climate-splits",
        };
        self.0.t1(key, "sessions", self.0.list(sessions))
    }

    fn unrated(&self, sessions: usize) -> String {
        self.0.t1("climate-unrated", "sessions", sessions)
    }
}
