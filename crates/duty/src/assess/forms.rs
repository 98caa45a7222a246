//! What can be recorded on an assessment: one form for all answers, and one each for beliefs, notifications and what
//! somebody else did. A refused form keeps what was typed.

use domain::agency::Nation;
use domain::duty::ask::Questions;
use domain::duty::judge::Judged;
use domain::duty::words as spoken;
use domain::duty::{BeliefKind, Means, State};
use domain::reports::Known;
use domain::role::Act;
use domain::rules::rulebook;
use domain::rules::tables::{Fact, Recipient};
use domain::time::{field, shown};
use domain::words::{Lang, Words};
use kit::Ctx;
use kit::briefing::Brief;
use kit::page::{self, Button, Choice, Input, Radios, Select, Textarea};
use maud::{Markup, html};

use super::act::Attempt;
use super::words;
use crate::store::Opened;
use crate::words as common;

/// How many questions stand open; the others are in a closed part.
pub(super) const FIRST_MAX: usize = 8;

/// What the forms are made from.
pub(super) struct Forms<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) brief: &'a Brief,
    pub(super) opened: &'a Opened,
    pub(super) attempt: Option<&'a Attempt<'a>>,
    pub(super) judged: &'a Judged<'a>,
    /// The other assessments of the case: id, and whose.
    pub(super) others: &'a [(String, String)],
}

