//! The portal as its visitors meet it: requests through the whole frame, on a store with units, staff and the kits of the repository.

mod apply;
mod bad_input;
mod case;
mod pages;
mod world;
