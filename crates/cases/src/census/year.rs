//! The return of a year: what it would be refused for, and the file once it would not.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::census::children::Header;
use domain::census::particulars::{Made, make as made_of};
use domain::census::rules::{Rule, Weight, refused};
use domain::census::{Finding, Year, check, codes, xml};
use domain::event::Actor;
use domain::id::OrganisationId;
use domain::words::Words;
use jiff::Timestamp;
use kit::api::Query;
use kit::form::Fields;
use kit::page::{self, Button, Choice, Input, Select, Shell};
use kit::store::{Db, Tx};
use kit::{Ctx, Failure, FieldErrors, House, OrFault as _, journal};
use maud::{Markup, html};
use serde::Deserialize;

use super::gather::{self, Gathered, Whose};
use super::{maker, words};

/// What stands in the address.
#[derive(Deserialize)]
pub struct Which {
    year: Option<i16>,
}

/// The page; with a year, what its return would be refused for.
pub async fn show(ctx: Ctx, Query(which): Query<Which>) -> Result<Markup, Failure> {
    maker(&ctx)?;
    match which.year.and_then(|year| Year::new(year).ok()) {
        None => Ok(page(&ctx, &FieldErrors::default(), html! {})),
        Some(year) => {
            let look = Look::at(&ctx, year, None, "census").await?;
            Ok(page(
                &ctx,
                &FieldErrors::default(),
                look.show(&ctx, &Fields::default(), &FieldErrors::default()),
            ))
        }
    }
}

/// The file; while an error remains, the page that says which.
pub async fn make(ctx: Ctx, fields: Fields) -> Result<Response, Failure> {
    maker(&ctx)?;
    let year = fields.get("year").and_then(|year| year.parse().ok()).and_then(|year| Year::new(year).ok());
    let year = year.ok_or(Failure::NotFound)?;
    let number = fields.get("number").filter(|number| codes::authority(number));
    let look = Look::at(&ctx, year, number, "census return").await?;
    let mut errors = FieldErrors::default();
    if number.is_none() {
        errors.add("number", words::NUMBER_WRONG.of(ctx.lang));
    }
    if let Some(why) = look.why_not() {
        errors.add("return", why.of(ctx.lang));
    }
    if let Some(file) = look.file().filter(|_| errors.is_empty()) {
        return sent(year, file);
    }
    let page = page(&ctx, &errors, look.show(&ctx, &fields, &errors));
    Err(Failure::Invalid(errors, Some(Box::new(page))))
}

fn sent(year: Year, text: String) -> Result<Response, Failure> {
    let saved_as = format!("attachment; filename=\"cin-census-{}.xml\"", year.number());
    let saved_as = HeaderValue::from_str(&saved_as).or_fault("naming a file to be saved")?;
    let kind = HeaderValue::from_static("application/xml; charset=utf-8");
    let head = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved_as)];
    Ok((head, text).into_response())
}

/// The return of a year, as it would be now.
pub struct Look {
    year: Year,
    gathered: Gathered,
    made: Made,
    /// What it breaks.
    pub found: Vec<Finding>,
}

impl Look {
    async fn at(ctx: &Ctx, year: Year, number: Option<&str>, reading: &'static str) -> Result<Self, Failure> {
        let person = ctx.person()?;
        let whose = Whose { organisation: person.organisation, reader: Some(person.account) };
        let tx = ctx.begin("note the readings for the census").await?;
        Self::of(&ctx.db, tx, (whose, year), number.unwrap_or_default(), (ctx.now, reading)).await
    }

    /// The return of an organisation at the terminal, where no case is kept from whoever makes it.
    pub async fn whole(
        house: &House,
        from: &Db,
        organisation: OrganisationId,
        year: Year,
        number: &str,
    ) -> Result<Self, Failure> {
        let now = house.clock.now();
        let tx = house.begin_with(from, "note the readings for the census", Actor::System, now).await?;
        let whose = Whose { organisation, reader: None };
        Self::of(from, tx, (whose, year), number, (now, "census return")).await
    }

