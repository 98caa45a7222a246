//! A sheet of the form of a referral: filled in, saved, and on to the next.

use axum::extract::{Path, Request};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::event;
use domain::referrals::forms::{Field, Filled, Form, Kind, Page, files, path};
use domain::referrals::{Standing, course};
use domain::reports::course::Attachment;
use domain::reports::{Answer, Answers};
use domain::role::Act;
use kit::api::Query;
use kit::briefing::CaseFile;
use kit::form::Fields;
use kit::page::{self, Button, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};
use serde::Deserialize;

use crate::asked::{Sheet, placed};
use crate::store::{self, Opened};
use crate::{draft, evidence, words};

/// How a sheet is shown.
#[derive(Debug, Deserialize)]
pub struct Shown {
    /// Whether it was filled in, so that it says what is wrong.
    #[serde(default)]
    filled: bool,
}

/// The page of a sheet, by the name of any of its pages.
pub async fn show(
    ctx: Ctx,
    Path((referral, page)): Path<(String, String)>,
    Query(shown): Query<Shown>,
) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let at = At::of(&ctx, &opened, &page).await?;
    if let Some(elsewhere) = at.elsewhere(&ctx, &opened) {
        return Ok(Redirect::to(&elsewhere).into_response());
    }
    let errors = if shown.filled { wrong(&ctx, at.filled, at.sheet) } else { FieldErrors::default() };
    Ok(at.page(&ctx, &opened, at.filled, &errors).into_response())
}

/// Keeps what was answered, whether or not it is right; goes on once the page is, or to the referral when asked.
pub async fn save(
    ctx: Ctx,
    Path((referral, page)): Path<(String, String)>,
    request: Request,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let mut at = At::of(&ctx, &opened, &page).await?;
    // Only now is it read, and files kept: not for a stranger, nor for a referral that is sent already.
    course::fill(&opened.state, Answers::default(), Vec::new()).map_err(Failure::refused)?;
    let posted = evidence::Posted::read(&ctx, at.sheet, request).await?;
    let (given, emptied) = at.changed(&posted)?;
    let filled = at.filled.clone().with(&given, &emptied);
    keep(&ctx, &opened, (given, emptied), &posted.files).await?;
    at.kept.extend(posted.files.into_iter().map(|file| CaseFile { file, report: None }));
    if posted.fields.has("later") && posted.wrong.is_empty() {
        return Ok(Redirect::to(&format!("/referrals/{referral}")));
    }
    at.onward(&ctx, &opened, &filled, posted.wrong)
}

/// Makes what was answered, and the files that came with it, durable together.
async fn keep(
    ctx: &Ctx,
    opened: &Opened,
    (given, emptied): (Answers, Vec<String>),
    files: &[Attachment],
) -> Result<(), Failure> {
    if given.is_empty() && emptied.is_empty() {
        return Ok(());
    }
    let event = course::fill(&opened.state, given, emptied).map_err(Failure::refused)?;
    if !files.is_empty() {
        ctx.may_on(Act::WorkCase, &opened.matter)?;
        draft::brief(ctx, &opened.state.draft.case.to_string()).await?;
    }
    let mut tx = ctx.begin("fill in a form").await?;
    evidence::keep(&mut tx, opened, files.to_vec()).await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(event), None).await?;
    Ok(tx.commit().await?)
}

/// Where somebody is in a form.
struct At<'a> {
    form: &'static Form,
    sheet: &'static [Page],
    filled: &'a Filled,
    /// The files of the case, where the page asks for some.
    kept: Vec<CaseFile>,
}

impl<'a> At<'a> {
    async fn of(ctx: &Ctx, opened: &'a Opened, page: &str) -> Result<Self, Failure> {
        let filled = opened.state.draft.form.as_ref().ok_or(Failure::NotFound)?;
        let form = filled.questions().ok_or(Failure::NotFound)?;
        let sheet = form.sheet(page).ok_or(Failure::NotFound)?;
        let asks = evidence::asked(sheet).is_some();
        let kept = if asks { evidence::kept(ctx, opened).await? } else { Vec::new() };
        Ok(Self { form, sheet, filled, kept })
    }

