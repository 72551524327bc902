//! Policy counters: every figure counted a second time from the raw rows, row by row, and the page, files and command around
//! them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date, civil::date};
use peil_service::{
    clock::Clock,
    counters::{Class, Counter, Grid, Period, count_year, departing, year_span},
};
use peil_tests::{Practice, TestApp};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use uuid::Uuid;

use crate::import::peil;

/// A past that has everything awkward: sessions left open, without an end, with minutes at the edge of a quarter, nobody
/// there, clients in two groups, a leap day, quarters' last days, contacts on the days around a first consult.
struct Past {
    random: Xoshiro256PlusPlus,
    organisation: Uuid,
    account: Uuid,
}

impl Past {
    async fn write(&mut self, app: &TestApp, practice: &Practice) {
        let groups = [
            (practice.group.uuid(), 2_i16),
            (practice.other_group.uuid(), 1),
            (Uuid::now_v7(), 3),
            (Uuid::now_v7(), 6),
        ];
        for (at, (group, setting)) in groups.iter().enumerate() {
            if at >= 2 {
                let add = "INSERT INTO groups (organisation_id, group_id, name, kind, format, setting, started_on)
                           VALUES ($1, $2, $3, 'skills', 'open', $4, '2024-01-01')";
                app.owner.execute(add, &[&self.organisation, group, &format!("G{at}"), setting]).await.unwrap();
            }
            let update = "UPDATE groups SET setting = $3 WHERE organisation_id = $1 AND group_id = $2";
            app.owner.execute(update, &[&self.organisation, group, setting]).await.unwrap();
        }
        let clients: Vec<Uuid> = (0..60).map(|_| Uuid::now_v7()).collect();
        for client in &clients {
            let add = "INSERT INTO clients (organisation_id, client_id, started_on, created_at)
                       VALUES ($1, $2, '2024-01-01', now())";
            app.owner.execute(add, &[&self.organisation, client]).await.unwrap();
        }
        for (at, (group, _)) in groups.iter().enumerate() {
            let members = self.members(app, *group, &clients, at).await;
            self.sessions(app, *group, &members, at).await;
        }
        self.contacts(app, &clients, groups[2].0).await;
    }

    /// Every second client is in a group; many are in two.
    async fn members(&mut self, app: &TestApp, group: Uuid, clients: &[Uuid], at: usize) -> Vec<Uuid> {
        let mut members = Vec::new();
        for (place, client) in clients.iter().enumerate().filter(|(place, _)| !(place + at).is_multiple_of(3)) {
            let add =
                "INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on)
                       VALUES ($1, $2, $3, $4, $5, '2024-01-01')";
            let id = Uuid::now_v7();
            app.owner.execute(add, &[&self.organisation, &id, &group, client, &format!("K{place}")]).await.unwrap();
            members.push(id);
        }
        members
    }

    async fn sessions(&mut self, app: &TestApp, group: Uuid, members: &[Uuid], at: usize) {
        let edges = [date(2024, 2, 29), date(2024, 12, 31), date(2025, 3, 31), date(2025, 12, 31), date(2026, 1, 1)];
        let mut days: BTreeSet<Date> = edges.into_iter().collect();
        let mut day = date(2024, 1, 2);
        while day < date(2026, 12, 31) {
            days.insert(day);
            day = day.checked_add((i64::from(self.random.random_range(10..30_u8))).days()).unwrap();
        }
        for (number, day) in (1_i16..).zip(days) {
            if at == 2 && day.year() == 2025 && day.month() == 8 {
                // The group moves to another setting; what it did before stays where it was.
                let moved = "UPDATE groups SET setting = 1 WHERE organisation_id = $1 AND group_id = $2";
                app.owner.execute(moved, &[&self.organisation, &group]).await.unwrap();
            }
            self.session(app, group, (number, day), members).await;
        }
    }

