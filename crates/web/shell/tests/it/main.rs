//! Tests of the frame from outside: what every answer carries, what is refused, and that no text is missing.

mod frame;
mod pages;
mod texts;
