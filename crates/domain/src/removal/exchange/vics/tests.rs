//! VICS: documents as tools write them, with each of their traps.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::removal::exchange::tests::{made, moments, print, shows_a_hash, spoilt, words};
use crate::removal::exchange::{Category, Medium, Name, PrintKind, Status, Uk, What};

const V1_3: &str = r#"{ "odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media", "value": [
  { "MediaID": "1", "Category": "2", "MD5": "11111111111111111111111111111111", "SHA1": "", "MediaSize": "2835",
    "DateUpdated": "2023-06-07T02:31:49.8300Z", "IsPrecategorized": "True", "VictimIdentified": "false",
    "Exifs": [ { "MD5": "11111111111111111111111111111111", "PropertyName": "Model", "PropertyValue": "X" } ] },
  { "MediaID": 2, "Category": 9, "MD5": "11111111111111111111111111111111", "DateUpdated": "2023-06-07T02:31:49",
    "OffenderIdentified": "perhaps" },
  { "MediaID": 3, "MD5": "2222222222222222" } ] }"#;

const V2_0: &str = r#"{
  "@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media", "value": [
  { "CaseID": "c1", "CaseNumber": 17, "SourceApplicationName": "Tool", "TotalMediaFiles": 5000000000, "Media": [
    { "MediaID": 1, "Category": 1, "MD5": "11111111111111111111111111111111", "MimeType": "image/jpeg", "Tags": "one",
      "Comments": "seen before", "RelativeFilePath": "files\\1.jpg",
      "MediaFiles": [ { "FileName": "a.jpg", "FilePath": "C:\\a.jpg", "Created": "2023-06-07T02:31:49Z" },
                      { "FileName": "b.jpg", "FilePath": "C:\\b.jpg", "Written": "" } ] } ] },
  { "CaseID": "c2", "TotalMediaFiles": "1", "Media": [
    { "MediaID": 2, "MD5": "33333333333333333333333333333333", "MimeType": "video/*", "SelfGenerated": "1" } ] },
  { "MediaID": 3, "MD5": "44444444444444444444444444444444" },
  { "MediaID": 4, "MD5": "55555555555555555555555555555555" } ] }"#;

#[test]
fn answers_and_numbers_as_texts_are_read_behind_a_mark() {
    let read = read(format!("\u{feff}{V1_3}").as_bytes(), Region::Uk).unwrap();
    let [case] = read.of.cases.as_slice() else { panic!("1.3 has one case") };
    let first = &case.media[0];
    assert_eq!((first.said.precategorised, first.said.victim_identified), (Some(true), Some(false)));
    assert_eq!((first.size_bytes, first.record.name.clone()), (Some(2835), Name::Given("1".to_owned())));
    assert_eq!(first.record.category.as_ref().map(Category::may_be), Some(&[Uk::B][..]));
    assert_eq!(first.record.at, "2023-06-07T02:31:49.83Z".parse().ok());
    let told: Vec<String> = read.asides.iter().map(ToString::to_string).collect();
    let expected = [
        "value[0]: `Exifs` is not taken over",
        "value[1].Category: `Category` has the value `9`, which is not known here",
        "value[1].DateUpdated: a detail was left out: it is no time with its zone: write it like 2026-11-27T10:46:40Z",
        "value[1].OffenderIdentified: a detail was left out: it must be true or false: write it so",
        "value[2].MD5: a fingerprint was left out: a md5 is 32 hexadecimal digits, and this is not: write it so",
        "value[2]: a record was left out: it has no fingerprint that can be read: a record must have one",
    ];
    assert_eq!(told, expected);
}

#[test]
fn one_hash_under_two_ids_stays_two_records() {
    let read = read(V1_3.as_bytes(), Region::Uk).unwrap().of;
    let records: Vec<&Record> = read.cases[0].media.iter().map(|media| &media.record).collect();
    assert_eq!(records.len(), 2);
    assert!(records[0].prints == records[1].prints && records[0].name != records[1].name);
}

