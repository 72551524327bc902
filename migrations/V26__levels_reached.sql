-- At which session a signal first stood at a level, and what became of it from there on: one that begins amber and turns red
-- is judged twice, each time by what was still to come, and is not taken for red from its beginning. By the kind of evidence
-- too: marks and a model of leaving err otherwise. And with the constants that the organisation had set.

CREATE TABLE signal_levels (
    organisation_id uuid NOT NULL REFERENCES organisations,
    signal_id       uuid NOT NULL,
    evidence        text NOT NULL,
    urgency         text NOT NULL CHECK (urgency IN ('note', 'watch', 'attention')),
    session_id      uuid NOT NULL,
    reached_at      timestamptz NOT NULL,
    settings        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
    -- Null where nobody can know, and until the stay has ended.
    came_true       boolean,
    judged_at       timestamptz,
    PRIMARY KEY (organisation_id, signal_id, evidence, urgency),
    FOREIGN KEY (organisation_id, signal_id) REFERENCES signals (organisation_id, signal_id) ON DELETE CASCADE,
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions (organisation_id, session_id),
    CONSTRAINT true_when_judged CHECK (came_true IS NULL OR judged_at IS NOT NULL)
);
CALL tenant_table('signal_levels');
GRANT SELECT, INSERT, UPDATE ON signal_levels TO peil_app;

-- Of the signals so far: the level at which they were raised. Where one asked for more later, nobody wrote down at which
-- session; it began at the first of the two levels that those rules have. The owner steps round the wall for this.
ALTER TABLE signals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE signal_levels NO FORCE ROW LEVEL SECURITY;

INSERT INTO signal_levels (organisation_id, signal_id, evidence, urgency, session_id, reached_at, settings, came_true, judged_at)
SELECT organisation_id, signal_id, inputs ->> 'kind', CASE WHEN round > 1 THEN 'watch' ELSE urgency END, session_id,
       raised_at, coalesce(inputs -> 'settings', '{}'), came_true, judged_at
  FROM signals WHERE level IS NULL AND inputs ->> 'kind' IS NOT NULL;

ALTER TABLE signal_levels FORCE ROW LEVEL SECURITY;
ALTER TABLE signals FORCE ROW LEVEL SECURITY;
ANALYZE signal_levels;
