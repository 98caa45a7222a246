//! Rules of assessments and of the factors that they found.

use super::{Check::Assessment as One, Row, after, on_or_between, others, outside, repeated, valid};
use crate::census::children::Assessment;

pub(super) const CHECKS: &[Row] = &[
    ("1103", One(|one, at| after(at.episode.referred, one.started))),
    ("8608", One(|one, _| after(one.started, one.authorised))),
    ("8614", One(|one, _| one.authorised.is_none() && one.factors.iter().any(|code| !code.is_empty()))),
    ("8670Q", One(|one, at| one.authorised.is_none() && after(Some(at.year.assessed_by), one.started))),
    ("8696", One(|one, at| outside(one.authorised, at.year))),
    ("8736", One(|one, at| one.authorised.is_none() && outside(one.started, at.year))),
    (
        "8863Q",
        One(|one, at| {
            others(&at.episode.assessments, one)
                .any(|other| on_or_between(one.started, other.started, other.authorised, at.year))
        }),
    ),
    (
        "8869",
        One(|one, _| {
            found(one, "21") && one.factors.iter().any(|factor| !matches!(factor.as_str(), "" | "21"))
        }),
    ),
    (
        "8873Q",
        One(|one, at| {
            let only = at.episode.assessments.len() == 1;
            only && found(one, "21") && !at.episode.closed_after_assessment()
        }),
    ),
    (
        "8896",
        One(|one, at| {
            one.authorised.is_none()
                && others(&at.episode.assessments, one).any(|other| other.authorised.is_none())
        }),
    ),
    (
        "8897Q",
        One(|one, at| {
            let asked = one.authorised.is_some_and(|day| day >= at.year.start());
            let said = !one.factors.is_empty()
                && one.factors.iter().all(|code| valid("AssessmentFactors", Some(code)));
            asked && !said
        }),
    ),
    ("8898", One(|one, _| repeated(&one.factors))),
    ("8945Q", One(|one, _| found(one, "18A"))),
    ("8950Q", One(|one, _| found(one, "19A"))),
];

fn found(assessment: &Assessment, factor: &str) -> bool {
    assessment.factors.iter().any(|known| known == factor)
}
