//! Telling people by mail what has changed about accounts, in case it should not have.

use domain::id::{AccountId, OrganisationId};
use domain::words::Words;
use kit::store::Tx;
use kit::{Ctx, Failure, Fault, mail};

use crate::custody;
use crate::store::Account;
use crate::words::{self, Given};

/// Tells somebody, in their language, what has changed about their own account.
pub(crate) async fn changed(tx: &mut Tx, account: &Account, what: Words) -> Result<(), Fault> {
    let (subject, body) = words::changed(what, account.lang);
    mail::write(tx, &account.email, &subject, &body).await
}

/// Tells the leads that somebody waits for the keys of a desk.
pub(crate) async fn of_joiner(tx: &mut Tx, ctx: &Ctx, joiner: &Account) -> Result<(), Failure> {
    let told = ctx.house.directory.leads(&ctx.house, joiner.organisation).await?;
    for one in told.iter().filter(|one| one.account != joiner.id) {
        let (subject, body) =
            custody::words::waits_mail(&joiner.name, &ctx.house.settings.base_url, one.lang);
        mail::write(tx, &one.email, &subject, &body).await?;
    }
    Ok(())
}

/// Whoever runs the accounts sees no matter by it, but could let themselves in as somebody else. So whatever lets
/// others see more is told to the leads and to whom it concerns, but not to whoever did it.
pub(crate) async fn given(
    tx: &mut Tx,
    ctx: &Ctx,
    organisation: OrganisationId,
    concerned: Option<AccountId>,
    given: &Given<'_>,
) -> Result<(), Failure> {
    let (own, url) = (ctx.person()?.account, &ctx.house.settings.base_url);
    let mut told = ctx.house.directory.leads(&ctx.house, organisation).await?;
    if let Some(account) = concerned.filter(|account| !told.iter().any(|lead| lead.account == *account)) {
        let people = ctx.house.directory.people(&ctx.house, organisation).await?;
        told.extend(people.into_iter().filter(|one| one.account == account));
    }
    for one in told.iter().filter(|one| one.account != own) {
        let (subject, body) = words::given_mail(given, url, one.lang);
        mail::write(tx, &one.email, &subject, &body).await?;
    }
    Ok(())
}
