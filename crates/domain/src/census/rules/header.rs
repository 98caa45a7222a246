//! Rules of the whole return: its header, and what is counted over all children.

use std::collections::BTreeSet;

use super::{Check::File, Row, Year};
use crate::census::children::{Census, Child};

pub(super) const CHECKS: &[Row] = &[
    ("100", File(|census, year| census.header.collection.reference_date != Some(year.end()))),
    ("2883", File(|census, year| starting(census, year) > conferences(census, year))),
    (
        "2886Q",
        File(|census, _| {
            let unsaid = census.children.iter().filter(|child| sex_not_said(child)).count();
            unsaid * 100 > census.children.len() * 2
        }),
    ),
    (
        "2887Q",
        File(|census, _| census.children.iter().flat_map(disabilities).collect::<BTreeSet<_>>().len() < 8),
    ),
    (
        "2888Q",
        File(|census, _| {
            let most = census.children.iter().map(|child| disabilities(child).count()).max();
            most == Some(1)
        }),
    ),
];

/// Plans that start in the year.
fn starting(census: &Census, year: Year) -> usize {
    let episodes = census.children.iter().flat_map(|child| &child.episodes);
    let starts = episodes.flat_map(|episode| &episode.protection).filter_map(|plan| plan.started);
    starts.filter(|day| year.contains(*day)).count()
}

/// Initial conferences in the year, those after an enquiry and those without one.
fn conferences(census: &Census, year: Year) -> usize {
    let episodes = || census.children.iter().flat_map(|child| &child.episodes);
    let enquired = episodes().flat_map(|episode| &episode.enquiries).filter_map(|enquiry| enquiry.conference);
    let held = episodes().filter_map(|episode| episode.conference).chain(enquired);
    held.filter(|day| year.contains(*day)).count()
}

fn sex_not_said(child: &Child) -> bool {
    let who = &child.identifiers;
    who.expected.is_none() && matches!(who.sex.as_deref(), None | Some("U"))
}

fn disabilities(child: &Child) -> impl Iterator<Item = &str> {
    child.characteristics.disabilities.iter().map(String::as_str).filter(|code| !matches!(*code, "" | "NONE"))
}
