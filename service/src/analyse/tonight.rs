//! The groups of one reader in the order in which they ask for attention: today's first, then this week's, then the others.
//!
//! Three statements, however many groups there are. Nothing here reads an answer.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use peil_stats::signals::Rule;
use uuid::Uuid;

use super::AnalyseError;
use crate::{
    domain::{AccountId, AlertLevel, GroupId, TeamId, Urgency},
    store::{AttentionRow, EveningGroupRow, EveningMemberRow, Tenant},
};

/// The groups of a reader.
#[derive(Debug, Clone, Default)]
pub struct Evenings {
    /// Those that meet today, or met today, or have a session open.
    pub today: Vec<Evening>,
    /// Those whose next session is in the seven days after.
    pub week: Vec<Evening>,
    /// The others: later, or without a fixed time.
    pub later: Vec<Evening>,
}

/// One group with what is to be known before its next session.
#[derive(Debug, Clone)]
pub struct Evening {
    /// The group.
    pub group: EveningGroupRow,
    /// The day of its next session; of the open one when there is one. None without a fixed time.
    pub next: Option<Date>,
    /// How much it asks.
    pub need: Need,
    /// Why, the heaviest first; of one member the heaviest only.
    pub reasons: Vec<AttentionRow>,
    /// Members about whom nothing heavier is said than that they are worth watching.
    pub watched: usize,
    /// Who belongs to it that day.
    pub members: Vec<EveningMemberRow>,
}

/// How much a group asks, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A safety alert that nobody saw.
    Safety,
    /// Something to talk about.
    Attention,
    /// A session that is open.
    Open,
    /// Nothing.
    Nothing,
}

/// Reads the groups of an account, and those of `team` when given.
///
/// # Errors
///
/// [`AnalyseError`] when the rows cannot be read.
pub async fn evenings_of(
    tenant: &Tenant<'_>,
    (account, team): (AccountId, Option<TeamId>),
    today: Date,
) -> Result<Evenings, AnalyseError> {
    let groups = tenant.evening_groups(account, team, today).await?;
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id.uuid()).collect();
    let members = tenant.evening_members(&ids, today).await?;
    let attention = tenant.evening_attention(&ids).await?;
    Ok(arrange(groups, members, attention, today))
}

fn arrange(
    groups: Vec<EveningGroupRow>,
    members: Vec<EveningMemberRow>,
    attention: Vec<AttentionRow>,
    today: Date,
) -> Evenings {
    let mut members_of: BTreeMap<GroupId, Vec<EveningMemberRow>> = BTreeMap::new();
    for member in members {
        members_of.entry(member.group).or_default().push(member);
    }
    let mut attention_of: BTreeMap<GroupId, Vec<AttentionRow>> = BTreeMap::new();
    for row in attention {
        attention_of.entry(row.group).or_default().push(row);
    }
    let mut evenings = Evenings::default();
    for group in groups {
        let members = members_of.remove(&group.id).unwrap_or_default();
        let attention = attention_of.remove(&group.id).unwrap_or_default();
        let evening = Evening::new(group, members, attention, today);
        evenings.section(&evening, today).push(evening);
    }
    for section in [&mut evenings.today, &mut evenings.week, &mut evenings.later] {
        section.sort_by(|one, other| one.order().cmp(&other.order()));
    }
    // All of today's are on one day, whenever their next session is.
    evenings.today.sort_by_key(|evening| (evening.need, evening.group.schedule.map(|at| at.begins_at())));
    evenings
}

impl Evenings {
    /// Whether the reader has no group at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.today.is_empty() && self.week.is_empty() && self.later.is_empty()
    }

    fn section(&mut self, evening: &Evening, today: Date) -> &mut Vec<Evening> {
        let held_today = evening.group.last.is_some_and(|last| !last.closed || last.held_on == today);
        let week = today.saturating_add(7.days());
        match evening.next {
            _ if held_today => &mut self.today,
            Some(next) if next <= today => &mut self.today,
            Some(next) if next <= week => &mut self.week,
            _ => &mut self.later,
        }
    }
}

