//! The form of the mechanism asks what the official one asks, and sends what it sends, without its defects.
//!
//! The oracle is the official way (`official.json`): its pages, forks and keys. Our form has a page for ten of its, and one
//! list where it has ten boxes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{FORM, Made};
use crate::id::Reference;
use crate::referrals::SharedReport;
use crate::referrals::forms::filled::Section;
use crate::referrals::forms::prefill::{Known, tests::nothing, tests::told};
use crate::referrals::forms::tests::{SENT, TODAY, walk};
use crate::referrals::forms::{Filled, Form, check, form, path, payload};
use crate::reports::{Answer, Answers, Report};
use crate::words::Lang;

#[derive(Deserialize)]
struct Official {
    steps: Vec<Step>,
    only_if: BTreeMap<String, Condition>,
    keys: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(rename = "step")]
    name: String,
    fields: Vec<String>,
    next: Option<String>,
    forks: Vec<Fork>,
}

#[derive(Deserialize)]
struct Fork {
    to: String,
    when: Condition,
}

#[derive(Deserialize)]
struct Condition {
    field: String,
    is: Option<String>,
    is_not: Option<String>,
}

impl Condition {
    fn holds(&self, answers: &Answers) -> bool {
        let says = |value: &String| match self.field.strip_prefix("types-of-exploitation-") {
            Some(kind) => answers.chose("types-of-exploitation", kind) == (value == "true"),
            None => answers.chose(&self.field, value),
        };
        let given = answers.get(&self.field).is_some_and(|answer| !Answer::is_empty(answer));
        self.is.as_ref().is_none_or(says)
            && self.is_not.as_ref().is_none_or(|value| if value.is_empty() { given } else { !says(value) })
    }
}

/// What the official form calls our question.
fn ours(official: &str) -> String {
    let cut = |prefix: &str| official.starts_with(prefix).then(|| prefix.trim_end_matches('-').to_owned());
    cut("types-of-exploitation-")
        .or_else(|| cut("where-exploitation-happened-uk-city-"))
        .or_else(|| cut("where-exploitation-happened-overseas-country-"))
        .unwrap_or_else(|| official.to_owned())
}

impl Official {
    fn read() -> Self {
        serde_json::from_str(include_str!("official.json")).unwrap()
    }

    /// The questions that the official form asks on its way through these answers, by our names, and its forks.
    fn asked(&self, answers: &Answers) -> (BTreeSet<String>, BTreeSet<(String, String)>) {
        let (mut asked, mut ways) = (BTreeSet::new(), BTreeSet::new());
        let mut at = Some("/reference".to_owned());
        while let Some(step) = at.and_then(|name| self.steps.iter().find(|step| step.name == name)) {
            let fields = step.fields.iter();
            let fields = fields.filter(|id| self.only_if.get(*id).is_none_or(|only| only.holds(answers)));
            asked.extend(fields.map(|id| ours(id)));
            let fork = step.forks.iter().find(|fork| fork.when.holds(answers));
            at = fork.map(|fork| fork.to.clone()).or_else(|| step.next.clone());
            ways.extend(at.clone().map(|to| (step.name.clone(), to)));
        }
        (asked, ways)
    }
}

fn nrm() -> &'static Form {
    form(FORM).unwrap()
}

fn official_part(answers: &Answers) -> BTreeSet<String> {
    let annex: BTreeSet<&str> = nrm()
        .pages
        .iter()
        .filter(|page| page.annex)
        .flat_map(|page| &page.fields)
        .map(|field| field.id.as_str())
        .collect();
    let asked = path::asked(nrm(), answers).into_iter().map(|field| field.id.clone());
    asked.filter(|id| !annex.contains(id.as_str())).collect()
}

