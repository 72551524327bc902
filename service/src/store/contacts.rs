//! Contacts from the record system and the clients they are of, many rows at a time.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, record_coverage::RecordSource, statement::sql};
use crate::domain::{ClientId, GroupId, ImportId};

sql! {
    KEYS = "SELECT key_hash, client_id FROM client_keys WHERE organisation_id = $1";
    ADD_KEYS = "INSERT INTO client_keys (organisation_id, key_hash, client_id, noted_at)
                SELECT $1, k.key_hash, k.client_id, $4 FROM unnest($2::text[], $3::uuid[]) AS k (key_hash, client_id)";
    ADD_CLIENTS = "INSERT INTO clients (organisation_id, client_id, started_on, created_at)
                   SELECT $1, c.client_id, c.started_on, $4
                   FROM unnest($2::uuid[], $3::date[]) AS c (client_id, started_on)";
    // Who came to a group and whose number nobody noted.
    UNLINKED = "SELECT count(DISTINCT m.client_id) FROM memberships m
                WHERE m.organisation_id = $1
                  AND NOT EXISTS (SELECT FROM client_keys k
                                  WHERE k.organisation_id = m.organisation_id AND k.client_id = m.client_id)";
    // Of whom there is nothing but contacts.
    ALONE = "SELECT k.client_id FROM client_keys k
             WHERE k.organisation_id = $1
               AND NOT EXISTS (SELECT FROM memberships m
                               WHERE m.organisation_id = k.organisation_id AND m.client_id = k.client_id)";
    MOVE_KEY = "UPDATE client_keys SET client_id = $3 WHERE organisation_id = $1 AND client_id = $2";
    MOVE_INDIVIDUAL = "UPDATE individual_contacts SET client_id = $3 WHERE organisation_id = $1 AND client_id = $2";
    MOVE_GROUP = "UPDATE group_contacts SET client_id = $3 WHERE organisation_id = $1 AND client_id = $2";
    REMOVE_INDIVIDUAL = "DELETE FROM individual_contacts
                         WHERE organisation_id = $1 AND held_on >= $2 AND held_on < $3 AND setting = ANY ($4)";
    REMOVE_GROUP = "DELETE FROM group_contacts
                    WHERE organisation_id = $1 AND held_on >= $2 AND held_on < $3 AND setting = ANY ($4)";
    // What is there already is renewed where it differs; what is the same is not touched and not counted.
    SAVE_INDIVIDUAL = "WITH put AS (
                           INSERT INTO individual_contacts AS c (organisation_id, contact_hash, client_id, held_on, minutes,
                                                                 setting, import_id)
                           SELECT $1, n.contact_hash, n.client_id, n.held_on, n.minutes, n.setting, $2
                           FROM unnest($3::text[], $4::uuid[], $5::date[], $6::smallint[], $7::smallint[])
                                AS n (contact_hash, client_id, held_on, minutes, setting)
                           ON CONFLICT (organisation_id, contact_hash) DO UPDATE SET
                               client_id = excluded.client_id, held_on = excluded.held_on, minutes = excluded.minutes,
                               setting = excluded.setting, import_id = excluded.import_id
                           WHERE (c.client_id, c.held_on, c.minutes, c.setting)
                              <> (excluded.client_id, excluded.held_on, excluded.minutes, excluded.setting)
                           RETURNING (xmax = 0) AS added)
                       SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM put";
    SAVE_GROUP = "WITH put AS (
                      INSERT INTO group_contacts AS c (organisation_id, contact_hash, client_id, held_on, minutes, setting,
                                                       import_id, group_name, group_id)
                      SELECT $1, n.contact_hash, n.client_id, n.held_on, n.minutes, n.setting, $2, n.group_name, n.group_id
                      FROM unnest($3::text[], $4::uuid[], $5::date[], $6::smallint[], $7::smallint[], $8::text[], $9::uuid[])
                           AS n (contact_hash, client_id, held_on, minutes, setting, group_name, group_id)
                      ON CONFLICT (organisation_id, contact_hash) DO UPDATE SET
                          client_id = excluded.client_id, held_on = excluded.held_on, minutes = excluded.minutes,
                          setting = excluded.setting, import_id = excluded.import_id, group_name = excluded.group_name,
                          group_id = excluded.group_id
                      WHERE (c.client_id, c.held_on, c.minutes, c.setting, c.group_name)
                         <> (excluded.client_id, excluded.held_on, excluded.minutes, excluded.setting, excluded.group_name)
                         OR c.group_id IS DISTINCT FROM excluded.group_id
                      RETURNING (xmax = 0) AS added)
                  SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM put";
    SEATS = "SELECT g.name, m.pseudonym, m.client_id
             FROM memberships m
             JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
             WHERE m.organisation_id = $1";
    GROUP_NAMES = "SELECT name, group_id FROM groups WHERE organisation_id = $1";
}

/// Contacts as columns, row beside row.
#[derive(Debug, Clone, Default)]
pub struct ContactColumns {
    /// Which contact it is.
    pub hashes: Vec<String>,
    /// Whose.
    pub clients: Vec<ClientId>,
    /// The day.
    pub days: Vec<Date>,
    /// How long.
    pub minutes: Vec<i16>,
    /// In which setting, 1 to 8.
    pub settings: Vec<i16>,
    /// Of group contacts: which group, and which of Peil's it is.
    pub groups: Vec<(String, Option<GroupId>)>,
}

