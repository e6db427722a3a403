-- The desk as its people arrange it, and opinions asked outside the process.
-- An administrator notices nothing: two small tables, a few columns of tasks, and indexes for the orders of the list of cases
-- (some seconds per 100 000 cases).

-- class: tenant
-- What a person chose for themselves, such as the columns of the list of cases.
CREATE TABLE staff_setting (
    administration_id {int8} NOT NULL,
    staff_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (administration_id, staff_id, name)
);

-- class: tenant
-- A view of the list of cases under a name of one's own: the query of its address.
CREATE TABLE case_view (
    administration_id {int8} NOT NULL,
    staff_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, staff_id, id)
);

-- Who kept the unfinished work of a task and when: told to whoever kept an older page of it.
ALTER TABLE task ADD COLUMN draft_by TEXT;
ALTER TABLE task ADD COLUMN draft_by_name TEXT;
ALTER TABLE task ADD COLUMN draft_at {int8};

-- A task that a person asked for and not the process: the question, who asks, and whether the steps of the process wait for it.
ALTER TABLE task ADD COLUMN question TEXT;
ALTER TABLE task ADD COLUMN asked_by TEXT;
ALTER TABLE task ADD COLUMN asked_by_name TEXT;
ALTER TABLE task ADD COLUMN holds {bool};

-- Orders and filters of the list of cases.
CREATE INDEX case_file_deadline ON case_file (administration_id, deadline_on, id);
CREATE INDEX case_file_channel ON case_file (administration_id, channel, filed_at DESC, id DESC);
CREATE INDEX case_file_service_status ON case_file (administration_id, service_code, status, filed_at DESC, id DESC);
CREATE INDEX case_file_unit_status ON case_file (administration_id, unit_id, status, filed_at DESC, id DESC);
CREATE INDEX case_file_unit_service ON case_file (administration_id, unit_id, service_code, filed_at DESC, id DESC);
CREATE INDEX case_file_unread ON case_file (administration_id, has_unread, filed_at DESC, id DESC);
