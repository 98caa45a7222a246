//! What a referral leaves to be done in its case: tasks, given in the moment in which it is sent.
//!
//! A child who is referred to the National Referral Mechanism needs a guardian, the pack that explains it, and somebody
//! who thinks of the eighteenth birthday (`domain::referrals::nrm::tasks`). In Wales a task is written in both languages,
//! since whoever does it reads one or the other.

use domain::agency::Nation;
use domain::cases::course;
use domain::event::Event;
use domain::id::CaseId;
use domain::referrals::nrm::{self, tasks::Task};
use domain::referrals::{self, Draft};
use domain::words::Lang;
use jiff::civil::Date;
use kit::journal::{self, Entry};
use kit::store::Tx;
use kit::{Failure, Fault, chance};

mod words;

/// Gives the tasks of a referral that was sent. None in a case that was closed meanwhile.
pub(crate) async fn given(tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
    let Some(draft) = drafted(tx, &entry.stream).await? else { return Ok(()) };
    let Some(form) = draft.form.as_ref().filter(|form| form.form == nrm::FORM) else { return Ok(()) };
    let today = domain::time::day(entry.at);
    for task in nrm::tasks::tasks(&form.leaving().typed, today) {
        let (text, due) = (text(&task, draft.nation), due(&task, today));
        give(tx, draft.case, &text, Some(due)).await?;
    }
    Ok(())
}

/// The referral as it was sent.
async fn drafted(tx: &Tx, referral: &str) -> Result<Option<Draft>, Fault> {
    let history = opened(journal::history(tx, referral).await)?;
    let state = history.into_iter().fold(None, |state, entry| match entry.event {
        Event::Referrals(event) => referrals::apply(state, event, entry.at),
        Event::Accounts(_) | Event::Reports(_) | Event::Cases(_) | Event::Duty(_) | Event::Removal(_) => {
            state
        }
    });
    Ok(state.map(|state| state.draft))
}

async fn give(tx: &mut Tx, case: CaseId, text: &str, due: Option<Date>) -> Result<(), Fault> {
    let history = opened(journal::history(tx, &case.to_string()).await)?;
    let version = history.last().map_or(0, |entry| entry.version);
    let state = history.into_iter().fold(None, |state, entry| match entry.event {
        Event::Cases(event) => course::apply(state, event),
        Event::Accounts(_) | Event::Reports(_) | Event::Referrals(_) | Event::Duty(_) | Event::Removal(_) => {
            state
        }
    });
    let id = chance::id(tx.now);
    let Some(Ok(event)) = state.map(|state| course::give_task(&state, id, text, None, due)) else {
        return Ok(());
    };
    opened(tx.append(case, version, Event::Cases(event), None).await).map(drop)
}

/// Whoever sends a referral works on its case, and so has its key.
fn opened<T>(result: Result<T, Failure>) -> Result<T, Fault> {
    match result {
        Ok(found) => Ok(found),
        Err(Failure::Fault(fault)) => Err(fault),
        Err(_) => Err(Fault::new("whoever sends a referral has no key to its case")),
    }
}

fn text(task: &Task, nation: Nation) -> String {
    let english = words::owed(task, Lang::En);
    if nation == Nation::Wales { format!("{english}\n{}", words::owed(task, Lang::Cy)) } else { english }
}

/// A guardian and the pack are for the day itself.
const fn due(task: &Task, today: Date) -> Date {
    match task {
        Task::Guardian { .. } | Task::GuardianUnknown { .. } | Task::AgePack { .. } => today,
        Task::Approaching18 { birthday } => *birthday,
    }
}