#[test]
fn every_case_of_a_file_and_what_has_none_is_read_with_all_its_files() {
    let read = read(V2_0.as_bytes(), Region::Uk).unwrap();
    let counts: Vec<_> = read.of.cases.iter().map(|case| (case.id.as_deref(), case.media.len())).collect();
    assert_eq!(counts, [(Some("c1"), 1), (Some("c2"), 1), (None, 2)]);
    assert_eq!(read.of.cases[0].number.as_deref(), Some("17"));
    let first = &read.of.cases[0].media[0];
    assert_eq!((first.files.len(), first.record.medium), (2, Some(Medium::Picture)));
    let second = &read.of.cases[1].media[0];
    assert_eq!((second.mime.as_deref(), second.record.medium), (None, Some(Medium::Video)));
}

#[test]
fn the_total_of_a_case_counts_nothing() {
    let told = read(V2_0.as_bytes(), Region::Uk).unwrap().asides;
    let totals: Vec<String> = told.iter().map(ToString::to_string).collect();
    let expected =
        "value[0].TotalMediaFiles: `TotalMediaFiles` says (not shown) where there are 1: it is not gone by";
    assert_eq!(totals, [expected]);
}

#[test]
fn the_numbers_of_a_country_that_is_not_said_mean_nothing() {
    for (region, expected) in [(Region::Uk, &[Uk::B][..]), (Region::Us, &[]), (Region::Unsaid, &[])] {
        let read = read(V1_3.as_bytes(), region).unwrap().of;
        let category = read.cases[0].media[0].record.category.clone().unwrap();
        assert_eq!((category.given.as_str(), category.may_be()), ("2", expected), "{region:?}");
    }
}

fn one(record: Record) -> Document {
    let case = Case { media: vec![Media::of(record)], ..Case::default() };
    Document { version: Version::V2_0, cases: vec![case] }
}

#[test]
fn a_category_of_the_united_kingdom_becomes_its_number_and_no_other_is_guessed() {
    let mut record = Record::new(Name::Itself, Status::Active);
    record.prints = BTreeSet::from([made(PrintKind::Md5, '1')]);
    let cases = [
        (Scheme::Uk, "A", Region::Uk, Some("\"Category\":1")),
        (Scheme::Uk, "C", Region::Uk, Some("\"Category\":3")),
        (Scheme::Uk, "A", Region::Us, None),
        (Scheme::Ncmec, "A1", Region::Uk, None),
        (Scheme::Vics, "1", Region::Uk, None),
    ];
    for (scheme, given, region, expected) in cases {
        record.category = Some(Category::new(scheme, given));
        let written = write(&one(record.clone()), region);
        assert_eq!(written.text.contains("\"Category\""), expected.is_some(), "{scheme:?} {region:?}");
        assert!(expected.is_none_or(|expected| written.text.contains(expected)), "{}", written.text);
        assert_eq!(written.asides.is_empty(), expected.is_some());
    }
}

#[test]
fn what_was_withdrawn_does_not_leave() {
    let mut record = Record::new(Name::Itself, Status::Withdrawn);
    record.prints = BTreeSet::from([made(PrintKind::Md5, 'a')]);
    let written = write(&one(record), Region::Uk);
    assert!(!written.text.to_lowercase().contains("aaaa"));
    assert_eq!(written.asides[0].what, What::NoPlaceFor("a withdrawn record, which is not written"));
}

#[test]
fn what_lay_on_somebodys_disk_is_never_printed() {
    let read = read(V2_0.as_bytes(), Region::Uk).unwrap();
    let printed = format!("{read:?}");
    for word in ["a.jpg", "seen before", "files\\"] {
        assert!(!printed.contains(word), "{word}");
    }
}

fn files() -> impl Strategy<Value = File> {
    let text = || option::of(words().prop_map(Private::new));
    let time = || option::of(moments());
    (text(), text(), time(), time(), time()).prop_map(|(name, path, created, written, accessed)| File {
        name,
        path,
        created,
        written,
        accessed,
    })
}

