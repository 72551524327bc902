-- What a group measures, and when: at the start, before or after every n-th session, at the end, some weeks after
-- leaving. What was in a plan before is asked after each session, as it was. An assignment says for which of these it
-- was made, so that a start that was answered is not asked again.

ALTER TABLE group_plans
    ADD COLUMN occasion text NOT NULL DEFAULT 'after_session'
        CHECK (occasion IN ('start', 'before_session', 'after_session', 'end', 'follow_up')),
    ADD COLUMN every smallint DEFAULT 1 CHECK (every BETWEEN 1 AND 52),
    ADD COLUMN weeks_after smallint CHECK (weeks_after BETWEEN 1 AND 104);
ALTER TABLE group_plans
    ALTER COLUMN occasion DROP DEFAULT,
    ALTER COLUMN every DROP DEFAULT,
    ADD CONSTRAINT every_where_it_repeats
        CHECK ((occasion IN ('before_session', 'after_session')) = (every IS NOT NULL)),
    ADD CONSTRAINT weeks_where_it_follows CHECK ((occasion = 'follow_up') = (weeks_after IS NOT NULL)),
    DROP CONSTRAINT group_plans_pkey,
    ADD PRIMARY KEY (organisation_id, group_id, instrument_id, occasion);

ALTER TABLE assignments
    ADD COLUMN occasion text NOT NULL DEFAULT 'after_session'
        CHECK (occasion IN ('start', 'before_session', 'after_session', 'end', 'follow_up'));
ALTER TABLE assignments ALTER COLUMN occasion DROP DEFAULT;
