-- What is shown on the wall of the room. A client lets the group see his line for one session, on the tablet, and takes it
-- back whenever he likes: an interval, never a flag. And whose answers stand in the picture of a session, round by round:
-- a round is fixed once it was shown, so that no later answer can be read from how the picture changed.

CREATE TABLE line_consents (
    organisation_id uuid NOT NULL,
    consent_id      uuid NOT NULL,
    session_id      uuid NOT NULL,
    membership_id   uuid NOT NULL,
    given_at        timestamptz NOT NULL,
    withdrawn_at    timestamptz CHECK (withdrawn_at >= given_at),
    -- The therapist who took it back for the client; null when he did so himself. Nobody gives it for him.
    withdrawn_by    uuid,
    PRIMARY KEY (organisation_id, consent_id),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, withdrawn_by) REFERENCES accounts (organisation_id, account_id),
    CHECK (withdrawn_by IS NULL OR withdrawn_at IS NOT NULL)
);
CREATE UNIQUE INDEX one_standing_line_consent ON line_consents (organisation_id, session_id, membership_id)
    WHERE withdrawn_at IS NULL;
CALL tenant_table('line_consents');
GRANT SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by) ON line_consents TO peil_app;

CREATE TABLE wall_pictures (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    membership_id   uuid NOT NULL,
    -- 1 for those of the first picture; later rounds add to the earlier ones.
    round           smallint NOT NULL CHECK (round >= 1),
    shown_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, session_id, membership_id),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships
);
CALL tenant_table('wall_pictures');
GRANT SELECT, INSERT ON wall_pictures TO peil_app;
CREATE TRIGGER wall_pictures_stay BEFORE UPDATE OR DELETE ON wall_pictures FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whose lines were shown at a session, the first time that any were. Others come onto the wall no more: the line that was not
-- there before would be that of who just came.
CREATE TABLE wall_lines (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    membership_id   uuid NOT NULL,
    shown_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, session_id, membership_id),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships
);
CALL tenant_table('wall_lines');
GRANT SELECT, INSERT ON wall_lines TO peil_app;
CREATE TRIGGER wall_lines_stay BEFORE UPDATE OR DELETE ON wall_lines FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- From how many answers on the wall shows anything. Five or more, whoever sets it.
ALTER TABLE organisations ADD COLUMN wall_fewest smallint NOT NULL DEFAULT 5 CHECK (wall_fewest BETWEEN 5 AND 20);
