-- The slopes that groups usually have go with the expected course: what is learnt of a scale is one thing, stored, carried to
-- another organisation and used together. Null where nobody knows them.

ALTER TABLE expected_courses ADD COLUMN slopes jsonb;
