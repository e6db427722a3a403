-- Files that were sent and that nothing came to name are cleared away; until when each is kept stands beside its name.
-- An administrator notices nothing: one column and two indexes (some seconds per 1 000 000 documents). Files that are there already
-- are kept for good.

-- Ms since 1970 UTC; the largest number: for good; 0: being cleared away; -1: gone.
ALTER TABLE blob ADD COLUMN keep_until {int8} NOT NULL DEFAULT 9223372036854775807;

INSERT INTO blob (sha256, size, created_at)
    SELECT sha256, MAX(size), MIN(created_at) FROM document
    WHERE sha256 <> ''
    GROUP BY sha256
    ON CONFLICT (sha256) DO NOTHING;

CREATE INDEX blob_keep ON blob (keep_until);
CREATE INDEX document_sha256 ON document (administration_id, sha256);
