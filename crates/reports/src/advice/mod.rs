//! Advice first: what to do now, before any more is asked.

mod words;

use domain::reports::Harm;
use domain::words::Lang;
use maud::{Markup, html};

use crate::form::Speak;
use crate::words as around;

/// The title of the page.
pub(crate) const fn title(lang: Lang) -> &'static str {
    words::TITLE.of(lang)
}

/// What to do now, in order: the order is part of the advice.
pub(crate) fn page(harm: Harm, speak: Speak, lang: Lang) -> Markup {
    html! {
        h1 class="govuk-heading-l" { (title(lang)) }
        h2 class="govuk-heading-m" { (steps_title(lang)) }
        (steps(harm, speak, lang))
        @if speak == Speak::Child && matches!(harm, Harm::Sextortion | Harm::Images) {
            p class="govuk-body" {
                // On a page of its own: what is being told here stays where it is.
                a class="govuk-link" target="_blank" rel="noopener noreferrer" href={ "/remove?lang=" (lang.code()) } { (words::REMOVE_HERE.of(lang)) }
            }
        }
    }
}

/// The title of the list.
pub(crate) const fn steps_title(lang: Lang) -> &'static str {
    words::TITLE_LIST.of(lang)
}

/// The list alone.
pub(crate) fn steps(harm: Harm, speak: Speak, lang: Lang) -> Markup {
    html! {
        ol class="govuk-list govuk-list--number govuk-list--spaced" {
            @for step in words::steps(harm, speak) { li { (step.of(lang)) } }
        }
    }
}

/// What the law asks of somebody who works with children, on one screen. The rulebook of a later
/// version says which provision, where and since when.
pub(crate) fn law(lang: Lang) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (around::LAW_TITLE.of(lang)) }
        ul class="govuk-list govuk-list--bullet" {
            @for line in [around::LAW_DANGER, around::LAW_TELL, around::LAW_SHARE, around::LAW_IMAGES, around::LAW_OWN] {
                li { (line.of(lang)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blackmailed_child_hears_first_that_it_is_not_their_fault_and_keeps_proof_before_blocking() {
        let steps: Vec<&str> =
            words::steps(Harm::Sextortion, Speak::Child).iter().map(|step| step.of(Lang::En)).collect();
        assert!(steps[0].starts_with("It is not your fault"));
        assert!(steps[1].starts_with("Do not pay"));
        let place = |start: &str| steps.iter().position(|step| step.starts_with(start)).unwrap();
        assert!(place("Keep the proof") < place("Then stop talking"));
    }

    #[test]
    fn there_is_advice_for_every_harm() {
        for harm in Harm::ALL {
            for speak in [Speak::Child, Speak::Adult] {
                assert!(words::steps(*harm, speak).len() >= 4, "{harm:?}");
            }
        }
    }
}
