//! Who must not know: what is kept from somebody in a case is kept from them in all its reports, whichever named
//! them, and the other way round.

use domain::event::Event;
use domain::id::{AccountId, ReportId};
use domain::reports;
use kit::Failure;
use kit::store::Tx;

use crate::store;

/// Keeps these reports from these accounts. Not from whoever made the report: they know what they told, and that it
/// had vanished would tell them more.
pub(crate) async fn reports_from(
    tx: &mut Tx,
    reports: &[ReportId],
    accounts: &[AccountId],
) -> Result<(), Failure> {
    if accounts.is_empty() {
        return Ok(());
    }
    for report in reports {
        let waiting = store::waiting(tx, *report).await?;
        let new = accounts.iter().filter(|account| {
            !waiting.state.kept_from.contains(account) && waiting.state.receipt.reporter != Some(**account)
        });
        for (version, account) in (waiting.version..).zip(new) {
            let kept = reports::Event::KeptFrom { account: *account };
            tx.append(*report, version, Event::Reports(kept), None).await?;
        }
    }
    Ok(())
}
