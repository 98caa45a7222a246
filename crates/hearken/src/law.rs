//! The commands that answer from the rulebook: what a text may tell of, who must be told, by when, and under which law.
//!
//! They need no house: everything is in the binary.

use std::io::{BufRead as _, BufWriter, Read as _, Write as _};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use domain::agency::Nation;
use domain::rules::clock::Due;
use domain::rules::facts::Facts;
use domain::rules::head::Head;
use domain::rules::route::{Because, Standing, Step};
use domain::rules::tables::{Clock, Fact};
use domain::rules::{duty, rulebook};
use domain::screen::{Screened, screen};
use domain::time::day;
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
    /// Say when something is due.
    Clock {
        #[arg(long, value_parser = nation)]
        nation: Nation,
        /// When it began: 2026-11-20T16:30:00Z.
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

fn screened(json: bool, lines: bool) -> Result<()> {
    let (mut input, mut out) = (std::io::stdin().lock(), BufWriter::new(std::io::stdout().lock()));
    let mut text = Vec::new();
    if !lines {
        input.read_to_end(&mut text).context("reading the text")?;
        return say(&mut out, &screen(&String::from_utf8_lossy(&text)), json);
    }
    while input.read_until(b'\n', &mut text).context("reading a text")? > 0 {
        say(&mut out, &screen(String::from_utf8_lossy(&text).trim_end_matches(['\r', '\n'])), json)?;
        text.clear();
    }
    Ok(out.flush()?)
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
    let (nation, on) = (place.nation, place.on.unwrap_or_else(today));
    let steps = rulebook().steps(&facts, nation, on);
    let window = duty::Window::from_now(&facts, rulebook(), domain::time::start_of(on));
    let duties = rulebook().duties(&facts, nation, on, &window);
    let duties: Vec<_> = duties.iter().filter(|duty| duty.standing != duty::Standing::NotEngaged).collect();
    if place.json {
        let answer = json!({
            "nation": nation.code(),
            "on": on,
            "routes": steps.iter().map(step).collect::<Vec<_>>(),
            "duties": duties.iter().map(|duty| assessed(duty)).collect::<Vec<_>>(),
        });
        println!("{}", serde_json::to_string_pretty(&answer)?);
        return Ok(());
    }
    for step in &steps {
        let sure = if step.standing == Standing::Required { "" } else { "?" };
        println!("{}{sure} {}: {}", step.route.head.id, step.route.to.code(), step.route.head.text);
    }
    for duty in duties {
        println!("{} ({}, {:?}): {}", duty.duty.head.id, duty.force.code(), duty.standing, duty.duty.name);
    }
    Ok(())
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
    answer
}

fn assessed(duty: &duty::Assessed<'_>) -> Value {
    let mut answer = cited(&duty.duty.head);
    answer["name"] = json!(duty.duty.name);
    answer["standing"] = json!(duty.standing);
    answer["force"] = json!(duty.force);
    answer["to"] = json!(duty.duty.to);
    answer["sanction"] = json!(duty.duty.sanction);
    answer["because"] = json!(duty.because.iter().map(because).collect::<Vec<_>>());
    answer["elements"] = json!(duty.elements.iter().map(|element| cited(&element.head)).collect::<Vec<_>>());
    answer["ask"] = asked(&duty.ask);
    answer["clock"] = duty.clock.map_or(Value::Null, limit);
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
    let Due { at, last_working_day } = rule.due(nation, from)?;
    if as_json {
        let mut answer = limit(rule);
        answer["from"] = json!(from);
        answer["due"] = json!(at);
        answer["last_working_day"] = json!(last_working_day);
        answer["force"] = json!(rule.head.on(nation, day(from)));
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        println!("{id}: {} by {at} ({})", rule.head.text, domain::time::shown(at));
        println!("last working day {last_working_day}; {}", rule.head.source);
    }
    Ok(())
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

fn rules(on: Date, diff: Option<Date>, only: Option<Nation>, as_json: bool) -> Result<()> {
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
