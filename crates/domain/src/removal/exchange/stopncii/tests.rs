//! StopNCII: a page with every status, each defect of other clients, and the state of one that polls.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::poll::{Checkpoint, OVERLAP_SECONDS, Poll, START, Then, begin};
use super::*;
use crate::removal::exchange::tests::{cases, moments, print, shows_a_hash, spoilt, words};
use crate::removal::exchange::{Change, Member, Name, Seen, What};

const PAGE: &str = r#"{ "count": 9, "nextPageToken": "t1", "nextSetTimestamp": 1764240400, "hasMoreRecords": true,
  "newField": { "ignored": true }, "hashRecords": [
  { "lastModtimestamp": 1764240000, "signalType": "ImagePDQ", "hashStatus": "Received", "caseNumbers": [],
    "hashValue": "1111111111111111111111111111111111111111111111111111111111111111" },
  { "lastModtimestamp": 1764240001, "signalType": "ImagePDQ", "hashStatus": "Active",
    "hashValue": "2222222222222222222222222222222222222222222222222222222222222222",
    "caseNumbers": { "4711": "Active", "4712": "Withdrawn", "4713": "Paused" },
    "CSPFeedbacks": [ { "source": "Platform", "feedbackValue": "Blocked", "tags": ["nude"] },
                      { "source": "Other", "feedbackValue": "Escalated" } ] },
  { "lastModtimestamp": "1764240002", "signalType": "VideoMD5", "hashStatus": "Withdrawn",
    "hashValue": "33333333333333333333333333333333", "caseNumbers": { "4714": "Withdrawn" } },
  { "lastModtimestamp": 9e300, "signalType": "VideoMD5", "hashStatus": "Deleted",
    "hashValue": "44444444444444444444444444444444" },
  { "lastModtimestamp": 1764240004, "signalType": "ImagePDQ", "hashStatus": "Paused",
    "hashValue": "5555555555555555555555555555555555555555555555555555555555555555" },
  { "lastModtimestamp": 1764240005, "signalType": "ImageNew", "hashStatus": "Active", "hashValue": "6666666666666666" },
  { "lastModtimestamp": 1764240006, "signalType": "URL", "hashStatus": "Active", "hashValue": "https://a.example/" },
  { "lastModtimestamp": 1764240007, "signalType": "ImagePDQ", "hashStatus": "Active", "hashValue": "7777777777777777" } ] }"#;

#[test]
fn withdrawn_and_deleted_hashes_are_withdrawn() {
    let read = page(PAGE.as_bytes()).unwrap().of;
    let changes: Vec<Change> = read.records.into_iter().map(Change::of).collect();
    let withdrawn: Vec<bool> = changes.iter().map(|change| matches!(change, Change::Withdrawn(_))).collect();
    assert_eq!(withdrawn, [false, false, true, true]);
}

#[test]
fn what_is_not_known_is_told_with_its_place_and_no_hash() {
    let read = page(PAGE.as_bytes()).unwrap();
    let told: Vec<String> = read.asides.iter().map(ToString::to_string).collect();
    let expected = [
        "hashRecords[1].caseNumbers: `caseNumbers` has the value `Paused`, which is not known here",
        "hashRecords[1].CSPFeedbacks[1].feedbackValue: `feedbackValue` has the value `Escalated`, which is not known here",
        "hashRecords[3].lastModtimestamp: a detail was left out: it must be seconds since 1970: write it so",
        "hashRecords[4].hashStatus: `hashStatus` has the value `Paused`, which is not known here",
        "hashRecords[5].signalType: `signalType` has the value `ImageNew`, which is not known here",
        "hashRecords[6].signalType: it is a web address, no picture and no video",
        "hashRecords[7].hashValue: a record was left out: a pdq is 64 hexadecimal digits, and this is not: write it so",
        "count: `count` says `9` where there are 8: it is not gone by",
    ];
    assert_eq!(told, expected);
    assert!(!shows_a_hash(&format!("{told:?} {:?}", read.of), &read.of.records));
    assert_eq!(read.of.records[1].seen.len(), 1);
    assert_eq!(read.of.records[1].cases.len(), 2);
}

#[test]
fn a_page_without_what_a_client_needs_is_refused() {
    for (field, other) in [("hashRecords", "a"), ("nextSetTimestamp", "b"), ("hasMoreRecords", "c")] {
        let refused = page(PAGE.replace(field, other).as_bytes()).unwrap_err().to_string();
        assert_eq!(refused, format!("the document: there is no `{field}`: write it"));
    }
}

fn paged(next_page: Option<&str>, next_set: i64, more: bool) -> Page {
    Page { records: Vec::new(), next_page: next_page.map(str::to_owned), next_set, more }
}

fn more(poll: Poll, page: Page) -> Poll {
    match poll.take(page).unwrap() {
        (_, Then::More(poll)) => poll,
        (_, Then::Whole(..)) => panic!("there was another page"),
    }
}

