//! The forms on the page of a case. When the rules say no, the page comes back with the sentence on top and with
//! what was typed.

use axum::response::Redirect;
use domain::cases::{Decision, Refusal, SubjectKind};
use domain::reports::Urgency;
use domain::words::{Lang, Words};
use kit::directory::Contact;
use kit::form::Fields;
use kit::page::{self, Button, Choice, FileInput, Input, Select, Textarea};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::store::Opened;
use crate::typed::Typed;
use crate::{case, weighing, words};

/// What somebody tried to do on the page, when it was refused.
pub(crate) struct Attempt<'a> {
    /// Which form it was: the last part of its address.
    pub(crate) form: &'static str,
    pub(crate) fields: &'a Fields,
    pub(crate) why: Refusal,
}

impl Attempt<'_> {
    /// The page of the case again, with the sentence on top.
    pub(crate) async fn shown(self, ctx: &Ctx, opened: &Opened) -> Result<Redirect, Failure> {
        let page = case::whole(ctx, opened, Some(&self)).await?;
        Err(Failure::Invalid(self.errors(ctx.lang), Some(Box::new(page))))
    }

    /// The error, at the control that it belongs to.
    pub(crate) fn errors(&self, lang: Lang) -> FieldErrors {
        FieldErrors::one(control(self.form, &self.why), words::refusal(&self.why, lang))
    }
}

/// The control that the answer to a form belongs to.
fn control(form: &str, why: &Refusal) -> &'static str {
    match (form, why) {
        ("decide", Refusal::NotAChoice) => "decision",
        ("decide", _) => "decide-reason",
        ("notes", _) => "note",
        ("subjects", Refusal::NotAChoice) => "kind",
        ("subjects", _) => "subject-name",
        ("tasks", Refusal::NotADate) => "task-due",
        ("tasks", Refusal::NotAChoice) => "task-owner",
        ("tasks", _) => "task-text",
        ("team", _) => "member",
        ("links", Refusal::NoReason | Refusal::TooLong { .. }) => "link-reason",
        ("links", _) => "link-case",
        ("urgency", Refusal::BelowFloor { .. }) => "meant",
        ("urgency", Refusal::NotAChoice | Refusal::SameUrgency) => "urgency",
        ("urgency", _) => "urgency-reason",
        ("files", _) => "files",
        ("reopen", _) => "reopen-reason",
        _ => "close-reason",
    }
}

/// What the forms are made from.
pub(crate) struct Forms<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) opened: &'a Opened,
    pub(crate) attempt: Option<&'a Attempt<'a>>,
    /// Everyone of the organisation.
    pub(crate) people: &'a [Contact],
}