impl Evening {
    fn new(group: EveningGroupRow, members: Vec<EveningMemberRow>, attention: Vec<AttentionRow>, today: Date) -> Self {
        let (reasons, watched) = reasons(attention, group.leads);
        let open = group.last.filter(|last| !last.closed);
        let last = group.last.map(|last| last.held_on);
        let planned = || group.schedule.and_then(|schedule| schedule.next(group.started_on, last, today));
        let need = match reasons.first() {
            Some(first) if weight(first) == UNSEEN_SAFETY => Need::Safety,
            Some(_) => Need::Attention,
            None if open.is_some() => Need::Open,
            None => Need::Nothing,
        };
        Self { next: open.map(|open| open.held_on).or_else(planned), need, reasons, watched, members, group }
    }

    /// The number of its next session, or of the one that is open.
    #[must_use]
    pub fn number(&self) -> i32 {
        self.group.last.map_or(1, |last| last.number + i32::from(last.closed))
    }

    /// Whether a session is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.group.last.is_some_and(|last| !last.closed)
    }

    /// By day, those without one last; within a day by need and time.
    fn order(&self) -> (bool, Option<Date>, Need, Option<jiff::civil::Time>, &str) {
        let time = self.group.schedule.map(|schedule| schedule.begins_at());
        (self.next.is_none(), self.next, self.need, time, &self.group.name)
    }
}

const UNSEEN_SAFETY: u8 = 0;
const WATCH: u8 = 4;

/// What is about safety first, then what somebody answered, then what the rules say. What was talked about or acted on is
/// only watched, whatever it was.
fn weight(row: &AttentionRow) -> u8 {
    match (row.level, row.urgency) {
        _ if row.handled => WATCH,
        (Some(AlertLevel::Safety), _) if !row.seen => UNSEEN_SAFETY,
        (Some(AlertLevel::Safety), _) => 1,
        (Some(_), _) => 2,
        (None, Some(Urgency::Attention)) => 3,
        (None, _) => WATCH,
    }
}

