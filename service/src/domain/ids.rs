//! One type for each kind of identifier, all UUIDv7: a client's id can never stand where a group's is asked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::{NoContext, Uuid};

macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident),+ $(,)?) => {$(
        #[doc = $doc]
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier that sorts by `now`.
            #[must_use]
            pub fn new(now: Timestamp) -> Self {
                Self(version_7(now))
            }

            /// The identifier as stored.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// An organisation: the tenant.
    OrganisationId,
    /// A team of therapists.
    TeamId,
    /// Somebody who logs in.
    AccountId,
    /// A therapy group.
    GroupId,
    /// A client.
    ClientId,
    /// A client's stay in a group.
    MembershipId,
    /// One meeting of a group.
    SessionId,
    /// One questionnaire for one member at one session.
    AssignmentId,
    /// A submitted questionnaire.
    ResponseId,
    /// One computed score.
    ScoreId,
    /// A signal.
    SignalId,
    /// A step that somebody took about a signal.
    StepId,
    /// What a therapist thought of a session.
    RatingId,
    /// Something agreed for the next time.
    AgreementId,
    /// Somebody who was put forward for a group.
    CandidateId,
    /// A conversation with a candidate, as written down.
    SelectionStepId,
    /// That a client lets the group see his line.
    LineConsentId,
    /// A plan of who of a group begins when.
    BaselineId,
    /// A row of the outbox.
    JobId,
    /// One imported file.
    ImportId,
    /// One field that was changed by whoever set something up.
    ChangeId,
    /// A key that the tablet chooses once per form, so that sending twice stores once.
    IdempotencyKey,
}

fn version_7(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::{ClientId, Timestamp};

    #[test]
    fn ids_sort_by_their_moment() {
        let earlier = ClientId::new(Timestamp::constant(1_700_000_000, 0));
        let later = ClientId::new(Timestamp::constant(1_700_000_001, 0));
        assert!(earlier < later);
    }
}
