//! Triage: what becomes of a report in the queue. It happens once.

use super::{CloseReason, Event, Refusal, said};
use crate::id::CaseId;

/// Where a report stands in triage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Triage {
    /// It waits in the queue.
    #[default]
    Waiting,
    /// It is part of a case.
    InCase(CaseId),
    /// It was closed with a reason.
    Closed,
}

/// Triage after one more event on the report.
pub const fn apply(triage: Triage, event: &Event) -> Triage {
    if let Event::TakenOn { case } | Event::JoinedCase { case } = event {
        Triage::InCase(*case)
    } else if let Event::ClosedAtTriage { .. } = event {
        Triage::Closed
    } else {
        triage // every other event is about a case
    }
}

/// Makes a case of it.
pub fn take_on(triage: Triage, case: CaseId) -> Result<Event, Refusal> {
    waiting(triage).map(|()| Event::TakenOn { case })
}

/// Adds it to a case that is open already.
pub fn join(triage: Triage, case: CaseId) -> Result<Event, Refusal> {
    waiting(triage).map(|()| Event::JoinedCase { case })
}

/// Closes it without a case. The reason is a choice and a sentence: both are needed.
pub fn close(triage: Triage, reason: CloseReason, text: &str) -> Result<Event, Refusal> {
    waiting(triage)?;
    Ok(Event::ClosedAtTriage { reason, text: said(text, Refusal::NoReason)? })
}

const fn waiting(triage: Triage) -> Result<(), Refusal> {
    match triage {
        Triage::Waiting => Ok(()),
        Triage::InCase(_) | Triage::Closed => Err(Refusal::AlreadyTriaged),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_report_is_dealt_with_once() {
        let case = CaseId::from_uuid(Uuid::from_u128(1));
        for dealt_with in [Triage::InCase(case), Triage::Closed] {
            assert_eq!(take_on(dealt_with, case), Err(Refusal::AlreadyTriaged));
            assert_eq!(close(dealt_with, CloseReason::Mistake, "a test"), Err(Refusal::AlreadyTriaged));
        }
        let taken = take_on(Triage::Waiting, case).unwrap();
        assert_eq!(apply(Triage::Waiting, &taken), Triage::InCase(case));
    }

    #[test]
    fn nothing_is_closed_without_a_reason() {
        assert_eq!(close(Triage::Waiting, CloseReason::AdviceGiven, "  "), Err(Refusal::NoReason));
    }
}
