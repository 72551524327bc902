-- A multiple baseline: who of a group begins when, drawn by lot beforehand. A plan is drawn once. What was drawn is never
-- changed: a plan that is given up keeps its row and its lots, so that everybody sees how often was drawn.

CREATE TABLE baseline_designs (
    organisation_id uuid NOT NULL,
    design_id       uuid NOT NULL,
    group_id        uuid NOT NULL,
    instrument_id   text NOT NULL CHECK (length(instrument_id) BETWEEN 1 AND 100),
    scale           text NOT NULL CHECK (length(scale) BETWEEN 1 AND 100),
    lot             text NOT NULL CHECK (lot IN ('dealt', 'each_own', 'together', 'elsewhere')),
    -- The day of the first measurement, and days from one measurement to the next.
    first_on        date NOT NULL,
    every_days      smallint NOT NULL CHECK (every_days BETWEEN 1 AND 31),
    moments         smallint NOT NULL CHECK (moments BETWEEN 2 AND 60),
    least_before    smallint NOT NULL CHECK (least_before >= 1),
    least_after     smallint NOT NULL CHECK (least_after >= 1),
    -- The start moments that are dealt, or that were drawn elsewhere; empty where they are drawn from the range.
    starts          smallint[] NOT NULL,
    planned_by      uuid NOT NULL,
    planned_at      timestamptz NOT NULL,
    seed            bigint,
    drawn_by        uuid,
    drawn_at        timestamptz,
    -- The measuring was ended by hand before all planned measurements were in.
    ended_by        uuid,
    ended_at        timestamptz,
    cancelled_by    uuid,
    cancelled_at    timestamptz,
    cancel_reason   text CHECK (cancel_reason IN ('mistake', 'members', 'date', 'other')),
    PRIMARY KEY (organisation_id, design_id),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, planned_by) REFERENCES accounts (organisation_id, account_id),
    FOREIGN KEY (organisation_id, drawn_by) REFERENCES accounts (organisation_id, account_id),
    FOREIGN KEY (organisation_id, ended_by) REFERENCES accounts (organisation_id, account_id),
    FOREIGN KEY (organisation_id, cancelled_by) REFERENCES accounts (organisation_id, account_id),
    CHECK (least_before + least_after <= moments),
    CHECK (num_nonnulls(seed, drawn_by, drawn_at) IN (0, 3)),
    CHECK (num_nonnulls(ended_by, ended_at) IN (0, 2)),
    CHECK (num_nonnulls(cancelled_by, cancelled_at, cancel_reason) IN (0, 3))
);
-- Whoever does not like what was drawn may give the plan up, not draw again for the same start.
CREATE UNIQUE INDEX one_baseline_draw ON baseline_designs (organisation_id, group_id, first_on) WHERE drawn_at IS NOT NULL;
CREATE UNIQUE INDEX one_standing_baseline ON baseline_designs (organisation_id, group_id) WHERE cancelled_at IS NULL;
CALL tenant_table('baseline_designs');
GRANT SELECT, INSERT, UPDATE (seed, drawn_by, drawn_at, ended_by, ended_at, cancelled_by, cancelled_at, cancel_reason)
    ON baseline_designs TO peil_app;

CREATE FUNCTION refuse_second_draw() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.drawn_at IS NOT NULL AND (NEW.seed, NEW.drawn_by, NEW.drawn_at)
                                    IS DISTINCT FROM (OLD.seed, OLD.drawn_by, OLD.drawn_at) THEN
        RAISE EXCEPTION 'the lots of this plan were drawn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER baseline_designs_drawn_once BEFORE UPDATE ON baseline_designs
    FOR EACH ROW EXECUTE FUNCTION refuse_second_draw();

-- Who takes part, and the moment at which the group begins for each: that of the first measurement in the group.
CREATE TABLE baseline_starts (
    organisation_id uuid NOT NULL,
    design_id       uuid NOT NULL,
    membership_id   uuid NOT NULL,
    position        smallint NOT NULL CHECK (position >= 0),
    start_moment    smallint CHECK (start_moment >= 2),
    PRIMARY KEY (organisation_id, design_id, membership_id),
    UNIQUE (organisation_id, design_id, position),
    FOREIGN KEY (organisation_id, design_id) REFERENCES baseline_designs,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships
);
CALL tenant_table('baseline_starts');
GRANT SELECT, INSERT, UPDATE (start_moment) ON baseline_starts TO peil_app;

CREATE FUNCTION refuse_second_start() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.start_moment IS NOT NULL AND NEW.start_moment IS DISTINCT FROM OLD.start_moment THEN
        RAISE EXCEPTION 'the start of this member was drawn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER baseline_starts_drawn_once BEFORE UPDATE ON baseline_starts
    FOR EACH ROW EXECUTE FUNCTION refuse_second_start();
