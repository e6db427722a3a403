//! Tests of the log as a whole: samples, published vectors, other implementations, every small size, a large log, broken input.

mod growth;
mod hostile;
mod oracle;
mod safety;
mod sample;
mod sizes;
mod support;
mod vectors;
mod witness;
