//! A form is chosen for a case and begun with what the case knows.

use axum::extract::Path;
use axum::response::Redirect;
use domain::referrals::forms::prefill::Known;
use domain::referrals::forms::{self, Filled, Form};
use domain::referrals::nrm::{self, first_responder::Standing};
use domain::referrals::{Consent, Draft, SharedReport, SharedSubject};
use domain::rules::rulebook;
use kit::api::Query;
use kit::briefing::Brief;
use kit::form::Fields;
use kit::page::{self, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};
use serde::Deserialize;

use crate::draft::{self, Written};
use crate::{drafting, fill, responder, store, words};

/// Which form is wanted.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    form: Option<String>,
}

/// The forms of the case's nation; or the first page of the one that is wanted.
pub async fn show(
    ctx: Ctx,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, Failure> {
    let brief = draft::brief(&ctx, &case).await?;
    let Some(id) = wanted.form else { return Ok(offered(&ctx, &brief)) };
    let form = chosen(&brief, &id)?;
    if let Some(turned_away) = turned_away(&ctx, &brief, form).await? {
        return Ok(turned_away);
    }
    let written = Written { form: Some(form), ..Written::fresh(&brief) };
    drafting::form(&ctx, &format!("/cases/{case}/refer"), &brief, &written, &FieldErrors::default()).await
}

/// Keeps the draft with its form begun, and goes to the form's first page.
pub async fn begin(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let brief = draft::brief(&ctx, &case).await?;
    let form = chosen(&brief, fields.get("form").unwrap_or_default())?;
    if turned_away(&ctx, &brief, form).await?.is_some() {
        return Ok(Redirect::to(&format!("/cases/{case}/refer?form={}", form.id)));
    }
    let with_sheet = fields.has(SHEET);
    let mut written = Written::read(&fields, Some(form));
    if with_sheet {
        // Nobody was asked whom it is about: a question of the form may have that name.
        written = Written { about: String::new(), sheet: Some(fields), ..written };
    }
    let draft = draft::read(&ctx, &format!("/cases/{case}/refer"), &brief, written).await?;
    let filled = draft.form.clone().filter(|_| with_sheet);
    let id = draft::keep(&ctx, draft).await?.to_string();
    let first = || form.pages.first().map_or("", |page| page.id.as_str());
    let onward = filled.and_then(|filled| fill::begun(&ctx, &id, &filled));
    Ok(Redirect::to(&onward.unwrap_or_else(|| format!("/referrals/{id}/form/{}", first()))))
}

/// What the page of a form that is begun says when it holds the form's first sheet too.
pub(crate) const SHEET: &str = "sheet";

/// The form of this id, where the case's nation has it.
fn chosen(brief: &Brief, id: &str) -> Result<&'static Form, Failure> {
    forms::form(id).filter(|form| form.nations.contains(&brief.nation)).ok_or(Failure::NotFound)
}

/// The page for somebody who may not send this form: who may, and who helps.
async fn turned_away(ctx: &Ctx, brief: &Brief, form: &'static Form) -> Result<Option<Markup>, Failure> {
    if form.id != nrm::FORM || responder::standing(ctx).await? != Standing::None {
        return Ok(None);
    }
    let (lang, title) = (ctx.lang, words::NOT_RESPONDER.of(ctx.lang));
    let social = forms::of(brief.nation).next().map_or("", |form| form.id.as_str());
    let helpline = rulebook().contact("CON-MSH");
    Ok(Some(Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        (page::back(lang, &format!("/cases/{}", brief.case)))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::NOT_RESPONDER_TEXT.of(lang)) }
        @if let Some(contact) = helpline {
            p class="govuk-body" { (contact.name) @if let Some(phone) = &contact.phone { ": " (phone) } }
        }
        p class="govuk-body" {
            a class="govuk-link" href={ "/cases/" (brief.case) "/refer?form=" (social) } { (words::REFER_SOCIAL.of(lang)) }
        }
    })))
}

fn offered(ctx: &Ctx, brief: &Brief) -> Markup {
    let (lang, title) = (ctx.lang, words::CHOOSE_FORM.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        (page::back(lang, &format!("/cases/{}", brief.case)))
        h1 class="govuk-heading-l" { (title) " – " (brief.reference) }
        ul class="govuk-list govuk-list--spaced" {
            @for form in forms::of(brief.nation) {
                li {
                    a class="govuk-link" href={ "/cases/" (brief.case) "/refer?form=" (form.id) } { (form.title_in(lang)) }
                    @if let Some(receiver) = form.receiver(brief.nation) { " – " (receiver.name_in(lang)) }
                }
            }
            li { a class="govuk-link" href={ "/referrals/new/" (brief.case) } { (words::NO_FORM.of(lang)) } }
        }
    })
}

