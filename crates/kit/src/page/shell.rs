//! The whole page: head, header, the way out, the main part, footer.

use domain::words::Lang;
use maud::{DOCTYPE, Markup, html};

use super::{assets, words};
use crate::ctx::{Ctx, Person, Visitor};
use crate::keys::Access;

/// For whom a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anyone, perhaps frightened: one column, the way out, 999 in sight.
    Public,
    /// Someone who works here: wider, with navigation.
    Staff,
}

/// One link of the navigation.
#[derive(Debug, Clone)]
pub struct Nav {
    pub href: &'static str,
    pub text: &'static str,
    /// Whether it leads to this page.
    pub here: bool,
}

/// A page to be wrapped.
pub struct Shell<'a> {
    lang: Lang,
    audience: Audience,
    title: &'a str,
    person: Option<&'a Person>,
    navigation: Vec<Nav>,
    errors: bool,
    demo: bool,
    keys: Access,
    here: Option<&'a str>,
    leave: String,
    live: bool,
}

impl<'a> Shell<'a> {
    /// A page for anyone.
    pub fn public(lang: Lang, title: &'a str) -> Self {
        Self {
            lang,
            audience: Audience::Public,
            title,
            person: None,
            navigation: Vec::new(),
            errors: false,
            demo: false,
            keys: Access::Open,
            here: None,
            leave: "/leave".to_owned(),
            live: false,
        }
    }

    /// A page for someone who works here.
    pub fn staff(ctx: &'a Ctx, title: &'a str) -> Self {
        let person = match &ctx.who {
            Visitor::Person(person) => Some(person.as_ref()),
            Visitor::Nobody => None,
        };
        let base = Self::public(ctx.lang, title);
        let (demo, keys) = (ctx.house.settings.demo, ctx.keys);
        Self { audience: Audience::Staff, person, demo, keys, live: true, ..base }
    }

    /// The links at the top.
    #[must_use]
    pub fn navigation(mut self, links: Vec<Nav>) -> Self {
        self.navigation = links;
        self
    }

    /// Says in the title that the form has errors.
    #[must_use]
    pub fn errors(mut self, errors: bool) -> Self {
        self.errors = errors;
        self
    }

    /// The address of this page without its language, so that it can be read in the other one.
    #[must_use]
    pub fn here(mut self, path: &'a str) -> Self {
        self.here = Some(path);
        self
    }

    /// Where the way out goes: an address of ours that also forgets what was being written.
    #[must_use]
    pub fn leave(mut self, address: String) -> Self {
        self.leave = address;
        self
    }