    async fn session(&mut self, app: &TestApp, group: Uuid, (number, day): (i16, Date), members: &[Uuid]) {
        let id = Uuid::now_v7();
        let at: Timestamp = format!("{day}T17:30:00Z").parse().unwrap();
        let minutes = [0_i64, 5, 7, 8, 22, 23, 44, 45, 89, 90, 97, 98, 120][self.random.random_range(0..13_usize)];
        let seconds = i64::from(self.random.random_range(0..60_u8));
        let began = (!self.random.random_bool(0.1)).then_some(at);
        let ended = (began.is_some() && !self.random.random_bool(0.15))
            .then(|| at.checked_add((minutes * 60 + seconds.max(1)).seconds()).unwrap());
        // One session of a group may be open: its last.
        let open = day >= date(2026, 12, 20);
        let closed = (!open).then(|| at.checked_add(5.hours()).unwrap());
        let add = "INSERT INTO sessions (organisation_id, session_id, group_id, number, held_on, opened_at, closed_at,
                                         began_at, ended_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        if open {
            let before = "UPDATE sessions SET closed_at = opened_at WHERE group_id = $1 AND closed_at IS NULL";
            app.owner.execute(before, &[&group]).await.unwrap();
        }
        app.owner
            .execute(add, &[&self.organisation, &id, &group, &number, &day, &at, &closed, &began, &ended])
            .await
            .unwrap();
        // Now and then nobody comes.
        let share = if self.random.random_bool(0.05) { 0.0 } else { 0.15 };
        let words = ["absent_ill", "absent_holiday", "absent_without_notice"];
        for member in members {
            let word =
                if self.random.random_bool(share) { "present" } else { words[self.random.random_range(0..3_usize)] };
            if self.random.random_bool(0.9) {
                let add = "INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at)
                           VALUES ($1, $2, $3, $4, now())";
                app.owner.execute(add, &[&self.organisation, &id, member, &word]).await.unwrap();
            }
        }
        for activity in
            ["planning", "recruitment", "waiting_list", "talk_before", "talk_after", "record_keeping", "other"]
        {
            if self.random.random_bool(0.2) {
                let add = "INSERT INTO indirect_minutes VALUES ($1, $2, $3, $4, $5, now())";
                let minutes = self.random.random_range(1..60_i16);
                app.owner.execute(add, &[&self.organisation, &id, &self.account, &activity, &minutes]).await.unwrap();
            }
        }
    }

    /// Contacts alone from the autumn of 2024 on, and group contacts: of a group that Peil does not have, and of one that it
    /// does, on days with and without a session of Peil.
    async fn contacts(&mut self, app: &TestApp, clients: &[Uuid], group: Uuid) {
        let import = Uuid::now_v7();
        let add = "INSERT INTO imports (organisation_id, import_id, content_hash, rows, imported_at)
                   VALUES ($1, $2, 'x', 1, now())";
        app.owner.execute(add, &[&self.organisation, &import]).await.unwrap();
        for nth in 0..900_i32 {
            let client = clients[self.random.random_range(0..clients.len())];
            let day = date(2024, 9, 1).checked_add(i64::from(self.random.random_range(0..800_u16)).days()).unwrap();
            let (minutes, setting) = (self.random.random_range(5..90_i16), self.random.random_range(1..9_i16));
            let add = "INSERT INTO individual_contacts VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let hash = format!("{nth:064}");
            app.owner
                .execute(add, &[&self.organisation, &hash, &client, &day, &minutes, &setting, &import])
                .await
                .unwrap();
        }
        let days = "SELECT held_on FROM sessions WHERE organisation_id = $1 AND group_id = $2 ORDER BY 1";
        let of_peil: Vec<Date> =
            app.owner.query(days, &[&self.organisation, &group]).await.unwrap().iter().map(|row| row.get(0)).collect();
        for nth in 0..400_i32 {
            let client = clients[self.random.random_range(0..clients.len())];
            let known = self.random.random_bool(0.5);
            let day = match known && self.random.random_bool(0.5) {
                true => of_peil[self.random.random_range(0..of_peil.len())],
                false => date(2024, 1, 1).checked_add(i64::from(self.random.random_range(0..1000_u16)).days()).unwrap(),
            };
            let (minutes, setting) = (self.random.random_range(1..130_i16), self.random.random_range(1..9_i16));
            let add = "INSERT INTO group_contacts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
            let (hash, name) = (format!("g{nth:063}"), if known { "G2" } else { "Elders" });
            let group = known.then_some(group);
            app.owner
                .execute(add, &[&self.organisation, &hash, &client, &name, &group, &day, &minutes, &setting, &import])
                .await
                .unwrap();
        }
    }
}

