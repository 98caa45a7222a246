//! What other systems may ask about organisations and people. Implemented by `accounts`.

use std::collections::{HashMap, hash_map};

use domain::agency::{AgencyKind, Nation};
use domain::event::Actor;
use domain::id::{AccountId, OrganisationId};
use domain::words::Lang;

use crate::page::words;
use crate::{Fault, House};

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
    /// The same, where nobody is to be written to.
    async fn who_leads(
        &self,
        house: &crate::House,
        organisation: OrganisationId,
    ) -> Result<Vec<AccountId>, Fault>;
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
    /// The language in which they are written to.
    pub lang: Lang,
}

/// Who each of these was, as people read it, in the same order. Each is looked up once.
pub async fn who(
    house: &House,
    actors: impl IntoIterator<Item = Actor>,
    lang: Lang,
) -> Result<Vec<String>, Fault> {
    let actors: Vec<Actor> = actors.into_iter().collect();
    let mut known: HashMap<Actor, String> = HashMap::new();
    for actor in &actors {
        if let hash_map::Entry::Vacant(place) = known.entry(*actor) {
            let name = match actor {
                Actor::Account(account) => house.directory.names(house, &[*account]).await?.pop().flatten(),
                Actor::Token(_) | Actor::Reporter | Actor::LinkHolder | Actor::System => None,
            };
            place.insert(name.unwrap_or_else(|| words::actor(*actor).of(lang).to_owned()));
        }
    }
    Ok(actors.iter().filter_map(|actor| known.get(actor).cloned()).collect())
}
