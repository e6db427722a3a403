-- The transparency log: entries without personal data that are hashed into a tree, apart from them the payloads they commit to, and
-- every checkpoint that was signed. A log belongs to one administration; the journal has one of its own.
-- An administrator notices nothing: eight empty tables. The tiles of a log are files beside the database.

-- class: system
-- The head of each log. Whoever writes names the fence it took; `refusal` says in JSON why nothing is sequenced or signed.
CREATE TABLE log_state (
    log {int8} NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE,
    size {int8} NOT NULL,
    frontier {bytes} NOT NULL,
    root {bytes} NOT NULL,
    received {int8} NOT NULL,
    fence {int8} NOT NULL,
    refusal TEXT
);

-- class: system
-- Last number the log gave to the entries of a participant; 0 is the log itself.
CREATE TABLE log_sender (
    log {int8} NOT NULL,
    participant {int8} NOT NULL,
    sequence {int8} NOT NULL,
    PRIMARY KEY (log, participant)
);

-- class: system
-- What commands want logged and has no index yet: the entry without time of receipt and number, and what its commitment opens.
CREATE TABLE log_pending (
    log {int8} NOT NULL,
    pended_at {int8} NOT NULL,
    place {int8} NOT NULL,
    event_id {bytes} NOT NULL,
    at {int8} NOT NULL,
    sequence {int8},
    entry {bytes} NOT NULL,
    salt {bytes} NOT NULL,
    payload {bytes} NOT NULL,
    signature {bytes},
    PRIMARY KEY (log, pended_at, place, event_id)
);

-- class: system
-- What is hashed into the tree; never changed or removed.
CREATE TABLE log_entry (
    log {int8} NOT NULL,
    idx {int8} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (log, idx)
-- only: sqlite
) WITHOUT ROWID;
-- end only
-- only: postgres
);
-- end only

-- class: system
-- What an entry commits to; state 0: present, 1: erased, and then there is nothing here.
CREATE TABLE log_payload (
    log {int8} NOT NULL,
    idx {int8} NOT NULL,
    state {int8} NOT NULL,
    salt {bytes},
    bytes {bytes},
    signature {bytes},
    PRIMARY KEY (log, idx)
);

-- class: system
-- Each event once, by the identifier its sender chose, which begins with its time.
CREATE TABLE log_dedupe (
    log {int8} NOT NULL,
    participant {int8} NOT NULL,
    event_id {bytes} NOT NULL,
    idx {int8} NOT NULL,
    PRIMARY KEY (log, participant, event_id)
-- only: sqlite
) WITHOUT ROWID;
-- end only
-- only: postgres
);
-- end only

-- class: system
-- Hashes of tiles above the lowest level that are not full and published yet; those of the lowest follow from the entries.
CREATE TABLE log_hash (
    log {int8} NOT NULL,
    level {int8} NOT NULL,
    n {int8} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (log, level, n)
);

-- class: system
-- What was, or may have been, signed: first the intent, then the note, then when it was published. Kept for good.
CREATE TABLE log_checkpoint (
    log {int8} NOT NULL,
    size {int8} NOT NULL,
    root {bytes} NOT NULL,
    intended_at {int8} NOT NULL,
    signed_at {int8},
    published_at {int8},
    note TEXT,
    PRIMARY KEY (log, size)
);
