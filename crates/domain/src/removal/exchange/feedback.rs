//! What became of a hash with a platform, in the words of each partner.
//!
//! A match that nobody has looked at is no vote: only what a person decided is told as agreement or disagreement. That
//! nothing was found is told to nobody: no partner has a word for it, and it says nothing of the hash.

use super::ncmec::votes::Vote;
use super::{Opinion, Reason};
use crate::removal::entry::{Feedback, Ground, Outcome};

/// What StopNCII is told; nothing where there is nothing to tell.
pub const fn to_stopncii(outcome: Outcome) -> Option<Opinion> {
    match outcome {
        Outcome::Matched => Some(Opinion::Pending),
        Outcome::Removed => Some(Opinion::Agrees),
        Outcome::NotFound => None,
        Outcome::Disputed => Some(Opinion::Disagrees),
    }
}

/// What a platform's word to StopNCII says to us; nothing where it says nothing of an outcome. Its words have no grounds
/// as fine as ours: what is not known stays so.
pub const fn from_stopncii(opinion: Opinion) -> Option<Feedback> {
    match opinion {
        Opinion::Pending => Some(told(Outcome::Matched, None)),
        Opinion::Agrees => Some(told(Outcome::Removed, None)),
        Opinion::Disagrees | Opinion::QualityUnknown => Some(told(Outcome::Disputed, Some(Ground::Other))),
        Opinion::Noted | Opinion::Withdrawn | Opinion::Deleted => None,
    }
}

const fn told(outcome: Outcome, ground: Option<Ground>) -> Feedback {
    Feedback { outcome, ground, words: String::new() }
}

/// Why a vote cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoVote {
    #[error("NCMEC wants a reason from its list: choose one")]
    ChooseReason,
    #[error("the reason is not in NCMEC's list for this kind: choose one of those")]
    NotInList,
    #[error("NCMEC lists no reason for this kind of fingerprint: tell it another way")]
    NoReasons,
}

/// What NCMEC is told; nothing where there is nothing to tell. The reasons are those that it lists for the kind; the
/// only one of a list needs no choosing.
pub fn to_ncmec(outcome: Outcome, listed: &[Reason], chosen: &[String]) -> Result<Option<Vote>, NoVote> {
    match outcome {
        Outcome::Matched | Outcome::NotFound => Ok(None),
        Outcome::Removed => Ok(Some(Vote::Affirmative)),
        Outcome::Disputed => {
            let reasons = match (listed, chosen) {
                ([], _) => return Err(NoVote::NoReasons),
                ([only], []) => vec![only.guid.clone()],
                (_, []) => return Err(NoVote::ChooseReason),
                (_, chosen) => chosen.to_vec(),
            };
            let known = |guid: &String| listed.iter().any(|reason| reason.guid == *guid);
            if reasons.iter().all(known) {
                Ok(Some(Vote::Negative { reasons }))
            } else {
                Err(NoVote::NotInList)
            }
        }
    }
}

/// What a vote says to us. Who agrees has found it; that it was taken down is not said, and must not be told to anybody.
pub const fn from_ncmec(vote: &Vote) -> Feedback {
    match vote {
        Vote::Affirmative => told(Outcome::Matched, None),
        Vote::Negative { .. } => told(Outcome::Disputed, Some(Ground::Other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_decided_is_a_vote_and_a_match_alone_is_none() {
        let negative = Vote::Negative { reasons: vec!["g".to_owned()] };
        let cases = [
            (Outcome::Matched, Some("PendingReview"), None),
            (Outcome::Removed, Some("Blocked"), Some(Vote::Affirmative)),
            (Outcome::NotFound, None, None),
            (Outcome::Disputed, Some("NotBlocked"), Some(negative)),
        ];
        let listed = [Reason { guid: "g".to_owned(), name: "Other content".to_owned() }];
        for (outcome, stopncii, ncmec) in cases {
            let said = to_stopncii(outcome).map(super::super::stopncii::opinion_code);
            assert_eq!(said, stopncii, "{outcome:?}");
            assert_eq!(to_ncmec(outcome, &listed, &[]), Ok(ncmec), "{outcome:?}");
        }
    }

    #[test]
    fn a_reason_is_chosen_and_never_guessed() {
        let disputed = Outcome::Disputed;
        let reason = |guid: &str| Reason { guid: guid.to_owned(), name: "n".to_owned() };
        let two = [reason("g"), reason("h")];
        let chosen = ["h".to_owned()];
        assert_eq!(to_ncmec(disputed, &two, &[]), Err(NoVote::ChooseReason));
        assert_eq!(to_ncmec(disputed, &two, &["x".to_owned()]), Err(NoVote::NotInList));
        assert_eq!(to_ncmec(disputed, &[], &chosen), Err(NoVote::NoReasons));
        let vote = Vote::Negative { reasons: chosen.to_vec() };
        assert_eq!(to_ncmec(disputed, &two, &chosen), Ok(Some(vote)));
    }

    #[test]
    fn what_goes_out_to_stopncii_comes_back_the_same() {
        for outcome in [Outcome::Matched, Outcome::Removed, Outcome::Disputed] {
            let back = to_stopncii(outcome).and_then(from_stopncii);
            assert_eq!(back.map(|feedback| feedback.outcome), Some(outcome));
        }
        for opinion in [Opinion::Noted, Opinion::Withdrawn, Opinion::Deleted] {
            assert_eq!(from_stopncii(opinion), None, "{opinion:?}");
        }
    }

    #[test]
    fn who_agrees_at_ncmec_has_not_said_that_it_was_taken_down() {
        assert_eq!(from_ncmec(&Vote::Affirmative).outcome, Outcome::Matched);
        assert_eq!(from_ncmec(&Vote::Negative { reasons: Vec::new() }).ground, Some(Ground::Other));
    }
}
