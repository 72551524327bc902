-- A measurement outside a session: a start before the first one, an end that was missed, a follow-up after leaving. It is
-- a row of sessions without a number that belongs to one member, so that codes, forms, answers, scores and alerts are the
-- same as at a session. One of each kind for a stay; a later follow-up adds forms to the same one.

ALTER TABLE sessions
    ALTER COLUMN number DROP NOT NULL,
    ADD COLUMN for_membership uuid,
    ADD COLUMN moment text CHECK (moment IN ('start', 'end', 'follow_up')),
    ADD CONSTRAINT session_or_moment CHECK (
        (number IS NOT NULL AND for_membership IS NULL AND moment IS NULL)
        OR (number IS NULL AND for_membership IS NOT NULL AND moment IS NOT NULL)),
    ADD FOREIGN KEY (organisation_id, for_membership) REFERENCES memberships;
DROP INDEX one_open_session_a_group;
CREATE UNIQUE INDEX one_open_session_a_group ON sessions (organisation_id, group_id)
    WHERE closed_at IS NULL AND number IS NOT NULL;
CREATE UNIQUE INDEX one_moment_of_a_kind ON sessions (organisation_id, for_membership, moment) WHERE number IS NULL;
