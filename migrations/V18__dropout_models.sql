-- The hazard of leaving, learnt from the stays of the organisation itself, from which DROP is foretold. As long as too few
-- stays have ended there is a row without a model, so that nobody looks again before a day has passed.
CREATE TABLE dropout_models (
    organisation_id uuid NOT NULL REFERENCES organisations,
    source          text NOT NULL CHECK (source IN ('own', 'file')),
    model           jsonb,
    -- Clients before a session, from which it was learnt; stays that had begun, that had ended, that ended in dropping out.
    learnt_rows     integer NOT NULL DEFAULT 0 CHECK (learnt_rows >= 0),
    courses         integer NOT NULL DEFAULT 0 CHECK (courses >= 0),
    ended           integer NOT NULL DEFAULT 0 CHECK (ended >= 0),
    dropouts        integer NOT NULL DEFAULT 0 CHECK (dropouts >= 0),
    module_version  text NOT NULL,
    fitted_at       timestamptz,
    -- When it was last seen whether there is more to learn.
    looked_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, source),
    CONSTRAINT fitted_when_there_is_a_model CHECK ((model IS NULL) = (fitted_at IS NULL))
);
CALL tenant_table('dropout_models');
GRANT SELECT, INSERT, UPDATE ON dropout_models TO peil_app;
