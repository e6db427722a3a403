//! The product as its parts meet: kits run their own tests, statements prepare, error codes have pages.

mod backup;
mod coverage;
mod crash;
mod demo;
mod doctor;
mod interleave;
mod journal;
mod killed;
mod kits;
mod logs;
mod postgres;
mod rebuild;
mod reporting;
mod statistics;
mod walk;
