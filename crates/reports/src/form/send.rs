//! The last two pages: check, and done.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::ReportId;
use domain::reports::answers::field;
use domain::reports::form::{self, Question, Shape};
use domain::reports::{Answer, Harm, report};
use domain::words::Lang;
use kit::form::Fields;
use kit::log::Receipt;
use kit::page::{self, Button};
use kit::{Ctx, Failure, Fault, FieldErrors, chance};
use maud::{Markup, html};

use super::{Speak, ask, files, shell, words};
use crate::draft::{self, Draft};
use crate::receive::{self, NotTaken, Sending};
use crate::{advice, code, proof, spool, words as around};

/// Everything told so far, with a way to change each answer.
pub async fn check(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let draft = super::unsent(&ctx, &token).await?;
    checking(&ctx, &draft, &FieldErrors::default()).await
}

/// Sends it. Sending again, because the answer was lost on its way, shows the same page.
pub async fn send(ctx: Ctx, Path(token): Path<String>, fields: Fields) -> Result<Response, Failure> {
    ctx.open_to_all();
    let draft = draft::find(&ctx, &token).await?;
    let by_code = draft.account.is_none();
    let code = by_code.then(|| code::of_draft(&ctx.house, &token));
    if let Some(report) = draft.sent_as {
        let (reference, receipt) = sent_before(&ctx, report, code.as_deref()).await?;
        return Ok(done(&ctx, &draft, &reference, code.as_deref(), &receipt).into_response());
    }
    if spool::before(&ctx, Some(&token))?.is_some() {
        return Ok(kept(&draft, code.as_deref()).into_response());
    }
    send_now(&ctx, &draft, code, fields.get("sent")).await.map(IntoResponse::into_response)
}

async fn send_now(
    ctx: &Ctx,
    draft: &Draft,
    code: Option<String>,
    shown: Option<&str>,
) -> Result<Markup, Failure> {
    let sending = sending(ctx, draft, code.clone()).await?;
    if !proof::is_as_shown(&sending.answers, &sending.files, shown) {
        let errors = FieldErrors::one("check", around::CHECK_CHANGED.of(draft.lang));
        let page = checking(ctx, draft, &errors).await?;
        return Err(Failure::Invalid(errors, Some(Box::new(page))));
    }
    let arrived = loop {
        match arrive(ctx, draft, sending.clone()).await {
            Err(NotTaken::Failure(failure)) if receive::clashed(&failure) => {}
            arrived => break arrived,
        }
    };
    match arrived {
        Ok((reference, receipt)) => Ok(done(ctx, draft, &reference, code.as_deref(), &receipt)),
        Err(NotTaken::Problems(problems)) => {
            let errors = in_words(&problems, draft.lang);
            let page = checking(ctx, draft, &errors).await?;
            Err(Failure::Invalid(errors, Some(Box::new(page))))
        }
        Err(NotTaken::Failure(failure)) => {
            spool::instead(ctx, sending, Some(&draft.token), failure)?;
            Ok(kept(draft, code.as_deref()))
        }
    }
}

async fn sending(ctx: &Ctx, draft: &Draft, code: Option<String>) -> Result<Sending, Failure> {
    let own = ctx.person().ok().map(|person| (person.account, person.organisation));
    Ok(Sending {
        report: chance::id(ctx.now),
        answers: form::current(&draft.answers),
        files: on_path_files(ctx, draft).await?,
        reporter: own.filter(|(account, _)| draft.account == Some(*account)),
        lang: draft.lang,
        code,
    })
}

async fn arrive(ctx: &Ctx, draft: &Draft, sending: Sending) -> Result<(String, Receipt), NotTaken> {
    let prepared = receive::prepare(&ctx.house, sending).await?;
    let mut tx = ctx.begin("receive a report").await?;
    draft::lock(&mut tx, draft).await?;
    // The draft gives up its code first: a saved draft and its report have the same.
    draft::release_code(&mut tx, draft).await?;
    let arrived = receive::write(&mut tx, prepared).await?;
    draft::sent(&mut tx, draft, arrived.report).await?;
    let waiting = ctx.house.log.expect(arrived.appended.id);
    tx.commit().await?;
    let receipt = waiting.receipt(&arrived.appended.opened).await?;
    Ok((arrived.reference.to_string(), receipt))
}

