//! People as others speak of them.
