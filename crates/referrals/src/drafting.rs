//! The page on which a referral is drafted: to whom, with whose agreement, and what of the case goes with it.

use domain::agency::AgencyKind;
use domain::cases::SubjectKind;
use domain::referrals::forms::Form;
use domain::referrals::nrm::{self, first_responder::Standing};
use domain::referrals::{Consent, RecipientKind};
use domain::rules::rulebook;
use kit::briefing::Brief;
use kit::directory::Listed;
use kit::page::{self, Button, Checkboxes, Choice, Input, Radios, Select, Shell, Textarea};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::asked::Sheet;
use crate::draft::Written;
use crate::{begun, fill, responder, words};

/// The organisations of this installation that receive referrals, or such a form, but for the sender.
pub(crate) async fn listed(
    ctx: &Ctx,
    brief: &Brief,
    form: Option<&'static Form>,
) -> Result<Vec<Listed>, Failure> {
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
    let for_form = |known: &Listed| form.is_none_or(|form| RecipientKind::of(known.agency) == form.kind);
    all.retain(|known| known.id != brief.organisation && for_form(known));
    Ok(all)
}

pub(crate) async fn form(
    ctx: &Ctx,
    at: &str,
    brief: &Brief,
    written: &Written,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let lang = ctx.lang;
    let title = written.form.map_or(words::DRAFT.of(lang), |form| form.title_in(lang));
    let listed = listed(ctx, brief, written.form).await?;
    let plain = written.form.is_none();
    let shares = written.form.is_none_or(|form| form.shares);
    let asks_consent = written.form.is_none_or(|form| !form.asks_consent);
    let sheet = sheet(ctx, brief, written).await?;
    let button = match (plain, &sheet) {
        (true, _) => words::KEEP_DRAFT,
        (false, None) => words::TO_FORM,
        (false, Some(_)) => words::SAVE_ON,
    };
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, &format!("/cases/{}", brief.case)))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) " – " (brief.reference) }
        @if let Some(form) = written.form { (before(ctx, brief, form).await?) }
        form method="post" action=(at) novalidate {
            @if let Some(form) = written.form { (page::hidden("form", &form.id)) (about(ctx, brief, written, errors)) }
            (to_whom(ctx, brief, &listed, written, errors))
            @if plain {
            (Textarea { lang, id: "concern", name: "concern", label: words::CONCERN.of(lang), hint: Some(words::CONCERN_HINT.of(lang)),
                value: &written.concern, error: errors.of("concern"), ..Textarea::default() }.show())
            (Textarea { lang, id: "asks", name: "asks", label: words::ASKS.of(lang), hint: Some(words::ASKS_HINT.of(lang)),
                value: &written.asks, error: errors.of("asks"), rows: Some(3), ..Textarea::default() }.show())
            }
            @if asks_consent { (consent(ctx, written, errors)) }
            @if shares { (shared(ctx, brief, written, errors)) } @else { p class="govuk-body" { (words::FORM_ALONE.of(lang)) } }
            @if let Some(sheet) = sheet { (page::hidden(begun::SHEET, "yes")) (sheet) }
            (page::submit(Button::Primary, button.of(lang)))
        }
    }))
}

/// The first sheet of a form that is begun, with what was answered already.
async fn sheet(ctx: &Ctx, brief: &Brief, written: &Written) -> Result<Option<Markup>, Failure> {
    let Some(shown) = begun::first(ctx, brief, written).await? else { return Ok(None) };
    let Some(form) = shown.questions() else { return Ok(None) };
    let first = form.sheets().next().unwrap_or_default();
    let (given, emptied) = match &written.sheet {
        Some(fields) => fill::begun_with(form, first, &shown, fields)?,
        None => Default::default(),
    };
    let (filled, errors) = (shown.with(&given, &emptied), FieldErrors::default());
    Ok(Some(Sheet::of(ctx.lang, form, first, &filled, &errors).titled()))
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
    // The mechanism takes its own form and nothing else.
    let fits = |kind: &&RecipientKind| match written.form {
        Some(form) => form.kind == **kind,
        None => **kind != RecipientKind::Nrm,
    };
    let outside = RecipientKind::ALL.iter().filter(fits);
    choices.extend(outside.map(|kind| Choice {
        value: kind.code(),
        text: words::outside(*kind).of(lang),
        chosen: kind.code() == written.to,
        ..Choice::default()
    }));
    // With one choice there is nothing to choose.
    if let [_, only] = choices.as_mut_slice() {
        only.chosen = true;
    }
    let responsible: Vec<String> = brief
        .reports
        .iter()
        .filter(|(.., report)| report.place.is_some())
        .filter_map(|(.., report)| ctx.house.told.told(report, lang).pop())
        .flat_map(|asked| asked.answer)
        .take(1)
        .collect();
    let hint = responsible.first().map_or(words::TO_HINT.of(lang), String::as_str);
    if let Some(form) = written.form.filter(|_| listed.is_empty()) {
        return html! { (page::hidden("to", form.kind.code())) (elsewhere(ctx, written, errors)) };
    }
    // What is wrong must be in sight, and so must what was typed.
    let wrong = errors.of("name").or(errors.of("email")).is_some();
    let open = wrong || !written.name.is_empty() || !written.email.is_empty();
    html! {
        (Select { lang, id: "to", name: "to", label: words::TO.of(lang), hint: Some(hint), error: errors.of("to"),
            choices, ..Select::default() }.show())
        (page::details(words::OUTSIDE.of(lang), open, elsewhere(ctx, written, errors)))
    }
}

