-- The instrument versions an organisation uses, pinned by hash: a version never changes once it is here.

CREATE TABLE instrument_versions (
    organisation_id    uuid NOT NULL REFERENCES organisations,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    item_hash          text NOT NULL,
    text_hash          text NOT NULL,
    scoring_hash       text NOT NULL,
    loaded_at          timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, instrument_version)
);
CALL tenant_table('instrument_versions');
GRANT SELECT, INSERT ON instrument_versions TO peil_app;

-- An administrator compared the wording with its holder's own file, once, for exactly this text.
CREATE TABLE wording_confirmations (
    organisation_id    uuid NOT NULL,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    text_hash          text NOT NULL,
    confirmed_by       uuid NOT NULL,
    confirmed_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, instrument_id, instrument_version, text_hash),
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions,
    FOREIGN KEY (organisation_id, confirmed_by) REFERENCES accounts (organisation_id, account_id)
);
CALL tenant_table('wording_confirmations');
GRANT SELECT, INSERT ON wording_confirmations TO peil_app;

-- What a group measures at each session, in the order in which the tablet asks it.
CREATE TABLE group_plans (
    organisation_id    uuid NOT NULL,
    group_id           uuid NOT NULL,
    instrument_id      text NOT NULL,
    instrument_version text NOT NULL,
    position           smallint NOT NULL CHECK (position >= 0),
    PRIMARY KEY (organisation_id, group_id, instrument_id),
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups,
    FOREIGN KEY (organisation_id, instrument_id, instrument_version) REFERENCES instrument_versions
);
CALL tenant_table('group_plans');
GRANT SELECT, INSERT, UPDATE, DELETE ON group_plans TO peil_app;
