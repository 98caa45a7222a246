//! Whether somebody may refer to the National Referral Mechanism, by their address at work and their organisation.

use domain::agency::AgencyKind;
use domain::id::{AccountId, OrganisationId};
use domain::referrals::nrm::first_responder::{self, Standing};
use domain::referrals::{Draft, RecipientKind, Refusal, nrm};
use kit::{Ctx, Failure, Fault, House};

/// The address at work of somebody in an organisation; empty where they are there no more.
pub(crate) async fn email(
    house: &House,
    organisation: OrganisationId,
    account: AccountId,
) -> Result<String, Fault> {
    let people = house.directory.people(house, organisation).await?;
    Ok(people.into_iter().find(|one| one.account == account).map(|one| one.email).unwrap_or_default())
}

/// How the visitor stands to the mechanism.
pub(crate) async fn standing(ctx: &Ctx) -> Result<Standing, Failure> {
    let person = ctx.person()?;
    let email = email(&ctx.house, person.organisation, person.account).await?;
    let agency: AgencyKind = person.agency;
    Ok(first_responder::standing(&email, agency))
}

/// Refused where it goes to the mechanism, or with its form, and the visitor is no first responder.
pub(crate) async fn required(ctx: &Ctx, draft: &Draft) -> Result<(), Failure> {
    let with_form = draft.form.as_ref().is_some_and(|form| form.form == nrm::FORM);
    let asked = with_form || draft.recipient.kind == RecipientKind::Nrm;
    if asked && standing(ctx).await? == Standing::None {
        return Err(Failure::refused(Refusal::NotAFirstResponder));
    }
    Ok(())
}
