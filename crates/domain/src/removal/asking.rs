//! What a young person asks: that pictures or videos of them are found and taken down, which nobody here ever sees.

use serde::{Deserialize, Serialize};

use super::fingerprint::{Fingerprint, Medium};
use crate::id::ListedId;
use crate::role::coded;

coded! {
    /// How old somebody says they are.
    AgeRange {
        Under13 = "under_13",
        From13To15 = "13_15",
        From16To17 = "16_17",
        /// Grown up now, and not when the picture was taken.
        Over18 = "over_18",
    }
}

coded! {
    /// Whether a picture was put somewhere yet.
    Spread {
        Threatened = "threatened",
        Posted = "posted",
        NotSure = "not_sure",
    }
}

/// One picture or one video: its hashes, and the id under which it comes into the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ListedId,
    pub medium: Medium,
    /// Of a picture or a file one of each kind; of a video one PDQ hash a frame.
    pub fingerprints: Vec<Fingerprint>,
}

/// All that a request begins with. No name, and nothing by which somebody could be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub items: Vec<Item>,
    pub age: AgeRange,
    /// Where they live: two letters of ISO 3166-1, or nothing said.
    #[serde(default)]
    pub country: String,
    pub spread: Spread,
    /// Where it was put or is threatened to be put, as chosen or typed.
    #[serde(default)]
    pub places: Vec<String>,
}
