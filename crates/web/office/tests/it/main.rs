//! The desk as its people meet it: requests through the whole frame, on a store with units, staff and the kits of the repository.

mod case_pages;
mod entry;
mod lists;
mod rights;
mod texts;
mod work;
mod work_texts;
mod work_world;
mod world;
