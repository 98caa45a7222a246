//! The law for programs: the same answers as the commands and pages give, with their ids. Nothing is stored.

use axum::response::Response;
use domain::agency::Nation;
use domain::role::Act;
use domain::rules::facts::Facts;
use domain::rules::rulebook;
use domain::screen;
use domain::time::day;
use jiff::Timestamp;
use jiff::civil::Date;
use kit::api::{self, Problems, Query, Sent};
use kit::{Ctx, Failure, FieldErrors};
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::law;

/// The longest text that is screened at once, in characters.
const TEXT_CHARS_MAX: usize = 100_000;

/// A text to screen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// At most 100,000 characters.
    text: String,
}

/// What a text may be telling of, with the words, and how soon somebody must look. Nothing of it is kept.
#[utoipa::path(post, path = "/api/v1/screen", tag = "law", request_body = Text, security(("key" = [])),
    responses((status = 200, body = Object), Problems))]
pub(crate) async fn screen(ctx: Ctx, sent: Sent<Text>) -> Result<Response, Failure> {
    ctx.may(Act::Report)?;
    let Text { text } = sent.read()?;
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(wrong(
            "text",
            format!("it is longer than {TEXT_CHARS_MAX} characters: send it in parts"),
        ));
    }
    api::shown(&screen::screen(&text))
}

/// What is known, where and on which day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// `england`, `wales`, `scotland` or `northern_ireland`.
    nation: String,
    /// The day whose law counts; without it, today.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// By the id of each fact: `yes`, `no` or `not_known`; `age` in years.
    #[schema(value_type = Object)]
    facts: Value,
}

/// Who must be told, by when and why, with every rule that leads to it and what is still to be asked.
#[utoipa::path(post, path = "/api/v1/route", tag = "law", request_body = Asked,
    responses((status = 200, body = Object), Problems))]
pub(crate) async fn route(ctx: Ctx, sent: Sent<Asked>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let Asked { nation, on, facts } = sent.read()?;
    let facts = Facts::read(&facts, rulebook()).map_err(|why| wrong("facts", why.to_string()))?;
    api::shown(&law::routed(&facts, (read_nation(&nation)?, on.unwrap_or_else(|| day(ctx.now)))))
}

/// A clock and the moment it is counted from.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    /// `england`, `wales`, `scotland` or `northern_ireland`.
    nation: String,
    /// The id of the rule: `EN-1`.
    rule: String,
    /// The moment it is counted from: `2026-11-20T16:30:00Z`.
    #[param(value_type = String)]
    from: Timestamp,
}

/// When something is due, or from when on it may be done: `kind` says which.
#[utoipa::path(get, path = "/api/v1/clock", tag = "law", params(Counted),
    responses((status = 200, body = Object), Problems))]
pub(crate) async fn clock(ctx: Ctx, Query(counted): Query<Counted>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let Counted { nation, rule, from } = counted;
    let nation = read_nation(&nation)?;
    let known = rulebook().clock(&rule, nation, day(from));
    let known = known.ok_or_else(|| {
        wrong("rule", format!("`{rule}` is no clock of {} on {}", nation.code(), day(from)))
    })?;
    let due = known.due(nation, from).map_err(|why| wrong("from", why.to_string()))?;
    api::shown(&law::reckoned(known, nation, from, due))
}

/// Which rules, on which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    /// The day; without it, today.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
    /// Another day: then what is different on it.
    #[param(value_type = Option<String>)]
    diff: Option<Date>,
    /// Without it, all four.
    nation: Option<String>,
}

/// The rules of a day with their sources and whether they are verified, or what is different from another day.
#[utoipa::path(get, path = "/api/v1/rules", tag = "law", params(Listed),
    responses((status = 200, body = Object), Problems))]
pub(crate) async fn rules(ctx: Ctx, Query(listed): Query<Listed>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let only = listed.nation.as_deref().map(read_nation).transpose()?;
    api::shown(&law::listed(listed.on.unwrap_or_else(|| day(ctx.now)), listed.diff, only))
}

fn read_nation(code: &str) -> Result<Nation, Failure> {
    Nation::from_code(code)
        .ok_or_else(|| wrong("nation", format!("there are {}", Nation::ALL.map(Nation::code).join(", "))))
}

fn wrong(field: &'static str, why: String) -> Failure {
    Failure::Invalid(FieldErrors::one(field, why), None)
}
