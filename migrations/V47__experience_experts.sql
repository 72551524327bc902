-- A role for who leads a group out of own experience: sessions and who comes, and nothing of what is measured.
ALTER TABLE accounts DROP CONSTRAINT accounts_role_check;
ALTER TABLE accounts ADD CONSTRAINT accounts_role_check
    CHECK (role IN ('therapist', 'team_lead', 'experience_expert', 'researcher', 'administrator'));
