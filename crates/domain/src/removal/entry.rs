//! An entry of a list after it was put there: what platforms say of it, when it stops, who decides.
//!
//! An entry that somebody disputes stops at once, everywhere; so does one that is found far more often than a picture of
//! one child can be. A person of the service then confirms it, and it counts again, or strikes it for good. A platform
//! whose dispute was decided against does not stop the same entry a second time.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::id::OrganisationId;
use crate::role::coded;

coded! {
    /// Where an entry stands.
    Standing {
        Unreviewed = "unreviewed",
        /// A person of the service looked at what is known of it, and it counts.
        Confirmed = "confirmed",
        /// It was found too often.
        Quarantined = "quarantined",
        /// A platform says that it is not what it is said to be.
        Disputed = "disputed",
        /// It is gone for good: taken back, or struck.
        Withdrawn = "withdrawn",
    }
}

impl Standing {
    /// Whether platforms get it and it is matched.
    pub const fn counts(self) -> bool {
        match self {
            Self::Unreviewed | Self::Confirmed => true,
            Self::Quarantined | Self::Disputed | Self::Withdrawn => false,
        }
    }

    /// Whether a person must decide.
    pub const fn waits(self) -> bool {
        match self {
            Self::Quarantined | Self::Disputed => true,
            Self::Unreviewed | Self::Confirmed | Self::Withdrawn => false,
        }
    }
}

coded! {
    /// What a platform tells of an entry.
    Outcome {
        /// It was found there.
        Matched = "matched",
        /// What was found was taken down.
        Removed = "removed",
        NotFound = "not_found",
        /// It is not what it is said to be, or it finds what it should not.
        Disputed = "disputed",
    }
}

coded! {
    /// Why a platform disputes an entry.
    Ground {
        /// It was found for another picture.
        FalseMatch = "false_match",
        NotAChild = "not_a_child",
        /// It shows nothing that would have to be taken down.
        Harmless = "harmless",
        Other = "other",
    }
}

/// What a platform tells: with the reason, if it disputes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The most that a platform or a person may write as a reason, in characters.
pub const WORDS_CHARS_MAX: usize = 500;

/// What is known of an entry, when somebody tells or decides something.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub standing: Standing,
    /// What this platform told last.
    pub last: Option<&'a Feedback>,
    /// Whether a dispute of this platform was decided against already.
    pub overruled: bool,
}

/// A platform tells what became of it. Nothing happens when it told the same before.
pub fn feed_back(
    known: Known<'_>,
    platform: OrganisationId,
    feedback: Feedback,
) -> Result<Option<Event>, Refusal> {
    let disputes = feedback.outcome == Outcome::Disputed;
    if feedback.words.chars().count() > WORDS_CHARS_MAX {
        Err(Refusal::Words { chars_max: WORDS_CHARS_MAX })
    } else if disputes != feedback.ground.is_some() {
        Err(if disputes { Refusal::NoGround } else { Refusal::GroundWithoutDispute })
    } else if known.last == Some(&feedback) {
        Ok(None)
    } else if known.standing == Standing::Withdrawn {
        Err(Refusal::Withdrawn)
    } else if disputes && known.overruled {
        Err(Refusal::Overruled)
    } else {
        Ok(Some(Event::FedBack { platform, feedback }))
    }
}

/// It was found once more: today so many times. Too often, and it stops.
pub fn found(standing: Standing, times_today: u32, flood: u32) -> Option<Event> {
    (standing.counts() && times_today > flood).then_some(Event::Quarantined { times_today, flood })
}

/// A person of the service decides about an entry that waits for it.
pub fn decide(standing: Standing, confirm: bool, reason: &str) -> Result<Event, Refusal> {
    let reason = reason.trim();
    if !standing.waits() {
        Err(Refusal::NothingToDecide)
    } else if reason.is_empty() {
        Err(Refusal::NoReason)
    } else if reason.chars().count() > WORDS_CHARS_MAX {
        Err(Refusal::Words { chars_max: WORDS_CHARS_MAX })
    } else if confirm {
        Ok(Event::Confirmed { reason: reason.to_owned() })
    } else {
        Ok(Event::Struck { reason: reason.to_owned() })
    }
}

/// Where it stands after something happened to it.
pub const fn apply(standing: Standing, event: &Event) -> Standing {
    if matches!(standing, Standing::Withdrawn) {
        return Standing::Withdrawn;
    }
    match event {
        Event::FedBack { feedback, .. } => match feedback.outcome {
            Outcome::Disputed => Standing::Disputed,
            Outcome::Matched | Outcome::Removed | Outcome::NotFound => standing,
        },
        // A dispute weighs more: it stays one.
        Event::Quarantined { .. } => match standing {
            Standing::Disputed => Standing::Disputed,
            Standing::Unreviewed | Standing::Confirmed | Standing::Quarantined | Standing::Withdrawn => {
                Standing::Quarantined
            }
        },
        Event::Confirmed { .. } => Standing::Confirmed,
        Event::Struck { .. } | Event::Withdrawn => Standing::Withdrawn,
        Event::Asked { .. }
        | Event::AskedMore { .. }
        | Event::ListMade { .. }
        | Event::ListChanged { .. }
        | Event::Listed { .. } => standing,
    }
}

