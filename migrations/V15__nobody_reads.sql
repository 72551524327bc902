-- An alert about safety in a group that nobody leads, alone or together, calls in those on duty at once.

ALTER TABLE signals
    DROP CONSTRAINT signals_escalated_why_check,
    ADD CONSTRAINT signals_escalated_why_check CHECK (escalated_why IN ('value', 'worse', 'unseen', 'no_reader'));
