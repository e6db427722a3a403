//! Tests of the crate as others use it.

mod corpus;
mod decision;
mod expression;
mod hostile;
