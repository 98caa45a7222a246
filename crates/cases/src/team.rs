//! Who works on a case. A member is told by mail that there is something for them, never what it is about.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::{Refusal, course};
use domain::id::AccountId;
use domain::role::Act;
use kit::form::Fields;
use kit::{Ctx, Failure, mail};

use crate::act::{change, written};
use crate::doing::Attempt;
use crate::store::{self, Opened};
use crate::words;

/// Takes somebody into the team.
pub async fn join(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    match taken_in(&ctx, &opened, fields.get("account").unwrap_or_default()).await? {
        Ok(tx) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/cases/{}", opened.id)))
        }
        Err(why) => Attempt { form: "team", fields: &fields, why }.shown(&ctx, &opened).await,
    }
}

/// The transaction in which somebody joins the team, yet to be made durable; or why they may not.
pub(crate) async fn taken_in(
    ctx: &Ctx,
    opened: &Opened,
    account: &str,
) -> Result<Result<kit::store::Tx, Refusal>, Failure> {
    let people = ctx.house.directory.people(&ctx.house, opened.state.opening.organisation).await?;
    let member = people.into_iter().find(|one| one.account.to_string() == account);
    let joined = member
        .ok_or(Refusal::NotForTeam)
        .and_then(|member| Ok((course::join_team(&opened.state, member.account)?, member)));
    let (event, member) = match joined {
        Ok(joined) => joined,
        Err(why) => return Ok(Err(why)),
    };
    let mut tx = written(ctx, opened, "take somebody into the team", &[event]).await?;
    let (subject, body) =
        words::team_mail(&opened.state.opening.reference, &ctx.house.settings.base_url, member.lang);
    mail::write(&mut tx, &member.email, &subject, &body).await?;
    Ok(Ok(tx))
}

/// Takes somebody out of the team.
pub async fn leave(ctx: Ctx, Path((case, account)): Path<(String, String)>) -> Result<Redirect, Failure> {
    change(&ctx, (&case, "team"), &Fields::default(), |state| {
        let account: AccountId = account.parse().map_err(|_| Refusal::NotInTeam)?;
        Ok(vec![course::leave_team(state, account)?])
    })
    .await
}
