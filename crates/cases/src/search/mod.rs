//! Searching: words in what the reader can open, and telephones, accounts, number plates and names wherever they stand.

mod found;
mod gather;

use domain::id::AccountId;
use domain::role::Act;
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::{Markup, html};

use self::found::Found;
pub(crate) use self::found::elsewhere;
use crate::{selectors, words};

/// The most that is shown.
const SHOWN_MAX: usize = 25;
/// The shortest question, in letters and digits.
const CHARS_MIN: usize = 2;

/// The form.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.may(Act::SeeQueue)?;
    Ok(page(&ctx, "", &FieldErrors::default(), None))
}

/// What was found. A question is never part of an address, which others can read; that somebody searched is recorded.
pub async fn find(ctx: Ctx, fields: Fields) -> Result<Markup, Failure> {
    let person = ctx.may(Act::SeeQueue)?;
    let question = fields.get("question").unwrap_or_default();
    if question.chars().filter(|c| c.is_alphanumeric()).count() < CHARS_MIN {
        let errors = FieldErrors::one("question", words::SEARCH_SHORT.of(ctx.lang));
        let again = page(&ctx, question, &errors, None);
        return Err(Failure::Invalid(errors, Some(Box::new(again))));
    }
    let mut matters = selectors::holding(&ctx.db, person, question).await?;
    let shelf = gather::shelf(&ctx).await?;
    matters.extend(
        shelf.find(question).into_iter().filter(|matter| !matters.contains(matter)).collect::<Vec<_>>(),
    );
    let found = found::of(&ctx, &matters, question).await?;
    note(&ctx, person.account, &found).await?;
    Ok(page(&ctx, question, &FieldErrors::default(), Some(&found)))
}

/// That somebody searched, and what they were shown a line of.
async fn note(ctx: &Ctx, account: AccountId, found: &Found) -> Result<(), Failure> {
    let mut tx = ctx.begin("note a search").await?;
    journal::record_reading(&mut tx, &account.to_string(), "search").await?;
    for matter in found.matters() {
        journal::record_reading(&mut tx, matter, "search").await?;
    }
    Ok(tx.commit().await?)
}

fn page(ctx: &Ctx, question: &str, errors: &FieldErrors, found: Option<&Found>) -> Markup {
    let (lang, title) = (ctx.lang, words::SEARCH.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action="/search" role="search" novalidate {
            (Input { lang, id: "question", name: "question", label: words::SEARCH_LABEL.of(lang),
                hint: Some(words::SEARCH_HINT.of(lang)), value: question, error: errors.of("question"),
                autocomplete: Some("off"), width: Some("govuk-input--width-30"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::SEARCH_BUTTON.of(lang)))
        }
        @if let Some(found) = found { (found.show(lang)) }
    })
}
