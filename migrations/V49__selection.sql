-- Who was put forward for a group, and the three conversations before the first day: diagnostic, advice, contract. A candidate is
-- no member; the stay is made at the advice (then he waits) or at the contract.
CREATE TABLE candidates (
    organisation_id uuid NOT NULL REFERENCES organisations,
    candidate_id    uuid NOT NULL,
    group_id        uuid NOT NULL,
    pseudonym       text NOT NULL CHECK (length(pseudonym) BETWEEN 1 AND 100),
    applied_on      date NOT NULL,
    membership_id   uuid,
    PRIMARY KEY (organisation_id, candidate_id),
    UNIQUE (organisation_id, group_id, pseudonym),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships
);
CALL tenant_table('candidates');
GRANT SELECT, INSERT, UPDATE ON candidates TO peil_app;

-- A correction is a newer row of the same conversation; the older one stays.
CREATE TABLE selection_steps (
    organisation_id uuid NOT NULL REFERENCES organisations,
    step_id         uuid NOT NULL,
    candidate_id    uuid NOT NULL,
    step            text NOT NULL CHECK (step IN ('diagnostic', 'advice', 'contract')),
    held_on         date NOT NULL,
    held_by         uuid NOT NULL,
    decided         text NOT NULL CHECK (decided IN ('together', 'client', 'team', 'policy')),
    outcome         text NOT NULL CHECK (outcome IN ('goes_on', 'other_group', 'individual', 'stops')),
    motivation      smallint CHECK (motivation BETWEEN 0 AND 10),
    expectation     smallint CHECK (expectation BETWEEN 0 AND 10),
    -- The answers to a fixed list, as "name=answer".
    checks          text[] NOT NULL,
    recorded_by     uuid NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, step_id),
    FOREIGN KEY (organisation_id, candidate_id) REFERENCES candidates,
    FOREIGN KEY (organisation_id, held_by) REFERENCES accounts (organisation_id, account_id),
    FOREIGN KEY (organisation_id, recorded_by) REFERENCES accounts (organisation_id, account_id)
);
CREATE INDEX selection_steps_candidate ON selection_steps (organisation_id, candidate_id);
CALL tenant_table('selection_steps');
GRANT SELECT, INSERT ON selection_steps TO peil_app;
