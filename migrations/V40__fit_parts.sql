-- What a model says of one group: the lines of its members, its mean and its change. A page of a group reads its own row and
-- not the whole organisation's. What was stored before is fitted anew at the first start.

CREATE TABLE fit_parts (
    organisation_id uuid NOT NULL,
    instrument_id   text NOT NULL,
    scale           text NOT NULL,
    group_id        uuid NOT NULL,
    part            jsonb NOT NULL CHECK (jsonb_typeof(part) = 'object'),
    PRIMARY KEY (organisation_id, instrument_id, scale, group_id),
    FOREIGN KEY (organisation_id, instrument_id, scale) REFERENCES fits ON DELETE CASCADE,
    FOREIGN KEY (organisation_id, group_id) REFERENCES groups
);
CALL tenant_table('fit_parts');
GRANT SELECT, INSERT, UPDATE, DELETE ON fit_parts TO peil_app;
