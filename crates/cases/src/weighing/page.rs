//! The page of what is weighed, and its short form beside a report and in a case.

use domain::cases::Refusal;
use domain::cases::weighing::{Open, Weighing};
use domain::event::Actor;
use domain::reports::Urgency;
use domain::rules::rulebook;
use domain::weighing::{Line, Said, Seen, SetBy, Weighed};
use domain::words::Lang;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, Shell};
use kit::{Ctx, Failure, FieldErrors, directory};
use maud::{Markup, html};

use super::words;
pub(crate) use super::words::below;
use crate::store::{Opened, Waiting};
use crate::typed::Typed;

/// The control that a refusal belongs to.
pub(super) fn control(act: &str, why: &Refusal) -> &'static str {
    match (act, why) {
        ("add", Refusal::NotAChoice | Refusal::StandsAlready) => "add",
        ("add", _) => "add-reason",
        ("strike", Refusal::NotStanding) => "strike",
        ("strike", _) => "strike-reason",
        (_, Refusal::BelowFloor { .. }) => "meant",
        (_, Refusal::NotAChoice | Refusal::SameUrgency) => "urgency",
        _ => "urgency-reason",
    }
}

/// What the page is made from.
pub(super) struct Page {
    /// Its address.
    pub(super) at: String,
    back: String,
    reference: String,
    pub(super) weighing: Weighing,
    /// Whether whoever looks may change it.
    may: bool,
}

impl Page {
    pub(super) fn of_report(waiting: &Waiting) -> Self {
        Self {
            at: format!("/queue/{}/weighing", waiting.id),
            back: format!("/queue/{}", waiting.id),
            reference: waiting.state.receipt.reference.to_string(),
            weighing: super::of_report(waiting),
            may: true,
        }
    }

    pub(super) async fn of_case(ctx: &Ctx, opened: &Opened) -> Result<Self, Failure> {
        Ok(Self {
            at: format!("/cases/{}/weighing", opened.id),
            back: format!("/cases/{}", opened.id),
            reference: opened.state.opening.reference.to_string(),
            weighing: super::of_case(ctx, opened).await?,
            may: ctx.could(domain::role::Act::WorkCase, &opened.matter(ctx.now)),
        })
    }

    /// The page; with what was sent and what is wrong with it, where it was refused.
    pub(super) async fn show(
        &self,
        ctx: &Ctx,
        refused: Option<(&Fields, &FieldErrors)>,
    ) -> Result<Markup, Failure> {
        let (lang, weighed) = (ctx.lang, self.weighing.weighed());
        let names = names(ctx, &self.weighing, &weighed).await?;
        let title = format!("{} – {}", words::TITLE.of(lang), self.reference);
        let (no_fields, no_errors) = (Fields::default(), FieldErrors::default());
        let (fields, errors) = refused.unwrap_or((&no_fields, &no_errors));
        let typed = Typed { lang, fields, errors };
        let open = self.may && self.weighing.open == Open::Yes;
        let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
        Ok(shell.show(html! {
            (page::back(lang, &self.back))
            (page::error_summary(lang, errors))
            h1 class="govuk-heading-l" { (title) }
            p class="govuk-body" { (words::TEXT.of(lang)) }
            (standing(lang, &self.weighing, &weighed, &names))
            div class="hearken-split" {
                div {
                    h2 class="govuk-heading-m" { (words::INDICATORS.of(lang)) }
                    (lines(lang, &weighed, &names))
                    (open_questions(lang, &weighed))
                }
                @if open { div class="hearken-side" { (self.forms(&weighed, &typed)) } }
            }
        }))
    }

    fn forms(&self, weighed: &Weighed, typed: &Typed<'_>) -> Markup {
        let lang = typed.lang;
        let none = || (String::new(), words::CHOOSE.of(lang).to_owned());
        let spoken = |id: &str, text: &str| (id.to_owned(), format!("{id} – {text}"));
        let all = rulebook().indicators.iter().map(|one| spoken(&one.head.id, one.head.text_in(lang)));
        let all: Vec<_> = std::iter::once(none()).chain(all).collect();
        let stands = weighed.standing().map(|line| &line.indicator.head);
        let stands = stands.map(|head| spoken(&head.id, head.text_in(lang)));
        let stands: Vec<_> = std::iter::once(none()).chain(stands).collect();
        html! {
            (self.form("add", words::ADD, lang, html! {
                (typed.select("add", words::ADD_WHICH.of(lang), &all))
                (typed.text("add-reason", words::ADD_REASON, None))
            }))
            @if stands.len() > 1 {
                (self.form("strike", words::STRIKE, lang, html! {
                    (typed.select("strike", words::STRIKE_WHICH.of(lang), &stands))
                    (typed.text("strike-reason", words::STRIKE_REASON, Some(words::STRIKE_TEXT)))
                }))
            }
            (self.form("urgency", words::URGENCY, lang, html! {
                (typed.select("urgency", words::URGENCY_WHICH.of(lang), &words::urgencies(lang)))
                (typed.text("urgency-reason", words::URGENCY_REASON, None))
                @if !weighed.floors.is_empty() { (meant(typed)) }
            }))
        }
    }

