-- Who looked at a case: the applicant sees it, and it stands in the log of the administration.
-- An administrator notices nothing: an empty table that grows by a row for each clerk, case and hour.

-- class: tenant
CREATE TABLE case_access (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    at {int8} NOT NULL,
    kind TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    unit_id TEXT,
    role TEXT NOT NULL,
    standing TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX case_access_case ON case_access (administration_id, case_id, at DESC, id DESC);
