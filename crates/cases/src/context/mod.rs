//! Harm outside the home: where the harm comes from, the pathway for that, and conferences about a place or a group that
//! name no child. The law is `domain::cases::context`.

mod form;
mod page;
mod words;

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::{Category, Conference, Context, Refusal, SubjectKind, context};
use domain::reports::answers::field;
use domain::reports::{Known, Report};
use domain::role::Act;
use jiff::civil::Date;
use kit::form::Fields;
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::Markup;

pub(crate) use self::words::category;
use crate::act::written;
use crate::linked;
use crate::store::{self, Opened};
use crate::words::{refusal, refused};

/// A day as people here write it.
pub(crate) fn day_shown(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// Where the harm comes from, what follows, and the conferences.
pub async fn show(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    noted(&ctx, &case).await?;
    Ok(page::outside(&ctx, &opened, (&Fields::default(), &FieldErrors::default())))
}

async fn noted(ctx: &Ctx, matter: &str) -> Result<(), Failure> {
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, matter, "outside").await?;
    Ok(tx.commit().await?)
}

/// Says where the harm comes from.
pub async fn categorise(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let contexts: Vec<Context> = fields.all("contexts").filter_map(Context::from_code).collect();
    let reason = fields.get("reason").unwrap_or_default();
    let category = fields.get("category").and_then(Category::from_code).ok_or(Refusal::NotAChoice);
    let event = category.and_then(|category| context::categorise(&opened.state, category, contexts, reason));
    let event = match event {
        Ok(event) => event,
        Err(why @ Refusal::Closed) => return Err(refused(&ctx, &why)),
        Err(why) => {
            let control = if why == Refusal::NotAChoice { "category" } else { "reason" };
            let errors = FieldErrors::one(control, refusal(&why, ctx.lang));
            let again = page::outside(&ctx, &opened, (&fields, &errors));
            return Err(Failure::Invalid(errors, Some(Box::new(again))));
        }
    };
    written(&ctx, &opened, "say where harm comes from", &[event]).await?.commit().await?;
    Ok(Redirect::to(&format!("/cases/{}/outside", opened.id)))
}

/// The form of a conference.
pub async fn new(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let refusal = if opened.state.closed { Some(Refusal::Closed) } else { None };
    let refusal = refusal.or_else(|| (!context::has_context(&opened.state)).then_some(Refusal::NoContext));
    match refusal {
        Some(why) => Err(refused(&ctx, &why)),
        None => Ok(form::show(&ctx, &opened, (&Fields::default(), &FieldErrors::default()))),
    }
}

/// Keeps what a conference found and agreed.
pub async fn hold(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let read = form::read(&fields, &opened, domain::time::day(ctx.now));
    let names = children(&ctx, &opened).await?;
    match form::decided(&opened.state, read, &names, ctx.lang) {
        Ok(event) => {
            written(&ctx, &opened, "keep a context conference", &[event]).await?.commit().await?;
            let number = opened.state.conferences.len() + 1;
            Ok(Redirect::to(&format!("/cases/{}/conferences/{number}", opened.id)))
        }
        Err(errors) => {
            let again = form::show(&ctx, &opened, (&fields, &errors));
            Err(Failure::Invalid(errors, Some(Box::new(again))))
        }
    }
}

/// A conference.
pub async fn conference(ctx: Ctx, Path((case, number)): Path<(String, String)>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    let conference = one(&opened, &number)?;
    noted(&ctx, &case).await?;
    let named = context::named_in(conference, &children(&ctx, &opened).await?);
    Ok(page::conference(&ctx, &opened, (&number, conference), &named))
}

/// The same on paper, to be given to those who were there; not where it names a child who is known now.
pub async fn print(ctx: Ctx, Path((case, number)): Path<(String, String)>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    let conference = one(&opened, &number)?;
    noted(&ctx, &case).await?;
    let named = context::named_in(conference, &children(&ctx, &opened).await?);
    Ok(page::print(&ctx, &opened, conference, &named))
}

/// By its place among the conferences of the case, from 1.
fn one<'a>(opened: &'a Opened, number: &str) -> Result<&'a Conference, Failure> {
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    place.and_then(|place| opened.state.conferences.get(place)).ok_or(Failure::NotFound)
}

/// The names of everybody whom this reader may know of here and who is a child or may be one: subjects of the case and of
/// the cases linked with it, and people whom their reports name. Linked cases that the reader may not read are left out,
/// since a refusal would tell of them.
async fn children(ctx: &Ctx, opened: &Opened) -> Result<Vec<String>, Failure> {
    let mut names = named(ctx, opened).await?;
    for case in &opened.state.links {
        if let Some(other) = linked::read(ctx, *case).await? {
            names.extend(named(ctx, &other).await?);
        }
    }
    Ok(names)
}

async fn named(ctx: &Ctx, opened: &Opened) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for subject in &opened.state.subjects {
        match subject.kind {
            SubjectKind::Child => names.push(subject.name.clone()),
            // How old they are is not said: it may be a child who harms another.
            SubjectKind::Suspect => names.extend(context::names_in(&subject.name)),
            SubjectKind::PeerGroup
            | SubjectKind::Place
            | SubjectKind::School
            | SubjectKind::Account
            | SubjectKind::PhoneLine
            | SubjectKind::Vehicle => continue,
        }
        names.extend(context::nicknames(&subject.about));
    }
    for report in &opened.state.reports {
        let Some(waiting) = Failure::found(store::waiting(&ctx.db, *report).await)? else { continue };
        names.extend(told_of(waiting.state.receipt.report));
    }
    Ok(names)
}

/// Whoever a report names; not one who works with children, who is none.
fn told_of(told: Report) -> Vec<String> {
    let mut names = Vec::new();
    for row in &told.people {
        let (part, name) = (field(row, "part"), field(row, "name").unwrap_or_default());
        match part {
            Some("child") => names.push(name.to_owned()),
            Some("suspect") if told.staff == Known::Yes => continue,
            _ => names.extend(context::names_in(name)),
        }
        names.extend(context::nicknames(field(row, "about").unwrap_or_default()));
    }
    names.extend(told.child_name);
    names
}
