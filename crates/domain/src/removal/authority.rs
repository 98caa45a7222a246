//! What a platform tells the National Crime Agency: whether it must, how soon, what is in it, how long it is kept.
//!
//! Online Safety Act 2023 section 66 and SI 2026/268. How soon and how long are rows of the rulebook (the clocks `PF-3a` to
//! `PF-3c`, `RET-PF-REF`, `RET-PF-CONTENT`); the rest is `data/removal/authority.toml`. Each answer names its rules. What is
//! not known makes nothing later: the answer says what to ask, and what it would change.
//!
//! Absent on purpose: the fields of the form of the United States. The schedule of SI 2026/268 was not to be had: the parts
//! of a report are by the definitions that are known of it, none is said to be obligatory, and a report that has nothing of
//! the content or nothing of the user is asked about ([`gaps`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::agency::Nation;
use crate::person::Private;
use crate::reports::Known;
use crate::role::coded;
use crate::rules::head::{Force, Head};
use crate::rules::tables::{Clock, PeriodUnit, Retention};
use crate::rules::{Rulebook, rulebook};
use crate::time::day;
use crate::words::Lang;

coded! {
    /// What kind of service it is.
    Service {
        UserToUser = "user_to_user",
        Search = "search",
        Neither = "neither",
    }
}

coded! {
    /// Whom this content was told to already.
    Told {
        /// The National Crime Agency, on its way for industry.
        Nca = "nca",
        /// A body of another country, by that country's law.
        OtherCountry = "other_country",
        /// CEOP or the Internet Watch Foundation, whose ways are for the public.
        PublicWay = "public_way",
        /// A user told the service: that is how it knows, and no report.
        ByUser = "by_user",
    }
}

coded! {
    /// How soon.
    Tier {
        Immediately = "immediately",
        AsSoonAsPracticable = "as_soon_as_practicable",
        WithoutUndueDelay = "without_undue_delay",
    }
}

impl Tier {
    const fn clock(self) -> &'static str {
        match self {
            Self::Immediately => "PF-3a",
            Self::AsSoonAsPracticable => "PF-3b",
            Self::WithoutUndueDelay => "PF-3c",
        }
    }
}

coded! {
    /// What must be known to say how soon.
    Question {
        ImmediateThreat = "immediate_threat",
        SeriousHarm = "serious_harm",
    }
}

/// What is stated of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub service: Service,
    pub at: Timestamp,
    pub abuse_content: Known,
    /// Whether a child is under an immediate threat.
    pub immediate_threat: Known,
    /// Whether a child is at risk of serious harm.
    pub serious_harm: Known,
    pub told: BTreeSet<Told>,
}

/// Whether there is a duty to report.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Report(Urgency),
    /// It was told already; by which rule that is enough. An unverified rule has to be looked up first.
    AlreadyReported(&'static Head),
    NoDuty(NoDuty),
}

/// How soon, by which rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Urgency {
    pub tier: Tier,
    pub clock: &'static Clock,
    /// The rows that led here, first the duty.
    pub rules: Vec<&'static Head>,
    /// What is not known and could make it sooner, with the tier that it would be then.
    pub ask: Vec<(Question, Tier)>,
}

