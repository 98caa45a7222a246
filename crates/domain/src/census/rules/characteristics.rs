//! Rules of the child's characteristics: ethnicity and disability.

use super::{Check::Child as One, Row, repeated, valid};
use crate::census::children::Episode;

pub(super) const CHECKS: &[Row] = &[
    ("4220", One(|child, _| !valid("Ethnicity", child.characteristics.ethnicity.as_deref()))),
    (
        "8540",
        One(|child, _| {
            let asked = child.identifiers.born.is_some() && child.episodes.iter().any(Episode::acted_on);
            let said = &child.characteristics.disabilities;
            asked && (said.is_empty() || !said.iter().all(|code| valid("Disability", Some(code))))
        }),
    ),
    (
        "8790",
        One(|child, _| {
            let said = &child.characteristics.disabilities;
            said.iter().any(|code| code == "NONE")
                && said.iter().any(|code| !matches!(code.as_str(), "" | "NONE"))
        }),
    ),
    ("8794", One(|child, _| repeated(&child.characteristics.disabilities))),
];
