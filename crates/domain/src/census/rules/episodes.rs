//! Rules of an episode of need: referral, closure, and what may be recorded between them.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::{At, Check::Episode as One, Row, after, others, outside, valid, within};
use crate::census::children::{Episode, says_no, says_yes};

pub(super) const CHECKS: &[Row] = &[
    ("2990", One(|episode, _| episode.closed_after_assessment() && went_on(episode))),
    ("2991Q", One(|episode, _| !episode.enquiries.is_empty() && episode.assessments.is_empty())),
    ("8555Q", One(|episode, at| after(episode.referred, at.child.identifiers.died))),
    ("8565", One(|episode, _| activity(episode).into_iter().any(|day| after(Some(day), episode.closed)))),
    (
        "8568",
        One(|episode, _| {
            let flag = episode.no_further_action.as_deref();
            !says_yes(flag) && !says_no(flag)
        }),
    ),
    ("8569Q", One(|episode, at| after(Some(at.year.referred_from), episode.referred) && !episode.acted_on())),
    (
        "8585Q",
        One(|episode, at| {
            episode.closed_because.as_deref() == Some("RC2") && at.child.identifiers.died.is_none()
        }),
    ),
    ("8600", One(|episode, at| episode.referred.is_none_or(|day| day > at.year.end()))),
    (
        "8606",
        One(|episode, at| {
            let who = &at.child.identifiers;
            let births = who.born.into_iter().chain(who.expected);
            births.into_iter().any(|birth| after(Some(birth.saturating_sub(280.days())), episode.referred))
        }),
    ),
    ("8610", One(|episode, _| episode.acted_on() && episode.need.is_none())),
    ("8620", One(|episode, at| outside(episode.closed, at.year))),
    ("8630", One(|episode, _| after(episode.referred, episode.closed))),
    ("8640", One(|episode, _| wrong("ReasonForClosure", episode.closed_because.as_deref()))),
    ("8650", One(|episode, _| wrong("PrimaryNeedCode", episode.need.as_deref()))),
    ("8805", One(|episode, _| episode.closed.is_some() && episode.closed_because.is_none())),
    ("8810", One(|episode, _| episode.closed.is_none() && episode.closed_because.is_some())),
    ("8815", One(|episode, at| open(episode) && others(&at.child.episodes, episode).any(open))),
    (
        "8816",
        One(|episode, at| {
            open(episode)
                && others(&at.child.episodes, episode).any(|other| after(other.referred, episode.referred))
        }),
    ),
    ("8820", One(overlaps)),
    ("8825Q", One(|episode, _| episode.closed_after_assessment() && episode.assessments.is_empty())),
    ("8831", One(|episode, _| episode.not_acted_on() && looked_into(episode))),
    // From 1 April 2013 on the source is asked for.
    (
        "8866",
        One(|episode, _| {
            let asked = episode.referred.is_some_and(|day| day >= date(2013, 4, 1));
            asked && !valid("ReferralSource", episode.source.as_deref())
        }),
    ),
    (
        "8867",
        One(|episode, _| {
            episode.closed.is_some()
                && episode.assessments.iter().any(|assessment| assessment.authorised.is_none())
        }),
    ),
    (
        "8868",
        One(|episode, _| {
            let unfinished = |enquiry: &crate::census::children::Enquiry| {
                enquiry.conference.is_none() && !enquiry.needs_none()
            };
            episode.closed.is_some() && episode.enquiries.iter().any(unfinished)
        }),
    ),
];

/// Whether a code stands there that does not exist.
fn wrong(element: &str, code: Option<&str>) -> bool {
    code.is_some() && !valid(element, code)
}

/// Whether an episode goes on, and was not one without further action.
fn open(episode: &Episode) -> bool {
    episode.closed.is_none() && episode.acted_on()
}

/// Whether there is more than an assessment.
fn went_on(episode: &Episode) -> bool {
    !episode.enquiries.is_empty()
        || !episode.protection.is_empty()
        || episode.conference.is_some()
        || !episode.plans.is_empty()
}

/// Whether anything was looked into; plans have rules of their own (4000, 8832).
fn looked_into(episode: &Episode) -> bool {
    let assessed = episode.assessments.iter().any(|one| one.started.is_some() || one.authorised.is_some());
    let enquired = episode.enquiries.iter().any(|one| one.started.is_some() || one.conference.is_some());
    assessed || enquired || episode.conference.is_some()
}

/// The days that cannot come after the closure.
fn activity(episode: &Episode) -> Vec<Date> {
    let assessed = episode.assessments.iter().flat_map(|one| [one.started, one.authorised]);
    let enquired = episode.enquiries.iter().flat_map(|one| [one.started, one.conference]);
    let planned = episode.plans.iter().flat_map(|one| [one.started, one.ended]);
    let protected = episode.protection.iter().map(|one| one.ended);
    assessed.chain(enquired).chain(planned).chain(protected).chain([episode.conference]).flatten().collect()
}

/// Whether it begins within another. One without further action has no end, and lasts no time.
fn overlaps(episode: &Episode, at: At<'_>) -> bool {
    others(&at.child.episodes, episode).any(|other| {
        let lasts = other.closed.is_some() || other.acted_on();
        lasts && within(episode.referred, other.referred, other.closed, at.year)
    })
}
