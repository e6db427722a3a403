//! What the crate keeps and finds, against a real store.

mod search;
