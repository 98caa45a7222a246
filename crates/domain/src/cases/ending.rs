//! How a record ends, and what keeps it from ending.
//!
//! A hold keeps a case, or a report that is none, from being erased: one person places it, two lift it. Erasing takes
//! two people and a ground, and nothing but a tombstone is left, for good. Nobody can wait a colleague out: what was
//! asked lapses.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Event, Refusal, said};
use crate::id::{AccountId, OrganisationId, Reference};
use crate::role::coded;

coded! {
    /// On what ground a record is erased.
    Ground {
        /// The time for which it must be kept is over.
        RetentionEnded = "retention_ended",
        /// Whom it is about asked, and the law grants it (UK GDPR article 17).
        Request = "request",
        /// It was a test or a mistake, and is about nobody.
        Mistake = "mistake",
        /// A court ordered it.
        Court = "court",
    }
}

coded! {
    /// What nobody does alone.
    Asking {
        /// To lift the hold.
        Release = "release",
        /// To erase the record.
        Erase = "erase",
    }
}

/// What one person asked and another is to agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub what: Asking,
    pub by: AccountId,
    /// Until when it can be agreed to.
    pub until: Timestamp,
    pub reason: String,
    /// For erasing.
    pub ground: Option<Ground>,
}

/// All that is left of a record. It names nobody but those who decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    pub reference: Reference,
    pub organisation: OrganisationId,
    pub ground: Ground,
    /// When the record began.
    pub began: Timestamp,
    pub asked_by: AccountId,
    pub agreed_by: AccountId,
}

/// Whether a record may end, and whether it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why it is held, while it is.
    pub held: Option<String>,
    pub asked: Option<Asked>,
}

/// Where it stands after one more event.
#[must_use]
pub fn apply(mut standing: Standing, event: &Event) -> Standing {
    if let Event::Held { reason } = event {
        standing = Standing { held: Some(reason.clone()), asked: None };
    } else if let Event::ReleaseAsked { by, reason, until } = event {
        let (what, reason) = (Asking::Release, reason.clone());
        standing.asked = Some(Asked { what, by: *by, until: *until, reason, ground: None });
    } else if let Event::ErasureAsked { by, ground, reason, until } = event {
        let (what, reason) = (Asking::Erase, reason.clone());
        standing.asked = Some(Asked { what, by: *by, until: *until, reason, ground: Some(*ground) });
    } else if matches!(event, Event::Released { .. }) {
        standing = Standing::default();
    } else if matches!(event, Event::NotAgreed { .. } | Event::Reopened { .. } | Event::Erased { .. }) {
        standing.asked = None;
    }
    standing
}

/// How long what was asked can be agreed to, in days.
pub const AGREED_WITHIN_DAYS: i64 = 14;

impl Standing {
    /// What waits for somebody else at `now`.
    pub fn waiting(&self, now: Timestamp) -> Option<&Asked> {
        self.asked.as_ref().filter(|asked| asked.until > now)
    }
}

fn until(now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * AGREED_WITHIN_DAYS)
}

fn nothing_waits(standing: &Standing, now: Timestamp) -> Result<(), Refusal> {
    if standing.waiting(now).is_some() { Err(Refusal::AskedAlready) } else { Ok(()) }
}

/// Keeps it from being erased. One person is enough: a hold must not wait for a second.
pub fn hold(standing: &Standing, reason: &str) -> Result<Event, Refusal> {
    if standing.held.is_some() {
        return Err(Refusal::HeldAlready);
    }
    Ok(Event::Held { reason: said(reason, Refusal::NoReason)? })
}

/// Asks for the hold to be lifted.
pub fn ask_release(
    standing: &Standing,
    by: AccountId,
    reason: &str,
    now: Timestamp,
) -> Result<Event, Refusal> {
    if standing.held.is_none() {
        return Err(Refusal::NotHeld);
    }
    nothing_waits(standing, now)?;
    Ok(Event::ReleaseAsked { by, reason: said(reason, Refusal::NoReason)?, until: until(now) })
}

/// Asks for it to be erased: only what is closed, and not held.
pub fn ask_erasure(
    (standing, closed): (&Standing, bool),
    by: AccountId,
    ground: Ground,
    reason: &str,
    now: Timestamp,
) -> Result<Event, Refusal> {
    if standing.held.is_some() {
        return Err(Refusal::UnderHold);
    }
    if !closed {
        return Err(Refusal::CloseFirst);
    }
    nothing_waits(standing, now)?;
    Ok(Event::ErasureAsked { by, ground, reason: said(reason, Refusal::NoReason)?, until: until(now) })
}

/// Agrees to what somebody else asked; what is left, should it be to erase.
pub fn agree(
    standing: &Standing,
    by: AccountId,
    left: (Reference, OrganisationId, Timestamp),
    now: Timestamp,
) -> Result<Event, Refusal> {
    let asked = standing.waiting(now).ok_or(Refusal::NothingAsked)?;
    if asked.by == by {
        return Err(Refusal::NotAlone);
    }
    let Some(ground) = asked.ground else { return Ok(Event::Released { asked_by: asked.by }) };
    if standing.held.is_some() {
        return Err(Refusal::UnderHold);
    }
    let (reference, organisation, began) = left;
    let (asked_by, agreed_by) = (asked.by, by);
    let tombstone = Tombstone { reference, organisation, ground, began, asked_by, agreed_by };
    Ok(Event::Erased { tombstone: Box::new(tombstone) })
}

