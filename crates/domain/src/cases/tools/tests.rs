use proptest::prelude::*;

use super::super::sample::case;
use super::*;

fn sheet(answers: &[(&str, &str)], facts: &[(&str, Known)]) -> Sheet {
    let answer = |(id, answer): &(&str, &str)| {
        ((*id).to_owned(), Answered { answer: (*answer).to_owned(), basis: Some(Basis::Reported) })
    };
    Sheet {
        answers: answers.iter().map(answer).collect(),
        facts: facts.iter().map(|(id, known)| ((*id).to_owned(), *known)).collect(),
    }
}

/// Every sign answered with its least points, then these over it.
fn over_least(tool: &Tool, answers: &[(&str, &str)]) -> Sheet {
    let mut whole = Sheet::default();
    for item in &tool.item {
        let least = item.weights.iter().min_by_key(|(_, points)| **points).unwrap().0.clone();
        whole.answers.insert(item.id.clone(), Answered { answer: least, basis: None });
    }
    whole.answers.extend(sheet(answers, &[]).answers);
    whole
}

/// Answers that add up to exactly so many points, where the tool allows it: the largest weights first.
fn adding_up_to(tool: &Tool, total: u32) -> Option<Sheet> {
    let mut left = total;
    let mut whole = over_least(tool, &[]);
    let mut items: Vec<&Item> = tool.item.iter().collect();
    items.sort_by_key(|item| std::cmp::Reverse(points_max(item)));
    for item in items {
        let fitting =
            item.weights.iter().filter(|(_, points)| **points <= left).max_by_key(|(_, points)| **points);
        let (answer, points) = fitting?;
        whole.answers.insert(item.id.clone(), Answered { answer: answer.clone(), basis: None });
        left -= points;
    }
    (left == 0).then_some(whole)
}

#[test]
fn every_band_of_every_tool_begins_where_it_says_and_not_a_point_before() {
    let tools = &rulebook().tools;
    assert!(tools.len() >= 5, "the shapes of the facts: {}", tools.len());
    for tool in tools {
        for (place, band) in tool.band.iter().enumerate() {
            let id = &tool.head.id;
            let there = adding_up_to(tool, band.from).unwrap_or_else(|| panic!("{id}: {} points", band.from));
            let reached = outcome(tool, &there);
            assert_eq!((reached.total, &reached.band.name), (band.from, &band.name), "{id}");
            let Some(one_less) = band.from.checked_sub(1) else { continue };
            // Columns of a threshold table leave gaps: then there is no such total.
            if let Some(before) = adding_up_to(tool, one_less) {
                assert_eq!(outcome(tool, &before).band.name, tool.band[place - 1].name, "{id} at {one_less}");
            }
        }
    }
}

#[test]
fn the_totals_of_every_tool_are_what_its_signs_are_worth() {
    // From the tables: the most points, and how many signs.
    let cases = [
        ("wiltshire-cse", 23, 59),
        ("numeric-exploitation", 10, 50),
        ("threshold-cce", 18, 60_606),
        ("count-exploitation", 16, 16),
        ("west-midlands-cse", 9, 17),
    ];
    assert_eq!(cases.len(), rulebook().tools.len(), "every tool is in the table");
    for (id, signs, most) in cases {
        let tool = tool(id).unwrap();
        let nothing = outcome(tool, &Sheet::default());
        assert_eq!((nothing.total, nothing.total_max, nothing.unanswered.len()), (0, most, signs), "{id}");
        let least = outcome(tool, &over_least(tool, &[]));
        assert_eq!((least.total, least.total_max, least.unanswered.len()), (0, 0, 0), "{id}");
    }
}