/// Files leave only when the question that asks for them is on the current path, like any answer.
async fn on_path_files(ctx: &Ctx, draft: &Draft) -> Result<Vec<domain::reports::course::Attachment>, Fault> {
    if form::path(&draft.answers).iter().any(|question| question.id == "files") {
        draft::uploads(&ctx.db, draft).await
    } else {
        Ok(Vec::new())
    }
}

/// What was answered when it was sent, for whoever sent it.
async fn sent_before(ctx: &Ctx, report: ReportId, code: Option<&str>) -> Result<(String, Receipt), Failure> {
    let db = match code {
        Some(code) => {
            let proved = code::prove(&ctx.house, code).await?;
            code::opened(&ctx.house, report, &proved.key).await?
        }
        None => ctx.db.clone(),
    };
    let (state, _) = receive::load(&db, report).await?.ok_or(Failure::NotFound)?;
    Ok((state.receipt.reference.to_string(), receive::receipt(&db, &ctx.house, report).await?))
}

fn in_words(problems: &[report::Problem], lang: Lang) -> FieldErrors {
    let mut errors = FieldErrors::default();
    for problem in problems {
        if let Some(question) = form::question(problem.question) {
            errors.add(question.id, ask::wrong(question, &problem.trouble).of(lang));
        }
    }
    errors
}

async fn checking(ctx: &Ctx, draft: &Draft, errors: &FieldErrors) -> Result<Markup, Failure> {
    let lang = draft.lang;
    let speak = Speak::to(&draft.answers);
    let uploads = on_path_files(ctx, draft).await?;
    let schools = ctx.house.directory.listed(&ctx.house, domain::agency::AgencyKind::School).await?;
    let mut rows = Vec::new();
    for question in form::path(&draft.answers) {
        let answer = match question.shape {
            Shape::Files => {
                html! { @for file in &uploads { div { (file.name) " (" (files::size(file.size_bytes)) ")" } } }
            }
            Shape::School => {
                let code = draft.answers.one(question.id).unwrap_or_default();
                html! { (schools.iter().find(|school| school.code == code).map_or("", |school| &school.name)) }
            }
            Shape::Choice(_)
            | Shape::Choices(_)
            | Shape::Text
            | Shape::Fields(_)
            | Shape::Rows(_)
            | Shape::Place => given(question, draft.answers.get(question.id), speak, lang),
        };
        let question_words = words::title(question.id, speak).of(lang);
        rows.push(page::Answer { question: question_words, answer, change: Some(draft.at(question.id)) });
    }
    let title = around::CHECK_TITLE.of(lang);
    // Whoever answered everything on one page has not seen it yet.
    let harm =
        draft.answers.one("harm").and_then(Harm::from_code).filter(|_| form::is_through_work(&draft.answers));
    let sending = proof::sending(&form::current(&draft.answers), &uploads);
    Ok(shell(draft, title).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" id="check" tabindex="-1" { (title) }
        p class="govuk-body" { (around::CHECK_TEXT.of(lang)) }
        @if let Some(harm) = harm { (page::details(advice::steps_title(lang), true, advice::steps(harm, speak, lang))) }
        (page::summary_list(lang, &rows))
        form method="post" action=(draft.at("send")) data-sent=(sending) {
            input type="hidden" name="sent";
            (page::submit(Button::Primary, around::SEND.of(lang)))
        }
        (proof::while_sending(lang))
        form method="post" action=(draft.at("save")) {
            (page::submit(Button::Secondary, around::SAVE.of(lang)))
        }
    }))
}

/// A line of an answer: with the name of its field, or alone.
pub(crate) struct Line<'a> {
    pub(crate) field: Option<&'static str>,
    pub(crate) text: &'a str,
}

/// An answer as it was given, a paragraph for each thing named; none when nothing was.
pub(crate) fn lines<'a>(
    question: &Question,
    answer: Option<&'a Answer>,
    speak: Speak,
    lang: Lang,
) -> Vec<Vec<Line<'a>>> {
    let alone = |text: &'a str| vec![Line { field: None, text }];
    match answer {
        None => Vec::new(),
        Some(Answer::One(code)) if matches!(question.shape, Shape::Choice(_)) || code == "not_sure" => {
            vec![alone(words::choice(question.id, code, speak).of(lang))]
        }
        Some(Answer::One(text)) => vec![alone(text)],
        Some(Answer::Many(codes)) => {
            codes.iter().map(|code| alone(words::choice(question.id, code, speak).of(lang))).collect()
        }
        Some(Answer::Rows(rows)) => rows.iter().map(|row| told_row(question, row, speak, lang)).collect(),
    }
}

