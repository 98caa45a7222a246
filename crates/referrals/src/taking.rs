//! An accepted referral joins the queue of whoever accepted it, so that it is worked there like any other report.

use domain::agency::AgencyKind;
use domain::event::Event;
use domain::id::{ReportId, kind};
use domain::referrals::taking;
use domain::reports::course::Receipt;
use domain::reports::{self, weigh};
use kit::store::Tx;
use kit::{Ctx, Failure, chance};

use crate::store::Opened;

/// Puts it there, in the transaction in which it is accepted; nothing where the recipient has no queue here. Whoever is
/// kept from the referral at the recipient is kept from the report.
pub(crate) async fn into_queue(ctx: &Ctx, tx: &mut Tx, opened: &Opened) -> Result<Option<ReportId>, Failure> {
    let draft = &opened.state.draft;
    let Some(organisation) = draft.recipient.organisation else { return Ok(None) };
    let there = ctx.house.directory.organisation(&ctx.house, organisation).await?;
    let works = |agency: AgencyKind| {
        matches!(agency, AgencyKind::ChildrensServices | AgencyKind::SafeguardingService)
    };
    if !there.is_some_and(|there| works(there.agency)) {
        return Ok(None);
    }
    let sender = ctx.house.directory.organisation(&ctx.house, draft.organisation).await?;
    let report =
        taking::as_report(draft, sender.as_ref().map_or("", |sender| sender.name.as_str()), ctx.lang);
    let id = chance::id::<kind::Report>(ctx.now);
    let receipt = Receipt {
        reference: chance::reference(),
        weighing: weigh::weigh(&report, &[]),
        organisation,
        reporter: None,
        kept_from: opened.state.kept_from.clone(),
        files: Vec::new(),
        lang: ctx.lang,
        sent: None,
        report,
    };
    let received = Event::Reports(reports::Event::Received { receipt: Box::new(receipt) });
    tx.append(id, 0, received, None).await?;
    Ok(Some(id))
}
