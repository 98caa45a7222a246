//! What follows from what was said, the surest first, and what to ask next.
//!
//! Three tiers, and none drops anything: what is required; what is not ruled out and something that was said speaks
//! for; and, closed, what nothing speaks for yet. The age alone speaks for nothing: it would for almost every row.

use std::collections::BTreeMap;

use domain::agency::Nation;
use domain::rules::bases::Follows;
use domain::rules::duty::{self, Assessed, Window};
use domain::rules::facts::Facts;
use domain::rules::head::{Force, Head};
use domain::rules::route::{Because, Standing, Step};
use domain::rules::rulebook;
use domain::rules::tables::{Barring, Clock, Contact, Fact, Sharing};
use domain::rules::when::When;
use domain::time::start_of;
use domain::words::Lang;
use jiff::civil::Date;
use kit::page;
use maud::{Markup, html};

use crate::{book, words};

/// What the page asks at first; the rest is asked where it could change something.
const FIRST: [&str; 10] = [
    "danger_now",
    "significant_harm",
    "crime",
    "exploitation_suspected",
    "sexual_online",
    "blackmail",
    "own_image",
    "works_with_children",
    "sexual_offence_suspected",
    "relevant_activity",
];

/// How many questions stand open on the page once something was said.
const NEXT_MAX: usize = 4;

/// Whether somebody is in danger is always asked first, and what hangs on it alone is always in sight.
const DANGER: &str = "danger_now";

/// How much a question weighs for one answer that it alone would decide; shared by the questions of an answer.
const WEIGHT: usize = 60;

/// How much each of the first questions weighs of itself: less than what something speaks for, more than what is asked
/// only to find the ground for sharing.
const WEIGHT_FIRST: usize = 4;

/// The questions of the form, each fact once.
pub(crate) struct Questions {
    /// What would change most first.
    pub(crate) next: Vec<&'static Fact>,
    pub(crate) more: Vec<&'static Fact>,
    /// What was answered.
    pub(crate) said: Vec<&'static Fact>,
}

impl Questions {
    /// The questions before anything is said.
    pub(crate) fn first(facts: &Facts) -> Self {
        let next = FIRST.iter().filter(|id| !facts.told(id)).filter_map(|id| rulebook().fact(id)).collect();
        Self { next, more: Vec::new(), said: Vec::new() }
    }
}

/// What follows.
pub(crate) struct Answers<'f> {
    lang: Lang,
    nation: Nation,
    on: Date,
    facts: &'f Facts,
    steps: Vec<Step<'static>>,
    duties: Vec<Assessed<'static>>,
    barring: Vec<Follows<'static, Barring>>,
    sharing: Vec<Follows<'static, Sharing>>,
}

