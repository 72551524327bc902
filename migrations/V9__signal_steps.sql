-- What becomes of a signal: who saw it, what was done, who closed it, and who else was called in. An answer that somebody
-- must read soon (an alert) is a signal with a level; the steps are those of every signal.

-- Minutes within which somebody must have seen a safety alert; null until the organisation chose.
ALTER TABLE organisations ADD COLUMN alert_minutes integer CHECK (alert_minutes BETWEEN 5 AND 10080);

-- Who is on duty. Moments, not days: whoever is taken off the list must not see an alert of the same evening.
CREATE TABLE duty_periods (
    organisation_id uuid NOT NULL,
    account_id      uuid NOT NULL,
    from_at         timestamptz NOT NULL,
    until_at        timestamptz CHECK (until_at >= from_at),
    PRIMARY KEY (organisation_id, account_id, from_at),
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
CREATE UNIQUE INDEX one_duty_at_a_time ON duty_periods (organisation_id, account_id) WHERE until_at IS NULL;
CALL tenant_table('duty_periods');
GRANT SELECT, INSERT, UPDATE ON duty_periods TO peil_app;

ALTER TABLE signals
    -- How soon somebody must look; null for signals that wait for the next meeting.
    ADD COLUMN level text CHECK (level IN ('attention', 'safety')),
    -- 1 when raised, one more each time it gets worse: steps of an earlier round say nothing about the worse value.
    ADD COLUMN round smallint NOT NULL DEFAULT 1 CHECK (round >= 1),
    ADD COLUMN renewed_at timestamptz,
    -- When those on duty were called in, and why. Once; it stays.
    ADD COLUMN escalated_at timestamptz,
    ADD COLUMN escalated_why text CHECK (escalated_why IN ('value', 'worse', 'unseen')),
    ADD CONSTRAINT renewed_from_the_second_round CHECK ((renewed_at IS NULL) = (round = 1)),
    ADD CONSTRAINT escalated_with_a_reason CHECK ((escalated_at IS NULL) = (escalated_why IS NULL));
CREATE INDEX signals_with_level ON signals (organisation_id, raised_at) WHERE level IS NOT NULL;

-- Alerts from before have the level that their instruments give them. The owner steps round the wall for this one change.
ALTER TABLE signals NO FORCE ROW LEVEL SECURITY;
UPDATE signals SET level = CASE WHEN (inputs ->> 'open')::boolean THEN 'attention' ELSE 'safety' END
 WHERE rule = 'RISK';
ALTER TABLE signals FORCE ROW LEVEL SECURITY;

CREATE TABLE signal_steps (
    organisation_id uuid NOT NULL,
    step_id         uuid NOT NULL,
    signal_id       uuid NOT NULL,
    round           smallint NOT NULL,
    step            text NOT NULL CHECK (step IN ('seen', 'acted', 'closed')),
    account_id      uuid NOT NULL,
    taken_at        timestamptz NOT NULL,
    -- What was done, or why nothing had to be.
    note            text CHECK (length(note) BETWEEN 1 AND 1000),
    PRIMARY KEY (organisation_id, step_id),
    FOREIGN KEY (organisation_id, signal_id) REFERENCES signals,
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts,
    CHECK (step <> 'acted' OR note IS NOT NULL)
);
CREATE INDEX signal_steps_signal ON signal_steps (organisation_id, signal_id, round);
CREATE UNIQUE INDEX seen_once_by_each ON signal_steps (organisation_id, signal_id, round, account_id)
    WHERE step = 'seen';
CREATE UNIQUE INDEX closed_once ON signal_steps (organisation_id, signal_id, round) WHERE step = 'closed';
CALL tenant_table('signal_steps');
GRANT SELECT, INSERT ON signal_steps TO peil_app;
CREATE TRIGGER signal_steps_stay BEFORE UPDATE OR DELETE ON signal_steps
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
