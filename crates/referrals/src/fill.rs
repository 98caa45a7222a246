//! A page of the form of a referral: filled in, saved, and on to the next.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::event;
use domain::referrals::forms::{Field, Kind};
use domain::referrals::forms::{Filled, Form, Page, path};
use domain::referrals::{Standing, course};
use domain::reports::{Answer, Answers};
use domain::role::Act;
use kit::form::Fields;
use kit::page::{self, Button, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::asked::{Sheet, placed};
use crate::store::{self, Opened};
use crate::words;

/// The page.
pub async fn show(ctx: Ctx, Path((referral, page)): Path<(String, String)>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let at = At::of(&opened, &page)?;
    if let Some(elsewhere) = at.elsewhere(&ctx, &opened) {
        return Ok(Redirect::to(&elsewhere).into_response());
    }
    Ok(at.sheet(&ctx, &opened, at.filled, &FieldErrors::default()).into_response())
}

/// Keeps what was answered, whether or not it is right; goes on once the page is, or to the referral when asked.
pub async fn save(
    ctx: Ctx,
    Path((referral, page)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let at = At::of(&opened, &page)?;
    let (given, emptied) = at.changed(&fields);
    let filled = at.filled.clone().with(&given, &emptied);
    if !given.is_empty() || !emptied.is_empty() {
        let event = course::fill(&opened.state, given, emptied).map_err(Failure::refused)?;
        let mut tx = ctx.begin("fill in a form").await?;
        tx.append(opened.id, opened.version, event::Event::Referrals(event), None).await?;
        tx.commit().await?;
    }
    if fields.has("later") {
        return Ok(Redirect::to(&format!("/referrals/{referral}")));
    }
    at.onward(&ctx, &opened, &filled)
}

/// Where somebody is in a form.
struct At<'a> {
    form: &'static Form,
    page: &'static Page,
    filled: &'a Filled,
}

impl<'a> At<'a> {
    fn of(opened: &'a Opened, page: &str) -> Result<Self, Failure> {
        let filled = opened.state.draft.form.as_ref().ok_or(Failure::NotFound)?;
        let form = filled.questions().ok_or(Failure::NotFound)?;
        let page = form.page(page).ok_or(Failure::NotFound)?;
        Ok(Self { form, page, filled })
    }

    /// What is answered otherwise than before, and what is answered no more. Of a question that was not shown nothing is
    /// changed.
    fn changed(&self, fields: &Fields) -> (Answers, Vec<String>) {
        let (mut given, mut emptied) = (Answers::default(), Vec::new());
        for (field, _) in placed(self.form, self.page, self.filled) {
            match (read(field, fields), self.filled.typed.get(&field.id)) {
                (Some(answer), before) if before != Some(&answer) => given.set(&field.id, answer),
                (None, Some(_)) => emptied.push(field.id.clone()),
                (Some(_) | None, _) => {}
            }
        }
        (given, emptied)
    }

    /// Where to instead: a draft that was sent is not filled in, and what has to be known first comes first.
    fn elsewhere(&self, ctx: &Ctx, opened: &Opened) -> Option<String> {
        if opened.state.standing != Standing::Drafted {
            return Some(format!("/referrals/{}", opened.id));
        }
        let earlier = self.form.pages.iter().take_while(|page| page.id != self.page.id);
        let shut = earlier.filter(|page| page.first).find(|page| !errors(ctx, self.filled, page).is_empty());
        let asked = path::pages(self.form, &self.filled.typed).iter().any(|page| page.id == self.page.id);
        match shut {
            Some(first) => Some(format!("/referrals/{}/form/{}", opened.id, first.id)),
            None if !asked => Some(format!("/referrals/{}", opened.id)),
            None => None,
        }
    }

    fn onward(&self, ctx: &Ctx, opened: &Opened, filled: &Filled) -> Result<Redirect, Failure> {
        let errors = errors(ctx, filled, self.page);
        if !errors.is_empty() {
            let again = self.sheet(ctx, opened, filled, &errors);
            return Err(Failure::Invalid(errors, Some(Box::new(again))));
        }
        let position = |page: &Page| self.form.pages.iter().position(|known| known.id == page.id);
        let pages = path::pages(self.form, &filled.typed);
        let next = pages.into_iter().find(|page| position(page) > position(self.page));
        Ok(Redirect::to(&match next {
            Some(next) => format!("/referrals/{}/form/{}", opened.id, next.id),
            None => format!("/referrals/{}", opened.id),
        }))
    }

    fn sheet(&self, ctx: &Ctx, opened: &Opened, filled: &Filled, errors: &FieldErrors) -> Markup {
        let (lang, title) = (ctx.lang, self.page.title_in(ctx.lang));
        let pages = path::pages(self.form, &filled.typed);
        let number = pages.iter().position(|page| page.id == self.page.id).map_or(1, |at| at + 1);
        let back = number.checked_sub(2).and_then(|at| pages.get(at));
        let back = back.map_or_else(String::new, |page| format!("/form/{}", page.id));
        let placed = placed(self.form, self.page, filled);
        let at = format!("/referrals/{}", opened.id);
        Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
            (page::back(lang, &format!("{at}{back}")))
            (page::error_summary(lang, errors))
            @if !errors.is_empty() { p class="govuk-body" { (words::SAVED.of(lang)) } }
            span class="govuk-caption-l" { (self.form.title_in(lang)) " – " (words::page_of(number, pages.len(), lang)) }
            h1 class="govuk-heading-l" { (title) }
            @if let Some(lead) = &self.page.lead { p class="govuk-body" { (lead.of(lang)) } }
            form method="post" action={ (at) "/form/" (self.page.id) } novalidate {
                (Sheet { lang, filled, placed, errors }.show())
                div class="govuk-button-group" {
                    (page::submit(Button::Primary, words::SAVE_ON.of(lang)))
                    (page::button(Button::Secondary, words::SAVE_LATER.of(lang), "later", "yes"))
                }
            }
        })
    }
}

/// What is wrong on a page.
fn errors(ctx: &Ctx, filled: &Filled, page: &Page) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for problem in filled.problems(domain::time::day(ctx.now)) {
        if page.fields.iter().any(|field| field.id == problem.field.id) {
            errors.add(&problem.field.id, problem.says(ctx.lang));
        }
    }
    errors
}

/// The answer to a question as the form sent it; nothing where nothing was said.
fn read(field: &Field, fields: &Fields) -> Option<Answer> {
    let part = |part: &str| fields.raw(&format!("{}-{part}", field.id)).unwrap_or_default();
    match field.kind {
        Kind::Checkboxes => {
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
