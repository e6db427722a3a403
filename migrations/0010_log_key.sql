-- The public keys of a log stand beside its head, so that every node can show them and check what the log signed.
-- An administrator notices nothing: one column of an empty table.

-- One a line, as C2SP signed-note writes them.
ALTER TABLE log_state ADD COLUMN keys TEXT NOT NULL DEFAULT '';
