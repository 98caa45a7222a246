//! Drafting: to whom, why, what is asked, and which of what the case knows is shared.

use axum::extract::Path;
use axum::response::Redirect;
use domain::agency::AgencyKind;
use domain::event;
use domain::referrals::{
    Consent, Draft, Event, Recipient, RecipientKind, Refusal, SharedReport, SharedSubject, course,
    words as spoken,
};
use domain::role::Act;
use kit::briefing::Brief;
use kit::directory::Listed;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, Input, Radios, Select, Shell, Textarea};
use kit::{Ctx, Failure, FieldErrors, chance};
use maud::{Markup, html};

use crate::api::NewReferral;
use crate::{store, words};

/// A form for a new referral from a case.
pub async fn new(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let brief = brief(&ctx, &case).await?;
    let written = Written::fresh(&brief);
    let at = format!("/referrals/new/{case}");
    form(&ctx, &at, &brief, &written, &FieldErrors::default()).await
}

/// Keeps it as a draft; nothing is sent yet.
pub async fn create(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let brief = brief(&ctx, &case).await?;
    let draft = read(&ctx, &format!("/referrals/new/{case}"), &brief, &fields).await?;
    let id = chance::id(ctx.now);
    let mut tx = ctx.begin("draft a referral").await?;
    let drafted = Event::Drafted { draft: Box::new(draft) };
    tx.append::<domain::id::kind::Referral>(id, 0, event::Event::Referrals(drafted), None).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/referrals/{id}")))
}

/// The form again, with what the draft says.
pub async fn edit(ctx: Ctx, Path(referral): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let brief = brief(&ctx, &opened.state.draft.case.to_string()).await?;
    let written = Written::of(&opened.state.draft, &brief);
    form(&ctx, &format!("/referrals/{referral}/edit"), &brief, &written, &FieldErrors::default()).await
}

/// Writes the draft anew.
pub async fn revise(ctx: Ctx, Path(referral): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let brief = brief(&ctx, &opened.state.draft.case.to_string()).await?;
    let draft = read(&ctx, &format!("/referrals/{referral}/edit"), &brief, &fields).await?;
    let draft = Draft { reference: opened.state.draft.reference.clone(), ..draft };
    let revised = course::revise(&opened.state, draft).map_err(Failure::refused)?;
    let mut tx = ctx.begin("revise a referral").await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(revised), None).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/referrals/{referral}")))
}

/// The case, for somebody who may refer from it.
pub(crate) async fn brief(ctx: &Ctx, case: &str) -> Result<Brief, Failure> {
    let case = case.parse().map_err(|_| Failure::NotFound)?;
    let brief = ctx.house.briefing.brief(&ctx.db, &ctx.house, case).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::Refer, &brief.matter)?;
    if brief.closed { Err(Failure::refused(Refusal::CaseClosed)) } else { Ok(brief) }
}

/// The form as it was filled in.
#[derive(Debug, Default)]
pub(crate) struct Written {
    to: String,
    name: String,
    email: String,
    concern: String,
    asks: String,
    consent: String,
    consent_why: String,
    reports: Vec<String>,
    subjects: Vec<String>,
}

impl Written {
    /// Everything the case knows is offered; the writer takes away what the recipient does not need.
    fn fresh(brief: &Brief) -> Self {
        Self {
            reports: brief.reports.iter().map(|(reference, ..)| reference.to_string()).collect(),
            subjects: brief.subjects.iter().map(|subject| subject.id.to_string()).collect(),
            ..Self::default()
        }
    }

    /// What a program sent.
    pub(crate) fn sent(new: &NewReferral, brief: &Brief) -> Self {
        let all = Self::fresh(brief);
        Self {
            concern: new.concern.clone(),
            asks: new.asks.clone(),
            consent_why: new.consent_why.clone(),
            reports: new.reports.clone().unwrap_or(all.reports),
            ..all
        }
    }

    fn of(draft: &Draft, brief: &Brief) -> Self {
        let shared = |name: &str| draft.subjects.iter().any(|subject| subject.name == name);
        let subjects = brief.subjects.iter().filter(|subject| shared(&subject.name));
        let recipient = draft.recipient.clone();
        let to = recipient.organisation.map_or_else(|| recipient.kind.code().to_owned(), |id| id.to_string());
        Self {
            to,
            name: recipient.name,
            email: recipient.email.unwrap_or_default(),
            concern: draft.concern.clone(),
            asks: draft.asks.clone(),
            consent: draft.consent.code().to_owned(),
            consent_why: draft.consent_why.clone(),
            reports: draft.reports.iter().map(|report| report.reference.to_string()).collect(),
            subjects: subjects.map(|subject| subject.id.to_string()).collect(),
        }
    }