/// Of each member, and of the group for each rule, the heaviest reason to talk; and how many are only worth watching.
fn reasons(mut rows: Vec<AttentionRow>, leads: bool) -> (Vec<AttentionRow>, usize) {
    // That somebody stands apart is for those who lead.
    rows.retain(|row| leads || row.rule.parse() != Ok(Rule::GroupOutsider));
    rows.sort_by_key(|row| (weight(row), row.rule.parse::<Rule>().ok()));
    let mut told: Vec<AttentionRow> = Vec::new();
    for row in rows {
        let known = |other: &AttentionRow| match &row.pseudonym {
            Some(name) => other.pseudonym.as_ref() == Some(name),
            None => other.pseudonym.is_none() && other.rule == row.rule,
        };
        if !told.iter().any(known) {
            told.push(row);
        }
    }
    let talk = told.iter().take_while(|row| weight(row) < WATCH).count();
    let watched = told.split_off(talk).len();
    (told, watched)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::{
        Timestamp,
        civil::{date, time},
    };

    use super::*;
    use crate::{
        domain::{GroupFormat, GroupKind, Schedule, SessionId, SignalId},
        store::LastSessionRow,
    };

    const TODAY: Date = date(2026, 11, 24);

    fn group(name: &str, meets: Option<(i16, i8)>, last: Option<(Date, bool)>) -> EveningGroupRow {
        let at = |(day, hour)| Schedule::new(day, time(hour, 0, 0, 0), 90, 1).unwrap();
        let session = |(held_on, closed)| LastSessionRow {
            id: SessionId::new(Timestamp::UNIX_EPOCH),
            number: 5,
            held_on,
            closed,
        };
        EveningGroupRow {
            id: GroupId::from(Uuid::from_u128(name.bytes().fold(0, |all, byte| (all << 8) | u128::from(byte)))),
            name: name.to_owned(),
            kind: GroupKind::Skills,
            format: GroupFormat::Open,
            planned_sessions: None,
            started_on: date(2026, 9, 1),
            leads: true,
            measures: true,
            last: last.map(session),
            owed: Vec::new(),
            schedule: meets.map(at),
        }
    }

    fn said(of: &EveningGroupRow, who: &str, level: Option<AlertLevel>, seen: bool) -> AttentionRow {
        AttentionRow {
            id: SignalId::new(Timestamp::UNIX_EPOCH),
            group: of.id,
            pseudonym: Some(who.to_owned()),
            rule: "DET".to_owned(),
            level,
            urgency: level.is_none().then_some(Urgency::Attention),
            seen,
            handled: false,
        }
    }

    fn names(section: &[Evening]) -> Vec<&str> {
        section.iter().map(|evening| evening.group.name.as_str()).collect()
    }

    #[test]
    fn today_comes_first_and_within_a_day_what_asks_most() {
        let week_ago = Some((date(2026, 11, 17), true));
        let groups = [
            group("rustig", Some((2, 9)), week_ago),
            group("open", Some((4, 9)), Some((TODAY, false))),
            group("gehouden", Some((2, 10)), Some((TODAY, true))),
            group("aandacht", Some((2, 19)), week_ago),
            group("veiligheid", Some((2, 20)), week_ago),
            group("donderdag", Some((4, 9)), week_ago),
            group("donderdag met vraag", Some((4, 20)), week_ago),
            group("maandag", Some((1, 9)), week_ago),
            group("zonder tijd", None, week_ago),
        ];
        let attention = vec![
            said(&groups[3], "Beuk", None, false),
            said(&groups[4], "Iep", Some(AlertLevel::Safety), false),
            said(&groups[6], "Den", Some(AlertLevel::Safety), true),
        ];
        let evenings = arrange(groups.to_vec(), Vec::new(), attention, TODAY);
        assert_eq!(names(&evenings.today), ["veiligheid", "aandacht", "open", "rustig", "gehouden"]);
        assert_eq!(names(&evenings.week), ["donderdag met vraag", "donderdag", "maandag"]);
        assert_eq!(names(&evenings.later), ["zonder tijd"]);
        let open = &evenings.today[2];
        assert_eq!((open.next, open.number(), open.is_open()), (Some(TODAY), 5, true));
        let held = &evenings.today[4];
        assert_eq!((held.next, held.number()), (Some(date(2026, 12, 1)), 6));
    }

    #[test]
    fn of_one_member_the_heaviest_reason_is_told_once() {
        let one = group("een", None, None);
        let mut apart = said(&one, "Linde", None, false);
        apart.rule = Rule::GroupOutsider.id().to_owned();
        let mut watch = said(&one, "Els", None, false);
        watch.urgency = Some(Urgency::Watch);
        let safety = Some(AlertLevel::Safety);
        let mut later = said(&one, "Linde", None, false);
        later.rule = Rule::Deterioration.id().to_owned();
        let rows =
            vec![said(&one, "Beuk", None, false), said(&one, "Beuk", safety, true), apart.clone(), apart, watch, later];
        let (told, watched) = reasons(rows.clone(), true);
        let said: Vec<_> = told.iter().map(|row| (row.pseudonym.as_deref().unwrap(), row.level)).collect();
        assert_eq!(said, [("Beuk", safety), ("Linde", None)]);
        assert_eq!(watched, 1);
        assert_eq!(told[1].rule, "DET", "the rules in their order");
        let handled = |row: AttentionRow| AttentionRow { handled: true, ..row };
        let (told, watched) = reasons(rows.iter().cloned().map(handled).collect(), true);
        assert_eq!((told.len(), watched), (0, 3), "what was handled is watched");
        assert_eq!(reasons(rows[..5].to_vec(), false).0.len(), 1, "who does not lead is not told who stands apart");
    }
}
