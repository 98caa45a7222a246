use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use uuid::Uuid;

use super::super::course;
use super::super::sample::{after, case};
use super::*;
use crate::id::SubjectId;

fn with_place() -> State {
    let id = SubjectId::from_uuid(Uuid::from_u128(3));
    let named = course::name_subject(&case(), id, SubjectKind::Place, "The bus station", "").unwrap();
    after(case(), vec![named])
}

fn conference() -> Conference {
    Conference {
        held: date(2026, 11, 19),
        review: date(2026, 12, 17),
        attended: vec![Attendee { role: "chair".to_owned(), agency: "children's services".to_owned() }],
        context: "The bus station and the shops around it, used by pupils of two schools".to_owned(),
        draws: "Empty unit, poor light, a man who buys food".to_owned(),
        guardians: "Shop staff and drivers, who do not know whom to tell".to_owned(),
        strengths: "A youth club two streets away".to_owned(),
        actions: vec![Action { text: "Light the path".to_owned(), owner: "council".to_owned(), due: None }],
        powers: vec!["DIS-CLOSURE".to_owned()],
        powers_text: "Police look at a closure order for the unit".to_owned(),
    }
}

fn children() -> Vec<String> {
    ["Alys O'Néill", "Rhys ap Huw-Jones", "B. Möller"].map(str::to_owned).to_vec()
}

fn problems(conference: Conference) -> Vec<(String, Refusal)> {
    let refused = confer(&with_place(), conference, &children()).unwrap_err();
    refused.into_iter().map(|problem| (problem.field, problem.why)).collect()
}

fn names(word: &str) -> Refusal {
    Refusal::NamesAChild { word: word.to_owned() }
}

#[test]
fn a_conference_that_names_no_child_is_kept() {
    let event = confer(&with_place(), conference(), &children()).unwrap();
    let held = after(with_place(), vec![event]);
    assert_eq!(held.conferences, [conference()]);
}

/// Writes a text into one field.
type Write = fn(&mut Conference, String);

#[test]
fn a_name_is_refused_in_every_field_however_it_is_written() {
    let cases: [(&str, Write); 8] = [
        ("attended.0.role", |one, text| one.attended[0].role = text),
        ("attended.0.agency", |one, text| one.attended[0].agency = text),
        ("context", |one, text| one.context = text),
        ("draws", |one, text| one.draws = text),
        ("guardians", |one, text| one.guardians = text),
        ("strengths", |one, text| one.strengths = text),
        ("action.0.owner", |one, text| one.actions[0].owner = text),
        ("powers_text", |one, text| one.powers_text = text),
    ];
    let written = [
        ("seen with ALYS there", "alys"),
        ("Alys's friends", "alys"),
        ("the o’neill house", "oneill"),
        ("o'neills and ONEILL", "oneill"),
        ("near there.Rhys waits", "rhys"),
        ("(Huw)", "huw"),
        ("Jones/Smith", "jones"),
        ("Moller and others", "moller"),
        ("A\u{200b}lys", "alys"),
        ("Alys\u{2bc}s friends", "alys"),
        ("Alys\u{2b9}s friends", "alys"),
        ("Alys\u{2032}s friends", "alys"),
        ("the Huws", "huw"),
        ("Rhyss bike", "rhys"),
    ];
    for (field, set) in cases {
        for (text, word) in written {
            let mut conference = conference();
            set(&mut conference, text.to_owned());
            assert_eq!(problems(conference), [(field.to_owned(), names(word))], "{field}: {text}");
        }
    }
}

#[test]
fn a_word_that_only_contains_a_name_and_a_particle_are_no_names() {
    for text in ["Alysia street", "the app", "ap", "a b c", "Bee", "Jonestown"] {
        let kept = Conference { context: text.to_owned(), ..conference() };
        assert!(confer(&with_place(), kept, &children()).is_ok(), "{text}");
    }
}

#[test]
fn a_particle_that_begins_a_name_is_a_name() {
    let children = ["Al Green", "Den", "van Dijk, Di", "Ali El Amin"].map(str::to_owned);
    let names = Names::new(&children);
    for word in ["Al", "den", "Di", "Dijk", "amin"] {
        assert_eq!(names.named_in(&format!("seen with {word} there")), Some(word.to_lowercase()));
    }
    assert_eq!(names.named_in("el centro"), None, "inside a name it is none");
}

#[test]
fn what_people_look_like_is_not_taken_for_a_name() {
    let cases = [
        ("Kai", Some("Kai")),
        ("kai and tom", Some("kai tom")),
        ("my friend Kai", Some("Kai")),
        ("unknown man", None),
        ("Mum", None),
        ("a tall boy with a red bike called Kai", Some("Kai")),
        ("", None),
    ];
    for (text, names) in cases {
        assert_eq!(names_in(text).as_deref(), names, "{text}");
    }
}

