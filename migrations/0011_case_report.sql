-- What an administration reports to еЖурнал lies beside its cases, not among the letters that wait to be sent: it is numbered, kept for
-- good, and shows how far it has come. Reports that were in the outbox move here.
-- An administrator notices nothing (a second per 100 000 cases).

-- class: tenant
-- One report: `rnuseq` is its place among those of the case. It is `waiting` until it gets its number among all reports of the
-- administration and stands in its log, then `formed`; `sent` when the journal has it; `refused` when it is wrong and a person must look.
CREATE TABLE case_report (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    rnuseq {int8} NOT NULL,
    sourceseq {int8},
    at {int8} NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts {int8} NOT NULL,
    due_at {int8} NOT NULL,
    last_error TEXT,
    PRIMARY KEY (administration_id, id),
    UNIQUE (administration_id, case_id, rnuseq)
);
CREATE INDEX case_report_due ON case_report (administration_id, state, due_at, at, rnuseq);

-- class: tenant
-- Under which name an administration reports, and the last number it gave to a report.
CREATE TABLE reporter (
    administration_id {int8} NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    sourceseq {int8} NOT NULL
);

INSERT INTO case_report (administration_id, id, case_id, rnuseq, at, payload, state, attempts, due_at)
    SELECT administration_id, id, case_id, ROW_NUMBER() OVER (PARTITION BY administration_id, case_id ORDER BY number),
        created_at, payload, 'waiting', 0, created_at FROM outbox
    WHERE kind = 'journal' AND case_id IS NOT NULL;

DELETE FROM outbox WHERE kind = 'journal';
