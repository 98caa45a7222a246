//! What is wrong with the tables, each with its file and line: a wrong key, a period that overlaps, a reference that
//! leads nowhere. A test of this crate reads the files, so that none of it is ever part of a binary.

use std::collections::BTreeSet;

use super::facts::AGE;
use super::head::{Head, Status};
use super::tables::{ClockKind, Tool};
use super::when::When;
use super::{File, Rulebook};

/// One trouble, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("data/rules/{file}:{line}: {what}")]
pub struct Trouble {
    pub file: &'static str,
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Troubles(pub Vec<Trouble>);

impl std::error::Error for Troubles {}

impl std::fmt::Display for Troubles {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for trouble in &self.0 {
            writeln!(to, "{trouble}")?;
        }
        Ok(())
    }
}

impl Trouble {
    /// A file that does not have the shape of its tables.
    pub fn unreadable(file: &'static str, text: &str, error: &toml::de::Error) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Self { file, line: before.matches('\n').count() + 1, what: error.message().to_owned() }
    }
}

/// Where the rows of each id begin, so that a trouble can say its line.
struct Places<'a> {
    files: &'a [File],
}

impl Places<'_> {
    /// The place of the `nth` row of an id.
    fn of(&self, id: &str, nth: usize) -> (&'static str, usize) {
        let wanted = format!("id = \"{id}\"");
        let lines = self.files.iter().flat_map(|(file, text)| {
            text.lines().enumerate().filter(|(_, line)| line.trim() == wanted).map(|(at, _)| (*file, at + 1))
        });
        lines.clone().nth(nth).or_else(|| lines.clone().next()).unwrap_or(("facts.toml", 1))
    }

    fn trouble(&self, id: &str, what: impl Into<String>) -> Trouble {
        let (file, line) = self.of(id, 0);
        Trouble { file, line, what: format!("{id}: {}", what.into()) }
    }
}

/// Everything that is wrong with the rows as a whole.
pub fn troubles(book: &Rulebook, files: &[File]) -> Vec<Trouble> {
    let places = Places { files };
    let mut found = Vec::new();
    for (_, head) in book.heads() {
        found.extend(of_head(head).into_iter().map(|what| places.trouble(&head.id, what)));
    }
    found.extend(overlapping(book, &places));
    found.extend(references(book).into_iter().map(|(id, what)| places.trouble(&id, what)));
    found.extend(clocks(book).into_iter().map(|(id, what)| places.trouble(&id, what)));
    found.extend(same(book).into_iter().map(|(id, what)| places.trouble(&id, what)));
    found.extend(unused(book).into_iter().map(|id| places.trouble(id, "no rule uses this fact")));
    found.extend(book.tools.iter().flat_map(|tool| of_tool(book, tool, &places)));
    found
}

fn of_head(head: &Head) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut must = |holds: bool, what: &'static str| {
        if !holds {
            found.push(what);
        }
    };
    must(!head.nations.is_empty(), "name at least one nation");
    must(!head.text.trim().is_empty(), "say what the rule says");
    must(!head.source.trim().is_empty(), "name the source");
    must(!head.verified || !head.address.is_empty(), "what is verified has an address where it was read");
    match head.status {
        Status::Prospective => must(
            head.in_force_from.is_none() && head.in_force_until.is_none(),
            "a prospective rule has no dates yet: give it status in_force with its first day",
        ),
        Status::InForce => must(head.in_force_from.is_some(), "a rule in force has a first day"),
        Status::Repealed => must(
            head.in_force_from.is_some() && head.in_force_until.is_some(),
            "a repealed rule has its first day and the first day without it",
        ),
    }
    if let (Some(from), Some(until)) = (head.in_force_from, head.in_force_until) {
        must(from < until, "it ends before it begins");
    }
    if let (Some(made), Some(from)) = (head.enacted, head.in_force_from) {
        must(made <= from, "it begins before it was made");
    }
    found
}

fn overlapping(book: &Rulebook, places: &Places<'_>) -> Vec<Trouble> {
    let heads: Vec<&Head> = book.heads().map(|(_, head)| head).collect();
    let mut found = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        let same = heads[..at].iter().filter(|other| other.id == head.id);
        let nth = same.clone().count();
        if same.clone().any(|other| other.overlaps(head)) {
            let (file, line) = places.of(&head.id, nth);
            let what = format!("{}: another version of it holds there at the same time", head.id);
            found.push(Trouble { file, line, what });
        }
    }
    let mut facts = BTreeSet::new();
    for fact in &book.facts {
        if !facts.insert(&fact.id) {
            found.push(places.trouble(&fact.id, "the fact is there twice"));
        }
    }
    found
}

