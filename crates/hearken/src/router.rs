//! The table of contents: every address, what it does, and which act it asks for.
//!
//! The list of routes is printed to `golden/routes.txt`. A test walks it: a handler that answers without
//! having asked who may is a defect, and so is one that tells a stranger that something exists.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use kit::vault::{FILE_BYTES_MAX, FILES_MAX};
use kit::{Ctx, Failure, House, Visitor};
use tower_http::compression::CompressionLayer;

/// One line of the table.
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) methods: &'static str,
    /// The act that it asks for; `public` for everybody.
    pub(crate) act: &'static str,
    handler: MethodRouter<Arc<House>>,
}

macro_rules! table {
    ($($path:literal $methods:literal $act:literal => $handler:expr;)*) => {
        vec![$(Route { path: $path, methods: $methods, act: $act, handler: $handler }),*]
    };
}

/// Every route.
pub(crate) fn table() -> Vec<Route> {
    let rooms = [
        hearing(),
        taking_down(),
        law(),
        people(),
        running(),
        told(),
        working(),
        referring(),
        duties(),
        hashes(),
        programs(),
        look(),
    ];
    rooms.into_iter().flatten().collect()
}

/// For everybody, without an account.
fn hearing() -> Vec<Route> {
    use reports::{come_back, form, proof, start};
    table! {
        "/" "GET" "public" => get(start::home);
        "/report" "GET POST" "public" => get(start::who).post(start::begin);
        "/report/professional" "GET POST" "public" => get(form::new_whole).post(form::begin_whole);
        "/r/{draft}/whole" "GET POST" "public" => get(form::show_whole).post(form::answer_whole);
        "/r/{draft}/advice" "GET" "public" => get(form::advise);
        "/r/{draft}/check" "GET" "public" => get(form::check);
        "/r/{draft}/send" "POST" "public" => post(form::send);
        "/r/{draft}/save" "POST" "public" => post(form::save);
        "/r/{draft}/files/add" "POST" "public" => post(form::add).layer(DefaultBodyLimit::max(FILES_BYTES_MAX));
        "/r/{draft}/files/{file}/remove" "POST" "public" => post(form::take_back);
        "/r/{draft}/{question}" "GET POST" "public" => get(form::show).post(form::answer);
        "/receipt" "GET" "public" => get(proof::show);
        "/back" "GET POST" "public" => get(come_back::show).post(come_back::enter);
        "/v/{visit}" "GET POST" "public" => get(come_back::visit).post(come_back::add);
        "/v/{visit}/receipt" "GET" "public" => get(come_back::receipt);
        "/leave" "GET" "public" => get(start::leave);
    }
}

/// Getting pictures taken down, for a young person without an account. None of these takes a picture.
fn taking_down() -> Vec<Route> {
    use removal::young::{advice, back, device};
    table! {
        "/remove" "GET POST" "public" => get(advice::show).post(advice::which);
        "/remove/device" "GET POST" "public" => get(device::show).post(device::send);
        "/remove/back" "GET POST" "public" => get(back::show).post(back::enter);
        "/remove/v/{visit}" "GET" "public" => get(back::visit);
        "/remove/v/{visit}/more" "GET POST" "public" => get(back::more).post(back::add);
        "/remove/v/{visit}/withdraw" "POST" "public" => post(back::withdraw);
    }
}

/// The law, for everybody to read.
fn law() -> Vec<Route> {
    use duty::{book, guide};
    table! {
        "/rules" "GET" "public" => get(book::show);
        "/who" "GET POST" "public" => get(guide::show).post(guide::answer);
    }
}

