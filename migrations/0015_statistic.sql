-- The published statistics: figures of past periods with small numbers hidden, and the files that say them.
-- An administrator notices nothing: four empty tables, and an index over the figures of the journal (seconds per million of its rows).

-- class: system
-- A period that is published, by the journal over all administrations (publisher 0) or by an administration over itself (its ЕИК). Without
-- `published_at` its figures are still being gathered and nobody sees them.
CREATE TABLE statistic_publication (
    publisher {int8} NOT NULL,
    period TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    published_at {int8},
    PRIMARY KEY (publisher, period)
);

-- class: system
-- A number of a period. Administration 0 stands for all together, no service for all of them; without a value the number is hidden.
-- `sums` says over what it may be added up: 0 nothing, 1 administrations, 2 administrations and periods.
CREATE TABLE statistic_figure (
    publisher {int8} NOT NULL,
    period TEXT NOT NULL,
    administration {int8} NOT NULL,
    service TEXT NOT NULL,
    figure TEXT NOT NULL,
    detail TEXT NOT NULL,
    value {int8},
    sums {int8} NOT NULL,
    PRIMARY KEY (publisher, period, administration, service, figure, detail)
);

-- class: system
-- A published file; its content never changes.
CREATE TABLE statistic_file (
    name TEXT NOT NULL PRIMARY KEY,
    publisher {int8} NOT NULL,
    period TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size {int8} NOT NULL
);
CREATE INDEX statistic_file_period ON statistic_file (publisher, period, name);

-- class: system
-- Administrations whose counts are published day by day in a quarter; row 0 says that the quarter was decided.
CREATE TABLE statistic_daily (
    quarter TEXT NOT NULL,
    administration {int8} NOT NULL,
    PRIMARY KEY (quarter, administration)
);

CREATE INDEX journal_cube_administration ON journal_cube (administration, on_date);
