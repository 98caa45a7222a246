//! How any system meets the world.
