//! Files of the case that go with a form: chosen on its page, added there, listed for whoever gives them to the receiver.
//!
//! A file that is added in the form is kept with the case, as evidence, and chosen at once. Nothing of a file leaves with a
//! draft; with the referral that was sent go the keys of those that were chosen, and no others.

use axum::extract::multipart::Field as Part;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::{StatusCode, header};
use domain::cases::Event as Worked;
use domain::event::Event;
use domain::evidence::Handling;
use domain::id::{FileId, kind};
use domain::referrals::forms::{Field, Filled, Form, Kind, Page, files};
use domain::reports::course::Attachment;
use domain::reports::{Answer, Answers, Event as Told};
use domain::words::Lang;
use kit::briefing::CaseFile;
use kit::form::{Fields, typed, unreadable};
use kit::page::{self, Checkboxes, Choice, FileInput};
use kit::store::Tx;
use kit::vault::{FILE_BYTES_MAX, FILES_MAX};
use kit::{Ctx, Failure, FieldErrors, chance, journal};
use maud::{Markup, html};

use crate::store::Opened;
use crate::words;

/// The longest texts of a page, in bytes.
const TEXTS_BYTES_MAX: usize = 512 * 1024;

/// The question of a sheet that chooses files, if it has one.
pub(crate) fn asked(sheet: &[Page]) -> Option<&Field> {
    sheet.iter().flat_map(|page| &page.fields).find(|field| field.kind == Kind::Files)
}

/// The control that adds files to such a question.
pub(crate) fn adding(field: &Field) -> String {
    format!("{}-add", field.id)
}

/// The files that are kept with the case of a referral, for whoever can open it.
pub(crate) async fn kept(ctx: &Ctx, opened: &Opened) -> Result<Vec<CaseFile>, Failure> {
    let case = opened.state.draft.case;
    let brief = ctx.house.briefing.brief(&ctx.db, &ctx.house, case).await?.ok_or(Failure::NotFound)?;
    Ok(brief.files)
}

/// Those of them that a draft chooses, and that it may send.
pub(crate) async fn chosen(ctx: &Ctx, opened: &Opened) -> Result<Vec<CaseFile>, Failure> {
    let rows = opened.state.draft.form.as_ref().map(Filled::files).unwrap_or_default();
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut kept = kept(ctx, opened).await?;
    kept.retain(|known| rows.contains(&files::row(&known.file)));
    Ok(kept)
}

/// Answers of a program, where each that chooses files says of them what is known of those that are kept.
pub(crate) fn settled(form: Option<&Form>, given: &Answers, kept: &[CaseFile]) -> Result<Answers, Failure> {
    let kept: Vec<Attachment> = kept.iter().map(|known| known.file.clone()).collect();
    let mut answers = given.clone();
    for field in form.into_iter().flat_map(|form| files::answered(form, given)) {
        if let Some(answer) = given.get(&field.id) {
            let settled = files::settled(answer, &kept).map_err(Failure::refused)?;
            answers.set(&field.id, settled);
        }
    }
    Ok(answers)
}

/// What a sheet of a form sent: its fields; and files, which are in the vault and of no case yet.
#[derive(Debug, Default)]
pub(crate) struct Posted {
    pub(crate) fields: Fields,
    pub(crate) files: Vec<Attachment>,
    /// What is wrong with a file that could not be kept.
    pub(crate) wrong: FieldErrors,
}

impl Posted {
    /// Reads it; files only where the sheet asks for them.
    pub(crate) async fn read(ctx: &Ctx, sheet: &[Page], mut request: Request) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let with_files = kind.is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let Some(field) = asked(sheet).filter(|_| with_files) else {
            return Ok(Self { fields: Fields::from_request(request, &()).await?, ..Self::default() });
        };
        let all = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX).saturating_mul(FILES_MAX);
        DefaultBodyLimit::max(all.saturating_add(2 * TEXTS_BYTES_MAX)).apply(&mut request);
        let parts = Multipart::from_request(request, &()).await;
        let parts = parts.map_err(|refused| Failure::Unreadable(refused.status(), refused.body_text()))?;
        Self::parts(ctx, &adding(field), parts).await
    }

    async fn parts(ctx: &Ctx, adds: &str, mut parts: Multipart) -> Result<Self, Failure> {
        let (mut read, mut pairs, mut left) = (Self::default(), Vec::new(), TEXTS_BYTES_MAX);
        while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                None => pairs.push((name, text(part, &mut left).await?)),
                Some(file) if name == adds && !file.is_empty() => {
                    match ctx.house.vault.keep(chance::id::<kind::File>(ctx.now), &file, part).await? {
                        Ok(kept) => read.files.push(kept),
                        Err(why) => read.wrong.add(adds, words::not_kept(&file, &why, ctx.lang)),
                    }
                }
                Some(_) => {}
            }
        }
        Ok(Self { fields: pairs.into_iter().collect(), ..read })
    }
}

/// A text among the parts, while there is room for it.
async fn text(mut part: Part<'_>, left: &mut usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| unreadable(&error))? {
        *left = left.checked_sub(piece.len()).ok_or_else(|| {
            Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "the form is too long to be read".to_owned())
        })?;
        bytes.extend_from_slice(&piece);
    }
    Ok(typed(bytes))
}

/// Makes files part of the case, in the transaction in which its form chooses them.
pub(crate) async fn keep(tx: &mut Tx, opened: &Opened, files: Vec<Attachment>) -> Result<(), Failure> {
    let case = opened.state.draft.case;
    for file in files {
        let version = journal::version(tx, &case.to_string()).await?;
        tx.append(case, version, Event::Cases(Worked::FileAdded { file }), None).await?;
    }
    Ok(())
}

