//! The tables of accounts, kept up to date by the journal's events.

use domain::accounts::{Event as Happened, Organisation};
use domain::event::Event;
use domain::id::{AccountId, kind};
use domain::keys::Desk;
use domain::role::Role;
use kit::journal::{Entry, Reaction};
use kit::store::{Migration, Tx, sql};
use kit::{Fault, OrFault as _};

use crate::register::Asking;
use crate::store::{self, roles_text};

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 4] = [
    Migration { name: "0002_accounts", sql: include_str!("schema.sql") },
    Migration { name: "0008_accounts_token", sql: include_str!("keys.sql") },
    Migration { name: "0009_accounts_proofs", sql: include_str!("proofs.sql") },
    Migration { name: "0013_accounts_sealed", sql: include_str!("sealed.sql") },
];

/// Writes what the events of accounts mean into the tables.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        let Event::Accounts(event) = &entry.event else { return Ok(()) };
        match event {
            Happened::OrganisationMade { organisation } => return made(tx, entry, organisation).await,
            Happened::Joined { organisation, name, email, roles, lang } => {
                tx.works(about(entry)?, *organisation, &Desk::of(roles)).await?;
                sql("-- accounts.keeping.joined
                    INSERT INTO accounts_account (id, organisation, name, email, sealed_email, roles, lang, active, made_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)")
            .bind(&entry.stream)
            .bind(*organisation)
            .hide(store::named(&entry.stream), name)
            .index(store::EMAIL, email)
            .hide(store::reached(&entry.stream), email)
            .bind(roles_text(roles))
            .bind(lang.code())
            .bind(entry.at)
            }
            Happened::RolesChanged { after, .. } => return roles_changed(tx, entry, after).await,
            Happened::LanguageSet { lang } => {
                sql("-- accounts.keeping.language_set\nUPDATE accounts_account SET lang = $2 WHERE id = $1")
                    .bind(&entry.stream)
                    .bind(lang.code())
            }
            Happened::RegistrationMade { organisation, name, email } => {
                return registered(tx, entry, organisation.clone(), name, email).await;
            }
            Happened::RegistrationDecided { .. } => sql("-- accounts.keeping.registration_decided
                    UPDATE accounts_registration SET decided_at = $2 WHERE id = $1")
            .bind(&entry.stream)
            .bind(entry.at),
            Happened::Deactivated | Happened::Left => return close(tx, entry).await,
            Happened::InvitationTakenBack => sql("-- accounts.keeping.invitation_taken_back
                    UPDATE accounts_invitation SET used_at = $2 WHERE id = $1")
            .bind(&entry.stream)
            .bind(entry.at),
            Happened::Invited { .. }
            | Happened::PasswordSet
            | Happened::SecondFactorSet { .. }
            | Happened::PasskeySet { .. }
            | Happened::SignedIn { .. }
            | Happened::ProvedAgain { .. }
            | Happened::LockedOut
            | Happened::SessionsEnded { .. }
            | Happened::TokenMade { .. }
            | Happened::TokenRevoked
            | Happened::SharesMade { .. }
            | Happened::RecoveryDrilled { .. }
            | Happened::RootKeyRecovered { .. }
            | Happened::CustodyGiven { .. }
            | Happened::KeysBegunAnew
            | Happened::KeysGiven { .. }
            | Happened::CodePrinted => return Ok(()),
        }
        .run(tx)
        .await
        .map(drop)
    }
}

async fn roles_changed(tx: &mut Tx, entry: &Entry, after: &[Role]) -> Result<(), Fault> {
    let account = about(entry)?;
    let organisation = store::account_by_id(tx, account).await?.map(|known| known.organisation);
    let organisation = organisation.ok_or("nobody has it").or_fault("changing the roles of an account")?;
    tx.works(account, organisation, &Desk::of(after)).await?;
    sql("-- accounts.keeping.roles_changed\nUPDATE accounts_account SET roles = $2 WHERE id = $1")
        .bind(&entry.stream)
        .bind(roles_text(after))
        .run(tx)
        .await
        .map(drop)
}

async fn made(tx: &mut Tx, entry: &Entry, organisation: &Organisation) -> Result<(), Fault> {
    sql("-- accounts.keeping.made
        INSERT INTO accounts_organisation (id, name, agency, nation, area, code) VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(&entry.stream)
    .hide(&entry.stream, &organisation.name)
    .bind(organisation.agency.code())
    .bind(organisation.nation.code())
    .bind(organisation.area.clone())
    .bind(&organisation.code)
    .run(tx)
    .await
    .map(drop)
}

async fn registered(
    tx: &mut Tx,
    entry: &Entry,
    organisation: Organisation,
    name: &str,
    email: &str,
) -> Result<(), Fault> {
    let asking = Asking { organisation, name: name.to_owned(), email: email.to_owned() };
    sql("-- accounts.keeping.registered\nINSERT INTO accounts_registration (id, asked, made_at) VALUES ($1, $2, $3)")
        .bind(&entry.stream)
        .hide(&entry.stream, serde_json::to_string(&asking).or_fault("writing a registration")?)
        .bind(entry.at)
        .run(tx)
        .await
        .map(drop)
}

fn about(entry: &Entry) -> Result<AccountId, Fault> {
    entry
        .about::<kind::Account>()
        .ok_or("it is about no account")
        .or_fault("keeping what happened to an account")
}

/// A closed account signs in no more, and its browsers are signed out at once. Its address is free again for
/// whoever moves from one school to the next: the account's own id behind it keeps the two apart.
async fn close(tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
    let account = about(entry)?;
    tx.works_nowhere(account);
    sql("-- accounts.keeping.close
        UPDATE accounts_account SET active = 0, email = email || ' ' || id WHERE id = $1 AND active = 1")
    .bind(account)
    .run(tx)
    .await
    .or_fault("closing an account")?;
    sql("-- accounts.keeping.end_sessions\nDELETE FROM accounts_session WHERE account = $1")
        .bind(account)
        .run(tx)
        .await?;
    Ok(())
}
