-- The constants of the rules that an organisation set otherwise than they come: only the differences, so that a default that
-- changes reaches everybody who did not choose. Who changed them stands in the audit.

CREATE TABLE signal_rules (
    organisation_id uuid NOT NULL REFERENCES organisations,
    settings        jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
    changed_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation_id)
);
CALL tenant_table('signal_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON signal_rules TO peil_app;
