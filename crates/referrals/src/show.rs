//! The page of a referral: what it says, where it stands, what can be done.

use axum::extract::Path;
use domain::referrals::{Standing, words as spoken};
use domain::role::Act;
use domain::time::clock;
use domain::words::{Lang, Words};
use jiff::Timestamp;
use kit::page::{self, Button, Input, Moment, Shell, Textarea};
use kit::{Ctx, Failure, Fault, House, directory};
use maud::{Markup, html};

use crate::store::{self, Opened};
use crate::{draft, evidence, paper, told, words};

/// The page.
pub async fn show(ctx: Ctx, Path(referral): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::ReadReferral, &opened.matter)?;
    paper::note_reading(&ctx, &opened, "referral").await?;
    let lang = ctx.lang;
    let title = format!("{} {}", words::REFERRAL.of(lang), opened.state.draft.reference);
    let at = format!("/referrals/{referral}");
    let (sends, history) = (ctx.could(Act::Refer, &opened.matter), history(&ctx, &opened).await?);
    let drafts = sends && opened.state.standing == Standing::Drafted;
    let contents = contents(&ctx.house, &opened, lang, drafts.then_some(&at)).await?;
    let chosen = if sends { evidence::chosen(&ctx, &opened).await? } else { Vec::new() };
    Ok(Shell::staff(&ctx, &title).navigation(page::navigation(&ctx)).show(html! {
        (page::back(lang, "/referrals"))
        h1 class="govuk-heading-l" { (title) }
        (standing(&opened, ctx.now, lang))
        div class="hearken-split" {
            div {
                @if drafts { (told::before_sending(&ctx, &opened, &at)) }
                (contents) (papers(&at, lang)) (told::files(&opened, &at, lang))
                (evidence::to_give(&opened, &chosen, lang)) (history)
            }
            div class="hearken-side" { @if sends { (sending(&ctx, &opened, &at)) } (answering(&ctx, &opened, &at)) }
        }
    }))
}

/// For a recipient outside, the sender records the answer.
fn answering(ctx: &Ctx, opened: &Opened, at: &str) -> Markup {
    let outside = opened.state.draft.recipient.organisation.is_none();
    let may = ctx.could(if outside { Act::Refer } else { Act::AnswerReferral }, &opened.matter);
    if may {
        answers(opened, at, outside, ctx.lang)
    } else {
        html! {}
    }
}

/// Where it stands, in words, with its clock.
pub(crate) fn standing(opened: &Opened, now: Timestamp, lang: Lang) -> Markup {
    let state = &opened.state;
    html! {
        p class="govuk-body-l" {
            (page::tag(spoken::standing(state.standing).of(lang), words::colour(state.standing)))
            @if !state.answered_by.is_empty() { " " (state.answered_by) }
        }
        @if !state.answer.is_empty() { (page::inset(html! { p class="govuk-body hearken-told" { (state.answer) } })) }
        @if let Some(running) = state.clock.as_ref().filter(|_| state.waits()) {
            p class="govuk-body" {
                (page::clock_tag(clock::standing(running.started, running.due, now), running.due, lang)) " "
                (domain::rules::clock::asks(&running.rule, lang)) " (" (running.rule) ")"
            }
        }
    }
}

/// What it says, line by line: label and text.
pub(crate) async fn facts(
    house: &House,
    opened: &Opened,
    lang: Lang,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let draft = opened.state.draft.leaving();
    let asks_consent = draft.questions().is_none_or(|form| !form.asks_consent);
    let consent = if asks_consent { words::consent(draft.consent).of(lang) } else { "" };
    let form = draft.questions().map_or("", |form| form.title_in(lang));
    let sender = house.directory.organisation(house, draft.organisation).await?;
    let sent = opened.state.sent_at.map(domain::time::shown);
    let case = if draft.is_anonymous() { String::new() } else { draft.case_reference.to_string() };
    let facts = [
        (words::FROM, sender.map(|sender| sender.name).unwrap_or_default()),
        (words::TO, draft::recipient(&draft.recipient, lang)),
        (words::FORM, form.to_owned()),
        (words::SENT_AT, sent.unwrap_or_default()),
        (words::CASE, case),
        (words::HARM, house.told.harm(draft.harm, lang).to_owned()),
        (words::URGENCY, page::urgency(draft.urgency.rank().into()).of(lang).to_owned()),
        (words::CONCERN, draft.concern.clone()),
        (words::ASKS, draft.asks.clone()),
        (words::CONSENT, consent.to_owned()),
        (words::CONSENT_WHY, draft.consent_why.clone()),
    ];
    let said = facts.into_iter().filter(|(_, text)| !text.is_empty());
    Ok(said.map(|(label, text)| (label.of(lang), text)).collect())
}

/// The people, places and things that are shared, one line each.
pub(crate) fn subjects(opened: &Opened, lang: Lang) -> Vec<String> {
    let line = |subject: &domain::referrals::SharedSubject| {
        let kind = domain::cases::words::subject(subject.subject_kind).of(lang);
        let about = if subject.about.is_empty() { String::new() } else { format!(". {}", subject.about) };
        format!("{} – {kind}{about}", subject.name)
    };
    opened.state.draft.leaving().subjects.iter().map(line).collect()
}

