//! A case for the tests of this system.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Clock, Event, Opening, State, apply};
use crate::agency::Nation;
use crate::id::{AccountId, ClockId, OrganisationId, Reference, ReportId};
use crate::reports::{Harm, Urgency};

/// A case that was opened on a report of blackmail, with one in its team and one clock.
pub(crate) fn case() -> State {
    let id = Uuid::from_u128(1);
    let now = Timestamp::UNIX_EPOCH;
    let opening = Opening {
        reference: Reference::from_random(1),
        organisation: OrganisationId::from_uuid(id),
        nation: Nation::England,
        report: ReportId::from_uuid(id),
        harm: Harm::Sextortion,
        urgency: Urgency::Urgent,
        kept_from: vec![],
        team: vec![AccountId::from_uuid(id)],
        clocks: vec![Clock {
            clock: ClockId::from_uuid(id),
            rule: "EN-1".to_owned(),
            started: now,
            due: now,
        }],
    };
    apply(None, Event::Opened { opening: Box::new(opening) }).unwrap()
}

/// A case after these events.
pub(crate) fn after(state: State, events: Vec<Event>) -> State {
    events.into_iter().fold(Some(state), apply).unwrap()
}
