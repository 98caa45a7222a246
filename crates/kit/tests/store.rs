//! The store keeps its promises, on `SQLite` and on `PostgreSQL`.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

use std::path::Path;
use std::sync::Arc;

use domain::accounts::Event as AccountEvent;
use domain::cases;
use domain::event::{Actor, Event};
use domain::id::{AccountId, CaseId, Id, OrganisationId, kind};
use domain::keys::{Desk, Holder, Opens};
use kit::clock::Clock;
use kit::journal;
use kit::keys::{Keys, Who};
use kit::store::{Db, Row, Sql, sql};
use kit::testing::{self, People, house, thursday};
use kit::{Failure, House, chance};
use rustix::process::{Resource, Rlimit};
use tokio::signal::unix::{SignalKind, signal};

/// What a process is sent that writes more than it may (Linux).
const SIGXFSZ: i32 = 25;

fn something() -> Event {
    Event::Accounts(AccountEvent::Left)
}

fn somebody() -> AccountId {
    chance::id::<kind::Account>(thursday())
}

async fn append(house: &House, matter: Id<kind::Account>, version: u32) -> Result<(), Failure> {
    let mut tx = house.begin("append something", Actor::System, thursday()).await?;
    tx.append(matter, version, something(), Some("because")).await?;
    Ok(tx.commit().await?)
}

#[tokio::test]
async fn store_an_entry_is_read_as_it_was_written() {
    let (house, _folder) = house(vec![], vec![], People::none()).await;
    let matter = somebody();
    append(&house, matter, 0).await.unwrap();
    let history = journal::history(&house.db, &matter.to_string()).await.unwrap();
    assert_eq!(history.len(), 1);
    let entry = &history[0];
    assert_eq!((entry.version, entry.at, entry.actor), (1, thursday(), Actor::System));
    assert_eq!((entry.why.as_deref(), &entry.event), (Some("because"), &something()));
}

#[tokio::test]
async fn store_of_two_who_decide_on_the_same_version_one_is_refused() {
    let (house, _folder) = house(vec![], vec![], People::none()).await;
    let matter = somebody();
    append(&house, matter, 0).await.unwrap();
    assert!(matches!(append(&house, matter, 0).await, Err(Failure::Conflict)));
    append(&house, matter, 1).await.unwrap();
}

#[tokio::test]
async fn store_a_change_of_record_without_an_event_is_refused() {
    let (house, _folder) = house(vec![], vec![], People::none()).await;
    let mut tx = house.begin("write behind the journal's back", Actor::System, thursday()).await.unwrap();
    sql("-- kit.test\nINSERT INTO kit_migration (name, at) VALUES ('x', 1)").run(&mut tx).await.unwrap();
    assert!(tx.commit().await.is_err());
    let there =
        sql("-- kit.test\nSELECT name FROM kit_migration WHERE name = 'x'").one(&house.db).await.unwrap();
    assert!(there.is_none());
}

