-- What clients answered and what was scored from it. Answers are saved one by one while the form is filled in; the
-- response closes the form, and from then on neither can change. A corrected score is a new row beside the old one.

CREATE TABLE responses (
    organisation_id uuid NOT NULL,
    response_id     uuid NOT NULL,
    assignment_id   uuid NOT NULL,
    idempotency_key uuid NOT NULL,
    language        text NOT NULL CHECK (language IN ('nl', 'en')),
    item_hash       text NOT NULL,
    text_hash       text NOT NULL,
    submitted_at    timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, response_id),
    UNIQUE (organisation_id, assignment_id),
    FOREIGN KEY (organisation_id, assignment_id) REFERENCES assignments
);
CALL tenant_table('responses');
GRANT SELECT, INSERT ON responses TO peil_app;
CREATE TRIGGER responses_stay BEFORE UPDATE OR DELETE ON responses FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE answers (
    organisation_id uuid NOT NULL,
    assignment_id   uuid NOT NULL,
    item_id         text NOT NULL,
    value           numeric NOT NULL,
    language        text NOT NULL CHECK (language IN ('nl', 'en')),
    answered_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, assignment_id, item_id),
    FOREIGN KEY (organisation_id, assignment_id) REFERENCES assignments
);
CALL tenant_table('answers');
GRANT SELECT, INSERT, UPDATE, DELETE ON answers TO peil_app;

CREATE FUNCTION refuse_change_of_submitted_form() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM responses r
               WHERE r.organisation_id = coalesce(NEW.organisation_id, OLD.organisation_id)
                 AND r.assignment_id = coalesce(NEW.assignment_id, OLD.assignment_id)) THEN
        RAISE EXCEPTION 'the form was submitted' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER answers_stay_once_submitted BEFORE INSERT OR UPDATE OR DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_submitted_form();

CREATE TABLE imports (
    organisation_id uuid NOT NULL REFERENCES organisations,
    import_id       uuid NOT NULL,
    content_hash    text NOT NULL,
    rows            integer NOT NULL CHECK (rows > 0),
    -- Why its clients may go into research, as whoever imported it stated; consents point to moments, not to words.
    research_ground text CHECK (length(research_ground) BETWEEN 1 AND 500),
    imported_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, import_id),
    UNIQUE (organisation_id, content_hash)
);
CALL tenant_table('imports');
GRANT SELECT, INSERT ON imports TO peil_app;

CREATE TABLE scores (
    organisation_id    uuid NOT NULL,
    score_id           uuid NOT NULL,
    client_id          uuid NOT NULL,
    membership_id      uuid,
    session_id         uuid,
    response_id        uuid,
    import_id          uuid,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    scale              text NOT NULL,
    scoring_hash       text NOT NULL,
    measured_on        date NOT NULL,
    outcome            text NOT NULL CHECK (outcome IN ('complete', 'prorated', 'not_scored')),
    reason             text,
    value              numeric,
    computed_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, score_id),
    UNIQUE (organisation_id, response_id, scale, scoring_hash),
    FOREIGN KEY (organisation_id, client_id) REFERENCES clients,
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, session_id) REFERENCES sessions,
    FOREIGN KEY (organisation_id, response_id) REFERENCES responses,
    FOREIGN KEY (organisation_id, import_id) REFERENCES imports,
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions,
    CHECK ((response_id IS NULL) <> (import_id IS NULL)),
    CHECK ((outcome = 'not_scored') = (value IS NULL)),
    CHECK ((outcome = 'complete') = (reason IS NULL))
);
CREATE INDEX scores_scale ON scores (organisation_id, instrument_id, scale);
CREATE INDEX scores_membership ON scores (organisation_id, membership_id);
CALL tenant_table('scores');
GRANT SELECT, INSERT ON scores TO peil_app;
CREATE TRIGGER scores_stay BEFORE UPDATE OR DELETE ON scores FOR EACH ROW EXECUTE FUNCTION refuse_change();
