//! The page on which a record is held, or two people agree to erase it.

use domain::cases::Refusal;
use domain::cases::ending::{Asked, Ground};
use domain::words::Words;
use kit::form::Fields;
use kit::page::{self, Answer, Button, Choice, Select, Shell, Textarea};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use super::{Record, asking, name, words};

/// What somebody tried to do, when it was refused.
#[derive(Default)]
pub(super) struct Attempt<'a> {
    pub(super) errors: FieldErrors,
    pub(super) act: &'a str,
    pub(super) fields: Option<&'a Fields>,
}

/// The control that a refusal belongs to.
pub(super) fn control(act: &str, why: &Refusal) -> &'static str {
    match (act, why) {
        ("erase", Refusal::NotAChoice) => "ground",
        ("erase", _) => "erase-reason",
        ("hold", _) => "hold-reason",
        ("release", _) => "release-reason",
        ("agree", _) => "agree",
        _ => "not-agree-reason",
    }
}

/// The page.
pub(super) async fn show(ctx: &Ctx, record: &Record, attempt: &Attempt<'_>) -> Result<Markup, Failure> {
    let (lang, standing) = (ctx.lang, record.standing());
    let title = format!("{} – {}", words::TITLE.of(lang), record.left().0);
    let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx));
    let forms = Forms { ctx, at: format!("{}/record", record.address()), attempt };
    let waiting = match standing.waiting(ctx.now) {
        Some(asked) => forms.waiting(asked).await?,
        None if standing.held.is_some() => forms.reason("release", words::RELEASE, words::RELEASE_TEXT),
        None => html! {
            (forms.reason("hold", words::HOLD, words::HOLD_TEXT))
            (forms.erase(record.closed()))
        },
    };
    let hold = standing.waiting(ctx.now).is_some() && standing.held.is_none();
    Ok(shell.errors(!attempt.errors.is_empty()).show(html! {
        (page::back(lang, &record.address()))
        (page::error_summary(lang, &attempt.errors))
        h1 class="govuk-heading-l" { (title) }
        @match &standing.held {
            Some(reason) => (page::inset(html! { strong { (words::HELD.of(lang)) } div class="hearken-told" { (reason) } })),
            None => p class="govuk-body" { (words::NOT_HELD.of(lang)) },
        }
        (waiting)
        @if hold { (forms.reason("hold", words::HOLD, words::HOLD_TEXT)) }
    }))
}

struct Forms<'a> {
    ctx: &'a Ctx,
    at: String,
    attempt: &'a Attempt<'a>,
}

impl Forms<'_> {
    /// What waits, and what whoever looks may answer.
    async fn waiting(&self, asked: &Asked) -> Result<Markup, Failure> {
        let (lang, own) = (self.ctx.lang, self.ctx.person()?.account == asked.by);
        let by = name(self.ctx, asked.by).await?;
        let line = |question: Words, answer: &str| Answer {
            question: question.of(lang),
            answer: html! { (answer) },
            change: None,
        };
        let mut lines = vec![line(words::ASKED_BY, &by)];
        lines.extend(asked.ground.map(|ground| line(words::GROUND, words::ground(ground).of(lang))));
        lines.push(line(crate::words::REASON, &asked.reason));
        lines.push(line(words::UNTIL, &domain::time::shown(asked.until)));
        let agree = self.attempt.errors.of("agree");
        Ok(html! {
            section {
                h2 class="govuk-heading-m" { (asking(asked.what).of(lang)) }
                (page::summary_list(lang, &lines))
                @if own {
                    p class="govuk-body" { (words::OTHERS_AGREE.of(lang)) }
                } @else {
                    @if asked.ground.is_some() { (page::warning(lang, html! { (words::AGREE_TEXT.of(lang)) })) }
                    @if let Some(why) = agree { p class="govuk-error-message" id="agree" { (why) } }
                    form method="post" action={ (self.at) "/agree" } {
                        (page::submit(Button::Warning, words::agree(asked.what).of(lang)))
                    }
                }
                (self.reason("not-agree", if own { words::TAKE_BACK } else { words::NOT_AGREE }, words::NOT_AGREE_TEXT))
            }
        })
    }

    fn erase(&self, closed: bool) -> Markup {
        let (lang, chosen) = (self.ctx.lang, self.typed("erase", "ground"));
        let choice = |ground: &Ground| Choice {
            value: ground.code(),
            text: words::ground(*ground).of(lang),
            chosen: ground.code() == chosen,
            ..Choice::default()
        };
        // Nothing is chosen beforehand: the ground is for a person to say.
        let none = Choice { value: "", text: words::GROUND_NONE.of(lang), ..Choice::default() };
        let choices = std::iter::once(none).chain(Ground::ALL.iter().map(choice)).collect();
        let (label, error) = (words::GROUND.of(lang), self.attempt.errors.of("ground"));
        let ground =
            Select { lang, id: "ground", name: "ground", label, error, choices, ..Select::default() };
        html! {
            section {
                h2 class="govuk-heading-m" { (words::ERASE.of(lang)) }
                p class="govuk-body" { (words::ERASE_TEXT.of(lang)) }
                @if closed {
                    form method="post" action={ (self.at) "/erase" } novalidate {
                        (ground.show())
                        (self.why("erase"))
                        (page::submit(Button::Secondary, words::ERASE_ASK.of(lang)))
                    }
                } @else { (page::inset(html! { (words::ERASE_CLOSE_FIRST.of(lang)) })) }
            }
        }
    }

    /// A form that asks for nothing but the reason.
    fn reason(&self, act: &str, title: Words, text: Words) -> Markup {
        let lang = self.ctx.lang;
        html! {
            section {
                h2 class="govuk-heading-m" { (title.of(lang)) }
                p class="govuk-body" { (text.of(lang)) }
                form method="post" action={ (self.at) "/" (act) } novalidate {
                    (self.why(act))
                    (page::submit(Button::Secondary, title.of(lang)))
                }
            }
        }
    }

    fn why(&self, act: &str) -> Markup {
        let (id, lang) = (format!("{act}-reason"), self.ctx.lang);
        let (value, error) = (self.typed(act, "reason"), self.attempt.errors.of(&id));
        let label = crate::words::REASON.of(lang);
        let base = Textarea { lang, id: &id, name: "reason", label, value, error, ..Textarea::default() };
        Textarea { rows: Some(3), ..base }.show()
    }

    fn typed(&self, act: &str, name: &str) -> &str {
        let fields = self.attempt.fields.filter(|_| self.attempt.act == act);
        fields.and_then(|fields| fields.raw(name)).unwrap_or_default()
    }
}
