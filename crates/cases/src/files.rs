//! Files of a case: minutes, letters, pictures of bruises. Kept unchanged in the vault, as evidence.

use axum::extract::{FromRequest as _, Multipart, Path, Request};
use axum::response::{Redirect, Response};
use domain::cases::{Event, Refusal, course};
use domain::id::{FileId, kind};
use domain::role::Act;
use futures_util::TryStreamExt as _;
use kit::form::{Fields, unreadable};
use kit::{Ctx, Failure, chance, journal};

use crate::act::written;
use crate::doing::Attempt;
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
            written(&ctx, &opened, "add files to a case", &events).await?.commit().await?;
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

/// A file of the case, for whoever may read the case. The reading is recorded.
pub async fn read(ctx: Ctx, Path((case, file)): Path<(String, String)>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    let kept = opened.state.files.iter().find(|known| known.file == file).ok_or(Failure::NotFound)?;
    let answer = ctx.house.vault.to_save(kept).await?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &opened.id.to_string(), "file").await?;
    tx.commit().await?;
    Ok(answer)
}