/// Whether something that was said speaks for it, the age aside.
fn spoken_for(because: &[Because<'_>]) -> bool {
    because.iter().any(|one| !one.assumed && one.fact.from_age.is_none())
}

impl<'f> Answers<'f> {
    /// What follows there, as the law stands on a day.
    pub(crate) fn of(lang: Lang, (nation, on): (Nation, Date), facts: &'f Facts) -> Self {
        let book = rulebook();
        Self {
            lang,
            nation,
            on,
            facts,
            steps: book.steps(facts, nation, on),
            duties: book.duties(facts, nation, on, &Window::from_now(facts, book, start_of(on))),
            barring: book.barring_of(facts, nation, on),
            sharing: book.sharing_of(facts, nation, on),
        }
    }

    fn clock(&self, id: Option<&String>) -> Option<&'static Clock> {
        id.and_then(|id| rulebook().clock(id, self.nation, self.on))
    }

    /// What to ask: first what could change most of what something speaks for.
    pub(crate) fn questions(&self) -> Questions {
        let weights = self.weights();
        let place = |id: &str| FIRST.iter().position(|first| *first == id).unwrap_or(FIRST.len());
        let asked = |fact: &&Fact| weights.contains_key(fact.id.as_str());
        let told = |fact: &&Fact| self.facts.told(&fact.id);
        let (said, open): (Vec<_>, Vec<_>) = rulebook().facts.iter().partition(told);
        let mut next: Vec<&'static Fact> = open.into_iter().filter(asked).collect();
        next.sort_by_key(|fact| {
            let weight = weights.get(fact.id.as_str()).copied().unwrap_or_default();
            (fact.id != DANGER, std::cmp::Reverse(weight), place(&fact.id))
        });
        let more = next.split_off(next.len().min(NEXT_MAX));
        Questions { next, more, said }
    }

    /// For each open question what it could decide.
    fn weights(&self) -> BTreeMap<&'static str, usize> {
        let unsure = |standing: Standing| standing == Standing::NotRuledOut;
        let steps = self.steps.iter().filter(|one| unsure(one.standing) && spoken_for(&one.because));
        let duties = self.duties.iter().filter(|one| is_partly(one));
        let barring = self.barring.iter().filter(|one| unsure(one.standing) && spoken_for(&one.because));
        let most = steps.map(|one| &one.ask).chain(duties.map(|one| &one.ask));
        let most = most.chain(barring.map(|one| &one.ask)).map(|ask| (ask, WEIGHT));
        // On which ground to share is asked too, after everything that decides who must be told.
        let least = self.sharing.iter().filter(|one| unsure(one.standing)).map(|one| (&one.ask, 1));
        let mut weights = BTreeMap::new();
        for (ask, weight) in most.chain(least) {
            for fact in ask.iter().filter(|fact| self.facts.age.is_none() || fact.from_age.is_none()) {
                *weights.entry(fact.id.as_str()).or_default() += (weight / ask.len()).max(1);
            }
        }
        for fact in self.asked_by_what_follows() {
            *weights.entry(fact.id.as_str()).or_default() += WEIGHT;
        }
        for id in FIRST {
            *weights.entry(id).or_default() += WEIGHT_FIRST;
        }
        weights
    }

    /// What the duties that bind go on to ask.
    fn asked_by_what_follows(&self) -> impl Iterator<Item = &'static Fact> {
        let binds =
            |one: &&Assessed<'_>| matches!(one.standing, duty::Standing::Engaged | duty::Standing::Paused);
        let says = self.duties.iter().filter(binds).flat_map(|one| rulebook().says(one, self.facts));
        let facts = says.filter_map(|element| element.when.as_ref()).flat_map(When::facts);
        facts.filter(|id| !self.facts.told(id)).filter_map(|id| rulebook().fact(id))
    }

    /// All of it.
    pub(crate) fn show(&self) -> Markup {
        html! { (self.tell()) (self.bound()) (self.of_barring()) (self.of_sharing()) }
    }

    /// Who must be told.
    fn tell(&self) -> Markup {
        let required = self.steps.iter().filter(|step| step.standing == Standing::Required);
        let hangs_on_danger = |step: &Step<'_>| matches!(step.ask[..], [fact] if fact.id == DANGER);
        let in_sight = |step: &&Step<'_>| spoken_for(&step.because) || hangs_on_danger(step);
        let unsure = self.steps.iter().filter(|step| step.standing == Standing::NotRuledOut);
        let (mut likely, unlikely): (Vec<_>, Vec<_>) = unsure.partition(in_sight);
        likely.sort_by_key(|step| step.ask.len());
        let required: Vec<_> = required.collect();
        let lang = self.lang;
        html! {
            @if required.is_empty() { p class="govuk-body" { (words::NOTHING_YET.of(lang)) } }
            @for (title, steps) in [(words::YOU_MUST, required), (words::MAY_BE, likely)] {
                @if !steps.is_empty() {
                    h2 class="govuk-heading-m" { (title.of(lang)) }
                    ol class="govuk-list" { @for one in steps { (self.step(one)) } }
                }
            }
            @if !unlikely.is_empty() {
                (page::details(&words::nothing_speaks(lang, unlikely.len()), false,
                    html! { ol class="govuk-list" { @for one in unlikely { (self.step(one)) } } }))
            }
        }
    }

    fn step(&self, step: &Step<'_>) -> Markup {
        let (lang, route) = (self.lang, step.route);
        let contacts = route.contacts.iter().filter_map(|id| rulebook().contact(id));
        html! {
            li class="hearken-step" data-step=(route.head.id) {
                p class="govuk-body govuk-!-margin-bottom-1" { strong { (words::channel(route.channel).of(lang)) } ". " (route.head.text_in(lang)) (not_begun(lang, step.force)) }
                @for contact in contacts { p class="govuk-body govuk-!-margin-bottom-1" { (words::CONTACT.of(lang)) ": " (reach(contact)) } }
                (by_when(lang, step.clock, step.then_clock))
                (why(lang, &route.head, &step.because, &step.ask))
            }
        }
    }

    /// The duties: those that bind, or were met or excepted, then those of which something is met, then the others.
    fn bound(&self) -> Markup {
        let decided = |one: &&Assessed<'_>| {
            !matches!(one.standing, duty::Standing::NotEngaged | duty::Standing::NotRuledOut)
        };
        let (decided, open): (Vec<_>, Vec<_>) = self.duties.iter().partition(decided);
        let open = open.into_iter().filter(|one| one.standing == duty::Standing::NotRuledOut);
        let (partly, unlikely): (Vec<_>, Vec<_>) = open.partition(|one| is_partly(one));
        html! {
            @if !decided.is_empty() || !partly.is_empty() || !unlikely.is_empty() {
                h2 class="govuk-heading-m" { (words::DUTIES.of(self.lang)) }
                @for one in decided { (self.assessed(one)) }
                @if !partly.is_empty() {
                    (page::details(&words::duties_open(self.lang, partly.len()), false, html! { @for one in partly { (self.assessed(one)) } }))
                }
                @if !unlikely.is_empty() {
                    (page::details(&words::nothing_speaks(self.lang, unlikely.len()), false, html! { @for one in unlikely { (self.assessed(one)) } }))
                }
            }
        }
    }

    fn assessed(&self, one: &Assessed<'_>) -> Markup {
        let (lang, duty) = (self.lang, one.duty);
        let says = rulebook().says(one, self.facts);
        html! {
            section class="hearken-rule" data-duty=(duty.head.id) {
                h3 class="govuk-heading-s govuk-!-margin-bottom-1" { (duty.name_in(lang)) " " (page::tag(words::duty(one.standing).of(lang), "")) (not_begun(lang, one.force)) }
                p class="govuk-body govuk-!-margin-bottom-1" { (duty.head.text_in(lang)) }
                (by_when(lang, one.clock, self.clock(duty.then_clock.as_ref())))
                (page::details(words::ELEMENTS.of(lang), false, html! {
                    (reasons(lang, &one.because)) (ask(lang, &one.ask))
                    @for element in &one.elements { (book::rule(lang, &element.head, one.force)) }
                }))
                @if !says.is_empty() {
                    (page::details(words::WHAT_FOLLOWS.of(lang), false, html! { @for element in &says { (book::rule(lang, &element.head, one.force)) } }))
                }
                p class="govuk-body-s" { (words::SANCTION.of(lang)) ": " (duty.sanction_in(lang)) ". " (book::source(lang, &duty.head)) }
            }
        }
    }

    /// Barring: what nothing speaks for last.
    fn of_barring(&self) -> Markup {
        let (required, open): (Vec<_>, Vec<_>) =
            self.barring.iter().partition(|one| one.standing == Standing::Required);
        let (open, unlikely): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| spoken_for(&one.because));
        let row = |one: &Follows<'_, Barring>| self.follows(one, words::barring(one.row.part).of(self.lang));
        self.part(
            words::BARRING.of(self.lang),
            [required, open, unlikely].map(|rows| rows.into_iter().map(row).collect()),
        )
    }

    /// On which ground it may be shared.
    fn of_sharing(&self) -> Markup {
        let (required, open): (Vec<_>, Vec<_>) =
            self.sharing.iter().partition(|one| one.standing == Standing::Required);
        let row = |one: &Follows<'_, Sharing>| self.follows(one, words::sharing(one.row.part).of(self.lang));
        self.part(
            words::SHARING.of(self.lang),
            [required, open, Vec::new()].map(|rows| rows.into_iter().map(row).collect()),
        )
    }

    /// A part of the page: what follows, and closed what is not ruled out and what nothing speaks for.
    fn part(&self, title: &str, [follow, open, unlikely]: [Vec<Markup>; 3]) -> Markup {
        let rows = |rows: &[Markup]| html! { ul class="govuk-list" { @for row in rows { (row) } } };
        html! {
            @if !follow.is_empty() || !open.is_empty() || !unlikely.is_empty() {
                h2 class="govuk-heading-m" { (title) }
                @if !follow.is_empty() { (rows(&follow)) }
                @if !open.is_empty() { (page::details(&words::not_ruled_out(self.lang, open.len()), false, rows(&open))) }
                @if !unlikely.is_empty() { (page::details(&words::nothing_speaks(self.lang, unlikely.len()), false, rows(&unlikely))) }
            }
        }
    }

    fn follows<R: domain::rules::Row>(&self, one: &Follows<'_, R>, kind: &str) -> Markup {
        let (lang, head) = (self.lang, one.row.head());
        html! {
            li class="hearken-step" data-row=(head.id) {
                p class="govuk-body govuk-!-margin-bottom-1" { strong { (kind) } ". " (head.text_in(lang)) (not_begun(lang, one.force)) }
                @if !one.duties.is_empty() {
                    p class="govuk-body-s govuk-!-margin-bottom-1" { (words::BY_DUTY.of(lang)) ": " @for duty in &one.duties { (duty.head.id) " " } }
                }
                (why(lang, head, &one.because, &one.ask))
            }
        }
    }
}

