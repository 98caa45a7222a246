//! What can be done here, as the pages of keys and people name it.

pub(crate) mod words;
