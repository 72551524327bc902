-- What became of the ended stays of a group in the eyes of each rule, kept for as long as nobody judges the group anew: the own
-- performance of an organisation then reads a row a group, and not every session that was ever held. Nothing is lost with it.

CREATE TABLE judged_groups (
    organisation_id uuid NOT NULL REFERENCES organisations,
    group_id        uuid NOT NULL,
    -- How often the group was judged anew: what was read before the last time is not kept.
    version         bigint NOT NULL DEFAULT 1,
    instrument_id   text,
    scale           text,
    module_version  text,
    stays           integer CHECK (stays >= 0),
    units           jsonb,
    PRIMARY KEY (organisation_id, group_id),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    CONSTRAINT all_or_nothing CHECK (num_nonnulls(instrument_id, scale, module_version, stays, units) IN (0, 5))
);
CALL tenant_table('judged_groups');
GRANT SELECT, INSERT, UPDATE ON judged_groups TO peil_app;

-- Who took the learning of who leaves upon himself and has not told the result yet, since when; and whether the last fit to
-- stays enough for a model failed.
ALTER TABLE dropout_models ADD COLUMN claimed_at timestamptz, ADD COLUMN failed boolean NOT NULL DEFAULT false;