/// A duty that nothing rules out and something that was said speaks for.
fn is_partly(one: &Assessed<'_>) -> bool {
    one.standing == duty::Standing::NotRuledOut && spoken_for(&one.because)
}

fn not_begun(lang: Lang, force: Force) -> Markup {
    html! { @if force == Force::Prospective { " " (page::tag(words::NOT_BEGUN.of(lang), "govuk-tag--purple")) } }
}

fn reach(contact: &Contact) -> Markup {
    html! {
        (contact.name)
        @if let Some(phone) = &contact.phone { " " a class="govuk-link" href={ "tel:" (phone.replace(' ', "")) } { (phone) } }
        @if let Some(page) = &contact.page { " " a class="govuk-link" href=(page) rel="noreferrer" { (page) } }
    }
}

/// What whoever tells must keep, and what whoever is told must keep from then on.
fn by_when(lang: Lang, mine: Option<&Clock>, theirs: Option<&Clock>) -> Markup {
    let clocks = [(words::BY_WHEN, mine), (words::THEN_WITHIN, theirs)];
    html! {
        @for (whose, clock) in clocks {
            @if let Some(clock) = clock {
                p class="govuk-body govuk-!-margin-bottom-1" data-clock=(clock.head.id) {
                    (whose.of(lang)) ": " strong { (words::span(lang, clock)) } ". " (clock.head.text_in(lang)) " (" (clock.head.id) ")."
                }
            }
        }
    }
}