fn told_row<'a>(
    question: &Question,
    row: &'a domain::reports::answers::Row,
    speak: Speak,
    lang: Lang,
) -> Vec<Line<'a>> {
    let fields = match question.shape {
        Shape::Fields(fields) | Shape::Rows(fields) => fields,
        Shape::Choice(_) | Shape::Choices(_) | Shape::Text | Shape::Place | Shape::School | Shape::Files => {
            &[]
        }
    };
    let told = fields.iter().filter_map(|known| {
        let value = field(row, known.id)?;
        let text =
            if known.choices.is_empty() { value } else { words::choice(known.id, value, speak).of(lang) };
        Some(Line { field: Some(words::field(question.id, known.id).of(lang)), text })
    });
    told.collect()
}

/// An answer as it is shown.
pub(crate) fn given(question: &Question, answer: Option<&Answer>, speak: Speak, lang: Lang) -> Markup {
    let paragraphs = lines(question, answer, speak, lang);
    html! {
        @if paragraphs.is_empty() { (page::not_given(lang)) }
        @for paragraph in &paragraphs {
            div class="hearken-told" {
                @for (index, line) in paragraph.iter().enumerate() {
                    @if index > 0 { br; }
                    @if let Some(field) = line.field { span class="govuk-!-font-weight-bold" { (field) ": " } }
                    (line.text)
                }
            }
        }
    }
}

/// The page for a report that is kept beside the store, which takes nothing right now.
fn kept(draft: &Draft, code: Option<&str>) -> Markup {
    let (lang, title) = (draft.lang, around::KEPT_TITLE.of(draft.lang));
    page::Shell::public(lang, title).leave(format!("/leave?lang={}", lang.code())).show(html! {
        (page::confirmation(title, html! {}))
        p class="govuk-body-l" { (around::KEPT_TEXT.of(lang)) }
        @if let Some(code) = code {
            h2 class="govuk-heading-m" { (around::CODE_TITLE.of(lang)) }
            (code::card(code, lang))
            p class="govuk-body" { (around::KEPT_CODE.of(lang)) }
            (page::warning(lang, html! { (around::CODE_SAFE.of(lang)) }))
        }
        h2 class="govuk-heading-m" { (around::TALK.of(lang)) }
        p class="govuk-body" { (around::TALK_CHILD.of(lang)) }
        p class="govuk-body" { (around::TALK_ADULT.of(lang)) }
    })
}

fn done(ctx: &Ctx, draft: &Draft, reference: &str, code: Option<&str>, receipt: &Receipt) -> Markup {
    let lang = draft.lang;
    let thanks = match Speak::to(&draft.answers) {
        Speak::Child => around::SENT_THANKS_CHILD,
        Speak::Adult => around::SENT_THANKS,
    };
    let title = around::SENT_TITLE.of(lang);
    kit::page::Shell::public(lang, title).leave(format!("/leave?lang={}", lang.code())).show(html! {
        (page::confirmation(title, html! { (around::SENT_REFERENCE.of(lang)) br; strong { (reference) } }))
        p class="govuk-body-l" { (thanks.of(lang)) }
        @if let Some(code) = code {
            h2 class="govuk-heading-m" { (around::CODE_TITLE.of(lang)) }
            (code::card(code, lang))
            p class="govuk-body" { (around::CODE_TEXT.of(lang)) }
            (page::warning(lang, html! { (around::CODE_SAFE.of(lang)) }))
        }
        h2 class="govuk-heading-m" { (around::WHAT_NEXT_TITLE.of(lang)) }
        ol class="govuk-list govuk-list--number" {
            li { (around::SENT_NEXT_1.of(lang)) }
            li { (around::SENT_NEXT_2.of(lang)) }
            li { (around::SENT_NEXT_3.of(lang)) }
        }
        (page::details(around::RECEIPT_TITLE.of(lang), false, html! {
            p class="govuk-body" { (around::RECEIPT_TEXT.of(lang)) }
            (proof::with_receipt(ctx, lang, receipt))
        }))
        (proof::left(ctx, lang, code))
        h2 class="govuk-heading-m" { (around::TALK.of(lang)) }
        p class="govuk-body" { (around::TALK_CHILD.of(lang)) }
        p class="govuk-body" { (around::TALK_ADULT.of(lang)) }
    })
}