#[test]
fn each_rule_sets_the_band_whatever_the_total_and_only_when_it_holds() {
    use Known::{No, NotKnown, Yes};
    type Case = (
        &'static str,
        &'static [(&'static str, &'static str)],
        &'static [(&'static str, Known)],
        &'static str,
        Known,
    );
    let cases: &[Case] = &[
        ("wiltshire-cse", &[("sti", "yes")], &[("age_13_or_under", Yes)], "potential_cse", Yes),
        ("wiltshire-cse", &[("sti", "possible")], &[("age_13_or_under", Yes)], "low", NotKnown),
        ("wiltshire-cse", &[("sti", "possible")], &[("age_13_or_under", No)], "low", No),
        ("wiltshire-cse", &[("goes_missing", "yes")], &[("age_13_or_under", Yes)], "low", No),
        ("wiltshire-cse", &[("sti", "yes")], &[("age_13_or_under", No)], "low", No),
        ("wiltshire-cse", &[("sti", "yes")], &[], "low", NotKnown),
        ("numeric-exploitation", &[], &[("disclosure", Yes)], "high", Yes),
        ("numeric-exploitation", &[], &[("disclosure", No)], "low", No),
        ("numeric-exploitation", &[], &[], "low", NotKnown),
        ("threshold-cce", &[], &[("disclosure", Yes), ("missing_from_home", No)], "severe", Yes),
        (
            "threshold-cce",
            &[("contact_controlled", "yes")],
            &[("disclosure", No), ("missing_from_home", Yes)],
            "severe",
            Yes,
        ),
        ("threshold-cce", &[], &[("disclosure", No), ("missing_from_home", Yes)], "none", No),
        ("count-exploitation", &[], &[("disclosure", Yes)], "high", Yes),
        ("count-exploitation", &[], &[("disclosure", No)], "none_seen", No),
        ("west-midlands-cse", &[], &[("disclosure", Yes), ("age_13_or_under", No)], "significant", Yes),
        (
            "west-midlands-cse",
            &[("older_control", "yes")],
            &[("disclosure", No), ("age_13_or_under", Yes)],
            "significant",
            Yes,
        ),
        ("west-midlands-cse", &[], &[("disclosure", No), ("age_13_or_under", Yes)], "no_current", No),
    ];
    let mut seen = std::collections::BTreeSet::new();
    for (id, answers, facts, result, holds) in cases {
        let tool = tool(id).unwrap();
        let sheet = Sheet { facts: sheet(&[], facts).facts, ..over_least(tool, answers) };
        let found = outcome(tool, &sheet);
        assert_eq!(found.result.name, *result, "{id} {answers:?} {facts:?}");
        assert_eq!(!found.fired.is_empty(), *holds == Yes, "{id} {answers:?} {facts:?}");
        assert_eq!(!found.undecided.is_empty(), *holds == NotKnown, "{id} {answers:?} {facts:?}");
        seen.extend(found.fired.iter().map(|rule| (id, rule.id.as_str())));
    }
    let all = rulebook().tools.iter().map(|tool| tool.overrides.len()).sum::<usize>();
    assert_eq!(seen.len(), all, "every rule of every tool held once: {seen:?}");
}

#[test]
fn what_is_not_answered_is_not_taken_for_no() {
    let tool = tool("wiltshire-cse").unwrap();
    let facts = [("age_13_or_under", Known::Yes)];
    let some = outcome(tool, &sheet(&[("goes_missing", "yes")], &facts));
    assert_eq!((some.total, some.unanswered.len()), (2, tool.item.len() - 1));
    assert_eq!(some.undecided.len(), 1, "a high sign may be there");
    assert_eq!(
        some.drove.iter().map(|(item, points)| (item.id.as_str(), *points)).collect::<Vec<_>>(),
        [("goes_missing", 2)]
    );
}

#[test]
fn what_is_kept_has_the_version_and_the_rules_that_held() {
    let tool = tool("numeric-exploitation").unwrap();
    let sheet = sheet(&[("missing", "5")], &[("disclosure", Known::Yes)]);
    let Event::ToolFilled { filled } = fill(&case(), tool, None, sheet, None).unwrap() else {
        panic!("another event")
    };
    assert_eq!((filled.total, filled.unanswered, filled.version.as_str()), (5, 9, tool.version.as_str()));
    assert_eq!((filled.band.as_str(), filled.stands()), ("low", "high"));
    assert_eq!(filled.fired, ["child_disclosed"]);
    let json = serde_json::to_string(&filled).unwrap();
    assert_eq!(serde_json::from_str::<Filled>(&json).unwrap(), *filled);
}

