-- Who saw or changed what (NEN 7513): append-only, chained by hash per organisation. No answers, no names, no free text.

CREATE TABLE audit (
    organisation_id uuid NOT NULL REFERENCES organisations,
    sequence        bigint NOT NULL CHECK (sequence >= 1),
    at              timestamptz NOT NULL,
    actor_kind      text NOT NULL CHECK (actor_kind IN ('account', 'client', 'system')),
    actor_id        uuid,
    action          text NOT NULL,
    subject_kind    text,
    subject_id      uuid,
    outcome         text NOT NULL CHECK (outcome IN ('allowed', 'denied')),
    previous_hash   bytea NOT NULL,
    hash            bytea NOT NULL,
    PRIMARY KEY (organisation_id, sequence)
);
CALL tenant_table('audit');
GRANT SELECT, INSERT ON audit TO peil_app;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