/// References to rows that are not there.
fn references(book: &Rulebook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut asks = |id: &str, when: Option<&When>| {
        for fact in when.map(When::facts).unwrap_or_default() {
            if book.fact(fact).is_none() {
                found.push((id.to_owned(), format!("there is no fact `{fact}`")));
            }
        }
    };
    book.routes.iter().for_each(|row| asks(&row.head.id, Some(&row.when)));
    book.elements.iter().for_each(|row| asks(&row.head.id, row.when.as_ref()));
    book.barring.iter().for_each(|row| asks(&row.head.id, row.when.as_ref()));
    book.sharing.iter().for_each(|row| asks(&row.head.id, row.when.as_ref()));
    let of_indicators = book.indicators.iter().map(|row| (&row.head.id, &row.asks));
    let of_facts = book.facts.iter().map(|fact| (&fact.id, &fact.never_with));
    for (id, named) in of_indicators.chain(of_facts) {
        let missing = named.iter().filter(|fact| *fact != AGE && book.fact(fact).is_none());
        found.extend(missing.map(|fact| (id.clone(), format!("there is no fact `{fact}`"))));
    }

    let clocks: BTreeSet<&str> = book.clocks.iter().map(|clock| clock.head.id.as_str()).collect();
    let duties: BTreeSet<&str> = book.duties.iter().map(|duty| duty.head.id.as_str()).collect();
    let mut names = |id: &str, kind: &str, of: &str, there: bool| {
        if !there {
            found.push((id.to_owned(), format!("there is no {kind} `{of}`")));
        }
    };
    for route in &book.routes {
        for clock in route.clock.iter().chain(&route.then_clock) {
            names(&route.head.id, "clock", clock, clocks.contains(clock.as_str()));
        }
        for contact in &route.contacts {
            names(&route.head.id, "contact", contact, book.contact(contact).is_some());
        }
    }
    for duty in &book.duties {
        for clock in duty.clock.iter().chain(&duty.then_clock) {
            names(&duty.head.id, "clock", clock, clocks.contains(clock.as_str()));
        }
    }
    for element in &book.elements {
        names(&element.head.id, "duty", &element.duty, duties.contains(element.duty.as_str()));
    }
    found
}

/// Clocks that are counted from nothing that is said, and first decisions that have no latest day.
fn clocks(book: &Rulebook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for clock in &book.clocks {
        let id = &clock.head.id;
        if book.moment(&clock.starts).is_none() {
            found.push((id.clone(), format!("there is no moment `{}`", clock.starts)));
        }
        if clock.first_decision && clock.kind != ClockKind::Latest {
            found.push((id.clone(), "a first decision has a latest time".to_owned()));
        }
    }
    let mut moments = BTreeSet::new();
    for moment in &book.moments {
        if !moments.insert(&moment.id) {
            found.push((moment.id.clone(), "the moment is there twice".to_owned()));
        }
        if !book.clocks.iter().any(|clock| clock.starts == moment.id) {
            found.push((moment.id.clone(), "no clock is counted from this moment".to_owned()));
        }
    }
    found
}

/// Rows that say that they state the same as another, which is not there, holds elsewhere, or was read and this one not.
fn same(book: &Rulebook) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (_, head) in book.heads() {
        for other in &head.same_as {
            let rows: Vec<&Head> = book.heads().map(|(_, row)| row).filter(|row| row.id == *other).collect();
            let mut must = |holds: bool, what: String| {
                if !holds {
                    found.push((head.id.clone(), what));
                }
            };
            must(!rows.is_empty(), format!("there is no row `{other}`"));
            for row in rows {
                let shared = row.nations.iter().any(|nation| head.nations.contains(nation));
                must(shared, format!("`{other}` holds in none of its nations"));
                let agree = row.verified == head.verified;
                must(agree, format!("`{other}` states the same, and only one of the two is verified"));
            }
        }
    }
    found
}

/// Facts that no rule and no tool goes by.
fn unused(book: &Rulebook) -> Vec<&str> {
    let routes = book.routes.iter().map(|row| &row.when);
    let optional = book.elements.iter().map(|row| &row.when).chain(book.barring.iter().map(|row| &row.when));
    let optional = optional.chain(book.sharing.iter().map(|row| &row.when)).flatten();
    let tools = book.tools.iter().flat_map(|tool| &tool.overrides).map(|rule| &rule.when);
    let used: BTreeSet<&str> = routes.chain(optional).chain(tools).flat_map(When::facts).collect();
    book.facts.iter().map(|fact| fact.id.as_str()).filter(|id| !used.contains(id)).collect()
}

/// Facts that the engine gives to the rules of a tool.
const OF_THE_TOOL: [&str; 2] = ["any_high", "missing_from_home"];

