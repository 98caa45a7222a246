//! What a reader can open, as words.

use std::sync::Arc;

use domain::event::Event;
use domain::id::{CaseId, ReportId};
use domain::reports::State;
use domain::reports::course::Message;
use domain::role::{Act, Role};
use kit::search::{MATTERS_MAX, Shelf};
use kit::store::sql;
use kit::{Ctx, Failure, Fault, journal};

use crate::store::{self, Opened};
use crate::story;

/// Entries that were written beside one another may come in another order than their numbers.
const OVERLAP: i64 = 64;

/// The reader's shelf, as of now.
pub(super) async fn shelf(ctx: &Ctx) -> Result<Arc<Shelf>, Failure> {
    let account = ctx.person()?.account;
    let before = ctx.house.shelves.of(account, ctx.now);
    let position = journal::position(&ctx.db).await?;
    let changed = if before.is_new() {
        everything(ctx).await?
    } else {
        journal::changed_since(&ctx.db, before.position - OVERLAP).await?
    };
    let mut shelf = Shelf::clone(&before);
    for matter in changed {
        match text(ctx, &matter).await? {
            Some(text) => shelf.put(&matter, &text),
            None => shelf.remove(&matter),
        }
    }
    shelf.position = position;
    let shelf = Arc::new(shelf);
    ctx.house.shelves.keep(account, Arc::clone(&shelf));
    Ok(shelf)
}

/// The reports and cases that the reader may have to do with, the newest first.
async fn everything(ctx: &Ctx) -> Result<Vec<String>, Fault> {
    let person = ctx.person().map_err(|_| Fault::new("somebody searches who is nobody"))?;
    let rows = sql("-- cases.search.everything
        SELECT matter FROM (
            SELECT report AS matter, received_at AS at FROM cases_intake WHERE organisation = $1 AND state <> 'erased'
            UNION ALL
            SELECT id AS matter, opened_at AS at FROM cases_case WHERE organisation = $1
            AND ($3 = 1 OR EXISTS (SELECT 1 FROM cases_team t WHERE t.case_id = cases_case.id AND t.account = $2))
        ) everything ORDER BY at DESC LIMIT $4")
    .bind(person.organisation)
    .bind(person.account)
    .bind(person.roles.contains(&Role::Lead))
    .bind(MATTERS_MAX)
    .all(&ctx.db)
    .await?;
    rows.iter().map(|row| row.get("matter")).collect()
}

/// All that the reader may read of a matter; nothing of what they may not, or of what is no report and no case.
async fn text(ctx: &Ctx, matter: &str) -> Result<Option<String>, Failure> {
    if let Ok(report) = matter.parse::<ReportId>() {
        let waiting = Failure::found(store::waiting(&ctx.db, report).await)?;
        let waiting = waiting.filter(|waiting| ctx.could(Act::ReadReport, &waiting.matter()));
        return Ok(waiting.map(|waiting| told(ctx, &waiting.state)));
    }
    if matter.parse::<CaseId>().is_err() {
        return Ok(None);
    }
    let opened = Failure::found(store::opened(&ctx.db, matter).await)?;
    let opened = opened.filter(|opened| ctx.could(Act::ReadCase, &opened.matter(ctx.now)));
    Ok(opened.map(|opened| worked(ctx, &opened)))
}

/// The text of a report.
pub(super) fn told(ctx: &Ctx, state: &State) -> String {
    let mut lines = vec![state.receipt.reference.to_string(), state.receipt.reference.plain().to_owned()];
    let asked = ctx.house.told.told(&state.receipt.report, ctx.lang);
    lines.extend(asked.into_iter().flat_map(|asked| asked.answer));
    lines.extend(state.files().map(|file| file.name.clone()));
    lines.extend(state.messages.iter().map(|message| match message {
        Message::FromReporter { text, .. } | Message::ToReporter { text } => text.clone(),
    }));
    lines.join("\n")
}

/// The text of a case: its subjects, and what was written in it.
pub(super) fn worked(ctx: &Ctx, opened: &Opened) -> String {
    let state = &opened.state;
    let mut lines = vec![state.opening.reference.to_string(), state.opening.reference.plain().to_owned()];
    lines.extend(state.subjects.iter().map(|subject| format!("{} {}", subject.name, subject.about)));
    for entry in opened.history.iter().filter(|entry| matches!(entry.event, Event::Cases(_))) {
        let told = story::told(entry, "", ctx.lang);
        lines.extend([told.more, told.said].into_iter().filter(|text| !text.is_empty()));
    }
    lines.join("\n")
}
