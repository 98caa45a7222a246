//! The one place where the time is read. Everything else is given a moment.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

/// A clock on the wall, or one that a test turns by hand.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    Wall,
    /// Stands still until it is moved.
    Still(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands at this moment.
    pub fn still_at(moment: Timestamp) -> Self {
        Self::Still(Arc::new(Mutex::new(moment)))
    }

    /// What the clock shows, in whole microseconds, as the store keeps it.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::Wall => wall(),
            Self::Still(moment) => *moment.lock().expect("nobody panics while holding the moment"),
        }
    }

    /// Moves a still clock; the wall clock cannot be moved.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Still(moment) = self {
            let mut moment = moment.lock().expect("nobody panics while holding the moment");
            *moment += by;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the time is read")]
fn wall() -> Timestamp {
    Timestamp::from_microsecond(Timestamp::now().as_microsecond()).expect("the present is in range")
}
