//! An S3-compatible server of one's own, for tests of the blob store.
