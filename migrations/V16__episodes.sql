-- Signals of the module are episodes: one row from the session at which a rule began to speak to the one at which it fell
-- silent. At most one is open for each stay (or group), rule and scale; one that has ceased is never written again. Alerts,
-- which have a level, stay as they are. And the expected courses that the rules hold a score against.

ALTER TABLE signals
    ADD COLUMN group_id uuid,
    -- None where a group as a whole is meant.
    ALTER COLUMN membership_id DROP NOT NULL,
    -- How much it asks of its reader; null for alerts, which have a level.
    ADD COLUMN urgency text CHECK (urgency IN ('note', 'watch', 'attention')),
    -- What reached or crossed which limit, as the rule counts.
    ADD COLUMN value double precision,
    ADD COLUMN crossed_limit double precision,
    ADD COLUMN module_version text,
    -- The expected course behind it: its source and the moment of its fit.
    ADD COLUMN model text,
    ADD COLUMN ceased_session_id uuid,
    -- What became of it once the stay had ended; null where nobody can know.
    ADD COLUMN came_true boolean,
    ADD COLUMN judged_at timestamptz,
    DROP CONSTRAINT signals_organisation_id_membership_id_session_id_rule_instr_key;

-- The owner steps round the wall for these changes; the wall stands again at their end.
ALTER TABLE signals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships NO FORCE ROW LEVEL SECURITY;

UPDATE signals x SET group_id = m.group_id
  FROM memberships m
 WHERE m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id;

-- The first version of DET, in the words of the second.
UPDATE signals SET
    urgency = CASE WHEN (inputs ->> 'confirmed')::boolean THEN 'attention' ELSE 'watch' END,
    value = -abs((inputs ->> 'change')::float8),
    crossed_limit = -(inputs ->> 'limit')::float8,
    module_version = '0',
    inputs = inputs || jsonb_build_object(
        'kind', 'deterioration', 'change', -abs((inputs ->> 'change')::numeric), 'into_clinical', NULL,
        'times', CASE WHEN (inputs ->> 'confirmed')::boolean THEN 2 ELSE 1 END)
 WHERE level IS NULL;
UPDATE signals x SET ceased_at = (SELECT max(y.raised_at) FROM signals y
                                  WHERE y.organisation_id = x.organisation_id AND y.membership_id = x.membership_id)
 WHERE x.level IS NULL AND x.ceased_at IS NULL
   AND EXISTS (SELECT FROM signals y
               WHERE y.organisation_id = x.organisation_id AND y.membership_id = x.membership_id AND y.rule = x.rule
                 AND y.instrument_id = x.instrument_id AND y.scale = x.scale AND y.level IS NULL
                 AND y.ceased_at IS NULL AND (y.raised_at, y.signal_id) > (x.raised_at, x.signal_id));

ALTER TABLE signals FORCE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;

ALTER TABLE signals
    ALTER COLUMN group_id SET NOT NULL,
    ADD FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    ADD FOREIGN KEY (organisation_id, ceased_session_id) REFERENCES sessions (organisation_id, session_id),
    ADD CONSTRAINT alert_or_signal CHECK ((level IS NULL) <> (urgency IS NULL)),
    ADD CONSTRAINT alert_about_somebody CHECK (level IS NULL OR membership_id IS NOT NULL),
    ADD CONSTRAINT signal_with_its_numbers CHECK (
        urgency IS NULL OR (value IS NOT NULL AND crossed_limit IS NOT NULL AND module_version IS NOT NULL)),
    ADD CONSTRAINT ceased_before_its_session CHECK (ceased_session_id IS NULL OR ceased_at IS NOT NULL),
    ADD CONSTRAINT judged_once_ceased CHECK (judged_at IS NULL OR ceased_at IS NOT NULL),
    ADD CONSTRAINT true_when_judged CHECK (came_true IS NULL OR judged_at IS NOT NULL);
CREATE UNIQUE INDEX one_alert_a_form ON signals
    (organisation_id, membership_id, session_id, rule, instrument_id, scale) WHERE level IS NOT NULL;
CREATE UNIQUE INDEX one_open_episode ON signals
    (organisation_id, group_id, membership_id, rule, instrument_id, scale) NULLS NOT DISTINCT
    WHERE level IS NULL AND ceased_at IS NULL;
CREATE INDEX signals_group ON signals (organisation_id, group_id);
ANALYZE signals;

-- What may be expected of a client with a given start: fitted to the organisation's own courses, or read from a file of
-- another. A file that is there is used instead of the own one.
CREATE TABLE expected_courses (
    organisation_id uuid NOT NULL REFERENCES organisations,
    instrument_id   text NOT NULL,
    scale           text NOT NULL,
    source          text NOT NULL CHECK (source IN ('own', 'file')),
    parameters      jsonb NOT NULL,
    courses         integer NOT NULL CHECK (courses >= 0),
    module_version  text NOT NULL,
    fitted_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, scale, source)
);
CALL tenant_table('expected_courses');
GRANT SELECT, INSERT, UPDATE, DELETE ON expected_courses TO peil_app;
