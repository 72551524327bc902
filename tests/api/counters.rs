//! Policy counters: every figure counted a second time from the raw rows, row by row, and the page, files and command around
//! them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date, civil::date};
use peil_service::{
    clock::Clock,
    counters::{Circle, Class, Counter, Grid, Period, count_year, told, year_span},
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
        // Two of the groups have a schedule; of the others nothing was planned.
        for (group, minutes) in [(groups[0].0, 90_i16), (groups[2].0, 45)] {
            let add = "INSERT INTO group_schedules VALUES ($1, $2, 2, '19:30', $3, 1, now())";
            app.owner.execute(add, &[&self.organisation, &group, &minutes]).await.unwrap();
        }
        let clients: Vec<Uuid> = (0..60).map(|_| Uuid::now_v7()).collect();
        for (place, client) in clients.iter().enumerate() {
            let add = "INSERT INTO clients (organisation_id, client_id, started_on, created_at)
                       VALUES ($1, $2, '2024-01-01', now())";
            app.owner.execute(add, &[&self.organisation, client]).await.unwrap();
            if place % 4 != 0 {
                link(app, self.organisation, *client).await;
            }
        }
        for (at, (group, _)) in groups.iter().enumerate() {
            let members = self.members(app, *group, &clients, at).await;
            self.sessions(app, *group, &members, at).await;
        }
        self.contacts(app, &clients, (groups[2].0, groups[1].0)).await;
        // Contacts of setting 3 are not whole for three weeks of July 2025.
        for setting in 1..=8_i16 {
            let days = match setting {
                3 => "{[2024-09-01,2025-07-10),[2025-08-01,2026-11-10)}",
                _ => "{[2024-09-01,2026-11-10)}",
            };
            let add = format!("INSERT INTO record_coverage VALUES ($1, 'individual_contacts', $2, '{days}')");
            app.owner.execute(&add, &[&self.organisation, &setting]).await.unwrap();
        }
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
        let by_closing = ended.is_some() && self.random.random_bool(0.2);
        // One session of a group may be open: its last.
        let open = day >= date(2026, 12, 20);
        let closed = (!open).then(|| at.checked_add(5.hours()).unwrap());
        let add = "INSERT INTO sessions (organisation_id, session_id, group_id, number, held_on, opened_at, closed_at,
                                         began_at, ended_at, ended_by_closing)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        if open {
            let before = "UPDATE sessions SET closed_at = opened_at WHERE group_id = $1 AND closed_at IS NULL";
            app.owner.execute(before, &[&group]).await.unwrap();
        }
        app.owner
            .execute(add, &[&self.organisation, &id, &group, &number, &day, &at, &closed, &began, &ended, &by_closing])
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

    /// Contacts alone from the autumn of 2024 on, and group contacts: of groups that Peil does not have, and of two that it
    /// does, linked by then or known by their name only, on days with and without a session of Peil.
    async fn contacts(&mut self, app: &TestApp, clients: &[Uuid], (group, renamed): (Uuid, Uuid)) {
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
            let (name, group) = match (known, self.random.random_range(0..4_u8)) {
                (true, 0) => ("G2".to_owned(), Some(group)),
                (true, 1) => ("Oude naam".to_owned(), Some(renamed)),
                (true, 2) => ("g2".to_owned(), None),
                (true, _) => (" G2 ".to_owned(), None),
                (false, at) => (format!("{} {}", if at == 0 { "elders " } else { "Elders" }, nth % 12), None),
            };
            // Now and then the record system has a second row of the same hour, of somebody else, or of another client there.
            for twice in 0..=u8::from(nth % 5 == 0) {
                let hash = format!("g{twice}{nth:062}");
                let (client, minutes) = match (twice, nth % 10) {
                    (1, 0) => (clients[self.random.random_range(0..clients.len())], minutes),
                    (1, _) => (client, minutes + 5),
                    _ => (client, minutes),
                };
                let values: [&(dyn tokio_postgres::types::ToSql + Sync); 9] =
                    [&self.organisation, &hash, &client, &name, &group, &day, &minutes, &setting, &import];
                app.owner.execute(add, &values).await.unwrap();
            }
        }
    }
}

