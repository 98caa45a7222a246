//! A look at a file without opening the door to it.
//!
//! What a child or a teacher sends is kept as it came, sealed. Staff need to see roughly what it is, and
//! neither their browser nor our server may decode bytes that somebody may have made to do harm; nor may a
//! picture of abuse meet anybody unprepared. So three things happen, each trusting nothing of the one before:
//!
//! 1. [`inspect()`] tells from the bytes alone what a file is, and refuses pictures that claim to be huge,
//!    archives that would unpack without end, and files that are two things at once. It walks the structure
//!    and decodes nothing.
//! 2. [`child()`] is the whole life of another process: it takes its own rights away ([`confine()`]), reads one
//!    file, inspects it, and only then decodes it and draws it anew: small, from pixels alone, once clear and
//!    once so blurred that nobody can be made out.
//! 3. [`Glance::look`] starts that process, feeds it, bounds its time and its answer, and believes nothing of
//!    what comes back that it has not checked.
//!
//! A refusal means "no preview, and a warning beside the file". The file itself is evidence and stays.
//! This crate knows nothing of the rest of Hearken; the sentences for people, in two languages, live there.
//! It runs on Linux only (x86-64, aarch64).

mod kind;
mod verdict;

mod inspect;
mod look;

mod answer;
mod confine;
mod render;

mod child;
mod glance;

pub use answer::Unbelievable;
pub use child::child;
pub use confine::{NotConfined, confine};
pub use glance::{Glance, NoLook};
pub use inspect::{FILE_BYTES_MAX, inspect};
pub use kind::Kind;
pub use look::{Look, NothingShown, Picture, Shown};
pub use verdict::{Foreign, Inspected, Refused, Size, Warning};
