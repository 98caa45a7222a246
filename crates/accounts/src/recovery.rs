//! Recovery codes: for whoever has lost the telephone with the second factor. Ten, each good once.
//!
//! A code is sixteen symbols of the alphabet of references (68 random bits). The store has only a digest that is
//! keyed with the secret beside the data, so that the store alone does not help to guess one.

use domain::id::AccountId;
use kit::store::{Reads, Tx, sql};
use kit::{Fault, House, chance, seal};

/// How many are made at a time.
const CODES: usize = 10;

/// Makes new ones; the old ones are good no more. They are shown once.
pub(crate) async fn make(tx: &mut Tx, house: &House, account: AccountId) -> Result<Vec<String>, Fault> {
    forget(tx, account).await?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let plain = format!("{}{}", chance::reference().plain(), chance::reference().plain());
        sql("-- accounts.recovery.make\nINSERT INTO accounts_recovery (digest, account) VALUES ($1, $2)")
            .bind(digest(house, account, &plain))
            .bind(account)
            .run(tx)
            .await?;
        codes.push(shown(&plain));
    }
    Ok(codes)
}

/// Forgets all of somebody's.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
    sql("-- accounts.recovery.forget\nDELETE FROM accounts_recovery WHERE account = $1")
        .bind(account)
        .run(tx)
        .await
        .map(drop)
}

/// Whether what was typed is one of theirs.
pub(crate) async fn holds(
    from: &impl Reads,
    house: &House,
    account: AccountId,
    typed: &str,
) -> Result<bool, Fault> {
    let row = sql("-- accounts.recovery.holds\nSELECT account FROM accounts_recovery WHERE digest = $1");
    Ok(row.bind(digest(house, account, &plain(typed))).one(from).await?.is_some())
}

/// Uses one up; whether it was there to be used.
pub(crate) async fn spend(
    tx: &mut Tx,
    house: &House,
    account: AccountId,
    typed: &str,
) -> Result<bool, Fault> {
    sql("-- accounts.recovery.spend\nDELETE FROM accounts_recovery WHERE digest = $1")
        .bind(digest(house, account, &plain(typed)))
        .run(tx)
        .await
        .map(|spent| spent == 1)
}

/// How many are left.
pub(crate) async fn left(from: &impl Reads, account: AccountId) -> Result<u64, Fault> {
    let row =
        sql("-- accounts.recovery.left\nSELECT COUNT(*) AS codes FROM accounts_recovery WHERE account = $1");
    row.bind(account).one(from).await?.map_or(Ok(0), |row| row.get("codes"))
}

/// As it is stored and compared: case, blanks and hyphens do not matter.
fn plain(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn shown(plain: &str) -> String {
    plain.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

fn digest(house: &House, account: AccountId, plain: &str) -> String {
    let account = account.to_string();
    let parts: [&[u8]; 4] =
        [house.settings.pepper.reveal(), b"recovery", account.as_bytes(), plain.as_bytes()];
    chance::hex(&seal::sum(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        assert_eq!(plain(" h7k4-2qd9 bcdf ghjk\n"), "H7K42QD9BCDFGHJK");
        assert_eq!(shown("H7K42QD9BCDFGHJK"), "H7K4-2QD9-BCDF-GHJK");
    }
}
