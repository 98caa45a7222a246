//! The API: its document, made from the code, and a page on which to read it.

use axum::extract::Path;
use axum::response::Response;
use domain::place::{self, Place};
use domain::words::Lang;
use kit::api::{self, FieldProblem, Problem, Problems};
use kit::page::Shell;
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};
use serde::Serialize;
use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(
    info(title = "Hearken", description = "Safeguarding for programs. Errors are problem details (RFC 9457)."),
    paths(
        reports::api::create, reports::api::file, reports::api::list, reports::api::read, reports::api::reply,
        cases::api::queue, cases::api::decide, cases::api::list, cases::api::read, cases::api::act,
        referrals::api::list, referrals::api::create, referrals::api::read, referrals::api::act,
        duty::api::read, accounts::api::people, me, place,
        removal::api::lists, removal::api::put, removal::api::changes, removal::matching::matching,
        removal::telling::feedback,
        crate::law_api::screen, crate::law_api::route, crate::law_api::clock, crate::law_api::rules
    ),
    components(schemas(Problem, FieldProblem)),
    modifiers(&Keys),
)]
struct Document;

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let key = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        document.components.get_or_insert_default().add_security_scheme("key", key);
    }
}

/// The document.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The document, served.
pub(crate) async fn openapi(ctx: Ctx) -> Result<Response, Failure> {
    ctx.open_to_all();
    api::shown(&document())
}

/// Who the key acts for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    account: String,
    name: String,
    organisation: String,
    organisation_name: String,
    roles: Vec<&'static str>,
    /// What the key is good for; nothing here for a browser, which may all that the person may.
    scopes: Option<Vec<&'static str>>,
}

/// Who the key acts for, and what it is good for.
#[utoipa::path(get, path = "/api/v1/me", tag = "keys", security(("key" = [])),
    responses((status = 200, body = Me), Problems))]
pub(crate) async fn me(ctx: Ctx) -> Result<Response, Failure> {
    ctx.open_to_all();
    let person = ctx.person()?;
    api::shown(&Me {
        account: person.account.to_string(),
        name: person.name.clone(),
        organisation: person.organisation.to_string(),
        organisation_name: person.organisation_name.clone(),
        roles: person.roles.iter().map(|role| role.code()).collect(),
        scopes: person.scopes.as_ref().map(|scopes| scopes.iter().map(|act| act.code()).collect()),
    })
}

/// Who is responsible at a postcode or its first half: authority, children's services, force, nation.
#[utoipa::path(get, path = "/api/v1/places/{postcode}", tag = "places", params(("postcode" = String, Path)),
    responses((status = 200, body = Object), Problems))]
pub(crate) async fn place(ctx: Ctx, Path(postcode): Path<String>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let place = Place::read(&postcode)
        .map_err(|why| Failure::Invalid(FieldErrors::one("postcode", why.to_string()), None))?;
    api::shown(&place::locate(&place))
}

/// The page.
pub(crate) async fn page(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let document =
        serde_json::to_value(document()).map_err(|error| kit::Fault::because("writing the API", error))?;
    let title = "Hearken API";
    Ok(Shell::public(Lang::En, title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (text(&document["info"]["description"])) }
        p class="govuk-body" { a class="govuk-link" href="/api/openapi.json" { "openapi.json" } }
        @for (path, methods) in pairs(&document["paths"]) {
            @for (method, operation) in pairs(methods) { (self::operation(path, method, operation)) }
        }
        h2 class="govuk-heading-m" { "Schemas" }
        @for (name, schema) in pairs(&document["components"]["schemas"]) {
            h3 class="govuk-heading-s" id=(name) { (name) }
            pre class="hearken-code-block" tabindex="0" { (serde_json::to_string_pretty(schema).unwrap_or_default()) }
        }
    }))
}

fn operation(path: &str, method: &str, operation: &Value) -> Markup {
    let statuses: Vec<&str> = pairs(&operation["responses"]).map(|(status, _)| status).collect();
    let body = pairs(&operation["requestBody"]["content"]).next();
    let key = operation["security"]
        .as_array()
        .is_some_and(|all| all.iter().all(|one| one != &serde_json::json!({})));
    html! {
        section {
            h2 class="govuk-heading-m" { code { (method.to_uppercase()) " " (path) } }
            p class="govuk-body" { (text(&operation["summary"])) " " (text(&operation["description"])) @if key { " Needs a key." } }
            ul class="govuk-list govuk-list--bullet" {
                @for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    li { code { (text(&parameter["name"])) } " (" (text(&parameter["in"])) ") " (text(&parameter["description"])) }
                }
                @if let Some((kind, content)) = body { li { (kind) " " (schema(&content["schema"])) } }
                li { "Answers: " (statuses.join(", ")) }
            }
        }
    }
}

fn schema(schema: &Value) -> Markup {
    let name = text(&schema["$ref"]).rsplit('/').next().unwrap_or_default();
    html! { @if !name.is_empty() { a class="govuk-link" href={ "#" (name) } { (name) } } }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn pairs(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}
