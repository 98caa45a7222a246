//! What people may say of how urgent a report or a case is: add an indicator, strike one, set the urgency.
//!
//! Each says why. What is added or struck weighs at once, and an urgency that a person set is never undone by it, unless
//! the matter became more urgent. Nobody goes below a floor without saying that they mean it: it is in the event.

use jiff::Timestamp;

use super::{Event, Raised, Refusal, said};
use crate::event::Actor;
use crate::id::ReportId;
use crate::reports::Urgency;
use crate::rules::rulebook;
use crate::rules::tables::Floor;
use crate::weighing::{Hand, Origin, Said, Told, Weighed, at_least, weigh};

/// A report or a case as it is weighed.
#[derive(Debug, Clone)]
pub struct Weighing {
    pub told: Told,
    pub hand: Hand,
    /// The urgency that it has.
    pub urgency: Urgency,
    /// Who set another urgency than was weighed, and why; nothing where it is as it was weighed.
    pub set: Option<Set>,
    pub open: Open,
}

/// Whether something can still be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    Yes,
    /// The case is closed.
    Closed,
    /// The report was dealt with: what is said of it now is said of its case.
    Triaged,
}

/// An urgency that a person set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    pub urgency: Urgency,
    pub reason: String,
    /// The id of the floor that it is below.
    pub below: Option<String>,
    pub by: Actor,
    pub at: Timestamp,
}

/// Something that happened to a report or a case.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    pub event: &'a Event,
    pub by: Actor,
    pub at: Timestamp,
    /// The report that it happened to before that joined the case.
    pub of: Option<ReportId>,
}

/// What people did, told from the entries of a report and of its case, in order. Other events say nothing of it.
pub fn by_hand<'a>(entries: impl IntoIterator<Item = Happened<'a>>) -> (Hand, Option<Set>) {
    let (mut hand, mut set) = (Hand::default(), None);
    for happened in entries {
        happened.on(&mut hand);
        // The urgency that a report had before it joined is not that of the case.
        if happened.of.is_none() {
            set = happened.sets(set);
        }
    }
    (hand, set)
}

impl Happened<'_> {
    /// Adds what a person said of an indicator.
    pub fn on(&self, hand: &mut Hand) {
        let said = |indicator: &String, reason: &String| Said {
            indicator: indicator.clone(),
            reason: reason.clone(),
            by: self.by,
            at: self.at,
            of: self.of,
        };
        if let Event::IndicatorAdded { indicator, reason, .. } = self.event {
            hand.add(said(indicator, reason));
        } else if let Event::IndicatorStruck { indicator, reason, .. } = self.event {
            hand.strike(said(indicator, reason));
        }
    }

    fn sets(&self, before: Option<Set>) -> Option<Set> {
        if let Event::IndicatorAdded { urgency, .. } = self.event {
            before.filter(|set| set.urgency == *urgency)
        } else if let Event::UrgencyRaised { .. } = self.event {
            None
        } else if let Event::UrgencySet { after, reason, below, .. } = self.event {
            let (reason, below) = (reason.clone(), below.clone());
            Some(Set { urgency: *after, reason, below, by: self.by, at: self.at })
        } else {
            before
        }
    }
}

/// What a note or a report makes of a case: more urgent, where it weighs more with it, or a floor holds that nobody spoke
/// of. It never makes one less urgent.
pub fn raised(of: &Weighing, told: &Told, hand: &Hand, by: Raised) -> Option<Event> {
    let after = of.after(told, hand);
    (of.open == Open::Yes && after < of.urgency).then_some(Event::UrgencyRaised {
        before: of.urgency,
        after,
        by,
    })
}

/// What notes make of a case.
pub fn noted(of: &Weighing, notes: &[&str], now: Timestamp) -> Option<Event> {
    let mut told = of.told.clone();
    for text in notes {
        told.text(Origin::Note, text, now);
    }
    raised(of, &told, &of.hand, Raised::Note)
}

/// Adds an indicator of the rulebook, or takes back that one was struck.
pub fn add(
    of: &Weighing,
    indicator: &str,
    reason: &str,
    by: Actor,
    now: Timestamp,
) -> Result<Event, Refusal> {
    of.open()?;
    let known = crate::weighing::indicator(indicator).ok_or(Refusal::NotAChoice)?;
    let id = &known.head.id;
    if weigh(&of.told, &of.hand).standing().any(|line| line.indicator.head.id == *id && line.added()) {
        return Err(Refusal::StandsAlready);
    }
    let reason = said(reason, Refusal::NoReason)?;
    let mut hand = of.hand.clone();
    hand.add(Said { indicator: id.clone(), reason: reason.clone(), by, at: now, of: None });
    let urgency = of.after(&of.told, &hand);
    Ok(Event::IndicatorAdded { indicator: id.clone(), reason, urgency })
}

