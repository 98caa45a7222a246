//! Rules of child in need plans, which never run at the same time as a child protection plan.

use super::{
    Check::Episode, Check::Plan as One, Check::Protection, Row, after, on_or_between, others, outside, within,
};
use crate::census::children::CinPlan;

pub(super) const CHECKS: &[Row] = &[
    ("4000", Episode(|episode, _| episode.not_acted_on() && !episode.plans.is_empty())),
    (
        "4001",
        One(|plan, at| {
            plan.ended.is_none() && at.episode.protection.iter().any(|protection| protection.ended.is_none())
        }),
    ),
    // A review on the day on which the child protection plan ends is that which ends it. On the day on which a child in
    // need plan ends it is open no more.
    (
        "4003",
        Protection(|protection, at| {
            let held = protection.reviews.iter().filter_map(|review| review.held);
            held.filter(|day| Some(*day) != protection.ended).any(|day| {
                at.episode.plans.iter().any(|plan| within(Some(day), plan.started, plan.ended, at.year))
            })
        }),
    ),
    (
        "4004",
        One(|plan, at| {
            let of_child = at.child.episodes.iter().flat_map(|episode| &episode.plans);
            plan.ended.is_none() && of_child.into_iter().filter(|other| other.ended.is_none()).count() > 1
        }),
    ),
    ("4010", One(|plan, at| plan.started.is_none_or(|day| day > at.year.end()))),
    ("4011", One(|plan, _| after(plan.started, plan.ended))),
    ("4012Q", One(|plan, _| plan.started.is_some() && plan.started == plan.ended)),
    ("4013", One(|plan, at| outside(plan.ended, at.year))),
    (
        "4014",
        One(|plan, at| {
            // Two that share a day have dates that overlap.
            let overlaps = |other: &CinPlan| on_or_between(plan.started, other.started, other.ended, at.year);
            at.child.episodes.iter().any(|episode| others(&episode.plans, plan).any(overlaps))
        }),
    ),
    ("4015", One(|plan, at| after(at.episode.referred, plan.started))),
    (
        "4016",
        One(|plan, at| {
            let protections = at.child.episodes.iter().flat_map(|episode| &episode.protection);
            protections.into_iter().any(|other| within(plan.started, other.started, other.ended, at.year))
        }),
    ),
    (
        "4017",
        Protection(|protection, at| {
            let plans = at.child.episodes.iter().flat_map(|episode| &episode.plans);
            plans.into_iter().any(|other| within(protection.started, other.started, other.ended, at.year))
        }),
    ),
];
