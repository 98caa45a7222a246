//! Rules of enquiries under section 47, and of the initial conference that they may lead to.

use super::{Check::Enquiry as One, Check::Episode, Row, after, on_or_between, others, outside, weekend};
use crate::census::children::{Enquiry, says_no};

pub(super) const CHECKS: &[Row] = &[
    ("1104", One(|one, at| after(at.episode.referred, one.conference))),
    (
        "2884",
        Episode(|episode, at| {
            let enquiries = at.child.episodes.iter().flat_map(|episode| &episode.enquiries);
            episode.conference.is_some()
                && enquiries.into_iter().any(|one| one.conference == episode.conference)
        }),
    ),
    ("2889", One(|one, at| after(at.episode.referred, one.started))),
    ("8615", One(|one, _| one.conference.is_some_and(|day| one.started.is_none_or(|started| started > day)))),
    ("8675Q", One(|one, at| waits(one) && after(Some(at.year.conference_by), one.started))),
    ("8715", One(|one, at| outside(one.conference, at.year))),
    ("8715", Episode(|episode, at| outside(episode.conference, at.year))),
    ("8740", One(|one, at| waits(one) && one.started.is_none_or(|day| !at.year.contains(day)))),
    ("8839", One(|one, at| open(one) && others(&at.episode.enquiries, one).any(open))),
    ("8870Q", One(|one, _| weekend(one.target))),
    ("8875", One(|one, _| weekend(one.conference))),
    ("8875", Episode(|episode, _| weekend(episode.conference))),
    (
        "8890",
        One(|one, at| {
            let lasts = |other: &&Enquiry| other.conference.is_some() || open(other);
            others(&at.episode.enquiries, one)
                .filter(lasts)
                .any(|other| on_or_between(one.started, other.started, other.conference, at.year))
        }),
    ),
];

/// Whether a conference is needed, said so, and was not held.
fn waits(enquiry: &Enquiry) -> bool {
    enquiry.conference.is_none() && says_no(enquiry.not_needed.as_deref())
}

/// Whether it was neither held nor said not to be needed.
fn open(enquiry: &Enquiry) -> bool {
    enquiry.conference.is_none() && !enquiry.needs_none()
}
