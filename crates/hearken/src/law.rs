//! The commands that answer from the rulebook: what a text may tell of, who must be told, by when, and under which law.
//!
//! They need no house: everything is in the binary.

use std::borrow::Cow;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use domain::agency::Nation;
use domain::rules::bases::Follows;
use domain::rules::clock::Due;
use domain::rules::duty::Window;
use domain::rules::facts::Facts;
use domain::rules::head::{Force, Head};
use domain::rules::route::{Because, Standing, Step};
use domain::rules::tables::{Clock, ClockKind, Fact};
use domain::rules::{Row, duty, rulebook};
use domain::screen::{Screened, screen};
use domain::time::{day, start_of};
use jiff::Timestamp;
use jiff::civil::Date;
use kit::clock::Clock as Wall;
use serde_json::{Value, json};

#[derive(Subcommand)]
pub(crate) enum Law {
    /// Say what a text from standard input may be telling of, with the words, and how soon somebody must look.
    Screen {
        #[arg(long)]
        json: bool,
        /// One text on each line, and one answer for each.
        #[arg(long)]
        lines: bool,
    },
    /// Say who must be told, from the facts on standard input: `{"age": 15, "blackmail": "yes"}`.
    Route(Where),
    /// Say when something is due, or from when on it may be done: the rule says which (`kind` in JSON).
    Clock {
        #[arg(long, value_parser = nation)]
        nation: Nation,
        /// The moment it is counted from: 2026-11-20T16:30:00Z. For a rule that counts backwards, what must come after.
        #[arg(long)]
        from: Timestamp,
        /// The id of the rule: EN-1.
        #[arg(long)]
        rule: String,
        #[arg(long)]
        json: bool,
    },
    /// List the rules of a day, or what is different from another.
    Rules {
        #[arg(long)]
        on: Option<Date>,
        /// The other day.
        #[arg(long)]
        diff: Option<Date>,
        /// Without it, all four.
        #[arg(long, value_parser = nation)]
        nation: Option<Nation>,
        /// List the facts that the rules ask about.
        #[arg(long)]
        facts: bool,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(crate) struct Where {
    #[arg(long, value_parser = nation)]
    nation: Nation,
    /// The day whose law counts; without it, today.
    #[arg(long)]
    on: Option<Date>,
    #[arg(long)]
    json: bool,
}

fn nation(code: &str) -> Result<Nation, String> {
    let known = || Nation::ALL.map(Nation::code).join(", ");
    Nation::from_code(&code.replace('-', "_")).ok_or_else(|| format!("there are {}", known()))
}

fn today() -> Date {
    day(Wall::Wall.now())
}

pub(crate) fn run(law: Law) -> Result<()> {
    match law {
        Law::Screen { json, lines } => screened(json, lines),
        Law::Route(place) => route(&place),
        Law::Clock { nation, from, rule, json } => clock(nation, from, &rule, json),
        Law::Rules { facts: true, json, .. } => facts(json),
        Law::Rules { on, diff, nation, json, .. } => rules(on.unwrap_or_else(today), diff, nation, json),
    }
}

/// How much is read and written at once: with a line at a time the system would take as long as the screening.
const BUFFER_BYTES: usize = 1 << 17;

fn screened(json: bool, lines: bool) -> Result<()> {
    let mut input = BufReader::with_capacity(BUFFER_BYTES, std::io::stdin().lock());
    let mut out = BufWriter::with_capacity(BUFFER_BYTES, std::io::stdout().lock());
    let mut text = Vec::new();
    if !lines {
        input.read_to_end(&mut text).context("reading the text")?;
        say(&mut out, &screen(&readable(&text)), json)?;
        return Ok(out.flush()?);
    }
    while input.read_until(b'\n', &mut text).context("reading a text")? > 0 {
        say(&mut out, &screen(readable(&text).trim_end_matches(['\r', '\n'])), json)?;
        text.clear();
    }
    Ok(out.flush()?)
}

/// A text as it is, if it is one; what is no text in it is replaced, which is rarely needed and slower.
fn readable(text: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text), Cow::Borrowed)
}

fn say(out: &mut impl std::io::Write, screened: &Screened, json: bool) -> Result<()> {
    if json {
        serde_json::to_writer(&mut *out, screened)?;
        return Ok(writeln!(out)?);
    }
    let harms: Vec<&str> = screened.harms.iter().map(|harm| harm.code()).collect();
    writeln!(
        out,
        "{}: {}",
        screened.urgency.code(),
        if harms.is_empty() { "nothing".to_owned() } else { harms.join(", ") }
    )?;
    for found in &screened.indicators {
        writeln!(out, "  {} {}: {:?}", found.id, found.harm.code(), found.quote)?;
    }
    Ok(())
}

