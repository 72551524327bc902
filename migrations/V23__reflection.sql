-- What the therapists of a session thought of it, each alone before he reads the others. Nothing here is ever changed: a
-- correction of a rating, and each later wording of a note, is a row of its own.

-- A form of therapists, in tables of its own: answers and scores of clients stay among clients'.
CREATE TABLE therapist_ratings (
    organisation_id    uuid NOT NULL,
    rating_id          uuid NOT NULL,
    session_id         uuid NOT NULL,
    account_id         uuid NOT NULL,
    idempotency_key    uuid NOT NULL,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    language           text NOT NULL CHECK (language IN ('nl', 'en')),
    item_hash          text NOT NULL,
    text_hash          text NOT NULL,
    sent_at            timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, rating_id),
    UNIQUE (organisation_id, idempotency_key),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts,
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions
);
CREATE INDEX therapist_ratings_session ON therapist_ratings (organisation_id, session_id, account_id, sent_at);
CALL tenant_table('therapist_ratings');
GRANT SELECT, INSERT ON therapist_ratings TO peil_app;
CREATE TRIGGER therapist_ratings_stay BEFORE UPDATE OR DELETE ON therapist_ratings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE therapist_answers (
    organisation_id uuid NOT NULL,
    rating_id       uuid NOT NULL,
    item_id         text NOT NULL,
    value           numeric NOT NULL,
    PRIMARY KEY (organisation_id, rating_id, item_id),
    FOREIGN KEY (organisation_id, rating_id) REFERENCES therapist_ratings
);
CALL tenant_table('therapist_answers');
GRANT SELECT, INSERT ON therapist_answers TO peil_app;
CREATE TRIGGER therapist_answers_stay BEFORE UPDATE OR DELETE ON therapist_answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE therapist_scores (
    organisation_id uuid NOT NULL,
    rating_id       uuid NOT NULL,
    scale           text NOT NULL,
    scoring_hash    text NOT NULL,
    outcome         text NOT NULL CHECK (outcome IN ('complete', 'prorated', 'not_scored')),
    value           numeric,
    PRIMARY KEY (organisation_id, rating_id, scale, scoring_hash),
    FOREIGN KEY (organisation_id, rating_id) REFERENCES therapist_ratings,
    CHECK ((outcome = 'not_scored') = (value IS NULL))
);
CALL tenant_table('therapist_scores');
GRANT SELECT, INSERT ON therapist_scores TO peil_app;
CREATE TRIGGER therapist_scores_stay BEFORE UPDATE OR DELETE ON therapist_scores
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Wordings are numbered from 1; whoever writes the next one names the one that he read, so nobody's is lost unseen.
CREATE TABLE own_reflections (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    account_id      uuid NOT NULL,
    version         integer NOT NULL CHECK (version >= 1),
    said            text NOT NULL CHECK (length(said) BETWEEN 1 AND 2000),
    written_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, session_id, account_id, version),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
CALL tenant_table('own_reflections');
GRANT SELECT, INSERT ON own_reflections TO peil_app;
CREATE TRIGGER own_reflections_stay BEFORE UPDATE OR DELETE ON own_reflections
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE joint_reflections (
    organisation_id uuid NOT NULL,
    session_id      uuid NOT NULL,
    version         integer NOT NULL CHECK (version >= 1),
    account_id      uuid NOT NULL,
    said            text NOT NULL CHECK (length(said) BETWEEN 1 AND 2000),
    written_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, session_id, version),
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
CALL tenant_table('joint_reflections');
GRANT SELECT, INSERT ON joint_reflections TO peil_app;
CREATE TRIGGER joint_reflections_stay BEFORE UPDATE OR DELETE ON joint_reflections
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