struct RawSession {
    group: Uuid,
    day: Date,
    setting: i16,
    closed: bool,
    minutes: Option<i64>,
    present: Vec<Uuid>,
    indirect: Vec<(String, i64)>,
}

struct RawContact {
    client: Uuid,
    day: Date,
    minutes: i64,
    setting: i16,
    group: Option<(String, Option<Uuid>)>,
}

/// The rows as they are, each table by itself.
struct Raw {
    sessions: Vec<RawSession>,
    individual: Vec<RawContact>,
    of_groups: Vec<RawContact>,
}

impl Raw {
    async fn read(app: &TestApp, organisation: Uuid) -> Self {
        let mut sessions: BTreeMap<Uuid, RawSession> = BTreeMap::new();
        let all =
            "SELECT session_id, group_id, held_on, setting, closed_at IS NOT NULL, began_at, ended_at FROM sessions
                   WHERE organisation_id = $1 AND number IS NOT NULL";
        for row in app.owner.query(all, &[&organisation]).await.unwrap() {
            let (began, ended): (Option<Timestamp>, Option<Timestamp>) = (row.get(5), row.get(6));
            let minutes = began.zip(ended).map(|(began, ended)| ended.duration_since(began).as_mins());
            let (group, day, setting, closed) = (row.get(1), row.get(2), row.get(3), row.get(4));
            let session =
                RawSession { group, day, setting, closed, minutes, present: Vec::new(), indirect: Vec::new() };
            sessions.insert(row.get(0), session);
        }
        let owners = "SELECT membership_id, client_id FROM memberships WHERE organisation_id = $1";
        let owners: BTreeMap<Uuid, Uuid> = app
            .owner
            .query(owners, &[&organisation])
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get(0), row.get(1)))
            .collect();
        let there = "SELECT session_id, membership_id, status FROM attendance WHERE organisation_id = $1";
        for row in app.owner.query(there, &[&organisation]).await.unwrap() {
            if row.get::<_, &str>(2) == "present" {
                sessions.get_mut(&row.get(0)).unwrap().present.push(owners[&row.get(1)]);
            }
        }
        let indirect = "SELECT session_id, activity, minutes FROM indirect_minutes WHERE organisation_id = $1";
        for row in app.owner.query(indirect, &[&organisation]).await.unwrap() {
            let minutes = i64::from(row.get::<_, i16>(2));
            sessions.get_mut(&row.get(0)).unwrap().indirect.push((row.get(1), minutes));
        }
        let contact = |row: &tokio_postgres::Row, group| RawContact {
            client: row.get(0),
            day: row.get(1),
            minutes: i64::from(row.get::<_, i16>(2)),
            setting: row.get(3),
            group,
        };
        let alone = "SELECT client_id, held_on, minutes, setting FROM individual_contacts WHERE organisation_id = $1";
        let alone = app.owner.query(alone, &[&organisation]).await.unwrap();
        let of_groups = "SELECT client_id, held_on, minutes, setting, group_name, group_id FROM group_contacts
                         WHERE organisation_id = $1";
        let of_groups = app.owner.query(of_groups, &[&organisation]).await.unwrap();
        Self {
            sessions: sessions.into_values().collect(),
            individual: alone.iter().map(|row| contact(row, None)).collect(),
            of_groups: of_groups.iter().map(|row| contact(row, Some((row.get(4), row.get(5))))).collect(),
        }
    }

    /// Group contacts that no session of Peil stands in for.
    fn imported(&self) -> impl Iterator<Item = &RawContact> {
        let held: BTreeSet<(Uuid, Date)> =
            self.sessions.iter().filter(|session| session.closed).map(|session| (session.group, session.day)).collect();
        self.of_groups.iter().filter(move |contact| {
            let group = contact.group.as_ref().unwrap().1;
            group.is_none_or(|group| !held.contains(&(group, contact.day)))
        })
    }

    /// Every consult: client, day, setting, minutes.
    fn consults(&self) -> Vec<(Uuid, Date, i16, Option<i64>)> {
        let mut consults = Vec::new();
        for session in self.sessions.iter().filter(|session| session.closed) {
            for client in &session.present {
                consults.push((*client, session.day, session.setting, session.minutes));
            }
        }
        consults.extend(self.imported().map(|one| (one.client, one.day, one.setting, Some(one.minutes))));
        consults
    }

    /// One figure, counted the slow way.
    fn count(&self, (year, period, class): (i16, Period, Class), counter: Counter) -> Option<f64> {
        let quarter = |day: Date| (day.month() - 1) / 3 + 1;
        let here = |day: Date, setting: i16| {
            let in_period = period.quarter().is_none_or(|asked| asked == i16::from(quarter(day)));
            let in_class = match class {
                Class::One => setting == 1,
                Class::Two => setting == 2,
                Class::Three => setting == 3,
                Class::Others => setting > 3,
                Class::All => true,
            };
            day.year() == year && in_period && in_class
        };
        let units = |minutes: i64| ((minutes as f64) / 15.0 + 0.5 - 1.0 / 60.0).floor();
        let all = self.consults();
        let consults: Vec<_> = all.iter().filter(|(_, day, setting, _)| here(*day, *setting)).collect();
        let alone: Vec<_> = self.individual.iter().filter(|one| here(one.day, one.setting)).collect();
        let held: Vec<_> = self.sessions.iter().filter(|one| one.closed && here(one.day, one.setting)).collect();
        let mut imported: BTreeMap<(String, Date, i16), i64> = BTreeMap::new();
        for one in self.imported().filter(|one| here(one.day, one.setting)) {
            let longest = imported.entry((one.group.clone().unwrap().0, one.day, one.setting.min(4))).or_default();
            *longest = (*longest).max(one.minutes);
        }
        let group_minutes: i64 = consults.iter().filter_map(|(.., minutes)| *minutes).sum();
        let alone_minutes: i64 = alone.iter().map(|one| one.minutes).sum();
        let known = self.individual.iter().any(|_| true)
            && self.covers(|first, last| {
                let (from, until) = span(year, period);
                first <= until && last >= from
            });
        let in_groups: BTreeSet<Uuid> = consults.iter().map(|(client, ..)| *client).collect();
        let seen: BTreeSet<Uuid> = alone.iter().map(|one| one.client).collect();
        let indirect = |word: Option<&str>| {
            let minutes = held.iter().flat_map(|one| &one.indirect);
            let minutes = minutes.filter(|(activity, _)| word.is_none_or(|word| activity == word));
            Some(minutes.map(|(_, minutes)| *minutes).sum::<i64>() as f64)
        };
        let firsts = self.firsts(&all, &here);
        let per_new = |minutes: i64| (!firsts.is_empty()).then(|| minutes as f64 / firsts.len() as f64);
        match counter {
            Counter::Sessions => {
                Some((held.iter().filter(|one| !one.present.is_empty()).count() + imported.len()) as f64)
            }
            Counter::GroupConsults => Some(consults.len() as f64),
            Counter::ConsultUnits => Some(consults.iter().filter_map(|(.., minutes)| minutes.map(units)).sum()),
            Counter::ConsultsWithoutTime => {
                Some(consults.iter().filter(|(.., minutes)| minutes.is_none()).count() as f64)
            }
            Counter::DirectMinutes => {
                let own = held.iter().filter(|one| !one.present.is_empty()).filter_map(|one| one.minutes);
                Some(own.chain(imported.values().copied()).map(units).sum::<f64>() * 15.0)
            }
            Counter::IndirectMinutes => indirect(None),
            Counter::IndirectPlanning => indirect(Some("planning")),
            Counter::IndirectRecruitment => indirect(Some("recruitment")),
            Counter::IndirectWaitingList => indirect(Some("waiting_list")),
            Counter::IndirectTalkBefore => indirect(Some("talk_before")),
            Counter::IndirectTalkAfter => indirect(Some("talk_after")),
            Counter::IndirectRecordKeeping => indirect(Some("record_keeping")),
            Counter::IndirectOther => indirect(Some("other")),
            Counter::Clients => Some(in_groups.len() as f64),
            Counter::ClientsInCare => known.then(|| in_groups.union(&seen).count() as f64),
            Counter::GroupMinutes => Some(group_minutes as f64),
            Counter::IndividualMinutes => known.then_some(alone_minutes as f64),
            Counter::GroupShare => {
                let all = group_minutes + alone_minutes;
                (known && all > 0).then(|| group_minutes as f64 / all as f64 * 100.0)
            }
            Counter::NewClients => known.then_some(firsts.len() as f64),
            Counter::MinutesBefore => per_new(self.around(&firsts, -91, -1)),
            Counter::MinutesAfter => per_new(self.around(&firsts, 0, 90)),
        }
    }

    fn covers(&self, holds: impl Fn(Date, Date) -> bool) -> bool {
        let days = || self.individual.iter().map(|one| one.day);
        days().min().zip(days().max()).is_some_and(|(first, last)| holds(first, last))
    }

    /// Clients whose very first consult was here, with contacts known on both sides.
    fn firsts(
        &self,
        consults: &[(Uuid, Date, i16, Option<i64>)],
        here: &impl Fn(Date, i16) -> bool,
    ) -> Vec<(Uuid, Date)> {
        let mut first: BTreeMap<Uuid, (Date, i16)> = BTreeMap::new();
        for (client, day, setting, _) in consults {
            let found = (*day, (*setting).min(4));
            let known = first.entry(*client).or_insert(found);
            *known = (*known).min(found);
        }
        let whole = |day: Date| {
            self.covers(|from, until| {
                day.checked_sub(91.days()).unwrap() >= from && day.checked_add(90.days()).unwrap() <= until
            })
        };
        let new = first.into_iter().filter(|(_, (day, setting))| here(*day, *setting) && whole(*day));
        new.map(|(client, (day, _))| (client, day)).collect()
    }

    fn around(&self, firsts: &[(Uuid, Date)], from: i64, until: i64) -> i64 {
        let mut minutes = 0;
        for (client, day) in firsts {
            let (from, until) = (day.checked_add(from.days()).unwrap(), day.checked_add(until.days()).unwrap());
            let of = self.individual.iter().filter(|one| one.client == *client && one.day >= from && one.day <= until);
            minutes += of.map(|one| one.minutes).sum::<i64>();
        }
        minutes
    }
}

