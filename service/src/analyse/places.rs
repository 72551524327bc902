//! How many places a group has free, day by day: its places less the members of that day. Nothing is foretold: a member whose
//! planned last day has passed stays until the stay is ended.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::store::MembershipRow;

/// A group's places and who takes them.
#[derive(Debug)]
pub struct Places<'a> {
    size: i32,
    members: Vec<&'a MembershipRow>,
    today: Date,
}

/// A day from which there is another number of free places.
#[derive(Debug, PartialEq, Eq)]
pub struct PlaceDay<'a> {
    /// The day.
    pub on: Date,
    /// Places that are free from then on; below zero where the group is fuller than planned.
    pub free: i32,
    /// Whose planned last day was the day before.
    pub ends: Vec<&'a str>,
    /// Whose first day it is.
    pub begins: Vec<&'a str>,
}

impl<'a> Places<'a> {
    /// Of a group with `size` places; stays that have ended are left out.
    pub fn new(size: i16, members: &'a [MembershipRow], today: Date) -> Self {
        let members = members.iter().filter(|member| member.left_on.is_none()).collect();
        Self { size: i32::from(size), members, today }
    }

    /// How many places the group has.
    #[must_use]
    pub fn size(&self) -> i32 {
        self.size
    }

    /// Members on a day, today or ahead.
    #[must_use]
    pub fn members_on(&self, day: Date) -> i32 {
        let there =
            |member: &&&MembershipRow| member.joined_on <= day && self.end_of(member).is_none_or(|end| day <= end);
        self.members.iter().filter(there).count().try_into().unwrap_or(i32::MAX)
    }

    /// Free places on a day, today or ahead.
    #[must_use]
    pub fn free_on(&self, day: Date) -> i32 {
        self.size - self.members_on(day)
    }

    /// The days ahead on which members go or come as planned, in order.
    #[must_use]
    pub fn days(&self) -> Vec<PlaceDay<'a>> {
        let after = |member: &&MembershipRow| self.end_of(member).and_then(|end| end.tomorrow().ok());
        let ends = self.members.iter().filter_map(after);
        let begins = self.members.iter().map(|member| member.joined_on);
        let days: BTreeSet<Date> = ends.chain(begins).filter(|day| *day > self.today).collect();
        let named = |is: &dyn Fn(&MembershipRow) -> bool| -> Vec<&'a str> {
            self.members.iter().filter(|member| is(member)).map(|member| member.pseudonym.as_str()).collect()
        };
        days.into_iter()
            .map(|on| PlaceDay {
                on,
                free: self.free_on(on),
                ends: named(&|member| after(&member) == Some(on)),
                begins: named(&|member| member.joined_on == on),
            })
            .collect()
    }

    /// The planned last day where it lies ahead and after the first: who stays longer than planned keeps the place.
    fn end_of(&self, member: &MembershipRow) -> Option<Date> {
        member.planned_end_on.filter(|end| *end >= self.today && *end >= member.joined_on)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::domain::{ClientId, EndReason, GroupId, MembershipId};

    fn member(pseudonym: &str, joined_on: Date, planned_end_on: Option<Date>) -> MembershipRow {
        let now = Timestamp::UNIX_EPOCH;
        MembershipRow {
            id: MembershipId::new(now),
            group: GroupId::new(now),
            client: ClientId::new(now),
            pseudonym: pseudonym.to_owned(),
            joined_on,
            left_on: None,
            end_reason: None,
            planned_end_on,
        }
    }

    #[test]
    fn places_come_free_the_day_after_a_planned_end_and_are_taken_on_a_first_day() {
        let today = date(2026, 11, 23);
        let gone = MembershipRow {
            left_on: Some(date(2026, 10, 1)),
            end_reason: Some(EndReason::Completed),
            ..member("Wilg", date(2026, 1, 5), None)
        };
        let members = [
            member("Eik", date(2026, 9, 1), Some(date(2026, 12, 1))),
            member("Beuk", date(2026, 9, 1), Some(date(2026, 12, 1))),
            // Longer than planned, and without a plan.
            member("Berk", date(2026, 1, 5), Some(date(2026, 11, 1))),
            member("Den", date(2026, 9, 1), None),
            member("Linde", date(2026, 12, 2), None),
            member("Iep", date(2027, 1, 4), Some(date(2027, 2, 1))),
            gone,
        ];
        let places = Places::new(4, &members, today);
        assert_eq!((places.size(), places.members_on(today), places.free_on(today)), (4, 4, 0));
        assert_eq!(places.free_on(date(2026, 12, 1)), 0, "the last day counts");
        let found: Vec<_> = places.days().into_iter().map(|day| (day.on, day.free, day.ends, day.begins)).collect();
        assert_eq!(
            found,
            [
                (date(2026, 12, 2), 1, vec!["Eik", "Beuk"], vec!["Linde"]),
                (date(2027, 1, 4), 0, vec![], vec!["Iep"]),
                (date(2027, 2, 2), 1, vec!["Iep"], vec![]),
            ]
        );
    }

    #[test]
    fn a_group_can_be_fuller_than_planned() {
        let today = date(2026, 11, 23);
        let members = [member("Eik", today, None), member("Beuk", today, None)];
        assert_eq!(Places::new(1, &members, today).free_on(today), -1);
        assert!(Places::new(1, &[], today).days().is_empty());
    }
}
