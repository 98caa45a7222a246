//! What is done to a referral: sent, answered, withdrawn.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::{Clock, SubjectKind};
use domain::event;
use domain::id::{AccountId, ReportId};
use domain::keys::{Desk, Holder, Opens};
use domain::referrals::{Event, Filled, Refusal, State, course};
use domain::reports::Report;
use domain::reports::course::Attachment;
use domain::role::Act;
use jiff::Timestamp;
use kit::access::Matter;
use kit::form::Fields;
use kit::store::Tx;
use kit::{Ctx, Failure, Fault, House, OrFault as _, chance};

use crate::store::Opened;
use crate::{evidence, mails, responder, store, taking};

/// Sends it: the recipient is told, and the clock that the law sets begins.
pub async fn send(ctx: Ctx, Path(referral): Path<String>) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    sent(&ctx, &opened).await?.commit().await?;
    Ok(Redirect::to(&format!("/referrals/{referral}")))
}

/// The transaction in which it is sent, yet to be made durable.
pub(crate) async fn sent(ctx: &Ctx, opened: &Opened) -> Result<Tx, Failure> {
    responder::required(ctx, &opened.state.draft).await?;
    let kept_from = named_there(&ctx.house, &opened.state).await?;
    let clock = clock(&ctx.house, &opened.state, ctx.now).await?;
    let today = domain::time::day(ctx.now);
    let files = evidence::chosen(ctx, opened).await?;
    let kept: Vec<Attachment> = files.iter().map(|chosen| chosen.file.clone()).collect();
    let sent = course::send(&opened.state, clock, kept_from.clone(), &kept, today);
    let sent = sent.map_err(Failure::refused)?;
    let mut tx = ctx.begin("send a referral").await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(sent), None).await?;
    evidence::sent(&mut tx, opened, &files).await?;
    if let Some(organisation) = opened.state.draft.recipient.organisation {
        let to = vec![Holder::Desk(organisation, Desk::Answering)];
        tx.let_in(opened.id, &Opens { to, never: kept_from.clone(), ..Opens::default() }).await?;
    }
    let mut notice = opened.notice();
    notice.kept_from.extend(kept_from);
    mails::to_recipient(&ctx.house, &mut tx, &notice).await?;
    Ok(tx)
}

/// Takes it back.
pub async fn withdraw(ctx: Ctx, Path(referral): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    ctx.may_on(Act::Refer, &opened.matter)?;
    withdrawn(&ctx, &opened, fields.get("reason").unwrap_or_default()).await?.commit().await?;
    Ok(Redirect::to(&format!("/referrals/{referral}")))
}

/// The transaction in which it is withdrawn, yet to be made durable.
pub(crate) async fn withdrawn(ctx: &Ctx, opened: &Opened, reason: &str) -> Result<Tx, Failure> {
    let withdrawn = course::withdraw(&opened.state, reason).map_err(Failure::refused)?;
    let mut tx = ctx.begin("withdraw a referral").await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(withdrawn), Some(reason)).await?;
    Ok(tx)
}

/// An answer of the recipient; or, for a recipient outside, what they told the sender.
pub async fn answer(
    ctx: Ctx,
    Path((referral, answer)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, &referral).await?;
    let (tx, report) = answered(&ctx, &opened, &answer, &fields).await?;
    tx.commit().await?;
    let own = Matter::of(ctx.person()?.organisation);
    Ok(Redirect::to(&match report.filter(|_| ctx.could(Act::Triage, &own)) {
        Some(report) => format!("/queue/{report}"),
        None => format!("/referrals/{referral}"),
    }))
}

/// The transaction in which it is answered, by whoever may, yet to be made durable; and the report that it makes in the
/// queue of whoever accepted it.
pub(crate) async fn answered(
    ctx: &Ctx,
    opened: &Opened,
    answer: &str,
    fields: &Fields,
) -> Result<(Tx, Option<ReportId>), Failure> {
    let outside = opened.state.draft.recipient.organisation.is_none();
    let act = if outside { Act::Refer } else { Act::AnswerReferral };
    let person = ctx.may_on(act, &opened.matter)?;
    let by = if outside { fields.get("by").unwrap_or_default() } else { &person.name };
    let answered = decide(&opened.state, answer, by, fields)?;
    let accepted = matches!(answered, Event::Accepted { .. });
    let mut tx = ctx.begin("answer a referral").await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(answered), None).await?;
    if outside {
        return Ok((tx, None));
    }
    mails::to_sender(&ctx.house, &mut tx, &opened.notice(), true).await?;
    let report = if accepted { taking::into_queue(ctx, &mut tx, opened).await? } else { None };
    Ok((tx, report))
}

/// The answer that the address names.
pub(crate) fn decide(state: &State, answer: &str, by: &str, fields: &Fields) -> Result<Event, Failure> {
    let text = fields.get("text").unwrap_or_default();
    let decided: Result<Event, Refusal> = match answer {
        "acknowledge" => course::acknowledge(state, by),
        "accept" => course::accept(state, by, text),
        "decline" => course::decline(state, by, text),
        _ => return Err(Failure::NotFound),
    };
    decided.map_err(Failure::refused)
}

/// People named in what is shared who work at the recipient: they must not see it there either.
async fn named_there(house: &House, state: &State) -> Result<Vec<AccountId>, Fault> {
    let Some(organisation) = state.draft.recipient.organisation else { return Ok(Vec::new()) };
    let reports = state.draft.reports.iter().map(|shared| &shared.report);
    let mut names: Vec<&str> = reports.flat_map(Report::names_to_keep_out).collect();
    let suspects = state.draft.subjects.iter();
    let suspects = suspects.filter(|subject| subject.subject_kind == SubjectKind::Suspect);
    names.extend(suspects.map(|subject| subject.name.as_str()));
    let form = state.draft.form.as_ref().map(Filled::suspects).unwrap_or_default();
    names.extend(form.iter().map(String::as_str));
    // No post: "the head" is one of the school that was told of, not of the recipient.
    house.directory.who_may_be(house, organisation, &names, None).await
}

/// The clock of the recipient's nation, if the law sets one.
async fn clock(house: &House, state: &State, now: Timestamp) -> Result<Option<Clock>, Fault> {
    let draft = &state.draft;
    let there = match draft.recipient.organisation {
        Some(organisation) => house.directory.organisation(house, organisation).await?,
        None => None,
    };
    let nation = there.map_or(draft.nation, |there| there.nation);
    let Some(rule) = course::rule(draft, nation, now) else { return Ok(None) };
    let due = rule.due(nation, now).or_fault("setting the clock of a referral")?.at;
    Ok(Some(Clock { clock: chance::id(now), rule: rule.head.id.clone(), started: now, due }))
}