/// First and last day of a period.
fn span(year: i16, period: Period) -> (Date, Date) {
    match period {
        Period::First => (date(year, 1, 1), date(year, 3, 31)),
        Period::Second => (date(year, 4, 1), date(year, 6, 30)),
        Period::Third => (date(year, 7, 1), date(year, 9, 30)),
        Period::Fourth => (date(year, 10, 1), date(year, 12, 31)),
        Period::Year => (date(year, 1, 1), date(year, 12, 31)),
    }
}

async fn counted(app: &TestApp, practice: &Practice, year: i16) -> Grid {
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    count_year(&tenant, year_span(year).unwrap()).await.unwrap().grid
}

async fn with_past() -> (TestApp, Practice) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (organisation, account) = (practice.id.uuid(), practice.account("anna").uuid());
    let random = Xoshiro256PlusPlus::seed_from_u64(8);
    Past { random, organisation, account }.write(&app, &practice).await;
    (app, practice)
}

/// Compares every cell of a year; gives how many are more than nothing.
fn compare(raw: &Raw, grid: &Grid, year: i16) -> usize {
    let mut told = 0;
    for counter in Counter::ALL.iter().copied() {
        for period in Period::ALL.iter().copied() {
            for class in Class::ALL.iter().copied() {
                let found = grid.at(period, class).value(counter);
                let wanted = raw.count((year, period, class), counter);
                let alike = match (found, wanted) {
                    (Some(found), Some(wanted)) => (found - wanted).abs() < 1e-9,
                    (found, wanted) => found.is_none() && wanted.is_none(),
                };
                assert!(alike, "{counter:?} {year} {period:?} {class:?}: {found:?}, slowly {wanted:?}");
                told += usize::from(found.is_some_and(|value| value > 0.0));
            }
        }
    }
    told
}

