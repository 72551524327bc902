-- The waiting list: since when somebody is on it, how a stay ends that never began, and on which days a group that runs in
-- fixed cycles takes newcomers.

-- The day on which a member was put down for the group. Empty for stays that were written before this was kept, or imported.
ALTER TABLE memberships ADD COLUMN listed_on date;

-- Whoever gives up waiting did not leave the group: such a stay counts in no figure of leaving.
ALTER TABLE memberships
    DROP CONSTRAINT memberships_end_reason_check,
    ADD CONSTRAINT memberships_end_reason_check
        CHECK (end_reason IN ('completed', 'agreed_early', 'dropout', 'moved', 'not_begun'));

-- Cycles follow each other from a first day on; in each, newcomers enter once in so many weeks.
ALTER TABLE groups
    ADD COLUMN cycle_starts_on date,
    ADD COLUMN cycle_weeks smallint CHECK (cycle_weeks BETWEEN 1 AND 104),
    ADD COLUMN entry_weeks smallint CHECK (entry_weeks >= 1),
    ADD CONSTRAINT cycle_whole_or_none CHECK (num_nulls(cycle_starts_on, cycle_weeks, entry_weeks) IN (0, 3)),
    ADD CONSTRAINT entry_within_cycle CHECK (entry_weeks <= cycle_weeks);
