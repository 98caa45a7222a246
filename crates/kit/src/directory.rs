//! What other systems may ask about organisations and people. Implemented by `accounts`.

use domain::agency::{AgencyKind, Nation};
use domain::id::{AccountId, OrganisationId};

use crate::Fault;

/// An organisation as others see it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: OrganisationId,
    pub name: String,
    pub code: String,
    pub agency: AgencyKind,
    pub nation: Nation,
    pub area: Option<String>,
}

/// The directory of the house.
#[async_trait::async_trait]
pub trait Directory: Send + Sync {
    /// Every organisation of this kind, by name.
    async fn listed(&self, house: &crate::House, kind: AgencyKind) -> Result<Vec<Listed>, Fault>;
    /// The organisation with this id.
    async fn organisation(&self, house: &crate::House, id: OrganisationId) -> Result<Option<Listed>, Fault>;
    /// Accounts there that may be one of the people named, or hold the post that is named.
    async fn who_may_be(
        &self,
        house: &crate::House,
        organisation: OrganisationId,
        names: &[&str],
        post: Option<&str>,
    ) -> Result<Vec<AccountId>, Fault>;
    /// The active safeguarding leads of an organisation.
    async fn leads(&self, house: &crate::House, organisation: OrganisationId) -> Result<Vec<Contact>, Fault>;
    /// The names of these accounts, in the same order; nothing for one that is not known.
    async fn names(&self, house: &crate::House, accounts: &[AccountId])
    -> Result<Vec<Option<String>>, Fault>;
    /// Everyone active in an organisation.
    async fn people(&self, house: &crate::House, organisation: OrganisationId)
    -> Result<Vec<Contact>, Fault>;
}

/// A person who can be written to.
#[derive(Debug, Clone)]
pub struct Contact {
    pub account: AccountId,
    pub name: String,
    pub email: String,
}