/// Strikes an indicator that stands.
pub fn strike(
    of: &Weighing,
    indicator: &str,
    reason: &str,
    by: Actor,
    now: Timestamp,
) -> Result<Event, Refusal> {
    of.open()?;
    let weighed = weigh(&of.told, &of.hand);
    let line = weighed.standing().find(|line| line.indicator.head.id == indicator);
    let id = &line.ok_or(Refusal::NotStanding)?.indicator.head.id;
    let reason = said(reason, Refusal::NoReason)?;
    let mut hand = of.hand.clone();
    hand.strike(Said { indicator: id.clone(), reason: reason.clone(), by, at: now, of: None });
    let urgency = of.after(&of.told, &hand);
    Ok(Event::IndicatorStruck { indicator: id.clone(), reason, urgency })
}

/// Sets another urgency. Below a floor only by whoever says that they mean it.
pub fn set_urgency(of: &Weighing, after: Urgency, reason: &str, meant: bool) -> Result<Event, Refusal> {
    of.open()?;
    if after == of.urgency {
        return Err(Refusal::SameUrgency);
    }
    let reason = said(reason, Refusal::NoReason)?;
    let below = weigh(&of.told, &of.hand).below(after).map(|floor| floor.head.id.clone());
    match below {
        Some(floor) if !meant => Err(Refusal::BelowFloor { floor }),
        below => Ok(Event::UrgencySet { before: of.urgency, after, reason, below }),
    }
}

impl Weighing {
    const fn open(&self) -> Result<(), Refusal> {
        match self.open {
            Open::Yes => Ok(()),
            Open::Closed => Err(Refusal::Closed),
            Open::Triaged => Err(Refusal::AlreadyTriaged),
        }
    }

    /// How it weighs.
    pub fn weighed(&self) -> Weighed {
        weigh(&self.told, &self.hand)
    }

    /// Whether it is below a floor that nobody spoke of.
    pub fn is_unsaid(&self) -> bool {
        let said = self.set.as_ref().and_then(|set| set.below.as_ref());
        let said = said.and_then(|said| rulebook().floors.iter().find(|floor| floor.head.id == *said));
        // Of all that it went below, the event names the most urgent.
        let least = said.map_or(self.urgency, at_least);
        self.weighed().floors.iter().any(|floor| at_least(floor) < least)
    }