    fn name(&self) -> &'static str {
        self.sheet.first().map_or("", |page| &page.id)
    }

    /// The sheets on which something is asked.
    fn asked(&self, filled: &Filled) -> Vec<&'static [Page]> {
        let pages = path::pages(self.form, &filled.typed);
        self.form.sheets().filter(|sheet| sheet.iter().any(|page| pages.contains(&page))).collect()
    }

    /// What is answered otherwise than before, also by the files that came with the page.
    fn changed(&self, posted: &evidence::Posted) -> Result<(Answers, Vec<String>), Failure> {
        changed((self.form, self.sheet), self.filled, |field| {
            let answer = read(field, &posted.fields);
            if field.kind == Kind::Files { self.with_added(answer, posted) } else { Ok(answer) }
        })
    }

    /// The files that were ticked, and those that came with the page: what is known of each.
    fn with_added(
        &self,
        ticked: Option<Answer>,
        posted: &evidence::Posted,
    ) -> Result<Option<Answer>, Failure> {
        let of_case = self.kept.iter().map(|known| &known.file);
        let kept: Vec<Attachment> = of_case.chain(&posted.files).cloned().collect();
        let added = posted.files.iter().map(|file| file.file.to_string());
        let ids: Vec<String> = match ticked {
            Some(Answer::Many(ids)) => ids.into_iter().chain(added).collect(),
            Some(Answer::One(_) | Answer::Rows(_)) | None => added.collect(),
        };
        let answer = files::settled(&Answer::Many(ids), &kept).map_err(Failure::refused)?;
        Ok(Some(answer).filter(|answer| !answer.is_empty()))
    }

    /// Where to instead: a draft that was sent is not filled in, and what has to be known first comes first.
    fn elsewhere(&self, ctx: &Ctx, opened: &Opened) -> Option<String> {
        if opened.state.standing != Standing::Drafted {
            return Some(format!("/referrals/{}", opened.id));
        }
        let earlier = self.form.pages.iter().take_while(|page| page.id != self.name());
        let wrong_there = |page: &&Page| !wrong(ctx, self.filled, std::slice::from_ref(*page)).is_empty();
        let shut = earlier.filter(|page| page.first).find(wrong_there);
        match shut {
            Some(first) => Some(format!("/referrals/{}/form/{}", opened.id, first.id)),
            None if !self.asked(self.filled).contains(&self.sheet) => {
                Some(format!("/referrals/{}", opened.id))
            }
            None => None,
        }
    }

    fn onward(
        &self,
        ctx: &Ctx,
        opened: &Opened,
        filled: &Filled,
        mut errors: FieldErrors,
    ) -> Result<Redirect, Failure> {
        for (field, says) in wrong(ctx, filled, self.sheet).iter() {
            errors.add(field, says);
        }
        if !errors.is_empty() {
            let again = self.page(ctx, opened, filled, &errors);
            return Err(Failure::Invalid(errors, Some(Box::new(again))));
        }
        Ok(Redirect::to(&self.after(&opened.id.to_string(), filled)))
    }

    /// The next sheet on which something is asked, or the referral.
    fn after(&self, referral: &str, filled: &Filled) -> String {
        let sheets = self.asked(filled);
        let here = sheets.iter().position(|sheet| *sheet == self.sheet);
        match here.and_then(|here| sheets.get(here + 1)?.first()) {
            Some(next) => format!("/referrals/{referral}/form/{}", next.id),
            None => format!("/referrals/{referral}"),
        }
    }

    fn page(&self, ctx: &Ctx, opened: &Opened, filled: &Filled, errors: &FieldErrors) -> Markup {
        let (lang, form) = (ctx.lang, self.form.title_in(ctx.lang));
        let sheets = self.asked(filled);
        let number = sheets.iter().position(|sheet| *sheet == self.sheet).map_or(1, |at| at + 1);
        let back = number.checked_sub(2).and_then(|at| sheets.get(at)?.first());
        let back = back.map_or_else(String::new, |page| format!("/form/{}", page.id));
        let at = format!("/referrals/{}", opened.id);
        let sheet = Sheet { kept: &self.kept, ..Sheet::of(lang, self.form, self.sheet, filled, errors) };
        let (title, of_pages) = match self.sheet {
            [page] => (page.title_in(lang), html! { (sheet.lead(page)) (sheet.controls(page)) }),
            _ => (form, sheet.titled()),
        };
        Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
            (page::back(lang, &format!("{at}{back}")))
            (page::error_summary(lang, errors))
            @if !errors.is_empty() { p class="govuk-body" { (words::SAVED.of(lang)) } }
            span class="govuk-caption-l" { @if title != form { (form) " – " } (words::page_of(number, sheets.len(), lang)) }
            h1 class="govuk-heading-l" { (title) }
            form method="post" action={ (at) "/form/" (self.name()) } enctype=[evidence::asked(self.sheet).map(|_| "multipart/form-data")] novalidate {
                (of_pages)
                div class="govuk-button-group" {
                    (page::submit(Button::Primary, words::SAVE_ON.of(lang)))
                    (page::button(Button::Secondary, words::SAVE_LATER.of(lang), "later", "yes"))
                }
            }
        })
    }
}