#[tokio::test]
async fn store_the_journal_cannot_be_changed_even_by_hand() {
    for statement in
        ["-- kit.test\nUPDATE kit_journal SET why = 'other'", "-- kit.test\nDELETE FROM kit_journal"]
    {
        let (house, _folder) = house(vec![], vec![], People::none()).await;
        append(&house, somebody(), 0).await.unwrap();
        let mut tx = house.begin("tamper", Actor::System, thursday()).await.unwrap();
        assert!(sql(statement).run(&mut tx).await.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn store_what_was_begun_and_dropped_never_happened() {
    let (house, _folder) = house(vec![], vec![], People::none()).await;
    let matter = somebody();
    let mut tx = house.begin("begin and go away", Actor::System, thursday()).await.unwrap();
    tx.append(matter, 0, something(), None).await.unwrap();
    drop(tx);
    append(&house, matter, 0).await.unwrap();
    assert_eq!(journal::history(&house.db, &matter.to_string()).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn store_many_at_once_are_each_kept_once() {
    let (house, _folder) = house(vec![], vec![], People::none()).await;
    let mut tasks = tokio::task::JoinSet::new();
    for turn in 0..200_u32 {
        let house = house.clone();
        tasks.spawn(async move {
            let matter = somebody();
            if turn % 5 == 0 {
                // Some begin and go away, as a closed browser does.
                let mut tx = house.begin("go away", Actor::System, thursday()).await.unwrap();
                tx.append(matter, 0, something(), None).await.unwrap();
                return 0;
            }
            append(&house, matter, 0).await.unwrap();
            journal::history(&house.db, &matter.to_string()).await.unwrap().len()
        });
    }
    let kept: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!(kept, 160);
    let all =
        sql("-- kit.test\nSELECT COUNT(*) AS n FROM kit_journal").one(&house.db).await.unwrap().unwrap();
    assert_eq!(all.get::<i64>("n").unwrap(), 160);
}

/// A store, and one of its keys: another database of the kind under test, at this address.
async fn apart() -> (tempfile::TempDir, String, Arc<Keys>, Db) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("apart")).unwrap();
    let address = testing::empty_address(&folder.path().join("apart")).await;
    let clock = Clock::still_at(thursday());
    let keys = Keys::open(&folder.path().join("keys"), Some(&address), clock).await.unwrap();
    let db = testing::empty_db(folder.path()).await.with(keys.ring(Who::Custodian));
    let steps = [&[journal::MIGRATION, kit::keys::shred::MIGRATION][..], &kit::log::MIGRATIONS].concat();
    db.migrate(steps, thursday()).await.unwrap();
    (folder, address, keys, db)
}

async fn opens(db: &Db, keys: &Arc<Keys>, account: AccountId, case: CaseId) -> bool {
    let seen = db.with(keys.ring(Who::Account(account)));
    journal::history(&seen, &case.to_string()).await.is_ok()
}

async fn at_desk(db: &Db, account: AccountId, organisation: OrganisationId, desks: &[Desk]) {
    let mut tx = db.begin("give a desk", Actor::System, thursday(), &Arc::default()).await.unwrap();
    tx.works(account, organisation, desks).await.unwrap();
    tx.commit().await.unwrap();
}

async fn case_for(db: &Db, to: Holder) -> CaseId {
    let case: CaseId = chance::id(thursday());
    let mut tx = db.begin("open a case", Actor::System, thursday(), &Arc::default()).await.unwrap();
    let note = Event::Cases(cases::Event::NoteWritten { text: "teapot".to_owned() });
    tx.append(case, 0, note, None).await.unwrap();
    tx.let_in(case, &Opens { to: vec![to], ..Opens::default() }).await.unwrap();
    tx.commit().await.unwrap();
    case
}

#[tokio::test]
async fn store_the_keys_of_a_desk_follow_the_people_at_it_and_never_reach_who_is_named() {
    let (folder, _, keys, db) = apart().await;
    let _folder = folder;
    let organisation: OrganisationId = chance::id(thursday());
    let people: [AccountId; 3] = std::array::from_fn(|_| chance::id(thursday()));
    let [early, late, stranger] = people;
    let opens = async |account, case| opens(&db, &keys, account, case).await;

    at_desk(&db, early, organisation, &[Desk::Workers]).await;
    let first = case_for(&db, Holder::Desk(organisation, Desk::Workers)).await;
    assert!(opens(early, first).await && !opens(late, first).await && !opens(stranger, first).await);

    at_desk(&db, late, organisation, &[Desk::Workers]).await;
    assert!(opens(late, first).await, "who joins reads what came before");

    at_desk(&db, early, organisation, &[]).await;
    let second = case_for(&db, Holder::Desk(organisation, Desk::Workers)).await;
    assert!(!opens(early, first).await && !opens(early, second).await, "who leaves reads nothing");
    assert!(opens(late, first).await && opens(late, second).await);

    at_desk(&db, early, organisation, &[Desk::Workers]).await;
    assert!(opens(early, second).await);
    let mut tx = db.begin("keep somebody from it", Actor::System, thursday(), &Arc::default()).await.unwrap();
    let named = Event::Cases(cases::Event::KeptFrom { account: late });
    tx.append(second, 1, named, None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!opens(late, second).await && opens(early, second).await && opens(late, first).await);

    // Through the glass only once it is broken, and never for who is named.
    let third = case_for(&db, Holder::Glass(organisation, Desk::Workers)).await;
    assert!(!opens(early, third).await);
    let glass = db.with(keys.ring(Who::AtTheGlass(early)));
    assert!(journal::history(&glass, &third.to_string()).await.is_ok());
    let until = thursday() + jiff::SignedDuration::from_hours(1);
    let broken = cases::Event::GlassBroken { account: early, reason: "why".to_owned(), until };
    let mut tx = glass.begin("break it", Actor::Account(early), thursday(), &Arc::default()).await.unwrap();
    tx.append(third, 1, Event::Cases(broken), None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(opens(early, third).await && !opens(late, third).await);
}

#[tokio::test]
async fn store_a_case_that_its_only_worker_must_not_see_is_not_lost() {
    let (folder, address, keys, db) = apart().await;
    let early = somebody();
    let alone: CaseId = chance::id(thursday());
    let mut tx = db.begin("work alone", Actor::System, thursday(), &Arc::default()).await.unwrap();
    let joined = Event::Cases(cases::Event::TeamJoined { account: early });
    tx.append(alone, 0, joined, None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(opens(&db, &keys, early, alone).await);
    let mut tx =
        db.begin("keep the other from it", Actor::System, thursday(), &Arc::default()).await.unwrap();
    let named = Event::Cases(cases::Event::KeptFrom { account: early });
    tx.append(alone, 1, named, None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!opens(&db, &keys, early, alone).await);
    let anew = Keys::open(&folder.path().join("keys"), Some(&address), Clock::still_at(thursday())).await;
    let custodian = db.with(anew.unwrap().ring(Who::Custodian));
    assert_eq!(journal::history(&custodian, &alone.to_string()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn store_two_shares_open_every_case_and_a_rehearsal_says_so() {
    let (folder, _, keys, db) = apart().await;
    let _folder = folder;
    let (organisation, early) = (chance::id(thursday()), somebody());
    at_desk(&db, early, organisation, &[Desk::Workers]).await;
    let before = case_for(&db, Holder::Desk(organisation, Desk::Workers)).await;
    let mut shares = None;
    let made = keys.make_shares(None, |made| {
        shares = Some(made.clone());
        Ok::<(), kit::keys::recovery::NotRecovered>(())
    });
    made.await.unwrap();
    let [one, _, three] = shares.unwrap();
    let after = case_for(&db, Holder::Account(somebody())).await;
    let found = keys.drill(&three, &one).await.unwrap();
    assert!(found.pairs_shut.is_empty() && found.matters_shut.is_empty(), "{found:?}");
    assert_eq!(found.matters, 2);
    keys.drilled().await.unwrap();
    assert_eq!(keys.shares().await.unwrap().unwrap().drilled_at, Some(thursday()));
    // Whoever leaves, or is named, loses what they had, with shares as without.
    let late = somebody();
    at_desk(&db, late, organisation, &[Desk::Workers]).await;
    happens(&db, before, cases::Event::KeptFrom { account: late }).await.unwrap();
    assert!(opens(&db, &keys, early, before).await && !opens(&db, &keys, late, before).await);
    let named =
        Opens { to: vec![Holder::Desk(organisation, Desk::Workers)], never: vec![late], ..Opens::default() };
    keys.fresh(&named).await.unwrap();
    let last = case_for(&db, Holder::Desk(organisation, Desk::Workers)).await;
    assert!(opens(&db, &keys, early, last).await);
    at_desk(&db, early, organisation, &[]).await;
    assert!(!opens(&db, &keys, early, last).await);
    let found = keys.drill(&three, &one).await.unwrap();
    assert!(found.pairs_shut.is_empty() && found.matters_shut.is_empty(), "{found:?}");
    let seen = db.with(keys.recovered(&one, &three).await.unwrap());
    for (case, entries) in [(before, 2), (after, 1)] {
        assert_eq!(journal::history(&seen, &case.to_string()).await.unwrap().len(), entries);
    }
}

async fn happens(db: &Db, case: CaseId, event: cases::Event) -> Result<(), Failure> {
    let version = journal::version(db, &case.to_string()).await?;
    let mut tx = db.begin("let something happen", Actor::System, thursday(), &Arc::default()).await?;
    tx.append(case, version, Event::Cases(event), None).await?;
    Ok(tx.commit().await?)
}

fn erased() -> cases::Event {
    cases::Event::Erased {
        tombstone: Box::new(cases::Tombstone {
            reference: chance::reference(),
            organisation: chance::id(thursday()),
            ground: cases::Ground::Mistake,
            began: thursday(),
            asked_by: somebody(),
            agreed_by: somebody(),
        }),
    }
}

/// The seals of all matters but those of holds, as they lie in the store of keys.
async fn seals(store: &Db) -> Vec<[String; 4]> {
    let rows = sql("-- kit.test
        SELECT matter, holder, envelope, sealed FROM kit_seal WHERE envelope IS NOT NULL AND holder NOT LIKE 'hold:%'");
    let text = |row: &Row, column| row.get::<String>(column).unwrap();
    let all = rows.all(store).await.unwrap();
    all.iter().map(|row| ["matter", "holder", "envelope", "sealed"].map(|column| text(row, column))).collect()
}

#[tokio::test]
async fn store_what_is_held_cannot_be_destroyed_and_what_was_destroyed_is_sealed_to_nobody_again() {
    let (folder, address, keys, db) = apart().await;
    let _folder = folder;
    let lead = somebody();
    let case = case_for(&db, Holder::Account(lead)).await;
    let raw = Db::open(&address).await.unwrap();
    let before = seals(&raw).await;
    assert_eq!(before.len(), 2, "the custodian's, who had it before anybody was let in, and the lead's");

    happens(&db, case, cases::Event::Held { reason: "the inquiry".to_owned() }).await.unwrap();
    assert!(matches!(happens(&db, case, erased()).await, Err(Failure::Conflict)));
    // Nor by the owner of the store of keys, by mistake.
    let mut tx = raw.begin("destroy", Actor::System, thursday(), &Arc::default()).await.unwrap();
    assert!(sql("-- kit.test\nDELETE FROM kit_seal").run(&mut tx).await.is_err());
    tx.rollback().await.unwrap();
    assert!(opens(&db, &keys, lead, case).await);

    happens(&db, case, cases::Event::Released { asked_by: lead }).await.unwrap();
    happens(&db, case, erased()).await.unwrap();
    assert!(!opens(&db, &keys, lead, case).await);
    assert!(journal::history(&db, &case.to_string()).await.is_err(), "nor does the custodian open it");
    assert!(journal::tombstone(&db, &case.to_string()).await.unwrap().is_some());
    assert!(happens(&db, case, cases::Event::NoteWritten { text: "more".to_owned() }).await.is_err());

    // Whoever still had the key of it in mind, on another machine, cannot bring it back.
    let mut tx = raw.begin("seal again", Actor::System, thursday(), &Arc::default()).await.unwrap();
    for row in before {
        let seal = sql(
            "-- kit.test\nINSERT INTO kit_seal (matter, holder, envelope, sealed) VALUES ($1, $2, $3, $4)",
        );
        row.into_iter().fold(seal, Sql::bind).run(&mut tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert!(seals(&raw).await.is_empty());
}

/// No file of this process may grow beyond so many bytes, as on a full disk. Each test is a process of its own.
fn disk(bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, maximum: None };
    rustix::process::setrlimit(Resource::Fsize, limit).unwrap();
}

#[tokio::test]
async fn store_sqlite_what_is_acknowledged_after_the_disk_was_full_is_durable() {
    let folder = tempfile::tempdir().unwrap();
    // Without somebody who listens, the signal that tells of it would end the process.
    let _told = signal(SignalKind::from_raw(SIGXFSZ)).unwrap();
    let keys = Keys::open(folder.path(), None, Clock::Wall).await.unwrap();
    let opens = Opens { to: vec![Holder::Account(somebody())], ..Opens::default() };
    keys.fresh(&opens).await.unwrap();
    let size = std::fs::metadata(folder.path().join("keys.db-wal")).unwrap().len();
    let mut known = 0;
    for round in 0..200_u64 {
        disk(Some(size + round * 500));
        while keys.fresh(&opens).await.is_ok() {}
        disk(None);
        for _ in 0..3 {
            keys.fresh(&opens).await.unwrap();
            let now = seals_seen(folder.path()).await;
            assert!(now > known, "round {round}: another connection sees it: it is durable");
            known = now;
        }
    }
}

/// How many seals whoever opens the store anew sees.
async fn seals_seen(folder: &Path) -> i64 {
    let db = Keys::store(folder, None).await.unwrap();
    let row = sql("-- kit.test\nSELECT COUNT(*) AS n FROM kit_seal").one(&db).await.unwrap().unwrap();
    row.get("n").unwrap()
}