#[tokio::test]
async fn every_figure_is_the_one_counted_row_by_row() {
    let (app, practice) = with_past().await;
    let raw = Raw::read(&app, practice.id.uuid()).await;
    assert!(raw.sessions.iter().any(|one| !one.closed) && raw.sessions.iter().any(|one| one.present.is_empty()));
    assert!(raw.imported().count() < raw.of_groups.len(), "some days are Peil's own");
    for (year, least) in [(2024, 250), (2025, 300), (2026, 300), (2027, 0)] {
        let told = compare(&raw, &counted(&app, &practice, year).await, year);
        assert!(told >= least, "{year}: only {told} figures are more than nothing");
    }
    let changed = raw.sessions.iter().filter(|one| one.day.year() == 2025).map(|one| (one.group, one.setting));
    let settings: BTreeMap<Uuid, BTreeSet<i16>> = changed.fold(BTreeMap::new(), |mut all, (group, setting)| {
        all.entry(group).or_default().insert(setting);
        all
    });
    assert!(settings.values().any(|settings| settings.len() == 2), "a group changed its setting within the year");
}

#[tokio::test]
async fn first_consults_are_counted_where_both_sides_are_known() {
    let (app, practice) = with_past().await;
    // Whoever came in 2024 already is new to no year after it; these come first in May 2025.
    for nth in 0..6_i16 {
        let id = practice.id.uuid();
        let client = Uuid::now_v7();
        let add = "INSERT INTO clients (organisation_id, client_id, started_on, created_at)
                   VALUES ($1, $2, '2025-01-01', now())";
        app.owner.execute(add, &[&id, &client]).await.unwrap();
        let first = date(2025, 5, 10);
        for (which, days) in [-92_i64, -91, -1, 0, 90, 91].into_iter().enumerate() {
            let add = "INSERT INTO individual_contacts
                       SELECT $1, $2, $3, $4, 30, 2, import_id FROM imports WHERE organisation_id = $1 LIMIT 1";
            let hash = format!("n{nth:031}{which:032}");
            let day = first.checked_add(days.days()).unwrap();
            app.owner.execute(add, &[&id, &hash, &client, &day]).await.unwrap();
        }
        let add = "INSERT INTO group_contacts
                   SELECT $1, $2, $3, 'Elders', NULL, $4, 90, 3, import_id FROM imports WHERE organisation_id = $1 LIMIT 1";
        app.owner.execute(add, &[&id, &format!("n{nth:063}"), &client, &first]).await.unwrap();
    }
    let raw = Raw::read(&app, practice.id.uuid()).await;
    let grid = counted(&app, &practice, 2025).await;
    compare(&raw, &grid, 2025);
    let found = grid.at(Period::Second, Class::Three);
    assert!(found.new_clients >= 6);
    let value = |counter| found.value(counter).unwrap();
    if found.new_clients == 6 {
        assert_eq!((value(Counter::MinutesBefore), value(Counter::MinutesAfter)), (60.0, 60.0));
    }
}

