//! The Department's rules, each a small function that says where a return breaks it.
//!
//! What a rule is called, what it says and whether it refuses the return stand in `data/census/cin_rules.csv`; what it
//! looks at is here, one file a module of the return, keyed by its code. Where a code has a row in several rule sets the
//! latest is in force, since every [`Year`] that is taken here comes after it.
//!
//! All of them can be held against one file. The Department has others, that compare a return with the one before it:
//! they are not in the table, and not checked. "Within" a period counts its first day and not its last, so that one
//! episode may begin on the day on which another ends; "on or between" counts both.

mod assessments;
mod characteristics;
mod enquiries;
mod episodes;
mod header;
mod identifiers;
mod plans;
mod protection;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use super::Year;
use super::children::{Assessment, Census, Child, CinPlan, Enquiry, Episode, Protection};
pub(super) use identifiers::check_letter;

/// Whether a broken rule refuses the return, or goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The return is refused until it is put right.
    Error,
    /// It is put right, or the return goes with a reason.
    Query,
}

impl Weight {
    /// The written form: `error` or `query`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Query => "query",
        }
    }
}

/// A rule as the Department publishes it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Like `8608`; a query ends with Q.
    pub code: String,
    /// The rule set that it is from: `cin2024_25`.
    pub ruleset: String,
    #[serde(rename = "type")]
    pub weight: Weight,
    /// The module of the return that it is about.
    pub module: String,
    pub message: String,
}

/// A place in a return. Counted from 0; shown counted from 1, as in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// None: the whole return.
    pub child: Option<usize>,
    pub episode: Option<usize>,
    /// The element of a module of the episode, and which of them.
    pub part: Option<(&'static str, usize)>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(child) = self.child else { return f.write_str("Message") };
        write!(f, "Child {}", child + 1)?;
        self.episode.map_or(Ok(()), |episode| write!(f, ", CINdetails {}", episode + 1))?;
        self.part.map_or(Ok(()), |(element, part)| write!(f, ", {element} {}", part + 1))
    }
}

/// One rule that is broken in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static Rule,
    pub spot: Spot,
}

/// Every rule that a return breaks, and where: errors first, then by code and place.
pub fn check(census: &Census, year: Year) -> Vec<Finding> {
    let mut found = Vec::new();
    for (code, check) in checks() {
        let rule = rule(code).expect("a test of this module holds the checks against the table");
        found.extend(places(check, census, year).into_iter().map(|spot| Finding { rule, spot }));
    }
    found.sort_by(|a, b| (a.rule.weight, &a.rule.code, a.spot).cmp(&(b.rule.weight, &b.rule.code, b.spot)));
    found.dedup();
    found
}

/// Whether a return would be refused.
pub fn refused(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.rule.weight == Weight::Error)
}

/// Every row of the table, those that a later one replaced among them.
pub fn published() -> &'static [Rule] {
    static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(include_str!("../../../../../data/census/cin_rules.csv").as_bytes());
        let rows = reader.deserialize().collect::<Result<_, _>>();
        rows.expect("data/census/cin_rules.csv is read by a test of this module")
    });
    &ALL
}

/// The rule in force with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    static IN_FORCE: LazyLock<BTreeMap<&'static str, &'static Rule>> = LazyLock::new(|| {
        let mut latest: BTreeMap<&str, &Rule> = BTreeMap::new();
        for rule in published() {
            let known = latest.entry(&rule.code).or_insert(rule);
            if rule.ruleset >= known.ruleset {
                *known = rule;
            }
        }
        latest
    });
    IN_FORCE.get(code).copied()
}

/// The codes that are checked, each once.
pub fn checked() -> BTreeSet<&'static str> {
    checks().map(|(code, _)| code).collect()
}

