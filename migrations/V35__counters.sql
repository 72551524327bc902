-- What the policy counters count besides Peil's own sessions: contacts from the record system, and the figures of 2025 that
-- growth is measured against.

-- A session keeps the setting that its group had on that day: a group that moves to another setting leaves its past where
-- it was counted.
ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE groups NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sessions ADD COLUMN setting smallint CHECK (setting BETWEEN 1 AND 8);
UPDATE sessions s SET setting = g.setting FROM groups g
    WHERE g.organisation_id = s.organisation_id AND g.group_id = s.group_id;
ALTER TABLE sessions ALTER COLUMN setting SET NOT NULL;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE groups FORCE ROW LEVEL SECURITY;

CREATE FUNCTION setting_of_group() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.setting IS NULL THEN
        NEW.setting := (SELECT g.setting FROM groups g
                        WHERE g.organisation_id = NEW.organisation_id AND g.group_id = NEW.group_id);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER sessions_setting BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION setting_of_group();
CREATE INDEX sessions_held_on ON sessions (organisation_id, held_on) WHERE number IS NOT NULL;

-- By which number the record system knows a client. Only a hash of it with the organisation's id is kept: the number is
-- recognised when it comes again, and stands nowhere to be read.
CREATE TABLE client_keys (
    organisation_id uuid NOT NULL,
    key_hash        text NOT NULL CHECK (length(key_hash) = 64),
    client_id       uuid NOT NULL,
    noted_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, key_hash),
    FOREIGN KEY (organisation_id, client_id) REFERENCES clients
);
CREATE INDEX client_keys_client ON client_keys (organisation_id, client_id);
CALL tenant_table('client_keys');
GRANT SELECT, INSERT ON client_keys TO peil_app;

-- A contact of one client alone. Who gave it is not kept: nothing here is counted by therapist.
CREATE TABLE individual_contacts (
    organisation_id uuid NOT NULL,
    -- Of the record system's own number, or of client, day and minutes where it has none: a file that comes again, or
    -- overlaps another, adds nothing twice.
    contact_hash    text NOT NULL CHECK (length(contact_hash) = 64),
    client_id       uuid NOT NULL,
    held_on         date NOT NULL,
    minutes         smallint NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    setting         smallint NOT NULL CHECK (setting BETWEEN 1 AND 8),
    import_id       uuid NOT NULL,
    PRIMARY KEY (organisation_id, contact_hash),
    FOREIGN KEY (organisation_id, client_id) REFERENCES clients,
    FOREIGN KEY (organisation_id, import_id) REFERENCES imports
);
CREATE INDEX individual_contacts_held_on ON individual_contacts (organisation_id, held_on);
CREATE INDEX individual_contacts_client ON individual_contacts (organisation_id, client_id, held_on);
CALL tenant_table('individual_contacts');
GRANT SELECT, INSERT, UPDATE ON individual_contacts TO peil_app;

-- One client at one group session that the record system holds and Peil may not.
CREATE TABLE group_contacts (
    organisation_id uuid NOT NULL,
    contact_hash    text NOT NULL CHECK (length(contact_hash) = 64),
    client_id       uuid NOT NULL,
    group_name      text NOT NULL CHECK (length(group_name) BETWEEN 1 AND 200),
    -- The group of this name in Peil, if there is one: on a day on which Peil has a session of it, Peil's own counts.
    group_id        uuid,
    held_on         date NOT NULL,
    minutes         smallint NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    setting         smallint NOT NULL CHECK (setting BETWEEN 1 AND 8),
    import_id       uuid NOT NULL,
    PRIMARY KEY (organisation_id, contact_hash),
    FOREIGN KEY (organisation_id, client_id) REFERENCES clients,
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, import_id) REFERENCES imports
);
CREATE INDEX group_contacts_held_on ON group_contacts (organisation_id, held_on);
CREATE INDEX group_contacts_client ON group_contacts (organisation_id, client_id, held_on);
CALL tenant_table('group_contacts');
GRANT SELECT, INSERT, UPDATE ON group_contacts TO peil_app;

-- Figures of the year that growth is measured against, entered where Peil did not count that year itself.
CREATE TABLE baseline_figures (
    organisation_id uuid NOT NULL REFERENCES organisations,
    year            smallint NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    counter         text NOT NULL CHECK (counter IN ('group_consults', 'clients', 'group_share')),
    -- 0 is the whole year.
    quarter         smallint NOT NULL CHECK (quarter BETWEEN 0 AND 4),
    -- 0 is all settings together, 4 is settings 4 to 8.
    setting         smallint NOT NULL CHECK (setting BETWEEN 0 AND 4),
    value           double precision NOT NULL CHECK (value > 0 AND value <= 1e9),
    definitions     text NOT NULL,
    entered_by      uuid NOT NULL,
    entered_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, year, counter, quarter, setting),
    FOREIGN KEY (organisation_id, entered_by) REFERENCES accounts (organisation_id, account_id)
);
CALL tenant_table('baseline_figures');
GRANT SELECT, INSERT, UPDATE, DELETE ON baseline_figures TO peil_app;
