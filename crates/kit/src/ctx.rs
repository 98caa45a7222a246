//! A request as a handler sees it: who asks, when, in which language, and the house behind it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::agency::{AgencyKind, Nation};
use domain::event::Actor;
use domain::id::{AccountId, ApiTokenId, OrganisationId, SessionId};
use domain::role::{Act, Role};
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};

use crate::access::Matter;
use crate::api::Once;
use crate::keys::{Access, Brought, Ring, Who};
use crate::store::{Db, Reads as _, Tx};
use crate::{Failure, Fault, House};

/// Who is asking.
#[derive(Debug, Clone)]
pub enum Visitor {
    /// Somebody without an account, or not signed in. Nothing more is known, on purpose.
    Nobody,
    Person(Arc<Person>),
}

/// Somebody who is signed in, in one organisation.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: AccountId,
    pub organisation: OrganisationId,
    pub organisation_name: String,
    pub agency: AgencyKind,
    pub nation: Nation,
    pub name: String,
    pub roles: Vec<Role>,
    pub lang: Lang,
    /// The browser they use; none for a program with a key.
    pub session: Option<SessionId>,
    pub token: Option<ApiTokenId>,
    /// The acts that a key is good for; none for a browser, which may all that the person may.
    pub scopes: Option<Vec<Act>>,
    /// When they last proved who they are, with password and second factor or a passkey.
    pub proved_at: Timestamp,
    /// With what this request opens their keys, where these are in the custody of people.
    pub brings: Option<Brought>,
}

impl Person {
    /// How the journal names them.
    pub fn actor(&self) -> Actor {
        self.token.map_or(Actor::Account(self.account), Actor::Token)
    }
}

/// For how long a proof of identity is good enough for a dangerous act.
const PROOF_IS_FRESH_FOR: SignedDuration = SignedDuration::from_mins(15);

/// What the outermost layer learns of a request while it is handled: whether the handler asked for an act, which a
/// test looks for, and in which language the person reads.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<(AtomicBool, OnceLock<Lang>)>);

impl Asked {
    pub fn was_asked(&self) -> bool {
        self.0.0.load(Ordering::Relaxed)
    }

    fn ask(&self) {
        self.0.0.store(true, Ordering::Relaxed);
    }

    /// The language of whoever asked, once that is known.
    pub fn lang(&self) -> Option<Lang> {
        self.0.1.get().copied()
    }
}

/// The context of a request.
pub struct Ctx {
    pub house: Arc<House>,
    /// The store, with what the visitor can open.
    pub db: Db,
    pub who: Visitor,
    pub now: Timestamp,
    pub lang: Lang,
    /// The address that was asked for, without what comes after a question mark.
    pub path: String,
    /// Whether the visitor's keys are open, where people have the custody.
    pub keys: Access,
    /// The key of a request that is to be done once.
    pub(crate) once: Option<Once>,
    asked: Asked,
}

impl Ctx {
    /// Says that the page is for everybody. Belongs in the first line of a public handler.
    pub fn open_to_all(&self) {
        self.asked.ask();
    }

    /// Asks for an act that concerns the person's own organisation, or nobody's matter.
    pub fn may(&self, act: Act) -> Result<&Person, Failure> {
        let person = self.person()?;
        self.ask(person, act, &Matter::of(person.organisation))
    }

    /// Asks for an act on a matter. "No" is "not found".
    pub fn may_on(&self, act: Act, matter: &Matter) -> Result<&Person, Failure> {
        let person = self.person()?;
        self.ask(person, act, matter)
    }