impl Forms<'_> {
    /// All of them, in the order of the day's work.
    pub(crate) fn show(&self) -> Markup {
        if self.opened.state.closed {
            return self.form(
                "reopen",
                words::REOPEN,
                self.text("reopen", "reopen-reason", "reason", words::REASON),
            );
        }
        html! {
            (self.decide())
            (self.form("notes", words::NOTE, self.text("notes", "note", "text", words::NOTE_TEXT)))
            (self.subject())
            (self.form("tasks", words::ADD_TASK, html! {
                (self.line("tasks", "task-text", "text", words::TASK_TEXT, None))
                (self.owner())
                (self.line("tasks", "task-due", "due", words::TASK_DUE, Some("date")))
            }))
            (self.files())
            (self.team())
            (self.form("links", words::LINK, html! {
                (self.line("links", "link-case", "case", words::LINK_CASE, None))
                (self.text("links", "link-reason", "reason", words::REASON))
            }))
            (self.urgency())
            (self.form("close", words::CLOSE_CASE, self.text("close", "close-reason", "reason", words::REASON)))
        }
    }

    fn decide(&self) -> Markup {
        let coded = Decision::ALL.iter().map(|one| (one.code(), words::decision(*one)));
        self.form(
            "decide",
            words::DECIDE,
            html! {
                (self.select("decide", "decision", "decision", words::DECISION, coded))
                (self.text("decide", "decide-reason", "reason", words::REASON))
            },
        )
    }

    fn subject(&self) -> Markup {
        let coded = SubjectKind::ALL.iter().map(|one| (one.code(), domain::cases::words::subject(*one)));
        self.form(
            "subjects",
            words::ADD_SUBJECT,
            html! {
                (self.select("subjects", "kind", "kind", words::SUBJECT_KIND, coded))
                (self.line("subjects", "subject-name", "name", words::SUBJECT_NAME, None))
                (self.line("subjects", "subject-about", "about", words::SUBJECT_ABOUT, None))
            },
        )
    }

    fn urgency(&self) -> Markup {
        let coded = Urgency::ALL.iter().map(|one| (one.code(), page::urgency(one.rank().into())));
        self.form(
            "urgency",
            words::SET_URGENCY,
            html! {
                (self.select("urgency", "urgency", "urgency", words::URGENCY, coded))
                (self.text("urgency", "urgency-reason", "reason", words::REASON))
                @if let Some(attempt) = self.attempt.filter(|attempt| matches!(attempt.why, Refusal::BelowFloor { .. })) {
                    (weighing::meant(&Typed { lang: self.ctx.lang, fields: attempt.fields, errors: &attempt.errors(self.ctx.lang) }))
                }
            },
        )
    }

    fn owner(&self) -> Markup {
        let (lang, team) = (self.ctx.lang, &self.opened.state.team);
        let team = self.people.iter().filter(|one| team.contains(&one.account));
        let anybody = (String::new(), words::TASK_ANYBODY.of(lang));
        let named: Vec<(String, &str)> = std::iter::once(anybody).chain(team.map(named)).collect();
        self.pick("tasks", "task-owner", "owner", words::TASK_OWNER, &named)
    }

    /// Whoever is not in the team yet and is not kept from the case.
    fn team(&self) -> Markup {
        let state = &self.opened.state;
        let outside =
            |one: &&Contact| !state.team.contains(&one.account) && !state.kept_from.contains(&one.account);
        let named: Vec<(String, &str)> = self.people.iter().filter(outside).map(named).collect();
        let tried = self.attempt.is_some_and(|attempt| attempt.form == "team");
        if named.is_empty() && !tried {
            return html! {};
        }
        self.form("team", words::TEAM_ADD, self.pick("team", "member", "account", words::TEAM_WHO, &named))
    }

    /// One of several people.
    fn pick(&self, form: &str, id: &str, name: &str, label: Words, named: &[(String, &str)]) -> Markup {
        let (lang, typed, error) = (self.ctx.lang, self.typed(form, name), self.error(form, id));
        let choices = named.iter().map(|(value, text)| Choice {
            value,
            text,
            chosen: value == typed,
            ..Choice::default()
        });
        let (label, choices) = (label.of(lang), choices.collect());
        Select { lang, id, name, label, error: error.as_deref(), choices, ..Select::default() }.show()
    }

    fn files(&self) -> Markup {
        let (lang, title) = (self.ctx.lang, words::ADD_FILE.of(self.ctx.lang));
        let hint = Some(words::FILE_HINT.of(lang));
        let label = words::FILE_WHICH.of(lang);
        let error = self.error("files", "files");
        let input = FileInput { lang, id: "files", name: "files", label, hint, error: error.as_deref() };
        let form = html! {
            form method="post" action={ "/cases/" (self.opened.id) "/files" } enctype="multipart/form-data" {
                (input.show()) (page::submit(Button::Secondary, title))
            }
        };
        self.room("files", title, form)
    }

    fn form(&self, verb: &str, title: Words, inner: Markup) -> Markup {
        let title = title.of(self.ctx.lang);
        let form = html! {
            form method="post" action={ "/cases/" (self.opened.id) "/" (verb) } novalidate {
                (inner) (page::submit(Button::Secondary, title))
            }
        };
        self.room(verb, title, form)
    }

    /// What is done every day lies open; the rest opens when it is wanted, or when it was refused.
    fn room(&self, verb: &str, title: &str, form: Markup) -> Markup {
        if ["decide", "notes", "reopen"].contains(&verb) {
            return html! { section { h2 class="govuk-heading-m" { (title) } (form) } };
        }
        page::details(title, self.attempt.is_some_and(|attempt| attempt.form == verb), form)
    }

    /// What was typed into a field of a form, when it was refused.
    fn typed(&self, form: &str, name: &str) -> &str {
        let attempt = self.attempt.filter(|attempt| attempt.form == form);
        attempt.and_then(|attempt| attempt.fields.raw(name)).unwrap_or_default()
    }

    fn error(&self, form: &str, id: &str) -> Option<String> {
        let attempt = self.attempt.filter(|attempt| attempt.form == form)?;
        attempt.errors(self.ctx.lang).of(id).map(str::to_owned)
    }

    fn text(&self, form: &str, id: &str, name: &str, label: Words) -> Markup {
        let (lang, value, error) = (self.ctx.lang, self.typed(form, name), self.error(form, id));
        let base = Textarea { lang, id, name, label: label.of(lang), value, ..Textarea::default() };
        Textarea { rows: Some(3), error: error.as_deref(), ..base }.show()
    }

    fn line(&self, form: &str, id: &str, name: &str, label: Words, kind: Option<&str>) -> Markup {
        let (lang, value, error) = (self.ctx.lang, self.typed(form, name), self.error(form, id));
        let base = Input { lang, id, name, label: label.of(lang), value, ..Input::default() };
        Input { kind, error: error.as_deref(), ..base }.show()
    }

    fn select<'b>(
        &self,
        form: &str,
        id: &str,
        name: &str,
        label: Words,
        coded: impl Iterator<Item = (&'b str, Words)>,
    ) -> Markup {
        let (lang, typed) = (self.ctx.lang, self.typed(form, name));
        let choice = |(value, text): (&'b str, Words)| Choice {
            value,
            text: text.of(lang),
            chosen: value == typed,
            ..Choice::default()
        };
        let (label, choices, error) = (label.of(lang), coded.map(choice).collect(), self.error(form, id));
        Select { lang, id, name, label, error: error.as_deref(), choices, ..Select::default() }.show()
    }
}

fn named(one: &Contact) -> (String, &str) {
    (one.account.to_string(), &one.name)
}