/// What it says; with the address of a draft, each answer of its form with the way to change it.
pub(crate) async fn contents(
    house: &House,
    opened: &Opened,
    lang: Lang,
    changed_at: Option<&String>,
) -> Result<Markup, Fault> {
    let facts = facts(house, opened, lang).await?;
    let rows: Vec<page::Answer<'_>> = facts
        .iter()
        .map(|(label, text)| page::Answer {
            question: label,
            answer: html! { div class="hearken-told" { (text) } },
            change: None,
        })
        .collect();
    let subjects = subjects(opened, lang);
    Ok(html! {
        (page::summary_list(lang, &rows))
        (told::answers(opened, lang, changed_at.map(String::as_str)))
        @if !subjects.is_empty() {
            h2 class="govuk-heading-m" { (words::SHARE_SUBJECTS.of(lang)) }
            ul class="govuk-list govuk-list--bullet" { @for line in &subjects { li { (line) } } }
        }
        @for shared in &opened.state.draft.leaving().reports {
            h2 class="govuk-heading-m" { (words::REPORT.of(lang)) " " (shared.reference) }
            (house.told.shown(&shared.report, lang))
        }
    })
}

/// The links to the paper and to the file for programs.
pub(crate) fn papers(at: &str, lang: Lang) -> Markup {
    html! {
        p class="govuk-body" {
            a class="govuk-link" href={ (at) "/referral.pdf" } { (words::PDF.of(lang)) } " · "
            a class="govuk-link" href={ (at) "/referral.json" } { (words::JSON.of(lang)) }
        }
    }
}

/// What the sender can do.
fn sending(ctx: &Ctx, opened: &Opened, at: &str) -> Markup {
    let (lang, standing) = (ctx.lang, opened.state.standing);
    let onward = told::onward(ctx, opened, at);
    let open = matches!(standing, Standing::Drafted | Standing::Sent | Standing::Acknowledged);
    let by_hand =
        opened.state.draft.recipient.organisation.is_none() && opened.state.draft.recipient.email.is_none();
    html! {
        @if standing == Standing::Drafted {
            section {
                h2 class="govuk-heading-m" { (words::SEND.of(lang)) }
                @if by_hand { p class="govuk-body" { (words::BY_HAND.of(lang)) } }
                @if let Some(onward) = onward { (onward) } @else {
                    form method="post" action={ (at) "/send" } { (page::submit(Button::Primary, words::SEND_NOW.of(lang))) }
                }
                p class="govuk-body" { a class="govuk-link" href={ (at) "/edit" } { (words::EDIT.of(lang)) } }
            }
        }
        @if open { (form(at, "withdraw", words::WITHDRAW, Button::Secondary, lang, text("withdraw-reason", "reason", words::REASON, lang))) }
    }
}

/// What the recipient can do. Somebody without an account says who they are.
pub(crate) fn answers(opened: &Opened, at: &str, says_who: bool, lang: Lang) -> Markup {
    let standing = opened.state.standing;
    if !matches!(standing, Standing::Sent | Standing::Acknowledged) {
        return html! {};
    }
    let by = |id: &str| {
        let control = Input { lang, id, name: "by", label: words::BY.of(lang), ..Input::default() };
        if says_who {
            control.show()
        } else {
            html! {}
        }
    };
    html! {
        @if standing == Standing::Sent {
            (form(at, "acknowledge", words::ACKNOWLEDGE, Button::Primary, lang, by("acknowledge-by")))
        }
        (form(at, "accept", words::ACCEPT, Button::Secondary, lang, html! {
            (by("accept-by")) (text("accept-text", "text", words::ACCEPT_TEXT, lang))
        }))
        (form(at, "decline", words::DECLINE, Button::Secondary, lang, html! {
            (by("decline-by")) (text("decline-text", "text", words::REASON, lang))
        }))
    }
}

fn form(at: &str, verb: &str, title: Words, look: Button, lang: Lang, inner: Markup) -> Markup {
    html! {
        section {
            h2 class="govuk-heading-m" { (title.of(lang)) }
            form method="post" action={ (at) "/" (verb) } { (inner) (page::submit(look, title.of(lang))) }
        }
    }
}

fn text(id: &str, name: &str, label: Words, lang: Lang) -> Markup {
    Textarea { lang, id, name, label: label.of(lang), rows: Some(2), ..Textarea::default() }.show()
}

/// What happened to it: for the sender's people.
async fn history(ctx: &Ctx, opened: &Opened) -> Result<Markup, Failure> {
    if !ctx.could(Act::Refer, &opened.matter) {
        return Ok(html! {});
    }
    let actors = opened.history.iter().map(|entry| entry.actor);
    let names = directory::who(&ctx.house, actors, ctx.lang).await?;
    let mut moments = Vec::with_capacity(opened.history.len());
    for (entry, who) in opened.history.iter().zip(names).rev() {
        let domain::event::Event::Referrals(event) = &entry.event else { continue };
        let what = html! { strong { (spoken::happened(event).of(ctx.lang)) } };
        let (when, datetime) = (domain::time::shown(entry.at), entry.at.to_string());
        moments.push(Moment { when, datetime, who, what });
    }
    Ok(html! {
        h2 class="govuk-heading-m" { (words::HISTORY.of(ctx.lang)) }
        (page::chronology(&moments))
    })
}
