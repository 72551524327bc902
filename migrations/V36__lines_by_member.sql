-- What a member said of his line in a session, and when he came to a tablet there: read with each thing that he says of it.
CREATE INDEX line_consents_of_member ON line_consents (organisation_id, session_id, membership_id);
CREATE INDEX tablet_entries_of_member ON tablet_entries (organisation_id, session_id, membership_id);
COMMENT ON COLUMN line_consents.withdrawn_at IS
    'Equal to given_at: never given; the key of a yes that was still under way when a no was said.';