fn route(place: &Where) -> Result<()> {
    let typed = std::io::read_to_string(std::io::stdin()).context("reading the facts")?;
    let told: Value = serde_json::from_str(&typed).context("the facts are not JSON")?;
    let facts = Facts::read(&told, rulebook())?;
    let on = (place.nation, place.on.unwrap_or_else(today));
    if place.json {
        println!("{}", serde_json::to_string_pretty(&routed(&facts, on))?);
        return Ok(());
    }
    let book = rulebook();
    for step in book.steps(&facts, on.0, on.1) {
        let (sure, head) = (unsure(step.standing, step.force), &step.route.head);
        println!("{}{sure} {}: {}", head.id, step.route.to.code(), head.text);
    }
    for duty in book.duties(&facts, on.0, on.1, &Window::from_now(&facts, book, start_of(on.1))) {
        if duty.standing != duty::Standing::NotEngaged {
            println!(
                "{} ({}, {:?}): {}",
                duty.duty.head.id,
                duty.force.code(),
                duty.standing,
                duty.duty.name
            );
        }
    }
    for one in book.barring_of(&facts, on.0, on.1) {
        println!("{}{}: {}", one.row.head.id, unsure(one.standing, one.force), one.row.head.text);
    }
    for one in book.sharing_of(&facts, on.0, on.1) {
        println!("{}{}: {}", one.row.head.id, unsure(one.standing, one.force), one.row.head.text);
    }
    Ok(())
}

/// Everything that follows from the facts there on a day, with ids and reasons.
pub(crate) fn routed(facts: &Facts, (nation, on): (Nation, Date)) -> Value {
    let book = rulebook();
    let duties = book.duties(facts, nation, on, &Window::from_now(facts, book, start_of(on))).into_iter();
    let duties = duties.filter(|duty| duty.standing != duty::Standing::NotEngaged);
    let (barring, sharing) = (book.barring_of(facts, nation, on), book.sharing_of(facts, nation, on));
    json!({
        "nation": nation.code(),
        "on": on,
        "routes": book.steps(facts, nation, on).iter().map(step).collect::<Vec<_>>(),
        "duties": duties.map(|duty| assessed(&duty, facts, (nation, on))).collect::<Vec<_>>(),
        "barring": barring.iter().map(|one| follows(one, json!(one.row.part))).collect::<Vec<_>>(),
        "sharing": sharing.iter().map(|one| follows(one, json!(one.row.part))).collect::<Vec<_>>(),
    })
}

/// A mark behind the id of what is not ruled out, and of what has not begun.
const fn unsure(standing: Standing, force: Force) -> &'static str {
    match (standing, force) {
        (Standing::Required, Force::InForce | Force::Repealed) => "",
        (Standing::Required, Force::Prospective) => " (not begun)",
        (Standing::NotRuledOut, Force::InForce | Force::Repealed) => "?",
        (Standing::NotRuledOut, Force::Prospective) => "? (not begun)",
    }
}

fn follows<R: Row>(one: &Follows<'_, R>, part: Value) -> Value {
    let mut answer = cited(one.row.head());
    answer["part"] = part;
    answer["standing"] = json!(one.standing);
    answer["force"] = json!(one.force);
    answer["because"] = json!(one.because.iter().map(because).collect::<Vec<_>>());
    answer["ask"] = asked(&one.ask);
    answer["duties"] = json!(one.duties.iter().map(|duty| &duty.head.id).collect::<Vec<_>>());
    answer
}

fn step(step: &Step<'_>) -> Value {
    let head = &step.route.head;
    let mut answer = cited(head);
    answer["standing"] = json!(step.standing);
    answer["force"] = json!(step.force);
    answer["to"] = json!(step.route.to);
    answer["channel"] = json!(step.route.channel);
    answer["form"] = json!(step.route.form);
    answer["contacts"] = json!(step.route.contacts.iter().filter_map(|id| rulebook().contact(id)).map(|contact| {
        json!({ "id": contact.head.id, "name": contact.name, "phone": contact.phone, "page": contact.page, "email": contact.email })
    }).collect::<Vec<_>>());
    answer["because"] = json!(step.because.iter().map(because).collect::<Vec<_>>());
    answer["ask"] = asked(&step.ask);
    answer["clock"] = step.clock.map_or(Value::Null, limit);
    answer["then_clock"] = step.then_clock.map_or(Value::Null, limit);
    answer
}

