-- What an organisation adds to the library that ships: definitions of its own, and wording that it has a licence for. No
-- row is ever changed. A definition is pinned by the hashes in instrument_versions; corrected wording is a new row, and
-- the newest counts.

CREATE TABLE own_instruments (
    organisation_id    uuid NOT NULL,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    definition         text NOT NULL CHECK (length(definition) BETWEEN 1 AND 2000000),
    added_at           timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, instrument_version),
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions
);
CALL tenant_table('own_instruments');
GRANT SELECT, INSERT ON own_instruments TO peil_app;
CREATE TRIGGER own_instruments_stay BEFORE UPDATE OR DELETE ON own_instruments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE own_wordings (
    organisation_id    uuid NOT NULL,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    language           text NOT NULL CHECK (language IN ('nl', 'en', 'de', 'fr', 'nb')),
    number             integer NOT NULL CHECK (number >= 1),
    text_hash          text NOT NULL,
    wording            text NOT NULL CHECK (length(wording) BETWEEN 1 AND 2000000),
    added_at           timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, instrument_version, language, number),
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions
);
CALL tenant_table('own_wordings');
GRANT SELECT, INSERT ON own_wordings TO peil_app;
CREATE TRIGGER own_wordings_stay BEFORE UPDATE OR DELETE ON own_wordings
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