/// Does not agree, or takes back what oneself asked.
pub fn not_agree(standing: &Standing, reason: &str, now: Timestamp) -> Result<Event, Refusal> {
    standing.waiting(now).ok_or(Refusal::NothingAsked)?;
    Ok(Event::NotAgreed { reason: said(reason, Refusal::NoReason)? })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn somebody(number: u128) -> AccountId {
        AccountId::from_uuid(Uuid::from_u128(number))
    }

    fn left() -> (Reference, OrganisationId, Timestamp) {
        let organisation = OrganisationId::from_uuid(Uuid::from_u128(9));
        (Reference::from_random(1), organisation, Timestamp::UNIX_EPOCH)
    }

    fn after(standing: Standing, event: Result<Event, Refusal>) -> Standing {
        apply(standing, &event.unwrap())
    }

    fn asked_to_erase(now: Timestamp) -> Standing {
        let none = Standing::default();
        let asked = ask_erasure((&none, true), somebody(1), Ground::Mistake, "a test", now);
        after(none, asked)
    }

    #[test]
    fn nobody_erases_alone_and_the_tombstone_names_both() {
        let now = Timestamp::UNIX_EPOCH;
        let asked = asked_to_erase(now);
        assert_eq!(agree(&asked, somebody(1), left(), now), Err(Refusal::NotAlone));
        let erased = agree(&asked, somebody(2), left(), now).unwrap();
        let Event::Erased { tombstone } = erased else { panic!("it is erased") };
        assert_eq!((tombstone.asked_by, tombstone.agreed_by), (somebody(1), somebody(2)));
    }

    #[test]
    fn only_what_is_closed_is_erased_and_with_a_reason() {
        let (none, now) = (Standing::default(), Timestamp::UNIX_EPOCH);
        let ask = |closed, reason| ask_erasure((&none, closed), somebody(1), Ground::Request, reason, now);
        assert_eq!(ask(false, "asked for"), Err(Refusal::CloseFirst));
        assert_eq!(ask(true, "  "), Err(Refusal::NoReason));
    }

    #[test]
    fn what_was_asked_lapses_and_ends_when_the_case_is_opened_again() {
        let now = Timestamp::UNIX_EPOCH;
        let asked = asked_to_erase(now);
        let later = now + SignedDuration::from_hours(24 * AGREED_WITHIN_DAYS);
        assert_eq!(agree(&asked, somebody(2), left(), later), Err(Refusal::NothingAsked));
        let again = apply(asked, &Event::Reopened { reason: "more is known".to_owned() });
        assert_eq!(agree(&again, somebody(2), left(), now), Err(Refusal::NothingAsked));
    }

    #[test]
    fn a_hold_takes_one_to_place_and_two_to_lift() {
        let now = Timestamp::UNIX_EPOCH;
        let held = after(Standing::default(), hold(&Standing::default(), "the inquiry asked"));
        assert_eq!(hold(&held, "again"), Err(Refusal::HeldAlready));
        let asked = after(held.clone(), ask_release(&held, somebody(1), "the inquiry is over", now));
        assert_eq!(agree(&asked, somebody(1), left(), now), Err(Refusal::NotAlone));
        let free = after(asked.clone(), agree(&asked, somebody(2), left(), now));
        assert_eq!(free, Standing::default());
    }

    fn step() -> impl Strategy<Value = (u8, u128, i64)> {
        (0_u8..6, 1_u128..4, 0_i64..30)
    }

    proptest! {
        /// Whatever is tried by whomever in whatever order.
        #[test]
        fn nothing_under_hold_is_ever_erased_and_nothing_by_one_person(steps in prop::collection::vec(step(), 1..40)) {
            let (mut standing, mut held, mut now) = (Standing::default(), false, Timestamp::UNIX_EPOCH);
            for (what, who, days) in steps {
                now += SignedDuration::from_hours(24 * days);
                let who = somebody(who);
                let tried = match what {
                    0 => hold(&standing, "why"),
                    1 => ask_release(&standing, who, "why", now),
                    2 => ask_erasure((&standing, true), who, Ground::Court, "why", now),
                    3 => not_agree(&standing, "why", now),
                    _ => agree(&standing, who, left(), now),
                };
                let Ok(event) = tried else { continue };
                if let Event::Held { .. } = &event {
                    held = true;
                } else if let Event::Released { asked_by } = &event {
                    prop_assert_ne!(*asked_by, who);
                    held = false;
                } else if let Event::Erased { tombstone } = &event {
                    prop_assert!(!held);
                    prop_assert_ne!(tombstone.asked_by, tombstone.agreed_by);
                }
                standing = apply(standing, &event);
                prop_assert_eq!(standing.held.is_some(), held);
            }
        }
    }
}
