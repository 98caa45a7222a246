use std::time::{Duration, Instant};

use bytes::Bytes;
use glance::{FILE_BYTES_MAX, Glance, Kind, NoLook};

use crate::made::{glance, look, one_of_each, pieces};

/// The signal that ends a process which makes a forbidden call.
const SIGSYS: i32 = 31;
const SIGKILL: i32 = 9;

async fn ended_by(attempt: &str) -> Option<i32> {
    match glance(Some(attempt)).look(pieces(b"")).await {
        Err(NoLook::Ended { signal, .. }) => signal,
        other => panic!("{attempt}: {other:?}"),
    }
}

#[tokio::test]
async fn a_child_that_tries_nothing_gets_through() {
    // Otherwise the tests below would pass for a child that always dies.
    let through = glance(Some("nothing")).look(pieces(b"")).await;
    assert!(matches!(through, Err(NoLook::Unbelievable(_))), "{through:?}");
}

#[tokio::test]
async fn opening_anything_kills_the_child() {
    for attempt in ["open", "write-file", "list", "other-descriptor"] {
        assert_eq!(ended_by(attempt).await, Some(SIGSYS), "{attempt}");
    }
    assert!(!std::path::Path::new("/tmp/glance-trial").exists());
}

#[tokio::test]
async fn reaching_a_network_kills_the_child() {
    for attempt in ["connect", "bind", "unix"] {
        assert_eq!(ended_by(attempt).await, Some(SIGSYS), "{attempt}");
    }
}

#[tokio::test]
async fn starting_or_signalling_anything_kills_the_child() {
    for attempt in ["spawn", "thread", "signal"] {
        assert_eq!(ended_by(attempt).await, Some(SIGSYS), "{attempt}");
    }
}

#[tokio::test]
async fn too_much_memory_ends_the_child() {
    // Aborting means sending oneself a signal, which is forbidden.
    assert_eq!(ended_by("allocate").await, Some(SIGSYS));
}

#[tokio::test]
async fn too_deep_a_recursion_ends_the_child() {
    assert!(ended_by("recurse").await.is_some());
}

#[tokio::test]
async fn computing_without_end_is_ended_by_the_limit_on_the_core() {
    let began = Instant::now();
    assert_eq!(ended_by("spin").await, Some(SIGKILL));
    assert!(began.elapsed() > Duration::from_secs(4));
}

#[tokio::test]
async fn a_child_that_hangs_is_ended_by_the_wall() {
    let hasty = glance(Some("spin")).within(Duration::from_millis(500));
    assert!(matches!(hasty.look(pieces(b"")).await, Err(NoLook::TooSlow)));
    // The place is free again, twice over.
    for _ in 0..3 {
        assert!(matches!(hasty.look(pieces(b"")).await, Err(NoLook::TooSlow)));
    }
}

#[tokio::test]
async fn who_cannot_be_confined_looks_at_nothing() {
    for (kind, bytes) in one_of_each() {
        let look = glance(Some("unconfinable")).look(pieces(&bytes)).await;
        assert!(matches!(look, Err(NoLook::NotConfined)), "{kind}: {look:?}");
    }
}

#[tokio::test]
async fn what_the_child_says_is_not_believed_unchecked() {
    for attempt in ["lie", "mute", "babble"] {
        let look = glance(Some(attempt)).look(pieces(b"file")).await;
        assert!(matches!(look, Err(NoLook::Unbelievable(_))), "{attempt}: {look:?}");
    }
}

#[tokio::test]
async fn a_program_that_is_not_there_is_no_look() {
    let look = Glance::new("/nowhere/hearken".into(), vec![]).look(pieces(b"file")).await;
    assert!(matches!(look, Err(NoLook::NotStarted(_))), "{look:?}");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_no_look() {
    let broken: Vec<Result<Bytes, std::io::Error>> =
        vec![Ok(Bytes::from_static(b"begins")), Err(std::io::ErrorKind::InvalidData.into())];
    let look = glance(None).look(futures_util::stream::iter(broken)).await;
    assert!(matches!(look, Err(NoLook::NotRead(_))), "{look:?}");
}

#[tokio::test]
async fn the_largest_file_is_looked_at_and_a_larger_one_is_not() {
    let mut largest = vec![0; FILE_BYTES_MAX];
    assert_eq!(look(&largest).await.unwrap().kind, Kind::Unknown);
    largest.push(0);
    assert!(matches!(look(&largest).await, Err(NoLook::TooLarge)));
}

#[tokio::test]
async fn many_at_once_all_get_their_look() {
    let glance = glance(None);
    let (kind, bytes) = one_of_each().remove(1);
    assert_eq!(kind, "png");
    let looks = (0..12).map(|_| glance.look(pieces(&bytes)));
    for look in futures_util::future::join_all(looks).await {
        assert_eq!(look.unwrap().kind, Kind::Png);
    }
}
