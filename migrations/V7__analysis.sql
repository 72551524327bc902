-- What must still happen after a commit, and what came of it: outbox, fits and signals.

CREATE TABLE outbox (
    organisation_id uuid NOT NULL REFERENCES organisations,
    job_id          uuid NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('analyse')),
    instrument_id   text NOT NULL,
    scale           text NOT NULL,
    -- Whose page must hear of it; none for an import.
    group_id        uuid,
    created_at      timestamptz NOT NULL,
    due_at          timestamptz NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    PRIMARY KEY (organisation_id, job_id),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups
);
CREATE INDEX outbox_due ON outbox (organisation_id, due_at);
CALL tenant_table('outbox');
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO peil_app;

-- The newest mixed model of one scale. `estimates` is the fit's own report; `theta` the start of the next fit.
CREATE TABLE fits (
    organisation_id uuid NOT NULL REFERENCES organisations,
    instrument_id   text NOT NULL,
    scale           text NOT NULL,
    formula         text NOT NULL,
    theta           double precision[] NOT NULL,
    estimates       jsonb NOT NULL,
    scores          integer NOT NULL,
    clients         integer NOT NULL,
    groups          integer NOT NULL,
    fitted_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, scale)
);
CALL tenant_table('fits');
GRANT SELECT, INSERT, UPDATE, DELETE ON fits TO peil_app;

-- A signal is a reason to talk. It is stored with its rule, the rule's version and what it was computed from, and it is
-- never removed: when it no longer holds it is marked so.
CREATE TABLE signals (
    organisation_id    uuid NOT NULL,
    signal_id          uuid NOT NULL,
    membership_id      uuid NOT NULL,
    session_id         uuid NOT NULL,
    rule               text NOT NULL,
    rule_version       text NOT NULL,
    instrument_id      text NOT NULL,
    scale              text NOT NULL,
    inputs             jsonb NOT NULL,
    raised_at          timestamptz NOT NULL,
    ceased_at          timestamptz,
    PRIMARY KEY (organisation_id, signal_id),
    UNIQUE (organisation_id, membership_id, session_id, rule, instrument_id, scale),
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions
);
CALL tenant_table('signals');
GRANT SELECT, INSERT, UPDATE ON signals TO peil_app;
