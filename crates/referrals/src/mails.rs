//! Who is told by mail of what happens to a referral. A mail says that something waits, never what.

use domain::words::Lang;
use kit::directory::Contact;
use kit::store::Tx;
use kit::{Failure, Fault, House, chance, mail};

use crate::store::Notice;
use crate::{hand, words};

/// Tells the recipient that it has come: by a link when they have no account here.
pub(crate) async fn to_recipient(house: &House, tx: &mut Tx, notice: &Notice) -> Result<(), Failure> {
    if let Some(email) = &notice.email
        && notice.recipient.is_none()
    {
        let token = chance::token();
        hand::keep_link(tx, notice.id, &token).await?;
        let at = format!("{}/hand/{token}", house.settings.base_url);
        let (subject, body) = words::link_mail(&notice.reference, &at, Lang::En);
        return Ok(mail::write(tx, email, &subject, &body).await?);
    }
    Ok(to_members(house, tx, notice, false).await?)
}

/// Tells the recipient that an answer is waited for. Whoever has no account here is told that they have a link: the
/// node makes no other, since it cannot open what that would open.
pub(crate) async fn remind(house: &House, tx: &mut Tx, notice: &Notice) -> Result<(), Fault> {
    if let Some(email) = &notice.email
        && notice.recipient.is_none()
    {
        let (subject, body) = words::link_reminder(&notice.reference, Lang::En);
        return mail::write(tx, email, &subject, &body).await;
    }
    to_members(house, tx, notice, true).await
}

async fn to_members(house: &House, tx: &mut Tx, notice: &Notice, reminder: bool) -> Result<(), Fault> {
    let Some(organisation) = notice.recipient else { return Ok(()) };
    let mut contacts = house.directory.leads(house, organisation).await?;
    if contacts.is_empty() {
        contacts = house.directory.people(house, organisation).await?;
    }
    let at = format!("{}/referrals/{}", house.settings.base_url, notice.id);
    for contact in contacts.iter().filter(|contact| !notice.kept_from.contains(&contact.account)) {
        let (subject, body) = words::arrived_mail(&notice.reference, &at, reminder, contact.lang);
        mail::write(tx, &contact.email, &subject, &body).await?;
    }
    Ok(())
}

/// The people of the sender who work on the case, and may know.
pub(crate) async fn team(house: &House, notice: &Notice) -> Result<Vec<Contact>, Fault> {
    let mut people = house.directory.people(house, notice.sender).await?;
    people.retain(|person| {
        notice.team.contains(&person.account) && !notice.kept_from.contains(&person.account)
    });
    Ok(people)
}

/// Tells the sender's people that the recipient has answered, or has not.
pub(crate) async fn to_sender(
    house: &House,
    tx: &mut Tx,
    notice: &Notice,
    answered: bool,
) -> Result<(), Fault> {
    let at = format!("{}/referrals/{}", house.settings.base_url, notice.id);
    for contact in team(house, notice).await? {
        let (subject, body) = words::answer_mail(&notice.reference, &at, answered, contact.lang);
        mail::write(tx, &contact.email, &subject, &body).await?;
    }
    Ok(())
}
