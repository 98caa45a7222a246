//! NCMEC: a page as the documentation shows it, each defect of other clients, and the state of one that polls.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::poll::{BEHIND, Checkpoint, OVERLAP, Poll, Then, WINDOW_MAX, begin};
use super::votes::{self, Vote};
use super::*;
use crate::removal::exchange::tests::{members as any_member, moments, prints, shows_a_hash, spoilt, words};
use crate::removal::exchange::{Category, Change, Medium, Name, Opinion, Reason, Scheme, Seen, Status};

const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">
  <images count="4" maxTimestamp="2026-10-24T15:10:00Z">
    <image>
      <member id="42">Example Member</member>
      <timestamp>2026-10-24T15:00:00Z</timestamp>
      <id>image1</id>
      <classification>A1</classification>
      <fingerprints>
        <md5>11111111111111111111111111111111</md5>
        <sha1>2222222222222222222222222222222222222222</sha1>
        <pdna>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</pdna>
        <tmk-pdqf rel="self" href="/v2/entries/1/fingerprints/TMK_PDQF"/>
        <brand-new>3333333333333333</brand-new>
      </fingerprints>
      <feedback lastUpdateTimestamp="2026-11-01T12:48:14Z">
        <affirmativeFeedback type="Md5"><members><member id="42">Example Member</member></members></affirmativeFeedback>
        <negativeFeedback type="Sha1"><reasons>
          <reason guid="g1" name="Example 1"/>
          <members><member id="7">Seven</member><member id="8">Eight</member></members>
          <reason guid="g2" name="Example 2"><members><member id="9">Nine</member></members></reason>
          <reason guid="g3" name="Example 3"/>
        </reasons></negativeFeedback>
      </feedback>
    </image>
    <deletedImage><member id="43">Other</member><id>image4</id><timestamp>yesterday</timestamp></deletedImage>
    <image>
      <member id="44">Broken</member><id>image5</id>
      <fingerprints><md5>not a hash 44444444</md5></fingerprints>
    </image>
    <hiddenImage/>
  </images>
  <videos count="1" maxTimestamp="2026-10-24T15:20:00Z">
    <video>
      <member id="42">Example Member</member><timestamp>2026-10-24T15:00:00.250Z</timestamp><id>video1</id>
      <classification>C4</classification>
      <fingerprints><md5>55555555555555555555555555555555</md5></fingerprints>
    </video>
  </videos>
  <paging><next>/v2/entries?from=2026-10-20T00%3A00%3A00.000Z&amp;start=2001&amp;size=1000&amp;max=3000</next></paging>
</queryResult>"#;

#[test]
fn a_page_is_read_with_all_that_it_says() {
    let read = page(PAGE.as_bytes()).unwrap().of;
    let names: Vec<_> = read.records.iter().map(|record| (record.name.clone(), record.medium)).collect();
    let given = |name: &str, medium| (Name::Given(name.to_owned()), Some(medium));
    let expected =
        [given("image1", Medium::Picture), given("image4", Medium::Picture), given("video1", Medium::Video)];
    assert_eq!(names, expected);
    let first = &read.records[0];
    assert_eq!(first.category, Some(Category::new(Scheme::Ncmec, "A1")));
    assert_eq!(first.elsewhere.keys().collect::<Vec<_>>(), [&PrintKind::TmkPdqf]);
    let said: Vec<_> = first
        .seen
        .iter()
        .map(|seen| {
            (seen.by.id.as_str(), seen.opinion, seen.reason.as_ref().map(|reason| reason.guid.as_str()))
        })
        .collect();
    let expected = [
        ("42", Opinion::Agrees, None),
        ("7", Opinion::Disagrees, Some("g1")),
        ("8", Opinion::Disagrees, Some("g1")),
        ("9", Opinion::Disagrees, Some("g2")),
        ("", Opinion::Disagrees, Some("g3")),
    ];
    assert_eq!(said, expected);
    let next = "/v2/entries?from=2026-10-20T00%3A00%3A00.000Z&start=2001&size=1000&max=3000";
    assert_eq!(read.next.as_deref(), Some(next));
}