/// Signing in, and one's own account.
fn people() -> Vec<Route> {
    use accounts::{
        code, custody, join, new_password, own, passkeys, prove, register, second_factor, sign_in,
    };
    table! {
        "/sign-in" "GET POST" "public" => get(sign_in::show).post(sign_in::enter);
        "/sign-in/code/{token}" "GET POST" "public" => get(code::show).post(code::enter);
        "/sign-in/passkey/options" "POST" "public" => post(passkeys::ask);
        "/sign-in/passkey" "POST" "public" => post(passkeys::enter);
        "/sign-out" "POST" "public" => post(sign_in::leave);
        "/forgot" "GET POST" "public" => get(new_password::forgot).post(new_password::mail_link);
        "/forgot/{token}" "GET POST" "public" => get(new_password::show).post(new_password::choose);
        "/join/{token}" "GET POST" "public" => get(join::show).post(join::accept);
        "/register" "GET POST" "public" => get(register::show).post(register::ask);
        "/register/{token}" "GET POST" "public" => get(register::confirm).post(register::confirmed);
        "/account" "GET" "use_own_account" => get(own::show);
        "/account/code" "POST" "use_own_account" => post(custody::print);
        "/account/let-in/{account}" "POST" "use_own_account" => post(custody::let_in);
        "/account/open" "GET POST" "use_own_account" => get(custody::show).post(custody::open);
        "/account/language" "POST" "use_own_account" => post(own::language);
        "/account/leave" "POST" "use_own_account" => post(own::leave);
        "/account/password" "GET POST" "use_own_account" => get(new_password::ask).post(new_password::change);
        "/account/passkeys" "POST" "use_own_account" => post(passkeys::keep);
        "/account/passkeys/new" "POST" "use_own_account" => post(passkeys::new);
        "/account/passkeys/{passkey}/remove" "POST" "use_own_account" => post(passkeys::remove);
        "/account/second-factor" "GET POST" "use_own_account" => get(second_factor::show).post(second_factor::turn_on);
        "/account/second-factor/codes" "POST" "use_own_account" => post(second_factor::renew);
        "/account/second-factor/off" "POST" "use_own_account" => post(second_factor::turn_off);
        "/account/sessions/{session}/end" "POST" "use_own_account" => post(own::end);
        "/prove" "GET POST" "use_own_account" => get(prove::show).post(prove::enter);
        "/work" "GET" "public" => get(work);
    }
}

/// Running accounts, and organisations.
fn running() -> Vec<Route> {
    use accounts::{installation, keys, member, members};
    table! {
        "/keys" "GET POST" "manage_tokens" => get(keys::show).post(keys::create);
        "/keys/{key}/revoke" "POST" "manage_tokens" => post(keys::revoke);
        "/members" "GET" "manage_members" => get(members::show);
        "/members/invite" "POST" "manage_members" => post(members::invite);
        "/members/invitations/{invitation}/take-back" "POST" "manage_members" => post(members::take_back);
        "/members/{account}" "GET" "manage_members" => get(member::show);
        "/members/{account}/roles" "POST" "manage_members" => post(member::set_roles);
        "/members/{account}/deactivate" "POST" "manage_members" => post(member::deactivate);
        "/installation" "GET POST" "manage_installation" => get(installation::show).post(installation::make);
        "/installation/{registration}/{answer}" "POST" "manage_installation" => post(installation::decide);
    }
}

/// Reports as whoever made them, and whoever may read them, sees them.
fn told() -> Vec<Route> {
    use reports::{files, mine, reply};
    table! {
        "/reports/mine" "GET" "read_own_reports" => get(mine::list);
        "/reports/{report}" "GET" "read_report" => get(mine::show);
        "/reports/{report}/receipt" "GET" "read_report" => get(mine::receipt);
        "/reports/{report}/reply" "POST" "triage" => post(reply::reply);
        "/files/{file}" "GET" "read_report" => get(files::show);
        "/files/{file}/show" "POST" "read_report" => post(files::clear);
        "/files/{file}/original" "GET" "read_report" => get(files::original);
    }
}

