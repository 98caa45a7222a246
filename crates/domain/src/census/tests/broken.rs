//! One thing broken, one rule that says so: a row for every rule that the Department publishes.
//! Each row begins from the demonstration year, which breaks none. The last column is for what cannot be broken alone: a
//! second open plan, say, always overlaps the first.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{codes, demonstration, year};
use crate::census::Census;
use crate::census::children::{Assessment, Child, CinPlan, Enquiry, Episode, Protection, Review};
use crate::census::demonstration::Story;
use crate::census::rules::{check_letter, checked};

type Broken = (&'static str, fn(&mut Census), &'static [&'static str]);

fn of(census: &mut Census, story: Story) -> &mut Child {
    let at = Story::ALL.iter().position(|known| *known == story).unwrap();
    &mut census.children[at]
}

pub(super) fn episode(census: &mut Census, story: Story) -> &mut Episode {
    &mut of(census, story).episodes[0]
}

fn assessment(census: &mut Census, story: Story) -> &mut Assessment {
    &mut episode(census, story).assessments[0]
}

fn enquiry(census: &mut Census, story: Story) -> &mut Enquiry {
    &mut episode(census, story).enquiries[0]
}

pub(super) fn plan(census: &mut Census, story: Story) -> &mut CinPlan {
    &mut episode(census, story).plans[0]
}

pub(super) fn protection(census: &mut Census, story: Story) -> &mut Protection {
    &mut episode(census, story).protection[0]
}

fn on(day: &str) -> Option<Date> {
    day.parse().ok()
}

pub(super) fn moved(day: Option<Date>, days: i32) -> Option<Date> {
    day.map(|day| day.saturating_add(days.days()))
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

/// A pupil number with the letter that belongs to it.
fn upn(rest: &str) -> Option<String> {
    check_letter(&format!("A{rest}")).map(|letter| format!("{letter}{rest}"))
}

const RETURN: &[Broken] = &[
    ("100", |c| c.header.collection.reference_date = on("2025-03-31"), &[]),
    ("2883", |c| episode(c, Story::MovedIn).conference = None, &["2885"]),
    ("2886Q", |c| of(c, Story::InNeed).identifiers.sex = text("U"), &[]),
    ("2887Q", |c| of(c, Story::Helped).characteristics.disabilities = texts(&["NONE"]), &[]),
    ("2888Q", |c| c.children.iter_mut().enumerate().for_each(one_disability), &[]),
];

fn one_disability((at, child): (usize, &mut Child)) {
    let all = crate::census::codes::of("Disability");
    child.characteristics.disabilities = vec![all[1 + at % (all.len() - 1)].clone()];
}

const IDENTIFIERS: &[Broken] = &[
    ("1510", |c| of(c, Story::InNeed).identifiers.upn = text("A201000000005"), &[]),
    ("1520", |c| of(c, Story::InNeed).identifiers.upn = of(c, Story::Helped).identifiers.upn.clone(), &[]),
    ("1530", |c| of(c, Story::InNeed).identifiers.upn = upn("999000000005"), &[]),
    ("1540", |c| of(c, Story::InNeed).identifiers.upn = text("A201X00000005"), &[]),
    ("1550", |c| of(c, Story::InNeed).identifiers.upn = text("A20100000000S"), &[]),
    ("1560Q", |c| of(c, Story::InNeed).identifiers.former_upn = text("X1"), &[]),
    ("1570", |c| of(c, Story::InNeed).identifiers.la_child_id = text("HK0000000000000000005"), &[]),
    ("1580", |c| of(c, Story::InNeed).identifiers.la_child_id = text("HK-000005"), &[]),
    ("4180", |c| of(c, Story::InNeed).identifiers.sex = text("1"), &[]),
    ("8500", |c| of(c, Story::InNeed).identifiers.la_child_id = None, &[]),
    ("8510", |c| of(c, Story::InNeed).identifiers.la_child_id = text("HK000001"), &[]),
    ("8520", |c| of(c, Story::BeingAssessed).identifiers.born = on("2026-04-01"), &[]),
    ("8525Q", |c| of(c, Story::InNeed).identifiers.born = None, &[]),
    ("8530Q", |c| of(c, Story::Unborn).identifiers.expected = on("2026-02-20"), &[]),
    ("8535Q", |c| of(c, Story::Died).identifiers.born = moved(of(c, Story::Died).identifiers.died, 1), &[]),
    ("8545Q", |c| of(c, Story::Died).identifiers.died = on("2026-04-02"), &[]),
    ("8590", |c| of(c, Story::NotActedOn).episodes.clear(), &[]),
    ("8750", |c| of(c, Story::Unborn).identifiers.sex = text("M"), &[]),
    ("8770Q", |c| of(c, Story::InNeed).identifiers.upn = None, &[]),
    ("8772", |c| of(c, Story::InNeed).identifiers.upn_unknown = text("UN7"), &[]),
    ("8775Q", |c| of(c, Story::LongInNeed).identifiers.born = on("1999-01-01"), &[]),
];

const CHARACTERISTICS: &[Broken] = &[
    ("4220", |c| of(c, Story::InNeed).characteristics.ethnicity = text("ZZZZ"), &[]),
    ("8540", |c| of(c, Story::InNeed).characteristics.disabilities = texts(&["LIMB"]), &[]),
    ("8790", |c| of(c, Story::InNeed).characteristics.disabilities.push("NONE".to_owned()), &[]),
    ("8794", |c| of(c, Story::InNeed).characteristics.disabilities.push("MOB".to_owned()), &[]),
];

const EPISODES: &[Broken] = &[
    ("2990", |c| plan_within(episode(c, Story::NothingFound), 5, Some(9)), &[]),
    ("2991Q", |c| episode(c, Story::Protected).assessments.clear(), &[]),
    ("8555Q", |c| of(c, Story::Died).identifiers.died = moved(episode(c, Story::Died).referred, -1), &[]),
    ("8565", |c| plan(c, Story::Helped).ended = moved(episode(c, Story::Helped).closed, 1), &[]),
    ("8568", |c| episode(c, Story::InNeed).no_further_action = text("maybe"), &[]),
    ("8569Q", |c| episode(c, Story::NotActedOn).referred = on("2025-03-28"), &[]),
    ("8585Q", |c| of(c, Story::Died).identifiers.died = None, &[]),
    ("8600", |c| episode(c, Story::NotActedOn).referred = None, &[]),
    ("8606", |c| of(c, Story::InNeed).identifiers.born = on("2026-03-30"), &[]),
    ("8610", |c| episode(c, Story::InNeed).need = None, &[]),
    ("8620", |c| episode(c, Story::Helped).closed = on("2026-04-02"), &[]),
    ("8630", |c| close_before_referral(episode(c, Story::NotActedOn)), &[]),
    ("8640", |c| episode(c, Story::Helped).closed_because = text("RC10"), &[]),
    ("8650", |c| episode(c, Story::InNeed).need = text("N10"), &[]),
    ("8805", |c| episode(c, Story::Helped).closed_because = None, &[]),
    ("8810", |c| episode(c, Story::InNeed).closed_because = text("RC7"), &[]),
    ("8815", |c| reopen(episode(c, Story::ReferredAgain)), &["8816", "8820", "8873Q"]),
    ("8816", |c| refer_later(of(c, Story::InNeed)), &["8820"]),
    ("8820", |c| refer_too_soon(of(c, Story::ReferredAgain)), &[]),
    ("8825Q", |c| episode(c, Story::EarlyHelp).assessments.clear(), &[]),
    (
        "8831",
        |c| {
            let assessment = assessment(c, Story::InNeed).clone();
            episode(c, Story::NotActedOn).assessments.push(assessment);
        },
        &[],
    ),
    ("8866", |c| episode(c, Story::InNeed).source = text("5E"), &[]),
    ("8867", |c| *assessment(c, Story::Helped) = Assessment::default(), &[]),
    ("8868", |c| episode(c, Story::Helped).enquiries.push(Enquiry::default()), &[]),
];

fn plan_within(episode: &mut Episode, from: i32, until: Option<i32>) {
    let started = moved(episode.referred, from);
    let ended = until.and_then(|until| moved(episode.referred, until));
    episode.plans.push(CinPlan { started, ended });
}

fn close_before_referral(episode: &mut Episode) {
    (episode.referred, episode.closed) = (on("2025-04-11"), on("2025-04-10"));
    episode.closed_because = text("RC7");
}

fn reopen(episode: &mut Episode) {
    episode.closed = None;
    episode.closed_because = None;
}

fn refer_later(child: &mut Child) {
    let mut later = child.episodes[0].clone();
    later.referred = moved(later.referred, 200);
    later.no_further_action = text("true");
    (later.assessments, later.plans) = (Vec::new(), Vec::new());
    child.episodes.push(later);
}

fn refer_too_soon(child: &mut Child) {
    child.episodes[1].referred = moved(child.episodes[0].closed, -1);
}

const ASSESSMENTS: &[Broken] = &[
    ("1103", |c| assessment(c, Story::InNeed).started = moved(episode(c, Story::InNeed).referred, -1), &[]),
    (
        "8608",
        |c| assessment(c, Story::InNeed).authorised = moved(assessment(c, Story::InNeed).started, -1),
        &[],
    ),
    ("8614", |c| assessment(c, Story::BeingAssessed).factors = texts(&["4B"]), &[]),
    (
        "8670Q",
        |c| {
            episode(c, Story::BeingAssessed).referred = on("2026-01-15");
            assessment(c, Story::BeingAssessed).started = on("2026-01-26");
        },
        &[],
    ),
    ("8696", |c| assessment(c, Story::InNeed).authorised = on("2026-04-02"), &[]),
    ("8736", |c| assessment(c, Story::BeingAssessed).started = on("2026-04-02"), &[]),
    (
        "8863Q",
        |c| {
            let mut second = assessment(c, Story::InNeed).clone();
            (second.started, second.authorised) = (second.authorised, moved(second.authorised, 20));
            episode(c, Story::InNeed).assessments.push(second);
        },
        &[],
    ),
    ("8869", |c| assessment(c, Story::EarlyHelp).factors.push("21".to_owned()), &[]),
    ("8873Q", |c| assessment(c, Story::InNeed).factors = texts(&["21"]), &[]),
    ("8896", |c| episode(c, Story::BeingAssessed).assessments.push(Assessment::default()), &[]),
    ("8897Q", |c| assessment(c, Story::InNeed).factors = texts(&["25A"]), &[]),
    ("8898", |c| assessment(c, Story::InNeed).factors = texts(&["6A", "6A"]), &[]),
    ("8945Q", |c| assessment(c, Story::InNeed).factors = texts(&["18A"]), &[]),
    ("8950Q", |c| assessment(c, Story::InNeed).factors = texts(&["19A"]), &[]),
];

const ENQUIRIES: &[Broken] = &[
    (
        "1104",
        |c| {
            enquiry(c, Story::Protected).conference = moved(episode(c, Story::Protected).referred, -1);
        },
        &["2885", "8615"],
    ),
    (
        "2884",
        |c| {
            let conference = episode(c, Story::MovedIn).conference;
            let enquiry = Enquiry { started: conference, conference, ..Enquiry::default() };
            episode(c, Story::MovedIn).enquiries.push(enquiry);
        },
        &[],
    ),
    ("2889", |c| enquiry(c, Story::Enquired).started = moved(episode(c, Story::Enquired).referred, -1), &[]),
    (
        "8615",
        |c| enquiry(c, Story::Protected).started = moved(enquiry(c, Story::Protected).conference, 1),
        &[],
    ),
    (
        "8675Q",
        |c| {
            episode(c, Story::BeingEnquired).referred = on("2026-03-02");
            enquiry(c, Story::BeingEnquired).started = on("2026-03-09");
        },
        &[],
    ),
    ("8715", |c| enquiry(c, Story::Enquired).conference = on("2026-04-02"), &[]),
    ("8740", |c| enquiry(c, Story::BeingEnquired).started = on("2026-04-02"), &[]),
    ("8839", |c| episode(c, Story::BeingEnquired).enquiries.push(Enquiry::default()), &[]),
    ("8870Q", |c| enquiry(c, Story::Enquired).target = on("2025-06-14"), &[]),
    (
        "8875",
        |c| {
            episode(c, Story::MovedIn).conference = on("2025-06-14");
            protection(c, Story::MovedIn).started = on("2025-06-14");
        },
        &[],
    ),
    (
        "8890",
        |c| {
            let started = enquiry(c, Story::Protected).conference;
            let second = Enquiry { started, not_needed: text("true"), ..Enquiry::default() };
            episode(c, Story::Protected).enquiries.push(second);
        },
        &[],
    ),
];

const PLANS: &[Broken] = &[
    ("4000", |c| plan_within(episode(c, Story::NotActedOn), 5, Some(9)), &[]),
    ("4001", |c| protection(c, Story::SteppedDown).ended = None, &["4003", "4016"]),
    (
        "4003",
        |c| {
            let held = moved(plan(c, Story::SteppedDown).started, 9);
            protection(c, Story::SteppedDown).reviews.push(Review { held });
        },
        &[],
    ),
    ("4004", |c| plan_within(episode(c, Story::LongInNeed), 60, None), &["4014"]),
    (
        "4008",
        |c| {
            plan_within(episode(c, Story::Died), 40, None);
            of(c, Story::Died).identifiers.died = moved(episode(c, Story::Died).referred, 39);
        },
        &[],
    ),
    (
        "4009Q",
        |c| {
            plan_within(episode(c, Story::Died), 30, Some(50));
            of(c, Story::Died).identifiers.died = moved(episode(c, Story::Died).referred, 49);
        },
        &[],
    ),
    ("4010", |c| plan(c, Story::LongInNeed).started = None, &[]),
    ("4011", |c| plan(c, Story::Helped).ended = moved(plan(c, Story::Helped).started, -1), &[]),
    ("4012Q", |c| plan(c, Story::Helped).ended = plan(c, Story::Helped).started, &[]),
    ("4013", |c| plan(c, Story::InNeed).ended = on("2026-04-02"), &[]),
    ("4014", |c| plan_within(episode(c, Story::InNeed), 30, Some(40)), &[]),
    ("4015", |c| plan(c, Story::LongInNeed).started = moved(episode(c, Story::LongInNeed).referred, -1), &[]),
    (
        "4016",
        |c| plan(c, Story::SteppedDown).started = moved(protection(c, Story::SteppedDown).ended, -1),
        &[],
    ),
    ("4017", |c| plan_within(episode(c, Story::SteppedDown), 10, Some(30)), &[]),
];

const PROTECTION: &[Broken] = &[
    (
        "1105",
        |c| {
            let day = moved(episode(c, Story::MovedIn).referred, -3);
            (episode(c, Story::MovedIn).conference, protection(c, Story::MovedIn).started) = (day, day);
        },
        &[],
    ),
    (
        "2885",
        |c| protection(c, Story::Protected).started = moved(protection(c, Story::Protected).started, 1),
        &[],
    ),
    ("8720", |c| protection(c, Story::Protected).started = None, &[]),
    ("8730", |c| protection(c, Story::Protected).plans_before = text("-1"), &[]),
    (
        "8832",
        |c| {
            let mut plan = protection(c, Story::Protected).clone();
            plan.started = on("2025-03-31");
            episode(c, Story::NotActedOn).referred = plan.started;
            episode(c, Story::NotActedOn).protection.push(plan);
        },
        &[],
    ),
    ("8840", |c| protection(c, Story::Protected).ended = protection(c, Story::Protected).started, &[]),
    (
        "8841",
        |c| protection(c, Story::Protected).reviews[0].held = protection(c, Story::Protected).started,
        &[],
    ),
    ("8842Q", |c| protection(c, Story::Protected).reviews.push(Review::default()), &[]),
    ("8905", |c| protection(c, Story::Protected).category = text("CCE"), &[]),
    ("8910", |c| protection(c, Story::Protected).latest_category = None, &[]),
    (
        "8915",
        |c| of(c, Story::Protected).identifiers.died = moved(protection(c, Story::Protected).started, -1),
        &[],
    ),
    (
        "8920",
        |c| {
            protection(c, Story::Protected).ended = moved(protection(c, Story::Protected).started, 150);
            of(c, Story::Protected).identifiers.died = moved(protection(c, Story::Protected).started, 149);
        },
        &[],
    ),
    (
        "8925",
        |c| protection(c, Story::Protected).ended = moved(protection(c, Story::Protected).started, -1),
        &[],
    ),
    ("8930", |c| protection(c, Story::Protected).ended = on("2026-04-02"), &[]),
    (
        "8935",
        |c| {
            let second = Protection { started: None, ..protection(c, Story::Protected).clone() };
            episode(c, Story::Protected).protection.push(second);
        },
        &["8720"],
    ),
    (
        "8940",
        |c| {
            let first = protection(c, Story::Protected).clone();
            enquiry(c, Story::Enquired).conference = first.started;
            let second = Protection { ended: moved(first.started, 90), ..first };
            episode(c, Story::Protected).protection.push(second);
        },
        &[],
    ),
];

const ALL: [&[Broken]; 8] =
    [RETURN, IDENTIFIERS, CHARACTERISTICS, EPISODES, ASSESSMENTS, ENQUIRIES, PLANS, PROTECTION];

#[test]
fn every_broken_return_is_refused_by_the_rule_that_it_breaks() {
    let mut wrong = Vec::new();
    for (code, breaking, also) in ALL.into_iter().flatten() {
        let mut census = demonstration();
        breaking(&mut census);
        let found: BTreeSet<_> = codes(&census, year()).into_iter().collect();
        let expected: BTreeSet<_> = also.iter().copied().chain([*code]).collect();
        if found != expected {
            wrong.push(format!("{code}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_return_that_breaks_it() {
    let broken: BTreeSet<_> = ALL.into_iter().flatten().map(|(code, _, _)| *code).collect();
    assert_eq!(broken, checked());
    let alone = ALL.into_iter().flatten().filter(|(_, _, also)| also.is_empty()).count();
    assert!(alone >= 100, "{alone} are broken alone");
}
