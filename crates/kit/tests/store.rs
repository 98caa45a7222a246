//! The store keeps its promises, on `SQLite` and on `PostgreSQL`.

use domain::accounts::Event as AccountEvent;
use domain::event::{Actor, Event};
use domain::id::{AccountId, Id, kind};
use kit::journal;
use kit::store::sql;
use kit::testing::{People, house, thursday};
use kit::{Failure, House, chance};

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
