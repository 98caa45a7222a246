//! Files of a case: minutes, letters, pictures of bruises. Kept unchanged in the vault, as evidence.

use axum::extract::{FromRequest as _, Multipart, Path, Request};
use axum::http::Method;
use axum::response::{Redirect, Response};
use domain::cases::{Event, Refusal, course};
use domain::event;
use domain::evidence::Handling;
use domain::id::{FileId, kind};
use domain::reports::course::Attachment;
use domain::role::Act;
use futures_util::TryStreamExt as _;
use kit::evidence::{self, Exhibit, Looked};
use kit::form::{Fields, unreadable};
use kit::{Ctx, Failure, chance, journal};
use maud::Markup;

use crate::act::written;
use crate::doing::Attempt;
use crate::referred;
use crate::store::{self, Opened};

/// Takes files in. All of them are kept, or none is of the case.
pub async fn add(ctx: Ctx, Path(case): Path<String>, request: Request) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    // Only now is it read: what is wrong with it would tell a stranger that the case exists.
    let parts = Multipart::from_request(request, &()).await;
    let parts = parts.map_err(|refused| Failure::Unreadable(refused.status(), refused.body_text()))?;
    if opened.state.closed {
        return Attempt { form: "files", fields: &Fields::default(), why: Refusal::Closed }
            .shown(&ctx, &opened)
            .await;
    }
    match kept(&ctx, &opened, parts).await? {
        Ok(events) => {
            // The files took their time: what happened meanwhile must not undo them.
            let now = store::opened(&ctx.db, &case).await?;
            ctx.may_on(Act::WorkCase, &now.matter(ctx.now))?;
            written(&ctx, &now, "add files to a case", &events).await?.commit().await?;
            Ok(Redirect::to(&format!("/cases/{}", opened.id)))
        }
        Err(why) => Attempt { form: "files", fields: &Fields::default(), why }.shown(&ctx, &opened).await,
    }
}

async fn kept(
    ctx: &Ctx,
    opened: &Opened,
    mut parts: Multipart,
) -> Result<Result<Vec<Event>, Refusal>, Failure> {
    let mut events = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
        let name = part.file_name().unwrap_or_default().to_owned();
        if name.is_empty() {
            continue;
        }
        let file = chance::id::<kind::File>(ctx.now);
        let Ok(kept) = ctx.house.vault.keep(file, &name, part.into_stream()).await? else {
            return Ok(Err(Refusal::FileNotKept));
        };
        match course::add_file(&opened.state, kept) {
            Ok(event) => events.push(event),
            Err(why) => return Ok(Err(why)),
        }
    }
    Ok(if events.is_empty() { Err(Refusal::NoFile) } else { Ok(events) })
}

/// The page of a file.
pub async fn show(ctx: Ctx, Path((case, file)): Path<(String, String)>) -> Result<Markup, Failure> {
    page(&ctx, &case, &file, false).await
}

/// The same, clear.
pub async fn clear(ctx: Ctx, Path((case, file)): Path<(String, String)>) -> Result<Markup, Failure> {
    page(&ctx, &case, &file, true).await
}

/// The file itself, to be saved.
pub async fn original(
    ctx: Ctx,
    method: Method,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    let kept = found(&ctx, &opened, &file)?;
    if !evidence::only_asks(&method) {
        record(&ctx, &opened, kept, Handling::Copied).await?;
    }
    evidence::original(&ctx, kept).await
}

async fn page(ctx: &Ctx, case: &str, file: &str, clear: bool) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, case).await?;
    let file = found(ctx, &opened, file)?;
    let looked = Looked::at(ctx, file, clear).await?;
    record(ctx, &opened, file, looked.handling()).await?;
    let mut history = journal::history(&ctx.db, &opened.id.to_string()).await?;
    // Whoever got it with a referral may have taken it.
    history.extend(referred::of(&ctx.db, &opened).await?.into_iter().flat_map(|made| made.history));
    history.sort_by_key(|entry| entry.id);
    let back = format!("/cases/{}", opened.id);
    let at = format!("{back}/files/{}", file.file);
    Exhibit { file, at, back, history: &history, with_custody: true }.page(ctx, &looked).await
}

async fn record(ctx: &Ctx, opened: &Opened, file: &Attachment, how: Handling) -> Result<(), Failure> {
    let handled = Event::FileHandled { file: file.file, how };
    evidence::record(ctx, opened.id, &event::Event::Cases(handled)).await
}

/// A file of the case, for whoever may read the case.
fn found<'a>(ctx: &Ctx, opened: &'a Opened, file: &str) -> Result<&'a Attachment, Failure> {
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    opened.state.files.iter().find(|known| known.file == file).ok_or(Failure::NotFound)
}
