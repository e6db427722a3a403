-- What SQLite keeps is kept once: rows that are hardly more than their key lie in the index of the key and nowhere else, and the index of
-- cases with something unread holds no others.
-- An administrator notices: on SQLite the words of the search are written anew, some ten seconds and 1 GB of free disk per 1 000 000 cases;
-- what was there before is room for new cases. On PostgreSQL nothing (an index made anew).

-- only: sqlite
ALTER TABLE case_term RENAME TO case_term_before;
-- class: tenant
CREATE TABLE case_term (
    administration_id {int8} NOT NULL,
    term TEXT NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (administration_id, term, case_id)
) WITHOUT ROWID;
INSERT INTO case_term (administration_id, term, case_id)
    SELECT administration_id, term, case_id FROM case_term_before
    ORDER BY administration_id, term, case_id;
DROP TABLE case_term_before;

ALTER TABLE term_event RENAME TO term_event_before;
-- class: tenant
CREATE TABLE term_event (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    seq {int8} NOT NULL,
    at {int8} NOT NULL,
    event TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (administration_id, case_id, seq)
) WITHOUT ROWID;
INSERT INTO term_event (administration_id, case_id, seq, at, event, reason)
    SELECT administration_id, case_id, seq, at, event, reason FROM term_event_before
    ORDER BY administration_id, case_id, seq;
DROP TABLE term_event_before;

ALTER TABLE timer RENAME TO timer_before;
-- class: tenant
CREATE TABLE timer (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    number {int8} NOT NULL,
    due_at {int8} NOT NULL,
    owner TEXT,
    fence {int8} NOT NULL DEFAULT 0,
    lease_until {int8} NOT NULL DEFAULT 0,
    PRIMARY KEY (administration_id, case_id, kind, number)
) WITHOUT ROWID;
INSERT INTO timer (administration_id, case_id, kind, number, due_at, owner, fence, lease_until)
    SELECT administration_id, case_id, kind, number, due_at, owner, fence, lease_until FROM timer_before
    ORDER BY administration_id, case_id, kind, number;
DROP TABLE timer_before;
CREATE INDEX timer_due ON timer (administration_id, due_at);
-- end only

DROP INDEX case_file_unread;
CREATE INDEX case_file_unread ON case_file (administration_id, filed_at DESC, id DESC) WHERE has_unread;
