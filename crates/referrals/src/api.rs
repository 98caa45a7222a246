//! Referrals for programs.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::event;
use domain::id::{OrganisationId, Reference, ReferralId, kind};
use domain::referrals::forms::{Form, files};
use domain::referrals::{Consent, Draft, Event, Recipient, RecipientKind, Standing, course};
use domain::reports::Answers;
use domain::role::Act;
use domain::words::Lang;
use jiff::Timestamp;
use kit::api::{self, Problems, Sent};
use kit::briefing::Brief;
use kit::form::Fields;
use kit::store::Tx;
use kit::{Ctx, Failure, FieldErrors, chance};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::Schema;

use crate::draft::Written;
use crate::store::{self, Opened, Other};
use crate::{act, begun, draft, drafting, evidence, paper, responder};

/// A line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralLine {
    #[schema(value_type = String)]
    pub referral: ReferralId,
    #[schema(value_type = String)]
    pub reference: Reference,
    /// Whether it was made to the key's organisation; else it was made by it.
    pub to_us: bool,
    #[schema(value_type = String)]
    pub standing: Standing,
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
}

/// The newest referrals from and to the key's organisation that it may read.
#[utoipa::path(get, path = "/api/v1/referrals", tag = "referrals", security(("key" = [])),
    responses((status = 200, body = Vec<ReferralLine>), Problems))]
pub async fn list(ctx: Ctx) -> Result<Response, Failure> {
    let person = ctx.may(Act::SeeReferrals)?;
    let mut lines = store::to_us(&ctx.house, person.organisation, person.account).await?;
    lines.extend(store::from_us(&ctx.house, person.organisation, person.account).await?);
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        let opened = store::opened(&ctx.db, &ctx.house, &line.id.to_string()).await;
        let Some(opened) = Failure::found(opened)? else { continue };
        if ctx.could(Act::ReadReferral, &opened.matter) {
            let to_us = matches!(line.other, Other::Sender(_));
            let (referral, reference, standing, changed_at) =
                (line.id, line.reference, line.standing, line.changed_at);
            shown.push(ReferralLine { referral, reference, to_us, standing, changed_at });
        }
    }
    api::shown(&shown)
}

/// One referral, as its JSON on the page. The reading is recorded.
#[utoipa::path(get, path = "/api/v1/referrals/{referral}", tag = "referrals", security(("key" = [])),
    params(("referral" = String, Path)), responses((status = 200, body = Object), Problems))]
pub async fn read(ctx: Ctx, Path(referral): Path<String>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::ReadReferral, &opened.matter)?;
    paper::note_reading(&ctx, &opened, "api").await?;
    api::shown(&paper::document(&ctx.house, &opened, Lang::En).await?)
}

/// To whom a referral goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct To {
    /// The id of an organisation here; else `kind` and `name`.
    #[serde(default)]
    pub organisation: Option<String>,
    #[serde(default)]
    #[schema(schema_with = kinds)]
    pub kind: Option<RecipientKind>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub email: Option<String>,
}

/// A referral to be drafted. Everything that the case knows is shared unless `reports` says which.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReferral {
    pub case: String,
    pub to: To,
    /// Needed where there is no form.
    #[serde(default)]
    pub concern: String,
    /// Needed where there is no form.
    #[serde(default)]
    pub asks: String,
    /// Left aside where the form asks it itself.
    #[schema(schema_with = consents)]
    pub consent: Consent,
    #[serde(default)]
    pub consent_why: String,
    /// References of the reports to share.
    #[serde(default)]
    pub reports: Option<Vec<String>>,
    /// The id of the receiver's form. What the case knows is written there to begin with.
    #[serde(default)]
    #[schema(schema_with = forms)]
    pub form: Option<String>,
    /// The name of whom the form is about: needed where the case names more than one child.
    #[serde(default)]
    pub about: String,
    /// Answers to its questions by their ids: a text, or a list of texts; files of the case by their ids.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"danger-now": "no", "handles": ["one", "two"]}))]
    pub answers: Answers,
}

