-- What the screens of administrators about the journal need: the outcome of the checks of each log, the next version of the
-- nomenclature while it is being written, inquiries for auditors that were saved, how far each sender is behind, and indexes by time.
-- An administrator notices nothing (about a second per million facts).

-- class: system
-- The last check of each kind of a log: `start` before it grows and signs, `walk` over all its files. `findings` is JSON; without an end the
-- check still goes on, or was interrupted.
CREATE TABLE log_check (
    log {int8} NOT NULL,
    kind TEXT NOT NULL,
    started_at {int8} NOT NULL,
    ended_at {int8},
    size {int8} NOT NULL,
    findings TEXT NOT NULL,
    failure TEXT,
    PRIMARY KEY (log, kind)
);

-- class: system
-- The next version of the nomenclature while it is being written; there is one or none.
CREATE TABLE journal_draft (
    id {int8} NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    changed_at {int8} NOT NULL,
    changed_by TEXT NOT NULL
);

-- class: tenant
-- An inquiry for auditors that somebody saved: what is asked, with its conditions as JSON.
CREATE TABLE audit_inquiry (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    conditions TEXT NOT NULL,
    saved_at {int8} NOT NULL,
    saved_by TEXT NOT NULL,
    PRIMARY KEY (administration_id, id)
);

CREATE INDEX history_at ON history (administration_id, at, seq);
CREATE INDEX case_access_at ON case_access (administration_id, at, id);
CREATE INDEX case_report_at ON case_report (administration_id, at, id);

-- When a system reported last, and how long after they happened its events came, ms.
ALTER TABLE journal_source ADD COLUMN last_at {int8};
ALTER TABLE journal_source ADD COLUMN delay {int8};