#[test]
fn on_every_way_the_questions_are_those_of_the_official_form() {
    let official = Official::read();
    let mut ways = BTreeSet::new();
    for number in 0..800 {
        let answers = walk(nrm(), number);
        assert_eq!(check::problems(nrm(), &answers, &[], TODAY), [], "walk {number}");
        let (asked, taken) = official.asked(&answers);
        assert_eq!(official_part(&answers), asked, "walk {number}");
        ways.extend(taken);
    }
    let unreachable = ["/start", "/reports", "/are-you-sure", "/what-happened", "/continue-report"];
    let unreachable = [&unreachable[..], &["/more-than-one-exploitation-situation"]].concat();
    let unreachable = [&unreachable[..], &["/why-are-you-making-the-referral"]].concat();
    for step in official.steps.iter().filter(|step| !unreachable.contains(&step.name.as_str())) {
        for to in step.forks.iter().map(|fork| &fork.to).chain(&step.next) {
            let way = (step.name.clone(), to.clone());
            assert!(ways.contains(&way), "nobody goes from {} to {to}", step.name);
        }
    }
}

#[test]
fn the_receiver_gets_its_own_keys_and_no_other() {
    let official = Official::read();
    let mut seen = BTreeSet::new();
    for number in 0..800 {
        seen.extend(payload::payload(nrm(), &walk(nrm(), number), SENT).into_iter().map(|(key, _)| key));
    }
    let extra: Vec<&String> = seen.difference(&official.keys).collect();
    assert!(extra.is_empty(), "not the receiver's: {extra:?}");
    // A walk gives one line where the receiver takes ten.
    let numbered = |key: &str| {
        ["City", "Country"].iter().any(|prefix| {
            key.strip_prefix(prefix).is_some_and(|rest| rest.parse::<u8>().is_ok_and(|number| number > 1))
        })
    };
    let missing: Vec<&String> = official.keys.difference(&seen).filter(|key| !numbered(key)).collect();
    assert!(missing.is_empty(), "never sent: {missing:?}");
}

#[test]
fn ten_towns_are_ten_keys() {
    let mut answers = walk(nrm(), 1);
    answers.set("where-exploitation-happened", Answer::One("uk".to_owned()));
    let towns: Vec<String> = (1..=10).map(|number| format!("Town {number}")).collect();
    answers.set("where-exploitation-happened-uk-city", Answer::Many(towns));
    let sent = payload::payload(nrm(), &answers, SENT);
    assert_eq!((&sent["City1"], &sent["City10"]), (&"Town 1".into(), &"Town 10".into()));
}

/// The keys that say who or where the person is.
fn identity() -> Vec<&'static str> {
    nrm().fields().filter(|field| field.identity).filter_map(|field| field.key.as_deref()).collect()
}

#[test]
fn consent_that_changes_to_no_empties_every_key_that_names_the_person() {
    let mut adults = 0;
    assert!(identity().len() > 10, "{:?}", identity());
    for number in 0..800 {
        let mut answers = walk(nrm(), number);
        if !answers.chose("pv-under-age", "no") || !answers.chose("pv-want-to-submit-nrm", "yes") {
            continue;
        }
        adults += 1;
        let before = payload::payload(nrm(), &answers, SENT);
        assert!(identity().iter().any(|key| before.contains_key(*key)), "walk {number} names somebody");
        answers.set("pv-want-to-submit-nrm", Answer::One("no".to_owned()));
        answers.set("authorities-cooperation", Answer::One("no".to_owned()));
        assert_eq!(Made::of(&answers), Made::DutyToNotify);
        let sent = payload::payload(nrm(), &answers, SENT);
        assert_eq!(sent["NRMOrDuty"], "DTN");
        for key in identity() {
            assert!(!sent.contains_key(key), "walk {number}: {key} is sent");
        }
        assert!(payload::annex(nrm(), &answers).is_empty(), "walk {number}: the annex is sent");
    }
    assert!(adults > 20, "{adults}");
}

