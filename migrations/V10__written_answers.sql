-- An answer is a number or words of the client's own, never both. What the words of an item may be is the instrument's
-- to say; the table only keeps them from growing without end.

ALTER TABLE answers ALTER COLUMN value DROP NOT NULL;
ALTER TABLE answers ADD COLUMN written text CHECK (length(written) BETWEEN 1 AND 4000);
ALTER TABLE answers ADD CONSTRAINT number_or_words CHECK ((value IS NULL) <> (written IS NULL));
