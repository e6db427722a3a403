-- What an installation that reports tells others beside the events themselves: the older event register (Регистър на събитията) while it
-- exists, and еЖурнал the keyed hashes of status codes, with which applicants inquire there.
-- An administrator notices nothing: two empty tables, used only where the configuration names a journal or the older register.

-- class: system
-- How far the older register was told what the log of an administration says. `idx` is the next entry that is looked at, `passed` counts
-- events that it refused or that lack an identifier.
CREATE TABLE older_register (
    log {int8} NOT NULL PRIMARY KEY,
    idx {int8} NOT NULL,
    due_at {int8} NOT NULL,
    failures {int8} NOT NULL,
    passed {int8} NOT NULL,
    last_error TEXT
);

-- class: tenant
-- Cases whose status code the journal does not know yet, or not as it is now.
CREATE TABLE status_code_due (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    due_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, case_id)
);
CREATE INDEX status_code_due_at ON status_code_due (administration_id, due_at);
