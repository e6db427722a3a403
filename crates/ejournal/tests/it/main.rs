//! The journal's rules as systems that report to it see them.

mod admission;
mod kit;
mod legacy;
mod nomenclature;
mod privacy;
mod publication;
mod samples;
mod state;
mod statistics;