#[test]
fn who_departs_from_the_band_says_why() {
    let tool = tool("numeric-exploitation").unwrap();
    let answers = || sheet(&[("missing", "5")], &[]);
    let fill = |departs| fill(&case(), tool, None, answers(), departs);
    assert_eq!(fill(Some(("high", " "))), Err(Refusal::NoReason));
    assert_eq!(fill(Some(("worst", "why"))), Err(Refusal::NotAChoice));
    assert_eq!(fill(Some(("low", "why"))), Err(Refusal::SameBand));
    let Ok(Event::ToolFilled { filled }) = fill(Some(("high", "he is 12"))) else { panic!("it is kept") };
    assert_eq!((filled.result.as_str(), filled.stands()), ("low", "high"));
}

#[test]
fn what_is_no_answer_of_the_tool_is_refused() {
    let tool = tool("numeric-exploitation").unwrap();
    let cases = [
        (Sheet::default(), Refusal::NothingAnswered),
        (sheet(&[("missing", "6")], &[]), Refusal::NotAChoice),
        (sheet(&[("sti", "yes")], &[]), Refusal::NotAChoice),
        (sheet(&[("missing", "1")], &[("blackmail", Known::Yes)]), Refusal::NotAChoice),
    ];
    for (sheet, why) in cases {
        assert_eq!(fill(&case(), tool, None, sheet, None), Err(why));
    }
    let stranger = SubjectId::from_uuid(uuid::Uuid::from_u128(4));
    let somebody = fill(&case(), tool, Some(stranger), sheet(&[("missing", "1")], &[]), None);
    assert_eq!(somebody, Err(Refusal::NotAChoice));
}

fn any_sheet() -> impl Strategy<Value = (usize, Sheet)> {
    let answers = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..40);
    (0..rulebook().tools.len(), answers, any::<bool>()).prop_map(|(at, answers, told)| {
        let tool = &rulebook().tools[at];
        let mut whole = Sheet::default();
        for (item, answer) in answers {
            let item = &tool.item[item.index(tool.item.len())];
            let answer = item.weights.keys().nth(answer.index(item.weights.len())).unwrap().clone();
            whole.answers.insert(item.id.clone(), Answered { answer, basis: None });
        }
        for fact in facts(tool) {
            if told {
                whole.facts.insert(fact.to_owned(), Known::Yes);
            }
        }
        (at, whole)
    })
}

proptest! {
    #[test]
    fn the_total_is_never_more_than_it_can_become_and_no_rule_lowers_a_band((at, sheet) in any_sheet()) {
        let tool = &rulebook().tools[at];
        let found = outcome(tool, &sheet);
        prop_assert!(found.total <= found.total_max);
        prop_assert_eq!(found.unanswered.is_empty(), sheet.answers.len() == tool.item.len());
        prop_assert!(found.result.from >= found.band.from);
        prop_assert_eq!(found.drove.iter().map(|(_, points)| points).sum::<u32>(), found.total);
    }

    #[test]
    fn one_more_answer_never_lowers_the_total((at, sheet) in any_sheet(), item in any::<prop::sample::Index>()) {
        let tool = &rulebook().tools[at];
        let item = &tool.item[item.index(tool.item.len())];
        let before = outcome(tool, &sheet);
        prop_assume!(!sheet.answers.contains_key(&item.id));
        for answer in item.weights.keys() {
            let mut more = sheet.clone();
            more.answers.insert(item.id.clone(), Answered { answer: answer.clone(), basis: None });
            let after = outcome(tool, &more);
            prop_assert!(after.total >= before.total && after.total_max <= before.total_max);
        }
    }
}