/// Notes by which number the record system knows a client.
async fn link(app: &TestApp, organisation: Uuid, client: Uuid) {
    let add = "INSERT INTO client_keys VALUES ($1, $2, $3, now())";
    app.owner.execute(add, &[&organisation, &format!("{:064x}", client.as_u128()), &client]).await.unwrap();
}

struct RawSession {
    group: Uuid,
    day: Date,
    setting: i16,
    closed: bool,
    /// To the end that somebody wrote down.
    written: Option<i64>,
    planned: Option<i64>,
    present: Vec<Uuid>,
    indirect: Vec<(String, i64)>,
}

struct RawContact {
    client: Uuid,
    day: Date,
    minutes: i64,
    setting: i16,
    /// The group's name, and the group of Peil that it is.
    group: Option<(String, Option<Uuid>)>,
}

/// A client at a group.
#[derive(Clone)]
struct Consult {
    client: Uuid,
    day: Date,
    setting: i16,
    minutes: Option<i64>,
    as_planned: bool,
}

/// A group on a day of which only the record system knows.
struct ImportedSession {
    day: Date,
    setting: i16,
    minutes: i64,
    consults: Vec<Consult>,
}

impl RawSession {
    fn counts(&self) -> bool {
        self.closed
    }

    fn minutes(&self) -> Option<i64> {
        self.written.or(self.planned)
    }
}

/// The most frequent, the lowest of as many.
fn most(settings: impl Iterator<Item = i16>) -> i16 {
    let mut times: BTreeMap<i16, i16> = BTreeMap::new();
    for setting in settings {
        *times.entry(setting.min(4)).or_default() += 1;
    }
    times.into_iter().max_by_key(|(setting, times)| (*times, -setting)).unwrap().0
}

/// The rows as they are, each table by itself.
struct Raw {
    sessions: Vec<RawSession>,
    individual: Vec<RawContact>,
    of_groups: Vec<RawContact>,
    /// Groups by name.
    groups: BTreeMap<Uuid, String>,
    linked: BTreeSet<Uuid>,
    /// Days of which every individual contact was imported, by setting.
    covered: BTreeMap<i16, BTreeSet<Date>>,
    /// Groups on days of which only the record system knows.
    imported: Vec<ImportedSession>,
    /// Every consult.
    consults: Vec<Consult>,
}