#[tokio::test]
async fn the_quarter_is_that_of_the_organisations_own_clock() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    // Half past midnight in Amsterdam on the first of April; in Greenwich it is still March.
    app.clock.set("2026-03-31T22:30:00Z".parse().unwrap());
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let _eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    app.clock.pass(jiff::SignedDuration::from_mins(53));
    let none = counted(&app, &practice, 2026).await;
    assert!(none.is_empty(), "an open session does not count");
    anna.close_session(&tonight).await;
    let grid = counted(&app, &practice, 2026).await;
    assert_eq!(grid.at(Period::First, Class::All).consults, 0);
    let april = grid.at(Period::Second, Class::Two);
    assert_eq!((april.sessions, april.consults, april.clients), (1, 1, 1));
    assert_eq!((april.session_units, april.group_minutes), (4, 53), "53 minutes are four units");
}

#[tokio::test]
async fn files_hide_few_clients_and_what_would_betray_them() {
    let (app, practice) = with_past().await;
    let raw = Raw::read(&app, practice.id.uuid()).await;
    let marieke = app.login(practice.marieke()).await;
    let reply = marieke.get("/organisation/counters.csv?year=2025").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8"));
    let text = reply.text();
    let grid = counted(&app, &practice, 2025).await;
    let rows = departing(&grid);
    assert_eq!(text.lines().count(), 1 + rows.len());
    assert_eq!(rows.len(), Counter::ALL.len() * 25);
    for (line, row) in text.lines().skip(1).zip(&rows) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[..5], ["counters 1", "2025", row.period.word(), row.class.word(), row.counter.word()]);
        assert_eq!(cells[6], row.written());
        let slowly = raw.count((2025, row.period, row.class), row.counter);
        if matches!(row.counter, Counter::Clients | Counter::ClientsInCare | Counter::NewClients) {
            let few = slowly.is_some_and(|value| (1.0..5.0).contains(&value));
            assert!(!few || cells[6] == "<5", "{line}: {slowly:?}");
        }
        if let Ok(told) = cells[6].parse::<f64>() {
            let digits = if told.fract() == 0.0 { 0.51 } else { 0.051 };
            assert!((told - slowly.unwrap()).abs() < digits, "{line}");
        }
    }
    assert!(text.contains(",<5\r\n") && text.contains(",x\r\n"), "the past of this test has few clients somewhere");
}