#[test]
fn what_is_not_known_or_cannot_be_read_is_told_with_its_line_and_no_hash() {
    let read = page(PAGE.as_bytes()).unwrap();
    let told: Vec<String> = read.asides.iter().map(ToString::to_string).collect();
    let expected = [
        "line 13, element `tmk-pdqf`: the fingerprint tmk_pdqf is kept elsewhere and must be fetched",
        "line 14, element `brand-new`: `fingerprints` has the value `brand-new`, which is not known here",
        "line 26, element `timestamp`: a detail was left out: it is no time with its zone: write it like 2026-11-27T10:46:40Z",
        "line 29, element `md5`: a fingerprint was left out: a md5 is 32 hexadecimal digits, and this is not: write it so",
        "line 27, element `image`: a record was left out: it has no fingerprint that can be read: a record must have one",
        "line 31, element `hiddenImage`: `entry` has the value `hiddenImage`, which is not known here",
        "line 3, element `images`: `count` says `4` where there are 2: it is not gone by",
        "line 36, element `classification`: `classification` has the value `C4`, which is not known here",
    ];
    assert_eq!(told, expected);
    assert!(!shows_a_hash(&format!("{told:?} {:?}", read.of), &read.of.records));
}

#[test]
fn md5_and_sha1_of_pictures_are_taken() {
    let read = page(PAGE.as_bytes()).unwrap().of;
    let kinds: Vec<_> = read.records[0].prints.iter().map(crate::removal::exchange::Print::kind).collect();
    assert_eq!(kinds, [PrintKind::Md5, PrintKind::Sha1, PrintKind::PhotoDna]);
}

