-- Groups, the therapists who lead them, and the clients in them. A membership is an interval, so that open groups,
-- returning clients and clients in two groups are all plain rows.

CREATE TABLE groups (
    organisation_id  uuid NOT NULL REFERENCES organisations,
    group_id         uuid NOT NULL,
    team_id          uuid,
    name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind             text NOT NULL CHECK (kind IN
        ('psychotherapy', 'psycho_education', 'skills', 'expressive_therapy', 'recovery', 'system', 'other')),
    format           text NOT NULL CHECK (format IN ('open', 'closed', 'phased')),
    setting          smallint NOT NULL CHECK (setting BETWEEN 1 AND 8),
    planned_size     smallint CHECK (planned_size BETWEEN 1 AND 40),
    planned_sessions smallint CHECK (planned_sessions BETWEEN 1 AND 500),
    started_on       date NOT NULL,
    ended_on         date CHECK (ended_on >= started_on),
    PRIMARY KEY (organisation_id, group_id),
    UNIQUE (organisation_id, name),
    FOREIGN KEY (organisation_id, team_id) REFERENCES teams
);
CALL tenant_table('groups');
GRANT SELECT, INSERT, UPDATE ON groups TO peil_app;

CREATE TABLE group_therapists (
    organisation_id uuid NOT NULL,
    group_id        uuid NOT NULL,
    account_id      uuid NOT NULL,
    part            text NOT NULL CHECK (part IN ('lead', 'co', 'trainee', 'observer')),
    from_date       date NOT NULL,
    until_date      date CHECK (until_date >= from_date),
    PRIMARY KEY (organisation_id, group_id, account_id, from_date),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
CREATE INDEX group_therapists_account ON group_therapists (organisation_id, account_id);
CALL tenant_table('group_therapists');
GRANT SELECT, INSERT, UPDATE ON group_therapists TO peil_app;

CREATE TABLE clients (
    organisation_id uuid NOT NULL REFERENCES organisations,
    client_id       uuid NOT NULL,
    -- Argon2id hash of the client's own code; null for imported clients, who never come to a tablet.
    code_hash       text,
    -- Day zero of the client's course where no membership says it.
    started_on      date NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, client_id)
);
CALL tenant_table('clients');
GRANT SELECT, INSERT, UPDATE ON clients TO peil_app;

CREATE TABLE memberships (
    organisation_id uuid NOT NULL,
    membership_id   uuid NOT NULL,
    group_id        uuid NOT NULL,
    client_id       uuid NOT NULL,
    pseudonym       text NOT NULL CHECK (length(pseudonym) BETWEEN 1 AND 60),
    joined_on       date NOT NULL,
    left_on         date CHECK (left_on >= joined_on),
    planned_end_on  date,
    end_reason      text CHECK (end_reason IN ('completed', 'agreed_early', 'dropout', 'moved')),
    PRIMARY KEY (organisation_id, membership_id),
    UNIQUE (organisation_id, group_id, pseudonym),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, client_id) REFERENCES clients,
    CHECK ((left_on IS NULL) = (end_reason IS NULL)),
    CONSTRAINT one_membership_at_a_time EXCLUDE USING gist
        (organisation_id WITH =, group_id WITH =, client_id WITH =, daterange(joined_on, left_on, '[]') WITH &&)
);
CREATE INDEX memberships_client ON memberships (organisation_id, client_id);
CREATE INDEX memberships_group ON memberships (organisation_id, group_id);
CALL tenant_table('memberships');
GRANT SELECT, INSERT, UPDATE ON memberships TO peil_app;

-- Consent is asked for each purpose apart and may be withdrawn: an interval, never a flag.
CREATE TABLE consents (
    organisation_id uuid NOT NULL,
    client_id       uuid NOT NULL,
    purpose         text NOT NULL CHECK (purpose IN ('show_in_group', 'research_export')),
    given_at        timestamptz NOT NULL,
    withdrawn_at    timestamptz CHECK (withdrawn_at >= given_at),
    recorded_by     uuid,
    PRIMARY KEY (organisation_id, client_id, purpose, given_at),
    FOREIGN KEY (organisation_id, client_id) REFERENCES clients,
    FOREIGN KEY (organisation_id, recorded_by) REFERENCES accounts (organisation_id, account_id)
);
CALL tenant_table('consents');
GRANT SELECT, INSERT, UPDATE ON consents TO peil_app;