#[test]
fn a_child_is_never_asked_for_consent_and_the_authority_always() {
    for age in ["yes", "not-sure"] {
        let mut answers = walk(nrm(), 3);
        answers.set("pv-under-age", Answer::One(age.to_owned()));
        answers.set("pv-want-to-submit-nrm", Answer::One("no".to_owned()));
        let asked = official_part(&answers);
        for never in ["pv-want-to-submit-nrm", "does-pv-need-support", "who-contact"] {
            assert!(!asked.contains(never), "{age}: {never}");
        }
        for part in ["name", "phone", "email"] {
            let field = format!("local-authority-contacted-about-child-local-authority-{part}");
            assert!(asked.contains(&field) && nrm().field(&field).unwrap().required, "{age}: {part}");
        }
        let sent = payload::payload(nrm(), &answers, SENT);
        let kind = (sent["Type"].as_str(), sent["NRMOrDuty"].as_str());
        assert_eq!(kind, (Some("560734"), Some("NRM")), "{age}");
    }
}

#[test]
fn what_the_official_form_gets_wrong_is_right_here() {
    let mut answers = walk(nrm(), 1);
    answers.set("fr-location", Answer::One("northern-ireland".to_owned()));
    answers.set("pv-gender", Answer::One("unknown".to_owned()));
    let sent = payload::payload(nrm(), &answers, SENT);
    assert_eq!(sent["CountryLabel"], "Northern Ireland");
    assert_eq!(sent["Customer.Custom17"], "Other");
    let gender = nrm().field("pv-gender").unwrap().choice("unknown", crate::words::Lang::En);
    assert_eq!(gender, "They do not identify as male or female", "`unknown` is no gender that is not known");
    let links = sent
        .iter()
        .find(|(key, text)| key.contains("URL") || text.as_str().is_some_and(|text| text.contains("://")));
    assert_eq!(links, None, "no address with a key to it is ever sent");
}

#[test]
fn what_users_asked_of_the_official_form_is_asked_here() {
    // A choice, what it sends, and the question that it opens.
    let several = "potential-victim-exploitative-situation-multiple";
    let cases = [
        (
            several,
            "yes",
            ("MoreThanOneExploitationSituations", "Yes"),
            "when-did-the-exploitation-take-place-multiple",
        ),
        (several, "no", ("MoreThanOneExploitationSituations", "No"), "when-did-the-exploitation-take-place"),
        (
            "when-last-contact",
            "over-a-year-ago",
            ("PVExploitersLastContact", "over-a-year-ago"),
            "details-last-contact",
        ),
        (
            "future-exploitation-concerns",
            "yes",
            ("ConcernsOfFurtherExploitationToPV", "Yes"),
            "future-exploitation-reasons",
        ),
        ("pv-under-age", "yes", ("AdultOrChild", "Child"), "fr-alternative-contact"),
    ];
    for (field, choice, (key, sent_as), opens) in cases {
        let mut answers = walk(nrm(), 3);
        answers.set("pv-under-age", Answer::One("yes".to_owned()));
        answers.set(field, Answer::One(choice.to_owned()));
        assert!(nrm().field(field).unwrap().required, "{field}");
        assert!(
            path::asked(nrm(), &answers).iter().any(|asked| asked.id == opens),
            "{field} {choice}: {opens}"
        );
        answers.set(opens, super::super::forms::tests::answer(nrm().field(opens).unwrap(), 1));
        let sent = payload::payload(nrm(), &answers, SENT);
        assert_eq!(sent[key], sent_as, "{field}");
        let opened = nrm().field(opens).unwrap().key.as_ref().unwrap();
        assert!(sent[opened].as_str().unwrap().contains("told-in"), "{opened}: {sent:?}");
    }
}

