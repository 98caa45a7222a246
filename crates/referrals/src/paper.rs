//! A referral on paper (PDF, readable by a screen reader) and for programs (JSON).

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::id::ReferralId;
use domain::referrals::{Draft, Filled};
use domain::reports::answers::Row;
use domain::role::Act;
use domain::words::Lang;
use kit::store::Db;
use kit::{Ctx, Failure, House, OrFault as _, journal};
use serde_json::{Value, json};
use std::sync::Arc;

use crate::store::{self, Opened};
use crate::{show, told, words};

const TEMPLATE: &str = include_str!("referral.typ");

/// The PDF.
pub async fn pdf(ctx: Ctx, Path(referral): Path<String>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::ReadReferral, &opened.matter)?;
    note_reading(&ctx, &opened, "pdf").await?;
    printed(&ctx.house, &opened, ctx.lang).await
}

/// The JSON.
pub async fn json(ctx: Ctx, Path(referral): Path<String>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::ReadReferral, &opened.matter)?;
    note_reading(&ctx, &opened, "json").await?;
    written(&ctx.house, &opened, ctx.lang).await
}

pub(crate) async fn note_reading(ctx: &Ctx, opened: &Opened, page: &'static str) -> Result<(), Failure> {
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &opened.id.to_string(), page).await?;
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn printed(house: &Arc<House>, opened: &Opened, lang: Lang) -> Result<Response, Failure> {
    let (name, bytes) = on_paper(house, opened, lang).await?;
    sent("application/pdf", &name, bytes)
}

/// A referral on paper, for whoever can open it: what the file is called, and the PDF.
pub async fn of(
    from: &Db,
    house: &House,
    referral: ReferralId,
    lang: Lang,
) -> Result<(String, Vec<u8>), Failure> {
    on_paper(house, &store::opened(from, house, &referral.to_string()).await?, lang).await
}

async fn on_paper(house: &House, opened: &Opened, lang: Lang) -> Result<(String, Vec<u8>), Failure> {
    let data = sheet(house, opened, lang).await?;
    let press = Arc::clone(&house.print);
    let bytes = house.hash(move || press.pdf(TEMPLATE, &data)).await??;
    Ok((format!("referral-{}.pdf", opened.state.draft.reference), bytes))
}

pub(crate) async fn written(house: &House, opened: &Opened, lang: Lang) -> Result<Response, Failure> {
    let document = document(house, opened, lang).await?;
    as_json(&document, &format!("referral-{}.json", opened.state.draft.reference))
}

/// A file for programs, to be saved.
pub(crate) fn as_json(document: &Value, name: &str) -> Result<Response, Failure> {
    let bytes = serde_json::to_vec_pretty(document).or_fault("writing a referral as JSON")?;
    sent("application/json", name, bytes)
}

fn sent(kind: &'static str, name: &str, bytes: Vec<u8>) -> Result<Response, Failure> {
    let saved_as = format!("attachment; filename=\"{name}\"");
    let saved_as = HeaderValue::from_str(&saved_as).or_fault("naming a file to be saved")?;
    let kind = HeaderValue::from_static(kind);
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved_as)], bytes).into_response())
}

/// The referral for programs: what may leave of the draft, where it stands, and the answers in words.
pub(crate) async fn document(house: &House, opened: &Opened, lang: Lang) -> Result<Value, Failure> {
    let state = &opened.state;
    let sender = house.directory.organisation(house, state.draft.organisation).await?;
    let draft = state.draft.leaving();
    let referral = leaves(&draft).or_fault("writing a referral as JSON")?;
    let told: Vec<Value> = draft
        .reports
        .iter()
        .map(|shared| {
            let received = domain::time::shown(shared.received_at);
            json!({
                "reference": shared.reference.to_string(),
                "received": received,
                "told": house.told.told(&shared.report, lang),
            })
        })
        .collect();
    let files: Vec<Value> =
        draft.form.as_ref().map(Filled::files).unwrap_or_default().iter().map(listed).collect();
    Ok(json!({
        "format": "hearken.referral/1",
        "id": opened.id,
        "reference": state.draft.reference.to_string(),
        "from": sender.map(|sender| sender.name),
        "standing": state.standing,
        "sent_at": state.sent_at,
        "clock": state.clock,
        "answered_by": state.answered_by,
        "answer": state.answer,
        "form": draft.form.as_ref().map(|filled| told::document(filled, lang)),
        "referral": referral,
        "told": told,
        "files": files,
    }))
}

/// A file that goes with it, as it is listed: enough to see that it came whole, and no way to it.
fn listed(row: &Row) -> Value {
    let parts = ["name", "kind", "size_bytes", "sha256"];
    parts
        .into_iter()
        .filter_map(|part| Some((part.to_owned(), Value::from(row.get(part)?.as_str()))))
        .collect()
}

/// The draft for programs: without what is ours alone, without a consent that its form asks itself, and where it names
/// nobody without the case that would.
fn leaves(draft: &Draft) -> serde_json::Result<Value> {
    let form = draft.form.as_ref().map(Filled::handed);
    let mut referral = serde_json::to_value(Draft { form, ..draft.clone() })?;
    let by_form = draft.questions().is_some_and(|form| form.asks_consent);
    let consent: &[&str] = if by_form { &["consent", "consent_why"] } else { &[] };
    let case: &[&str] = if draft.is_anonymous() { &["case", "case_reference"] } else { &[] };
    if let Some(parts) = referral.as_object_mut() {
        for part in consent.iter().chain(case) {
            parts.remove(*part);
        }
    }
    Ok(referral)
}

/// The same with the words that the paper needs.
async fn sheet(house: &House, opened: &Opened, lang: Lang) -> Result<Value, Failure> {
    let facts: Vec<Value> = show::facts(house, opened, lang)
        .await?
        .into_iter()
        .map(|(label, text)| json!({ "label": label, "text": text }))
        .collect();
    let subjects: Vec<String> = show::subjects(opened, lang);
    Ok(json!({
        "lang": lang.code(),
        "title": format!("{} {}", words::REFERRAL.of(lang), opened.state.draft.reference),
        "confidential": words::CONFIDENTIAL.of(lang),
        "facts": facts,
        "subjects_title": words::SHARE_SUBJECTS.of(lang),
        "subjects": subjects,
        "report_title": words::REPORT.of(lang),
        "notes_title": words::FORM_SAYS.of(lang),
        "files_title": words::FILES_ANNEX.of(lang),
        "document": document(house, opened, lang).await?,
    }))
}
