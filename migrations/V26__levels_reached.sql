-- From which session on a signal stood at a level, and what became of it from there on: one that begins amber and turns red is
-- judged twice, each time by what was still to come, and is not taken for red from its beginning; one that turns back is
-- amber again from there on. By the kind of evidence too: marks and a model of leaving err otherwise. With the version of the
-- rule that spoke, and with the constants that the organisation had set.

CREATE TABLE signal_levels (
    organisation_id uuid NOT NULL REFERENCES organisations,
    signal_id       uuid NOT NULL,
    session_id      uuid NOT NULL,
    evidence        text NOT NULL,
    urgency         text NOT NULL CHECK (urgency IN ('note', 'watch', 'attention')),
    rule_version    text NOT NULL,
    reached_at      timestamptz NOT NULL,
    settings        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
    -- False: only the last of its levels was written down, and not at which session it was reached.
    seen            boolean NOT NULL DEFAULT true,
    -- Null where nobody can know, and until the stay has ended.
    came_true       boolean,
    judged_at       timestamptz,
    PRIMARY KEY (organisation_id, signal_id, session_id, evidence, urgency),
    FOREIGN KEY (organisation_id, signal_id) REFERENCES signals (organisation_id, signal_id) ON DELETE CASCADE,
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions (organisation_id, session_id),
    CONSTRAINT true_when_judged CHECK (came_true IS NULL OR judged_at IS NOT NULL)
);
CALL tenant_table('signal_levels');
GRANT SELECT, INSERT, UPDATE ON signal_levels TO peil_app;

-- By which versions of the rules the signals were evaluated after a session: a rule's silence, too, is that of a version.
ALTER TABLE sessions ADD COLUMN signals_rules text;

-- Of the signals so far only the last level and the last kind of evidence are known. Where a rule has more than one, nobody
-- wrote down at which session it was reached, so those count in no rate by level; but red in the first round was red when it
-- was raised. The owner steps round the wall for this.
ALTER TABLE signals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE signal_levels NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY;

INSERT INTO signal_levels (organisation_id, signal_id, session_id, evidence, urgency, rule_version, reached_at, settings, seen,
                           came_true, judged_at)
SELECT organisation_id, signal_id, session_id, inputs ->> 'kind', urgency, rule_version, raised_at,
       coalesce(inputs -> 'settings', '{}'),
       rule NOT IN ('DET', 'OFF', 'OFF-P', 'DROP') OR (rule <> 'DROP' AND round = 1 AND urgency = 'attention'),
       came_true, judged_at
  FROM signals WHERE level IS NULL AND inputs ->> 'kind' IS NOT NULL;

UPDATE sessions
   SET signals_rules = 'DET:2 OFF:1 OFF-P:1 STAG:1 STAG-P:1 REL:1 REC:1 MISS:1 DROP:1 G-STALL:1 G-RUPT:1 G-SPLIT:1 G-OUT:2'
 WHERE signals_evaluated_at IS NOT NULL;

ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
ALTER TABLE signal_levels FORCE ROW LEVEL SECURITY;
ALTER TABLE signals FORCE ROW LEVEL SECURITY;
ANALYZE signal_levels;