    fn read(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
        let all = |name: &str| fields.all(name).map(str::to_owned).collect();
        Self {
            to: text("to"),
            name: text("name"),
            email: text("email"),
            concern: text("concern"),
            asks: text("asks"),
            consent: text("consent"),
            consent_why: text("consent_why"),
            reports: all("reports"),
            subjects: all("subjects"),
        }
    }

    fn recipient(&self, listed: &[Listed]) -> Option<Recipient> {
        if let Some(known) = listed.iter().find(|known| known.id.to_string() == self.to) {
            let (kind, name) = (RecipientKind::of(known.agency), known.name.clone());
            return Some(Recipient { kind, name, organisation: Some(known.id), email: None });
        }
        let kind = RecipientKind::from_code(&self.to)?;
        let ceop = kind == RecipientKind::Ceop && self.name.is_empty();
        let name = if ceop { words::CEOP.to_owned() } else { self.name.clone() };
        let email = Some(self.email.clone()).filter(|email| !email.is_empty());
        Some(Recipient { kind, name, organisation: None, email })
    }
}

/// Reads the form; wrong, it is shown again with everything that is wrong.
async fn read(ctx: &Ctx, at: &str, brief: &Brief, fields: &Fields) -> Result<Draft, Failure> {
    let written = Written::read(fields);
    let recipient = written.recipient(&listed(ctx, brief).await?);
    let consent = Consent::from_code(&written.consent);
    let mut errors = FieldErrors::default();
    if recipient.is_none() {
        errors.add("to", words::refusal(&Refusal::NoRecipient, ctx.lang));
    }
    if consent.is_none() {
        errors.add("consent", words::refusal(&Refusal::NoConsent, ctx.lang));
    }
    let nobody =
        Recipient { kind: RecipientKind::Other, name: "-".to_owned(), organisation: None, email: None };
    let draft = compose(brief, &written, recipient.unwrap_or(nobody), consent.unwrap_or(Consent::Given));
    for (field, refusal) in course::problems(&draft) {
        errors.add(field, words::refusal(&refusal, ctx.lang));
    }
    if errors.is_empty() {
        return Ok(draft);
    }
    let again = form(ctx, at, brief, &written, &errors).await?;
    Err(Failure::Invalid(errors, Some(Box::new(again))))
}

pub(crate) fn compose(brief: &Brief, written: &Written, recipient: Recipient, consent: Consent) -> Draft {
    let subjects = brief.subjects.iter().filter(|subject| written.subjects.contains(&subject.id.to_string()));
    let reports =
        brief.reports.iter().filter(|(reference, ..)| written.reports.contains(&reference.to_string()));
    Draft {
        reference: chance::reference(),
        organisation: brief.organisation,
        nation: brief.nation,
        case: brief.case,
        case_reference: brief.reference.clone(),
        harm: brief.harm,
        urgency: brief.urgency,
        recipient,
        concern: written.concern.clone(),
        asks: written.asks.clone(),
        consent,
        consent_why: written.consent_why.clone(),
        subjects: subjects
            .map(|subject| SharedSubject {
                subject_kind: subject.kind,
                name: subject.name.clone(),
                about: subject.about.clone(),
            })
            .collect(),
        reports: reports
            .map(|(reference, at, report)| SharedReport::of(reference.clone(), *at, report))
            .collect(),
    }
}

/// The organisations of this installation that receive referrals, but for the sender.
async fn listed(ctx: &Ctx, brief: &Brief) -> Result<Vec<Listed>, Failure> {
    let kinds = [
        AgencyKind::ChildrensServices,
        AgencyKind::Police,
        AgencyKind::Platform,
        AgencyKind::SafeguardingService,
        AgencyKind::Charity,
        AgencyKind::Regulator,
    ];
    let mut all = Vec::new();
    for kind in kinds {
        all.extend(ctx.house.directory.listed(&ctx.house, kind).await?);
    }
    all.retain(|known| known.id != brief.organisation);
    Ok(all)
}

async fn form(
    ctx: &Ctx,
    at: &str,
    brief: &Brief,
    written: &Written,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::DRAFT.of(ctx.lang));
    let listed = listed(ctx, brief).await?;
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, &format!("/cases/{}", brief.case)))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) " – " (brief.reference) }
        form method="post" action=(at) novalidate {
            (to_whom(ctx, brief, &listed, written, errors))
            (Textarea { lang, id: "concern", name: "concern", label: words::CONCERN.of(lang), hint: Some(words::CONCERN_HINT.of(lang)),
                value: &written.concern, error: errors.of("concern"), ..Textarea::default() }.show())
            (Textarea { lang, id: "asks", name: "asks", label: words::ASKS.of(lang), hint: Some(words::ASKS_HINT.of(lang)),
                value: &written.asks, error: errors.of("asks"), rows: Some(3), ..Textarea::default() }.show())
            (consent(ctx, written, errors))
            (shared(ctx, brief, written, errors))
            (page::submit(Button::Primary, words::KEEP_DRAFT.of(lang)))
        }
    }))
}

