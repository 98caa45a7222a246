//! Screening tools on a case: choose one, fill it in on one page, see what it comes to and why. Each filling is kept with
//! the version of the tool; those before stay. The law is `domain::cases::tools`.

mod chart;
mod page;
mod words;

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::tools::{self, Answered, Basis, Sheet};
use domain::cases::{Event, Filled, Refusal};
use domain::id::SubjectId;
use domain::reports::Known;
use domain::role::Act;
use domain::rules::tables::Tool;
use domain::rules::{known, rulebook};
use domain::time::day;
use domain::words::Lang;
use kit::form::Fields;
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::Markup;

use crate::act::written;
use crate::store::{self, Opened};
use crate::words::{refusal, refused};

/// The tools that hold where the case is, and what was filled in.
pub async fn list(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &case, "tools").await?;
    tx.commit().await?;
    page::list(&ctx, &opened, &there(&ctx, &opened)).await
}

/// A tool, to be filled in.
pub async fn sheet(ctx: Ctx, Path((case, tool)): Path<(String, String)>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    if opened.state.closed {
        return Err(refused(&ctx, &Refusal::Closed));
    }
    let tool = one(&ctx, &opened, &tool)?;
    Ok(page::sheet(&ctx, &opened, tool, (&Fields::default(), &FieldErrors::default())))
}

/// Keeps a tool that was filled in.
pub async fn fill(
    ctx: Ctx,
    Path((case, tool)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let tool = one(&ctx, &opened, &tool)?;
    let event = match filled(&opened, tool, &fields) {
        Ok(event) => event,
        Err(why @ Refusal::Closed) => return Err(refused(&ctx, &why)),
        Err(why) => {
            let errors = FieldErrors::one(&control(tool, &why), refusal(&why, ctx.lang));
            let again = page::sheet(&ctx, &opened, tool, (&fields, &errors));
            return Err(Failure::Invalid(errors, Some(Box::new(again))));
        }
    };
    written(&ctx, &opened, "fill in a tool", &[event]).await?.commit().await?;
    Ok(Redirect::to(&format!("/cases/{}/tools#{}", opened.id, tool.head.id)))
}

/// The tools that hold in the nation of the case today.
fn there(ctx: &Ctx, opened: &Opened) -> Vec<&'static Tool> {
    let nation = opened.state.opening.nation;
    known(&rulebook().tools, nation, day(ctx.now)).map(|(tool, _)| tool).collect()
}

fn one(ctx: &Ctx, opened: &Opened, id: &str) -> Result<&'static Tool, Failure> {
    there(ctx, opened).into_iter().find(|tool| tool.head.id == id).ok_or(Failure::NotFound)
}

/// What was answered. What was left open is not known.
fn filled(opened: &Opened, tool: &Tool, fields: &Fields) -> Result<Event, Refusal> {
    let mut sheet = Sheet::default();
    for item in &tool.item {
        let Some(answer) = fields.get(&format!("a.{}", item.id)) else { continue };
        let basis = fields.get(&format!("b.{}", item.id));
        let basis = basis.map(|code| Basis::from_code(code).ok_or(Refusal::NotAChoice)).transpose()?;
        sheet.answers.insert(item.id.clone(), Answered { answer: answer.to_owned(), basis });
    }
    for fact in tools::facts(tool) {
        let known = match fields.get(&format!("f.{fact}")) {
            Some("yes") => Known::Yes,
            Some("no") => Known::No,
            Some(_) => return Err(Refusal::NotAChoice),
            None => continue,
        };
        sheet.facts.insert(fact.to_owned(), known);
    }
    let subject = fields.get("subject").map(|id| id.parse::<SubjectId>().map_err(|_| Refusal::NotAChoice));
    let reason = fields.get("band-reason").unwrap_or_default();
    let departs = fields.get("band").map(|band| (band, reason));
    tools::fill(&opened.state, tool, subject.transpose()?, sheet, departs)
}

/// The control that a refusal belongs to.
fn control(tool: &Tool, why: &Refusal) -> String {
    if *why == Refusal::SameBand {
        "band".to_owned()
    } else if matches!(why, Refusal::NoReason | Refusal::TooLong { .. }) {
        "band-reason".to_owned()
    } else {
        tool.item.first().map_or_else(String::new, |item| format!("a.{}", item.id))
    }
}

/// What a filling comes to, in a line.
pub(crate) fn in_short(filled: &Filled, lang: Lang) -> String {
    let tool = tools::tool(&filled.tool);
    let name = tool.map_or(filled.tool.as_str(), |tool| tool.name_in(lang));
    let band = page::band(filled.stands(), tool, lang);
    format!("{name}: {}, {band}", words::total(filled.total, filled.unanswered > 0, lang))
}