/// The name and the address of whoever is not here. The mechanism and CEOP take what they get at their own pages.
fn elsewhere(ctx: &Ctx, written: &Written, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let own_page = |form: &Form| matches!(form.kind, RecipientKind::Nrm | RecipientKind::Ceop);
    if written.form.is_some_and(own_page) {
        return html! { p class="govuk-body" { (words::OWN_PAGE.of(lang)) } };
    }
    let hint = written.form.map(|_| words::OUTSIDE_USUAL.of(lang));
    html! {
        (Input { lang, id: "name", name: "name", label: words::OUTSIDE_NAME.of(lang), hint, value: &written.name,
            error: errors.of("name"), ..Input::default() }.show())
        (Input { lang, id: "email", name: "email", label: words::OUTSIDE_EMAIL.of(lang), hint: Some(words::OUTSIDE_EMAIL_HINT.of(lang)),
            value: &written.email, error: errors.of("email"), kind: Some("email"), ..Input::default() }.show())
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

/// What has to be known before the form is begun: who receives it, where, and who may send it.
async fn before(ctx: &Ctx, brief: &Brief, form: &'static Form) -> Result<Markup, Failure> {
    let (lang, receiver) = (ctx.lang, form.receiver(brief.nation));
    let contact = receiver.and_then(|receiver| receiver.contact.as_deref());
    let contact = contact.and_then(|id| rulebook().contact(id));
    let by_organisation = form.id == nrm::FORM && responder::standing(ctx).await? == Standing::ByOrganisation;
    Ok(html! {
        @if let Some(receiver) = receiver {
            p class="govuk-body" {
                (words::RECEIVER.of(lang)) " " strong { (receiver.name_in(lang)) } "."
                @if let Some(phone) = contact.and_then(|contact| contact.phone.as_deref()) { " " (words::PHONE.of(lang)) " " (phone) "." }
                @if let Some(at) = contact.and_then(|contact| contact.page.as_deref()) { " " a class="govuk-link" href=(at) rel="noreferrer" { (at) } }
            }
        }
        @if !form.verified { p class="govuk-body" { (words::FORM_UNVERIFIED.of(lang)) " " (form.source) } }
        @if form.id == nrm::FORM { p class="govuk-body" { (words::ONE_PERSON.of(lang)) } }
        @if by_organisation { (page::warning(lang, html! { (words::BY_ORGANISATION.of(lang)) })) }
    })
}

/// The names of those whom a form may be about: children of the case, and those whom its reports name.
pub(crate) fn children(brief: &Brief) -> Vec<String> {
    let subjects = brief.subjects.iter().filter(|subject| subject.kind == SubjectKind::Child);
    let mut names: Vec<String> = subjects.map(|subject| subject.name.clone()).collect();
    for name in brief.reports.iter().filter_map(|(.., report)| report.child_name.clone()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether it has to be said whom a form is about: where the case names more than one, each has a referral of their own.
pub(crate) fn asks_about(brief: &Brief, written: &Written) -> bool {
    written.form.is_some() && written.begun.is_none() && children(brief).len() > 1
}

fn about(ctx: &Ctx, brief: &Brief, written: &Written, errors: &FieldErrors) -> Markup {
    if !asks_about(brief, written) {
        return html! {};
    }
    let names = children(brief);
    let choice = |name: &'_ String| (name.clone(), *name == written.about);
    let offered: Vec<(String, bool)> = names.iter().map(choice).collect();
    let choices = offered.iter().map(|(name, chosen)| Choice {
        value: name,
        text: name,
        chosen: *chosen,
        ..Choice::default()
    });
    let legend = words::ABOUT.of(ctx.lang);
    let error = errors.of("about");
    Radios { lang: ctx.lang, name: "about", legend, error, choices: choices.collect(), ..Radios::default() }
        .show()
}