fn forms() -> Schema {
    api::one_of(domain::referrals::forms::all().iter().map(|form| form.id.as_str()))
}

fn kinds() -> Schema {
    api::one_of(RecipientKind::ALL.iter().map(|kind| kind.code()))
}

fn consents() -> Schema {
    api::one_of(Consent::ALL.iter().map(|consent| consent.code()))
}

/// The referral, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stands {
    #[schema(value_type = String)]
    pub referral: ReferralId,
    #[schema(value_type = String)]
    pub standing: Standing,
}

/// Drafts a referral from a case. Nothing is sent yet.
#[utoipa::path(post, path = "/api/v1/referrals", tag = "referrals", security(("key" = [])), request_body = NewReferral,
    params(("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 201, body = Stands), Problems))]
pub async fn create(ctx: Ctx, new: Sent<NewReferral>) -> Result<Response, Failure> {
    ctx.may(Act::SeeReferrals)?;
    let new = new.read()?;
    let brief = draft::brief(&ctx, &new.case).await?;
    let recipient = recipient(&ctx, &new.to).await?;
    let written = Written { form: form(&new, &brief, &recipient)?, ..Written::sent(&new, &brief) };
    if drafting::asks_about(&brief, &written) && !drafting::children(&brief).contains(&written.about) {
        return Err(wrong("about", "is the name of one of the children of the case: it names more than one"));
    }
    let composed = draft::compose(&brief, &written, recipient, new.consent);
    responder::required(&ctx, &composed).await?;
    let composed = begun::with_form(&ctx, &brief, &written, composed).await?;
    let answers = evidence::settled(written.form, &new.answers, &brief.files)?;
    let composed = Draft { form: composed.form.map(|form| form.with(&answers, &[])), ..composed };
    sound(&composed)?;
    let id = chance::id::<kind::Referral>(ctx.now);
    let mut tx = ctx.begin("draft a referral").await?;
    let drafted = Event::Drafted { draft: Box::new(composed) };
    tx.append(id, 0, event::Event::Referrals(drafted), None).await?;
    api::done(&ctx, tx, StatusCode::CREATED, &Stands { referral: id, standing: Standing::Drafted }).await
}

/// Everything wrong with a draft, field by field.
fn sound(draft: &Draft) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    for (field, refusal) in course::problems(draft) {
        errors.add(field, refusal.to_string());
    }
    if errors.is_empty() { Ok(()) } else { Err(Failure::Invalid(errors, None)) }
}

/// The form that is wanted: one of the case's nation, for such a recipient, with these questions.
fn form(new: &NewReferral, brief: &Brief, to: &Recipient) -> Result<Option<&'static Form>, Failure> {
    let Some(id) = &new.form else {
        let none = new.answers.is_empty();
        return if none { Ok(None) } else { Err(wrong("answers", "need a `form`")) };
    };
    let known = domain::referrals::forms::form(id).filter(|form| form.nations.contains(&brief.nation));
    let form = known.ok_or_else(|| wrong("form", "is no form of the case's nation"))?;
    if form.kind != to.kind {
        return Err(wrong("to.kind", &format!("is `{}` for this form", form.kind.code())));
    }
    asked(form, new.answers.questions()).map(|()| Some(form))
}

fn asked<'a>(form: &Form, questions: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    let mut unknown = questions.filter(|question| form.field(question).is_none());
    unknown
        .next()
        .map_or(Ok(()), |question| Err(wrong("answers", &format!("`{question}` is not asked by this form"))))
}

fn wrong(field: &str, message: &str) -> Failure {
    Failure::Invalid(FieldErrors::one(field, message), None)
}

