//! The log holds what the store says, on `SQLite` and on `PostgreSQL`: nothing is acknowledged before it is signed,
//! and nothing is altered unseen.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "what fails here is the test")]

use std::sync::Arc;

use domain::accounts::Event as AccountEvent;
use domain::event::{Actor, Event};
use domain::id::{AccountId, kind};
use kit::journal::Appended;
use kit::log::audit::{self, NotAnAudit};
use kit::log::{Finding, Log, Receipt, Trouble, receipt, verify};
use kit::testing::{self, People, as_owner, house, thursday};
use kit::{House, chance};
use tempfile::TempDir;

async fn append(house: &House, matter: AccountId, version: u32) -> (Appended, Receipt) {
    let mut tx = house.begin("append something", Actor::System, thursday()).await.unwrap();
    let event = Event::Accounts(AccountEvent::Left);
    let appended = tx.append(matter, version, event, Some("because")).await.unwrap();
    let waiting = house.log.expect(appended.id);
    tx.commit().await.unwrap();
    let receipt = waiting.receipt(&appended.opened).await.unwrap();
    (appended, receipt)
}

fn somebody() -> AccountId {
    chance::id::<kind::Account>(thursday())
}

/// A house in which ten records have two entries each.
async fn ten() -> (Arc<House>, TempDir, Vec<AccountId>) {
    let (house, folder) = house(vec![], vec![], People::none()).await;
    let mut matters = Vec::new();
    for _ in 0..10 {
        let matter = somebody();
        append(&house, matter, 0).await;
        append(&house, matter, 1).await;
        matters.push(matter);
    }
    (house, folder, matters)
}

async fn findings(house: &House) -> Vec<Finding> {
    verify(&house.log).await.unwrap().findings
}

/// What `verify` must say of one entry.
fn named(trouble: Trouble, matter: AccountId, version: u32, found: &[Finding]) -> bool {
    found.iter().any(|finding| {
        finding.trouble == trouble
            && finding.record == Some((matter.to_string(), version))
            && finding.at == Some(thursday())
    })
}

#[tokio::test]
async fn log_what_is_acknowledged_is_proved_by_its_receipt_alone() {
    let (house, _folder, _) = ten().await;
    let (appended, receipt) = append(&house, somebody(), 0).await;
    let policy = house.log.policy().unwrap();
    let checked = receipt::check(&receipt.to_string(), &policy, None).unwrap();
    assert_eq!(checked.extra.opening.record, appended.stream);
    assert_eq!(checked.extra.opening.time, thursday().as_microsecond());
    let later = house.log.receipt(&appended).await.unwrap().unwrap();
    assert!(receipt::check(&later.to_string(), &policy, None).is_ok());
    let text = receipt.to_string();
    let flipped = (0..text.len()).filter(|at| {
        let mut bytes = text.clone().into_bytes();
        bytes[*at] ^= 1;
        String::from_utf8(bytes).is_ok_and(|text| receipt::check(&text, &policy, None).is_ok())
    });
    // Base64 has bits at its end that stand for nothing; all else is bound.
    assert!(
        flipped.clone().all(|at| text.as_bytes().get(at + 1) == Some(&b'=')),
        "{:?}",
        flipped.collect::<Vec<_>>()
    );
    assert_eq!(findings(&house).await, []);
}

