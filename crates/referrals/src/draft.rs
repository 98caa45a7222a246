//! Drafting: to whom, why, what is asked, and which of what the case knows is shared.

use axum::extract::Path;
use axum::response::Redirect;
use domain::agency::Nation;
use domain::event;
use domain::id::ReferralId;
use domain::referrals::forms::Form;
use domain::referrals::{
    Consent, Draft, Event, Filled, Recipient, RecipientKind, Refusal, SharedReport, SharedSubject, course,
    words as spoken,
};
use domain::role::Act;
use domain::words::Lang;
use kit::briefing::Brief;
use kit::directory::Listed;
use kit::form::Fields;
use kit::{Ctx, Failure, FieldErrors, chance};
use maud::Markup;

use crate::api::NewReferral;
use crate::{begun, drafting, store, words};

/// A form for a new referral from a case.
pub async fn new(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let brief = brief(&ctx, &case).await?;
    let written = Written::fresh(&brief);
    let at = format!("/referrals/new/{case}");
    drafting::form(&ctx, &at, &brief, &written, &FieldErrors::default()).await
}

/// Keeps it as a draft; nothing is sent yet.
pub async fn create(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let brief = brief(&ctx, &case).await?;
    let draft = read(&ctx, &format!("/referrals/new/{case}"), &brief, Written::read(&fields, None)).await?;
    let id = keep(&ctx, draft).await?;
    Ok(Redirect::to(&format!("/referrals/{id}")))
}

/// Keeps a draft, and gives its id.
pub(crate) async fn keep(ctx: &Ctx, draft: Draft) -> Result<ReferralId, Failure> {
    let id = chance::id(ctx.now);
    let mut tx = ctx.begin("draft a referral").await?;
    let drafted = Event::Drafted { draft: Box::new(draft) };
    tx.append(id, 0, event::Event::Referrals(drafted), None).await?;
    tx.commit().await?;
    Ok(id)
}

/// The form again, with what the draft says.
pub async fn edit(ctx: Ctx, Path(referral): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let brief = brief(&ctx, &opened.state.draft.case.to_string()).await?;
    let written = Written::of(&opened.state.draft, &brief);
    drafting::form(&ctx, &format!("/referrals/{referral}/edit"), &brief, &written, &FieldErrors::default())
        .await
}

/// Writes the draft anew.
pub async fn revise(ctx: Ctx, Path(referral): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    let brief = brief(&ctx, &opened.state.draft.case.to_string()).await?;
    let begun = opened.state.draft.form.clone();
    let written = Written { begun, ..Written::read(&fields, opened.state.draft.questions()) };
    let draft = read(&ctx, &format!("/referrals/{referral}/edit"), &brief, written).await?;
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
    pub(crate) to: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) concern: String,
    pub(crate) asks: String,
    pub(crate) consent: String,
    pub(crate) consent_why: String,
    pub(crate) reports: Vec<String>,
    pub(crate) subjects: Vec<String>,
    /// The receiver's form, where the referral is to have one; whom it is about; the form as it is filled in already.
    pub(crate) form: Option<&'static Form>,
    pub(crate) about: String,
    pub(crate) begun: Option<Filled>,
    /// The first sheet of the form, where it was filled in as the form was begun.
    pub(crate) sheet: Option<Fields>,
}

impl Written {
    /// Everything the case knows is offered; the writer takes away what the recipient does not need.
    pub(crate) fn fresh(brief: &Brief) -> Self {
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
            about: new.about.clone(),
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
            form: draft.questions(),
            begun: draft.form.clone(),
            ..Self::default()
        }
    }

    pub(crate) fn read(fields: &Fields, form: Option<&'static Form>) -> Self {
        let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
        let all = |name: &str| fields.all(name).map(str::to_owned).collect();
        Self {
            to: text("to"),
            name: text("name"),
            email: text("email"),
            // A form has questions of its own for these, under these names.
            concern: if form.is_none() { text("concern") } else { String::new() },
            asks: if form.is_none() { text("asks") } else { String::new() },
            consent: text("consent"),
            consent_why: text("consent_why"),
            reports: all("reports"),
            subjects: all("subjects"),
            form,
            about: text("about"),
            ..Self::default()
        }
    }

    /// Who was chosen; of a form's receiver, where they are not here, the name that they have in the nation.
    fn recipient(&self, listed: &[Listed], nation: Nation, lang: Lang) -> Option<Recipient> {
        if let Some(known) = listed.iter().find(|known| known.id.to_string() == self.to) {
            let (kind, name) = (RecipientKind::of(known.agency), known.name.clone());
            return Some(Recipient { kind, name, organisation: Some(known.id), email: None });
        }
        let kind = RecipientKind::from_code(&self.to)?;
        let ceop = kind == RecipientKind::Ceop && self.name.is_empty();
        let usual = self.form.and_then(|form| form.receiver(nation)).filter(|_| self.name.is_empty());
        let name = if ceop { words::CEOP.to_owned() } else { self.name.clone() };
        let name = usual.map_or(name, |receiver| receiver.name_in(lang).to_owned());
        let email = Some(self.email.clone()).filter(|email| !email.is_empty());
        Some(Recipient { kind, name, organisation: None, email })
    }
}

/// Reads the form; wrong, it is shown again with everything that is wrong.
pub(crate) async fn read(ctx: &Ctx, at: &str, brief: &Brief, written: Written) -> Result<Draft, Failure> {
    let listed = drafting::listed(ctx, brief, written.form).await?;
    let recipient = written.recipient(&listed, brief.nation, ctx.lang);
    let by_form = written.form.filter(|form| form.asks_consent).map(|_| Consent::NotAsked);
    let consent = by_form.or_else(|| Consent::from_code(&written.consent));
    let mut errors = FieldErrors::default();
    if recipient.is_none() {
        errors.add("to", words::refusal(&Refusal::NoRecipient, ctx.lang));
    }
    if consent.is_none() {
        errors.add("consent", words::refusal(&Refusal::NoConsent, ctx.lang));
    }
    if drafting::asks_about(brief, &written) && !drafting::children(brief).contains(&written.about) {
        errors.add("about", words::refusal(&Refusal::NobodyAbout, ctx.lang));
    }
    let draft = compose(brief, &written, recipient.unwrap_or_else(nobody), consent.unwrap_or(Consent::Given));
    let draft = begun::with_form(ctx, brief, &written, draft).await?;
    for (field, refusal) in course::problems(&draft) {
        errors.add(field, words::refusal(&refusal, ctx.lang));
    }
    if errors.is_empty() {
        return Ok(draft);
    }
    let again = drafting::form(ctx, at, brief, &written, &errors).await?;
    Err(Failure::Invalid(errors, Some(Box::new(again))))
}

/// Who stands for the recipient while nobody was chosen.
pub(crate) fn nobody() -> Recipient {
    Recipient { kind: RecipientKind::Other, name: "-".to_owned(), organisation: None, email: None }
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
        form: None,
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

/// What kind of agency, for the paper and the page.
pub(crate) fn recipient(recipient: &Recipient, lang: Lang) -> String {
    format!("{} ({})", recipient.name, spoken::recipient(recipient.kind).of(lang))
}