async fn recipient(ctx: &Ctx, to: &To) -> Result<Recipient, Failure> {
    if let Some(id) = &to.organisation {
        let id: OrganisationId = id.parse().map_err(|_| wrong("to.organisation", "is no id like `org_…`"))?;
        let known = ctx.house.directory.organisation(&ctx.house, id).await?;
        let known = known.ok_or_else(|| wrong("to.organisation", "is not an organisation here"))?;
        let kind = RecipientKind::of(known.agency);
        return Ok(Recipient { kind, name: known.name, organisation: Some(id), email: None });
    }
    let kind =
        to.kind.ok_or_else(|| wrong("to.kind", "is one of the kinds, when there is no organisation"))?;
    Ok(Recipient { kind, name: to.name.clone(), organisation: None, email: to.email.clone() })
}

/// Something that is done to a referral.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReferralAct {
    Send,
    /// Answers of the draft's form are given, and others emptied.
    Fill {
        #[serde(default)]
        #[schema(value_type = Object)]
        answers: Answers,
        #[serde(default)]
        emptied: Vec<String>,
    },
    Withdraw {
        reason: String,
    },
    /// An answer; `by` says who gave it, when the recipient has no account here.
    Acknowledge {
        #[serde(default)]
        by: String,
    },
    Accept {
        #[serde(default)]
        by: String,
        #[serde(default)]
        note: String,
    },
    Decline {
        #[serde(default)]
        by: String,
        reason: String,
    },
}

/// Does something to a referral.
#[utoipa::path(post, path = "/api/v1/referrals/{referral}/acts", tag = "referrals", security(("key" = [])),
    params(("referral" = String, Path), ("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    request_body = ReferralAct, responses((status = 200, body = Stands), Problems))]
pub async fn act(
    ctx: Ctx,
    Path(referral): Path<String>,
    wanted: Sent<ReferralAct>,
) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    if !ctx.could(Act::Refer, &opened.matter) {
        ctx.may_on(Act::AnswerReferral, &opened.matter)?;
    }
    let (tx, standing) = acted(&ctx, &opened, &wanted.read()?).await?;
    api::done(&ctx, tx, StatusCode::OK, &Stands { referral: opened.id, standing }).await
}

async fn acted(ctx: &Ctx, opened: &Opened, wanted: &ReferralAct) -> Result<(Tx, Standing), Failure> {
    let (answer, by, text, standing) = match wanted {
        ReferralAct::Send => {
            ctx.may_on(Act::Refer, &opened.matter)?;
            return Ok((act::sent(ctx, opened).await?, Standing::Sent));
        }
        ReferralAct::Fill { answers, emptied } => {
            ctx.may_on(Act::Refer, &opened.matter)?;
            return Ok((fill(ctx, opened, answers, emptied).await?, Standing::Drafted));
        }
        ReferralAct::Withdraw { reason } => {
            ctx.may_on(Act::Refer, &opened.matter)?;
            return Ok((act::withdrawn(ctx, opened, reason).await?, Standing::Withdrawn));
        }
        ReferralAct::Acknowledge { by } => ("acknowledge", by.as_str(), "", Standing::Acknowledged),
        ReferralAct::Accept { by, note } => ("accept", by.as_str(), note.as_str(), Standing::Accepted),
        ReferralAct::Decline { by, reason } => ("decline", by.as_str(), reason.as_str(), Standing::Declined),
    };
    let (tx, _) = act::answered(ctx, opened, answer, &Fields::from([("by", by), ("text", text)])).await?;
    Ok((tx, standing))
}

async fn fill(ctx: &Ctx, opened: &Opened, given: &Answers, emptied: &[String]) -> Result<Tx, Failure> {
    let form = opened.state.draft.questions();
    if let Some(form) = form {
        asked(form, given.questions().chain(emptied.iter().map(String::as_str)))?;
    }
    let asks = form.is_some_and(|form| !files::answered(form, given).is_empty());
    let kept = if asks { evidence::kept(ctx, opened).await? } else { Vec::new() };
    let given = evidence::settled(form, given, &kept)?;
    let filled = course::fill(&opened.state, given, emptied.to_vec()).map_err(Failure::refused)?;
    let mut tx = ctx.begin("fill in a form").await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(filled), None).await?;
    Ok(tx)
}
