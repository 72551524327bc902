-- When a therapist said that the times of a session are right although they differ from the schedule: nobody is asked again.
ALTER TABLE sessions ADD COLUMN time_confirmed_at timestamptz;

-- Who said beforehand that he will not come, and why. Taken over as attendance when the group's session of that day is opened.
CREATE TABLE announced_absences (
    organisation_id uuid NOT NULL,
    membership_id   uuid NOT NULL,
    absent_on       date NOT NULL,
    status          text NOT NULL CHECK (status IN
        ('absent_with_notice', 'absent_ill', 'absent_holiday', 'absent_other')),
    noted_at        timestamptz NOT NULL,
    noted_by        uuid NOT NULL,
    PRIMARY KEY (organisation_id, membership_id, absent_on),
    FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships,
    FOREIGN KEY (organisation_id, noted_by) REFERENCES accounts (organisation_id, account_id)
);
CALL tenant_table('announced_absences');
GRANT SELECT, INSERT, UPDATE, DELETE ON announced_absences TO peil_app;
