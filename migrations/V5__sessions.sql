-- Sessions of a group, who came, and what each member was asked. Absence has its reason and a questionnaire that was
-- not filled in stays a row: a missed answer is a fact.

CREATE TABLE sessions (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    group_id        uuid NOT NULL,
    number          smallint NOT NULL CHECK (number >= 1),
    held_on         date NOT NULL,
    opened_at       timestamptz NOT NULL,
    closed_at       timestamptz CHECK (closed_at >= opened_at),
    opened_by       uuid,
    PRIMARY KEY (organisation_id, session_id),
    UNIQUE (organisation_id, group_id, number),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, opened_by) REFERENCES accounts (organisation_id, account_id)
);
CREATE UNIQUE INDEX one_open_session_a_group ON sessions (organisation_id, group_id) WHERE closed_at IS NULL;
CALL tenant_table('sessions');
GRANT SELECT, INSERT, UPDATE ON sessions TO peil_app;

-- From a code typed on a tablet to its session. The code stands on the wall of the room, so it is no secret by itself:
-- it shows pseudonyms only, lives hours, and each client adds a code of his own. All may look one up; nobody may list.
CREATE TABLE session_codes (
    organisation_id uuid NOT NULL,
    code            text NOT NULL UNIQUE,
    session_id      uuid NOT NULL,
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, code),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions
);
CREATE INDEX session_codes_session ON session_codes (organisation_id, session_id);
ALTER TABLE session_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY session_codes_read ON session_codes FOR SELECT
    USING (organisation_id = current_organisation() OR code = current_setting('peil.session_code', true));
CREATE POLICY session_codes_insert ON session_codes FOR INSERT WITH CHECK (organisation_id = current_organisation());
CREATE POLICY session_codes_update ON session_codes FOR UPDATE USING (organisation_id = current_organisation())
    WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE ON session_codes TO peil_app;

CREATE TABLE attendance (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    membership_id   uuid NOT NULL,
    status          text NOT NULL CHECK (status IN
        ('present', 'absent_with_notice', 'absent_ill', 'absent_holiday', 'absent_without_notice', 'absent_other')),
    recorded_at     timestamptz NOT NULL,
    recorded_by     uuid,
    PRIMARY KEY (organisation_id, session_id, membership_id),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, recorded_by) REFERENCES accounts (organisation_id, account_id)
);
CREATE INDEX attendance_membership ON attendance (organisation_id, membership_id);
CALL tenant_table('attendance');
GRANT SELECT, INSERT, UPDATE ON attendance TO peil_app;

-- One questionnaire for one member at one session.
CREATE TABLE assignments (
    organisation_id    uuid NOT NULL,
    assignment_id      uuid NOT NULL,
    session_id         uuid NOT NULL,
    membership_id      uuid NOT NULL,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    position           smallint NOT NULL,
    PRIMARY KEY (organisation_id, assignment_id),
    UNIQUE (organisation_id, session_id, membership_id, instrument_id),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions
);
CREATE INDEX assignments_membership ON assignments (organisation_id, membership_id);
CALL tenant_table('assignments');
GRANT SELECT, INSERT ON assignments TO peil_app;

-- A client at a tablet: what the session's code and the client's own code together open, for a short while.
CREATE TABLE tablet_entries (
    organisation_id uuid NOT NULL,
    token_hash      bytea NOT NULL,
    session_id      uuid NOT NULL,
    membership_id   uuid NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, token_hash),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships
);
CALL tenant_table('tablet_entries');
GRANT SELECT, INSERT, DELETE ON tablet_entries TO peil_app;
