//! Reading and writing: what is written is read back, and what cannot be read is refused with its line.

use proptest::prelude::*;

use super::{any_children, demonstration, year};
use crate::census::rules::Spot;
use crate::census::xml::{lines_of, read, write};
use crate::census::{Census, check};

fn written() -> String {
    write(&demonstration())
}

/// What is said of a return in which one text stands in the place of another, and the line where that is.
fn refused(from: &str, to: &str) -> (usize, String) {
    let text = written();
    let line = text.lines().position(|line| line.contains(from)).unwrap() + 1;
    (line, read(&text.replacen(from, to, 1)).unwrap_err().to_string())
}

#[test]
fn what_cannot_be_read_says_the_line_the_element_and_what_to_do() {
    let date = "<ReferenceDate>: `2026-02-30` is no date: write it as year, month, day, like 2026-03-31";
    let cases = [
        (">2026-03-31<", ">2026-02-30<", date),
        (">2026-03-31<", ">2026-03-31T00:00<", "<ReferenceDate>: `2026-03-31T00:00` is no date"),
        (
            "<Sex>M</Sex>",
            "<GenderCurrent>1</GenderCurrent>",
            "<GenderCurrent>: it cannot stand here: this can hold <LAchildID>, <UPN>",
        ),
        ("<Sex>M</Sex>", "<Sex>M</Sex><Sex>F</Sex>", "<Sex>: it stands twice: leave one"),
        (
            "<Sex>M</Sex>",
            "PersonBirthDate <Sex>M</Sex>",
            "<ChildIdentifiers>: `PersonBirthDate` stands outside every element",
        ),
        ("<Sex>M</Sex>", "<Sex><M/></Sex>", "<Sex>: it can hold text only"),
        ("<Sex>M</Sex>", "<Sex>&sex;</Sex>", "<Message>: this is not XML (unknown entity reference 'sex'"),
        ("<Sex>M</Sex>", "<Sex>M</sex>", "<Message>: this is not XML (expected 'Sex' tag, not 'sex'"),
        (
            "<Disability>",
            "<Disabled/><Disability>",
            "<Disabled>: it cannot stand here: this can hold <Disability>",
        ),
        (
            "<Sex>M</Sex>",
            "<Sex code=\"1\">M</Sex>",
            "<Sex>: it cannot have the attribute `code`: take that out",
        ),
        ("<Disability>", "<Disability\nid=\"1\">", "<Disability>: it cannot have the attribute `id`"),
        (
            "<Sex>M</Sex>",
            "<x:Sex xmlns:x=\"urn:x\">M</x:Sex>",
            "<Sex>: it is of another namespace than <Message>",
        ),
    ];
    for (from, to, expected) in cases {
        let (line, said) = refused(from, to);
        let (at, said) = said.split_once(", ").unwrap();
        assert!(said.starts_with(expected), "{said}");
        let at: usize = at.trim_start_matches("line ").parse().unwrap();
        assert!(
            at == line || said.contains("stands outside") && at + 1 == line || said.contains("not XML"),
            "{at} {line} {said}"
        );
    }
}

#[test]
fn a_namespace_of_the_whole_and_where_its_schema_is_change_nothing() {
    let whole = "<Message xmlns=\"urn:cin\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xsi:noNamespaceSchemaLocation=\"cin.xsd\">";
    let text = written().replacen("<Message>", whole, 1);
    assert_eq!(read(&text), Ok(demonstration()));
    let text = written().replacen("<Message>", "<Message version=\"1\">", 1);
    let refused = read(&text).unwrap_err().to_string();
    assert_eq!(refused, "line 2, <Message>: it cannot have the attribute `version`: take that out");
}

#[test]
fn an_empty_code_in_a_list_is_seen_by_the_rules() {
    let cases =
        [("<Disability>", "Disability", "8540"), ("<AssessmentFactors>", "AssessmentFactors", "8897Q")];
    for (tag, name, rule) in cases {
        let text = written().replace(tag, &format!("<{name}/>{tag}"));
        let found = check(&read(&text).unwrap(), year());
        assert!(found.iter().any(|one| one.rule.code == rule), "{rule}: {found:?}");
    }
}

