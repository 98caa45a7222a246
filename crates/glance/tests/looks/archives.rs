use glance::{Foreign, Kind, Refused, Warning, inspect};
use zip::CompressionMethod::Stored;

use crate::made::archive::{ByHand, by_hand, end, gzip, gzip_bomb, zip, zip_bomb, zip_with};

const GIB: u32 = 1 << 30;

fn refused(bytes: &[u8]) -> Option<Refused> {
    inspect(bytes).refused
}

#[test]
fn an_honest_zip_is_not_refused() {
    let found = inspect(&zip(&[("letter.txt", b"Annwyl ..."), ("photos/a.jpg", b"\xFF\xD8\xFF")]));
    assert_eq!((found.kind, found.refused, found.warnings), (Kind::Zip, None, vec![]));
    assert_eq!(refused(&zip(&[])), None);
}

#[test]
fn a_zip_that_unpacks_to_a_gibibyte_is_refused() {
    let bomb = zip_bomb(GIB);
    assert!(bomb.len() < 1_100_000, "{}", bomb.len());
    assert_eq!(refused(&bomb), Some(Refused::ArchiveBomb { unpacked_bytes: GIB.into() }));
}

#[test]
fn the_made_bombs_are_real() {
    let mut unpacked = flate2::read::GzDecoder::new(std::io::Cursor::new(gzip_bomb(5 << 20)));
    assert_eq!(std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap(), 5 << 20);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip_bomb(5 << 20))).unwrap();
    let mut member = archive.by_index(0).unwrap();
    assert_eq!(std::io::copy(&mut member, &mut std::io::sink()).unwrap(), 5 << 20);
}

#[test]
fn a_zip_of_a_few_megabytes_is_refused_if_it_is_a_thousandth_packed() {
    let zeros = vec![0; 8 << 20];
    let bomb = zip(&[("zeros", &zeros)]);
    assert_eq!(refused(&bomb), Some(Refused::ArchiveBomb { unpacked_bytes: 8 << 20 }));
    assert_eq!(refused(&zip(&[("empty-table.xml", &zeros[..900_000])])), None);
}

#[test]
fn a_gzip_is_refused_unread_and_a_bomb_that_admits_it_is_named() {
    assert_eq!(refused(&gzip(b"words")), Some(Refused::Unlisted));
    let bomb = gzip_bomb(GIB.into());
    assert!(bomb.len() < 1_100_000, "{}", bomb.len());
    assert_eq!(refused(&bomb), Some(Refused::ArchiveBomb { unpacked_bytes: GIB.into() }));
}

#[test]
fn other_archives_are_refused_unread() {
    for bytes in
        [&b"Rar!\x1a\x07\x01\x00\x33\x92"[..], b"7z\xbc\xaf\x27\x1c\x00\x04", b"\xFD7zXZ\x00\x00\x04"]
    {
        assert_eq!(refused(bytes), Some(Refused::Unlisted), "{bytes:?}");
    }
}

#[test]
fn a_zip_with_too_many_members_is_refused() {
    let names: Vec<String> = (0..10_001).map(|number| number.to_string()).collect();
    let members: Vec<_> = names.iter().map(|name| ByHand::stored(name, b"")).collect();
    assert_eq!(refused(&by_hand(&members)), Some(Refused::TooManyMembers { members: 10_001 }));
    assert_eq!(refused(&by_hand(&members[..10_000])), None);
}

#[test]
fn a_zip_whose_members_share_bytes_is_refused() {
    let member = ByHand::stored("a", b"some words");
    let other = ByHand { name: b"b".to_vec(), ..member.clone() };
    // The second begins inside the content of the first.
    let outer = ByHand::stored("a", &other.head());
    let list = [outer.line(0), other.line(outer.head().len() - other.head().len())].concat();
    assert_eq!(refused(&end(outer.head(), &list, 2)), Some(Refused::OverlappingMembers));
}

#[test]
fn a_zip_that_says_two_things_is_refused() {
    let member = ByHand::stored("a", b"some words");
    let lying = ByHand { unpacked_in_head: 5, ..member.clone() };
    assert_eq!(refused(&by_hand(&[lying])), Some(Refused::ContradictoryArchive));
    let renamed = ByHand { name: b"b".to_vec(), ..member.clone() };
    assert_eq!(refused(&end(member.head(), &renamed.line(0), 1)), Some(Refused::ContradictoryArchive));
    // Stored, and larger than what is stored.
    let growing = ByHand { unpacked: 5000, unpacked_in_head: 5000, ..member.clone() };
    assert_eq!(refused(&by_hand(&[growing])), Some(Refused::ContradictoryArchive));
    // A bomb that claims to be small.
    let shy = ByHand {
        unpacked: 5000,
        unpacked_in_head: 5000,
        method: 8,
        content: vec![7; 9000],
        ..member.clone()
    };
    assert_eq!(refused(&by_hand(&[shy])), Some(Refused::ContradictoryArchive));
    // Two of one name: which one is unpacked?
    assert_eq!(refused(&by_hand(&[member.clone(), member.clone()])), Some(Refused::ContradictoryArchive));
    // More in the list than its count.
    let twice = [member.line(0), member.line(0)].concat();
    assert_eq!(refused(&end(member.head(), &twice, 1)), Some(Refused::ContradictoryArchive));
}

#[test]
fn a_zip_with_an_archive_inside_is_refused() {
    let inner = zip(&[("a", b"b")]);
    for name in ["inner.zip", "INNER.ZIP", "holiday.jpg"] {
        assert_eq!(refused(&zip_with(&[(name, &inner)], Stored)), Some(Refused::NestedArchive), "{name}");
    }
    assert_eq!(refused(&zip(&[("a.tar.gz", b"")])), Some(Refused::NestedArchive));
    assert_eq!(refused(&zip_with(&[("letter.docx", &inner)], Stored)), None);
}

#[test]
fn what_is_odd_in_a_zip_is_told() {
    let member = ByHand::stored("a", b"some words");
    let warnings = |member: ByHand| inspect(&by_hand(&[member])).warnings;
    assert_eq!(warnings(ByHand { flags: 1, ..member.clone() }), [Warning::Encrypted]);
    assert_eq!(
        warnings(ByHand { name: b"holiday.jpg.exe".to_vec(), ..member.clone() }),
        [Warning::HoldsProgram]
    );
    for name in ["../a", "a/../../b", "/etc/a", "C:\\a", "..\\a"] {
        assert_eq!(
            warnings(ByHand { name: name.into(), ..member.clone() }),
            [Warning::UnsafePaths],
            "{name}"
        );
    }
    let hidden = [member.head(), vec![7; 100]].concat();
    assert_eq!(inspect(&end(hidden, &member.line(0), 1)).warnings, [Warning::HiddenBytes]);
}

#[test]
fn what_follows_a_zip_is_told_or_refused() {
    let zip = zip(&[("a", b"b")]);
    assert_eq!(inspect(&[&zip[..], b"more"].concat()).warnings, [Warning::TrailingBytes]);
    let page = [&zip[..], b"<script>alert(1)</script>"].concat();
    assert_eq!(refused(&page), Some(Refused::Polyglot { with: Foreign::Markup }));
}

#[test]
fn a_zip_without_its_list_is_refused() {
    let zip = zip(&[("a", b"some words")]);
    assert_eq!(refused(&zip[..zip.len() - 30]), Some(Refused::Unlisted));
}
