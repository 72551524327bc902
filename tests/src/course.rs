//! A long course: as much as a group's page is ever asked to show at once.

use crate::{Practice, TestApp};

/// Sessions of the long course.
pub const LONG: i64 = 30;

/// Three more members than the practice has, and everybody in since before the first session.
const NINE: &str = "
UPDATE groups SET started_on = date '2025-06-03', planned_sessions = 40 WHERE group_id = $1;
UPDATE group_therapists SET from_date = date '2025-06-03' WHERE group_id = $1;
UPDATE memberships SET joined_on = date '2025-06-03' WHERE group_id = $1;
INSERT INTO clients (organisation_id, client_id, started_on, created_at)
  SELECT organisation_id, md5(n)::uuid, date '2025-06-03', now() FROM groups, unnest(array['Els', 'Es', 'Den']) n
   WHERE group_id = $1;
INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on)
  SELECT organisation_id, md5('stay' || n)::uuid, group_id, md5(n)::uuid, n, date '2025-06-03'
    FROM groups, unnest(array['Els', 'Es', 'Den']) n WHERE group_id = $1";

impl TestApp {
    /// Lets Anna's group have nine members and [`LONG`] sessions behind it, analysed.
    ///
    /// # Panics
    ///
    /// When a row or a use case refuses.
    pub async fn long_course(&self, practice: &Practice) {
        self.owner.batch_execute(&NINE.replace("$1", &format!("'{}'", practice.group))).await.unwrap();
        self.hold_sessions(practice, LONG).await;
        self.analysed().await;
    }
}
