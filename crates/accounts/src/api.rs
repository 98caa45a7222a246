//! The people of an organisation for programs: whom a task may be given to, who could join a team.

use axum::response::Response;
use domain::id::AccountId;
use domain::role::Act;
use kit::api::{self, Problems};
use kit::{Ctx, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::store;

/// Somebody who works here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Colleague {
    #[schema(value_type = String)]
    pub account: AccountId,
    pub name: String,
    pub roles: Vec<&'static str>,
}

/// Everybody with an open account in the organisation of the key's holder, by name.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", security(("key" = [])),
    responses((status = 200, body = Vec<Colleague>), Problems))]
pub async fn people(ctx: Ctx) -> Result<Response, Failure> {
    let person = ctx.may(Act::SeeQueue)?;
    let members = store::members(&ctx.db, person.organisation).await?;
    let colleague = |account: store::Account| Colleague {
        account: account.id,
        name: account.name,
        roles: account.roles.iter().map(|role| role.code()).collect(),
    };
    let active = members.into_iter().filter(|account| account.active);
    api::shown(&active.map(colleague).collect::<Vec<_>>())
}
