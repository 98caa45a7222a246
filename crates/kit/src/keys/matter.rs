//! The key of a matter, as its events need it: made with the first, opened for the others, sealed to whoever an event
//! lets in, taken from whoever it shuts out.

use domain::event::Actor;
use domain::id::{AccountId, Id, KeyId, Kind, OrganisationId};
use domain::keys::{Desk, Holder, Opens};

use super::change::Change;
use super::record::{self, Under};
use super::ring::{Who, bearer, to_matter};
use super::{Fresh, Secret, Shut, shred};
use crate::journal::Entry;
use crate::store::{Reads, Tx, sql};
use crate::{Failure, Fault, OrFault as _};

/// Whose ring somebody has by what they are in the journal.
pub(crate) fn who(actor: Actor) -> Who {
    match actor {
        Actor::Account(account) => Who::Account(account),
        Actor::System => Who::Custodian,
        Actor::Token(_) | Actor::Reporter | Actor::LinkHolder => Who::Nobody,
    }
}

/// Under which key a matter is sealed; nothing when there is no such matter.
pub(crate) async fn of(from: &impl Reads, stream: &str) -> Result<Option<Under>, Fault> {
    let row = sql("-- kit.keys.of\nSELECT body FROM kit_journal WHERE stream = $1 AND version = 1");
    let Some(row) = row.bind(stream).one(from).await? else { return Ok(None) };
    record::under(&row.get::<String>("body")?).unwrap_or(Ok(Under::Node)).map(Some)
}

impl Tx {
    /// The key that an entry is sealed under; with the changes of who can open it.
    pub(crate) async fn key_for(&mut self, entry: &Entry) -> Result<Under, Failure> {
        if entry.event.is_clerical() {
            return Ok(Under::Node);
        }
        let opens = entry.event.opens();
        if opens.ends {
            self.ends(&entry.stream).await?;
            return Ok(Under::Node);
        }
        if entry.version == 1 {
            let fresh = self.new_key(&opens).await?;
            self.ring_of_tx()?.put(&fresh);
            return Ok(Under::Matter(fresh.id));
        }
        let Some(Under::Matter(id)) = of(self, &entry.stream).await? else { return Ok(Under::Node) };
        if opens != Opens::default() {
            let fresh = self.key(id).await?;
            self.change(&fresh, &opens).await?;
        }
        Ok(Under::Matter(id))
    }

    async fn new_key(&mut self, opens: &Opens) -> Result<Fresh, Failure> {
        if let Some(fresh) = self.fresh.take() {
            return Ok(fresh);
        }
        let keys = self.ring_of_tx()?.keys.clone();
        let (fresh, mut changes) = keys.made(opens).await?;
        for holder in &opens.to {
            if let Holder::Case(case) = holder {
                changes.push(self.by_case(&fresh, &case.to_string()).await?);
            }
        }
        self.changes.extend(changes);
        Ok(fresh)
    }

    async fn by_case(&self, matter: &Fresh, case: &str) -> Result<Change, Failure> {
        let Some(Under::Matter(id)) = of(self, case).await? else { return Err(Failure::NotFound) };
        let secret = self.ring_of_tx()?.matter(id).await?;
        Ok(to_matter((id, &secret), matter)?)
    }

    fn ring_of_tx(&self) -> Result<&std::sync::Arc<super::Ring>, Fault> {
        self.ring().ok_or("there are no keys here").or_fault("sealing an entry")
    }

    async fn key(&self, id: KeyId) -> Result<Fresh, Shut> {
        Ok(Fresh { id, secret: self.ring_of_tx()?.matter(id).await? })
    }

    /// The key of a matter that whoever writes can open.
    async fn key_of<K: Kind>(&self, matter: Id<K>) -> Result<Fresh, Failure> {
        match of(self, &matter.to_string()).await? {
            Some(Under::Matter(id)) => Ok(self.key(id).await?),
            Some(Under::Node) | None => Err(Failure::NotFound),
        }
    }

    /// Lets somebody open a matter who is not let in by its event alone.
    pub async fn let_in<K: Kind>(&mut self, matter: Id<K>, opens: &Opens) -> Result<(), Failure> {
        let fresh = self.key_of(matter).await?;
        Ok(self.change(&fresh, opens).await?)
    }

    /// Somebody works at these desks of an organisation now, and at no other.
    pub async fn works(
        &mut self,
        account: AccountId,
        organisation: OrganisationId,
        desks: &[Desk],
    ) -> Result<(), Fault> {
        let desks: Vec<_> = desks.iter().map(|desk| (organisation, *desk)).collect();
        let opened = match self.ring() {
            Some(ring) => ring.keys.opened_by(ring, &desks).await?,
            None => Vec::new(),
        };
        self.changes.push(Change::Works { account, desks, opened });
        Ok(())
    }

    /// Somebody works nowhere any more.
    pub fn works_nowhere(&mut self, account: AccountId) {
        self.changes.push(Change::Works { account, desks: Vec::new(), opened: Vec::new() });
        self.gone.push(account);
    }

    /// A key for whoever will come with a code or a link, which opens this matter and nothing else.
    pub async fn bearer<K: Kind>(&mut self, matter: Id<K>) -> Result<Secret, Failure> {
        let (bearer, change) = bearer(&self.key_of(matter).await?)?;
        self.changes.push(change);
        Ok(bearer)
    }

    /// The key of this matter will be destroyed when the transaction is durable. Whoever says so must be able to open
    /// it, and it must not be held.
    async fn ends(&mut self, stream: &str) -> Result<(), Failure> {
        let Some(Under::Matter(id)) = of(self, stream).await? else { return Err(Failure::NotFound) };
        self.key(id).await?;
        if self.ring_of_tx()?.keys.is_held(id).await? {
            return Err(Failure::Conflict);
        }
        shred::expect(self, id).await?;
        self.ends.push(id);
        Ok(())
    }

    async fn change(&mut self, matter: &Fresh, opens: &Opens) -> Result<(), Fault> {
        let keys = self.ring_of_tx()?.keys.clone();
        match opens.hold {
            Some(true) => self.changes.extend(keys.hold(matter).await?),
            Some(false) => self.changes.push(Change::Release { matter: matter.id }),
            None => {}
        }
        let mut never = keys.never(matter.id).await?;
        never.extend(&opens.never);
        for holder in &opens.to {
            self.changes.extend(keys.seals(matter, holder, &never).await?);
        }
        let changed =
            opens.never.iter().map(|account| Change::Never { matter: matter.id, account: *account });
        self.changes.extend(changed);
        if let Some((account, until)) = opens.glass {
            self.changes.push(Change::Glass { matter: matter.id, account, until });
        }
        if !opens.never.is_empty() || !opens.no_longer.is_empty() {
            let out: Vec<AccountId> = opens.never.iter().chain(&opens.no_longer).copied().collect();
            self.changes.extend(keys.without(matter, &out, &never).await?);
        }
        Ok(())
    }
}
