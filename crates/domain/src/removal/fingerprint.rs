//! Nouns.

use crate::role::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// What was hashed.
    Medium {
        Picture = "picture",
        Video = "video",
    }
}