/// The queue and the cases.
fn working() -> Vec<Route> {
    use cases::{
        act, case, census, context, ending, files, glass, linked, list, queue, search, team, tools, triage,
        weighing,
    };
    table! {
        "/queue" "GET" "see_queue" => get(queue::show);
        "/queue/live" "GET" "see_queue" => get(queue::live);
        "/queue/{report}" "GET" "triage" => get(triage::show);
        "/queue/{report}/accept" "POST" "triage" => post(triage::accept);
        "/queue/{report}/join" "POST" "triage" => post(triage::join);
        "/queue/{report}/close" "POST" "triage" => post(triage::close);
        "/queue/{report}/weighing" "GET" "triage" => get(weighing::report);
        "/queue/{report}/weighing/{act}" "POST" "triage" => post(weighing::report_act);
        "/queue/{report}/record" "GET" "end_record" => get(ending::report);
        "/queue/{report}/record/{act}" "POST" "end_record" => post(ending::report_act);
        "/search" "GET POST" "see_queue" => get(search::show).post(search::find);
        "/cases" "GET" "see_queue" => get(list::show);
        "/cases/{case}" "GET" "read_case" => get(case::show);
        "/cases/{case}/glass" "POST" "break_glass" => post(glass::break_it);
        "/cases/{case}/notes" "POST" "work_case" => post(act::note);
        "/cases/{case}/decide" "POST" "work_case" => post(act::decide);
        "/cases/{case}/subjects" "POST" "work_case" => post(act::subject);
        "/cases/{case}/tasks" "POST" "work_case" => post(act::task);
        "/cases/{case}/tasks/{task}/done" "POST" "work_case" => post(act::task_done);
        "/cases/{case}/urgency" "POST" "work_case" => post(act::urgency);
        "/cases/{case}/team" "POST" "work_case" => post(team::join);
        "/cases/{case}/team/{account}/leave" "POST" "work_case" => post(team::leave);
        "/cases/{case}/links" "POST" "work_case" => post(linked::link);
        "/cases/{case}/files" "POST" "work_case" => post(files::add).layer(DefaultBodyLimit::max(FILES_BYTES_MAX));
        "/cases/{case}/files/{file}" "GET" "read_case" => get(files::show);
        "/cases/{case}/files/{file}/show" "POST" "read_case" => post(files::clear);
        "/cases/{case}/files/{file}/original" "GET" "read_case" => get(files::original);
        "/cases/{case}/weighing" "GET" "read_case" => get(weighing::case);
        "/cases/{case}/weighing/{act}" "POST" "work_case" => post(weighing::case_act);
        "/cases/{case}/tools" "GET" "read_case" => get(tools::list);
        "/cases/{case}/tools/{tool}" "GET POST" "work_case" => get(tools::sheet).post(tools::fill);
        "/cases/{case}/outside" "GET POST" "read_case" => get(context::show).post(context::categorise);
        "/cases/{case}/conferences" "GET POST" "work_case" => get(context::new).post(context::hold);
        "/cases/{case}/conferences/{number}" "GET" "read_case" => get(context::conference);
        "/cases/{case}/conferences/{number}/print" "GET" "read_case" => get(context::print);
        "/cases/{case}/census/{subject}" "GET POST" "work_case" => get(census::child::show).post(census::child::save);
        "/census" "GET POST" "make_census" => get(census::year::show).post(census::year::make);
        "/cases/{case}/close" "POST" "work_case" => post(act::close);
        "/cases/{case}/reopen" "POST" "work_case" => post(act::reopen);
        "/cases/{case}/record" "GET" "end_record" => get(ending::case);
        "/cases/{case}/record/{act}" "POST" "end_record" => post(ending::case_act);
    }
}

