-- How well a model of leaving would have foretold here, held against later time: calibration table, slope, intercept, Brier's
-- score, area under the curve, or why none of it can be said. Null for models of before it was looked at.
ALTER TABLE dropout_models
    ADD COLUMN trial jsonb,
    ADD CONSTRAINT tried_when_there_is_a_model CHECK (trial IS NULL OR model IS NOT NULL);
