//! The children in need census, as a local authority of England makes it: what it asks about a child is told on the case
//! ([`child`]), and the return of a year is made from all cases ([`year`]), whole and without an error, or not at all.
//!
//! The law is `domain::census`. A service that runs its own installation may be a local authority's, so it has the page
//! too. A case that is kept from whoever makes the return is not in it, and nothing says so: see `docs/reasons/census.md`.

pub mod child;
mod form;
mod gather;
pub(crate) mod words;
pub mod year;

use domain::agency::{AgencyKind, Nation};
use domain::cases::SubjectKind;
use domain::cases::course::Subject;
use domain::role::Act;
use kit::access::Matter;
use kit::ctx::Person;
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::store::Opened;

/// Whether a person's organisation makes this return.
fn makes_it(person: &Person) -> bool {
    person.nation == Nation::England
        && matches!(person.agency, AgencyKind::ChildrensServices | AgencyKind::SafeguardingService)
}

/// Whoever may make the return of their organisation.
fn maker(ctx: &Ctx) -> Result<&Person, Failure> {
    let person = ctx.may(Act::MakeCensus)?;
    makes_it(person).then_some(person).ok_or(Failure::NotFound)
}

/// The way to the return, for whoever may make it.
pub(crate) fn door(ctx: &Ctx) -> Markup {
    let Ok(person) = ctx.person() else { return html! {} };
    let may = makes_it(person) && ctx.could(Act::MakeCensus, &Matter::of(person.organisation));
    html! { @if may { p class="govuk-body" { a class="govuk-link" href="/census" { (words::TITLE.of(ctx.lang)) } } } }
}

/// The way to what the census asks about a child of a case.
pub(crate) fn link(ctx: &Ctx, opened: &Opened, subject: &Subject) -> Markup {
    let may = ctx.person().is_ok_and(makes_it) && ctx.could(Act::WorkCase, &opened.matter(ctx.now));
    html! {
        @if may && subject.kind == SubjectKind::Child {
            " " a class="govuk-link" href={ "/cases/" (opened.id) "/census/" (subject.id) } {
                (words::PARTICULARS.of(ctx.lang)) span class="govuk-visually-hidden" { " " (subject.name) }
            }
        }
    }
}