    fn form(&self, act: &str, title: domain::words::Words, lang: Lang, inner: Markup) -> Markup {
        html! {
            section {
                h2 class="govuk-heading-m" { (title.of(lang)) }
                form method="post" action={ (self.at) "/" (act) } novalidate {
                    (inner) (page::submit(Button::Secondary, title.of(lang)))
                }
            }
        }
    }
}

/// The tick without which nobody goes below a floor.
pub(crate) fn meant(typed: &Typed<'_>) -> Markup {
    let lang = typed.lang;
    let text = words::MEANT.of(lang);
    let choices = vec![Choice { value: "yes", text, chosen: typed.fields.has("meant"), ..Choice::default() }];
    let (legend, error) = (words::MEANT_LEGEND.of(lang), typed.errors.of("meant"));
    Checkboxes { lang, name: "meant", legend, error, choices, ..Checkboxes::default() }.show()
}

/// The names of whoever said something, by the account.
struct Names(Vec<(Actor, String)>);

impl Names {
    fn of(&self, actor: Actor) -> &str {
        self.0.iter().find(|(known, _)| *known == actor).map_or("", |(_, name)| name)
    }
}

async fn names(ctx: &Ctx, weighing: &Weighing, weighed: &Weighed) -> Result<Names, Failure> {
    let added = weighed.lines.iter().flat_map(|line| &line.seen).filter_map(|seen| match seen {
        Seen::Added(said) => Some(said.by),
        Seen::Words { .. } | Seen::Field(_) => None,
    });
    let struck = weighed.lines.iter().filter_map(|line| line.struck.as_ref()).map(|said| said.by);
    let actors: Vec<Actor> = added.chain(struck).chain(weighing.set.as_ref().map(|set| set.by)).collect();
    let names = directory::who(&ctx.house, actors.iter().copied(), ctx.lang).await?;
    Ok(Names(actors.into_iter().zip(names).collect()))
}

/// How urgent it is, as it weighs and as somebody set it.
fn standing(lang: Lang, of: &Weighing, weighed: &Weighed, names: &Names) -> Markup {
    let tag = |urgency: Urgency| page::urgency_tag(urgency.rank().into(), lang);
    let by = match weighed.set_by {
        SetBy::Floor(floor) => html! {
            (words::BY_FLOOR.of(lang)) " "
            a class="govuk-link" href={ "/rules?subject=indicators#" (floor.head.id) } { (words::floor(floor, lang)) }
        },
        SetBy::Indicators => html! { (words::BY_INDICATORS.of(lang)) },
        SetBy::Answers => html! { (words::BY_ANSWERS.of(lang)) },
    };
    let set_by = |floor: &str| matches!(weighed.set_by, SetBy::Floor(by) if by.head.id == floor);
    let others: Vec<String> = weighed
        .floors
        .iter()
        .filter(|floor| !set_by(&floor.head.id))
        .map(|floor| words::floor(floor, lang))
        .collect();
    html! {
        p class="govuk-body" { (words::NOW.of(lang)) " " (tag(of.urgency)) }
        @if let Some(set) = &of.set {
            (page::inset(html! {
                (words::SET.of(lang)) " " (names.of(set.by)) ", " (domain::time::shown(set.at))
                div class="hearken-told" { (set.reason) }
                @if let Some(floor) = &set.below { strong { (below(floor, lang)) } }
            }))
        }
        p class="govuk-body" { (words::WEIGHED.of(lang)) " " (tag(weighed.urgency)) " – " (by) }
        @if !others.is_empty() { p class="govuk-body" { (words::FLOORS.of(lang)) ": " (others.join(" ")) } }
        @if (of.set.is_none() && weighed.urgency < of.urgency) || of.is_unsaid() { (page::warning(lang, html! { (words::HEAVIER.of(lang)) })) }
    }
}

