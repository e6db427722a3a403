-- Units, positions, staff, roles and the administration's own days off.

-- class: tenant
CREATE TABLE org_unit (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    parent_id TEXT,
    name_bg TEXT NOT NULL,
    name_en TEXT NOT NULL,
    address TEXT NOT NULL,
    hours TEXT NOT NULL,
    is_counter {bool} NOT NULL,
    closed_at {int8},
    PRIMARY KEY (administration_id, id),
    UNIQUE (administration_id, code)
);

-- class: tenant
CREATE TABLE position (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    name_bg TEXT NOT NULL,
    closed_at {int8},
    PRIMARY KEY (administration_id, id)
);

-- class: tenant
CREATE TABLE staff (
    administration_id {int8} NOT NULL,
    id TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    unit_id TEXT,
    position_id TEXT,
    blocked_at {int8},
    last_sign_in_at {int8},
    created_at {int8} NOT NULL,
    PRIMARY KEY (administration_id, id),
    UNIQUE (administration_id, login)
);

-- class: tenant
CREATE TABLE staff_role (
    administration_id {int8} NOT NULL,
    staff_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (administration_id, staff_id, role)
);

-- class: tenant
CREATE TABLE calendar_override (
    administration_id {int8} NOT NULL,
    on_date TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (administration_id, on_date)
);