/// Why nothing is told or decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this entry was withdrawn")]
    Withdrawn,
    #[error("say why it is disputed: `ground` is `false_match`, `not_a_child`, `harmless` or `other`")]
    NoGround,
    #[error("only a dispute has a `ground`")]
    GroundWithoutDispute,
    #[error("this dispute was decided already: the entry counts")]
    Overruled,
    #[error("there is nothing to decide about this entry")]
    NothingToDecide,
    #[error("give the reason: it is recorded")]
    NoReason,
    #[error("write at most {chars_max} characters")]
    Words { chars_max: usize },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn told(outcome: Outcome, ground: Option<Ground>) -> Feedback {
        Feedback { outcome, ground, words: String::new() }
    }

    #[test]
    fn what_a_platform_tells_is_taken_once_and_a_dispute_has_its_ground() {
        let platform = Id::from_uuid(uuid::Uuid::nil());
        let (removed, dispute) =
            (told(Outcome::Removed, None), told(Outcome::Disputed, Some(Ground::NotAChild)));
        let (unreviewed, gone) = (Standing::Unreviewed, Standing::Withdrawn);
        let long = Feedback { words: "a".repeat(501), ..removed.clone() };
        let cases = [
            (unreviewed, None, false, removed.clone(), Ok(true)),
            (unreviewed, Some(&removed), false, removed.clone(), Ok(false)),
            (unreviewed, Some(&removed), false, dispute.clone(), Ok(true)),
            (unreviewed, None, false, told(Outcome::Disputed, None), Err(Refusal::NoGround)),
            (
                unreviewed,
                None,
                false,
                told(Outcome::Matched, Some(Ground::Other)),
                Err(Refusal::GroundWithoutDispute),
            ),
            (unreviewed, None, false, long, Err(Refusal::Words { chars_max: 500 })),
            (Standing::Confirmed, Some(&removed), true, dispute.clone(), Err(Refusal::Overruled)),
            (Standing::Confirmed, None, true, removed.clone(), Ok(true)),
            (gone, None, false, removed.clone(), Err(Refusal::Withdrawn)),
            // The same again is no error, also when it is gone meanwhile.
            (gone, Some(&dispute), false, dispute.clone(), Ok(false)),
        ];
        for (at, (standing, last, overruled, feedback, expected)) in cases.into_iter().enumerate() {
            let event = feed_back(Known { standing, last, overruled }, platform, feedback);
            assert_eq!(event.map(|event| event.is_some()), expected, "case {at}");
        }
    }

    #[test]
    fn an_entry_that_is_found_more_often_than_its_list_allows_stops() {
        for (standing, times, stops) in [
            (Standing::Unreviewed, 10, false),
            (Standing::Unreviewed, 11, true),
            (Standing::Confirmed, 11, true),
            (Standing::Disputed, 11, false),
            (Standing::Withdrawn, 11, false),
        ] {
            assert_eq!(found(standing, times, 10).is_some(), stops, "{standing:?} {times}");
        }
    }

    #[test]
    fn only_what_waits_is_decided_and_the_decision_has_its_reason() {
        for standing in Standing::ALL {
            assert_eq!(decide(*standing, true, "It is one.").is_ok(), standing.waits(), "{standing:?}");
            assert!(!(standing.waits() && standing.counts()), "what waits does not count meanwhile");
        }
        assert_eq!(decide(Standing::Disputed, false, " "), Err(Refusal::NoReason));
        let long = "a".repeat(501);
        assert_eq!(decide(Standing::Disputed, false, &long), Err(Refusal::Words { chars_max: 500 }));
    }

    #[test]
    fn where_an_entry_stands_after_each_event() {
        use Standing::{Confirmed, Disputed, Quarantined, Unreviewed, Withdrawn};
        let platform = Id::from_uuid(uuid::Uuid::nil());
        let fed = |outcome, ground| Event::FedBack { platform, feedback: told(outcome, ground) };
        let disputed = fed(Outcome::Disputed, Some(Ground::FalseMatch));
        let flood = Event::Quarantined { times_today: 11, flood: 10 };
        let confirmed = Event::Confirmed { reason: "It is one.".to_owned() };
        let struck = Event::Struck { reason: "It is none.".to_owned() };
        let cases = [
            (Unreviewed, &fed(Outcome::Removed, None), Unreviewed),
            (Unreviewed, &disputed, Disputed),
            (Confirmed, &disputed, Disputed),
            (Quarantined, &disputed, Disputed),
            (Unreviewed, &flood, Quarantined),
            (Disputed, &flood, Disputed),
            (Disputed, &confirmed, Confirmed),
            (Quarantined, &confirmed, Confirmed),
            (Disputed, &struck, Withdrawn),
            (Confirmed, &Event::Withdrawn, Withdrawn),
            (Withdrawn, &confirmed, Withdrawn),
            (Withdrawn, &disputed, Withdrawn),
        ];
        for (before, event, after) in cases {
            assert_eq!(apply(before, event), after, "{before:?} {}", event.kind());
        }
    }
}
