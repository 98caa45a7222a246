//! Cases that belong together: linked both ways, with the reason, by the reference that people read aloud.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::{Event, Refusal, course};
use domain::event;
use domain::id::{CaseId, Reference};
use domain::role::Act;
use kit::form::Fields;
use kit::journal::Entry;
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, Fault};
use maud::{Markup, html};

use crate::doing::Attempt;
use crate::store::{self, Opened};
use crate::words;

/// Links two cases.
pub async fn link(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let (other, reason) = (fields.get("case").unwrap_or_default(), fields.get("reason").unwrap_or_default());
    match joined_up(&ctx, &opened, other, reason).await? {
        Ok(tx) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/cases/{}", opened.id)))
        }
        Err(why) => Attempt { form: "links", fields: &fields, why }.shown(&ctx, &opened).await,
    }
}

/// The transaction in which both cases say that they are linked, yet to be made durable; or why not.
pub(crate) async fn joined_up(
    ctx: &Ctx,
    opened: &Opened,
    reference: &str,
    reason: &str,
) -> Result<Result<Tx, Refusal>, Failure> {
    let Some(other) = seen(ctx, opened, reference).await? else { return Ok(Err(Refusal::NoSuchCase)) };
    let there = match course::link(&opened.state, opened.id, other.id, reason) {
        Ok(event) => event,
        Err(why) => return Ok(Err(why)),
    };
    let mut tx = ctx.begin("link two cases").await?;
    tx.append(opened.id, opened.version, event::Event::Cases(there), Some(reason)).await?;
    // A closed case is linked to, and says nothing new itself.
    if let Ok(back) = course::link(&other.state, other.id, opened.id, reason) {
        tx.append(other.id, other.version, event::Event::Cases(back), Some(reason)).await?;
    }
    Ok(Ok(tx))
}

/// The case with this reference, if it is one of this organisation that the person works on.
async fn seen(ctx: &Ctx, opened: &Opened, reference: &str) -> Result<Option<Opened>, Failure> {
    let Ok(reference) = reference.parse::<Reference>() else { return Ok(None) };
    let row =
        sql("-- cases.linked.seen\nSELECT id FROM cases_case WHERE organisation = $1 AND reference = $2");
    let row = row.bind(opened.state.opening.organisation).bind(&reference).one(&ctx.db).await?;
    let Some(row) = row else { return Ok(None) };
    let other = store::opened(&ctx.db, &row.get::<String>("id")?).await?;
    Ok(ctx.could(Act::WorkCase, &other.matter(ctx.now)).then_some(other))
}

/// The linked cases that this reader may not read: that they exist is not theirs to know, nor why.
pub(crate) async fn hidden(ctx: &Ctx, opened: &Opened) -> Result<Vec<CaseId>, Fault> {
    let mut hidden = Vec::new();
    for case in &opened.state.links {
        if read(ctx, *case).await?.is_none() {
            hidden.push(*case);
        }
    }
    Ok(hidden)
}

/// Whether an entry tells of one of these cases.
pub(crate) fn tells_of(entry: &Entry, cases: &[CaseId]) -> bool {
    matches!(&entry.event, event::Event::Cases(Event::Linked { case, .. }) if cases.contains(case))
}

/// A linked case, if this reader may read it.
pub(crate) async fn read(ctx: &Ctx, case: CaseId) -> Result<Option<Opened>, Fault> {
    match store::opened(&ctx.db, &case.to_string()).await {
        Ok(other) => Ok(ctx.could(Act::ReadCase, &other.matter(ctx.now)).then_some(other)),
        Err(Failure::Fault(fault)) => Err(fault),
        // A case that is not there fails in no other way.
        Err(_) => Ok(None),
    }
}

/// The list on the page of a case. A case that this person is kept from is not there, not even as a number.
pub(crate) async fn list(ctx: &Ctx, opened: &Opened) -> Result<Markup, Fault> {
    let lang = ctx.lang;
    let mut lines = Vec::new();
    for case in &opened.state.links {
        lines.extend(read(ctx, *case).await?.map(|other| {
            html! {
                a class="govuk-link" href={ "/cases/" (other.id) } { (other.state.opening.reference) }
                @if other.state.closed { " – " (words::CASE_CLOSED.of(lang)) }
            }
        }));
    }
    Ok(html! {
        @if !lines.is_empty() {
            h2 class="govuk-heading-m" { (words::LINKS.of(lang)) }
            ul class="govuk-list" { @for line in &lines { li { (line) } } }
        }
    })
}
