//! Telling somebody by mail that something about their account has changed, in case it was not they.

use domain::words::Words;
use kit::Fault;
use kit::mail;
use kit::store::Tx;

use crate::store::Account;
use crate::words;

/// Tells them, in their language, what has changed.
pub(crate) async fn changed(tx: &mut Tx, account: &Account, what: Words) -> Result<(), Fault> {
    let (subject, body) = words::changed(what, account.lang);
    mail::write(tx, &account.email, &subject, &body).await
}