/// Why there is no duty.
#[derive(Debug, PartialEq, Eq)]
pub enum NoDuty {
    /// No such service, or the duty of its kind has not begun: the row, where there is one.
    NotThisService(Option<&'static Head>),
    /// The duty had not begun when it was found.
    NotYet(&'static Head),
    NoSuchContent,
    /// Whether it is such content is not known: that comes first.
    AskWhatItIs,
}

/// Whether it must be reported, and how soon.
pub fn assess(finding: &Finding) -> Answer {
    let duty = rule("PF-1");
    match finding.service {
        Service::UserToUser => {}
        Service::Search => return Answer::NoDuty(NoDuty::NotThisService(Some(rule("PF-1-SEARCH")))),
        Service::Neither => return Answer::NoDuty(NoDuty::NotThisService(None)),
    }
    if duty.on(Nation::England, day(finding.at)) != Some(Force::InForce) {
        return Answer::NoDuty(NoDuty::NotYet(duty));
    }
    match finding.abuse_content {
        Known::Yes => {}
        Known::No => return Answer::NoDuty(NoDuty::NoSuchContent),
        Known::NotKnown => return Answer::NoDuty(NoDuty::AskWhatItIs),
    }
    if finding.told.contains(&Told::Nca) {
        return Answer::AlreadyReported(duty);
    }
    if finding.told.contains(&Told::OtherCountry) {
        return Answer::AlreadyReported(rule("PF-1-ELSEWHERE"));
    }
    Answer::Report(urgency(finding, duty))
}

fn urgency(finding: &Finding, duty: &'static Head) -> Urgency {
    let tier = if finding.immediate_threat == Known::Yes {
        Tier::Immediately
    } else if finding.serious_harm == Known::Yes {
        Tier::AsSoonAsPracticable
    } else {
        Tier::WithoutUndueDelay
    };
    let unknown = [
        (Question::ImmediateThreat, finding.immediate_threat, Tier::Immediately),
        (Question::SeriousHarm, finding.serious_harm, Tier::AsSoonAsPracticable),
    ];
    let sooner = |(question, known, then): (Question, Known, Tier)| {
        (known == Known::NotKnown && then < tier).then_some((question, then))
    };
    let clock = rulebook()
        .clock(tier.clock(), Nation::England, day(finding.at))
        .expect("a test of this file asks for every tier");
    let mut rules = vec![duty, &clock.head];
    if finding.told.contains(&Told::PublicWay) {
        rules.push(rule("PF-6"));
    }
    Urgency { tier, clock, rules, ask: unknown.into_iter().filter_map(sooner).collect() }
}

coded! {
    /// What a part of a report is about.
    About {
        Content = "content",
        User = "user",
    }
}

/// A part of a report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub id: String,
    pub about: About,
    name: String,
    cy: String,
}

impl Part {
    /// Its name, in a language.
    pub fn name_in(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.cy)
    }
}

/// A report, before it is sent: what is stated, by the id of the part. What is not stated is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub registered_on: Option<Date>,
    pub parts: BTreeMap<String, Private<String>>,
}

/// Why a report cannot be sent yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the service must be registered with the National Crime Agency before its first report: register first"
    )]
    NotRegistered,
    #[error("the report says nothing: state what is known of the content or of the user")]
    NothingStated,
    #[error("there is no part `{0}` in such a report: leave it out")]
    NoSuchPart(String),
}

impl Refusal {
    /// The rule that it comes from, where it is one of law.
    pub fn rule(&self) -> Option<&'static Head> {
        match self {
            Self::NotRegistered => Some(rule("PF-2")),
            Self::NothingStated | Self::NoSuchPart(_) => None,
        }
    }
}

/// What keeps a report from being sent on a day; nothing when it can go.
pub fn refusals(report: &Report, on: Date) -> Vec<Refusal> {
    let mut found = Vec::new();
    if report.registered_on.is_none_or(|registered| registered > on) {
        found.push(Refusal::NotRegistered);
    }
    if gaps(report).len() == About::ALL.len() {
        found.push(Refusal::NothingStated);
    }
    let unknown = report.parts.keys().filter(|id| part(id).is_none());
    found.extend(unknown.map(|id| Refusal::NoSuchPart(id.clone())));
    found
}

/// What the report says nothing of. It can go without, since a report must not wait for what nobody knows; whoever sends
/// it is asked once more.
pub fn gaps(report: &Report) -> Vec<About> {
    let stated = |about: About| {
        let full = report.parts.iter().filter(|(_, text)| !text.reveal().trim().is_empty());
        full.into_iter().any(|(id, _)| part(id).is_some_and(|part| part.about == about))
    };
    About::ALL.iter().copied().filter(|about| !stated(*about)).collect()
}

fn part(id: &str) -> Option<&'static Part> {
    parts().iter().find(|part| part.id == id)
}

/// How long what belongs to a report is kept: the first day on which each need no longer be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub references_until: Date,
    pub content_until: Date,
}

/// What must be kept of a report that was made on a day. Nothing past the end of the calendar.
pub fn kept(reported_on: Date) -> Option<Kept> {
    let until = |id| reported_on.checked_add(period(row(rulebook(), id))).ok()?.tomorrow().ok();
    // The day of the report is day 0, and the last day still counts.
    Some(Kept { references_until: until("RET-PF-REF")?, content_until: until("RET-PF-CONTENT")? })
}

