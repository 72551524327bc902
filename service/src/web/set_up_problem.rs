//! What stands in the way of setting something up, as it leaves the house. What was typed is never repeated.

use super::{Problem, ProblemKind};
use crate::{manage::ManageError, signals::RuleSettingError};

impl From<ManageError> for Problem {
    fn from(error: ManageError) -> Self {
        Self::new(match error {
            ManageError::Rule(RuleSettingError::Store(error)) => return error.into(),
            ManageError::Rule(RuleSettingError::InForce(error)) => return error.into(),
            ManageError::Field { .. } | ManageError::Rule(_) => {
                return Self::new(ProblemKind::FieldRefused).with_detail(error.to_string());
            }
            ManageError::NotFound => ProblemKind::NotFound,
            ManageError::Forbidden => ProblemKind::Forbidden,
            ManageError::EmailTaken => ProblemKind::EmailTaken,
            ManageError::NameTaken => ProblemKind::NameTaken,
            ManageError::LastAdministrator => ProblemKind::LastAdministrator,
            ManageError::Blocked => ProblemKind::AccountBlocked,
            ManageError::HasParts => ProblemKind::HasParts,
            ManageError::HasMembers => ProblemKind::HasMembers,
            ManageError::PartOverlaps => ProblemKind::PartOverlaps,
            ManageError::AlreadyMember => ProblemKind::AlreadyMember,
            ManageError::PseudonymTaken => ProblemKind::PseudonymTaken,
            ManageError::HasScores => ProblemKind::HasScores,
            ManageError::LinkSpent => ProblemKind::LinkSpent,
            ManageError::Collect(error) => return error.into(),
            ManageError::Store(error) => return error.into(),
            ManageError::Instruments(_) | ManageError::Password(_) | ManageError::Token(_) => {
                return Self::internal(&error);
            }
        })
    }
}
