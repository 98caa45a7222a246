//! The clocks that an assessment starts on its case: whatever warns of clocks warns of these too.

use domain::cases::{Clock, Event as Worked};
use domain::duty::judge::{Ticks, judge};
use domain::duty::{self, Event};
use domain::event;
use domain::id::{AssessmentId, CaseId};
use domain::rules::rulebook;
use jiff::Timestamp;
use kit::store::Tx;
use kit::{Failure, chance, journal};

/// Starts those that ought to run and do not, and stops those that ought not: in the same transaction.
pub(super) async fn set(tx: &mut Tx, now: Timestamp, case: CaseId, id: AssessmentId) -> Result<(), Failure> {
    let history = journal::history(tx, &id.to_string()).await?;
    let version = history.last().map_or(0, |entry| entry.version);
    let state = history.into_iter().fold(None, |state, entry| match entry.event {
        event::Event::Duty(event) => duty::apply(state, event, entry.actor, entry.at),
        event::Event::Accounts(_)
        | event::Event::Reports(_)
        | event::Event::Cases(_)
        | event::Event::Referrals(_)
        | event::Event::Removal(_) => state,
    });
    let state = state.ok_or(Failure::NotFound)?;
    let wanted = judge(&state, rulebook(), now).clocks(&state);
    let is = |clock: &Clock, ticks: &Ticks| {
        (&clock.rule, clock.started, clock.due) == (&ticks.rule, ticks.started, ticks.due)
    };
    let (stays, stops): (Vec<Clock>, Vec<Clock>) =
        state.clocks.into_iter().partition(|clock| wanted.iter().any(|ticks| is(clock, ticks)));
    let missing = wanted.into_iter().filter(|ticks| !stays.iter().any(|clock| is(clock, ticks)));
    let new = |Ticks { rule, started, due }| Clock { clock: chance::id(now), rule, started, due };
    let starts: Vec<Clock> = missing.map(new).collect();
    if stops.is_empty() && starts.is_empty() {
        return Ok(());
    }
    let on_case = stops.iter().map(|clock| Worked::ClockStopped { clock: clock.clock });
    let on_case = on_case.chain(starts.iter().map(|clock| Worked::ClockStarted { clock: clock.clone() }));
    let at = journal::version(tx, &case.to_string()).await?;
    for (version, event) in (at..).zip(on_case.collect::<Vec<_>>()) {
        tx.append(case, version, event::Event::Cases(event), None).await?;
    }
    let clocks = stays.into_iter().chain(starts).collect();
    tx.append(id, version, event::Event::Duty(Event::ClocksSet { clocks }), None).await?;
    Ok(())
}
