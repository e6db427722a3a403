//! The administration application over HTTP, without a browser.

mod access;
mod hall;
mod journal;
mod pages;
mod people;
