-- What the journal gave in return for a report: its receipt, with which anybody can prove that the journal has it.
-- An administrator notices nothing: an empty column and an index (some seconds per 1 000 000 cases). Receipts come once the configuration
-- names the key of the journal's log; each takes some 2 000 bytes.

ALTER TABLE case_report ADD COLUMN receipt TEXT;
CREATE INDEX case_report_receipt ON case_report (administration_id, due_at) WHERE state = 'sent' AND receipt IS NULL;