/// The draft with its form in it, as far as the case can fill it in. Only what is shared is written there, where the form
/// goes beside reports; who told it never.
pub(crate) async fn with_form(
    ctx: &Ctx,
    brief: &Brief,
    written: &Written,
    draft: Draft,
) -> Result<Draft, Failure> {
    if let Some(filled) = &written.begun {
        return Ok(Draft { form: Some(filled.clone()), ..draft });
    }
    let Some(form) = written.form else { return Ok(draft) };
    let mut filled = begun(ctx, brief, form, &written.about, &draft).await?;
    if let (Some(fields), Some(shown), Some(sheet)) =
        (&written.sheet, first(ctx, brief, written).await?, form.sheets().next())
    {
        // What the page showed is no answer: of what is not shared after all, nothing is written there.
        let (given, emptied) = fill::begun_with(form, sheet, &shown, fields)?;
        filled = filled.with(&given, &emptied);
    }
    // Where the form goes alone, nothing else is kept that could go with it.
    let (subjects, reports) = if form.shares { (draft.subjects, draft.reports) } else { Default::default() };
    Ok(Draft { form: Some(filled), subjects, reports, ..draft })
}

/// The form as its first sheet shows it where it is begun: with everything that the case knows. Nothing where it has to be
/// said first whom it is about, or where it is begun already.
pub(crate) async fn first(ctx: &Ctx, brief: &Brief, written: &Written) -> Result<Option<Filled>, Failure> {
    let Some(form) = written.form.filter(|_| written.begun.is_none()) else { return Ok(None) };
    if drafting::asks_about(brief, written) {
        return Ok(None);
    }
    let everything = draft::compose(brief, &Written::fresh(brief), draft::nobody(), Consent::Given);
    Ok(Some(begun(ctx, brief, form, "", &everything).await?))
}

async fn begun(
    ctx: &Ctx,
    brief: &Brief,
    form: &'static Form,
    about: &str,
    draft: &Draft,
) -> Result<Filled, Failure> {
    let person = ctx.person()?;
    let email = responder::email(&ctx.house, person.organisation, person.account).await?;
    let earlier = store::earlier(ctx, brief.case).await?;
    let (subjects, reports) =
        if form.shares { (draft.subjects.clone(), draft.reports.clone()) } else { all(brief) };
    let (reference, own) = (brief.reference.to_string(), draft.reference.to_string());
    let known = Known {
        nation: brief.nation,
        harm: brief.harm,
        urgency: brief.urgency,
        case_reference: &reference,
        referral_reference: &own,
        about: named(&subjects, &reports, about).then_some(about),
        subjects: &subjects,
        reports: &reports,
        organisation: &person.organisation_name,
        person: &person.name,
        email: &email,
        earlier: &earlier,
    };
    Ok(Filled::begun(form, &known))
}

fn all(brief: &Brief) -> (Vec<SharedSubject>, Vec<SharedReport>) {
    let subject = |subject: &domain::cases::course::Subject| SharedSubject {
        subject_kind: subject.kind,
        name: subject.name.clone(),
        about: subject.about.clone(),
    };
    let reports = brief.reports.iter();
    let reports = reports.map(|(reference, at, report)| SharedReport::of(reference.clone(), *at, report));
    (brief.subjects.iter().map(subject).collect(), reports.collect())
}

/// Whether what is shared names a child so.
fn named(subjects: &[SharedSubject], reports: &[SharedReport], name: &str) -> bool {
    subjects.iter().any(|subject| subject.name == name)
        || reports.iter().any(|shared| shared.report.child_name.as_deref() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_question_of_a_first_sheet_has_the_name_of_what_is_asked_beside_it() {
        for form in forms::all() {
            for field in form.sheets().next().unwrap().iter().flat_map(|page| &page.fields) {
                let beside =
                    ["form", SHEET, "to", "name", "email", "consent", "consent_why", "reports", "subjects"];
                assert!(!beside.contains(&field.id.as_str()), "{}: {}", form.id, field.id);
            }
        }
    }
}