fn assessed(duty: &duty::Assessed<'_>, facts: &Facts, (nation, on): (Nation, Date)) -> Value {
    let then = duty.duty.then_clock.as_deref().and_then(|id| rulebook().clock(id, nation, on));
    let mut answer = cited(&duty.duty.head);
    answer["name"] = json!(duty.duty.name);
    answer["standing"] = json!(duty.standing);
    answer["force"] = json!(duty.force);
    answer["to"] = json!(duty.duty.to);
    answer["sanction"] = json!(duty.duty.sanction);
    answer["because"] = json!(duty.because.iter().map(because).collect::<Vec<_>>());
    answer["elements"] = json!(duty.elements.iter().map(|element| cited(&element.head)).collect::<Vec<_>>());
    let says = rulebook().says(duty, facts);
    answer["says"] = json!(says.iter().map(|element| cited(&element.head)).collect::<Vec<_>>());
    answer["ask"] = asked(&duty.ask);
    answer["clock"] = duty.clock.map_or(Value::Null, limit);
    answer["then_clock"] = then.map_or(Value::Null, limit);
    answer
}

/// What a row says, and where that is read.
fn cited(head: &Head) -> Value {
    json!({ "id": head.id, "text": head.text, "source": head.source, "address": head.address, "verified": head.verified })
}

fn because(one: &Because<'_>) -> Value {
    json!({ "fact": one.fact.id, "is": one.known, "assumed": one.assumed })
}

fn asked(facts: &[&Fact]) -> Value {
    json!(facts.iter().map(|fact| json!({ "fact": fact.id, "question": fact.question })).collect::<Vec<_>>())
}

fn limit(clock: &Clock) -> Value {
    let mut answer = cited(&clock.head);
    answer["kind"] = json!(clock.kind);
    answer["limit"] = json!(clock.limit);
    answer["unit"] = json!(clock.unit);
    answer["starts"] = json!(clock.starts);
    answer["stops"] = json!(clock.stops);
    answer
}

fn clock(nation: Nation, from: Timestamp, id: &str, as_json: bool) -> Result<()> {
    let Some(rule) = rulebook().clock(id, nation, day(from)) else {
        let known = |clock: &&Clock| clock.head.on(nation, day(from)).is_some();
        let known: Vec<&str> =
            rulebook().clocks.iter().filter(known).map(|clock| clock.head.id.as_str()).collect();
        bail!("`{id}` is no clock of {} on {}: there are {}", nation.code(), day(from), known.join(", "))
    };
    let due = rule.due(nation, from)?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&reckoned(rule, nation, from, due))?);
        return Ok(());
    }
    let bound = match due.kind {
        ClockKind::Latest => "by",
        ClockKind::Earliest => "no sooner than",
        ClockKind::Before => "beforehand, by",
    };
    println!("{id}: {} {bound} {} ({})", rule.head.text, due.at, domain::time::shown(due.at));
    println!("{} {}; {}", of_day(due.kind).replace('_', " "), due.working_day, rule.head.source);
    Ok(())
}

/// A clock and when it is due. `due` is the moment that `kind` speaks of: the first that is too late or, of the
/// earliest, the first that is not too soon.
pub(crate) fn reckoned(rule: &Clock, nation: Nation, from: Timestamp, due: Due) -> Value {
    let mut answer = limit(rule);
    answer["from"] = json!(from);
    answer["due"] = json!(due.at);
    answer[of_day(due.kind)] = json!(due.working_day);
    answer["force"] = json!(rule.head.on(nation, day(from)));
    answer
}

/// What the working day beside a moment is called.
const fn of_day(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Latest | ClockKind::Before => "last_working_day",
        ClockKind::Earliest => "first_working_day",
    }
}