#[test]
fn a_nickname_that_is_marked_is_read() {
    let cases: [(&str, &[&str]); 6] = [
        ("Year 10, known as Bones", &["Bones"]),
        ("aka Bones.", &["Bones."]),
        ("a.k.a. Bones", &["Bones"]),
        ("everybody says “Bones” to him", &["Bones"]),
        ("he said \"I will not come to the station\"", &[]),
        ("Year 10 at the school, mum called the police over “county lines”", &[]),
    ];
    for (about, names) in cases {
        assert_eq!(nicknames(about), names, "{about}");
    }
}

#[test]
fn a_child_who_is_named_later_is_found_in_what_was_kept() {
    let kept = Conference { draws: "Kai sells there, and Kai's friends".to_owned(), ..conference() };
    assert!(confer(&with_place(), kept.clone(), &children()).is_ok());
    assert!(named_in(&kept, &children()).is_empty());
    assert_eq!(named_in(&kept, &["Kai Morgan".to_owned()]), ["kai"]);
}

#[test]
fn every_problem_is_told_at_once_with_its_field() {
    let empty = Conference {
        review: date(2026, 11, 19),
        attended: vec![],
        context: " ".to_owned(),
        draws: "Rhys".to_owned(),
        powers: vec!["DIS-NONE".to_owned()],
        ..conference()
    };
    let fields: Vec<String> = problems(empty).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["review", "attended.0.role", "context", "powers", "draws"]);
}

#[test]
fn a_case_without_a_place_or_a_group_has_no_conference() {
    let refused = confer(&case(), conference(), &[]).unwrap_err();
    assert_eq!(refused[0].why, Refusal::NoContext);
    let closed = after(with_place(), vec![Event::Closed { reason: "done".to_owned() }]);
    assert_eq!(confer(&closed, conference(), &[]).unwrap_err()[0].why, Refusal::Closed);
}

#[test]
fn where_harm_comes_from_is_said_with_a_reason() {
    let contexts = || vec![Context::PeerGroup, Context::Online];
    assert_eq!(categorise(&case(), Category::Both, contexts(), " "), Err(Refusal::NoReason));
    let home = categorise(&case(), Category::IntraFamilial, contexts(), "an uncle").unwrap();
    assert_eq!(after(case(), vec![home]).category, Some((Category::IntraFamilial, vec![])));
    let outside = categorise(&case(), Category::ExtraFamilial, contexts(), "the bus station").unwrap();
    assert_eq!(after(case(), vec![outside]).category, Some((Category::ExtraFamilial, contexts())));
}

/// A part of a name as somebody may type it.
fn typed(part: &str, how: u8) -> String {
    match how {
        0 => part.to_uppercase(),
        1 => part.to_lowercase(),
        2 => part.replace('e', "é").replace('o', "ö").replace('i', "i\u{301}"),
        3 => format!("{part}'s"),
        _ => part.to_owned(),
    }
}

proptest! {
    #[test]
    fn no_text_with_a_childs_name_as_a_word_is_ever_kept(
        before in "[a-z ,.!?()\n-]{0,40}", after in "[a-z ,.!?()\n-]{0,40}", how in 0u8..5, field in 0u8..3,
        parts in prop::collection::vec("[A-Z][a-z]{2,9}", 1..4), which in any::<Index>(),
        edges in (select(vec![" ", ".", "(", "\n", "-", "/", "\"", ", "]), select(vec![" ", ".", ")", ";", "?", "/"]))
    ) {
        prop_assume!(parts.iter().all(|part| {
            let lower = part.to_lowercase();
            !PARTICLES.contains(&lower.as_str()) && NameKey::new(&lower).parts().next().is_some()
        }));
        let name = parts.join(" ");
        let part = typed(&parts[which.index(parts.len())], how);
        let text = format!("{before}{}{part}{}{after}", edges.0, edges.1);
        let mut conference = conference();
        match field {
            0 => conference.guardians = text,
            1 => conference.actions[0].text = text,
            _ => conference.attended[0].role = text,
        }
        prop_assert!(confer(&with_place(), conference, &[name]).is_err());
    }

    #[test]
    fn a_text_without_any_part_of_a_name_is_never_refused_for_one(
        text in "[a-m ]{1,60}", name in "[N-Z][n-z]{2,9} [N-Z][n-z]{2,9}"
    ) {
        let kept = Conference { context: format!("x {text}"), ..conference() };
        prop_assert!(Names::new(&[name]).named_in(&kept.context).is_none());
    }
}
