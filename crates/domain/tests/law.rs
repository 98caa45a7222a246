//! The rulebook held against fact patterns that were written from the sources, not from its answers: who must be told,
//! which duties bind, and when clocks end, in four nations and on both sides of changes in the law.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use domain::agency::Nation;
use domain::reports::Known;
use domain::rules::clock::Due;
use domain::rules::facts::Facts;
use domain::rules::head::Force;
use domain::rules::route::Standing;
use domain::rules::tables::ClockKind;
use domain::rules::{duty, rulebook};
use domain::screen::Level;
use domain::time::{day, start_of};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

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

/// What follows from facts: each row with its standing, duties aside.
type Answers = std::collections::BTreeMap<&'static str, Standing>;

fn answers(facts: &Facts, nation: Nation, on: Date) -> Answers {
    let book = rulebook();
    let steps = book.steps(facts, nation, on).into_iter();
    let steps = steps.map(|step| (step.route.head.id.as_str(), step.standing));
    let barring = book.barring_of(facts, nation, on).into_iter();
    let barring = barring.map(|one| (one.row.head.id.as_str(), one.standing));
    let sharing = book.sharing_of(facts, nation, on).into_iter();
    let sharing = sharing.map(|one| (one.row.head.id.as_str(), one.standing));
    steps.chain(barring).chain(sharing).collect()
}

/// Whether what the table says of one row is so.
fn holds(expected: &str, facts: &Facts, nation: Nation, on: Date) -> bool {
    let answers = answers(facts, nation, on);
    let duties =
        rulebook().duties(facts, nation, on, &duty::Window::from_now(facts, rulebook(), start_of(on)));
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
        ("!", id) => !answers.contains_key(id),
        ("?", id) => answers.get(id) == Some(&Standing::NotRuledOut),
        _ => answers.get(expected) == Some(&Standing::Required),
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

/// The moment as the table writes it: `>` before what is not too soon from then on, `<` before a time counted backwards.
fn shown(due: Due) -> String {
    let mark = match due.kind {
        ClockKind::Latest => "",
        ClockKind::Earliest => ">",
        ClockKind::Before => "<",
    };
    format!("{mark}{}", due.at)
}

#[test]
fn clocks_end_when_they_are_reckoned_by_hand() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("clocks.txt")) {
        let [id, nation, from, due, last] = row[..] else { panic!("{row:?}") };
        let (nation, from): (_, Timestamp) = (Nation::from_code(nation).unwrap(), from.parse().unwrap());
        let said = rulebook().clock(id, nation, day(from)).map(|clock| clock.due(nation, from).unwrap());
        let said = said.map(|due| (shown(due), due.working_day.to_string()));
        let expected = (due != "-").then(|| (due.to_owned(), last.to_owned()));
        if said != expected {
            wrong.push(format!("{row:?}: {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_clock_and_every_row_with_a_condition_is_in_the_tables() {
    let (routes, clocks) = (include_str!("routes.txt"), include_str!("clocks.txt"));
    let decided = rulebook().routes.iter().map(|route| &route.head.id);
    let decided = decided.chain(rulebook().barring.iter().map(|row| &row.head.id));
    let sharing = rulebook().sharing.iter().filter(|row| row.when.is_some()).map(|row| &row.head.id);
    for id in decided.chain(sharing) {
        assert!(routes.split_whitespace().any(|word| word == id), "{id}");
    }
    for clock in &rulebook().clocks {
        assert!(
            clocks.lines().any(|line| line.starts_with(&format!("{} |", clock.head.id))),
            "{}",
            clock.head.id
        );
    }
}

#[test]
fn a_disclosure_a_young_child_a_threat_and_a_demand_set_how_soon_somebody_must_look() {
    let cases: [(&[&str], Level); 8] = [
        (&["told_harm"], Level::High),
        (&["age_13_or_under", "any_high"], Level::Critical),
        (&["age_13_or_under"], Level::Low),
        (&["any_high"], Level::Low),
        (&["threat_made"], Level::Critical),
        (&["blackmail"], Level::Critical),
        (&["money_demanded"], Level::Critical),
        (&["pay"], Level::Low),
    ];
    for (seen, expected) in cases {
        let of = |id: &str| if seen.contains(&id) { Known::Yes } else { Known::No };
        let floors = rulebook().floors.iter().filter(|floor| floor.when.holds(&of) == Known::Yes);
        let level = floors.map(|floor| floor.at_least).max().unwrap_or(Level::Low);
        assert_eq!(level, expected, "{seen:?}");
    }
}

const ALL: [Known; 3] = [Known::Yes, Known::No, Known::NotKnown];

fn any_facts() -> impl Strategy<Value = Facts> {
    let ids: Vec<&str> = rulebook().facts.iter().map(|fact| fact.id.as_str()).collect();
    let told = prop::collection::vec((prop::sample::select(ids), prop::sample::select(ALL.to_vec())), 0..60);
    told.prop_map(|told| told.into_iter().fold(Facts::default(), |facts, (id, known)| facts.with(id, known)))
}

proptest! {
    #[test]
    fn knowing_less_never_removes_what_is_required(
        facts in any_facts(), less in any::<prop::sample::Index>(),
        nation in prop::sample::select(Nation::ALL.to_vec())
    ) {
        let on = date(2026, 11, 25);
        let before = answers(&facts, nation, on);
        let after = answers(&facts.with(&less.get(&rulebook().facts).id, Known::NotKnown), nation, on);
        let required = before.iter().filter(|(_, standing)| **standing == Standing::Required);
        for (id, _) in required {
            prop_assert!(after.contains_key(id), "{id}");
        }
    }
}
