-- The role of the journal (еЖурнал): who may report, what was reported about each service and where it stands, what was refused. The
-- events themselves are payloads of the transparency log; here is only what finds, orders and counts them.
-- An administrator notices nothing: twenty empty tables, used only where the program is the journal.

-- class: system
-- Information systems that report. The number is the participant of the log entries; the offset is that of the system's clock.
CREATE TABLE journal_source (
    number {int8} NOT NULL PRIMARY KEY,
    urn TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    admitted_at {int8} NOT NULL,
    migration_from {int8},
    migration_until {int8},
    clock_offset {int8},
    clock_at {int8}
);

-- class: system
-- What the holder of a client certificate may do: `report` as the source of the number, `read` what concerns the administration of the
-- number, `authority` read everything, `operate` the journal; where no number belongs it is 0.
CREATE TABLE journal_grant (
    fingerprint {bytes} NOT NULL,
    act TEXT NOT NULL,
    number {int8} NOT NULL,
    granted_at {int8} NOT NULL,
    PRIMARY KEY (fingerprint, act, number)
);

-- class: system
-- Keys with which a source signs its events.
CREATE TABLE journal_key (
    source {int8} NOT NULL,
    kid TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public {bytes} NOT NULL,
    valid_from {int8} NOT NULL,
    valid_until {int8} NOT NULL,
    PRIMARY KEY (source, kid)
);

-- class: system
-- Administrations about whose services a source may report.
CREATE TABLE journal_scope (
    source {int8} NOT NULL,
    administration {int8} NOT NULL,
    PRIMARY KEY (source, administration)
);

-- class: system
-- The numbers `sourceseq` that came, as ranges without gaps; `since` is the arrival of the first number of the range, so the gap before
-- it is as old.
CREATE TABLE journal_range (
    source {int8} NOT NULL,
    first {int8} NOT NULL,
    last {int8} NOT NULL,
    since {int8} NOT NULL,
    PRIMARY KEY (source, first)
);

-- class: system
-- How often a source was refused, by class; source 0: the sender is not known. Nothing else of what was refused is kept.
CREATE TABLE journal_refusal (
    source {int8} NOT NULL,
    class TEXT NOT NULL,
    count {int8} NOT NULL,
    last_at {int8} NOT NULL,
    PRIMARY KEY (source, class)
);

-- class: system
-- The journal's own numbers of service codes, each published by an entry of kind 2.
CREATE TABLE journal_service (
    number {int8} NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
);

-- class: system
-- Object identifiers of the older register: of an administration its ЕИК, of a service its code.
CREATE TABLE journal_oid (
    oid TEXT NOT NULL PRIMARY KEY,
    administration {int8},
    service TEXT
);

-- class: system
-- Epochs of the key of case tags; the keys themselves are not in the database.
CREATE TABLE journal_epoch (
    epoch {int8} NOT NULL PRIMARY KEY,
    begun_at {int8} NOT NULL
);

-- class: system
-- Versions of the nomenclature that were published beside the one that comes with the program.
CREATE TABLE journal_nomenclature (
    version TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    published_at {int8} NOT NULL
);

-- class: system
-- Each requested service and where it stands, worked out of its events. `changed` is the index of its last entry, `gap_at` the arrival of
-- the first event that waits for a missing one, `saved_at` when the row was
-- worked out.
CREATE TABLE journal_subject (
    id {int8} NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE,
    administration {int8} NOT NULL,
    service {int8} NOT NULL,
    channel TEXT,
    mode TEXT,
    phase TEXT,
    status {int8},
    payment {int8},
    transport {int8},
    due_on TEXT,
    begun_at {int8} NOT NULL,
    ended_at {int8},
    erased_at {int8},
    flags {int8} NOT NULL,
    changed {int8} NOT NULL,
    changed_at {int8} NOT NULL,
    gap_at {int8},
    saved_at {int8},
    code_hash TEXT,
    code_source {int8}
);
CREATE INDEX journal_subject_changed ON journal_subject (administration, changed);
CREATE INDEX journal_subject_phase ON journal_subject (administration, phase, changed);
CREATE INDEX journal_subject_due ON journal_subject (administration, due_on, id);
CREATE INDEX journal_subject_gap ON journal_subject (gap_at) WHERE gap_at IS NOT NULL;
CREATE INDEX journal_subject_ended ON journal_subject (ended_at) WHERE ended_at IS NOT NULL;

-- class: system
-- Accepted events by the index of their entry. What they say in full is the payload of the entry; after its erasure this remains.
CREATE TABLE journal_event (
    idx {int8} NOT NULL PRIMARY KEY,
    subject {int8} NOT NULL,
    source {int8} NOT NULL,
    rnuseq {int8} NOT NULL,
    sourceseq {int8} NOT NULL,
    status {int8} NOT NULL,
    occurred {int8} NOT NULL,
    received {int8} NOT NULL,
    administration {int8} NOT NULL,
    service {int8} NOT NULL,
    channel TEXT,
    flags {int8} NOT NULL
);
CREATE UNIQUE INDEX journal_event_subject ON journal_event (subject, source, rnuseq);
CREATE INDEX journal_event_administration ON journal_event (administration, idx);

-- class: system
-- Numbers `rnuseq` that a source declared void: they will never come.
CREATE TABLE journal_void (
    subject {int8} NOT NULL,
    source {int8} NOT NULL,
    rnuseq {int8} NOT NULL,
    reason TEXT NOT NULL,
    declared_at {int8} NOT NULL,
    PRIMARY KEY (subject, source, rnuseq)
);

-- class: system
-- Wrong status codes against one number or from one address, both as keyed hashes.
CREATE TABLE journal_attempt (
    target TEXT NOT NULL PRIMARY KEY,
    failures {int8} NOT NULL,
    failed_at {int8} NOT NULL
);

-- class: system
-- Older messages that were taken, by their digest, for 24 hours: the same message again is a repetition.
CREATE TABLE journal_message (
    digest {bytes} NOT NULL PRIMARY KEY,
    taken_at {int8} NOT NULL
);

-- class: system
-- Inquiries about one service or one administration, by whom.
CREATE TABLE journal_access (
    at {int8} NOT NULL,
    id TEXT NOT NULL,
    fingerprint {bytes} NOT NULL,
    inquiry TEXT NOT NULL,
    object TEXT NOT NULL,
    PRIMARY KEY (at, id)
);

-- class: system
-- Checkpoints of the participants' own logs, each an entry of kind 2.
CREATE TABLE journal_checkpoint (
    origin TEXT NOT NULL,
    size {int8} NOT NULL,
    root {bytes} NOT NULL,
    source {int8} NOT NULL,
    idx {int8} NOT NULL,
    PRIMARY KEY (origin, size)
);

-- class: system
-- Public keys of the participants' own logs, as lines of signed notes write them.
CREATE TABLE journal_log_key (
    source {int8} NOT NULL,
    origin TEXT NOT NULL,
    vkey TEXT NOT NULL,
    PRIMARY KEY (source, origin)
);

-- class: system
-- How far a worker has read the log.
CREATE TABLE journal_cursor (
    name TEXT NOT NULL PRIMARY KEY,
    idx {int8} NOT NULL
);

-- class: system
-- How often each status was reached on a day of Europe/Sofia; no channel or mode is an empty text. Kept in step with the states.
CREATE TABLE journal_cube (
    on_date TEXT NOT NULL,
    administration {int8} NOT NULL,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    mode TEXT NOT NULL,
    status TEXT NOT NULL,
    count {int8} NOT NULL,
    PRIMARY KEY (on_date, administration, service, channel, mode, status)
);