impl Raw {
    async fn read(app: &TestApp, organisation: Uuid) -> Self {
        let mut sessions: BTreeMap<Uuid, RawSession> = BTreeMap::new();
        let all =
            "SELECT session_id, group_id, held_on, setting, closed_at IS NOT NULL, began_at, ended_at, ended_by_closing,
                    planned_minutes FROM sessions
                   WHERE organisation_id = $1 AND number IS NOT NULL";
        for row in app.owner.query(all, &[&organisation]).await.unwrap() {
            let (began, ended): (Option<Timestamp>, Option<Timestamp>) = (row.get(5), row.get(6));
            let written = began.zip(ended).filter(|_| !row.get::<_, bool>(7));
            let written = written.map(|(began, ended)| ended.duration_since(began).as_mins());
            let planned = row.get::<_, Option<i16>>(8).map(i64::from);
            let (group, day, setting, closed) = (row.get(1), row.get(2), row.get(3), row.get(4));
            let session =
                RawSession { group, day, setting, closed, written, planned, present: Vec::new(), indirect: Vec::new() };
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
        let groups = "SELECT group_id, name FROM groups WHERE organisation_id = $1";
        let groups = app.owner.query(groups, &[&organisation]).await.unwrap();
        let linked = "SELECT client_id FROM client_keys WHERE organisation_id = $1";
        let linked = app.owner.query(linked, &[&organisation]).await.unwrap();
        let covered = "SELECT r.setting, d.day::date
                       FROM record_coverage r, generate_series(date '2024-01-01', '2027-12-31', interval '1 day') AS d (day)
                       WHERE r.organisation_id = $1 AND r.kind = 'individual_contacts' AND d.day::date <@ r.days";
        let mut days: BTreeMap<i16, BTreeSet<Date>> = BTreeMap::new();
        for row in app.owner.query(covered, &[&organisation]).await.unwrap() {
            days.entry(row.get(0)).or_default().insert(row.get(1));
        }
        let mut raw = Self {
            imported: Vec::new(),
            consults: Vec::new(),
            groups: groups.iter().map(|row| (row.get(0), row.get(1))).collect(),
            linked: linked.iter().map(|row| row.get(0)).collect(),
            covered: days,
            sessions: sessions.into_values().collect(),
            individual: alone.iter().map(|row| contact(row, None)).collect(),
            of_groups: of_groups.iter().map(|row| contact(row, Some((row.get(4), row.get(5))))).collect(),
        };
        raw.imported = raw.sessions_of_imports();
        raw.consults = raw.every_consult();
        raw
    }

    /// Which group an imported row is of: Peil's, when it was linked or has the same name but for capitals and spaces.
    fn group_of(&self, contact: &RawContact) -> (Option<Uuid>, String) {
        let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (name, linked) = contact.group.as_ref().unwrap();
        let named = || self.groups.iter().find(|(_, known)| plain(known) == plain(name)).map(|(id, _)| *id);
        let group = linked.or_else(named);
        (group, group.map_or_else(|| plain(name), |id| id.to_string()))
    }

    /// Groups on days of which only the record system knows: nobody was present at a session of that group in Peil.
    fn sessions_of_imports(&self) -> Vec<ImportedSession> {
        let held = |group: Option<Uuid>, day: Date| {
            let own = |one: &&RawSession| Some(one.group) == group && one.day == day;
            self.sessions.iter().filter(own).any(|one| one.counts() && !one.present.is_empty())
        };
        let mut sessions: BTreeMap<(String, Date), BTreeMap<Uuid, Vec<&RawContact>>> = BTreeMap::new();
        for contact in &self.of_groups {
            let (group, key) = self.group_of(contact);
            if !held(group, contact.day) {
                sessions.entry((key, contact.day)).or_default().entry(contact.client).or_default().push(contact);
            }
        }
        let consult = |day: Date, (client, rows): (Uuid, Vec<&RawContact>)| Consult {
            client,
            day,
            setting: most(rows.iter().map(|row| row.setting)),
            minutes: rows.iter().map(|row| row.minutes).max(),
            as_planned: false,
        };
        let session = |((_, day), clients): ((String, Date), BTreeMap<Uuid, Vec<&RawContact>>)| {
            let consults: Vec<Consult> = clients.into_iter().map(|of| consult(day, of)).collect();
            let setting = most(consults.iter().map(|one| one.setting));
            let minutes = consults.iter().filter_map(|one| one.minutes).max().unwrap();
            ImportedSession { day, setting, minutes, consults }
        };
        sessions.into_iter().map(session).collect()
    }

    /// How many groups met.
    fn groups_met(&self, (year, period, class): (i16, Period, Class)) -> usize {
        let (from, until) = span(year, period);
        let here = |day: Date, setting: i16| {
            let in_class = class.number().is_none_or(|number| setting.min(4) == number);
            day >= from && day <= until && in_class
        };
        let own = self.sessions.iter().filter(|one| one.counts() && !one.present.is_empty());
        let own = own.filter(|one| here(one.day, one.setting)).map(|one| one.group.to_string());
        let held: BTreeSet<(String, Date)> = self
            .sessions
            .iter()
            .filter(|one| one.counts() && !one.present.is_empty())
            .map(|one| (one.group.to_string(), one.day))
            .collect();
        let of_rows = self.of_groups.iter().filter(|row| here(row.day, row.setting));
        let imported = of_rows.map(|row| (self.group_of(row).1, row.day)).filter(|met| !held.contains(met));
        own.chain(imported.map(|(group, _)| group)).collect::<BTreeSet<_>>().len()
    }

    /// Every consult.
    fn every_consult(&self) -> Vec<Consult> {
        let mut consults = Vec::new();
        for session in self.sessions.iter().filter(|session| session.counts()) {
            consults.extend(session.present.iter().map(|client| Consult {
                client: *client,
                day: session.day,
                setting: session.setting,
                minutes: session.minutes(),
                as_planned: session.written.is_none() && session.planned.is_some(),
            }));
        }
        consults.extend(self.imported.iter().flat_map(|session| session.consults.iter().cloned()));
        consults
    }

    /// Whether every contact of these settings was imported, of each day.
    fn covers(&self, settings: &[i16], (from, until): (Date, Date)) -> bool {
        let held = |day: Date| settings.iter().all(|of| self.covered.get(of).is_some_and(|days| days.contains(&day)));
        from.series(1.day()).take_while(|day| *day <= until).all(held)
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
        let all = &self.consults;
        let consults: Vec<_> = all.iter().filter(|one| here(one.day, one.setting)).collect();
        let alone: Vec<_> = self.individual.iter().filter(|one| here(one.day, one.setting)).collect();
        let held: Vec<_> = self.sessions.iter().filter(|one| one.counts() && here(one.day, one.setting)).collect();
        let imported: Vec<i64> =
            self.imported.iter().filter(|one| here(one.day, one.setting)).map(|one| one.minutes).collect();
        let group_minutes: i64 = consults.iter().filter_map(|one| one.minutes).sum();
        let alone_minutes: i64 = alone.iter().map(|one| one.minutes).sum();
        let (settings, all_settings): (Vec<i16>, Vec<i16>) = match class {
            Class::One => (vec![1], (1..=8).collect()),
            Class::Two => (vec![2], (1..=8).collect()),
            Class::Three => (vec![3], (1..=8).collect()),
            Class::Others => ((4..=8).collect(), (1..=8).collect()),
            Class::All => ((1..=8).collect(), (1..=8).collect()),
        };
        let (from, until) = span(year, period);
        let known = self.covers(&settings, (from, until));
        let around = (from.checked_sub(13.weeks()).unwrap(), until.checked_add(90.days()).unwrap());
        let of_groups = all.iter().map(|one| one.day).min().is_some_and(|first| first <= around.0);
        let around_known = of_groups && self.covers(&all_settings, (around.0, around.1));
        let untimed = consults.iter().filter(|one| one.minutes.is_none()).count();
        let timed = consults.is_empty() || untimed as f64 / consults.len() as f64 <= 0.05;
        let in_groups: BTreeSet<Uuid> = consults.iter().map(|one| one.client).collect();
        let seen: BTreeSet<Uuid> = alone.iter().map(|one| one.client).collect();
        let indirect = |word: Option<&str>| {
            let minutes = held.iter().flat_map(|one| &one.indirect);
            let minutes = minutes.filter(|(activity, _)| word.is_none_or(|word| activity == word));
            Some(minutes.map(|(_, minutes)| *minutes).sum::<i64>() as f64)
        };
        let (firsts, unlinked): (Vec<_>, Vec<_>) =
            firsts(all, &here).into_iter().partition(|(client, _)| self.linked.contains(client));
        let per_new = |minutes: i64| (around_known && !firsts.is_empty()).then(|| minutes as f64 / firsts.len() as f64);
        match counter {
            Counter::Sessions => {
                Some((held.iter().filter(|one| !one.present.is_empty()).count() + imported.len()) as f64)
            }
            Counter::GroupConsults => Some(consults.len() as f64),
            Counter::ConsultUnits => Some(consults.iter().filter_map(|one| one.minutes.map(units)).sum()),
            Counter::ConsultsAsPlanned => Some(consults.iter().filter(|one| one.as_planned).count() as f64),
            Counter::ConsultsWithoutTime => Some(untimed as f64),
            Counter::DirectMinutes => {
                let own = held.iter().filter(|one| !one.present.is_empty()).filter_map(|one| one.minutes());
                Some(own.chain(imported.iter().copied()).map(units).sum::<f64>() * 15.0)
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
                (known && timed && all > 0).then(|| group_minutes as f64 / all as f64 * 100.0)
            }
            Counter::NewClients => around_known.then_some(firsts.len() as f64),
            Counter::NewClientsLeftOut => around_known.then_some(unlinked.len() as f64),
            Counter::MinutesBefore => per_new(self.around(&firsts, -91, -1)),
            Counter::MinutesAfter => per_new(self.around(&firsts, 0, 90)),
        }
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

/// Clients whose first known consult was here.
fn firsts(consults: &[Consult], here: &impl Fn(Date, i16) -> bool) -> Vec<(Uuid, Date)> {
    let mut first: BTreeMap<Uuid, (Date, i16)> = BTreeMap::new();
    for one in consults {
        let found = (one.day, one.setting.min(4));
        let known = first.entry(one.client).or_insert(found);
        *known = (*known).min(found);
    }
    let new = first.into_iter().filter(|(_, (day, setting))| here(*day, *setting));
    new.map(|(client, (day, _))| (client, day)).collect()
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
    let consults: usize = raw.imported.iter().map(|one| one.consults.len()).sum();
    assert!(consults < raw.of_groups.len(), "some days are Peil's own");
    assert!(raw.sessions.iter().any(|one| one.written.is_none() && one.planned.is_some()), "an end nobody wrote down");
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

/// What version 1 makes of this past. Another number here is another version of the definitions.
#[tokio::test]
async fn a_version_makes_the_figures_that_it_made() {
    let (app, practice) = with_past().await;
    let grid = counted(&app, &practice, 2025).await;
    let figures = |period, class| -> String {
        let of = grid.at(period, class);
        let said =
            Counter::ALL.iter().map(|counter| of.value(*counter).map_or("-".to_owned(), |value| format!("{value:.2}")));
        said.collect::<Vec<_>>().join(" ").replace(".00", "")
    };
    let year = "182 524 1654 77 88 10530 2999 355 482 374 290 442 588 468 60 - 24795 - - - - - -";
    assert_eq!(figures(Period::Year, Class::All), year);
    let quarter = "12 34 113 11 0 705 196 41 51 0 53 0 46 5 25 33 1786 525 77.28 0 0 - -";
    assert_eq!(figures(Period::First, Class::Two), quarter);
}

#[tokio::test]
async fn first_consults_are_counted_where_both_sides_are_known() {
    let (app, practice) = with_past().await;
    // Everybody else came to a group in 2024 or 2025; these seven come first in February 2026.
    for nth in 0..7_i16 {
        let id = practice.id.uuid();
        let client = Uuid::now_v7();
        let add = "INSERT INTO clients (organisation_id, client_id, started_on, created_at)
                   VALUES ($1, $2, '2025-01-01', now())";
        app.owner.execute(add, &[&id, &client]).await.unwrap();
        // Of one nobody knows the number: he is in no mean.
        if nth > 0 {
            link(&app, id, client).await;
        }
        let first = date(2026, 2, 10);
        for (which, days) in [-92_i64, -91, -1, 0, 90, 91].into_iter().enumerate() {
            let add = "INSERT INTO individual_contacts
                       SELECT $1, $2, $3, $4, 10 * ($5 + 1), 2, import_id FROM imports WHERE organisation_id = $1 LIMIT 1";
            let hash = format!("n{nth:031}{which:032}");
            let day = first.checked_add(days.days()).unwrap();
            app.owner.execute(add, &[&id, &hash, &client, &day, &i32::from(nth)]).await.unwrap();
        }
        let add = "INSERT INTO group_contacts
                   SELECT $1, $2, $3, 'Elders 1', NULL, $4, 90, 3, import_id FROM imports WHERE organisation_id = $1 LIMIT 1";
        app.owner.execute(add, &[&id, &format!("n{nth:063}"), &client, &first]).await.unwrap();
    }
    let raw = Raw::read(&app, practice.id.uuid()).await;
    let grid = counted(&app, &practice, 2026).await;
    compare(&raw, &grid, 2026);
    let found = grid.at(Period::First, Class::Three);
    assert_eq!((found.new_clients, found.left_out), (6, 1));
    // Two contacts of 20, 30, … 70 minutes each before, and two from the day on: 2 × 270 / 6.
    let value = |counter| found.value(counter).unwrap();
    assert_eq!((value(Counter::MinutesBefore), value(Counter::MinutesAfter)), (90.0, 90.0));
    assert!(
        grid.at(Period::Third, Class::All).value(Counter::NewClients).is_none(),
        "the weeks after are not imported"
    );
}

#[tokio::test]
async fn a_share_is_told_where_the_whole_period_was_imported_and_the_time_is_known() {
    let (app, practice) = with_past().await;
    let share = |grid: &Grid, period, class| grid.at(period, class).value(Counter::GroupShare);
    let grid = counted(&app, &practice, 2025).await;
    // Setting 2 has a schedule, so its times are known; setting 3 has three weeks of July that nobody imported.
    assert!(share(&grid, Period::Year, Class::Two).is_some() && share(&grid, Period::Third, Class::Two).is_some());
    assert!(share(&grid, Period::Second, Class::Three).is_some());
    assert_eq!((share(&grid, Period::Third, Class::Three), share(&grid, Period::Year, Class::Three)), (None, None));
    let one = grid.at(Period::Year, Class::One);
    assert!(one.contacts_known && one.consults_without_time * 20 > one.consults, "nothing was planned there");
    assert_eq!(share(&grid, Period::Year, Class::One), None);
    assert_eq!(
        share(&counted(&app, &practice, 2024).await, Period::Year, Class::Two),
        None,
        "contacts begin in September"
    );
}

#[tokio::test]
async fn the_quarter_is_that_of_the_organisations_own_clock() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    // Half past midnight in Amsterdam on the first of April; in Greenwich it is still March.
    app.clock.set("2026-03-31T22:30:00Z".parse().unwrap());
    let anna = app.login(practice.anna()).await;
    let plan = "INSERT INTO group_schedules VALUES ($1, $2, 3, '00:30', 90, 1, now())";
    app.owner.execute(plan, &[&practice.id.uuid(), &practice.group.uuid()]).await.unwrap();
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
    // It was closed after 53 minutes; that is no end, and 90 were planned.
    assert_eq!((april.session_units, april.group_minutes, april.consults_as_planned), (6, 90, 1));
    // An end that somebody writes down is one: 50 minutes are three units.
    let form = [("began", "00:30"), ("ended", "01:20"), ("mode", "in_person"), ("back", "")];
    let was = [("read_began", "00:30"), ("read_ended", "01:23"), ("read_mode", "in_person")];
    let fields: Vec<_> = form.into_iter().chain(was).collect();
    let path = format!("/groups/{}/sessions/{}/time", practice.group, tonight.session);
    let reply = anna.post(&path, &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let april = counted(&app, &practice, 2026).await.at(Period::Second, Class::Two);
    assert_eq!((april.session_units, april.group_minutes, april.consults_as_planned), (3, 50, 0));
}

#[tokio::test]
async fn files_hide_few_clients_and_what_would_betray_them() {
    let (app, practice) = with_past().await;
    app.clock.set("2026-02-01T10:00:00Z".parse().unwrap());
    let raw = Raw::read(&app, practice.id.uuid()).await;
    let marieke = app.login(practice.marieke()).await;
    let reply = marieke.get("/organisation/counters.csv?year=2025").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8"));
    let text = reply.text();
    let grid = counted(&app, &practice, 2025).await;
    let rows = told(&grid, Circle::Outside);
    assert_eq!(text.lines().count(), 1 + rows.len());
    assert_eq!(rows.len(), Counter::ALL.len() * 25);
    let (mut hidden, mut plain) = (BTreeMap::new(), 0);
    for (line, row) in text.lines().skip(1).zip(&rows) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[..5], ["counters 1", "2025", row.period.word(), row.class.word(), row.counter.word()]);
        assert_eq!(cells[6..], [row.written().as_str(), "2026-02-01", "yes", "0"]);
        let asked = (2025, row.period, row.class);
        let slowly = raw.count(asked, row.counter);
        let clients = raw.count(asked, Counter::Clients).unwrap();
        if (1.0..11.0).contains(&clients) || (1..10).contains(&raw.groups_met(asked)) {
            // All of it: consults and minutes too.
            let few = matches!(row.counter, Counter::Clients | Counter::ClientsInCare | Counter::NewClients);
            let says = slowly.map(|value| if few && (1.0..11.0).contains(&value) { "<11" } else { "x" });
            assert!(cells[6] == says.unwrap_or("x") || cells[6] == "x", "{line}: {clients} clients");
        }
        if let Ok(told) = cells[6].parse::<f64>() {
            let digits = if told.fract() == 0.0 { 0.51 } else { 0.051 };
            assert!((told - slowly.unwrap()).abs() < digits, "{line}");
            plain += usize::from(told > 0.0);
        }
        if row.counter == Counter::GroupConsults {
            hidden.insert((row.period, row.class), !cells[6].parse::<f64>().is_ok_and(|told| told >= 0.0));
        }
    }
    assert!(text.contains(",x,") && plain > 10, "{plain} figures are told");
    // No line of consults has exactly one cell that is hidden: the others would tell it.
    let in_line = |of: &dyn Fn(&(Period, Class)) -> bool| hidden.iter().filter(|(cell, is)| of(cell) && **is).count();
    assert!(Period::ALL.iter().all(|period| in_line(&|cell| cell.0 == *period) != 1));
    assert!(Class::ALL.iter().all(|class| in_line(&|cell| cell.1 == *class) != 1));
    for row in told(&grid, Circle::Inside) {
        let clients = raw.count((2025, row.period, row.class), Counter::Clients).unwrap();
        assert!(!(1.0..5.0).contains(&clients) || row.value.is_none(), "{row:?}");
    }
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
    let change = change.trim_end_matches(",0");
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
    // Each says which figure, from what to what, and nobody can change what it says.
    let said = "SELECT string_agg(coalesce(c.was, '-') || ' > ' || coalesce(c.became, '-'), '; ' ORDER BY c.changed_at, c.change_id)
                FROM audit a JOIN set_up_changes c ON c.organisation_id = a.organisation_id AND c.change_id = a.subject_id
                WHERE a.action LIKE '%-baseline-figure' AND c.changed_by IS NOT NULL";
    let said: String = app.owner.query_one(said, &[]).await.unwrap().get(0);
    assert_eq!(
        said.split("; ").collect::<BTreeSet<_>>(),
        [
            "- > group_consults 2025 year all: 1000",
            "- > group_consults 2025 q1 all: 100",
            "- > group_consults 2025 q2 all: 100",
            "- > group_consults 2025 q3 all: 100",
            "group_consults 2025 year all: 1000 > -",
        ]
        .into_iter()
        .collect()
    );
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
    // The command has the machine's own clock, so the day on which it counted is another.
    let figures =
        |text: String| text.lines().map(|line| line.split(',').take(7).collect::<String>()).collect::<Vec<_>>();
    let page = marieke.get("/organisation/counters.csv?year=2025").await.text();
    assert_eq!(figures(String::from_utf8(csv.stdout).unwrap()), figures(page));
    let json = peil(&app.database, &asked("json"), &[]).await;
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["definitions"], &json["year"]), (&"counters 1".into(), &2025.into()));
    assert_eq!(json["figures"].as_array().unwrap().len(), Counter::ALL.len() * 25);
    assert_eq!(json["individual_contacts_covered"].as_array().unwrap().len(), 3);
    assert!(json["counted_on"].is_string() && json["sessions_not_closed"] == 0);
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
    assert!(!page.contains("peil import-records"), "a team lead has no command line");
    let wim = app.login(practice.wim()).await;
    assert!(wim.page("/organisation/counters").await.contains("peil import-records"));
    assert_eq!(marieke.get("/organisation/counters/chart.svg").await.status, 409, "no picture without a baseline");
}

