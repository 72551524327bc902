-- When a group meets: the day of the week, the time, how long, and every how many weeks. A group without a row has no fixed
-- time. Which evening is next follows from this and from the last session, so it is not stored.

CREATE TABLE group_schedules (
    organisation_id uuid NOT NULL,
    group_id        uuid NOT NULL,
    -- 1 is Monday.
    weekday         smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    begins_at       time NOT NULL,
    minutes         smallint NOT NULL CHECK (minutes BETWEEN 15 AND 480),
    every_weeks     smallint NOT NULL CHECK (every_weeks BETWEEN 1 AND 8),
    set_at          timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, group_id),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups
);
CALL tenant_table('group_schedules');
GRANT SELECT, INSERT, UPDATE, DELETE ON group_schedules TO peil_app;
