-- The case file and everything that belongs to it. The state of the process lies beside the case and changes with it.

-- class: tenant
CREATE TABLE case_file (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    rnu TEXT NOT NULL,
    uri TEXT NOT NULL,
    incoming_number TEXT NOT NULL,
    registered_on TEXT NOT NULL,
    service_code TEXT NOT NULL,
    service_number TEXT NOT NULL,
    kit_hash TEXT NOT NULL,
    channel TEXT NOT NULL,
    speed TEXT NOT NULL,
    delivery TEXT NOT NULL,
    delivery_address TEXT NOT NULL,
    status TEXT NOT NULL,
    is_open {bool} NOT NULL,
    stage TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    assignee_id TEXT,
    applicant_name TEXT NOT NULL,
    applicant_identifier TEXT NOT NULL,
    applicant_identifier_kind TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    address TEXT NOT NULL,
    fee_cents {int8} NOT NULL,
    deadline_on TEXT,
    term_paused {bool} NOT NULL,
    term_extended {bool} NOT NULL,
    has_unread {bool} NOT NULL,
    answers TEXT NOT NULL,
    code_generation {int8} NOT NULL,
    status_code_hash TEXT NOT NULL,
    access_code_hash TEXT NOT NULL,
    track_token_hash TEXT NOT NULL,
    filed_at {int8} NOT NULL,
    decided_at {int8},
    decided_in_term {bool},
    closed_at {int8},
    revision {int8} NOT NULL,
    PRIMARY KEY (administration_id, id),
    UNIQUE (administration_id, rnu),
    UNIQUE (administration_id, uri),
    UNIQUE (administration_id, status_code_hash)
);
CREATE INDEX case_file_filed ON case_file (administration_id, filed_at DESC, id DESC);
CREATE INDEX case_file_status ON case_file (administration_id, status, filed_at DESC, id DESC);
CREATE INDEX case_file_open ON case_file (administration_id, is_open, deadline_on, id);
CREATE INDEX case_file_service ON case_file (administration_id, service_code, filed_at DESC, id DESC);
CREATE INDEX case_file_unit ON case_file (administration_id, unit_id, filed_at DESC, id DESC);
CREATE INDEX case_file_assignee ON case_file (administration_id, assignee_id, filed_at DESC, id DESC);
CREATE INDEX case_file_track ON case_file (administration_id, track_token_hash);
CREATE INDEX case_file_incoming ON case_file (administration_id, incoming_number);

-- class: tenant
-- Folded words of a case for the search field; rebuilt from the case at any time.
CREATE TABLE case_term (
    administration_id {int8} NOT NULL,
    term TEXT NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (administration_id, term, case_id)
);

-- class: tenant
CREATE TABLE document (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    section TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    direction TEXT NOT NULL,
    number TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mime TEXT NOT NULL,
    size {int8} NOT NULL,
    file_name TEXT NOT NULL,
    author TEXT NOT NULL,
    data TEXT NOT NULL,
    verification_hash TEXT NOT NULL,
    created_at {int8} NOT NULL,
    registered_at {int8},
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX document_case ON document (administration_id, case_id, created_at);
CREATE INDEX document_verification ON document (administration_id, verification_hash);

-- class: tenant
CREATE TABLE task (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    activation {int8} NOT NULL,
    node TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    not_same_as TEXT NOT NULL,
    assignee_id TEXT,
    state TEXT NOT NULL,
    due_on TEXT,
    draft TEXT NOT NULL,
    outcome TEXT NOT NULL,
    created_at {int8} NOT NULL,
    claimed_at {int8},
    finished_at {int8},
    finished_by TEXT,
    finished_by_name TEXT,
    revision {int8} NOT NULL,
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX task_case ON task (administration_id, case_id, created_at);
CREATE INDEX task_mine ON task (administration_id, state, assignee_id, due_on);
CREATE INDEX task_queue ON task (administration_id, state, unit_id, role, due_on);

-- class: tenant
CREATE TABLE term_event (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    seq {int8} NOT NULL,
    at {int8} NOT NULL,
    event TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (administration_id, case_id, seq)
);

-- class: tenant
CREATE TABLE process_instance (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    state TEXT NOT NULL,
    ended {bool} NOT NULL,
    revision {int8} NOT NULL,
    PRIMARY KEY (administration_id, case_id)
);

-- class: tenant
CREATE TABLE timer (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    number {int8} NOT NULL,
    due_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, case_id, kind, number)
);
CREATE INDEX timer_due ON timer (due_at);

-- class: tenant
CREATE TABLE notice (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    seq {int8} NOT NULL,
    items TEXT NOT NULL,
    fields TEXT NOT NULL,
    document_id TEXT NOT NULL,
    due_on TEXT NOT NULL,
    sent_at {int8} NOT NULL,
    answered_at {int8},
    PRIMARY KEY (administration_id, case_id, seq)
);

-- class: tenant
CREATE TABLE message (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT,
    direction TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at {int8} NOT NULL,
    sent_at {int8},
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX message_case ON message (administration_id, case_id, created_at);
CREATE INDEX message_created ON message (administration_id, channel, created_at);

-- class: tenant
CREATE TABLE delivery (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    way TEXT NOT NULL,
    state TEXT NOT NULL,
    recipient TEXT NOT NULL,
    tracking TEXT NOT NULL,
    note TEXT NOT NULL,
    by_name TEXT NOT NULL,
    created_at {int8} NOT NULL,
    delivered_at {int8},
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX delivery_case ON delivery (administration_id, case_id, created_at);

-- class: tenant
CREATE TABLE obligation (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    amount_cents {int8} NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    way TEXT NOT NULL,
    receipt TEXT NOT NULL,
    created_at {int8} NOT NULL,
    paid_at {int8},
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX obligation_case ON obligation (administration_id, case_id);

-- class: tenant
CREATE TABLE rating (
    administration_id {int8} NOT NULL,
    case_id TEXT NOT NULL,
    score {int8} NOT NULL,
    reasons TEXT NOT NULL,
    comment TEXT NOT NULL,
    created_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, case_id)
);

-- class: tenant
CREATE TABLE draft (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    service_code TEXT NOT NULL,
    kit_hash TEXT NOT NULL,
    channel TEXT NOT NULL,
    owner TEXT NOT NULL,
    answers TEXT NOT NULL,
    choices TEXT NOT NULL,
    email TEXT NOT NULL,
    case_id TEXT,
    created_at {int8} NOT NULL,
    updated_at {int8} NOT NULL,
    expires_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX draft_owner ON draft (administration_id, owner, updated_at);
CREATE INDEX draft_expiry ON draft (expires_at);