    /// Says that the people in here are invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The page around its main part.
    pub fn show(self, main: Markup) -> Markup {
        let public = self.audience == Audience::Public;
        let width = if public { "govuk-width-container" } else { "govuk-width-container hearken-wide" };
        html! {
            (DOCTYPE)
            html class="govuk-template" lang=(self.lang.code()) {
                (self.head())
                body class={ "govuk-template__body" @if public { " hearken-has-exit" } } {
                    a class="govuk-skip-link" href="#main" data-module="govuk-skip-link" { (words::SKIP.of(self.lang)) }
                    (self.header(width))
                    @if self.demo {
                        section class="hearken-demo" aria-label=(words::DEMO_LABEL.of(self.lang)) { div class=(width) { (words::DEMO.of(self.lang)) } }
                    }
                    @if public { (emergency(self.lang, width)) }
                    (self.navigation_bar(width))
                    div class=(width) {
                        main class="govuk-main-wrapper" id="main" {
                            @if self.keys == Access::Waits { p class="govuk-inset-text" { (words::WAITS.of(self.lang)) } }
                            (main)
                        }
                    }
                    @if public { (self.exit()) }
                    footer class="govuk-footer" { div class=(width) {
                        ul class="govuk-footer__inline-list" {
                            @for (href, text) in [("/who", words::WHO), ("/rules", words::LAW)] {
                                li class="govuk-footer__inline-list-item" {
                                    a class="govuk-footer__link" href=(href) { (text.of(self.lang)) }
                                }
                            }
                        }
                        p class="govuk-body-s" { (words::FOOTER.of(self.lang)) }
                    } }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        let error = words::ERROR.of(self.lang);
        html! {
            head {
                meta charset="utf-8";
                title { @if self.errors { (error) " " } (self.title) " – Hearken" }
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="robots" content="noindex";
                link rel="stylesheet" href=(assets::href("hearken.css"));
                link rel="icon" href="data:,";
                script type="module" src=(assets::href("init.js")) {}
                @if self.audience == Audience::Public { script type="module" src=(assets::href("exit.js")) {} }
                @if self.live { script type="module" src=(assets::href("live.js")) {} }
            }
        }
    }

    fn header(&self, width: &str) -> Markup {
        let lang = self.lang;
        html! {
            header class="hearken-header" { div class={ (width) " hearken-header__inner" } {
                a class="hearken-header__name" href=(if self.person.is_some() { "/work" } else { "/" }) { "Hearken" }
                @if let Some(person) = self.person {
                    span class="hearken-header__note" { (person.organisation_name) }
                    div class="hearken-header__end" {
                        a class="govuk-link hearken-header__link" href="/account" { (person.name) }
                        form method="post" action="/sign-out" {
                            button class="hearken-header__link" type="submit" { (words::SIGN_OUT.of(lang)) }
                        }
                    }
                } @else {
                    span class="hearken-header__note" { (words::TAGLINE.of(lang)) }
                    @if let Some(here) = self.here {
                        div class="hearken-header__end" { (other_language(lang, here)) }
                    }
                }
            } }
        }
    }

    fn navigation_bar(&self, width: &str) -> Markup {
        if self.navigation.is_empty() {
            return html! {};
        }
        let menu = words::MENU.of(self.lang);
        html! {
            div class="govuk-service-navigation" data-module="govuk-service-navigation" {
                div class=(width) { div class="govuk-service-navigation__container" {
                    nav aria-label=(menu) class="govuk-service-navigation__wrapper" {
                        button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle" aria-controls="navigation" hidden aria-hidden="true" { (menu) }
                        ul class="govuk-service-navigation__list" id="navigation" {
                            @for link in &self.navigation {
                                li class={ "govuk-service-navigation__item" @if link.here { " govuk-service-navigation__item--active" } } {
                                    a class="govuk-service-navigation__link" href=(link.href) aria-current=[link.here.then_some("page")] {
                                        @if link.here { strong class="govuk-service-navigation__active-fallback" { (link.text) } } @else { (link.text) }
                                    }
                                }
                            }
                        }
                    }
                } }
            }
        }
    }

    fn exit(&self) -> Markup {
        html! {
            aside class="hearken-exit" aria-label=(words::EXIT.of(self.lang)) {
                a class="govuk-button govuk-button--warning" role="button" draggable="false"
                    data-module="govuk-button" data-exit rel="nofollow noreferrer"
                    href=(self.leave) title=(words::EXIT_HINT.of(self.lang)) {
                    (words::EXIT.of(self.lang))
                }
            }
        }
    }
}

fn emergency(lang: Lang, width: &str) -> Markup {
    html! {
        section class="hearken-emergency" aria-label=(words::IN_DANGER.of(lang)) { div class=(width) {
            (words::IN_DANGER.of(lang)) " "
            strong { a class="govuk-link" href="tel:999" { (words::CALL_999.of(lang)) } }
            ". " (words::CANNOT_SPEAK.of(lang))
        } }
    }
}

fn other_language(lang: Lang, here: &str) -> Markup {
    let other = match lang {
        Lang::En => Lang::Cy,
        Lang::Cy => Lang::En,
    };
    let joint = if here.contains('?') { '&' } else { '?' };
    html! {
        a class="govuk-link hearken-header__link" lang=(other.code()) hreflang=(other.code())
            href={ (here) (joint) "lang=" (other.code()) } { (words::OTHER_LANGUAGE.of(lang)) }
    }
}

/// The link to the page before.
pub fn back(lang: Lang, href: &str) -> Markup {
    html! { a class="govuk-back-link" href=(href) { (words::BACK.of(lang)) } }
}

/// A page for anyone that says one thing: what was done, and what comes next.
pub fn said(ctx: &Ctx, title: &str, text: &str) -> Markup {
    Shell::public(ctx.lang, title).demo(ctx.house.settings.demo).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (text) }
    })
}

/// A page that says why something did not happen.
pub fn problem(lang: Lang, title: &str, text: &str, number: Option<&str>) -> Markup {
    Shell::public(lang, title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (text) }
        @if let Some(number) = number {
            p class="govuk-body" { (words::FAULT_NUMBER.of(lang)) " " strong { (number) } }
        }
        p class="govuk-body" { a class="govuk-link" href="/" { (words::HOME.of(lang)) } }
    })
}
