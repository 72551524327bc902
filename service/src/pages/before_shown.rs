//! From what is known before a session to its page: sentences, one member after another.

use jiff::{ToSpan, civil::Date};
use peil_questionnaires::{Library, form};

use super::{
    before::{LastRated, Read},
    entrance::form_language,
    group_chart::numerals,
    group_panel::{change_of, places},
    group_signals::Told,
    measure::short_label,
    views::{AbsenceForm, BeforePage, Layout, OpenSession, Person, Said, SignalView, StartSession, format},
};
use crate::{
    analyse::MemberReading,
    charts::Numerals,
    collect::{Difference, therapists_instrument},
    domain::{Attendance, StartDoubt},
    store::{AgreementRow, MembershipRow},
};

/// A planned end is near when it is at most so many days away.
const NEAR: i32 = 28;
/// The end of the group is near when at most so many sessions are left.
const FEW_SESSIONS: i16 = 4;
/// Own goals that are shown.
const GOALS: u8 = 3;

/// What the page is made from.
pub(super) struct Shown<'a, 'l> {
    pub(super) read: &'a Read,
    pub(super) library: &'a Library,
    pub(super) layout: &'a Layout<'l>,
}

impl<'l> Shown<'_, 'l> {
    pub(super) fn page(&self) -> BeforePage<'l> {
        let (read, group) = (self.read, &self.read.reading.group);
        let number = |number: i16| u32::try_from(number).unwrap_or(0);
        let open = read.open().map(|(_, session)| session);
        let newest = read.reading.sessions.last().map_or(0, |held| number(held.session.number));
        let goes_on = group.ended_on.is_none();
        let startable = read.leads && open.is_none() && goes_on && !read.reading.plan.is_empty();
        let mut signals = self.told().signals(self.layout);
        let mut people: Vec<Person> = read
            .reading
            .members
            .iter()
            .filter(|member| member.membership.is_active_on(read.today))
            .map(|member| self.person(member, &mut signals))
            .collect();
        people.iter_mut().for_each(|person| person.said.sort_by_key(|said| said.weight));
        let heaviest = |person: &Person| person.said.first().map_or(u8::MAX, |said| said.weight);
        people.sort_by(|one, other| (heaviest(one), &one.name).cmp(&(heaviest(other), &other.name)));
        BeforePage {
            group_id: group.id.to_string(),
            name: group.name.clone(),
            session: goes_on.then_some(newest + u32::from(open.is_none())),
            planned: group.planned_sessions.map(number),
            when: self.when(),
            open_session: open
                .map(|session| OpenSession { id: session.id.to_string(), number: number(session.number) }),
            start: startable.then(|| self.start(newest + 1)),
            measure: short_label(&read.scale, self.library, self.layout.language),
            people,
            others: signals.into_iter().map(|signal| Said::of(signal, self.layout)).collect(),
            signals_enabled: read.signals_enabled,
            last: self.last(),
            agreed: read.agreements.iter().map(|row| self.agreed(row)).collect(),
            ahead: self.ahead(),
            layout: self.layout.clone(),
        }
    }

    fn start(&self, number: u32) -> StartSession {
        let (read, group) = (self.read, &self.read.reading.group);
        let last = read.reading.sessions.last().map(|held| held.session.held_on);
        let doubt = StartDoubt::of(read.schedule, (group.started_on, last), read.today);
        StartSession::new(number, doubt, self.layout)
    }

    fn told(&self) -> Told<'_> {
        Told {
            reading: &self.read.reading,
            library: self.library,
            signals_enabled: self.read.signals_enabled,
            rates: &self.read.rates,
            opens_alerts: self.read.leads,
        }
    }

    fn when(&self) -> Option<String> {
        let schedule = self.read.schedule?;
        let next = self.read.next_on()?;
        let day = format::day(self.layout.texts, self.layout.language, next);
        Some(self.layout.t2("home-when", "day", day, "time", format::clock(schedule.begins_at())))
    }

    /// One member; the signals about him are taken from all.
    fn person(&self, member: &MemberReading, signals: &mut Vec<SignalView>) -> Person {
        let name = &member.membership.pseudonym;
        let (own, others) = std::mem::take(signals).into_iter().partition(|signal| signal.pseudonym == *name);
        *signals = others;
        let own: Vec<SignalView> = own;
        // The two that the verdict beside them compares; without one, the first and the last where there are two.
        let mut values = member.scores.iter().flatten();
        let seen = values.next().copied().zip(values.next_back().copied());
        let scores = member.verdict.as_ref().map(|verdict| (verdict.start, verdict.now)).ok().or(seen);
        let group = self.read.reading.group.id;
        Person {
            id: member.membership.id.to_string(),
            href: format!("/groups/{group}/members/{}?measure={}", member.membership.id, self.read.scale.word()),
            card_href: self.read.leads.then(|| {
                let (member, measure) = (member.membership.id, self.read.scale.word());
                format!("/groups/{group}/members/{member}/card?measure={measure}")
            }),
            name: name.clone(),
            is_new: self.read.last().is_some_and(|(_, last)| member.membership.joined_on > last.held_on),
            away: self.away(member),
            absence: self.absence(&member.membership),
            scores: scores.map(|(start, now)| (self.number(start), self.number(now))),
            change: change_of(&member.verdict, self.layout.language),
            said: own.into_iter().map(|signal| Said::of(signal, self.layout)).collect(),
            last_time: self.last_time(member),
            goals: self.goals(&member.membership),
        }
    }

    /// That somebody does not come to the session that is open, or said so of the next one.
    fn away(&self, member: &MemberReading) -> Option<String> {
        let (on, why) = match self.read.open() {
            Some((at, open)) => (open.held_on, member.attendance[at].filter(|seen| !seen.is_present())?),
            None => (self.read.next_on()?, self.read.announced.get(&member.membership.id)?.attendance()),
        };
        let why = self.layout.label("attendance", why.word());
        if on == self.read.today {
            return Some(self.layout.t1("before-away", "why", why));
        }
        let day = format::day(self.layout.texts, self.layout.language, on);
        Some(self.layout.t2("before-away-on", "day", day, "why", why))
    }

    /// Where it is said whether somebody comes next time; for those who lead.
    fn absence(&self, member: &MembershipRow) -> Option<AbsenceForm> {
        let on = self.read.next_on().filter(|_| self.read.leads)?;
        Some(AbsenceForm {
            href: format!("/groups/{}/members/{}/absence", member.group, member.id),
            on: on.to_string(),
            day: format::day(self.layout.texts, self.layout.language, on),
            is_said: self.read.announced.contains_key(&member.id),
        })
    }

    /// Absent, or there and silent, or nobody knows.
    fn last_time(&self, member: &MemberReading) -> Option<String> {
        let (at, _) = self.read.last()?;
        match (member.attendance[at], member.answered[at]) {
            (Some(why), _) if !why.is_present() => {
                Some(self.layout.t1("before-last-away", "why", self.layout.label("attendance", why.word())))
            }
            (Some(Attendance::Present), Some(false)) => Some(self.layout.t("before-last-silent")),
            // Nobody noted it, and a form was asked and did not come.
            (None, Some(false)) => Some(self.layout.t("before-last-unknown")),
            _ => None,
        }
    }

    fn goals(&self, member: &MembershipRow) -> Vec<String> {
        let Some(rows) = self.read.goals.get(&member.id) else { return Vec::new() };
        let of = |item: String| rows.iter().find(|row| row.item == item);
        let goal = |place: u8| {
            let words = of(format!("goal{place}"))?.written.clone()?;
            let near = of(format!("near{place}")).and_then(|row| row.near);
            Some(match near {
                Some(near) => self.layout.t2("before-goal-near", "goal", words, "near", self.number(near)),
                None => self.layout.t1("before-goal", "goal", words),
            })
        };
        (1..=GOALS).filter_map(goal).collect()
    }

    fn last(&self) -> Option<(String, Vec<String>)> {
        let (at, last) = self.read.last()?;
        let held = &self.read.reading.sessions[at];
        let number = u32::try_from(last.number).unwrap_or(0);
        let day = format::day(self.layout.texts, self.layout.language, last.held_on);
        let of = |count, key| self.layout.t2(key, "number", places(count), "total", places(held.expected));
        let mut said = vec![of(held.present, "before-came"), of(held.answered, "before-answered")];
        said.push(match &self.read.rated {
            Some(rated) => self.climate(rated),
            None => self.layout.t("before-climate-none"),
        });
        said.extend(self.differ());
        Some((self.layout.t2("last-when", "number", number, "day", day), said))
    }

    fn climate(&self, rated: &LastRated) -> String {
        let (mean, highest) = (self.number(rated.mean), self.number(rated.highest));
        let climate = self.layout.t2("before-climate", "mean", mean, "highest", highest);
        let Some((low, high)) = rated.usual else { return climate };
        let key = match rated.mean {
            mean if mean < low => "before-climate-lower",
            mean if mean > high => "before-climate-higher",
            _ => "before-climate-usual",
        };
        let usual = self.layout.t2(key, "low", self.whole(low), "high", self.whole(high));
        format!("{climate}, {usual}")
    }

    /// Where the therapists' own ratings lie furthest apart.
    fn differ(&self) -> Option<String> {
        let (compared, instrument) = (self.read.compared.as_ref()?, therapists_instrument(self.library)?);
        let between = |difference: &Difference| match difference {
            Difference::Therapists { item, points } => Some((item.clone(), *points)),
            Difference::Members { .. } => None,
        };
        let (line, points) = compared.differences().iter().find_map(between)?;
        let items = form(instrument, form_language(self.layout.language)).items;
        let line = items.into_iter().find(|item| item.id == line)?.text?;
        Some(self.layout.t2("eve-apart", "points", self.number(points), "line", line))
    }

    fn agreed(&self, row: &AgreementRow) -> String {
        let said = match &row.about {
            Some((_, name)) => format!("{name}: {}", row.said),
            None => row.said.clone(),
        };
        match row.number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => self.layout.t2("before-agreed-at", "said", said, "number", number),
            None => said,
        }
    }

    fn ahead(&self) -> Vec<String> {
        let (read, group) = (self.read, &self.read.reading.group);
        let newest = read.reading.sessions.last().map_or(0, |held| held.session.number);
        let left =
            group.planned_sessions.map(|planned| planned - newest).filter(|left| (0..=FEW_SESSIONS).contains(left));
        let mut said: Vec<String> = Vec::new();
        if let Some(left) = left.and_then(|left| u32::try_from(left).ok()).filter(|_| group.ended_on.is_none()) {
            said.push(self.layout.t1("before-sessions-left", "number", left));
        }
        let near = read.today.saturating_add(NEAR.days());
        let members = read.reading.members.iter().map(|member| &member.membership);
        for member in members.filter(|member| member.is_active_on(read.today)) {
            if let Some(day) = member.planned_end_on.filter(|day| *day <= near) {
                said.push(self.ends(member, day));
            }
        }
        let due = read.due.iter().map(|moment| {
            let key = format!("moment-due-{}", moment.kind.word().replace('_', "-"));
            self.layout.t1(&key, "name", &moment.member.pseudonym)
        });
        said.extend(due);
        said
    }

    fn ends(&self, member: &MembershipRow, day: Date) -> String {
        let key = if day < self.read.today { "before-ended" } else { "before-ends" };
        let day = format::day(self.layout.texts, self.layout.language, day);
        self.layout.t2(key, "name", &member.pseudonym, "day", day)
    }

    /// As the scale is written, one decimal at most.
    fn number(&self, value: f64) -> String {
        self.numerals().write(value, 1)
    }

    fn whole(&self, value: f64) -> String {
        format::decimal(self.layout.language, value, 0)
    }

    fn numerals(&self) -> Numerals {
        numerals(self.layout.language)
    }
}
