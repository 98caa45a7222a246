//! The outermost layer: every answer gets its headers, and every failure becomes words.
//!
//! People get a page, programs (addresses under `/api/`) get problem details (RFC 9457). A fault is
//! logged here, once, with a number; the reader sees only the number.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::words::{Lang, Words};

use crate::api::{FieldProblem, Problem};
use crate::ctx::{Asked, lang_of};
use crate::failure::{Failed, Failure};
use crate::page::{problem, words as wording};
use crate::{House, chance};

/// No inline script or style, nothing from elsewhere, nothing that frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that may also do this: one more directive.
pub fn policy_with(directive: &str) -> String {
    format!("{POLICY}; {directive}")
}

/// The layer, for `axum::middleware::from_fn_with_state`.
pub async fn answer(State(house): State<Arc<House>>, mut request: Request, next: Next) -> Response {
    let asked = Asked::default();
    request.extensions_mut().insert(asked.clone());
    let (path, lang) = (request.uri().path().to_owned(), lang_of(request.uri().query()));
    let room = if request.method() == Method::GET { path.clone() } else { room(&path) };
    let mut response = next.run(request).await;
    let lang = asked.lang().unwrap_or(lang);
    if let Some(Failed(failure)) = response.extensions_mut().remove::<Failed>() {
        response = if path.starts_with("/api/") { details(&failure) } else { page(&failure, lang, &room) };
    } else if path.starts_with("/api/") {
        response = detailed(response);
    } else if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = page(&Failure::NotFound, lang, &room);
    }
    dress(&house, &path, &asked, &mut response);
    response
}

/// What every page's answer says to the browser: nothing inline, nothing from elsewhere, nothing kept, nobody told.
pub fn guard(headers: &mut HeaderMap) {
    for (name, value) in GUARDS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

const GUARDS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

fn dress(house: &House, path: &str, asked: &Asked, response: &mut Response) {
    let headers = response.headers_mut();
    guard(headers);
    if let Some(at) = house.settings.deposit.as_deref().filter(|_| path.ends_with("/send")) {
        let wider = POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {at}"));
        if let Ok(wider) = HeaderValue::from_str(&wider) {
            headers.insert(header::CONTENT_SECURITY_POLICY, wider);
        }
    }
    let mut put = |name: header::HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    if house.settings.secure() {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if !path.starts_with("/assets/") {
        // A shared computer must not show the page again to whoever presses "back" next.
        put(header::CACHE_CONTROL, "no-store");
    }
    if asked.was_asked() {
        // What the test of the router looks for: a handler that answered without asking is a defect.
        put(header::HeaderName::from_static("x-asked"), "yes");
    }
}

/// `room` is where to come back to after signing in or proving who one is.
fn page(failure: &Failure, lang: Lang, room: &str) -> Response {
    let say = |title: Words, text: &str| problem(lang, title.of(lang), text, None);
    let markup = match failure {
        Failure::SignInFirst => return Redirect::to(&format!("/sign-in?to={room}")).into_response(),
        Failure::ProveAgain => return Redirect::to(&format!("/prove?to={room}")).into_response(),
        Failure::OpenKeys => return Redirect::to(&format!("/account/open?to={room}")).into_response(),
        Failure::NotFound => say(wording::NOT_FOUND_TITLE, wording::NOT_FOUND_TEXT.of(lang)),
        Failure::Refused(why) => say(wording::REFUSED_TITLE, why),
        Failure::Conflict => say(wording::CONFLICT_TITLE, wording::CONFLICT_TEXT.of(lang)),
        Failure::Unreadable(_, fix) => say(wording::UNREADABLE_TITLE, fix),
        Failure::TooMany { .. } => say(wording::TOO_MANY_TITLE, wording::TOO_MANY_TEXT.of(lang)),
        Failure::Invalid(_, Some(form)) => (**form).clone(),
        Failure::Invalid(errors, None) => {
            let all: Vec<&str> = errors.iter().map(|(_, message)| message).collect();
            say(wording::REFUSED_TITLE, &all.join(". "))
        }
        Failure::Shut(_) => say(wording::SHUT_TITLE, wording::SHUT_TEXT.of(lang)),
        Failure::Fault(fault) => {
            let number = log(fault);
            problem(lang, wording::FAULT_TITLE.of(lang), wording::FAULT_TEXT.of(lang), Some(&number))
        }
    };
    let mut response = (failure.status(), markup).into_response();
    if let Failure::TooMany { retry_after_s } = failure {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_s));
    }
    response
}

/// The page that the act belongs to: the act itself is not an address to go to.
fn room(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/').split('/').next().unwrap_or_default())
}

fn log(fault: &crate::Fault) -> String {
    let number = chance::reference().to_string();
    tracing::error!(number, reason = fault.chain(), "a request failed");
    number
}

/// What the framework itself refuses (a method, a path that is not UTF-8) as problem details.
fn detailed(response: Response) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let reason = status.canonical_reason().unwrap_or("it cannot be read").to_lowercase();
    let mut answer = details(&Failure::Unreadable(status, reason));
    if let Some(allow) = allow {
        answer.headers_mut().insert(header::ALLOW, allow);
    }
    answer
}

/// A failure as problem details. `type` names the kind; `errors` the fields.
fn details(failure: &Failure) -> Response {
    let (kind, detail) = match failure {
        Failure::NotFound => ("not-found", "there is nothing here that this key can see".to_owned()),
        Failure::SignInFirst => ("sign-in-first", "send a key as `Authorization: Bearer …`".to_owned()),
        Failure::ProveAgain => {
            ("prove-again", "this act needs a person who has just proved who they are".to_owned())
        }
        Failure::OpenKeys => {
            ("open-keys", "this key opens no record: whoever it acts for must make it anew".to_owned())
        }
        Failure::Refused(why) => ("refused", why.clone()),
        Failure::Conflict => ("conflict", "it was changed meanwhile: read it again".to_owned()),
        Failure::Unreadable(_, fix) => ("unreadable", fix.clone()),
        Failure::TooMany { retry_after_s } => ("too-many", format!("try again in {retry_after_s} seconds")),
        Failure::Invalid(..) => ("invalid", "some fields are wrong: see `errors`".to_owned()),
        Failure::Shut(_) => ("shut", "nothing can be taken right now: send it again later".to_owned()),
        Failure::Fault(fault) => ("fault", format!("our fault; quote {}", log(fault))),
    };
    let status = failure.status();
    let errors = if let Failure::Invalid(errors, _) = failure {
        let one = |(field, message): (&str, &str)| FieldProblem {
            field: field.to_owned(),
            message: message.to_owned(),
        };
        Some(errors.iter().map(one).collect())
    } else {
        None
    };
    let problem = Problem {
        kind: format!("urn:hearken:problem:{kind}"),
        title: status.canonical_reason().unwrap_or("Problem").to_owned(),
        status: status.as_u16(),
        detail,
        errors,
    };
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    let mut response = (status, kind, serde_json::json!(problem).to_string()).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
