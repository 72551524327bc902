//! What the two therapists of a group did after its last sessions: each rated and wrote alone, then together; they agreed
//! something for the next time and wrote down their minutes. Invented, like everything here.

use jiff::{SignedDuration, Timestamp};
use peil_questionnaires::{Decimal, Library};

use super::{DemoError, groups::Group, ids::Ids};
use crate::{
    collect::{EveningReader, Rated, agree, open_agreements, rate, record_minutes, settle, write_joint, write_own},
    domain::{
        AccountId, AgreementId, AgreementText, IdempotencyKey, IndirectActivity, IndirectMinutes, Language,
        MembershipId, Reflection, SessionId, Settled,
    },
    store::{NewAgreement, Tenant},
};

/// The last sessions of a running group that were looked back on.
pub(super) const SESSIONS: u32 = 4;
/// From the end of a session to the talk of its therapists.
const TALK: SignedDuration = SignedDuration::from_mins(10);
/// The lines, in the order of the marks below.
const LINES: [&str; 4] = ["open", "belong", "strain", "useful"];
/// What they see differently, and where they agree.
const MARKS: [[[&str; 4]; 2]; 4] = [
    [["7.2", "6.8", "2.4", "6.9"], ["6.5", "7.4", "3.1", "6.2"]],
    [["5.1", "6.3", "6.2", "5.8"], ["7.6", "6.9", "2.1", "6.6"]],
    [["6.4", "7.1", "3.8", "7.3"], ["6.9", "6.6", "4.4", "7.0"]],
    [["7.8", "4.2", "2.9", "7.1"], ["6.1", "7.7", "5.6", "6.4"]],
];
const LEAD: [&str; 4] = [
    "Een rustige sessie. Ik liet meer stilte toe dan anders, en dat hielp.",
    "Er hing iets na de pauze. Ik heb het niet benoemd, en dat zit me niet lekker.",
    "Twee deelnemers gaven elkaar voor het eerst direct antwoord. Mooi om te zien.",
    "Ik was vooral bezig met het programma. Iemand viel stil, en ik zag het te laat.",
];
const CO: [&str; 4] = [
    "De groep hielp elkaar. Ik hoefde weinig te doen.",
    "Ik vond het juist een open gesprek. Na de pauze was ik bij één deelnemer, de rest heb ik gemist.",
    "Goede sessie. De oefening duurde wat lang.",
    "Iedereen kwam aan het woord. Aan het eind was er weinig tijd om af te ronden.",
];
const TOGETHER: [&str; 4] = [
    "We houden de stilte erin. Wie van ons begint, spreken we vooraf af.",
    "We zagen de tweede helft heel anders. We beginnen de volgende keer met wat er bleef hangen.",
    "De oefening korter, en daarna ruimte om op elkaar te reageren.",
    "Een van ons let op wie stilvalt, de ander leidt het gesprek. Tien minuten om af te ronden.",
];
const AGREED: [&str; 4] = [
    "Beginnen met een kort rondje: hoe was de week?",
    "Terugkomen op wat er na de pauze bleef hangen.",
    "De oefening in tweetallen doen, hoogstens een kwartier.",
    "Vragen hoe de vorige sessie was om uit te gaan.",
];

/// The talk after one session.
pub(super) struct LookBack<'a> {
    pub(super) tenant: &'a Tenant<'a>,
    pub(super) library: &'a Library,
    pub(super) group: &'a Group,
    pub(super) session: SessionId,
    /// Whom the last of the agreements is about.
    pub(super) about: Option<MembershipId>,
    /// When the session ended.
    pub(super) ended_at: Timestamp,
}

impl LookBack<'_> {
    /// Holds it; `number` is the session's, from 1.
    pub(super) async fn hold(&self, ids: &mut Ids, number: usize) -> Result<(), DemoError> {
        let place = number % MARKS.len();
        let at = self.ended_at + TALK;
        let (lead, co) = (therapist(self.group.lead), therapist(self.group.co));
        for (who, marks, words) in [(lead, MARKS[place][0], LEAD[place]), (co, MARKS[place][1], CO[place])] {
            self.rate(who, IdempotencyKey::from(ids.next(at)), marks, at).await?;
            if let Some(said) = Reflection::parse(words)? {
                write_own(self.tenant, self.session, who, (0, &said), at).await?;
            }
            let minutes = [(IndirectActivity::TalkBefore, 10), (IndirectActivity::TalkAfter, 15)];
            let minutes = minutes.into_iter().map(|(what, minutes)| (what, IndirectMinutes::new(minutes).ok()));
            record_minutes(self.tenant, self.session, &minutes.collect(), who.account, at).await?;
        }
        if let Some(said) = Reflection::parse(TOGETHER[place])? {
            write_joint(self.tenant, self.session, lead, (0, &said), at).await?;
        }
        let record = vec![(IndirectActivity::RecordKeeping, IndirectMinutes::new(20).ok())];
        record_minutes(self.tenant, self.session, &record, lead.account, at).await?;
        self.agree(ids, place, at).await
    }

    async fn rate(
        &self,
        who: EveningReader,
        key: IdempotencyKey,
        marks: [&str; 4],
        at: Timestamp,
    ) -> Result<(), DemoError> {
        let mut answers = Vec::with_capacity(LINES.len());
        for (line, mark) in LINES.into_iter().zip(marks) {
            answers.push((line.to_owned(), mark.parse::<Decimal>()?.into()));
        }
        let rated = Rated { key, language: Language::Nl, answers };
        rate(self.tenant, self.library, (self.session, who), &rated, at).await?;
        Ok(())
    }

    /// What was agreed before was done; one thing is agreed for everybody, and one about a member.
    async fn agree(&self, ids: &mut Ids, place: usize, at: Timestamp) -> Result<(), DemoError> {
        let (group, lead) = (self.group.id, self.group.lead);
        for open in open_agreements(self.tenant, group).await? {
            settle(self.tenant, (group, open.id), Settled::Done, lead, at).await?;
        }
        let member = self.about.map(|_| "Vragen hoe het ging met bellen naar een vriend.");
        for (words, membership) in [(Some(AGREED[place]), None), (member, self.about)] {
            let Some(said) = AgreementText::parse(words.unwrap_or_default())? else { continue };
            let agreement = NewAgreement {
                id: AgreementId::from(ids.next(at)),
                group,
                session: self.session,
                membership,
                key: IdempotencyKey::from(ids.next(at)),
                said: &said,
            };
            agree(self.tenant, &agreement, lead, at).await?;
        }
        Ok(())
    }
}

/// One of the two who lead the group, who was there.
fn therapist(account: AccountId) -> EveningReader {
    EveningReader { account, writes: true, leads: true }
}
