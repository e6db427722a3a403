-- What is done for a log from time to time – a sign of life each day, a time stamp of its last checkpoint each evening – and, where the
-- program is the journal, who is told of new events by web hook.
-- An administrator notices nothing: three empty tables.

-- class: system
-- When each log had its last sign of life.
CREATE TABLE log_heartbeat (
    log {int8} NOT NULL PRIMARY KEY,
    heartbeat_at {int8} NOT NULL
);

-- class: system
-- Time stamps (RFC 3161) over the text of a checkpoint, from an authority outside.
CREATE TABLE log_stamp (
    log {int8} NOT NULL,
    size {int8} NOT NULL,
    stamped_at {int8} NOT NULL,
    token {bytes} NOT NULL,
    PRIMARY KEY (log, size)
);

-- class: system
-- Who is told of new events: the holder of a certificate, about one administration or all of them. How far it was told stands in
-- journal_cursor; `failing_since` is the first failure since the last success.
CREATE TABLE journal_hook (
    id TEXT NOT NULL PRIMARY KEY,
    fingerprint {bytes} NOT NULL,
    administration {int8},
    url TEXT NOT NULL,
    created_at {int8} NOT NULL,
    state TEXT NOT NULL,
    failures {int8} NOT NULL,
    failing_since {int8},
    due_at {int8} NOT NULL,
    last_error TEXT
);
CREATE INDEX journal_hook_fingerprint ON journal_hook (fingerprint, created_at);
CREATE INDEX journal_hook_due ON journal_hook (due_at) WHERE state = 'active';