#[tokio::test]
async fn a_baseline_is_entered_seen_and_taken_back_and_each_is_in_the_audit() {
    let (app, practice) = with_past().await;
    app.clock.set("2026-10-05T10:00:00Z".parse().unwrap());
    let wim = app.login(practice.wim()).await;
    let page = wim.page("/organisation/counters?year=2026").await;
    let counted_baseline = counted(&app, &practice, 2025).await.at(Period::Year, Class::All).consults;
    let numbers = counted_baseline.to_string();
    assert!(page.contains("2025 (geteld)"), "2025 was counted by Peil itself");
    assert!(counted_baseline > 100 && page.contains(&numbers), "{numbers}");
    let key = [("counter", "group_consults"), ("setting", "all"), ("year", "2026")];
    for (period, value) in [("year", "1000"), ("q1", "100"), ("q2", "100"), ("q3", "100")] {
        let fields = [key[0], key[1], key[2], ("period", period), ("value", value)];
        let reply = wim.post("/organisation/counters/baseline", &fields).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(!reply.header("location").contains("not_saved"));
    }
    let page = wim.page("/organisation/counters?year=2026").await;
    assert!(page.contains("2025 (ingevuld)") && page.contains("Wim de Tester"), "the newest stands");
    let raw = Raw::read(&app, practice.id.uuid()).await;
    let quarters = [Period::First, Period::Second, Period::Third];
    let value: f64 = quarters.iter().filter_map(|q| raw.count((2026, *q, Class::All), Counter::GroupConsults)).sum();
    let change = format!("{:.1}", (value / 300.0 * 100.0 - 100.0).abs()).replace('.', ",");
    assert!(page.contains(&format!("tot en met kwartaal 3 {change} %")), "{change}");
    for (kind, starts) in [("svg", "<svg"), ("png", "\u{fffd}PNG"), ("pdf", "%PDF")] {
        let reply = wim.get(&format!("/organisation/counters/chart.{kind}?year=2026")).await;
        assert!(reply.status == 200 && reply.text().starts_with(starts), "{kind}");
    }
    let sheet = wim.get("/organisation/counters.pdf?year=2026").await;
    assert!(sheet.status == 200 && sheet.text().starts_with("%PDF"));
    for (value, location) in [("1.000,5", "not_saved=value"), ("-4", "not_saved=value")] {
        let fields = [key[0], key[1], key[2], ("period", "year"), ("value", value)];
        let reply = wim.post("/organisation/counters/baseline", &fields).await;
        assert!(reply.header("location").contains(location), "{value}: {}", reply.header("location"));
    }
    let fields = [key[0], key[1], key[2], ("period", "year")];
    assert_eq!(wim.post("/organisation/counters/baseline/remove", &fields).await.status, 303);
    assert_eq!(app.count("baseline_figures").await, 3);
    for (action, times) in [("enter-baseline-figure", 4), ("remove-baseline-figure", 1)] {
        assert_eq!(app.count(&format!("audit WHERE action = '{action}'")).await, times, "{action}");
    }
    assert!(app.count("audit WHERE action = 'download-counters'").await >= 4);
    let marieke = app.login(practice.marieke()).await;
    let refused = marieke.post("/organisation/counters/baseline", &fields).await;
    assert_eq!(refused.status, 403, "a team lead reads and enters nothing");
    assert!(!marieke.page("/organisation/counters?year=2026").await.contains("name=\"value\""));
    let anna = app.login(practice.anna()).await;
    assert_eq!(anna.get("/organisation/counters").await.status, 403);
}

