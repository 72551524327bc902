-- The tenant comes first: every later table carries organisation_id in its primary key and a row-level-security
-- policy made by tenant_table(). The service connects as peil_app, which owns nothing and cannot bypass a policy.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'peil_app') THEN
        CREATE ROLE peil_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS;
    END IF;
EXCEPTION
    -- Two databases of one cluster may be migrated at the same moment; the role is shared by both.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
-- The service may log in as the owner and step down to this role.
GRANT peil_app TO CURRENT_USER;

CREATE EXTENSION IF NOT EXISTS btree_gist;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO peil_app;

-- The organisation that the current transaction works for; null, and so no row at all, when none was set.
CREATE FUNCTION current_organisation() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('peil.organisation_id', true), '')::uuid $$;
GRANT EXECUTE ON FUNCTION current_organisation() TO peil_app;

CREATE TABLE organisations (
    organisation_id uuid PRIMARY KEY,
    name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    time_zone       text NOT NULL,
    signals_enabled boolean NOT NULL,
    created_at      timestamptz NOT NULL
);
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
-- The list of organisations is no secret to the service itself: its worker walks it. Writing is for the own one.
CREATE POLICY organisations_read ON organisations FOR SELECT USING (true);
CREATE POLICY organisations_write ON organisations FOR ALL
    USING (organisation_id = current_organisation())
    WITH CHECK (organisation_id = current_organisation());
GRANT SELECT, INSERT, UPDATE ON organisations TO peil_app;

-- Puts a table behind the tenant's policy. Only migrations call it.
CREATE PROCEDURE tenant_table(name regclass)
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
        'CREATE POLICY tenant ON %s USING (organisation_id = current_organisation()) '
        'WITH CHECK (organisation_id = current_organisation())', name);
END
$$;
REVOKE ALL ON PROCEDURE tenant_table(regclass) FROM PUBLIC;

-- Refuses every change of a row that must stay as it was written.
CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
