//! A practice made through the store, as the demonstration's is: a team, its people, a group, its members.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use peil_questionnaires::WordingStatus;
use peil_service::{
    access::Passwords,
    clock::{Clock, local_date},
    collect::register_instruments,
    domain::{
        AccountId, AlertMinutes, ClientId, ConsentPurpose, Email, Every, GroupFormat, GroupId, GroupKind, Language,
        MembershipId, Occasion, OrganisationId, Plan, Planned, Pseudonym, Role, TeamId, TherapistPart,
    },
    store::{NewAccount, NewClient, NewGroup, NewMembership, Tenant},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::TestApp;

/// The password of every account.
pub const PASSWORD: &str = "een lang geheim";
/// The own code of every client.
pub const CLIENT_CODE: &str = "12345";
/// Minutes within which somebody must have seen a safety alert.
pub const ALERT_MINUTES: i32 = 60;
/// The day on which the groups began.
const BEGUN: Date = date(2026, 1, 6);
const MEMBERS: [&str; 6] = ["Eik", "Wilg", "Linde", "Berk", "Beuk", "Iep"];
const MEASURES: [&str; 2] = ["phq-9", "peil-session"];

/// Who is there and what they share.
pub struct Practice {
    /// The organisation.
    pub id: OrganisationId,
    /// The closed group of `anna` (lead) and `bram` (co-therapist), with six members.
    pub group: GroupId,
    /// The group of `cato`, in no team.
    pub other_group: GroupId,
    /// The ending of the addresses.
    name: String,
    emails: BTreeMap<&'static str, String>,
    accounts: BTreeMap<&'static str, AccountId>,
    members: BTreeMap<String, MembershipId>,
    other_members: BTreeMap<String, MembershipId>,
}

impl Practice {
    pub(crate) async fn found(app: &TestApp, name: &str) -> Self {
        let now = app.clock.now();
        let id = OrganisationId::new(now);
        let (password, code) = hashes().await;
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(id).await.unwrap();
        tenant.insert_organisation(&format!("Praktijk {name}"), "Europe/Amsterdam", now).await.unwrap();
        register_instruments(&tenant, &app.library, now).await.unwrap();
        let team = TeamId::new(now);
        tenant.insert_team(team, "Team Noord").await.unwrap();
        let mut practice = Self {
            id,
            group: GroupId::new(now),
            other_group: GroupId::new(now),
            name: name.to_owned(),
            emails: BTreeMap::new(),
            accounts: BTreeMap::new(),
            members: BTreeMap::new(),
            other_members: BTreeMap::new(),
        };
        for (who, role, team) in [
            ("anna", Role::Therapist, Some(team)),
            ("bram", Role::Therapist, Some(team)),
            ("cato", Role::Therapist, None),
            ("dora", Role::Therapist, None),
            ("marieke", Role::TeamLead, Some(team)),
            ("els", Role::ExperienceExpert, None),
            ("iris", Role::Researcher, None),
            ("wim", Role::Administrator, None),
        ] {
            practice.employ(&tenant, (who, role, team), password, now).await;
        }
        let of_team = practice.gather(app, &tenant, practice.group, ("Dinsdaggroep", Some(team)), code).await;
        practice.members = of_team;
        let of_cato = practice.gather(app, &tenant, practice.other_group, ("Groep van Cato", None), code).await;
        practice.other_members = of_cato;
        for (group, who, part) in [
            (practice.group, "anna", TherapistPart::Lead),
            (practice.group, "bram", TherapistPart::Co),
            (practice.other_group, "cato", TherapistPart::Lead),
        ] {
            tenant.insert_group_therapist(group, practice.accounts[who], part, BEGUN).await.unwrap();
        }
        for measure in MEASURES {
            practice.compare(app, &tenant, measure, now).await;
        }
        tenant.begin_duty(practice.accounts["dora"], now).await.unwrap();
        tenant.set_alert_minutes(AlertMinutes::new(ALERT_MINUTES).unwrap()).await.unwrap();
        tenant.commit().await.unwrap();
        practice
    }

    /// Wim compares the words of an instrument, as far as its definition is not sure of them.
    async fn compare(&self, app: &TestApp, tenant: &Tenant<'_>, instrument: &str, now: jiff::Timestamp) {
        let instrument = app.library.latest(instrument).unwrap();
        for language in instrument.languages() {
            if instrument.wording_status(*language) == WordingStatus::Unconfirmed {
                let (version, wim) = (instrument.version().to_string(), self.accounts["wim"]);
                let hash = instrument.hashes().text_in(*language).unwrap().to_string();
                tenant.confirm_wording(instrument.id(), &version, &hash, wim, now).await.unwrap();
            }
        }
    }

    async fn employ(
        &mut self,
        tenant: &Tenant<'_>,
        (who, role, team): (&'static str, Role, Option<TeamId>),
        password_hash: &str,
        now: jiff::Timestamp,
    ) {
        let id = AccountId::new(now);
        let email = format!("{who}@{}.example", self.name);
        let account = NewAccount {
            id,
            team,
            email: &Email::parse(&email).unwrap(),
            display_name: &format!("{}{} de Tester", &who[..1].to_uppercase(), &who[1..]),
            role,
            password_hash: Some(password_hash),
            language: Language::Nl,
        };
        tenant.insert_account(&account, now).await.unwrap();
        self.accounts.insert(who, id);
        self.emails.insert(who, email);
    }

    async fn gather(
        &self,
        app: &TestApp,
        tenant: &Tenant<'_>,
        id: GroupId,
        (name, team): (&str, Option<TeamId>),
        code_hash: &str,
    ) -> BTreeMap<String, MembershipId> {
        let now = app.clock.now();
        let group = NewGroup {
            id,
            team,
            name,
            kind: GroupKind::Psychotherapy,
            format: GroupFormat::Closed,
            setting: 2,
            planned_size: i16::try_from(MEMBERS.len()).ok(),
            planned_sessions: Some(20),
            started_on: BEGUN,
        };
        tenant.insert_group(&group).await.unwrap();
        let after = Occasion::AfterSession(Every::SESSION);
        let plan = MEASURES.map(|measure| planned(app, measure, after)).to_vec();
        tenant.save_group_plan(id, &Plan::new(plan).unwrap()).await.unwrap();
        let mut members = BTreeMap::new();
        for name in MEMBERS {
            let (client, membership) = (ClientId::new(now), MembershipId::new(now));
            let row = NewClient { id: client, code_hash: Some(code_hash), started_on: BEGUN };
            tenant.insert_client(&row, now).await.unwrap();
            tenant.give_consent(client, ConsentPurpose::ResearchExport, None, now).await.unwrap();
            let pseudonym = &Pseudonym::parse(name).unwrap();
            let stay = NewMembership {
                id: membership,
                group: id,
                client,
                pseudonym,
                joined_on: BEGUN,
                planned_end_on: None,
                listed_on: None,
            };
            tenant.insert_membership(&stay).await.unwrap();
            members.insert(name.to_owned(), membership);
        }
        members
    }

    /// Lets the group measure one instrument more, after the others.
    ///
    /// # Panics
    ///
    /// When it does so already.
    pub async fn also_measures(&self, app: &TestApp, instrument: &str) {
        self.also_measures_on(app, instrument, Occasion::AfterSession(Every::SESSION)).await;
    }

    /// The same on an occasion of choice.
    ///
    /// # Panics
    ///
    /// When it does so already.
    pub async fn also_measures_on(&self, app: &TestApp, instrument: &str, occasion: Occasion) {
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(self.id).await.unwrap();
        let mut plan = tenant.group_plan(self.group).await.unwrap().rows().to_vec();
        plan.push(planned(app, instrument, occasion));
        tenant.save_group_plan(self.group, &Plan::new(plan).unwrap()).await.unwrap();
        tenant.commit().await.unwrap();
    }

    /// Leads the group.
    #[must_use]
    pub fn anna(&self) -> &str {
        &self.emails["anna"]
    }

    /// Leads the group with Anna.
    #[must_use]
    pub fn bram(&self) -> &str {
        &self.emails["bram"]
    }

    /// A therapist who leads the other group only.
    #[must_use]
    pub fn cato(&self) -> &str {
        &self.emails["cato"]
    }

    /// A therapist without a group, who is on duty.
    #[must_use]
    pub fn dora(&self) -> &str {
        &self.emails["dora"]
    }

    /// Leads the team.
    #[must_use]
    pub fn marieke(&self) -> &str {
        &self.emails["marieke"]
    }

    /// Who leads groups out of own experience; of no group yet.
    #[must_use]
    pub fn els(&self) -> &str {
        &self.emails["els"]
    }

    /// The researcher.
    #[must_use]
    pub fn iris(&self) -> &str {
        &self.emails["iris"]
    }

    /// The administrator.
    #[must_use]
    pub fn wim(&self) -> &str {
        &self.emails["wim"]
    }

    /// An account by its first name in small letters.
    #[must_use]
    pub fn account(&self, who: &str) -> AccountId {
        self.accounts[who]
    }

    /// A stay in the group, by its pseudonym.
    #[must_use]
    pub fn member(&self, pseudonym: &str) -> Uuid {
        self.members[pseudonym].uuid()
    }

    /// Every stay in the group, in the order of pseudonyms.
    pub fn members(&self) -> impl Iterator<Item = (&str, Uuid)> {
        self.members.iter().map(|(name, id)| (name.as_str(), id.uuid()))
    }

    /// A stay in Cato's group.
    #[must_use]
    pub fn other_member(&self, pseudonym: &str) -> Uuid {
        self.other_members[pseudonym].uuid()
    }

    /// The day it is there.
    #[must_use]
    pub fn today(&self, app: &TestApp) -> Date {
        local_date(app.clock.now(), "Europe/Amsterdam")
    }
}

/// The newest version of an instrument on an occasion.
fn planned(app: &TestApp, instrument: &str, occasion: Occasion) -> Planned {
    let version = app.library.latest(instrument).unwrap().version().to_string();
    Planned { instrument: instrument.to_owned(), version, occasion }
}

/// Hashes of the password and of the code; computed once a program, for they are made to be slow.
async fn hashes() -> (&'static str, &'static str) {
    static HASHES: OnceCell<(String, String)> = OnceCell::const_new();
    let (password, code) = HASHES
        .get_or_init(async || {
            let passwords = Passwords::new(2).unwrap();
            (passwords.hash(PASSWORD).await.unwrap(), passwords.hash(CLIENT_CODE).await.unwrap())
        })
        .await;
    (password, code)
}