#[test]
fn a_notice_that_names_nobody_does_not_name_them_in_passing() {
    let mut answers = (0..800).map(|number| walk(nrm(), number)).find(|answers| {
        answers.chose("pv-want-to-submit-nrm", "no") && answers.chose("authorities-cooperation", "no")
    });
    let answers = answers.as_mut().unwrap();
    answers.set("pv-name-last-name", Answer::One("Marsh".to_owned()));
    let told = |answers: &Answers| -> Vec<String> {
        let found = check::problems(nrm(), answers, &[], TODAY);
        found.into_iter().map(|problem| problem.field.id.clone()).collect()
    };
    answers.set("living-conditions", Answer::One("By the Marshes, in a marsh.".to_owned()));
    assert!(told(answers).is_empty(), "only the name itself: {:?}", told(answers));
    answers.set("living-conditions", Answer::One("The Marsh family lived there.".to_owned()));
    assert_eq!(told(answers), ["living-conditions"]);
    answers.set("authorities-cooperation", Answer::One("yes".to_owned()));
    answers.set("pv-name-first-name", Answer::One("Sam".to_owned()));
    assert!(!told(answers).contains(&"living-conditions".to_owned()), "whoever is named may be named");
}

/// A notice that names nobody, begun with what the case knows and filled in besides.
fn notice() -> Filled {
    let at = "2026-11-24T12:00:00Z".parse().unwrap();
    let report = Report { happened: "They told Sam to carry bags.".to_owned(), ..told() };
    let shared = [SharedReport::of(Reference::from_random(1), at, &report)];
    let mut filled = Filled::begun(nrm(), &Known { reports: &shared, ..nothing() });
    let (mut answers, mut number) = (walk(nrm(), 0), 0);
    while !path::is_anonymous(nrm(), &answers) {
        number += 1;
        answers = walk(nrm(), number);
    }
    for question in ["what-were-they-required-to-do", "who-exploited-pv", "reference"] {
        answers.remove(question);
    }
    filled = filled.with(&answers, &[]);
    filled
}

#[test]
fn a_notice_that_names_nobody_takes_no_text_of_the_case_along() {
    let filled = notice();
    assert_eq!(filled.typed.one("what-were-they-required-to-do"), Some("They told Sam to carry bags."));
    let left = serde_json::to_string(&filled.leaving()).unwrap();
    for never in ["Sam", "bags", "Uncle", "CASE-1"] {
        assert!(!left.contains(never), "{never}: {left}");
    }
    let found: Vec<String> = filled.problems(TODAY).iter().map(|problem| problem.field.id.clone()).collect();
    assert_eq!(found, ["what-were-they-required-to-do", "who-exploited-pv"], "each has to be written anew");
}

#[test]
fn a_notice_that_names_nobody_is_not_sent_with_a_name_that_the_case_knows() {
    let mut filled = notice();
    filled.typed.set("who-exploited-pv", Answer::One("A man".to_owned()));
    for (text, wrong) in [("SAM LEE MARSH carried", true), ("Sam carried", true), ("They carried", false)] {
        filled.typed.set("what-were-they-required-to-do", Answer::One(text.to_owned()));
        assert_eq!(!filled.problems(TODAY).is_empty(), wrong, "{text}");
    }
}

#[test]
fn what_the_receiver_gets_holds_no_page_that_is_ours_alone() {
    let mut filled = Filled { form: FORM.to_owned(), typed: walk(nrm(), 3), ..Filled::default() };
    filled.typed.set("pv-under-age", Answer::One("yes".to_owned()));
    filled.typed.set("types-of-exploitation", Answer::Many(vec!["forced-to-commit-crime".to_owned()]));
    filled.typed.set("county-lines", Answer::One("yes".to_owned()));
    filled.typed.set("line-name", Answer::One("The Ferry".to_owned()));
    let lines = |sections: &[Section<'_>]| sections.iter().any(|section| section.page.id == "lines");
    assert!(lines(&filled.told_whole(Lang::En)) && !lines(&filled.told(Lang::En)));
    assert!(!serde_json::to_string(&filled.handed()).unwrap().contains("Ferry"));
}