impl Forms<'_> {
    /// Whether anything can be recorded.
    pub(super) fn may(&self) -> bool {
        !self.brief.closed && self.ctx.could(Act::WorkCase, &self.brief.matter)
    }

    const fn lang(&self) -> Lang {
        self.ctx.lang
    }

    fn at(&self, act: &str) -> String {
        format!("/cases/{}/duty/{}/{act}", self.brief.case, self.opened.id)
    }

    /// What was typed into a field of a form that was refused.
    fn typed(&self, act: &str, name: &str) -> Option<&str> {
        let attempt = self.attempt.filter(|attempt| attempt.act == act)?;
        Some(attempt.fields.get(name).unwrap_or_default())
    }

    fn error(&self, act: &str, id: &str) -> Option<&str> {
        self.attempt.filter(|attempt| attempt.act == act)?.errors.of(id)
    }

    fn form(&self, act: &str, title: Words, button: Words, body: Markup) -> Markup {
        let (lang, refused) = (self.lang(), self.attempt.is_some_and(|attempt| attempt.act == act));
        let form = html! { form method="post" action=(self.at(act)) novalidate { (body) (page::submit(Button::Secondary, button.of(lang))) } };
        page::details(title.of(lang), refused, form)
    }

    fn line(&self, act: &str, (id, name): (&str, &str), label: Words, hint: Option<Words>) -> Markup {
        let lang = self.lang();
        Input {
            lang,
            id,
            name,
            label: label.of(lang),
            hint: hint.map(|hint| hint.of(lang)),
            value: self.typed(act, name).unwrap_or_default(),
            error: self.error(act, id),
            ..Input::default()
        }
        .show()
    }

    fn moment(&self, act: &str, (id, name): (&str, &str), label: Words) -> Markup {
        let (lang, now) = (self.lang(), field(self.ctx.now));
        let value = self.typed(act, name).unwrap_or(&now);
        let (label, error) = (label.of(lang), self.error(act, id));
        Input { lang, id, name, label, value, error, kind: Some("datetime-local"), ..Input::default() }.show()
    }

    fn text(&self, act: &str, (id, name): (&str, &str), label: Words, hint: Option<Words>) -> Markup {
        let lang = self.lang();
        Textarea {
            lang,
            id,
            name,
            label: label.of(lang),
            hint: hint.map(|hint| hint.of(lang)),
            value: self.typed(act, name).unwrap_or_default(),
            error: self.error(act, id),
            rows: Some(3),
            ..Textarea::default()
        }
        .show()
    }

    fn choose(&self, act: &str, (id, name): (&str, &str), label: Words, all: &[(&str, &str)]) -> Markup {
        let (lang, chosen) = (self.lang(), self.typed(act, name).unwrap_or_default());
        let none = Choice { text: words::CHOOSE.of(lang), ..Choice::default() };
        let known = all.iter().map(|(value, text)| Choice {
            value,
            text,
            chosen: *value == chosen,
            ..Choice::default()
        });
        let (label, error) = (label.of(lang), self.error(act, id));
        Select {
            lang,
            id,
            name,
            label,
            error,
            choices: std::iter::once(none).chain(known).collect(),
            ..Select::default()
        }
        .show()
    }

    fn means(&self, act: &str, id: &str) -> Markup {
        let all: Vec<_> =
            Means::ALL.iter().map(|one| (one.code(), spoken::means(*one).of(self.lang()))).collect();
        self.choose(act, (id, "means"), words::MEANS, &all)
    }

    /// Everybody who some duty or route leads to, as whom one may have notified.
    fn recipients(&self) -> Vec<(&'static str, &'static str)> {
        let duties = self.judged.duties.iter().flat_map(|one| one.to.iter().copied());
        let routes = self.judged.routes.iter().filter(|one| one.shown).map(|one| one.step.route.to);
        let mut all: Vec<Recipient> = [Recipient::Police, Recipient::ChildrensServices].into();
        for to in routes.chain(duties) {
            if !all.contains(&to) {
                all.push(to);
            }
        }
        all.into_iter().map(|to| (to.code(), spoken::recipient(to).of(self.lang()))).collect()
    }

    /// The forms beside the page.
    pub(super) fn side(&self) -> Markup {
        html! {
            h2 class="govuk-heading-m" { (words::RECORD.of(self.lang())) }
            (self.notified())
            (self.believe())
            (self.by_another())
            section {
                p class="govuk-body" {
                    a class="govuk-link" href={ "/cases/" (self.brief.case) "/interference?assessment=" (self.opened.id) } {
                        (crate::interfere::words::RECORD.of(self.lang()))
                    }
                }
            }
        }
    }

    fn notified(&self) -> Markup {
        let body = html! {
            (self.choose("notified", ("notified-to", "to"), words::TO_WHOM, &self.recipients()))
            (self.line("notified", ("notified-whom", "whom"), words::WHOM, Some(words::WHOM_HINT)))
            (self.moment("notified", ("notified-at", "at"), words::WHEN))
            (self.means("notified", "notified-means"))
            (self.line("notified", ("notified-reference", "reference"), words::REFERENCE, None))
            (self.text("notified", ("notified-said", "said"), words::SAID, Some(words::SAID_HINT)))
        };
        self.form("notified", words::NOTIFIED_TITLE, words::RECORD, body)
    }

    fn believe(&self) -> Markup {
        let lang = self.lang();
        if self.ctx.now >= self.opened.state.window(self.ctx.now).ends() {
            return page::details(
                words::BELIEVE_TITLE.of(lang),
                false,
                html! { p class="govuk-body" { (words::WINDOW_OVER.of(lang)) } },
            );
        }
        let all: Vec<_> =
            BeliefKind::ALL.iter().map(|one| (one.code(), spoken::belief(*one).of(lang))).collect();
        let body = html! {
            p class="govuk-body" { (words::BELIEVE_TEXT.of(lang)) " " strong { (shown(self.opened.state.window(self.ctx.now).ends())) } "." }
            (self.choose("believe", ("belief", "belief"), words::BELIEF, &all))
            (self.moment("believe", ("belief-from", "from"), words::BELIEVED_FROM))
            (self.text("believe", ("belief-reason", "reason"), words::REASON, None))
        };
        self.form("believe", words::BELIEVE_TITLE, words::RECORD, body)
    }

    fn by_another(&self) -> Markup {
        let lang = self.lang();
        let to = [Recipient::Police, Recipient::ChildrensServices]
            .map(|to| (to.code(), spoken::recipient(to).of(lang)));
        let others: Vec<_> = self.others.iter().map(|(id, whose)| (id.as_str(), whose.as_str())).collect();
        let body = html! {
            p class="govuk-body" { (words::ANOTHER_TEXT.of(lang)) }
            (self.line("by-another", ("another-by", "by"), words::ANOTHER_BY, None))
            (self.choose("by-another", ("another-to", "to"), words::TO_WHOM, &to))
            (self.line("by-another", ("another-whom", "whom"), words::WHOM, Some(words::WHOM_HINT)))
            (self.moment("by-another", ("another-at", "at"), words::WHEN))
            (self.means("by-another", "another-means"))
            @if !others.is_empty() { (self.choose("by-another", ("another-assessment", "assessment"), words::ANOTHER_ASSESSMENT, &others)) }
            (self.text("by-another", ("another-why", "why"), words::ANOTHER_WHY, None))
        };
        self.form("by-another", words::ANOTHER_TITLE, words::RECORD, body)
    }

    /// What is recorded, with the ways to end it.
    pub(super) fn records(&self) -> Markup {
        let (lang, state) = (self.lang(), &self.opened.state);
        let nothing = state.notices.is_empty() && state.by_others.is_empty() && state.beliefs.is_empty();
        html! {
            h2 class="govuk-heading-m" id="records" { (words::RECORDS.of(lang)) }
            @if nothing { p class="govuk-body" { (words::NOTHING_RECORDED.of(lang)) } }
            ul class="govuk-list" {
                @for (place, made) in state.notices.iter().enumerate() {
                    li {
                        (words::notice(lang, made, state.since))
                        @if self.may() && made.taken_back.is_none() { (self.ends("take-back", "notice", place, words::TAKE_BACK)) }
                    }
                }
                @for (place, told) in state.by_others.iter().enumerate() {
                    li {
                        (words::by_another(lang, told))
                        @if self.may() && told.doubted.is_none() { (self.ends("doubt", "notice", place, words::DOUBT)) }
                    }
                }
                @for (place, held) in state.beliefs.iter().enumerate() {
                    li {
                        (words::held(lang, held))
                        @if self.may() && held.ended.is_none() { (self.ends("believe-no-more", "belief", place, words::BELIEVED_NO_MORE)) }
                    }
                }
            }
        }
    }

    fn ends(&self, act: &str, name: &str, place: usize, button: Words) -> Markup {
        let (lang, id, place) = (self.lang(), format!("{act}-{place}"), place.to_string());
        let wrong = self.typed(act, name).is_some_and(|typed| typed == place);
        let error = self.error(act, "records").filter(|_| wrong);
        html! {
            form method="post" action=(self.at(act)) novalidate {
                (page::hidden(name, &place))
                (Input { lang, id: &id, name: "reason", label: words::REASON.of(lang), error, ..Input::default() }.show())
                (page::submit(Button::Secondary, button.of(lang)))
            }
        }
    }

    /// Every question that could change the answer, and those that were answered: one form.
    pub(super) fn questions(&self, asks: &Questions<'_>) -> Markup {
        let (lang, version) = (self.lang(), self.opened.answers_version().to_string());
        let (first, later) = asks.first.split_at(asks.first.len().min(FIRST_MAX));
        let rest: Vec<&&Fact> = later.iter().chain(&asks.rest).collect();
        let wrong = ["since", "since-reason", "age", "nation"].map(|id| self.error("answers", id).is_some());
        html! {
            section id="answers" {
                h2 class="govuk-heading-m" { (words::QUESTIONS.of(lang)) }
                p class="govuk-body" { (words::QUESTIONS_TEXT.of(lang)) }
                form method="post" action=(self.at("answers")) novalidate {
                    (page::hidden("version", self.typed("answers", "version").unwrap_or(&version)))
                    @for fact in first { (self.question(fact)) }
                    @if asks.first.is_empty() { p class="govuk-body" { (words::NOTHING_TO_ASK.of(lang)) } }
                    @if !rest.is_empty() { (page::details(words::MORE_QUESTIONS.of(lang), false, html! { @for fact in rest { (self.question(fact)) } })) }
                    (page::details(words::ANSWERED.of(lang), wrong.contains(&true), html! {
                        (self.place())
                        @for fact in &asks.answered { (self.question(fact)) }
                    }))
                    (page::submit(Button::Primary, words::SAVE.of(lang)))
                }
            }
        }
    }

    fn place(&self) -> Markup {
        let (lang, state) = (self.lang(), &self.opened.state);
        let nations = Nation::ALL.map(|one| Choice {
            value: one.code(),
            text: common::nation(one).of(lang),
            chosen: self.typed("answers", "nation").map_or(one == state.nation, |typed| typed == one.code()),
            ..Choice::default()
        });
        let age = state.age.map(|age| age.to_string()).unwrap_or_default();
        let since = field(state.since);
        html! {
            (Select { lang, id: "nation", name: "nation", label: common::NATION.of(lang), error: self.error("answers", "nation"),
                choices: nations.into(), ..Select::default() }.show())
            (Input { lang, id: "since", name: "since", label: words::SINCE.of(lang), value: self.typed("answers", "since").unwrap_or(&since),
                error: self.error("answers", "since"), kind: Some("datetime-local"), width: Some("govuk-input--width-20"), ..Input::default() }.show())
            (self.line("answers", ("since-reason", "since-reason"), words::LATER_REASON, Some(words::LATER_HINT)))
            (Input { lang, id: "age", name: "age", label: common::AGE.of(lang), hint: Some(common::AGE_HINT.of(lang)),
                value: self.typed("answers", "age").unwrap_or(&age), error: self.error("answers", "age"),
                width: Some("govuk-input--width-3"), inputmode: Some("numeric"), ..Input::default() }.show())
        }
    }

    fn question(&self, fact: &Fact) -> Markup {
        let typed = self.typed("answers", &fact.id);
        question(self.lang(), fact, &self.opened.state, typed.filter(|typed| !typed.is_empty()))
    }
}

/// A question of the rulebook, as it is answered; with what was typed where that was refused.
pub(super) fn question(lang: Lang, fact: &Fact, state: &State, typed: Option<&str>) -> Markup {
    let is = state.facts(rulebook()).known(&fact.id, rulebook());
    let choices = [("yes", Known::Yes), ("no", Known::No), ("not_known", Known::NotKnown)];
    let choices = choices.map(|(value, known)| Choice {
        value,
        text: common::known(known).of(lang),
        chosen: typed.map_or(known == is, |typed| typed == value),
        ..Choice::default()
    });
    let by_case = state.answers.get(&fact.id).is_some_and(|answer| answer.from_case);
    let hint = by_case.then(|| words::FROM_CASE.of(lang));
    Radios {
        lang,
        name: &fact.id,
        legend: fact.question_in(lang),
        hint,
        inline: true,
        choices: choices.into(),
        ..Radios::default()
    }
    .show()
}
