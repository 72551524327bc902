-- Around a session: when it began and ended and how it was held, the work that no client sees, and what was agreed for the
-- next time. Direct minutes follow from began and ended, so they are not stored beside them.

ALTER TABLE sessions
    ADD COLUMN began_at timestamptz,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN mode     text CHECK (mode IN ('in_person', 'online', 'hybrid')),
    ADD CONSTRAINT ended_after_it_began CHECK (
        ended_at IS NULL OR (began_at IS NOT NULL AND ended_at > began_at AND ended_at <= began_at + interval '12 hours'));

-- Each writes down his own; colleagues see the sums.
CREATE TABLE indirect_minutes (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    account_id      uuid NOT NULL,
    activity        text NOT NULL CHECK (activity IN
        ('planning', 'recruitment', 'waiting_list', 'talk_before', 'talk_after', 'record_keeping', 'other')),
    minutes         smallint NOT NULL CHECK (minutes BETWEEN 1 AND 600),
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, session_id, account_id, activity),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
CALL tenant_table('indirect_minutes');
GRANT SELECT, INSERT, UPDATE, DELETE ON indirect_minutes TO peil_app;

-- Made at one session, settled at a later one. The words stay as they were agreed.
CREATE TABLE agreements (
    organisation_id uuid NOT NULL,
    agreement_id    uuid NOT NULL,
    group_id        uuid NOT NULL,
    session_id      uuid NOT NULL,
    -- Whom it is about, when it is about one member.
    membership_id   uuid,
    -- Chosen once for a form, so that a form that is sent twice agrees once.
    idempotency_key uuid NOT NULL,
    said            text NOT NULL CHECK (length(said) BETWEEN 1 AND 300),
    made_by         uuid NOT NULL,
    made_at         timestamptz NOT NULL,
    settled         text CHECK (settled IN ('done', 'dropped')),
    settled_by      uuid,
    settled_at      timestamptz,
    PRIMARY KEY (organisation_id, agreement_id),
    UNIQUE (organisation_id, idempotency_key),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, made_by) REFERENCES accounts (organisation_id, account_id),
    FOREIGN KEY (organisation_id, settled_by) REFERENCES accounts (organisation_id, account_id),
    CHECK ((settled IS NULL) = (settled_by IS NULL) AND (settled IS NULL) = (settled_at IS NULL))
);
CREATE INDEX agreements_group ON agreements (organisation_id, group_id);
CALL tenant_table('agreements');
GRANT SELECT, INSERT, UPDATE (settled, settled_by, settled_at) ON agreements TO peil_app;
