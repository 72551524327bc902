-- How groups stand beside each other by one scale: counted by the worker when nobody waits, and not with each answer. What a
-- change was is not kept: only how many there were, and how many of them the stored comparison knows of.

CREATE TABLE comparisons (
    organisation_id uuid NOT NULL REFERENCES organisations,
    instrument_id   text NOT NULL,
    scale           text NOT NULL,
    -- Of the analysis that last tried, whether that failed, and when anybody last began.
    version         integer,
    failed          boolean NOT NULL DEFAULT false,
    looked_at       timestamptz,
    -- One for each window that can be told; null where none of this version was made.
    compared        jsonb CHECK (jsonb_typeof(compared) = 'array'),
    -- The changes it knows of, its scores, and the moment that it tells of.
    made_of         bigint,
    scores          integer,
    made_at         timestamptz,
    -- What it would rest on now.
    changes         bigint NOT NULL DEFAULT 0,
    newest_scores   integer NOT NULL DEFAULT 0,
    changed_at      timestamptz NOT NULL,
    -- A page waits for it.
    asked_at        timestamptz,
    -- Somebody is at it.
    claimed_at      timestamptz,
    PRIMARY KEY (organisation_id, instrument_id, scale),
    CONSTRAINT made_whole_or_not CHECK (num_nulls(compared, made_of, scores, made_at) IN (0, 4))
);
CALL tenant_table('comparisons');
GRANT SELECT, INSERT, UPDATE ON comparisons TO peil_app;