#[test]
fn all_pages_have_one_beginning_and_the_checkpoint_moves_after_the_last() {
    let poll = begin(Checkpoint { next_set: 1_000_000 });
    let start = 1_000_000 - OVERLAP_SECONDS;
    assert_eq!((poll.request().start_timestamp, poll.request().next_page_token), (start, None));
    let poll = more(poll, paged(Some("t1"), 2_000_000, true));
    let poll = more(poll, paged(Some("t2"), 3_000_000, true));
    assert_eq!(
        (poll.request().start_timestamp, poll.request().next_page_token),
        (start, Some("t2".to_owned()))
    );
    let (_, then) = poll.take(paged(None, 2_500_000, false)).unwrap();
    assert_eq!(then, Then::Whole(Checkpoint { next_set: 2_500_000 }, None));
    assert_eq!(begin(Checkpoint::FIRST).request().start_timestamp, START);
}

#[test]
fn a_checkpoint_never_goes_back_and_pages_never_in_circles() {
    let before = Checkpoint { next_set: 1_000_000 };
    let (_, then) = begin(before).take(paged(None, 0, false)).unwrap();
    let Then::Whole(after, told) = then else { panic!("it was the last page") };
    assert_eq!((after, told.map(|told| told.what)), (before, Some(What::CheckpointBack)));
    let poll = more(begin(before), paged(Some("t1"), 2, true));
    assert!(poll.take(paged(Some("t1"), 3, true)).unwrap_err().to_string().contains("was read already"));
    let lost = begin(before).take(paged(None, 3, true)).unwrap_err().to_string();
    assert_eq!(
        lost,
        "nextPageToken: it says that there is more, and not where: ask again from the last checkpoint"
    );
}

#[test]
fn the_changes_of_a_page_come_with_it() {
    let read = page(PAGE.as_bytes()).unwrap().of;
    let (changes, _) = begin(Checkpoint::FIRST).take(read).unwrap();
    assert_eq!(changes.len(), 4);
}

#[test]
fn feedback_of_a_platform_is_read_with_its_kind_by_length() {
    let text = r#"{ "count": 3, "hashFeedbacks": [
        { "hashValue": "11111111111111111111111111111111", "feedbackValue": "NotBlocked", "tags": ["cat"] },
        { "hashValue": "2222222222222222222222222222222222222222222222222222222222222222", "feedbackValue": "Blocked" },
        { "hashValue": "33333333333333333333333333333333", "feedbackValue": "Maybe" } ] }"#;
    let read = feedback(text.as_bytes()).unwrap();
    let said: Vec<_> = read.of.iter().map(|one| (one.print.kind(), one.opinion, one.tags.len())).collect();
    assert_eq!(said, [(PrintKind::Md5, Opinion::Disagrees, 1), (PrintKind::Pdq, Opinion::Agrees, 0)]);
    assert_eq!(read.asides.len(), 1);
}

fn seen() -> impl Strategy<Value = Seen> {
    let tags = btree_set(words(), 0..3);
    (words(), select(Opinion::ALL), tags).prop_map(|(name, opinion, tags)| Seen {
        by: Member { id: String::new(), name },
        of: None,
        opinion,
        reason: None,
        tags,
    })
}

fn records() -> impl Strategy<Value = Record> {
    let signal = select(&SIGNALS[..]).prop_flat_map(|(_, medium, kind)| (Just(medium), print(kind)));
    (signal, select(Status::ALL), option::of(moments()), vec(seen(), 0..3), cases()).prop_map(
        |((medium, print), status, at, seen, cases)| {
            let prints = BTreeSet::from([print]);
            Record { medium: Some(medium), prints, at, seen, cases, ..Record::new(Name::Itself, status) }
        },
    )
}

proptest! {
    #[test]
    fn a_page_that_is_written_is_read_back_the_same(
        records in vec(records(), 0..6),
        next_page in option::of(words()),
        (next_set, more) in (any::<i64>(), any::<bool>()),
    ) {
        let before = Page { records, next_page, next_set, more };
        let written = write_page(&before);
        prop_assert_eq!(&written.asides, &[]);
        let read = page(written.text.as_bytes()).unwrap();
        prop_assert_eq!(&read.asides, &[]);
        prop_assert_eq!(&read.of, &before);
        let debug = format!("{read:?} {written:?}");
        prop_assert!(!shows_a_hash(&debug, &before.records));
    }

    #[test]
    fn feedback_that_is_written_is_read_back_the_same(
        prints in vec(select(&SIGNALS[..]).prop_flat_map(|(_, _, kind)| print(kind)), 0..5),
        opinion in select(Opinion::ALL),
        tags in btree_set(words(), 0..3),
    ) {
        let before: Vec<Feedback> =
            prints.into_iter().map(|print| Feedback { print, opinion, tags: tags.clone() }).collect();
        let read = feedback(write_feedback(&before).as_bytes()).unwrap();
        prop_assert_eq!(&read.asides, &[]);
        prop_assert_eq!(read.of, before);
    }

    #[test]
    fn a_spoilt_page_never_stops_the_program(bytes in spoilt(vec![PAGE.to_owned()])) {
        if let Ok(read) = page(&bytes) {
            let _ = write_page(&read.of);
        }
        let _ = feedback(&bytes);
    }
}
