-- What waits to be seen is found without a walk through every alert there ever was: each signal knows the round in which
-- somebody last saw it, and a small index holds those that got worse since. The comparison is a column, so that the planner
-- knows how few they are.

ALTER TABLE signals
    ADD COLUMN seen_round smallint NOT NULL DEFAULT 0 CHECK (seen_round BETWEEN 0 AND round),
    ADD COLUMN waits boolean NOT NULL GENERATED ALWAYS AS (level IS NOT NULL AND seen_round < round) STORED;

-- The owner steps round the wall for this one change; the wall stands again at its end.
ALTER TABLE signals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE signal_steps NO FORCE ROW LEVEL SECURITY;
ALTER TABLE assignments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE answers NO FORCE ROW LEVEL SECURITY;

UPDATE signals x SET seen_round = t.round
  FROM (SELECT organisation_id, signal_id, max(round) AS round FROM signal_steps GROUP BY 1, 2) t
 WHERE t.organisation_id = x.organisation_id AND t.signal_id = x.signal_id;

-- Alerts from before the value was kept with them show the answer that stands.
UPDATE signals x SET inputs = x.inputs || jsonb_build_object('value', w.value::text)
  FROM assignments a
  JOIN answers w ON w.organisation_id = a.organisation_id AND w.assignment_id = a.assignment_id
 WHERE x.rule = 'RISK' AND x.inputs ? 'item' AND NOT x.inputs ? 'value'
   AND (x.inputs ->> 'open')::boolean IS NOT TRUE
   AND a.organisation_id = x.organisation_id AND a.session_id = x.session_id
   AND a.membership_id = x.membership_id AND a.instrument_id = x.instrument_id
   AND w.item_id = x.inputs ->> 'item' AND w.value IS NOT NULL;

ALTER TABLE signals FORCE ROW LEVEL SECURITY;
ALTER TABLE signal_steps FORCE ROW LEVEL SECURITY;
ALTER TABLE assignments FORCE ROW LEVEL SECURITY;
ALTER TABLE answers FORCE ROW LEVEL SECURITY;

CREATE INDEX signals_that_wait ON signals (organisation_id, raised_at) WHERE waits;
ANALYZE signals;