    /// Makes it, and notes that each case was read for it.
    async fn of(
        from: &Db,
        mut tx: Tx,
        (whose, year): (Whose, Year),
        number: &str,
        (now, reading): (Timestamp, &'static str),
    ) -> Result<Self, Failure> {
        let mut gathered = gather::all(from, whose, year).await?;
        for case in gathered.references.keys() {
            journal::record_reading(&mut tx, &case.to_string(), reading).await?;
        }
        tx.commit().await?;
        let header = Header::of(year, number, domain::time::london(now));
        let made = made_of(header, year, std::mem::take(&mut gathered.told));
        let found = check(&made.census, year);
        Ok(Self { year, gathered, made, found })
    }

    /// How many cases could not be opened.
    pub const fn shut(&self) -> usize {
        self.gathered.shut
    }

    /// The file; none while an error remains, a case could not be opened, or no child is in it.
    pub fn file(&self) -> Option<String> {
        self.may_go().then(|| xml::write(&self.made.census))
    }

    /// The reference of each case in which a finding is put right.
    pub fn cases(&self, finding: &Finding) -> Vec<String> {
        self.made.cases(finding).iter().map(|(case, _)| self.named(case)).collect()
    }

    fn may_go(&self) -> bool {
        self.why_not().is_none()
    }

    /// Why there is no file.
    fn why_not(&self) -> Option<Words> {
        let empty = self.made.census.children.is_empty().then_some(words::EMPTY);
        let shut = (self.gathered.shut > 0).then_some(words::SHUT);
        empty.or(shut).or(refused(&self.found).then_some(words::ERRORS))
    }

    fn show(&self, ctx: &Ctx, fields: &Fields, errors: &FieldErrors) -> Markup {
        let lang = ctx.lang;
        html! {
            h2 class="govuk-heading-m" id="return" { (self.year.number() - 1) "–" (self.year.number()) }
            p class="govuk-body" { (words::CHILDREN.of(lang)) ": " strong { (self.made.census.children.len()) } }
            @if self.gathered.shut > 0 { (page::inset(html! { (self.gathered.shut) " – " (words::SHUT.of(lang)) })) }
            @if self.made.census.children.is_empty() { p class="govuk-body" { (words::EMPTY.of(lang)) } }
            @if self.found.is_empty() { p class="govuk-body" { (words::NONE_BROKEN.of(lang)) } }
            @if refused(&self.found) {
                h3 class="govuk-heading-s" { (words::ERRORS.of(lang)) }
                p class="govuk-body" { (words::ERRORS_TEXT.of(lang)) }
                (self.list(ctx, Weight::Error))
            }
            @if self.found.iter().any(|one| one.rule.weight == Weight::Query) {
                h3 class="govuk-heading-s" { (words::QUERIES.of(lang)) }
                (self.list(ctx, Weight::Query))
            }
            @if !self.gathered.childless.is_empty() {
                h3 class="govuk-heading-s" { (words::CHILDLESS.of(lang)) }
                ul class="govuk-list govuk-list--bullet" {
                    @for case in &self.gathered.childless { li { a class="govuk-link" href={ "/cases/" (case) } { (self.named(case)) } } }
                }
            }
            @if self.may_go() { (self.form(ctx, fields, errors)) }
        }
    }

    /// The broken rules of one weight, each with the children that break it.
    fn list(&self, ctx: &Ctx, weight: Weight) -> Markup {
        let mut rules: Vec<(&Rule, Vec<&Finding>)> = Vec::new();
        for finding in self.found.iter().filter(|one| one.rule.weight == weight) {
            match rules.last_mut().filter(|(rule, _)| rule.code == finding.rule.code) {
                Some((_, all)) => all.push(finding),
                None => rules.push((finding.rule, vec![finding])),
            }
        }
        html! {
            ul class="govuk-list" {
                @for (rule, all) in &rules {
                    li {
                        strong { (rule.code) } " " span lang="en" { (rule.message.trim()) }
                        ul class="govuk-list govuk-list--bullet" {
                            @for finding in all { li { (self.place(ctx, finding)) } }
                        }
                    }
                }
            }
        }
    }

    fn place(&self, ctx: &Ctx, finding: &Finding) -> Markup {
        let cases = self.made.cases(finding);
        html! {
            @if cases.is_empty() { (words::EVERYWHERE.of(ctx.lang)) } @else { span lang="en" { (finding.spot) } }
            @for (case, child) in cases {
                " – " a class="govuk-link" href={ "/cases/" (case) "/census/" (child) } { (self.named(case)) }
            }
        }
    }

    fn named(&self, case: &domain::id::CaseId) -> String {
        self.gathered.references.get(case).map(ToString::to_string).unwrap_or_default()
    }

    fn form(&self, ctx: &Ctx, fields: &Fields, errors: &FieldErrors) -> Markup {
        let (lang, id) = (ctx.lang, "number");
        let number = Input {
            lang,
            id,
            name: id,
            label: words::NUMBER.of(lang),
            hint: Some(words::NUMBER_HINT.of(lang)),
            value: fields.get(id).unwrap_or_default(),
            error: errors.of(id),
            inputmode: Some("numeric"),
            width: Some("govuk-input--width-3"),
            ..Input::default()
        };
        html! {
            form method="post" action="/census" novalidate {
                (page::hidden("year", &self.year.number().to_string()))
                (number.show())
                (page::submit(Button::Primary, words::DOWNLOAD.of(lang)))
            }
        }
    }
}

fn page(ctx: &Ctx, errors: &FieldErrors, look: Markup) -> Markup {
    let (lang, title) = (ctx.lang, words::TITLE.of(ctx.lang));
    let this = Year::of(domain::time::day(ctx.now)).map_or(Year::LAST, Year::number);
    let numbers: Vec<String> = (Year::FIRST..=this).rev().map(|year| year.to_string()).collect();
    // The year that ended last is the one that is asked for.
    let last = (this - 1).max(Year::FIRST).to_string();
    let choice = |year: &'_ String| -> (String, bool) { (year.clone(), *year == last) };
    let numbers: Vec<(String, bool)> = numbers.iter().map(choice).collect();
    let choices = numbers.iter().map(|(year, chosen)| Choice {
        value: year,
        text: year,
        chosen: *chosen,
        ..Choice::default()
    });
    let years = Select {
        lang,
        id: "year",
        name: "year",
        label: words::YEAR.of(lang),
        choices: choices.collect(),
        ..Select::default()
    };
    let shell = Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    shell.show(html! {
        (page::back(lang, "/cases"))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::TEXT.of(lang)) }
        form method="get" action="/census" {
            (years.show())
            (page::submit(Button::Secondary, words::LOOK.of(lang)))
        }
        (look)
    })
}