/// What became of a batch; the rest was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// New.
    pub added: i64,
    /// Known, with other figures.
    pub changed: i64,
}

impl Tenant<'_> {
    /// Every client who is known to the record system, by the hash of that number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn client_keys(&self) -> Result<Vec<(String, ClientId)>, StoreError> {
        let rows = self.query(KEYS, &[&self.organisation().uuid()]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, KEYS);
            Ok((read.value()?, read.id()?))
        };
        rows.iter().map(read).collect()
    }

    /// Notes by which number the record system knows clients.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when a number is known already or the database does not answer.
    pub async fn add_client_keys(&self, keys: &[(String, ClientId)], now: Timestamp) -> Result<(), StoreError> {
        let hashes: Vec<&str> = keys.iter().map(|(hash, _)| hash.as_str()).collect();
        let clients: Vec<Uuid> = keys.iter().map(|(_, client)| client.uuid()).collect();
        self.execute(ADD_KEYS, &[&self.organisation().uuid(), &hashes, &clients, &now]).await?;
        Ok(())
    }

    /// How many members of groups have no number of the record system.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn unlinked_members(&self) -> Result<i64, StoreError> {
        let row = self.query_one(UNLINKED, &[&self.organisation().uuid()]).await?;
        Reader::new(&row, UNLINKED).value()
    }

    /// Clients with a number of the record system who were never in a group of Peil.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn clients_of_contacts(&self) -> Result<Vec<ClientId>, StoreError> {
        let rows = self.query(ALONE, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, ALONE).id()).collect()
    }

    /// Gives the number and contacts of one client to another, who turned out to be the same.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn move_contacts(&self, from: ClientId, to: ClientId) -> Result<(), StoreError> {
        let (organisation, from, to) = (self.organisation().uuid(), from.uuid(), to.uuid());
        self.execute(MOVE_KEY, &[&organisation, &from, &to]).await?;
        self.execute(MOVE_INDIVIDUAL, &[&organisation, &from, &to]).await?;
        self.execute(MOVE_GROUP, &[&organisation, &from, &to]).await?;
        Ok(())
    }

    /// Takes away what was imported of a source and these settings, from one day to before another; how many rows.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn remove_contacts(
        &self,
        source: RecordSource,
        settings: &[i16],
        (from, before): (Date, Date),
    ) -> Result<u64, StoreError> {
        let organisation = self.organisation().uuid();
        let statement = match source {
            RecordSource::IndividualContacts => REMOVE_INDIVIDUAL,
            RecordSource::GroupSessions => REMOVE_GROUP,
        };
        self.execute(statement, &[&organisation, &from, &before, &settings]).await
    }

    /// Adds clients of whom nothing is known but their contacts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn add_contact_clients(&self, clients: &[(ClientId, Date)], now: Timestamp) -> Result<(), StoreError> {
        let ids: Vec<Uuid> = clients.iter().map(|(client, _)| client.uuid()).collect();
        let days: Vec<Date> = clients.iter().map(|(_, day)| *day).collect();
        self.execute(ADD_CLIENTS, &[&self.organisation().uuid(), &ids, &days, &now]).await?;
        Ok(())
    }

    /// Writes contacts with one client alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when a contact stands twice in the batch or the database does not answer.
    pub async fn save_individual_contacts(&self, import: ImportId, of: &ContactColumns) -> Result<Saved, StoreError> {
        let (organisation, import) = (self.organisation().uuid(), import.uuid());
        let clients: Vec<Uuid> = of.clients.iter().map(|client| client.uuid()).collect();
        let row = self
            .query_one(
                SAVE_INDIVIDUAL,
                &[&organisation, &import, &of.hashes, &clients, &of.days, &of.minutes, &of.settings],
            )
            .await?;
        let mut read = Reader::new(&row, SAVE_INDIVIDUAL);
        Ok(Saved { added: read.value()?, changed: read.value()? })
    }

    /// Writes clients' group sessions of the record system.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when a contact stands twice in the batch or the database does not answer.
    pub async fn save_group_contacts(&self, import: ImportId, of: &ContactColumns) -> Result<Saved, StoreError> {
        let (organisation, import) = (self.organisation().uuid(), import.uuid());
        let clients: Vec<Uuid> = of.clients.iter().map(|client| client.uuid()).collect();
        let names: Vec<&str> = of.groups.iter().map(|(name, _)| name.as_str()).collect();
        let groups: Vec<Option<Uuid>> = of.groups.iter().map(|(_, group)| group.map(GroupId::uuid)).collect();
        let row = self
            .query_one(
                SAVE_GROUP,
                &[&organisation, &import, &of.hashes, &clients, &of.days, &of.minutes, &of.settings, &names, &groups],
            )
            .await?;
        let mut read = Reader::new(&row, SAVE_GROUP);
        Ok(Saved { added: read.value()?, changed: read.value()? })
    }

    /// Every member of every group: the group's name, the name in the group, and which client that is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn seats(&self) -> Result<Vec<(String, String, ClientId)>, StoreError> {
        let rows = self.query(SEATS, &[&self.organisation().uuid()]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, SEATS);
            Ok((read.value()?, read.value()?, read.id()?))
        };
        rows.iter().map(read).collect()
    }

    /// Every group's name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_names(&self) -> Result<Vec<(String, GroupId)>, StoreError> {
        let rows = self.query(GROUP_NAMES, &[&self.organisation().uuid()]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, GROUP_NAMES);
            Ok((read.value()?, read.id()?))
        };
        rows.iter().map(read).collect()
    }
}
