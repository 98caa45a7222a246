//! Rules of child protection plans and their reviews.

use super::{
    At, Check::Episode, Check::Protection as One, Row, after, on_or_between, others, outside, valid,
};
use crate::census::children::{Enquiry, Protection};

pub(super) const CHECKS: &[Row] = &[
    ("1105", One(|plan, at| after(at.episode.referred, plan.started))),
    (
        "2885",
        One(|plan, at| {
            plan.started.is_some_and(|day| at.year.contains(day)) && !begun_by_conference(plan, at)
        }),
    ),
    ("8720", One(|plan, at| plan.started.is_none_or(|day| day > at.year.end()))),
    ("8730", One(|plan, _| plan.plans_before.as_deref().is_none_or(|count| count.parse::<u32>().is_err()))),
    ("8832", Episode(|episode, _| episode.not_acted_on() && !episode.protection.is_empty())),
    ("8840", One(|plan, _| plan.started.is_some() && plan.started == plan.ended)),
    (
        "8841",
        One(|plan, _| {
            let held = plan.reviews.iter().filter_map(|review| review.held);
            plan.started.is_some_and(|started| held.into_iter().any(|day| day <= started))
        }),
    ),
    ("8842Q", One(|plan, _| plan.reviews.iter().any(|review| review.held.is_none()))),
    ("8905", One(|plan, _| !valid("CategoryOfAbuse", plan.category.as_deref()))),
    ("8910", One(|plan, _| !valid("CategoryOfAbuse", plan.latest_category.as_deref()))),
    ("8915", One(|plan, at| after(plan.started, at.child.identifiers.died))),
    ("8920", One(|plan, at| after(plan.ended, at.child.identifiers.died))),
    ("8925", One(|plan, _| after(plan.started, plan.ended))),
    ("8930", One(|plan, at| outside(plan.ended, at.year))),
    (
        "8935",
        One(|plan, at| {
            let of_child = at.child.episodes.iter().flat_map(|episode| &episode.protection);
            plan.ended.is_none() && of_child.into_iter().filter(|other| other.ended.is_none()).count() > 1
        }),
    ),
    (
        "8940",
        One(|plan, at| {
            // Two that share a day have dates that overlap.
            let overlaps =
                |other: &Protection| on_or_between(plan.started, other.started, other.ended, at.year);
            at.child.episodes.iter().any(|episode| others(&episode.protection, plan).any(overlaps))
        }),
    ),
];

/// Whether it starts on the day of an initial conference: of an enquiry that needed one or, where there is none, of the
/// episode itself.
fn begun_by_conference(plan: &Protection, at: At<'_>) -> bool {
    let mut enquiries =
        at.episode.enquiries.iter().filter(|enquiry| !Enquiry::needs_none(enquiry)).peekable();
    if enquiries.peek().is_none() {
        return plan.started == at.episode.conference;
    }
    enquiries.any(|enquiry| enquiry.conference == plan.started)
}