/// What a rule looks at. Each answers whether it is broken there.
pub(in crate::census) enum Check {
    /// The return as a whole.
    File(fn(&Census, Year) -> bool),
    /// Something of a child that no two children may share.
    Unique(fn(&Child) -> Option<&str>),
    Child(fn(&Child, Year) -> bool),
    Episode(fn(&Episode, At<'_>) -> bool),
    Assessment(fn(&Assessment, At<'_>) -> bool),
    Plan(fn(&CinPlan, At<'_>) -> bool),
    Enquiry(fn(&Enquiry, At<'_>) -> bool),
    Protection(fn(&Protection, At<'_>) -> bool),
}

/// A code and what it looks at; several of one code look at several places.
type Row = (&'static str, Check);

/// What an episode, or a part of one, stands in.
#[derive(Clone, Copy)]
pub(in crate::census) struct At<'a> {
    child: &'a Child,
    episode: &'a Episode,
    year: Year,
}

fn checks() -> impl Iterator<Item = (&'static str, &'static Check)> {
    let tables: [&'static [Row]; 8] = [
        header::CHECKS,
        identifiers::CHECKS,
        characteristics::CHECKS,
        episodes::CHECKS,
        assessments::CHECKS,
        enquiries::CHECKS,
        plans::CHECKS,
        protection::CHECKS,
    ];
    tables.into_iter().flatten().map(|(code, check)| (*code, check))
}

fn places(check: &Check, census: &Census, year: Year) -> Vec<Spot> {
    match check {
        Check::File(broken) => Vec::from_iter(broken(census, year).then(Spot::default)),
        Check::Unique(key) => shared(census, *key),
        Check::Child(broken) => children(census, |child| broken(child, year)),
        Check::Episode(broken) => {
            episodes(census, year, |at| if broken(at.episode, at) { vec![None] } else { vec![] })
        }
        Check::Assessment(broken) => {
            episodes(census, year, |at| parts("Assessments", &at.episode.assessments, *broken, at))
        }
        Check::Plan(broken) => {
            episodes(census, year, |at| parts("CINPlanDates", &at.episode.plans, *broken, at))
        }
        Check::Enquiry(broken) => {
            episodes(census, year, |at| parts("Section47", &at.episode.enquiries, *broken, at))
        }
        Check::Protection(broken) => {
            episodes(census, year, |at| parts("ChildProtectionPlans", &at.episode.protection, *broken, at))
        }
    }
}

fn children(census: &Census, broken: impl Fn(&Child) -> bool) -> Vec<Spot> {
    let all = census.children.iter().enumerate().filter(|(_, child)| broken(child));
    all.map(|(at, _)| Spot { child: Some(at), ..Spot::default() }).collect()
}

fn shared(census: &Census, key: fn(&Child) -> Option<&str>) -> Vec<Spot> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    census.children.iter().filter_map(key).for_each(|key| *count.entry(key).or_default() += 1);
    children(census, |child| key(child).is_some_and(|key| count.get(key).is_some_and(|count| *count > 1)))
}

type Part = Option<(&'static str, usize)>;

fn episodes(census: &Census, year: Year, broken: impl Fn(At<'_>) -> Vec<Part>) -> Vec<Spot> {
    let mut found = Vec::new();
    for (child_at, child) in census.children.iter().enumerate() {
        for (at, episode) in child.episodes.iter().enumerate() {
            let parts = broken(At { child, episode, year });
            let spot = |part| Spot { child: Some(child_at), episode: Some(at), part };
            found.extend(parts.into_iter().map(spot));
        }
    }
    found
}

fn parts<T>(element: &'static str, all: &[T], broken: fn(&T, At<'_>) -> bool, at: At<'_>) -> Vec<Part> {
    let all = all.iter().enumerate().filter(|(_, part)| broken(part, at));
    all.map(|(number, _)| Some((element, number))).collect()
}

/// Whether two days are known and the first comes after the second.
fn after(day: Option<Date>, other: Option<Date>) -> bool {
    day.zip(other).is_some_and(|(day, other)| day > other)
}

/// Whether a day is known and lies outside the year.
fn outside(day: Option<Date>, year: Year) -> bool {
    day.is_some_and(|day| !year.contains(day))
}

/// Whether a day is known and lies within a period, whose last day is outside; an open one lasts to the reference date.
fn within(day: Option<Date>, from: Option<Date>, until: Option<Date>, year: Year) -> bool {
    let Some((day, from)) = day.zip(from) else { return false };
    from <= day && until.map_or(day <= year.end(), |until| day < until)
}

/// The same, with its last day.
fn on_or_between(day: Option<Date>, from: Option<Date>, until: Option<Date>, year: Year) -> bool {
    let Some((day, from)) = day.zip(from) else { return false };
    from <= day && day <= until.unwrap_or(year.end())
}

/// Whether a day is known and nobody holds a conference on it.
fn weekend(day: Option<Date>) -> bool {
    day.is_some_and(|day| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
}

/// Whether a code is there and exists.
fn valid(element: &str, code: Option<&str>) -> bool {
    code.is_some_and(|code| super::codes::holds(element, code))
}

/// Whether the same stands twice.
fn repeated(codes: &[String]) -> bool {
    codes.iter().collect::<BTreeSet<_>>().len() < codes.len()
}

/// The others of the same kind, so that nothing is compared with itself.
fn others<'a, T>(all: &'a [T], own: &'a T) -> impl Iterator<Item = &'a T> {
    all.iter().filter(move |other| !std::ptr::eq(*other, own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_rule_is_checked_and_nothing_else_is() {
        let published: BTreeSet<&str> = published().iter().map(|rule| rule.code.as_str()).collect();
        assert_eq!((super::published().len(), published.len()), (114, 109));
        assert_eq!(checked(), published);
    }

    #[test]
    fn the_latest_row_of_a_code_is_in_force() {
        let cases = [
            ("1530", "cin2023_24"),
            ("2886Q", "cin2024_25"),
            ("4180", "cin2024_25"),
            ("8750", "cin2024_25"),
            ("8770Q", "cin2024_25"),
            ("8608", "cin2022_23"),
        ];
        for (code, ruleset) in cases {
            assert_eq!(rule(code).map(|rule| rule.ruleset.as_str()), Some(ruleset), "{code}");
        }
    }

    #[test]
    fn a_query_ends_with_a_letter_that_says_so() {
        for rule in published() {
            assert_eq!(rule.weight == Weight::Query, rule.code.ends_with('Q'), "{}", rule.code);
        }
    }
}
