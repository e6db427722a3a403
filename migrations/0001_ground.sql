-- The ground under every command: administrations, idempotent commands, the history with its chain, the outbox, blobs, sessions.
-- An administrator notices nothing: this is the first migration.

-- class: reference
CREATE TABLE administration (
    id {int8} NOT NULL PRIMARY KEY,
    eik TEXT NOT NULL,
    name_bg TEXT NOT NULL,
    name_en TEXT NOT NULL,
    register_number TEXT NOT NULL,
    oid TEXT NOT NULL,
    register_index {int8} NOT NULL,
    host TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    node TEXT NOT NULL,
    settings TEXT NOT NULL,
    UNIQUE (host)
);

-- class: tenant
CREATE TABLE command (
    administration_id {int8} NOT NULL,
    command_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    done_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, command_id)
);

-- class: tenant
-- The history: written with every command, never updated, never deleted from. Each row carries the hash of the row before it.
CREATE TABLE history (
    administration_id {int8} NOT NULL,
    seq {int8} NOT NULL,
    case_id TEXT,
    at {int8} NOT NULL,
    kind TEXT NOT NULL,
    actor_class TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT,
    reason TEXT,
    data TEXT NOT NULL,
    hash {bytes} NOT NULL,
    PRIMARY KEY (administration_id, seq)
);
CREATE INDEX history_case ON history (administration_id, case_id, seq);

-- class: tenant
CREATE TABLE history_head (
    administration_id {int8} NOT NULL PRIMARY KEY,
    seq {int8} NOT NULL,
    hash {bytes} NOT NULL
);

-- class: tenant
CREATE TABLE outbox (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    case_id TEXT,
    number {int8} NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    due_at {int8} NOT NULL,
    attempts {int8} NOT NULL,
    fence {int8} NOT NULL,
    lease_until {int8} NOT NULL,
    last_error TEXT,
    created_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, id)
);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_case ON outbox (administration_id, case_id, number);

-- class: system
CREATE TABLE blob (
    sha256 TEXT NOT NULL PRIMARY KEY,
    size {int8} NOT NULL,
    created_at {int8} NOT NULL
);

-- class: system
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    administration_id {int8} NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at {int8} NOT NULL,
    seen_at {int8} NOT NULL,
    ends_at {int8} NOT NULL
);
CREATE INDEX session_subject ON session (administration_id, subject_id);

-- class: system
-- Wrong codes and wrong passwords, counted per number and per address within a window.
CREATE TABLE attempt (
    administration_id {int8} NOT NULL,
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    window_start {int8} NOT NULL,
    count {int8} NOT NULL,
    PRIMARY KEY (administration_id, scope, subject)
);
