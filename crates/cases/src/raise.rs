//! A case becomes more urgent by what a reporter writes later.
//!
//! Nobody is there who could open the case, so it is not weighed whole: what was written is weighed by itself, and the
//! report with it. Only how urgent it is now stands in the entry, which the node seals; whoever opens the case sees why.

use domain::cases::{Event as Happened, Raised};
use domain::event::{Actor, Event};
use domain::id::CaseId;
use domain::reports::Urgency;
use domain::weighing::{Hand, Origin, Told, weigh};
use jiff::Timestamp;
use kit::journal;
use kit::store::{Tx, sql};
use kit::{Failure, Fault};

/// How urgent these words are by themselves. Whatever people said before is not said of them.
pub(crate) fn weight(text: &str, at: Timestamp) -> Urgency {
    let mut told = Told::default();
    told.text(Origin::Message, text, at);
    weigh(&told, &Hand::default()).urgency
}

/// Makes the case that a report is in at least so urgent, if it is open.
pub(crate) async fn case_of(tx: &mut Tx, report: &str, after: Urgency) -> Result<(), Fault> {
    let row = sql("-- cases.raise.case_of
        SELECT c.id, c.urgency FROM cases_intake i JOIN cases_case c ON c.id = i.case_id
        WHERE i.report = $1 AND i.state = 'in_case' AND c.closed = 0");
    let Some(row) = row.bind(report).one(tx).await? else { return Ok(()) };
    let (case, rank): (CaseId, i64) = (row.get("id")?, row.get("urgency")?);
    let Some(before) = Urgency::ALL.iter().copied().find(|one| i64::from(one.rank()) == rank) else {
        return Err(Fault::new("a case has an urgency that there is not"));
    };
    if before <= after {
        return Ok(());
    }
    let version = journal::version(tx, &case.to_string()).await?;
    let raised = Event::Cases(Happened::UrgencyRaised { before, after, by: Raised::Message });
    // The reporter does not know of the case: the node says it.
    let by = std::mem::replace(&mut tx.actor, Actor::System);
    let appended = tx.append(case, version, raised, None).await;
    tx.actor = by;
    match appended {
        Ok(_) => Ok(()),
        Err(Failure::Fault(fault)) => Err(fault),
        Err(_) => Err(Fault::new("a case cannot be made more urgent now")),
    }
}
