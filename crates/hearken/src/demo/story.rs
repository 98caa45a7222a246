//! What was told in the demonstration: sixty reports in half a year.
//!
//! Forty pupils of one school carry for three handlers, who share telephones and cars; no single report
//! says so. Six children are blackmailed, two of them by the same account. The rest is what a service
//! hears in any half-year.

use domain::reports::answers::Row;
use domain::reports::{Answer, Answers};

use super::people::Pupil;

/// Who told it.
pub(crate) enum By {
    Nobody,
    /// Staff of the school with this code.
    Staff(&'static str),
}

/// A report, and when it was told.
pub(crate) struct Told {
    pub(crate) days_ago: i64,
    /// Of the day, 0 to 1439.
    pub(crate) minutes: i64,
    pub(crate) by: By,
    pub(crate) answers: Answers,
}

/// Handlers: the name they go by, their telephone (of Ofcom's range for drama), their car.
const HANDLERS: [(&str, &str, &str); 3] = [
    ("Tee", "07700 900118", "WX19 KTO"),
    ("Biggs", "07700 900342", "YD68 PLV"),
    ("Uncle Ray", "07700 900771", "WX19 KTO"),
];

const PLACES: [&str; 4] = [
    "the chicken shop by the station",
    "the underpass behind the retail park",
    "the flats on Manor Rise",
    "the skate park",
];

const SEEN: [&str; 11] = [
    "Two of my form have new trainers and two phones each. They leave by the back gate at lunch and come back after three.",
    "My friend says she has to pay back money for a bag that was taken off her. She did not want the bag.",
    "He came home at four in the morning with cash and would not say where he had been.",
    "They were picked up outside school by a man in a grey car who is not family. It is the third time.",
    "She was found ninety miles away with someone else's train ticket. She said she was visiting a cousin.",
    "A boy in year nine has started to give out vapes and says there is easy money for anyone who wants it.",
    "They are frightened of a man whom they call by a nickname. He waits for them and takes their phones.",
    "My son has bruises and will not go to school by the usual way. His new friends are much older.",
    "I run a shop near the school. Children in uniform hand parcels over behind it most afternoons.",
    "He told me that he cannot stop because they know where his little sister goes to school.",
    "Absences again on the same three days as the others in the group. The phone rings all through lessons.",
];

const BLACKMAIL: [(&str, &str, &str, &str); 6] = [
    (
        "chirrup",
        "sunny.lia07",
        "14",
        "She said she was my age. Now she says she will send my picture to all my friends if I do not pay tonight.",
    ),
    (
        "snapline",
        "sunny.lia07",
        "15",
        "I sent one picture. Then a man rang and said he has my whole contact list.",
    ),
    ("chirrup", "ash_k22", "16", "They want gift cards. I sent two and now they want more."),
    ("gamehall", "notmax", "13", "Someone from a game has a video of me and counts down the minutes."),
    ("snapline", "jess.w.x", "17", "He says he will put it on my college page unless I send money."),
    ("chirrup", "ash_k22", "15", "It is the same every night. They have already sent it to one person."),
];

const OTHERS: [(&str, &str, &str); 8] = [
    ("neglect", "parent", "Three children next door are alone every evening and ask us for food."),
    ("self_harm", "friend", "My friend has stopped eating with us and wears long sleeves in the heat."),
    ("emotional_abuse", "anyone", "There is shouting through the wall most nights and a small child crying."),
    ("child_on_child", "me", "A group at school follow me home and film it."),
    ("physical_abuse", "anyone", "I saw a man push a boy hard against a car and drive off with him."),
    ("grooming", "parent", "A grown man messages my daughter every day and asks her to keep it from us."),
    ("images", "me", "Someone made a fake picture of me with an app and it is going round."),
    (
        "not_sure",
        "friend",
        "Something is wrong at his home. He will not say what, but he is scared of weekends.",
    ),
];

/// All sixty, the oldest first.
pub(crate) fn reports(pupils: &[Pupil]) -> Vec<Told> {
    let carriers: Vec<&Pupil> = pupils.iter().filter(|pupil| pupil.school == "ridgeway").take(40).collect();
    let mut told: Vec<Told> = (0..22).map(|number| carrying(number, &carriers)).collect();
    told.extend((0..6).map(blackmail));
    told.extend((0..32).map(|number| other(number, pupils)));
    told.sort_by_key(|told| (-told.days_ago, told.minutes));
    told
}

/// One report of the story of the school: two pupils, a handler, a telephone or a car.
fn carrying(number: usize, carriers: &[&Pupil]) -> Told {
    let (handler, phone, plate) = HANDLERS[number % 3];
    let who = ["professional", "friend", "parent", "anyone"][number % 4];
    let mut answers = least(who, "criminal_exploitation", SEEN[number % SEEN.len()]);
    let mut people = vec![row(&[("name", handler), ("part", "suspect")])];
    let named = carriers.iter().skip(number * 2).take(2);
    people.extend(named.map(|pupil| row(&[("name", &pupil.name), ("part", "child")])));
    answers.set("people", Answer::Rows(people));
    let mut know = vec!["people".to_owned(), "places".to_owned()];
    if number.is_multiple_of(2) {
        know.push("phones".to_owned());
        answers.set("phones", Answer::Rows(vec![row(&[("number", phone), ("whose", "suspect")])]));
    } else {
        know.push("vehicles".to_owned());
        answers.set("vehicles", Answer::Rows(vec![row(&[("plate", plate), ("about", "grey hatchback")])]));
    }
    answers.set("know", Answer::Many(know));
    answers.set("places", Answer::Rows(vec![row(&[("place", PLACES[number % PLACES.len()])])]));
    let by = if who == "professional" { By::Staff("ridgeway") } else { By::Nobody };
    at(175 - number * 7, 480 + number * 29, by, answers)
}

fn blackmail(number: usize) -> Told {
    let (platform, handle, age, text) = BLACKMAIL[number];
    let mut answers = least("me", "sextortion", text);
    answers.set("threat", one("yes"));
    answers.set("demand", one("yes"));
    answers
        .set("demands", Answer::Rows(vec![row(&[("what", "gift_card"), ("amount", "100"), ("paid", "no")])]));
    answers.set("child", Answer::Rows(vec![row(&[("age", age)])]));
    answers.set("know", Answer::Many(vec!["accounts".to_owned()]));
    let account = row(&[("platform", platform), ("handle", handle), ("whose", "suspect")]);
    answers.set("accounts", Answer::Rows(vec![account]));
    at(165 - number * 28, 1_300 + number * 15, By::Nobody, answers)
}

fn other(number: usize, pupils: &[Pupil]) -> Told {
    let (harm, who, text) = OTHERS[number % OTHERS.len()];
    let school = ["brookfield", "st-anselm"][number % 2];
    let by_staff = number.is_multiple_of(3);
    let mut answers = least(if by_staff { "professional" } else { who }, harm, text);
    let child = pupils.iter().filter(|pupil| pupil.school == school).nth(number * 3);
    if let Some(child) = child {
        let age = child.age.to_string();
        answers.set("child", Answer::Rows(vec![row(&[("name", &child.name), ("age", &age)])]));
    }
    at(160 - number * 5, 420 + number * 23, if by_staff { By::Staff(school) } else { By::Nobody }, answers)
}

/// The answers that every report has.
fn least(who: &str, harm: &str, happened: &str) -> Answers {
    let mut answers = Answers::default();
    let area = ["SN1", "SN2", "SN3", "SN25"][happened.len() % 4];
    let given = [
        ("who", who),
        ("harm", harm),
        ("danger", "no"),
        ("happened", happened),
        ("when", "week"),
        ("threat", "not_sure"),
        ("demand", "no"),
        ("staff", "no"),
        ("where", area),
        ("tell_school", "no"),
        ("evidence", "no"),
        ("reply", "code"),
    ];
    for (question, answer) in given {
        answers.set(question, one(answer));
    }
    let job = row(&[("name", "As signed in"), ("role", "Teacher")]);
    answers.set("job", Answer::Rows(vec![job]));
    answers
}

fn one(text: &str) -> Answer {
    Answer::One(text.to_owned())
}

fn row(fields: &[(&str, &str)]) -> Row {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

fn at(days_ago: usize, minutes: usize, by: By, answers: Answers) -> Told {
    let whole = |number: usize| i64::try_from(number).unwrap_or_default();
    Told { days_ago: whole(days_ago), minutes: whole(minutes % 1_440), by, answers }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::reports::{Harm, Report};

    use super::super::people::pupils;
    use super::*;

    #[test]
    fn sixty_reports_can_be_read_and_forty_pupils_are_found_in_the_story() {
        let reports: Vec<Report> =
            reports(&pupils()).iter().map(|told| Report::from_answers(&told.answers).unwrap()).collect();
        assert_eq!(reports.len(), 60);
        let carrying = reports.iter().filter(|report| report.harm == Harm::CriminalExploitation);
        let named: HashSet<&String> = carrying
            .flat_map(|report| &report.people)
            .filter(|person| person.get("part").is_some_and(|part| part == "child"))
            .filter_map(|person| person.get("name"))
            .collect();
        assert_eq!(named.len(), 40);
    }
}
