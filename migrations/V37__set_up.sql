-- What an administrator sets up himself: accounts that have no password until their own people chose one, by a link that
-- works once and for a few days (of which only a hash is kept); what kind of group it is; and for each change what it was
-- before and after. That somebody changed something stands in the audit as well; here stands what. No name of a client.

ALTER TABLE accounts
    ALTER COLUMN password_hash DROP NOT NULL,
    ADD COLUMN last_login_at timestamptz,
    ADD COLUMN profession text CHECK (profession IN
        ('psychologist', 'psychotherapist', 'expressive_therapist', 'psychiatric_nurse', 'nurse_specialist',
         'experience_expert', 'psychiatrist', 'other'));

ALTER TABLE groups
    ADD COLUMN method text CHECK (method IN
        ('cbt', 'mbt', 'schema', 'dbt', 'git_pd', 'act', 'pmt', 'interpersonal', 'psychodrama', 'balint', 'other'));

CREATE TABLE account_links (
    organisation_id uuid NOT NULL,
    token_hash      bytea NOT NULL,
    account_id      uuid NOT NULL,
    made_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL CHECK (expires_at > made_at),
    used_at         timestamptz,
    PRIMARY KEY (organisation_id, token_hash),
    FOREIGN KEY (organisation_id, account_id) REFERENCES accounts
);
-- An older link stops working when a newer one is made.
CREATE UNIQUE INDEX one_link_an_account ON account_links (organisation_id, account_id);
CALL tenant_table('account_links');
GRANT SELECT, INSERT, UPDATE, DELETE ON account_links TO peil_app;

CREATE TABLE set_up_changes (
    organisation_id uuid NOT NULL REFERENCES organisations,
    change_id       uuid NOT NULL,
    changed_at      timestamptz NOT NULL,
    -- None: by the command line of the machine.
    changed_by      uuid,
    subject_kind    text NOT NULL CHECK (subject_kind IN ('organisation', 'account', 'team', 'group', 'membership')),
    subject_id      uuid NOT NULL,
    field           text NOT NULL,
    -- None where it was empty, or where it names a person.
    was             text CHECK (length(was) <= 400),
    became          text CHECK (length(became) <= 400),
    PRIMARY KEY (organisation_id, change_id),
    FOREIGN KEY (organisation_id, changed_by) REFERENCES accounts (organisation_id, account_id)
);
CREATE INDEX set_up_changes_newest ON set_up_changes (organisation_id, changed_at DESC);
CALL tenant_table('set_up_changes');
GRANT SELECT, INSERT ON set_up_changes TO peil_app;
CREATE TRIGGER set_up_changes_stay BEFORE UPDATE OR DELETE ON set_up_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Commands find an organisation by its name.
CREATE UNIQUE INDEX one_organisation_a_name ON organisations (name);
