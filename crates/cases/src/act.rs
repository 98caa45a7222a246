//! What is done to a case. Each act is asked for, decided by the law in `domain`, and written with its
//! reason.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::{Decision, Event, Refusal, State, SubjectKind, course, weighing as law};
use domain::event;
use domain::id::AccountId;
use domain::reports::Urgency;
use domain::role::Act;
use jiff::civil::Date;
use kit::form::Fields;
use kit::store::Tx;
use kit::{Ctx, Failure, chance};

use crate::doing::Attempt;
use crate::store::{self, Opened};
use crate::{kept, weighing};

/// Decides something on a case and writes what follows. When the rules say no, the page comes back with the
/// sentence and with what was typed into this form.
pub(crate) async fn change(
    ctx: &Ctx,
    (case, form): (&str, &'static str),
    fields: &Fields,
    decide: impl FnOnce(&State) -> Result<Vec<Event>, Refusal> + Send,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    match decide(&opened.state) {
        Ok(events) => {
            written(ctx, &opened, "work on a case", &events).await?.commit().await?;
            Ok(Redirect::to(&format!("/cases/{}", opened.id)))
        }
        Err(why) => Attempt { form, fields, why }.shown(ctx, &opened).await,
    }
}

/// The transaction with these events written, yet to be made durable.
pub(crate) async fn written(
    ctx: &Ctx,
    opened: &Opened,
    label: &'static str,
    events: &[Event],
) -> Result<Tx, Failure> {
    let raised = weighing::raised_by_notes(ctx, opened, events).await?;
    let mut tx = ctx.begin(label).await?;
    for (version, event) in (opened.version..).zip(events.iter().chain(&raised)) {
        tx.append(opened.id, version, event::Event::Cases(event.clone()), None).await?;
        if let Event::KeptFrom { account } = event {
            kept::reports_from(&mut tx, &opened.state.reports, &[*account]).await?;
        }
    }
    Ok(tx)
}

/// Writes a note in the chronology.
pub async fn note(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let text = fields.get("text").unwrap_or_default();
    change(&ctx, (&case, "notes"), &fields, |state| Ok(vec![course::note(state, text)?])).await
}

/// Decides, with the reason: the decision not to refer too.
pub async fn decide(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    change(&ctx, (&case, "decide"), &fields, |state| {
        let decision = fields.get("decision").and_then(Decision::from_code).ok_or(Refusal::NotAChoice)?;
        course::decide(state, decision, reason)
    })
    .await
}

/// Names a subject. Accounts that may be the suspect's are kept from the case from then on.
pub async fn subject(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let (name, about) = (fields.get("name").unwrap_or_default(), fields.get("about").unwrap_or_default());
    let kind = fields.get("kind").and_then(SubjectKind::from_code);
    let named = named(&ctx, kind, name).await?;
    let id = chance::id(ctx.now);
    change(&ctx, (&case, "subjects"), &fields, |state| {
        let kind = kind.ok_or(Refusal::NotAChoice)?;
        let mut events = vec![course::name_subject(state, id, kind, name, about)?];
        events.extend(course::keep_from(state, &named));
        Ok(events)
    })
    .await
}

/// The accounts of the organisation that may be this suspect's; never that of whoever names them, who knows
/// already.
pub(crate) async fn named(
    ctx: &Ctx,
    kind: Option<SubjectKind>,
    name: &str,
) -> Result<Vec<AccountId>, Failure> {
    let person = ctx.person()?;
    if kind != Some(SubjectKind::Suspect) {
        return Ok(Vec::new());
    }
    let found = ctx.house.directory.who_may_be(&ctx.house, person.organisation, &[name], None).await?;
    Ok(found.into_iter().filter(|account| *account != person.account).collect())
}

/// Gives a task.
pub async fn task(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let text = fields.get("text").unwrap_or_default();
    let id = chance::id(ctx.now);
    let owner = owner(&ctx, fields.get("owner")).await?;
    change(&ctx, (&case, "tasks"), &fields, |state| {
        let due = fields.get("due").map(str::parse::<Date>).transpose().map_err(|_| Refusal::NotADate)?;
        Ok(vec![course::give_task(state, id, text, owner?, due)?])
    })
    .await
}

/// Whose task it is: somebody of the organisation, or nobody's in particular.
pub(crate) async fn owner(
    ctx: &Ctx,
    chosen: Option<&str>,
) -> Result<Result<Option<AccountId>, Refusal>, Failure> {
    let Some(chosen) = chosen else { return Ok(Ok(None)) };
    let people = ctx.house.directory.people(&ctx.house, ctx.person()?.organisation).await?;
    let owner = people.iter().find(|one| one.account.to_string() == chosen).map(|one| one.account);
    Ok(owner.map(Some).ok_or(Refusal::NotAChoice))
}

/// Does a task.
pub async fn task_done(ctx: Ctx, Path((case, task)): Path<(String, String)>) -> Result<Redirect, Failure> {
    change(&ctx, (&case, "tasks"), &Fields::default(), |state| {
        let task = task.parse().map_err(|_| Refusal::NoSuchTask)?;
        Ok(vec![course::do_task(state, task)?])
    })
    .await
}

/// Sets another urgency than the one that was weighed, with the reason.
pub async fn urgency(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let of = weighing::of_case(&ctx, &opened).await?;
    change(&ctx, (&case, "urgency"), &fields, |_| {
        let after = fields.get("urgency").and_then(Urgency::from_code).ok_or(Refusal::NotAChoice)?;
        Ok(vec![law::set_urgency(&of, after, reason, fields.has("meant"))?])
    })
    .await
}

/// Closes the case.
pub async fn close(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    change(&ctx, (&case, "close"), &fields, |state| Ok(vec![course::close(state, reason)?])).await
}

/// Opens it again.
pub async fn reopen(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    change(&ctx, (&case, "reopen"), &fields, |state| Ok(vec![course::reopen(state, reason)?])).await
}