/// The reasons, what could change it, and where it is read; closed.
fn why(lang: Lang, head: &Head, because: &[Because<'_>], open: &[&Fact]) -> Markup {
    html! {
        (ask(lang, open))
        (page::details(words::WHY.of(lang), false, html! {
            (reasons(lang, because))
            p class="govuk-body-s hearken-rule__source" { (head.id) ". " (book::source(lang, head)) }
        }))
    }
}

fn reasons(lang: Lang, because: &[Because<'_>]) -> Markup {
    html! {
        @if !because.is_empty() {
            p class="govuk-body-s govuk-!-margin-bottom-1" { (words::BECAUSE.of(lang)) ":" }
            ul class="govuk-list govuk-list--bullet govuk-body-s" {
                @for one in because {
                    li { (one.fact.question_in(lang)) " " strong { (words::known(one.known).of(lang)) }
                        @if one.assumed { " " (words::COUNTS_AS_YES.of(lang)) } }
                }
            }
        }
    }
}

fn ask(lang: Lang, facts: &[&Fact]) -> Markup {
    html! {
        @if !facts.is_empty() {
            p class="govuk-body-s govuk-!-margin-bottom-1" { (words::ASK.of(lang)) ":" }
            ul class="govuk-list govuk-list--bullet govuk-body-s" { @for fact in facts { li { (fact.question_in(lang)) } } }
        }
    }
}
