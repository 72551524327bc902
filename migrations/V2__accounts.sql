-- Who works here, and how they are let in: accounts, server-side login sessions (only a hash of the token), and the
-- counters that slow down guessing.

CREATE TABLE teams (
    organisation_id uuid NOT NULL REFERENCES organisations,
    team_id         uuid NOT NULL,
    name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    PRIMARY KEY (organisation_id, team_id),
    UNIQUE (organisation_id, name)
);
CALL tenant_table('teams');
GRANT SELECT, INSERT, UPDATE ON teams TO peil_app;

CREATE TABLE accounts (
    organisation_id uuid NOT NULL REFERENCES organisations,
    account_id      uuid NOT NULL,
    team_id         uuid,
    email           text NOT NULL CHECK (email = lower(email)),
    display_name    text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
    role            text NOT NULL CHECK (role IN ('therapist', 'team_lead', 'researcher', 'administrator')),
    password_hash   text NOT NULL,
    language        text NOT NULL CHECK (language IN ('nl', 'en')),
    created_at      timestamptz NOT NULL,
    disabled_at     timestamptz,
    PRIMARY KEY (organisation_id, account_id),
    UNIQUE (organisation_id, email),
    FOREIGN KEY (organisation_id, team_id) REFERENCES teams
);
CALL tenant_table('accounts');
GRANT SELECT, INSERT, UPDATE ON accounts TO peil_app;

-- From an address's hash to its organisation: what the login needs before it knows the tenant. One can be looked up;
-- nobody may list.
CREATE TABLE account_routes (
    organisation_id uuid NOT NULL REFERENCES organisations,
    email_hash      bytea NOT NULL UNIQUE,
    account_id      uuid NOT NULL,
    PRIMARY KEY (organisation_id, email_hash),
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
ALTER TABLE account_routes ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_routes FORCE ROW LEVEL SECURITY;
CREATE POLICY account_routes_read ON account_routes FOR SELECT
    USING (organisation_id = current_organisation()
           OR encode(email_hash, 'hex') = current_setting('peil.email_hash', true));
CREATE POLICY account_routes_write ON account_routes FOR INSERT WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT ON account_routes TO peil_app;

CREATE TABLE login_sessions (
    organisation_id uuid NOT NULL,
    token_hash      bytea NOT NULL,
    account_id      uuid NOT NULL,
    created_at      timestamptz NOT NULL,
    last_seen_at    timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, token_hash),
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
CALL tenant_table('login_sessions');
GRANT SELECT, INSERT, UPDATE, DELETE ON login_sessions TO peil_app;

-- Failed attempts at one secret (a password, a client's code) in the current window.
CREATE TABLE failed_attempts (
    organisation_id   uuid NOT NULL REFERENCES organisations,
    subject           text NOT NULL,
    window_started_at timestamptz NOT NULL,
    failures          integer NOT NULL CHECK (failures > 0),
    PRIMARY KEY (organisation_id, subject)
);
CALL tenant_table('failed_attempts');
GRANT SELECT, INSERT, UPDATE, DELETE ON failed_attempts TO peil_app;
