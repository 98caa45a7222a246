//! Files: streamed to the vault as they come, listed, taken back.

use axum::extract::{Multipart, Path};
use axum::response::Redirect;
use domain::id::{FileId, kind};
use domain::reports::course::Attachment;
use futures_util::TryStreamExt as _;
use kit::form::unreadable;
use kit::page::{self, Button, FileInput};
use kit::vault::{FILES_MAX, NotKept};
use kit::{Ctx, Failure, FieldErrors, chance};
use maud::{Markup, html};

use super::{page as question_page, unsent, words};
use crate::draft::{self, Draft};

/// Takes files in.
pub async fn add(ctx: Ctx, Path(token): Path<String>, mut parts: Multipart) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let draft = unsent(&ctx, &token).await?;
    let question = super::on_path(&draft, "files")?;
    let mut count = draft::uploads(&ctx.db, &draft).await?.len();
    while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
        if part.file_name().unwrap_or_default().is_empty() {
            continue;
        }
        count += 1;
        match one(&ctx, &draft, count, part).await? {
            Ok(kept) => draft::add_upload(&ctx, &draft, &kept).await?,
            Err(sentence) => {
                let errors = FieldErrors::one("files", sentence);
                let page = question_page(&ctx, &draft, question, &errors, 1).await?;
                return Err(Failure::Invalid(errors, Some(Box::new(page))));
            }
        }
    }
    Ok(Redirect::to(&draft.at("files")))
}

/// One file: kept, or the sentence that says why not.
async fn one(
    ctx: &Ctx,
    draft: &Draft,
    number: usize,
    part: axum::extract::multipart::Field<'_>,
) -> Result<Result<Attachment, String>, Failure> {
    if number > FILES_MAX {
        return Ok(Err(words::TWENTY_FILES.of(draft.lang).to_owned()));
    }
    let name = part.file_name().unwrap_or_default().to_owned();
    Ok(keep(ctx, &name, part).await?.map_err(|why| complaint(&name, &why, draft.lang)))
}

async fn keep(
    ctx: &Ctx,
    name: &str,
    part: axum::extract::multipart::Field<'_>,
) -> Result<Result<Attachment, NotKept>, Failure> {
    let file = chance::id::<kind::File>(ctx.now);
    Ok(ctx.house.vault.keep(file, name, part.into_stream()).await?)
}

fn complaint(name: &str, why: &NotKept, lang: domain::words::Lang) -> String {
    let reason = match why {
        NotKept::TooLarge => words::TOO_LARGE,
        NotKept::Empty => words::EMPTY_FILE,
        NotKept::CutShort => words::CUT_SHORT,
    };
    format!("{name} {}", reason.of(lang))
}

/// Takes a file back that was not sent yet.
pub async fn take_back(ctx: Ctx, Path((token, file)): Path<(String, String)>) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let draft = unsent(&ctx, &token).await?;
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    draft::remove_upload(&ctx, &draft.digest, file).await?;
    Ok(Redirect::to(&draft.at("files")))
}

/// The page's own part: what was added, and a way to add more.
pub(super) async fn list(ctx: &Ctx, draft: &Draft, errors: &FieldErrors) -> Result<Markup, Failure> {
    let lang = draft.lang;
    let speak = super::Speak::to(&draft.answers);
    let files = draft::uploads(&ctx.db, draft).await?;
    let hint = words::hint("files", speak).map(|hint| hint.of(lang));
    Ok(html! {
        h1 class="govuk-heading-l" { (words::title("files", speak).of(lang)) }
        @if !files.is_empty() {
            h2 class="govuk-heading-m" { (words::UPLOADED.of(lang)) }
            ul class="govuk-list govuk-list--spaced" {
                @for file in &files {
                    li {
                        (file.name) " (" (size(file.size_bytes)) ") "
                        form method="post" action={ (draft.at("files")) "/" (file.file) "/remove" } {
                            button class="hearken-plain-button" type="submit" {
                                (words::REMOVE.of(lang)) span class="govuk-visually-hidden" { " " (file.name) }
                            }
                        }
                    }
                }
            }
        }
        form method="post" action={ (draft.at("files")) "/add" } enctype="multipart/form-data" {
            (FileInput { lang, id: "files", name: "files", label: words::UPLOAD.of(lang), hint, error: errors.of("files") }.show())
            (page::submit(Button::Secondary, words::UPLOAD_BUTTON.of(lang)))
        }
    })
}

/// A size as people read it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} kB", bytes / 1_024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}