fn lines(lang: Lang, weighed: &Weighed, names: &Names) -> Markup {
    html! {
        @if weighed.lines.is_empty() { p class="govuk-body" { (crate::words::SIGNS_NONE.of(lang)) } }
        ul class="govuk-list" { @for line in &weighed.lines { li data-indicator=(line.indicator.head.id) { (one(lang, line, Some(names))) } } }
    }
}

/// One indicator: what it is, what shows it, and who struck it. Without names nothing of what people said.
fn one(lang: Lang, line: &Line, names: Option<&Names>) -> Markup {
    let head = &line.indicator.head;
    let text = html! {
        (head.text_in(lang)) " (" a class="govuk-link" href={ "/rules?subject=indicators#" (head.id) } { (head.id) } ")"
    };
    let harm = line.indicator.harms.first().map(|harm| crate::words::pointed_harm(*harm).of(lang));
    html! {
        @if let Some(harm) = harm { (page::tag(harm, if line.stands() { "govuk-tag--orange" } else { "govuk-tag--grey" })) " " }
        @if line.stands() { (text) } @else { s { (text) } }
        ul class="govuk-list govuk-!-margin-left-4" {
            @for seen in &line.seen { li { (shown(lang, seen, names)) } }
            @if let Some(said) = &line.struck { li { strong { (words::STRUCK.of(lang)) } (who(said, names)) } }
        }
    }
}

fn shown(lang: Lang, seen: &Seen, names: Option<&Names>) -> Markup {
    match seen {
        Seen::Words { origin, quote, weak } => html! {
            (words::origin(*origin).of(lang)) " " q class="hearken-told" { (quote) }
            @if *weak { " – " (words::WEAK.of(lang)) }
        },
        Seen::Field(field) => html! { (words::ANSWERED.of(lang)) " " (field.text_in(lang)) },
        Seen::Added(said) => html! { (words::ADDED.of(lang)) (who(said, names)) },
    }
}

fn who(said: &Said, names: Option<&Names>) -> Markup {
    html! {
        @if let Some(names) = names { " " (names.of(said.by)) ", " (domain::time::shown(said.at)) }
        ": " span class="hearken-told" { (said.reason) }
    }
}

fn open_questions(lang: Lang, weighed: &Weighed) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (words::NOT_KNOWN.of(lang)) }
        @if weighed.not_known.is_empty() { p class="govuk-body" { (words::ALL_KNOWN.of(lang)) } }
        ul class="govuk-list govuk-list--bullet" {
            @for question in &weighed.not_known { li { (words::not_known(question).of(lang)) } }
        }
        h2 class="govuk-heading-m" { (words::ASK.of(lang)) }
        @if weighed.ask.is_empty() { p class="govuk-body" { (words::ASK_NOTHING.of(lang)) } }
        ul class="govuk-list govuk-list--bullet" { @for fact in &weighed.ask { li { (fact.question_in(lang)) } } }
    }
}

/// The short form: how it weighs, the indicators, and the way to the page and to who must be told.
pub(crate) fn summary(lang: Lang, of: &Weighing, at: &str, nation: domain::agency::Nation) -> Markup {
    let weighed = of.weighed();
    let link = if of.open == Open::Yes { words::CHANGE } else { words::MORE };
    html! {
        section {
            h2 class="govuk-heading-m" { (words::TITLE.of(lang)) }
            p class="govuk-body" { (words::TEXT.of(lang)) }
            @if let Some(floor) = weighed.floors.first() {
                p class="govuk-body" { (page::urgency_tag(weighed.urgency.rank().into(), lang)) " " (words::BY_FLOOR.of(lang)) " " (words::floor(floor, lang)) }
            }
            @if weighed.lines.is_empty() { p class="govuk-body" { (crate::words::SIGNS_NONE.of(lang)) } }
            ul class="govuk-list" { @for line in &weighed.lines { li { (one(lang, line, None)) } } }
            p class="govuk-body" { a class="govuk-link" href={ (at) "/weighing" } { (link.of(lang)) } }
            p class="govuk-body" { a class="govuk-link" href={ "/who?nation=" (nation.code()) } { (words::WHO.of(lang)) } }
        }
    }
}
