//! Who is told by mail of what happens to a referral. A mail says that something waits, never what.

use domain::id::AccountId;
use domain::words::Lang;
use kit::directory::Contact;
use kit::store::Tx;
use kit::{Failure, Fault, House, chance, mail};

use crate::store::Opened;
use crate::{hand, words};

/// Tells the recipient: by a link when they have no account here.
pub(crate) async fn to_recipient(
    house: &House,
    tx: &mut Tx,
    opened: &Opened,
    reminder: bool,
    kept_from: &[AccountId],
) -> Result<(), Failure> {
    let (draft, base) = (&opened.state.draft, &house.settings.base_url);
    if let Some(organisation) = draft.recipient.organisation {
        let mut contacts = house.directory.leads(house, organisation).await?;
        if contacts.is_empty() {
            contacts = house.directory.people(house, organisation).await?;
        }
        let at = format!("{base}/referrals/{}", opened.id);
        let may_know = contacts.iter().filter(|contact| !kept_from.contains(&contact.account));
        for contact in may_know {
            let (subject, body) = words::arrived_mail(&draft.reference, &at, reminder, contact.lang);
            mail::write(tx, &contact.email, &subject, &body).await?;
        }
    } else if let Some(email) = &draft.recipient.email {
        let token = chance::token();
        hand::keep_link(tx, opened.id, &token).await?;
        let at = format!("{base}/hand/{token}");
        let (subject, body) = words::link_mail(&draft.reference, &at, reminder, Lang::En);
        mail::write(tx, email, &subject, &body).await?;
    }
    Ok(())
}

/// The people of the sender who work on the case, and may know.
pub(crate) async fn team(house: &House, opened: &Opened) -> Result<Vec<Contact>, Fault> {
    let mut people = house.directory.people(house, opened.state.draft.organisation).await?;
    people.retain(|person| {
        opened.matter.team.contains(&person.account) && !opened.matter.kept_from.contains(&person.account)
    });
    Ok(people)
}

/// Tells the sender's people that the recipient has answered, or has not.
pub(crate) async fn to_sender(
    house: &House,
    tx: &mut Tx,
    opened: &Opened,
    answered: bool,
) -> Result<(), Fault> {
    let at = format!("{}/referrals/{}", house.settings.base_url, opened.id);
    for contact in team(house, opened).await? {
        let (subject, body) = words::answer_mail(&opened.state.draft.reference, &at, answered, contact.lang);
        mail::write(tx, &contact.email, &subject, &body).await?;
    }
    Ok(())
}
