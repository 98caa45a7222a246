//! Removal of images.

pub mod exchange;
pub mod fingerprint;
