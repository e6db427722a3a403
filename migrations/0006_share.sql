-- Several nodes share the work: a claim names its owner, a lease ends by the clock of the database, and what is due is found by
-- administration, so that each statement goes to one of them.
-- An administrator notices nothing: some columns, one small table, and three indexes made anew (some seconds per 1 000 000 documents).

-- class: system
-- Work that one node of all does at a time, such as clearing away what is over.
CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    fence {int8} NOT NULL,
    lease_until {int8} NOT NULL
);

ALTER TABLE outbox ADD COLUMN owner TEXT;
ALTER TABLE timer ADD COLUMN owner TEXT;
ALTER TABLE timer ADD COLUMN fence {int8} NOT NULL DEFAULT 0;
ALTER TABLE timer ADD COLUMN lease_until {int8} NOT NULL DEFAULT 0;

DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (administration_id, state, due_at);
DROP INDEX timer_due;
CREATE INDEX timer_due ON timer (administration_id, due_at);
DROP INDEX draft_expiry;
CREATE INDEX draft_expiry ON draft (administration_id, expires_at);

-- Files that documents name are kept for good; those nobody came to name may be cleared away.
INSERT INTO blob (sha256, size, created_at)
    SELECT sha256, MAX(size), MIN(created_at) FROM document
    WHERE sha256 <> ''
    GROUP BY sha256
    ON CONFLICT (sha256) DO NOTHING;

-- What is counted of the history and how far it was read: dropped and built anew by `gishe rebuild`.

-- class: tenant
CREATE TABLE projection (
    administration_id {int8} NOT NULL,
    name TEXT NOT NULL,
    seq {int8} NOT NULL,
    PRIMARY KEY (administration_id, name)
);

-- class: tenant
CREATE TABLE statistic (
    administration_id {int8} NOT NULL,
    measure TEXT NOT NULL,
    on_date TEXT NOT NULL,
    service_code TEXT NOT NULL,
    channel TEXT NOT NULL,
    count {int8} NOT NULL,
    PRIMARY KEY (administration_id, measure, on_date, service_code, channel)
);