#[tokio::test]
async fn a_baseline_is_entered_and_taken_back_on_the_command_line() {
    let app = TestApp::spawn().await;
    app.organisation().await;
    let figure = |what: &[&'static str]| [&["admin", "baseline-figure"], what].concat();
    let name = ["--organisation", "Praktijk noord"];
    let set = figure(&["set", "group_consults", "1200", "--period", "q1", name[0], name[1]]);
    let output = peil(&app.database, &set, &[]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let wrong = peil(&app.database, &figure(&["set", "sessions", "3", name[0], name[1]]), &[]).await;
    assert!(!wrong.status.success());
    let wrong = peil(&app.database, &figure(&["set", "clients", "1,5", name[0], name[1]]), &[]).await;
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("whole"), "{}", String::from_utf8_lossy(&wrong.stderr));
    let list = peil(&app.database, &figure(&["list", name[0], name[1]]), &[]).await;
    let said = String::from_utf8(list.stdout).unwrap();
    assert!(said.starts_with("group_consults  q1  all  1200  command line"), "{said}");
    let remove = figure(&["remove", "group_consults", "--period", "q1", name[0], name[1]]);
    assert!(peil(&app.database, &remove, &[]).await.status.success());
    assert!(!peil(&app.database, &remove, &[]).await.status.success(), "there is none any more");
    assert_eq!(app.count("set_up_changes WHERE field = 'baseline_figure' AND changed_by IS NULL").await, 2);
    assert_eq!(app.count("audit WHERE action LIKE '%-baseline-figure' AND actor_kind = 'system'").await, 2);
}