    /// The urgency after more that was told or that people did: more urgent where it weighs more than before or another
    /// floor holds, and else as it weighs, unless a person had set it.
    fn after(&self, told: &Told, hand: &Hand) -> Urgency {
        let (before, weighed) = (self.weighed(), weigh(told, hand));
        let Some(set) = &self.set else { return weighed.urgency };
        let said = |floor: &Floor| {
            let known = |id: &String| {
                floor.head.id == *id || before.floors.iter().any(|held| held.head.id == floor.head.id)
            };
            set.below.as_ref().is_some_and(known)
        };
        let unsaid = weighed.floors.iter().any(|floor| at_least(floor) < self.urgency && !said(floor));
        if weighed.urgency < before.urgency || unsaid {
            weighed.urgency.min(self.urgency)
        } else {
            self.urgency
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use uuid::Uuid;

    use super::*;
    use crate::id::AccountId;
    use crate::reports::report::Teller;
    use crate::reports::{Harm, Known, Report};
    use crate::weighing::tests::told;

    fn somebody() -> Actor {
        Actor::Account(AccountId::from_uuid(Uuid::from_u128(7)))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn of(report: &Report) -> Weighing {
        let mut told = Told::default();
        told.report(report, at(0));
        let urgency = weigh(&told, &Hand::default()).urgency;
        Weighing { told, hand: Hand::default(), urgency, set: None, open: Open::Yes }
    }

    /// The same after one more event.
    fn then(mut before: Weighing, events: &[Event]) -> Weighing {
        let entries = events.iter().zip(1..).map(|(event, second)| Happened {
            event,
            by: somebody(),
            at: at(second),
            of: None,
        });
        (before.hand, before.set) = by_hand(entries);
        for event in events {
            if let Event::IndicatorAdded { urgency, .. }
            | Event::IndicatorStruck { urgency, .. }
            | Event::UrgencyRaised { after: urgency, .. }
            | Event::UrgencySet { after: urgency, .. } = event
            {
                before.urgency = *urgency;
            }
        }
        before
    }

    #[test]
    fn what_is_added_or_struck_is_one_of_the_rulebook_and_has_a_reason() {
        let calm = of(&told(Harm::Other));
        let add = |id: &str, reason: &str| add(&calm, id, reason, somebody(), at(1));
        assert_eq!(add("X-1", "why"), Err(Refusal::NotAChoice));
        assert_eq!(add("I-07", " "), Err(Refusal::NoReason));
        assert_eq!(strike(&calm, "I-07", "why", somebody(), at(1)), Err(Refusal::NotStanding));
        let added = add("I-07", "a knife in the bag").unwrap();
        assert!(matches!(&added, Event::IndicatorAdded { urgency: Urgency::Soon, .. }), "{added:?}");
        let armed = then(calm, std::slice::from_ref(&added));
        assert_eq!(super::add(&armed, "I-07", "again", somebody(), at(2)), Err(Refusal::StandsAlready));
        assert_eq!(strike(&armed, "I-07", "", somebody(), at(2)), Err(Refusal::NoReason));
        let struck = strike(&armed, "I-07", "it was a ruler", somebody(), at(2)).unwrap();
        assert!(matches!(struck, Event::IndicatorStruck { urgency: Urgency::Routine, .. }));
    }

    #[test]
    fn another_urgency_needs_to_be_another_and_a_reason() {
        let calm = of(&told(Harm::Grooming));
        assert_eq!(set_urgency(&calm, Urgency::Soon, "why", false), Err(Refusal::SameUrgency));
        assert_eq!(set_urgency(&calm, Urgency::Routine, "", false), Err(Refusal::NoReason));
        let set = set_urgency(&calm, Urgency::Routine, "the account is gone", false).unwrap();
        assert!(matches!(set, Event::UrgencySet { below: None, .. }));
    }

    #[test]
    fn nobody_goes_below_a_floor_without_saying_that_they_mean_it() {
        let threatened = of(&Report { threat: Known::Yes, ..told(Harm::Sextortion) });
        let refused = set_urgency(&threatened, Urgency::Routine, "it is old", false);
        assert_eq!(refused, Err(Refusal::BelowFloor { floor: "F-3".to_owned() }));
        let set = set_urgency(&threatened, Urgency::Routine, "it is old", true).unwrap();
        assert!(matches!(&set, Event::UrgencySet { below: Some(floor), .. } if floor == "F-3"), "{set:?}");
        let raised = set_urgency(&threatened, Urgency::Immediate, "he is outside", false).unwrap();
        assert!(matches!(raised, Event::UrgencySet { below: None, .. }));
    }

    #[test]
    fn what_is_dealt_with_is_not_weighed_any_more() {
        for (open, why) in [(Open::Closed, Refusal::Closed), (Open::Triaged, Refusal::AlreadyTriaged)] {
            let shut = Weighing { open, ..of(&told(Harm::Grooming)) };
            assert_eq!(set_urgency(&shut, Urgency::Routine, "why", false), Err(why));
            assert!(add(&shut, "I-07", "why", somebody(), at(1)).is_err());
            assert!(strike(&shut, "H-06", "why", somebody(), at(1)).is_err());
        }
    }

    #[test]
    fn what_a_person_set_stays_until_it_becomes_more_urgent() {
        let set = set_urgency(&of(&told(Harm::Grooming)), Urgency::Routine, "gone", false).unwrap();
        let quiet = then(of(&told(Harm::Grooming)), std::slice::from_ref(&set));
        let low = add(&quiet, "I-11", "absent", somebody(), at(2)).unwrap();
        assert!(matches!(low, Event::IndicatorAdded { urgency: Urgency::Routine, .. }));
        let high = add(&quiet, "I-19", "asked for money again", somebody(), at(2)).unwrap();
        assert!(matches!(high, Event::IndicatorAdded { urgency: Urgency::Urgent, .. }));
        let after = then(of(&told(Harm::Grooming)), &[set, high]);
        assert_eq!((after.urgency, after.set), (Urgency::Urgent, None), "it is as it weighs again");
    }

    /// Set to routine by somebody who meant it, and that is kept.
    fn meant(report: &Report) -> Weighing {
        let start = of(report);
        let set = set_urgency(&start, Urgency::Routine, "it is old", true).unwrap();
        then(start, &[set])
    }

    #[test]
    fn a_floor_that_comes_later_undoes_what_was_meant_for_another_of_the_same_height() {
        let quiet = meant(&Report { threat: Known::Yes, ..told(Harm::ChildOnChild) });
        assert!(!quiet.is_unsaid(), "somebody spoke of it");
        let low = add(&quiet, "I-11", "absent", somebody(), at(2)).unwrap();
        assert!(matches!(low, Event::IndicatorAdded { urgency: Urgency::Routine, .. }), "{low:?}");
        let added = add(&quiet, "I-06", "says he will hurt himself", somebody(), at(2)).unwrap();
        assert!(matches!(added, Event::IndicatorAdded { urgency: Urgency::Urgent, .. }), "{added:?}");
    }

    #[test]
    fn a_floor_that_nobody_spoke_of_is_shown() {
        let calm = of(&told(Harm::Other));
        assert!(!calm.is_unsaid());
        let mut threatened = of(&Report { threat: Known::Yes, ..told(Harm::ChildOnChild) });
        threatened.urgency = Urgency::Soon;
        assert!(threatened.is_unsaid(), "nobody set it");
        let set = |below: Option<&str>| Set {
            urgency: Urgency::Soon,
            reason: "why".to_owned(),
            below: below.map(str::to_owned),
            by: somebody(),
            at: at(1),
        };
        for (below, unsaid) in [(None, true), (Some("F-3"), false), (Some("F-1"), true), (Some("F-0"), true)]
        {
            threatened.set = Some(set(below));
            assert_eq!(threatened.is_unsaid(), unsaid, "{below:?}");
        }
    }

    #[test]
    fn a_note_makes_a_case_more_urgent_and_never_less() {
        let calm = of(&told(Harm::Other));
        assert_eq!(noted(&calm, &["Spoke with the school"], at(2)), None);
        let threat = ["He will post my pics unless I pay him"];
        let raised = noted(&calm, &threat, at(2)).unwrap();
        let expected =
            Event::UrgencyRaised { before: Urgency::Routine, after: Urgency::Urgent, by: Raised::Note };
        assert_eq!(raised, expected);
        assert_eq!(noted(&Weighing { open: Open::Closed, ..calm.clone() }, &threat, at(2)), None);
        let above = Weighing { urgency: Urgency::Immediate, ..calm };
        assert_eq!(noted(&above, &threat, at(2)), None);
    }

    #[test]
    fn what_was_set_is_over_once_it_became_more_urgent_and_a_reports_own_is_not_the_cases() {
        let set = Event::UrgencySet {
            before: Urgency::Urgent,
            after: Urgency::Routine,
            reason: "it is old".to_owned(),
            below: Some("F-3".to_owned()),
        };
        let raised =
            Event::UrgencyRaised { before: Urgency::Routine, after: Urgency::Urgent, by: Raised::Message };
        let happened = |event, of| Happened { event, by: somebody(), at: at(1), of };
        let report = ReportId::from_uuid(Uuid::from_u128(8));
        assert!(by_hand([happened(&set, None)]).1.is_some());
        assert_eq!(by_hand([happened(&set, None), happened(&raised, None)]).1, None);
        assert_eq!(by_hand([happened(&set, Some(report))]).1, None);
    }

    proptest! {
        #[test]
        fn only_an_urgency_that_says_so_is_ever_below_a_floor(
            harm in select(Harm::ALL.to_vec()), threat in select(vec![Known::Yes, Known::No, Known::NotKnown]),
            teller in select(vec![Teller::Me, Teller::Anyone]), age in prop::option::of(12u8..15),
            acts in prop::collection::vec((0u8..3, 0usize..40, any::<bool>()), 0..10)
        ) {
            let start = of(&Report { threat, teller, child_age: age, ..told(harm) });
            let indicators = &crate::rules::rulebook().indicators;
            let (mut events, mut now) = (Vec::new(), start.clone());
            // The floors that somebody spoke of.
            let mut spoken: Vec<&Floor> = Vec::new();
            for (second, (act, place, meant)) in (1..).zip(acts) {
                let id = &indicators[place % indicators.len()].head.id;
                let urgency = Urgency::ALL[place % 4];
                let event = match act {
                    0 => add(&now, id, "why", somebody(), at(second)),
                    1 => strike(&now, id, "why", somebody(), at(second)),
                    _ => set_urgency(&now, urgency, "why", meant),
                };
                let before = now.weighed().floors;
                if let Ok(Event::UrgencySet { below, .. }) = &event {
                    spoken = if below.is_some() { before.clone() } else { Vec::new() };
                }
                events.extend(event);
                now = then(start.clone(), &events);
                let floors = now.weighed().floors;
                // What a floor was set aside for does not come back with it.
                spoken.retain(|floor| floors.contains(floor));
                let below = floors.iter().filter(|floor| at_least(floor) < now.urgency);
                let said = now.set.as_ref().and_then(|set| set.below.as_ref());
                let said = |floor: &&&Floor| said.is_some_and(|id| floor.head.id == *id || spoken.contains(*floor));
                prop_assert!(below.clone().all(|floor| said(&floor)), "{:?}", events);
                prop_assert!(!now.is_unsaid(), "{:?}", events);
            }
        }
    }
}