#[tokio::test]
async fn the_command_tells_what_the_page_tells() {
    let (app, practice) = with_past().await;
    let grid = counted(&app, &practice, 2025).await;
    let name = "Praktijk noord";
    let asked = |format: &'static str| ["counters", "--organisation", name, "--year", "2025", "--format", format];
    let text = peil(&app.database, &asked("text"), &[]).await;
    let said = String::from_utf8(text.stdout).unwrap();
    assert!(text.status.success(), "{}", String::from_utf8_lossy(&text.stderr));
    let consults = grid.at(Period::Year, Class::All).consults;
    let line = said.lines().find(|line| line.starts_with("group_consults")).unwrap();
    assert!(said.contains("counters 1"));
    let all = said.split("\nall\n").nth(1).unwrap().lines().find(|line| line.starts_with("group_consults")).unwrap();
    assert_eq!(all.split_whitespace().last(), Some(consults.to_string().as_str()), "{line}");
    let csv = peil(&app.database, &asked("csv"), &[]).await;
    let marieke = app.login(practice.marieke()).await;
    assert_eq!(
        String::from_utf8(csv.stdout).unwrap(),
        marieke.get("/organisation/counters.csv?year=2025").await.text()
    );
    let json = peil(&app.database, &asked("json"), &[]).await;
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["definitions"], &json["year"]), (&"counters 1".into(), &2025.into()));
    assert_eq!(json["figures"].as_array().unwrap().len(), Counter::ALL.len() * 25);
    let unknown = peil(&app.database, &["counters", "--organisation", "Elders", "--year", "2025"], &[]).await;
    assert_eq!(unknown.status.code(), Some(2));
    let _ = app.clock.now();
}

#[tokio::test]
async fn an_empty_organisation_is_told_what_to_do() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let marieke = app.login(practice.marieke()).await;
    let page = marieke.page("/organisation/counters?year=abc&setting=x&measure=sessions").await;
    assert!(page.contains("In dit jaar is nog niets geteld") && page.contains("Vraag uw beheerder"));
    assert!(page.contains("peil import-records"));
    assert_eq!(marieke.get("/organisation/counters/chart.svg").await.status, 409, "no picture without a baseline");
}