fn said() -> impl Strategy<Value = Said> {
    any::<[Option<bool>; 6]>().prop_map(|[first, second, third, fourth, fifth, sixth]| Said {
        precategorised: first,
        suspected: second,
        offender_identified: third,
        victim_identified: fourth,
        distributed: fifth,
        self_generated: sixth,
    })
}

fn records() -> impl Strategy<Value = Record> {
    let name = prop_oneof![
        words().prop_map(Name::Given),
        any::<u32>().prop_map(|id| Name::Given(id.to_string())),
        Just(Name::Itself)
    ];
    let hashes =
        (print(PrintKind::Md5), option::of(print(PrintKind::Sha1)), option::of(print(PrintKind::PhotoDna)));
    let category = option::of(select(&["1", "2", "3"][..]));
    (name, hashes, category, option::of(moments()), btree_set(words(), 0..3)).prop_map(
        |(name, (md5, sha1, photodna), category, at, tags)| {
            let prints = [Some(md5), sha1, photodna].into_iter().flatten().collect();
            let category = category.map(|given| Category::new(Scheme::VicsUk, given));
            Record { prints, category, at, tags, ..Record::new(name, Status::Active) }
        },
    )
}

fn media() -> impl Strategy<Value = Media> {
    let text = || option::of(words().prop_map(Private::new));
    let kind = option::of(select(
        &[
            (Medium::Picture, None),
            (Medium::Picture, Some("image/png")),
            (Medium::Video, Some("video/mp4")),
            (Medium::Video, None),
        ][..],
    ));
    let texts = (text(), text(), text());
    (records(), option::of(0..1_u64 << 60), kind, texts, vec(files(), 0..3), said()).prop_map(
        |(record, size_bytes, kind, (series, comments, path), files, said)| {
            let mime = kind.and_then(|(_, mime)| mime).map(str::to_owned);
            let record = Record { medium: kind.map(|(medium, _)| medium), ..record };
            Media { record, size_bytes, mime, series, comments, path, files, said }
        },
    )
}

/// As 1.3 can say it.
fn older(media: Media) -> Media {
    let record = Record { medium: None, tags: BTreeSet::new(), ..media.record };
    let said = Said { suspected: None, self_generated: None, ..media.said };
    Media { record, said, mime: None, comments: None, path: None, files: Vec::new(), ..media }
}

fn documents() -> impl Strategy<Value = Document> {
    let case = (option::of(words()), words(), option::of(words()), vec(media(), 0..4)).prop_map(
        |(id, number, program, media)| Case {
            id,
            number: Some(number),
            program,
            program_version: None,
            media,
        },
    );
    let newer = vec(case, 0..3).prop_map(|cases| Document { version: Version::V2_0, cases });
    let older = vec(media().prop_map(older), 1..5).prop_map(|media| Document {
        version: Version::V1_3,
        cases: vec![Case { media, ..Case::default() }],
    });
    prop_oneof![newer, older]
}

proptest! {
    #[test]
    fn a_document_that_is_written_is_read_back_the_same(before in documents()) {
        let written = write(&before, Region::Uk);
        prop_assert_eq!(&written.asides, &[]);
        let read = read(written.text.as_bytes(), Region::Uk).unwrap();
        prop_assert_eq!(&read.asides, &[]);
        prop_assert_eq!(&read.of, &before);
        let records: Vec<Record> =
            before.cases.into_iter().flat_map(|case| case.media).map(|media| media.record).collect();
        let debug = format!("{read:?} {written:?}");
        prop_assert!(!shows_a_hash(&debug, &records));
    }

    #[test]
    fn a_spoilt_document_never_stops_the_program(bytes in spoilt(vec![V1_3.to_owned(), V2_0.to_owned()])) {
        if let Ok(read) = read(&bytes, Region::Uk) {
            let _ = write(&read.of, Region::Us);
        }
    }
}