#[test]
fn a_deletion_counts_though_its_time_cannot_be_read() {
    let deleted = page(PAGE.as_bytes()).unwrap().of.records.swap_remove(1);
    assert_eq!((deleted.status, deleted.at), (Status::Deleted, None));
    assert!(matches!(Change::of(deleted), Change::Withdrawn(_)));
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn entry(id: &str, at: Option<Timestamp>, status: Status) -> Record {
    let mut record = Record::new(Name::Given(id.to_owned()), status);
    record.medium = Some(Medium::Video);
    record.at = at;
    record
}

fn paged(records: Vec<Record>, greatest: &str, next: Option<&str>) -> Page {
    Page { records, greatest: Some(at(greatest)), next: next.map(str::to_owned) }
}

const NEXT: &str = "/v2/entries?from=a&start=1001";

fn more(poll: Poll, page: Page) -> (Vec<Change>, Poll) {
    match poll.take(page).unwrap() {
        (changes, Then::More(poll)) => (changes, poll),
        (_, Then::Whole(_)) => panic!("there was another page"),
    }
}

#[test]
fn windows_are_in_utc_in_summer_too() {
    let checkpoint = Checkpoint { whole_to: at("2026-07-01T10:46:40+01:00") };
    let poll = begin(checkpoint, at("2026-07-01T11:00:00.9+01:00")).unwrap();
    let asked = "/v2/entries?from=2026-07-01T09%3A44%3A40Z&to=2026-07-01T09%3A59%3A55Z";
    assert_eq!(poll.request(), asked);
}

#[test]
fn the_checkpoint_moves_after_the_last_page_whatever_a_page_says_of_its_greatest_time() {
    let checkpoint = Checkpoint { whole_to: at("2026-11-01T00:00:00Z") };
    let now = at("2026-11-02T00:00:00Z");
    let poll = begin(checkpoint, now).unwrap();
    let (_, poll) = more(poll, paged(Vec::new(), "2026-11-01T23:00:00Z", Some(NEXT)));
    assert_eq!(poll.request(), NEXT);
    // The second page has what is older: a client that went on from 23:00 would never see it.
    let late = entry("late", Some(at("2026-11-01T03:00:00Z")), Status::Active);
    let (changes, then) = poll.take(paged(vec![late], "2026-11-01T03:00:00Z", None)).unwrap();
    assert_eq!(changes.len(), 1);
    let Then::Whole(checkpoint) = then else { panic!("it was the last page") };
    assert_eq!(checkpoint.whole_to, now - BEHIND);
    let again = begin(checkpoint, now + SignedDuration::from_mins(1)).unwrap();
    let from = super::write::whole_seconds(checkpoint.whole_to - OVERLAP).replace(':', "%3A");
    assert!(again.request().contains(&format!("from={from}&")), "{}", again.request());
}

#[test]
fn of_two_versions_of_an_entry_the_later_one_counts_on_whichever_page_it_stands() {
    let poll =
        begin(Checkpoint { whole_to: at("2026-11-01T00:00:00Z") }, at("2026-11-02T00:00:00Z")).unwrap();
    let (early, late) = (Some(at("2026-11-01T03:00:00Z")), Some(at("2026-11-01T04:00:00Z")));
    let first = vec![
        entry("updated", early, Status::Active),
        entry("deleted", late, Status::Deleted),
        entry("untimed", None, Status::Deleted),
        entry("tie", late, Status::Active),
    ];
    let second = vec![
        entry("updated", late, Status::Active),
        entry("deleted", early, Status::Active),
        entry("untimed", late, Status::Active),
        entry("tie", late, Status::Deleted),
    ];
    let (_, poll) = more(poll, paged(first, "2026-11-01T04:00:00Z", Some(NEXT)));
    let (changes, _) = poll.take(paged(second, "2026-11-01T04:00:00Z", None)).unwrap();
    let left: Vec<_> = changes.iter().map(|change| format!("{:?}", change.record().name)).collect();
    assert_eq!(left, ["`updated`", "`tie`"]);
    assert!(matches!(&changes[1], Change::Withdrawn(_)));
}

#[test]
fn a_next_page_elsewhere_or_again_is_refused() {
    let poll =
        || begin(Checkpoint { whole_to: at("2026-11-01T00:00:00Z") }, at("2026-11-02T00:00:00Z")).unwrap();
    for next in
        ["https://elsewhere.example/v2/entries?a", "//elsewhere.example/", "/v2/members", "/v2/entries?a b"]
    {
        let refused = poll().take(paged(Vec::new(), "2026-11-01T00:00:00Z", Some(next))).unwrap_err();
        assert!(refused.to_string().contains("leads elsewhere"), "{refused}");
    }
    let (_, second) =
        more(poll(), paged(Vec::new(), "2026-11-01T00:00:00Z", Some("/v2/entries?a=1&amp;b=2")));
    assert_eq!(second.request(), "/v2/entries?a=1&b=2");
    let again = second.take(paged(Vec::new(), "2026-11-01T00:00:00Z", Some("/v2/entries?a=1&b=2")));
    assert!(again.unwrap_err().to_string().contains("was read already"));
}

#[test]
fn no_window_is_too_long_or_reaches_up_to_now() {
    let checkpoint = Checkpoint { whole_to: at("2014-01-01T00:00:00Z") };
    let poll = begin(checkpoint, at("2026-11-02T00:00:00Z")).unwrap();
    let (_, then) = poll.take(paged(Vec::new(), "2026-01-01T00:00:00Z", None)).unwrap();
    let longest = Checkpoint { whole_to: checkpoint.whole_to + WINDOW_MAX };
    assert_eq!(then, Then::Whole(longest));
    assert_eq!(begin(checkpoint, checkpoint.whole_to + BEHIND), None);
    assert!(begin(Checkpoint { whole_to: Timestamp::MIN }, Timestamp::MAX).is_some());
}

#[test]
fn a_vote_goes_to_its_fingerprint_and_is_read_back() {
    let address = votes::address("42", "a/../b?", PrintKind::Pdq).unwrap();
    assert_eq!(address, "/v2/entries/42/a%2F..%2Fb%3F/PDQ/feedback");
    assert_eq!(votes::address("42", "1", PrintKind::Sha256), None);
    for vote in [Vote::Affirmative, Vote::Negative { reasons: vec!["g1".to_owned(), "<g2>".to_owned()] }] {
        assert_eq!(votes::read(votes::write(&vote).as_bytes()), Ok(vote));
    }
    let refused =
        votes::read(b"<feedbackSubmission><affirmative/><negative/></feedbackSubmission>").unwrap_err();
    let expected =
        "line 1, element `feedbackSubmission`: it must be either <affirmative> or <negative>: write it so";
    assert_eq!(refused.to_string(), expected);
}

#[test]
fn who_is_there_and_why_somebody_disagrees_is_read_back() {
    let member = Member { id: "1".to_owned(), name: "Sir <Testington>".to_owned() };
    let who =
        Whoami { ip_address: "127.0.0.1".to_owned(), username: "test".to_owned(), member: member.clone() };
    assert_eq!(status(write_status(&who).as_bytes()), Ok(who));
    assert_eq!(members(write_members(std::slice::from_ref(&member)).as_bytes()), Ok(vec![member]));
    let listed = vec![Reason { guid: "g".to_owned(), name: "Not \"it\"".to_owned() }];
    assert_eq!(reasons(write_reasons(PrintKind::Sha1, &listed).as_bytes()), Ok(listed));
}

const KINDS: &[PrintKind] = &[
    PrintKind::Pdq,
    PrintKind::Md5,
    PrintKind::Sha1,
    PrintKind::PhotoDna,
    PrintKind::NetClean,
    PrintKind::SsvhPdna,
    PrintKind::SsvhSafer,
];

fn seen() -> impl Strategy<Value = Seen> {
    let reason = (words(), words()).prop_map(|(guid, name)| Reason { guid, name });
    (any_member(), select(KINDS), option::of(option::of(reason))).prop_map(|(by, of, vote)| Seen {
        by,
        of: Some(of),
        opinion: if vote.is_some() { Opinion::Disagrees } else { Opinion::Agrees },
        reason: vote.flatten(),
        tags: BTreeSet::new(),
    })
}

fn records(medium: Medium) -> impl Strategy<Value = Record> {
    let elsewhere =
        btree_map(select(&[PrintKind::TmkPdqf, PrintKind::Videntifier][..]), "/v2/[a-z&]{1,9}", 0..2);
    let category = option::of(select(&CLASSIFICATIONS[..]));
    let rest = (any::<bool>(), elsewhere, category, vec(seen(), 0..4));
    (words(), any_member(), option::of(moments()), prints(KINDS), rest).prop_map(
        move |(id, source, at, prints, (deleted, elsewhere, category, seen))| {
            let record = Record::new(Name::Given(id), if deleted { Status::Deleted } else { Status::Active });
            let record = Record { medium: Some(medium), source, at, ..record };
            if deleted {
                return record;
            }
            let category = category.map(|given| Category::new(Scheme::Ncmec, given));
            Record { prints, elsewhere, category, seen, ..record }
        },
    )
}

fn pages() -> impl Strategy<Value = Page> {
    let of = |medium| vec(records(medium), 0..3);
    (of(Medium::Picture), of(Medium::Video), moments(), option::of(words())).prop_map(
        |(pictures, videos, greatest, next)| Page {
            records: pictures.into_iter().chain(videos).collect(),
            greatest: Some(greatest),
            next,
        },
    )
}

proptest! {
    #[test]
    fn a_page_that_is_written_is_read_back_the_same(before in pages()) {
        let written = write_page(&before);
        prop_assert_eq!(&written.asides, &[]);
        let read = page(written.text.as_bytes()).unwrap();
        prop_assert_eq!(&read.of, &before);
        prop_assert!(read.asides.iter().all(|aside| matches!(aside.what, super::super::What::KeptElsewhere(_))));
        let debug = format!("{read:?} {written:?}");
        prop_assert!(!shows_a_hash(&debug, &before.records));
    }

    #[test]
    fn a_spoilt_page_never_stops_the_program(bytes in spoilt(vec![PAGE.to_owned()])) {
        if let Ok(read) = page(&bytes) {
            let _ = write_page(&read.of);
        }
        let _ = (status(&bytes), members(&bytes), reasons(&bytes), votes::read(&bytes));
    }

    /// However versions of entries are laid out on the pages, what is left is what each one's latest version says.
    #[test]
    fn the_order_of_pages_changes_nothing(
        versions in vec((0..4_u8, 0..50_i64, any::<bool>()), 1..30),
        size in 1..8_usize,
    ) {
        let mut latest = BTreeMap::new();
        let begun = at("2026-11-01T00:00:00Z");
        let records: Vec<Record> = versions.iter().map(|(id, second, gone)| {
            let newest = latest.entry(format!("`{id}`")).or_insert((*second, *gone));
            *newest = (*newest).max((*second, *gone));
            let status = if *gone { Status::Deleted } else { Status::Active };
            entry(&id.to_string(), Some(begun + SignedDuration::from_secs(*second)), status)
        }).collect();
        let mut poll = begin(Checkpoint { whole_to: begun }, begun + SignedDuration::from_hours(1));
        let (mut left, pages) = (BTreeMap::new(), records.chunks(size).count());
        for (number, chunk) in records.chunks(size).enumerate() {
            let next = (number + 1 < pages).then(|| format!("/v2/entries?start={number}"));
            let taken = Page { records: chunk.to_vec(), greatest: None, next };
            let (changes, then) = poll.take().unwrap().take(taken).unwrap();
            for change in changes {
                let gone = matches!(change, Change::Withdrawn(_));
                left.insert(format!("{:?}", change.record().name), gone);
            }
            poll = match then {
                Then::More(poll) => Some(poll),
                Then::Whole(_) => None,
            };
        }
        let expected: BTreeMap<_, _> = latest.into_iter().map(|(id, (_, gone))| (id, gone)).collect();
        prop_assert_eq!(left, expected);
    }
}
