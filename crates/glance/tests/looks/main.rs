//! What a file must never do, shown with files that try.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

mod made;

mod archives;
mod confined;
mod documents;
mod garbled;
mod pictures;
mod polyglots;
