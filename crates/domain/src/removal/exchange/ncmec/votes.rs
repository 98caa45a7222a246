//! A vote on one fingerprint of an entry: `PUT /v2/entries/{member}/{entry}/{TYPE}/feedback`.

use super::xml::{Element, Writer, bounded, parse};
use super::{kind_in_address, segment};
use crate::removal::exchange::{PrintKind, Problem, Wrong};

/// The most reasons of one vote.
const REASONS_MAX: usize = 50;

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vote {
    Affirmative,
    /// With the ids of reasons from the list of the kind.
    Negative {
        reasons: Vec<String>,
    },
}

/// Where a vote on a fingerprint goes; nothing for a kind that cannot be voted on.
pub fn address(member: &str, entry: &str, kind: PrintKind) -> Option<String> {
    let kind = kind_in_address(kind)?;
    Some(format!("/v2/entries/{}/{}/{kind}/feedback", segment(member), segment(entry)))
}

/// Where the reasons for a negative vote on a kind are listed.
pub fn reasons_address(kind: PrintKind) -> Option<String> {
    Some(format!("/v2/feedback/{}/reasons", kind_in_address(kind)?))
}

/// The body of a vote.
pub fn write(vote: &Vote) -> String {
    Writer::document("feedbackSubmission", |out| match vote {
        Vote::Affirmative => out.empty("affirmative", &[]),
        Vote::Negative { reasons } => out.element("negative", &[], |out| {
            out.element("reasonIds", &[], |out| reasons.iter().for_each(|guid| out.leaf("guid", &[], guid)));
        }),
    })
}

/// Reads the body of a vote.
pub fn read(bytes: &[u8]) -> Result<Vote, Wrong> {
    let tree = parse(bounded(bytes)?)?;
    let root = Element::root(&tree, "feedbackSubmission")?;
    match (root.one("affirmative")?, root.one("negative")?) {
        (Some(_), None) => Ok(Vote::Affirmative),
        (None, Some(negative)) => {
            let guids = negative.must("reasonIds")?.all("guid").map(|guid| guid.text());
            let reasons: Vec<String> = guids.filter(|guid| !guid.is_empty()).take(REASONS_MAX + 1).collect();
            if reasons.is_empty() {
                return Err(negative.wrong(Problem::Missing("guid")));
            }
            if reasons.len() > REASONS_MAX {
                return Err(negative.wrong(Problem::TooMany(REASONS_MAX)));
            }
            Ok(Vote::Negative { reasons })
        }
        (Some(_), Some(_)) | (None, None) => {
            Err(root.wrong(Problem::MustBe("either <affirmative> or <negative>")))
        }
    }
}
