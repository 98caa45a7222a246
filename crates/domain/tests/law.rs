//! The rulebook held against fact patterns that were written from the sources, not from its answers: who must be told,
//! which duties bind, and when clocks end, in four nations and on both sides of changes in the law.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use domain::agency::Nation;
use domain::reports::Known;
use domain::rules::facts::Facts;
use domain::rules::head::Force;
use domain::rules::route::Standing;
use domain::rules::{duty, rulebook};
use domain::time::{day, start_of};
use jiff::Timestamp;
use jiff::civil::Date;

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|line| line.split('|').map(str::trim).collect())
}

fn facts(words: &str) -> Facts {
    words.split_whitespace().fold(Facts::default(), |facts, word| {
        if let Some(years) = word.strip_prefix("age=") {
            return facts.aged(years.parse().unwrap());
        }
        let (id, known) = match word.split_at(1) {
            ("!", id) => (id, Known::No),
            ("?", id) => (id, Known::NotKnown),
            _ => (word, Known::Yes),
        };
        assert!(rulebook().fact(id).is_some(), "there is no fact {id}");
        facts.with(id, known)
    })
}

/// Whether what the table says of one row is so.
fn holds(expected: &str, facts: &Facts, nation: Nation, on: Date) -> bool {
    let steps = rulebook().steps(facts, nation, on);
    let window = duty::Window::from_now(facts, rulebook(), start_of(on));
    let duties = rulebook().duties(facts, nation, on, &window);
    let stands = |id: &str| steps.iter().find(|step| step.route.head.id == id).map(|step| step.standing);
    let duty = |id: &str| duties.iter().find(|one| one.duty.head.id == id);
    if let Some((id, standing)) = expected.split_once('=') {
        let standing: duty::Standing = serde_json::from_value(standing.into()).unwrap();
        return duty(id).is_some_and(|one| one.standing == standing);
    }
    if let Some(id) = expected.strip_suffix('~') {
        return duty(id).is_some_and(|one| one.force == Force::Prospective);
    }
    match expected.split_at(1) {
        ("!", id) if id.starts_with("DUTY") => {
            duty(id).is_none_or(|one| one.standing == duty::Standing::NotEngaged)
        }
        ("!", id) => stands(id).is_none(),
        ("?", id) => stands(id) == Some(Standing::NotRuledOut),
        _ => stands(expected) == Some(Standing::Required),
    }
}

#[test]
fn who_must_be_told_is_what_the_sources_say() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("routes.txt")) {
        let [nation, on, told, expected] = row[..] else { panic!("{row:?}") };
        let (nation, on): (_, Date) = (Nation::from_code(nation).unwrap(), on.parse().unwrap());
        for expected in expected.split_whitespace() {
            let id = expected.trim_matches(['!', '?', '~']).split('=').next().unwrap();
            assert!(rulebook().heads().any(|(_, head)| head.id == id), "there is no row {id}");
            if !holds(expected, &facts(told), nation, on) {
                wrong.push(format!("{expected}: {row:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clocks_end_when_they_are_reckoned_by_hand() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("clocks.txt")) {
        let [id, nation, from, due, last] = row[..] else { panic!("{row:?}") };
        let (nation, from): (_, Timestamp) = (Nation::from_code(nation).unwrap(), from.parse().unwrap());
        let said = rulebook().clock(id, nation, day(from)).map(|clock| clock.due(nation, from).unwrap());
        let said = said.map(|due| (due.at.to_string(), due.last_working_day.to_string()));
        let expected = (due != "-").then(|| (due.to_owned(), last.to_owned()));
        if said != expected {
            wrong.push(format!("{row:?}: {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_clock_and_every_route_is_in_the_tables() {
    let (routes, clocks) = (include_str!("routes.txt"), include_str!("clocks.txt"));
    for route in &rulebook().routes {
        assert!(routes.split_whitespace().any(|word| word == route.head.id), "{}", route.head.id);
    }
    for clock in &rulebook().clocks {
        assert!(
            clocks.lines().any(|line| line.starts_with(&format!("{} |", clock.head.id))),
            "{}",
            clock.head.id
        );
    }
}
