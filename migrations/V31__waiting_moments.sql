-- Measuring those who wait for a group: a row of sessions without a number that belongs to the group, so that code, forms,
-- answers, scores and alerts are the same as at a session. One a day. Its scores carry a mark, for nothing that follows a
-- course in the group (signals, charts, models, expectations) may take them for a part of it.

ALTER TABLE sessions
    DROP CONSTRAINT sessions_moment_check,
    DROP CONSTRAINT session_or_moment,
    ADD CONSTRAINT sessions_moment_check CHECK (moment IN ('start', 'end', 'follow_up', 'waiting')),
    ADD CONSTRAINT session_or_moment CHECK (
        (number IS NOT NULL AND for_membership IS NULL AND moment IS NULL)
        OR (number IS NULL AND for_membership IS NOT NULL AND moment IS NOT NULL AND moment <> 'waiting')
        OR (number IS NULL AND for_membership IS NULL AND moment IS NOT NULL AND moment = 'waiting'));
CREATE UNIQUE INDEX one_waiting_moment_a_day ON sessions (organisation_id, group_id, held_on) WHERE moment = 'waiting';

ALTER TABLE scores ADD COLUMN waiting boolean NOT NULL DEFAULT false;