fn to_whom(ctx: &Ctx, brief: &Brief, listed: &[Listed], written: &Written, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let ids: Vec<String> = listed.iter().map(|known| known.id.to_string()).collect();
    let mut choices = vec![Choice { text: words::CHOOSE.of(lang), ..Choice::default() }];
    let known = listed.iter().zip(&ids);
    choices.extend(known.map(|(known, id)| Choice {
        value: id,
        text: &known.name,
        chosen: *id == written.to,
        ..Choice::default()
    }));
    choices.extend(RecipientKind::ALL.iter().map(|kind| Choice {
        value: kind.code(),
        text: words::outside(*kind).of(lang),
        chosen: kind.code() == written.to,
        ..Choice::default()
    }));
    let responsible: Vec<String> = brief
        .reports
        .iter()
        .filter(|(.., report)| report.place.is_some())
        .filter_map(|(.., report)| ctx.house.told.told(report, lang).pop())
        .flat_map(|asked| asked.answer)
        .take(1)
        .collect();
    let hint = responsible.first().map_or(words::TO_HINT.of(lang), String::as_str);
    // What is wrong must be in sight, and so must what was typed.
    let wrong = errors.of("name").or(errors.of("email")).is_some();
    let open = wrong || !written.name.is_empty() || !written.email.is_empty();
    html! {
        (Select { lang, id: "to", name: "to", label: words::TO.of(lang), hint: Some(hint), error: errors.of("to"),
            choices, ..Select::default() }.show())
        (page::details(words::OUTSIDE.of(lang), open, html! {
            (Input { lang, id: "name", name: "name", label: words::OUTSIDE_NAME.of(lang), value: &written.name,
                error: errors.of("name"), ..Input::default() }.show())
            (Input { lang, id: "email", name: "email", label: words::OUTSIDE_EMAIL.of(lang), hint: Some(words::OUTSIDE_EMAIL_HINT.of(lang)),
                value: &written.email, error: errors.of("email"), kind: Some("email"), ..Input::default() }.show())
        }))
    }
}

fn consent(ctx: &Ctx, written: &Written, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let choices = Consent::ALL.iter().map(|consent| Choice {
        value: consent.code(),
        text: words::consent(*consent).of(lang),
        chosen: consent.code() == written.consent,
        ..Choice::default()
    });
    html! {
        (Radios { lang, name: "consent", legend: words::CONSENT.of(lang), hint: Some(words::CONSENT_HINT.of(lang)),
            error: errors.of("consent"), choices: choices.collect(), ..Radios::default() }.show())
        (Textarea { lang, id: "consent_why", name: "consent_why", label: words::CONSENT_WHY.of(lang), value: &written.consent_why,
            error: errors.of("consent_why"), rows: Some(2), ..Textarea::default() }.show())
    }
}

fn shared(ctx: &Ctx, brief: &Brief, written: &Written, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let reports: Vec<(String, String)> = brief
        .reports
        .iter()
        .map(|(reference, at, report)| {
            let harm = ctx.house.told.harm(report.harm, lang);
            (reference.to_string(), format!("{reference}: {harm}, {}", domain::time::shown(*at)))
        })
        .collect();
    let subjects: Vec<(String, String)> = brief
        .subjects
        .iter()
        .map(|subject| (subject.id.to_string(), format!("{} – {}", subject.name, subject.about)))
        .collect();
    let offered = |all: &'_ [(String, String)], chosen: &[String]| -> Vec<(String, String, bool)> {
        all.iter().map(|(value, text)| (value.clone(), text.clone(), chosen.contains(value))).collect()
    };
    let (reports, subjects) = (offered(&reports, &written.reports), offered(&subjects, &written.subjects));
    html! {
        (boxes(ctx, "reports", words::SHARE_REPORTS.of(lang), &reports, errors.of("reports")))
        @if !subjects.is_empty() { (boxes(ctx, "subjects", words::SHARE_SUBJECTS.of(lang), &subjects, None)) }
    }
}

fn boxes(ctx: &Ctx, name: &str, legend: &str, all: &[(String, String, bool)], error: Option<&str>) -> Markup {
    let choices = all
        .iter()
        .map(|(value, text, chosen)| Choice { value, text, chosen: *chosen, ..Choice::default() })
        .collect();
    let hint = Some(words::SHARE_HINT.of(ctx.lang));
    Checkboxes { lang: ctx.lang, name, legend, hint, error, choices, ..Checkboxes::default() }.show()
}

/// What kind of agency, for the paper and the page.
pub(crate) fn recipient(recipient: &Recipient, lang: domain::words::Lang) -> String {
    format!("{} ({})", recipient.name, spoken::recipient(recipient.kind).of(lang))
}