fn row(book: &'static Rulebook, id: &str) -> &'static Retention {
    book.retention.iter().find(|row| row.head.id == id).expect("a test of this file asks for both rows")
}

fn period(row: &Retention) -> Span {
    let count = i64::from(row.keep.unwrap_or_default());
    match row.unit {
        Some(PeriodUnit::Years) => count.years(),
        Some(PeriodUnit::Months) => count.months(),
        None => 0.days(),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    rule: Vec<Head>,
    part: Vec<Part>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/removal/authority.toml"))
        .expect("the table is read by every test of this file")
});

/// The rules beside those of the rulebook.
pub fn rules() -> &'static [Head] {
    &TABLES.rule
}

/// What can be in a report.
pub fn parts() -> &'static [Part] {
    &TABLES.part
}

fn rule(id: &str) -> &'static Head {
    rules().iter().find(|rule| rule.id == id).expect("a test of this file asks for every rule")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use Known::{No, NotKnown, Yes};

    fn finding(immediate_threat: Known, serious_harm: Known) -> Finding {
        Finding {
            service: Service::UserToUser,
            at: "2026-11-27T10:00:00Z".parse().unwrap(),
            abuse_content: Yes,
            immediate_threat,
            serious_harm,
            told: BTreeSet::new(),
        }
    }

    #[test]
    fn how_soon_follows_from_what_is_known_and_what_is_not_is_asked() {
        let threat = (Question::ImmediateThreat, Tier::Immediately);
        let harm = (Question::SeriousHarm, Tier::AsSoonAsPracticable);
        let cases = [
            (Yes, Yes, Tier::Immediately, "PF-3a", vec![]),
            (Yes, NotKnown, Tier::Immediately, "PF-3a", vec![]),
            (No, Yes, Tier::AsSoonAsPracticable, "PF-3b", vec![]),
            (NotKnown, Yes, Tier::AsSoonAsPracticable, "PF-3b", vec![threat]),
            (No, No, Tier::WithoutUndueDelay, "PF-3c", vec![]),
            (No, NotKnown, Tier::WithoutUndueDelay, "PF-3c", vec![harm]),
            (NotKnown, NotKnown, Tier::WithoutUndueDelay, "PF-3c", vec![threat, harm]),
        ];
        for (immediate, serious, tier, clock, ask) in cases {
            let Answer::Report(urgency) = assess(&finding(immediate, serious)) else {
                panic!("{immediate:?}")
            };
            assert_eq!((urgency.tier, urgency.ask), (tier, ask), "{immediate:?} {serious:?}");
            let rules: Vec<&str> = urgency.rules.iter().map(|rule| rule.id.as_str()).collect();
            assert_eq!(rules, ["PF-1", clock]);
            assert!(urgency.clock.head.verified);
        }
    }

    #[test]
    fn what_was_told_to_the_agency_is_not_told_again_and_the_public_ways_do_not_count() {
        let cases = [
            (vec![Told::Nca], Some("PF-1"), true),
            (vec![Told::OtherCountry], Some("PF-1-ELSEWHERE"), false),
            (vec![Told::PublicWay], None, true),
            (vec![Told::ByUser], None, true),
            (vec![Told::PublicWay, Told::ByUser], None, true),
        ];
        for (told, enough, verified) in cases {
            let told: BTreeSet<Told> = told.into_iter().collect();
            match assess(&Finding { told: told.clone(), ..finding(No, No) }) {
                Answer::AlreadyReported(rule) => {
                    assert_eq!((Some(rule.id.as_str()), rule.verified), (enough, verified));
                }
                Answer::Report(urgency) => {
                    assert_eq!(enough, None);
                    let public = urgency.rules.iter().any(|rule| rule.id == "PF-6");
                    assert_eq!(public, told.contains(&Told::PublicWay));
                }
                Answer::NoDuty(why) => panic!("{why:?}"),
            }
        }
    }

    #[test]
    fn there_is_no_duty_before_it_began_nor_for_what_is_no_such_service_or_content() {
        let no = |finding| match assess(&finding) {
            Answer::NoDuty(why) => why,
            other @ (Answer::Report(_) | Answer::AlreadyReported(_)) => panic!("{other:?}"),
        };
        let eve = "2026-04-06T22:59:59Z".parse().unwrap();
        assert_eq!(no(Finding { at: eve, ..finding(Yes, Yes) }), NoDuty::NotYet(rule("PF-1")));
        let first = "2026-04-06T23:00:00Z".parse().unwrap();
        assert!(matches!(assess(&Finding { at: first, ..finding(Yes, Yes) }), Answer::Report(_)));
        let search = no(Finding { service: Service::Search, ..finding(Yes, Yes) });
        assert_eq!(search, NoDuty::NotThisService(Some(rule("PF-1-SEARCH"))));
        assert_eq!(
            no(Finding { service: Service::Neither, ..finding(No, No) }),
            NoDuty::NotThisService(None)
        );
        assert_eq!(no(Finding { abuse_content: No, ..finding(No, No) }), NoDuty::NoSuchContent);
        assert_eq!(no(Finding { abuse_content: NotKnown, ..finding(No, No) }), NoDuty::AskWhatItIs);
    }

    #[test]
    fn nothing_is_sent_before_the_service_is_registered_or_with_nothing_in_it() {
        use About::{Content, User};
        let on = date(2026, 11, 27);
        let with = |registered_on, stated: &[(&str, &str)]| Report {
            registered_on,
            parts: stated
                .iter()
                .map(|(id, text)| ((*id).to_owned(), Private::new((*text).to_owned())))
                .collect(),
        };
        let both = [("content_hash", "h"), ("user_ip_address", "192.0.2.1")];
        let foreign = [("content_hash", "h"), ("user_port", "1"), ("incidentType", "x")];
        let cases = [
            (with(Some(on), &both), vec![], vec![]),
            (with(None, &both), vec![Refusal::NotRegistered], vec![]),
            (with(Some(date(2026, 11, 28)), &both), vec![Refusal::NotRegistered], vec![]),
            (with(Some(on), &[("content_hash", " "), ("user_port", "1")]), vec![], vec![Content]),
            (with(Some(on), &both[..1]), vec![], vec![User]),
            (with(Some(on), &[("user_port", " ")]), vec![Refusal::NothingStated], vec![Content, User]),
            (with(Some(on), &foreign), vec![Refusal::NoSuchPart("incidentType".to_owned())], vec![]),
        ];
        for (report, expected, missing) in cases {
            assert_eq!(refusals(&report, on), expected, "{report:?}");
            assert_eq!(gaps(&report), missing, "{report:?}");
        }
        assert_eq!(Refusal::NotRegistered.rule().map(|rule| rule.id.as_str()), Some("PF-2"));
    }

    #[test]
    fn references_are_kept_five_years_and_content_one_to_the_last_day() {
        let cases = [
            (date(2026, 11, 27), date(2031, 11, 28), date(2027, 11, 28)),
            (date(2028, 2, 29), date(2033, 3, 1), date(2029, 3, 1)),
            (date(2026, 12, 31), date(2032, 1, 1), date(2028, 1, 1)),
        ];
        for (reported_on, references_until, content_until) in cases {
            assert_eq!(kept(reported_on), Some(Kept { references_until, content_until }), "{reported_on}");
        }
        assert_eq!(kept(Date::MAX), None);
    }

    #[test]
    fn every_rule_says_where_it_is_read_in_both_languages_and_agrees_with_the_rulebook() {
        for rule in rules() {
            assert!(!rule.text.is_empty() && !rule.cy.is_empty() && !rule.source.is_empty(), "{}", rule.id);
            assert!(!rule.verified || !rule.address.is_empty(), "{}: what was read has its address", rule.id);
            for same in &rule.same_as {
                let others: Vec<_> = rulebook().heads().filter(|(_, head)| head.id == *same).collect();
                assert!(!others.is_empty(), "{same}");
                assert!(others.iter().all(|(_, head)| head.verified == rule.verified), "{same}");
                assert!(others.iter().all(|(_, head)| head.in_force_from == rule.in_force_from), "{same}");
            }
        }
        for part in parts() {
            assert!(!part.name_in(Lang::En).is_empty() && !part.name_in(Lang::Cy).is_empty(), "{}", part.id);
        }
    }
}