/// Where to once a form was begun with its first sheet filled in: to the next, or back to it where something is wrong.
pub(crate) fn begun(ctx: &Ctx, referral: &str, filled: &Filled) -> Option<String> {
    let form = filled.questions()?;
    let at = At { form, sheet: form.sheets().next()?, filled, kept: Vec::new() };
    Some(if wrong(ctx, filled, at.sheet).is_empty() {
        at.after(referral, filled)
    } else {
        format!("/referrals/{referral}/form/{}?filled=true", at.name())
    })
}

/// What is answered otherwise than before on a form's first sheet, as it was begun.
pub(crate) fn begun_with(
    form: &Form,
    sheet: &[Page],
    filled: &Filled,
    fields: &Fields,
) -> Result<(Answers, Vec<String>), Failure> {
    changed((form, sheet), filled, |field| Ok(read(field, fields)))
}

/// What is answered otherwise than before, and what is answered no more. Of a question that was not shown nothing is
/// changed.
fn changed(
    (form, sheet): (&Form, &[Page]),
    filled: &Filled,
    read: impl Fn(&Field) -> Result<Option<Answer>, Failure>,
) -> Result<(Answers, Vec<String>), Failure> {
    let (mut given, mut emptied) = (Answers::default(), Vec::new());
    for (field, _) in placed(form, sheet, filled) {
        match (read(field)?, filled.typed.get(&field.id)) {
            (Some(answer), before) if before != Some(&answer) => given.set(&field.id, answer),
            (None, Some(_)) => emptied.push(field.id.clone()),
            (Some(_) | None, _) => {}
        }
    }
    Ok((given, emptied))
}

/// What is wrong on these pages.
pub(crate) fn wrong(ctx: &Ctx, filled: &Filled, pages: &[Page]) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for problem in filled.problems(domain::time::day(ctx.now)) {
        if pages.iter().flat_map(|page| &page.fields).any(|field| field.id == problem.field.id) {
            errors.add(&problem.field.id, problem.says(ctx.lang));
        }
    }
    errors
}

/// The answer to a question as the form sent it; nothing where nothing was said.
fn read(field: &Field, fields: &Fields) -> Option<Answer> {
    let part = |part: &str| fields.raw(&format!("{}-{part}", field.id)).unwrap_or_default();
    match field.kind {
        Kind::Checkboxes | Kind::Files => {
            let chosen: Vec<String> = fields.all(&field.id).map(str::to_owned).collect();
            (!chosen.is_empty()).then_some(Answer::Many(chosen))
        }
        Kind::Lines => {
            let lines = fields.raw(&field.id).unwrap_or_default().lines().map(str::trim);
            let lines: Vec<String> = lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
            (!lines.is_empty()).then_some(Answer::Many(lines))
        }
        Kind::Date => page::date_typed(part("day"), part("month"), part("year")).map(Answer::One),
        // Paragraphs and blanks within are kept as they were written.
        Kind::Textarea => fields
            .raw(&field.id)
            .filter(|text| !text.trim().is_empty())
            .map(|text| Answer::One(text.to_owned())),
        Kind::Text
        | Kind::Email
        | Kind::Phone
        | Kind::Number
        | Kind::Radios
        | Kind::Select
        | Kind::Checkbox => fields.get(&field.id).map(|text| Answer::One(text.to_owned())),
    }
}