#[test]
fn another_file_and_a_document_type_are_refused() {
    assert!(read("<Nachricht/>").unwrap_err().to_string().contains("the first element is not <Message>"));
    let laughs = "<!DOCTYPE Message [<!ENTITY a \"aaaaaaaaaa\">]><Message>&a;</Message>";
    assert!(read(laughs).unwrap_err().to_string().contains("DTD"));
    assert!(read("").unwrap_err().to_string().contains("this is not XML"));
}

#[test]
fn elements_within_elements_without_end_are_refused_and_not_a_fall() {
    let (deep, shut) = ("<Message>".repeat(100_000), "</Message>".repeat(100_000));
    assert!(read(&deep).is_err());
    assert!(read(&format!("{deep}{shut}")).is_err());
}

#[test]
fn comments_white_space_and_another_order_change_nothing() {
    let text = "<Message><Children><Child><!-- one --><CINdetails><ReferralNFA> tr<!-- -->ue </ReferralNFA>
        <CINreferralDate/></CINdetails><ChildIdentifiers><Sex>M</Sex></ChildIdentifiers></Child></Children></Message>";
    let census = read(text).unwrap();
    assert_eq!(census.children[0].episodes[0].no_further_action.as_deref(), Some("true"));
    assert_eq!(census.children[0].episodes[0].referred, None);
    assert_eq!(census.children[0].identifiers.sex.as_deref(), Some("M"));
}

#[test]
fn a_place_is_shown_with_its_line() {
    let text = written();
    let spot = Spot { child: Some(4), episode: Some(0), part: Some(("Assessments", 0)) };
    let spots = [
        Spot::default(),
        Spot { child: Some(16), ..Spot::default() },
        spot,
        Spot { child: Some(17), ..spot },
    ];
    let lines = lines_of(&text, spots.iter());
    let line = |at: usize| text.lines().nth(lines[at].unwrap() as usize - 1).unwrap().trim();
    assert_eq!((line(0), line(1), line(2), lines[3]), ("<Message>", "<Child>", "<Assessments>", None));
    assert_eq!(
        text.lines().take(lines[2].unwrap() as usize).filter(|line| line.trim() == "<Child>").count(),
        5
    );
}

/// A lawful return with anything at all written in its texts.
fn any_return() -> impl Strategy<Value = Census> {
    let texts = prop::collection::vec("\\PC{1,12}", 6);
    (any_children(), texts).prop_map(|((_, mut census), texts)| {
        let mut texts = texts
            .into_iter()
            .map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
            .cycle();
        let mut next = || texts.next().flatten();
        census.header.source.software = next();
        for child in &mut census.children {
            child.identifiers.la_child_id = next();
            child.identifiers.former_upn = next();
            child.characteristics.disabilities.extend(next());
            for episode in &mut child.episodes {
                episode.closed_because = next();
                episode.assessments.iter_mut().for_each(|one| one.factors.extend(next()));
            }
        }
        census
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_the_same(census in any_return()) {
        prop_assert_eq!(read(&write(&census)), Ok(census));
    }

    #[test]
    fn nothing_that_is_read_can_stop_it(text in "\\PC{0,200}|(<[A-Za-z]{1,8}/?>|</[A-Z]{1,3}>|[<>&;!\\[\\] \"'=-]){0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn no_spoilt_return_can_stop_it(at in any::<prop::sample::Index>(), length in 0usize..60, put in "\\PC{0,8}|</Child>|<Child>|<CINdetails/>|&#0;") {
        let mut text = written();
        let at = text.floor_char_boundary(at.index(text.len()));
        let end = text.floor_char_boundary((at + length).min(text.len()));
        text.replace_range(at..end, &put);
        if let Ok(census) = read(&text) {
            let found = check(&census, year());
            prop_assert_eq!(lines_of(&text, found.iter().map(|one| &one.spot)).len(), found.len());
        }
    }

    #[test]
    fn no_text_breaks_the_file(text in any::<String>()) {
        let mut census = demonstration();
        census.header.source.software = Some(text);
        prop_assert!(read(&write(&census)).is_ok());
    }
}