fn facts(json: bool) -> Result<()> {
    if json {
        let all: Vec<Value> = rulebook()
            .facts
            .iter()
            .map(|fact| json!({ "fact": fact.id, "question": fact.question }))
            .collect();
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    for fact in &rulebook().facts {
        println!("{}: {}", fact.id, fact.question);
    }
    Ok(())
}

/// The rules of a day, or what is different on another.
pub(crate) fn listed(on: Date, diff: Option<Date>, only: Option<Nation>) -> Vec<Value> {
    let mut all = Vec::new();
    for nation in Nation::ALL.into_iter().filter(|nation| only.is_none_or(|only| only == *nation)) {
        match diff {
            None => all.extend(rulebook().on(nation, on).map(|(subject, head, force)| {
                let mut row = cited(head);
                row["nation"] = json!(nation);
                row["subject"] = json!(subject.code());
                row["force"] = json!(force);
                row["in_force_from"] = json!(head.in_force_from);
                row["review_by"] = json!(head.review_by);
                row
            })),
            Some(other) => all.extend(rulebook().changed(nation, on, other).into_iter().map(|change| {
                let mut row = cited(change.head);
                row["nation"] = json!(nation);
                row["subject"] = json!(change.subject.code());
                row["before"] = json!(change.before);
                row["after"] = json!(change.after);
                row
            })),
        }
    }
    all
}

fn rules(on: Date, diff: Option<Date>, only: Option<Nation>, as_json: bool) -> Result<()> {
    let all = listed(on, diff, only);
    if as_json {
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    let word = |value: &Value| value.as_str().unwrap_or("not known").to_owned();
    for row in &all {
        let stands = if diff.is_some() {
            format!("{} -> {}", word(&row["before"]), word(&row["after"]))
        } else {
            word(&row["force"])
        };
        let unverified = if row["verified"] == json!(true) { "" } else { ", not verified" };
        println!(
            "{} {} ({stands}{unverified}): {} [{}]",
            word(&row["nation"]),
            word(&row["id"]),
            word(&row["text"]),
            word(&row["source"])
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reckon(id: &str) -> Value {
        let (nation, from): (_, Timestamp) = (Nation::Scotland, "2026-11-25T10:00:00Z".parse().unwrap());
        let rule = rulebook().clock(id, nation, day(from)).unwrap();
        reckoned(rule, nation, from, rule.due(nation, from).unwrap())
    }

    #[test]
    fn a_program_reads_whether_a_time_is_the_latest_or_the_earliest() {
        for (id, kind, due, named, on) in [
            // The 30th of November is a holiday in Scotland.
            ("SC-8", "latest", "2026-12-18T00:00:00Z", "last_working_day", "2026-12-17"),
            ("NRM-C2", "earliest", "2026-12-26T00:00:00Z", "first_working_day", "2026-12-29"),
            ("SC-4", "before", "2026-11-21T00:00:00Z", "last_working_day", "2026-11-20"),
        ] {
            let said = reckon(id);
            assert_eq!(
                (&said["kind"], &said["due"], &said[named]),
                (&json!(kind), &json!(due), &json!(on)),
                "{id}"
            );
        }
        assert_eq!(reckon("NRM-C2")["last_working_day"], Value::Null);
    }

    fn row<'a>(answer: &'a Value, table: &str, id: &str) -> &'a Value {
        answer[table].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap()
    }

    #[test]
    fn a_program_reads_whose_clock_it_is() {
        let facts = Facts::default().aged(9).with("significant_harm", domain::reports::Known::Yes);
        let answer = routed(&facts, (Nation::Scotland, "2026-11-25".parse().unwrap()));
        let step = row(&answer, "routes", "RT-4");
        assert_eq!((&step["clock"]["id"], &step["then_clock"]["id"]), (&json!("SC-1"), &json!("SC-2")));
        let answer = routed(&facts, (Nation::England, "2026-11-25".parse().unwrap()));
        let step = row(&answer, "routes", "RT-3");
        assert_eq!((&step["clock"], &step["then_clock"]["id"]), (&Value::Null, &json!("EN-1")));
    }

    #[test]
    fn a_program_reads_barring_and_sharing_with_their_reasons() {
        let told = json!({ "age": 9, "fgm_known": true, "teacher_or_health_reporter": true, "register_keeper": true, "harm_test": true });
        let facts = Facts::read(&told, rulebook()).unwrap();
        let answer = routed(&facts, (Nation::Wales, "2026-11-25".parse().unwrap()));
        let ground = row(&answer, "sharing", "SH-B-61C");
        assert_eq!((&ground["standing"], &ground["duties"]), (&json!("required"), &json!(["DUTY-FGM"])));
        let power = row(&answer, "barring", "BAR-POWER");
        let asks: Vec<&Value> = power["ask"].as_array().unwrap().iter().map(|one| &one["fact"]).collect();
        assert_eq!(
            (&power["standing"], asks),
            (&json!("not_ruled_out"), vec![&json!("in_regulated_activity"), &json!("may_be_barred")])
        );
        assert!(power["because"].as_array().unwrap().iter().any(|one| one["fact"] == "harm_test"));
    }
}
