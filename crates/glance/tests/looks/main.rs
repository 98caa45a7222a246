//! What a file must never do, shown with files that try.

mod made;

mod archives;
mod confined;
mod documents;
mod garbled;
mod pictures;
mod polyglots;