fn of_tool(book: &Rulebook, tool: &Tool, places: &Places<'_>) -> Vec<Trouble> {
    let mut found = Vec::new();
    let mut items = BTreeSet::new();
    for item in &tool.item {
        if !items.insert(item.id.as_str()) {
            found.push(places.trouble(&tool.head.id, format!("the sign `{}` is there twice", item.id)));
        }
    }
    if tool.band.first().is_none_or(|band| band.from != 0) || !tool.band.is_sorted_by(|a, b| a.from < b.from)
    {
        found.push(places.trouble(&tool.head.id, "its bands begin at 0 and rise"));
    }
    for rule in &tool.overrides {
        if !tool.band.iter().any(|band| band.name == rule.band) {
            found.push(places.trouble(&tool.head.id, format!("there is no band `{}`", rule.band)));
        }
        for fact in rule.when.facts() {
            if !items.contains(fact) && !OF_THE_TOOL.contains(&fact) && book.fact(fact).is_none() {
                found.push(places.trouble(&tool.head.id, format!("there is no fact or sign `{fact}`")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::FILES;
    use super::*;

    #[test]
    fn the_rulebook_is_whole() {
        if let Err(troubles) = Rulebook::read(FILES) {
            panic!("{troubles}");
        }
    }

    const ROW: &str = "
[[definition]]
id = \"D\"
nations = [\"england\"]
status = \"in_force\"
in_force_from = \"2020-01-01\"
text = \"t\"
source = \"s\"
address = \"\"
verified = false
review_by = \"2027-01-01\"
term = \"t\"
kind = \"guidance\"
";

    /// What reading one file says.
    fn said(text: String) -> Vec<String> {
        let text: &'static str = text.leak();
        match Rulebook::read(&[("x.toml", text)]) {
            Ok(_) => Vec::new(),
            Err(troubles) => troubles.0.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn each_trouble_is_told_with_its_file_and_line() {
        let twice = format!("{ROW}{ROW}");
        let cases = [
            (ROW.replace("term =", "trem ="), "data/rules/x.toml:2: ", "term"),
            (format!("{ROW}trem = \"t\"\n"), "data/rules/x.toml:2: ", "trem"),
            (ROW.replace("\"guidance\"", "\"guide\""), "data/rules/x.toml:", "guide"),
            (ROW.replace("\"england\"", "\"engeland\""), "data/rules/x.toml:", "engeland"),
            (twice, "data/rules/x.toml:16: ", "at the same time"),
            (ROW.replace("in_force_from = \"2020-01-01\"\n", ""), "data/rules/x.toml:3: ", "first day"),
            (ROW.replace("\"in_force\"", "\"prospective\""), "data/rules/x.toml:3: ", "no dates yet"),
            (ROW.replace("\"in_force\"", "\"repealed\""), "data/rules/x.toml:3: ", "first day without it"),
            (ROW.replace("verified = false", "verified = true"), "data/rules/x.toml:3: ", "address"),
            (ROW.replace("text = \"t\"", "text = \" \""), "data/rules/x.toml:3: ", "what the rule says"),
            (
                format!("{ROW}in_force_until = \"2019-01-01\"\n"),
                "data/rules/x.toml:3: ",
                "ends before it begins",
            ),
        ];
        assert_eq!(said(ROW.to_owned()), Vec::<String>::new());
        for (text, place, what) in cases {
            let said = said(text);
            assert!(
                said.iter().any(|line| line.starts_with(place) && line.contains(what)),
                "{what}: {said:?}"
            );
        }
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_a_trouble() {
        let route = ROW
            .replace("[[definition]]", "[[route]]")
            .replace("term = \"t\"\nkind = \"guidance\"", "order = 1\nto = \"police\"\nchannel = \"online\"")
            + "when = \"nonsense\"\nclock = \"EN-0\"\ncontacts = [\"CON-0\"]\n";
        let said = said(route);
        for what in ["fact `nonsense`", "clock `EN-0`", "contact `CON-0`"] {
            assert!(said.iter().any(|line| line.contains(what)), "{what}: {said:?}");
        }
    }

    #[test]
    fn a_fact_that_no_rule_uses_is_a_trouble_at_its_line() {
        let fact = "\n[[fact]]\nid = \"idle\"\nquestion = \"q\"\ncy = \"c\"\n";
        assert_eq!(said(fact.to_owned()), ["data/rules/x.toml:3: idle: no rule uses this fact"]);
    }

    #[test]
    fn two_rows_that_state_the_same_are_both_verified_or_neither() {
        let other = ROW.replace("\"D\"", "\"E\"") + "same_as = [\"D\"]\n";
        assert_eq!(said(format!("{ROW}{other}")), Vec::<String>::new());
        let read =
            ROW.replace("verified = false", "verified = true").replace("address = \"\"", "address = \"a\"");
        let elsewhere = ROW.replace("\"england\"", "\"wales\"");
        let cases = [
            (format!("{read}{other}"), "only one of the two is verified"),
            (format!("{elsewhere}{other}"), "in none of its nations"),
            (other, "there is no row `D`"),
        ];
        for (text, what) in cases {
            let said = said(text);
            assert!(said.iter().any(|line| line.contains(" E: ") && line.contains(what)), "{what}: {said:?}");
        }
    }

    #[test]
    fn a_clock_is_counted_from_a_moment_that_is_said() {
        let clock = ROW.replace("[[definition]]", "[[clock]]").replace(
            "term = \"t\"\nkind = \"guidance\"",
            "kind = \"earliest\"\nstarts = \"noon\"\nstops = []\nlimit = 1\nunit = \"hours\"\nfirst_decision = true",
        );
        let said = said(clock);
        for what in ["there is no moment `noon`", "a first decision has a latest time"] {
            assert!(said.iter().any(|line| line.contains(what)), "{what}: {said:?}");
        }
    }
}
