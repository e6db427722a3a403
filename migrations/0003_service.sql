-- Kits (immutable versions named by their hash), registers and their gap-free numbers, the counter of service reference numbers.

-- class: tenant
CREATE TABLE kit (
    administration_id {int8} NOT NULL,
    hash TEXT NOT NULL,
    code TEXT NOT NULL,
    version TEXT NOT NULL,
    number TEXT NOT NULL,
    name_bg TEXT NOT NULL,
    name_en TEXT NOT NULL,
    state TEXT NOT NULL,
    installed_at {int8} NOT NULL,
    installed_by TEXT NOT NULL,
    PRIMARY KEY (administration_id, hash)
);
CREATE INDEX kit_code ON kit (administration_id, code, installed_at);

-- class: tenant
CREATE TABLE kit_file (
    administration_id {int8} NOT NULL,
    kit_hash TEXT NOT NULL,
    path TEXT NOT NULL,
    content {bytes} NOT NULL,
    PRIMARY KEY (administration_id, kit_hash, path)
);

-- class: tenant
-- One row per register and year; the next number is taken inside the registering transaction, so there are no gaps.
CREATE TABLE register_sequence (
    administration_id {int8} NOT NULL,
    register TEXT NOT NULL,
    year {int8} NOT NULL,
    last {int8} NOT NULL,
    PRIMARY KEY (administration_id, register, year)
);

-- class: tenant
-- The latest day and counter this node used for service reference numbers; it never goes back.
CREATE TABLE reference_counter (
    administration_id {int8} NOT NULL,
    node TEXT NOT NULL,
    on_date TEXT NOT NULL,
    counter {int8} NOT NULL,
    PRIMARY KEY (administration_id, node)
);
