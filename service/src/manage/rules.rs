//! The constants of the rules of signals: set within their range, or set back, with what they were.

use super::{Desk, Fields, ManageError};
use crate::signals::{RuleSetting, reset_rules, rule_settings, set_rules};

impl Desk<'_> {
    /// Every constant with its value, its default and its range.
    ///
    /// # Errors
    ///
    /// [`ManageError::Forbidden`], or the store's own.
    pub async fn rules(&self) -> Result<Vec<RuleSetting>, ManageError> {
        self.whole_organisation()?;
        Ok(rule_settings(self.tenant).await?)
    }

    /// Sets constants, each by its name as text; every group is judged by them from now on.
    ///
    /// # Errors
    ///
    /// [`ManageError::Rule`] with the range when one cannot have its value, or as above.
    pub async fn set_rules(&self, wanted: &[(String, String)]) -> Result<(), ManageError> {
        let was = self.rules().await?;
        set_rules(self.tenant, wanted, self.actor(), self.now).await?;
        self.note_rules(&was).await
    }

    /// Sets constants back to what they are unless they are set; all of them when none is named.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn reset_rules(&self, names: &[String]) -> Result<(), ManageError> {
        let was = self.rules().await?;
        reset_rules(self.tenant, names, self.actor(), self.now).await?;
        self.note_rules(&was).await
    }

    async fn note_rules(&self, was: &[RuleSetting]) -> Result<(), ManageError> {
        let told = |rules: &[RuleSetting]| {
            rules.iter().fold(Fields::default(), |fields, one| fields.with(one.name, one.value.to_string()))
        };
        let became = self.rules().await?;
        let id = self.tenant.organisation().uuid();
        // That it was done was written down by who did it.
        self.note_fields(("organisation", id), &told(was), &told(&became)).await?;
        Ok(())
    }
}