/// Writes in the custody of each file that it was sent with a referral.
pub(crate) async fn sent(tx: &mut Tx, opened: &Opened, files: &[CaseFile]) -> Result<(), Failure> {
    let how = Handling::Referred;
    for CaseFile { file, report } in files {
        let file = file.file;
        if let Some(report) = report {
            let version = journal::version(tx, &report.to_string()).await?;
            let handled = Event::Reports(Told::FileHandled { file, how });
            tx.append(*report, version, handled, None).await?;
        } else {
            let case = opened.state.draft.case;
            let version = journal::version(tx, &case.to_string()).await?;
            tx.append(case, version, Event::Cases(Worked::FileHandled { file, how }), None).await?;
        }
    }
    Ok(())
}

/// The files to choose from, and the way to add one.
pub(crate) struct Control<'a> {
    pub(crate) lang: Lang,
    pub(crate) field: &'a Field,
    pub(crate) kept: &'a [CaseFile],
    pub(crate) answer: Option<&'a Answer>,
    pub(crate) label: &'a str,
    pub(crate) hint: Option<&'a str>,
    pub(crate) errors: &'a FieldErrors,
}

/// A file that can be ticked.
struct Offered<'a> {
    id: String,
    name: &'a str,
    about: String,
    is_chosen: bool,
}

impl Control<'_> {
    /// What can go is to be ticked; what cannot is named, with what to do.
    pub(crate) fn show(&self) -> Markup {
        let chosen = self.answer.map(files::chosen).unwrap_or_default();
        let (mut offered, mut others) = (Vec::new(), Vec::new());
        for CaseFile { file, report } in self.kept {
            let id = file.file.to_string();
            let is_chosen = chosen.iter().any(|one| one.file == id);
            match self.wrong_with(file) {
                Some(says) if !is_chosen => others.push(says),
                Some(_) | None => {
                    offered.push(Offered {
                        id,
                        name: &file.name,
                        about: self.about(file, report.is_some()),
                        is_chosen,
                    });
                }
            }
        }
        html! {
            (self.boxes(&offered))
            @if !others.is_empty() {
                (page::details(words::FILES_OTHER.of(self.lang), false, html! {
                    ul class="govuk-list govuk-list--bullet hearken-told" { @for says in &others { li { (says) } } }
                }))
            }
            (FileInput { lang: self.lang, id: &adding(self.field), name: &adding(self.field),
                label: words::FILES_ADD.of(self.lang), hint: Some(words::FILES_ADD_HINT.of(self.lang)),
                error: self.errors.of(&adding(self.field)) }.show())
        }
    }

    fn boxes(&self, offered: &[Offered<'_>]) -> Markup {
        let (lang, name) = (self.lang, self.field.id.as_str());
        if offered.is_empty() {
            return html! {
                h2 class="govuk-heading-s" { (self.label) }
                @if let Some(hint) = self.hint { p class="govuk-hint" { (hint) } }
                p class="govuk-body" { (words::FILES_NONE.of(lang)) }
            };
        }
        let choices = offered.iter().map(|file| Choice {
            value: &file.id,
            text: file.name,
            hint: Some(file.about.as_str()),
            chosen: file.is_chosen,
            ..Choice::default()
        });
        let (legend, hint, error) = (self.label, self.hint, self.errors.of(name));
        Checkboxes { lang, name, legend, hint, error, choices: choices.collect(), ..Checkboxes::default() }
            .show()
    }

    fn about(&self, file: &Attachment, came: bool) -> String {
        let called = self.field.files.as_ref().map_or(file.kind.as_str(), |taken| taken.called(&file.kind));
        words::about_file(called, file.size_bytes, came, self.lang)
    }

    fn wrong_with(&self, file: &Attachment) -> Option<String> {
        let row = Answer::Rows(vec![files::row(file)]);
        let trouble = self.field.files.as_ref()?.trouble(&files::chosen(&row))?;
        Some(domain::referrals::forms::words::fix(&trouble, self.lang))
    }
}

/// For whoever sends it: each file that is chosen, to be saved unchanged and given to the receiver. Saving one is written in
/// its custody, as on the page of the case.
pub(crate) fn to_give(opened: &Opened, chosen: &[CaseFile], lang: Lang) -> Markup {
    let address = |CaseFile { file, report }: &CaseFile| match report {
        Some(_) => format!("/files/{}/original", file.file),
        None => format!("/cases/{}/files/{}/original", opened.state.draft.case, file.file),
    };
    listed(words::FILES_GIVE.of(lang), chosen.iter().map(|file| (address(file), &file.file)), lang)
}

/// For whoever received it: each file that went with it.
pub(crate) fn to_take(opened: &Opened, at: &str, lang: Lang) -> Markup {
    let files = opened.state.files.iter();
    listed(words::FILES_TAKE.of(lang), files.map(|file| (format!("{at}/files/{}", file.file), file)), lang)
}

fn listed<'a>(says: &str, files: impl Iterator<Item = (String, &'a Attachment)>, lang: Lang) -> Markup {
    let files: Vec<_> = files.collect();
    html! {
        @if !files.is_empty() {
            h2 class="govuk-heading-m" { (words::FILES.of(lang)) }
            p class="govuk-body" { (says) }
            ul class="govuk-list" {
                @for (at, file) in &files { li { a class="govuk-link" href=(at) { (file.name) } } }
            }
        }
    }
}

/// A file that went with a referral.
pub(crate) fn went<'a>(opened: &'a Opened, file: &str) -> Result<&'a Attachment, Failure> {
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    opened.state.files.iter().find(|known| known.file == file).ok_or(Failure::NotFound)
}
