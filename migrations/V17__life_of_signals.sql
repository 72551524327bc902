-- A signal of the module is discussed: with whom it is about, or in the team. What was decided may be written beside it.

ALTER TABLE signal_steps
    DROP CONSTRAINT signal_steps_step_check,
    ADD CONSTRAINT signal_steps_step_check CHECK (step IN ('seen', 'discussed', 'acted', 'closed'));

-- When the signals were evaluated after a session, as it closed: only of stays whose every session was, can be said how
-- often a rule spoke and was silent.
ALTER TABLE sessions ADD COLUMN signals_evaluated_at timestamptz;