/// Referrals; those under `/hand` are for a recipient without an account.
fn referring() -> Vec<Route> {
    use referrals::{act, begun, draft, fill, hand, list, paper, show, told};
    table! {
        "/referrals" "GET" "see_referrals" => get(list::show);
        "/cases/{case}/refer" "GET POST" "refer" => get(begun::show).post(begun::begin);
        "/referrals/new/{case}" "GET POST" "refer" => get(draft::new).post(draft::create);
        "/referrals/{referral}" "GET" "read_referral" => get(show::show);
        "/referrals/{referral}/referral.pdf" "GET" "read_referral" => get(paper::pdf);
        "/referrals/{referral}/referral.json" "GET" "read_referral" => get(paper::json);
        "/referrals/{referral}/payload.json" "GET" "read_referral" => get(told::payload);
        "/referrals/{referral}/annex.json" "GET" "read_referral" => get(told::annex);
        "/referrals/{referral}/form/{page}" "GET POST" "refer" => get(fill::show).post(fill::save);
        "/referrals/{referral}/edit" "GET POST" "refer" => get(draft::edit).post(draft::revise);
        "/referrals/{referral}/send" "POST" "refer" => post(act::send);
        "/referrals/{referral}/withdraw" "POST" "refer" => post(act::withdraw);
        "/referrals/{referral}/{answer}" "POST" "answer_referral" => post(act::answer);
        "/hand/{token}" "GET POST" "public" => get(hand::show).post(hand::open);
        "/hand/{token}/again" "POST" "public" => post(hand::again);
        "/handed/{visit}" "GET" "public" => get(hand::visit);
        "/handed/{visit}/referral.pdf" "GET" "public" => get(hand::pdf);
        "/handed/{visit}/referral.json" "GET" "public" => get(hand::json);
        "/handed/{visit}/files/{file}" "GET" "public" => get(hand::file);
        "/handed/{visit}/{answer}" "POST" "public" => post(hand::answer);
    }
}

/// The duties to report, assessed on a case; and who tried to stop a report.
fn duties() -> Vec<Route> {
    use duty::{assess, interfere};
    table! {
        "/cases/{case}/duty" "GET POST" "read_case" => get(assess::list).post(assess::begin);
        "/cases/{case}/duty/{assessment}" "GET" "read_case" => get(assess::show);
        "/cases/{case}/duty/{assessment}/{act}" "POST" "work_case" => post(assess::act);
        "/cases/{case}/interference" "GET POST" "read_case" => get(interfere::new_on_case).post(interfere::record_on_case);
        "/reports/{report}/interference" "GET POST" "read_report" => get(interfere::new_on_report).post(interfere::record_on_report);
        "/interference/{interference}" "GET" "read_case" => get(interfere::show);
    }
}

/// The lists of hashes, as people of the service run them.
fn hashes() -> Vec<Route> {
    use removal::desk;
    table! {
        "/hashes" "GET POST" "run_hashes" => get(desk::lists).post(desk::make);
        "/hashes/waiting" "GET" "run_hashes" => get(desk::waiting);
        "/hashes/platforms" "GET" "run_hashes" => get(desk::platforms);
        "/hashes/lists/{list}" "GET POST" "run_hashes" => get(desk::list).post(desk::change);
        "/hashes/entries/{entry}" "GET POST" "run_hashes" => get(desk::entry).post(desk::decide);
    }
}