#[tokio::test]
async fn log_a_record_that_was_deleted_is_named_with_its_date() {
    let (house, _folder, matters) = ten().await;
    let matter = matters[4];
    let position = format!("SELECT position FROM kit_journal WHERE stream = '{matter}'");
    as_owner(
        &house,
        &[
            &format!("-- kit.test\nDELETE FROM kit_leaf WHERE position IN ({position})"),
            &format!("-- kit.test\nDELETE FROM kit_journal WHERE stream = '{matter}'"),
        ],
    )
    .await;
    let found = findings(&house).await;
    assert!(
        named(Trouble::Deleted, matter, 1, &found) && named(Trouble::Deleted, matter, 2, &found),
        "{found:?}"
    );
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn log_a_record_that_was_altered_in_any_column_is_named_with_its_date() {
    for set in [
        "why = 'other'",
        "actor = 'reporter'",
        "body = REPLACE(body, 's1.node.', 's1.node.A')",
        "entry = 'ent_00000000000000000000000000000000'",
    ] {
        let (house, _folder, matters) = ten().await;
        as_owner(
            &house,
            &[&format!(
                "-- kit.test\nUPDATE kit_journal SET {set} WHERE stream = '{}' AND version = 1",
                matters[3]
            )],
        )
        .await;
        let found = findings(&house).await;
        assert!(named(Trouble::Altered, matters[3], 1, &found), "{set}: {found:?}");
        assert_eq!(found.len(), 1, "{set}");
    }
}

#[tokio::test]
async fn log_a_record_that_was_moved_in_time_is_named_with_both_dates() {
    let (house, _folder, matters) = ten().await;
    as_owner(
        &house,
        &[&format!(
            "-- kit.test\nUPDATE kit_journal SET at = at - 86400000000 WHERE stream = '{}' AND version = 1",
            matters[0]
        )],
    )
    .await;
    let found = findings(&house).await;
    let yesterday = thursday() - jiff::SignedDuration::from_hours(24);
    assert!(named(Trouble::Moved(yesterday), matters[0], 1, &found), "{found:?}");
}

#[tokio::test]
async fn log_a_salt_that_was_changed_with_the_content_helps_nobody() {
    let (house, _folder, matters) = ten().await;
    let position =
        format!("(SELECT position FROM kit_journal WHERE stream = '{}' AND version = 2)", matters[7]);
    as_owner(
        &house,
        &[&format!("-- kit.test\nUPDATE kit_leaf SET salt = commitment WHERE position = {position}")],
    )
    .await;
    assert!(named(Trouble::Altered, matters[7], 2, &findings(&house).await));
}

#[tokio::test]
async fn log_a_record_that_was_slipped_in_is_named() {
    let (house, _folder, matters) = ten().await;
    let other = somebody();
    as_owner(
        &house,
        &[&format!(
            "-- kit.test
        INSERT INTO kit_journal (entry, at, stream, version, kind, actor, why, body)
        SELECT 'ent_ffffffffffffffffffffffffffffffff', at, '{other}', 1, kind, actor, why, body
        FROM kit_journal WHERE stream = '{}' AND version = 1",
            matters[0]
        )],
    )
    .await;
    assert!(named(Trouble::SlippedIn, other, 1, &findings(&house).await));
}

/// The log of the same folder and store, opened by another process.
fn again(house: &House, folder: &TempDir) -> Arc<Log> {
    let copy = folder.path().join("again");
    let log = folder.path().join("log");
    for (from, to) in [(log, copy.join("log")), (folder.path().join("signer"), copy.join("signer"))] {
        std::fs::create_dir_all(&to).unwrap();
        for file in std::fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    testing::log(&house.db, &house.clock, &copy)
}

#[tokio::test]
async fn log_files_cut_short_or_garbled_are_made_again_and_never_signed_wrong() {
    let (house, folder, _) = ten().await;
    let before = house.log.checkpoint().unwrap().unwrap();
    for name in ["entries", "hashes-0", "register"] {
        let whole = std::fs::read(folder.path().join("log").join(name)).unwrap();
        for at in whole.len() - 100..whole.len() {
            for garbled in [false, true] {
                let log = again(&house, &folder);
                let mut bytes = whole.clone();
                if garbled {
                    bytes[at] ^= 0x20;
                } else {
                    bytes.truncate(at);
                }
                std::fs::write(folder.path().join("again/log").join(name), &bytes).unwrap();
                log.batch(true).await.unwrap_or_default();
                let after = log.checkpoint().unwrap().unwrap();
                let policy = log.policy().unwrap();
                let size = policy.judge(&after).unwrap().checkpoint.size;
                assert!(size >= policy.judge(&before).unwrap().checkpoint.size);
                // The places that were given out go back, for the next turn.
                as_owner(
                    &house,
                    &[&format!(
                        "-- kit.test\nUPDATE kit_log SET size = {}",
                        policy.judge(&before).unwrap().checkpoint.size
                    )],
                )
                .await;
                std::fs::remove_dir_all(folder.path().join("again")).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn log_a_store_put_back_to_an_older_backup_is_not_signed_and_says_why() {
    let (house, folder, matters) = ten().await;
    let last = matters[9];
    as_owner(
        &house,
        &[
            &format!("-- kit.test\nDELETE FROM kit_leaf WHERE position IN (SELECT position FROM kit_journal WHERE stream = '{last}')"),
            &format!("-- kit.test\nDELETE FROM kit_journal WHERE stream = '{last}'"),
            "-- kit.test\nUPDATE kit_log SET size = size - 8",
        ],
    )
    .await;
    let log = again(&house, &folder);
    assert!(log.batch(true).await.is_err());
    assert!(log.refusal().unwrap().contains("older backup"), "{:?}", log.refusal());
}

#[tokio::test]
async fn log_a_store_whose_commitments_were_replaced_is_not_signed() {
    let (house, folder, matters) = ten().await;
    let position =
        format!("(SELECT position FROM kit_journal WHERE stream = '{}' AND version = 1)", matters[2]);
    as_owner(
        &house,
        &[&format!("-- kit.test\nUPDATE kit_leaf SET commitment = salt WHERE position = {position}")],
    )
    .await;
    let log = again(&house, &folder);
    std::fs::remove_file(folder.path().join("again/log/entries")).unwrap();
    let register = || std::fs::read(folder.path().join("again/log/register")).unwrap();
    let before = register();
    assert!(log.batch(true).await.is_err());
    assert_eq!(register(), before, "what tells of it is not overwritten");
    assert!(log.refusal().unwrap().contains("altered"), "{:?}", log.refusal());
}

#[tokio::test]
async fn log_places_that_were_given_out_before_the_disk_was_full_are_written_later() {
    let (house, _folder, _) = ten().await;
    as_owner(&house, &["-- kit.test\nUPDATE kit_log SET size = size + 4"]).await;
    append(&house, somebody(), 0).await;
    assert_eq!(findings(&house).await, []);
}

#[tokio::test]
async fn log_while_nothing_is_signed_nothing_is_taken() {
    let (house, folder) = house(vec![], vec![], People::none()).await;
    append(&house, somebody(), 0).await;
    as_owner(&house, &["-- kit.test\nUPDATE kit_log SET size = 0"]).await;
    // The signer's answer to a log that went back.
    let log = again(&house, &folder);
    log.batch(true).await.unwrap_err();
    let shut = House { log, ..Arc::into_inner(house).unwrap() };
    let mut tx = shut.begin("append something", Actor::System, thursday()).await.unwrap();
    let refused = tx.append(somebody(), 0, Event::Accounts(AccountEvent::Left), None).await;
    assert!(matches!(refused, Err(kit::Failure::Shut(_))));
}

#[tokio::test]
async fn log_whatever_is_drawn_is_opened_and_what_was_deleted_cannot_be() {
    let (house, _folder, matters) = ten().await;
    let (policy, count) = (house.log.policy().unwrap(), 200);
    let audit = audit::answer(&house.log, count).await.unwrap();
    let shows = audit::check(&audit, &policy, count).unwrap();
    assert_eq!((shows.entries + shows.covers, shows.missing.len()), (count, 0));
    assert!(shows.entries > 0 && shows.covers > 0, "{shows:?}");
    let said = serde_json::to_string(&audit).unwrap();
    assert!(!said.contains("because"), "what was told is not opened");

    // Nothing else passes: another draw, an opening that was changed, one place opened for another.
    assert!(matches!(audit::check(&audit, &policy, count - 1), Err(NotAnAudit::OtherPlaces)));
    let mut other = audit.clone();
    other.drawn[0].opened.as_mut().unwrap().opening.time += 1;
    other.drawn[1].opened =
        other.drawn.iter().find(|one| one.leaf != other.drawn[1].leaf).unwrap().opened.clone();
    let shows = audit::check(&other, &policy, count).unwrap();
    assert!(shows.missing.len() >= 2, "{shows:?}");

    let gone = format!("-- test\nDELETE FROM kit_journal WHERE stream = '{}'", matters[3]);
    as_owner(&house, &[&gone]).await;
    let audit = audit::answer(&house.log, count).await.unwrap();
    let shows = audit::check(&audit, &policy, count).unwrap();
    assert!(!shows.missing.is_empty(), "a draw of {count} among some forty places finds it: {shows:?}");
}
