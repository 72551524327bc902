-- What the policy counters rest on, said instead of guessed: which days and settings an import covers, who wrote an end down,
-- which key made the hashes.

-- Hashes of clients' numbers are made with a key that stands outside the database from now on: a plain hash of a short number
-- can be tried out. The old ones cannot be turned into new ones, so what was imported from a record system is imported again.
TRUNCATE client_keys, individual_contacts, group_contacts;
GRANT UPDATE ON client_keys TO peil_app;
GRANT DELETE ON individual_contacts, group_contacts TO peil_app;

-- By which key an organisation's numbers were hashed: with another one every number would look new.
CREATE TABLE record_keys (
    organisation_id uuid PRIMARY KEY REFERENCES organisations,
    check_hash      text NOT NULL CHECK (length(check_hash) = 64),
    noted_at        timestamptz NOT NULL
);
CALL tenant_table('record_keys');
GRANT SELECT, INSERT ON record_keys TO peil_app;

-- Of which days imports said that they hold every contact of a setting. Days between two imports are not known.
CREATE TABLE record_coverage (
    organisation_id uuid NOT NULL REFERENCES organisations,
    kind            text NOT NULL CHECK (kind IN ('individual_contacts', 'group_sessions')),
    setting         smallint NOT NULL CHECK (setting BETWEEN 1 AND 8),
    days            datemultirange NOT NULL,
    PRIMARY KEY (organisation_id, kind, setting)
);
CALL tenant_table('record_coverage');
GRANT SELECT, INSERT, UPDATE ON record_coverage TO peil_app;

-- Two names of a group are the same when they differ in capitals and spaces only.
CREATE FUNCTION name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT lower(btrim(regexp_replace(name, '\s+', ' ', 'g'))) $$;
GRANT EXECUTE ON FUNCTION name_key(text) TO peil_app;
ALTER TABLE group_contacts ADD COLUMN name_key text GENERATED ALWAYS AS (name_key(group_name)) STORED;

-- Whether the end of a session is only the moment at which it was closed, and how long the group's schedule said on that day
-- that it would take. Of sessions of before: the schedule of now.
ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY;
ALTER TABLE group_schedules NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sessions
    ADD COLUMN ended_by_closing boolean NOT NULL DEFAULT false,
    ADD COLUMN planned_minutes  smallint CHECK (planned_minutes BETWEEN 15 AND 480);
UPDATE sessions s
SET ended_by_closing = coalesce(s.ended_at = s.closed_at, false),
    planned_minutes = (SELECT p.minutes FROM group_schedules p
                       WHERE p.organisation_id = s.organisation_id AND p.group_id = s.group_id);
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE group_schedules FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION setting_of_group() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.setting IS NULL THEN
        NEW.setting := (SELECT g.setting FROM groups g
                        WHERE g.organisation_id = NEW.organisation_id AND g.group_id = NEW.group_id);
    END IF;
    IF NEW.planned_minutes IS NULL THEN
        NEW.planned_minutes := (SELECT p.minutes FROM group_schedules p
                                WHERE p.organisation_id = NEW.organisation_id AND p.group_id = NEW.group_id);
    END IF;
    RETURN NEW;
END
$$;

-- None: entered by the command line of the machine.
ALTER TABLE baseline_figures ALTER COLUMN entered_by DROP NOT NULL;

-- Who was present is asked of every session of a year, without the other columns of the register.
CREATE INDEX attendance_present ON attendance (organisation_id, session_id, membership_id) WHERE status = 'present';
-- Whether Peil has a session of a group on a day.
CREATE INDEX sessions_of_group_on ON sessions (organisation_id, group_id, held_on) WHERE number IS NOT NULL;