/// For programs; the document is made from the same handlers.
fn programs() -> Vec<Route> {
    use {
        crate::api, crate::law_api, cases::api as cases, referrals::api as referrals, reports::api as reports,
    };
    let one_file = usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX) + 1024;
    table! {
        "/api" "GET" "public" => get(api::page);
        "/api/openapi.json" "GET" "public" => get(api::openapi);
        "/api/v1/me" "GET" "public" => get(api::me);
        "/api/v1/people" "GET" "see_queue" => get(accounts::api::people);
        "/api/v1/places/{postcode}" "GET" "public" => get(api::place);
        "/api/v1/screen" "POST" "report" => post(law_api::screen);
        "/api/v1/route" "POST" "public" => post(law_api::route);
        "/api/v1/clock" "GET" "public" => get(law_api::clock);
        "/api/v1/rules" "GET" "public" => get(law_api::rules);
        "/api/v1/reports" "GET POST" "public" => get(reports::list).post(reports::create);
        "/api/v1/files" "POST" "public" => post(reports::file).layer(DefaultBodyLimit::max(one_file));
        "/api/v1/reports/{report}" "GET" "read_report" => get(reports::read);
        "/api/v1/reports/{report}/replies" "POST" "triage" => post(reports::reply);
        "/api/v1/queue" "GET" "see_queue" => get(cases::queue);
        "/api/v1/queue/{report}" "POST" "triage" => post(cases::decide);
        "/api/v1/cases" "GET" "see_queue" => get(cases::list);
        "/api/v1/cases/{case}" "GET" "read_case" => get(cases::read);
        "/api/v1/cases/{case}/acts" "POST" "work_case" => post(cases::act);
        "/api/v1/cases/{case}/duty" "GET" "read_case" => get(duty::api::read);
        "/api/v1/hashes/lists" "GET" "pull_hashes" => get(removal::api::lists);
        "/api/v1/hashes/lists/{list}/entries" "POST" "run_hashes" => post(removal::api::put);
        "/api/v1/hashes/changes" "GET" "pull_hashes" => get(removal::api::changes);
        "/api/v1/hashes/match" "POST" "match_hashes" => post(removal::matching::matching);
        "/api/v1/hashes/feedback" "POST" "feed_back_hashes" => post(removal::telling::feedback);
        "/api/v1/referrals" "GET POST" "refer" => get(referrals::list).post(referrals::create);
        "/api/v1/referrals/{referral}" "GET" "read_referral" => get(referrals::read);
        "/api/v1/referrals/{referral}/acts" "POST" "answer_referral" => post(referrals::act);
    }
}

fn look() -> Vec<Route> {
    table! {
        "/assets/{name}" "GET" "public" => get(asset);
    }
}

/// The whole service.
pub(crate) fn router(house: Arc<House>) -> Router {
    let routes =
        table().into_iter().fold(Router::new(), |router, route| router.route(route.path, route.handler));
    routes
        .fallback(nothing_here)
        .layer(Extension(removal::Node::default()))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(&house), kit::api::once))
        .layer(middleware::from_fn(same_site))
        .layer(middleware::from_fn_with_state(Arc::clone(&house), kit::answer::answer))
        .layer(CompressionLayer::new())
        .with_state(house)
}

/// The most that files sent together may be, with what is around them, in bytes.
#[expect(clippy::cast_possible_truncation, reason = "50 MB fit into any machine's word")]
const FILES_BYTES_MAX: usize = FILE_BYTES_MAX as usize * FILES_MAX + 1024 * 1024;

/// The longest form, in bytes: the longest texts of a page, percent-encoded.
const FORM_BYTES_MAX: usize = 512 * 1024;

/// Where somebody who signed in begins.
async fn work(ctx: Ctx) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let Visitor::Person(person) = &ctx.who else { return Err(Failure::SignInFirst) };
    let own = kit::access::Matter::of(person.organisation);
    let works = ctx.could(domain::role::Act::SeeQueue, &own);
    let runs = ctx.could(domain::role::Act::ManageMembers, &own);
    Ok(Redirect::to(match (works, runs) {
        (true, _) => "/queue",
        (false, true) => "/members",
        (false, false) => "/reports/mine",
    }))
}

async fn asset(ctx: Ctx, Path(name): Path<String>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let (bytes, kind) = kit::page::assets::file(&name).ok_or(Failure::NotFound)?;
    // The name changes with the content, so it may be kept for ever.
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, bytes).into_response())
}

async fn nothing_here() -> Failure {
    Failure::NotFound
}

/// Refuses what another site's page makes a browser send in the person's name. Browsers say where a
/// request comes from; programs with a key do not, and carry no cookie.
async fn same_site(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || !comes_from_elsewhere(request.headers()) {
        return next.run(request).await;
    }
    Failure::Unreadable(StatusCode::FORBIDDEN, "this form was sent from another site".to_owned())
        .into_response()
}

fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let read = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = read(header::HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let (origin, host) = (read(header::ORIGIN), read(header::HOST));
    origin.is_some_and(|origin| origin.split_once("://").map(|(_, host)| host) != host)
}

#[cfg(test)]
mod tests;
