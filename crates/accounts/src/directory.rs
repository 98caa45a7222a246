//! What other systems may know of organisations and people.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::agency::AgencyKind;
use domain::id::{AccountId, OrganisationId};
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use kit::directory::{Contact, Directory, Listed};
use kit::{Fault, House};

use crate::store::{self, Account, Organisation};

/// For how long it is taken as read who leads: every report asks, and whoever left in the second before it arrived
/// could as well have left in the second after.
const LEADS_FOR: SignedDuration = SignedDuration::from_secs(1);

/// The directory.
#[derive(Default)]
pub struct Book {
    leads: Mutex<Leads>,
}

type Leads = HashMap<OrganisationId, (Timestamp, Vec<AccountId>)>;

impl Book {
    fn leads(&self) -> MutexGuard<'_, Leads> {
        self.leads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn listed(organisation: Organisation) -> Listed {
    let Organisation { id, name, agency, nation, area, code } = organisation;
    Listed { id, name, code, agency, nation, area }
}

fn contact(account: Account) -> Contact {
    Contact { account: account.id, name: account.name, email: account.email, lang: account.lang }
}

#[async_trait::async_trait]
impl Directory for Book {
    async fn listed(&self, house: &House, kind: AgencyKind) -> Result<Vec<Listed>, Fault> {
        Ok(store::organisations(&house.db, &[kind]).await?.into_iter().map(listed).collect())
    }

    async fn organisation(&self, house: &House, id: OrganisationId) -> Result<Option<Listed>, Fault> {
        Ok(store::organisation_by_id(&house.db, id).await?.map(listed))
    }

    async fn who_may_be(
        &self,
        house: &House,
        organisation: OrganisationId,
        names: &[&str],
        post: Option<&str>,
    ) -> Result<Vec<AccountId>, Fault> {
        store::who_may_be(&house.db, organisation, names, post).await
    }

    async fn leads(&self, house: &House, organisation: OrganisationId) -> Result<Vec<Contact>, Fault> {
        let members = store::members(&house.db, organisation).await?;
        let lead = |account: &Account| account.active && account.roles.contains(&Role::Lead);
        Ok(members.into_iter().filter(lead).map(contact).collect())
    }

    async fn who_leads(&self, house: &House, organisation: OrganisationId) -> Result<Vec<AccountId>, Fault> {
        let now = house.clock.now();
        let fresh = |at: Timestamp| at <= now && now.duration_since(at) < LEADS_FOR;
        let read = self.leads().get(&organisation).filter(|(at, _)| fresh(*at)).cloned();
        if let Some((_, leads)) = read {
            return Ok(leads);
        }
        let leads = store::who_leads(&house.db, organisation).await?;
        self.leads().insert(organisation, (now, leads.clone()));
        Ok(leads)
    }

    async fn names(&self, house: &House, accounts: &[AccountId]) -> Result<Vec<Option<String>>, Fault> {
        let mut names = Vec::with_capacity(accounts.len());
        for account in accounts {
            names.push(store::account_by_id(&house.db, *account).await?.map(|account| account.name));
        }
        Ok(names)
    }

    async fn people(&self, house: &House, organisation: OrganisationId) -> Result<Vec<Contact>, Fault> {
        let members = store::members(&house.db, organisation).await?;
        Ok(members.into_iter().filter(|account| account.active).map(contact).collect())
    }
}