    fn ask<'a>(&self, person: &'a Person, act: Act, matter: &Matter) -> Result<&'a Person, Failure> {
        self.asked.ask();
        self.permits(person, act, matter)?;
        if act.opens_matters() {
            self.keys_are_open()?;
        }
        Ok(person)
    }

    /// The policies, and for a program what its key is good for.
    fn permits(&self, person: &Person, act: Act, matter: &Matter) -> Result<(), Failure> {
        if person.scopes.as_ref().is_some_and(|scopes| !scopes.contains(&act)) {
            return Err(Failure::NotFound);
        }
        self.house.policies.ask(person, act, matter)
    }

    /// Whether the person may; for showing or leaving out a button, never for guarding a door.
    pub fn could(&self, act: Act, matter: &Matter) -> bool {
        self.person().is_ok_and(|person| self.permits(person, act, matter).is_ok())
    }

    /// Who is signed in.
    pub fn person(&self) -> Result<&Person, Failure> {
        match &self.who {
            Visitor::Person(person) => Ok(person),
            Visitor::Nobody => {
                self.asked.ask();
                Err(Failure::SignInFirst)
            }
        }
    }

    /// The key of a request that is to be done once, if it has one.
    pub const fn once(&self) -> Option<&Once> {
        self.once.as_ref()
    }

    /// Asks that the person proved who they are a short while ago: for dangerous acts.
    pub fn freshly_proved(&self) -> Result<(), Failure> {
        let person = self.person()?;
        let fresh = self.now.duration_since(person.proved_at) <= PROOF_IS_FRESH_FOR;
        if fresh && person.token.is_none() { Ok(()) } else { Err(Failure::ProveAgain) }
    }

    /// Refused while the visitor's keys are shut: for what changes the ways to them.
    pub fn keys_are_open(&self) -> Result<(), Failure> {
        if self.keys == Access::Shut { Err(Failure::OpenKeys) } else { Ok(()) }
    }

    /// What the visitor can open.
    pub fn ring(&self) -> &Ring {
        self.db.ring().expect("the store of a context is seen with a ring")
    }

    /// Begins a named transaction in which the visitor does something now.
    pub async fn begin(&self, label: &'static str) -> Result<Tx, Fault> {
        let actor = match &self.who {
            Visitor::Person(person) => person.actor(),
            Visitor::Nobody => Actor::Reporter,
        };
        self.house.begin_with(&self.db, label, actor, self.now).await
    }

    /// The store as the person sees it who stands at the glass: for asking whether they may break it, and for that.
    pub fn at_the_glass(&self) -> Result<Db, Failure> {
        let person = self.person()?;
        let ring = self.house.keys.ring(Who::AtTheGlass(person.account));
        if let Some(brought) = &person.brings {
            ring.bring(brought);
        }
        Ok(self.house.db.with(ring))
    }

    /// A context made by hand, for the command line and for tests.
    pub fn of(house: Arc<House>, who: Visitor, lang: Lang) -> Self {
        let now = house.clock.now();
        let (db, _) = seen_by(&house, &who);
        let (path, keys, asked) = (String::new(), Access::Open, Asked::default());
        Self { house, db, who, now, lang, path, keys, once: None, asked }
    }
}

impl FromRequestParts<Arc<House>> for Ctx {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Self, Failure> {
        let now = house.clock.now();
        let who = house.door.who(house, &parts.headers, now).await?;
        let asked = parts.extensions.get::<Asked>().cloned().unwrap_or_default();
        let once = parts.extensions.get::<Once>().cloned();
        let lang = match &who {
            Visitor::Person(person) => person.lang,
            Visitor::Nobody => lang_of(parts.uri.query()),
        };
        let _ = asked.0.1.set(lang);
        let path = parts.uri.path().to_owned();
        let (db, ring) = seen_by(house, &who);
        let keys = match &who {
            Visitor::Person(person) => house.keys.access(&ring, person.account).await?,
            Visitor::Nobody => Access::Open,
        };
        Ok(Self { house: Arc::clone(house), db, who, now, lang, path, keys, once, asked })
    }
}

/// The store as a visitor can open it, and their keys.
fn seen_by(house: &House, who: &Visitor) -> (Db, Arc<Ring>) {
    let ring = match who {
        Visitor::Nobody => house.keys.ring(Who::Nobody),
        Visitor::Person(person) => match &person.brings {
            Some(brought) => house.keys.ring_by(person.account, brought),
            None => house.keys.ring(Who::Account(person.account)),
        },
    };
    (house.db.with(Arc::clone(&ring)), ring)
}

/// The language in the address (`?lang=cy`). Not a cookie: nothing of a reporter's is kept on the device.
pub fn lang_of(query: Option<&str>) -> Lang {
    let mut pairs = query.unwrap_or_default().split('&');
    pairs.find_map(|pair| pair.strip_prefix("lang=")).map_or(Lang::En, Lang::from_code)
}
