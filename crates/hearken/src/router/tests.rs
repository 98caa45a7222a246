//! The whole service, asked over HTTP: who sees what, and what becomes of a report.

use axum::body::{Body, to_bytes};
use axum::http::Request as HttpRequest;
use domain::accounts::{Event as Happened, Organisation};
use domain::agency::{AgencyKind, Nation};
use domain::event::{Actor, Event};
use domain::id::{AccountId, OrganisationId, kind};
use domain::role::Role;
use kit::{chance, testing};
use tower::ServiceExt as _;

use super::*;
use crate::house::{migrations, reactions};

const PASSWORD: &str = "correct horse battery staple";

/// A service with a safeguarding service and a school, and people in them.
struct Service {
    house: Arc<House>,
    router: Router,
    folder: tempfile::TempDir,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Service {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, under other policies.
    async fn under(policies: kit::access::Policies) -> Self {
        Self::with(|house| house.policies = policies).await
    }

    /// The same, with something of the house changed before anybody has it.
    async fn with(change: impl FnOnce(&mut House)) -> Self {
        let people = testing::People {
            door: Box::new(accounts::Door),
            directory: Box::new(accounts::Book::default()),
            told: Box::new(reports::Reading),
            briefing: Box::new(cases::Telling),
            print: Arc::new(crate::house::Press),
        };
        let (mut house, folder) = testing::house(migrations(), reactions(), people).await;
        change(Arc::get_mut(&mut house).expect("nobody else has it yet"));
        let service = Self { router: router(Arc::clone(&house)), house, folder };
        let desk = service.organisation("service", AgencyKind::SafeguardingService).await;
        let school = service.organisation("ridgeway", AgencyKind::School).await;
        service.account(desk, "Morgan Ellery", "lead@service.example", &[Role::Lead]).await;
        service.account(desk, "Priya Raman", "worker@service.example", &[Role::Practitioner]).await;
        service.account(school, "Helen Abara", "lead@school.example", &[Role::Lead]).await;
        let council = service.organisation("council", AgencyKind::ChildrensServices).await;
        service.account(council, "Joan Pike", "lead@council.example", &[Role::Lead]).await;
        service.account(school, "Tom Whitcombe", "teacher@school.example", &[Role::Staff]).await;
        service
    }

    async fn organisation(&self, code: &str, agency: AgencyKind) -> OrganisationId {
        let now = self.house.clock.now();
        let id = chance::id::<kind::Organisation>(now);
        let organisation = Organisation {
            name: code.to_owned(),
            agency,
            nation: Nation::England,
            area: None,
            code: code.to_owned(),
        };
        let mut tx = self.house.begin("make an organisation", Actor::System, now).await.unwrap();
        let made = Event::Accounts(Happened::OrganisationMade { organisation });
        tx.append(id, 0, made, None).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn account(&self, organisation: OrganisationId, name: &str, email: &str, roles: &[Role]) {
        let now = self.house.clock.now();
        let account: AccountId = chance::id(now);
        let hash = accounts::password::hash(PASSWORD).unwrap();
        let mut tx = self.house.begin("make an account", Actor::System, now).await.unwrap();
        accounts::join::make(&mut tx, account, organisation, name, email, roles, Some(&hash)).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
        let request = HttpRequest::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&to_bytes(body, 4_000_000).await.unwrap()).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask("GET", path, cookie, "").await
    }

    async fn sign_in(&self, email: &str) -> String {
        let form = format!("email={email}&password={}", PASSWORD.replace(' ', "+"));
        let answer = self.ask("POST", "/sign-in", "", &form).await;
        let cookie = answer.headers.get(header::SET_COOKIE).expect("a cookie").to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// The same, and it must arrive.
    async fn reported(&self, answers: &[(&str, &str)]) {
        let sent = self.report("", answers).await;
        assert!(sent.status == StatusCode::OK, "{} {}", sent.status, sent.text);
    }

    /// Answers every question as `answers` say, or with the least; the confirmation page.
    async fn report(&self, cookie: &str, answers: &[(&str, &str)]) -> Answer {
        let who = answers.iter().find(|(question, _)| *question == "who").map_or("who=me", |(_, form)| form);
        let mut at = self.ask("POST", "/report", cookie, who).await.location().to_owned();
        for _ in 0..40 {
            let (draft, question) = at.rsplit_once('/').unwrap();
            let answer = match question {
                "advice" => self.get(&at, cookie).await,
                "check" => return self.ask("POST", &format!("{draft}/send"), cookie, "").await,
                "whole" => self.ask("POST", &at, cookie, &together(answers)).await,
                question => self.ask("POST", &at, cookie, given(answers, question)).await,
            };
            let next =
                if question == "advice" { onward(&answer.text, draft) } else { answer.location().to_owned() };
            assert!(!next.is_empty(), "{question}: {} {}", answer.status, answer.text);
            at = next;
        }
        panic!("the form has no end")
    }
}

/// What is said to a question: what was given, or the least.
fn given<'a>(answers: &[(&str, &'a str)], question: &str) -> &'a str {
    answers.iter().find(|(known, _)| *known == question).map_or(least(question), |(_, form)| form)
}

/// What is said to every question on the page of somebody at work: fields of rows have the question before them there.
fn together(answers: &[(&str, &str)]) -> String {
    let fields = |question: &str| {
        let pairs = given(answers, question).split('&').map(|pair| {
            if pair.starts_with(|first: char| first.is_ascii_digit()) {
                format!("{question}.{pair}")
            } else {
                pair.to_owned()
            }
        });
        pairs.collect::<Vec<_>>().join("&")
    };
    let all = domain::reports::form::QUESTIONS.iter().map(|question| fields(question.id));
    all.filter(|form| !form.is_empty()).collect::<Vec<_>>().join("&")
}

/// The least that can be said to a question.
fn least(question: &str) -> &'static str {
    match question {
        "harm" => "harm=sextortion",
        "danger" | "threat" | "demand" | "staff" | "evidence" => NO[index(question)],
        "happened" => "happened=He+says+he+will+send+it+to+everyone",
        "when" => "when=today",
        "where" => "where=not_sure",
        "tell_school" => "tell_school=no",
        "reply" => "reply=code",
        _ => "",
    }
}

const QUESTIONS: [&str; 5] = ["danger", "threat", "demand", "staff", "evidence"];
const NO: [&str; 5] = ["danger=no", "threat=no", "demand=no", "staff=no", "evidence=no"];

fn index(question: &str) -> usize {
    QUESTIONS.iter().position(|known| *known == question).unwrap()
}

/// Where the page of advice leads: the last link of the draft on it.
fn onward(text: &str, draft: &str) -> String {
    let start = text.rfind(&format!("href=\"{draft}/")).expect("a way on") + 6;
    text[start..].split('"').next().unwrap().to_owned()
}

/// The first link of the page that begins so.
fn link(text: &str, begins: &str) -> Option<String> {
    let start = text.find(&format!("href=\"{begins}"))? + 6;
    Some(text[start..].split('"').next().unwrap().to_owned())
}

mod census;
mod custody;
mod duty;
mod ending;
mod evidence;
mod forms;
mod fuzz;
mod handing;
mod hashes;
mod interfering;
mod law;
mod mechanism;
mod outside;
mod pathway;
mod programs;
mod referring;
mod reporting;
mod searching;
mod signing_in;
mod spooled;
mod weighing;
mod working;
mod young;

#[tokio::test]
async fn every_route_asks_who_may_or_says_not_found() {
    let service = Service::new().await;
    for route in table() {
        let parts = [
            "{draft}",
            "{question}",
            "{file}",
            "{visit}",
            "{referral}",
            "{key}",
            "{postcode}",
            "{answer}",
            "{token}",
            "{session}",
            "{account}",
            "{passkey}",
            "{invitation}",
            "{registration}",
            "{report}",
            "{case}",
            "{task}",
            "{assessment}",
            "{interference}",
            "{subject}",
            "{act}",
            "{name}",
            "{tool}",
            "{number}",
            "{page}",
            "{list}",
            "{entry}",
        ];
        let path = parts.iter().fold(route.path.to_owned(), |path, part| path.replace(part, "nothing"));
        for method in route.methods.split(' ') {
            let answer = service.ask(method, &path, "", "").await;
            let asked = answer.headers.contains_key("x-asked");
            assert!(
                asked || answer.status == StatusCode::NOT_FOUND || answer.status.is_client_error(),
                "{method} {path}: {}",
                answer.status
            );
            assert!(!answer.status.is_server_error(), "{method} {path}: {}", answer.text);
            if route.act != "public" {
                let turned_away = answer.status == StatusCode::NOT_FOUND
                    || answer.status == StatusCode::UNAUTHORIZED
                    || answer.location().starts_with("/sign-in");
                assert!(turned_away, "{method} {path} let nobody in: {}", answer.status);
            }
        }
    }
}

#[tokio::test]
async fn a_blackmailed_child_comes_first_in_the_queue_with_the_reason() {
    let service = Service::new().await;
    service.reported(&[("harm", "harm=other")]).await;
    service.house.clock.advance(jiff::SignedDuration::from_mins(5));
    service.reported(&[("threat", "threat=yes")]).await;
    let lead = service.sign_in("lead@service.example").await;
    let queue = service.get("/queue", &lead).await;
    let first = queue.text.split("hearken-queue__row").nth(1).unwrap();
    assert!(first.contains("hearken-urgency--urgent") && first.contains("Why:"), "{first}");
}

#[tokio::test]
async fn a_report_becomes_a_case_that_is_decided_and_closed() {
    let service = Service::new().await;
    service.reported(&[("threat", "threat=yes")]).await;
    let lead = service.sign_in("lead@service.example").await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let again = service.ask("POST", &format!("{report}/accept"), &lead, "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let hasty = service.ask("POST", &format!("{case}/close"), &lead, "reason=done").await;
    assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(hasty.text.contains("before you close the case"), "{}", hasty.text);
    service
        .ask("POST", &format!("{case}/decide"), &lead, "decision=do_not_refer&reason=The+family+has+help")
        .await;
    let closed = service.ask("POST", &format!("{case}/close"), &lead, "reason=done").await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let page = service.get(&case, &lead).await.text;
    assert!(page.contains("The family has help") && page.contains("Morgan Ellery"), "{page}");
    assert!(!service.get("/queue", &lead).await.text.contains("/queue/rep_"));
}

#[tokio::test]
async fn the_person_named_cannot_tell_that_it_exists() {
    let service = Service::new().await;
    let named = "0.name=Morgan+Ellery&0.part=suspect";
    service.reported(&[("know", "know=people"), ("people", named)]).await;
    let worker = service.sign_in("worker@service.example").await;
    let report = link(&service.get("/queue", &worker).await.text, "/queue/rep_").expect("others see it");
    let lead = service.sign_in("lead@service.example").await;
    assert!(!service.get("/queue", &lead).await.text.contains("rep_"));
    for path in [report.clone(), report.replace("/queue/", "/reports/")] {
        assert_eq!(service.get(&path, &lead).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let case = service.ask("POST", &format!("{report}/accept"), &worker, "").await.location().to_owned();
    assert_eq!(service.get(&case, &lead).await.status, StatusCode::NOT_FOUND);
    assert!(!service.get("/cases", &lead).await.text.contains("cas_"));
}

#[tokio::test]
async fn a_stranger_cannot_tell_that_it_exists() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let lead = service.sign_in("lead@service.example").await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    let stranger = service.sign_in("lead@school.example").await;
    let absent = service.get("/cases/cas_01890a5d-ac96-774b-bcce-b302099a8057", &stranger).await;
    for path in [&report, &case] {
        let answer = service.get(path, &stranger).await;
        assert_eq!((answer.status, &answer.text), (StatusCode::NOT_FOUND, &absent.text), "{path}");
    }
}

#[tokio::test]
async fn outside_the_team_the_glass_must_be_broken_and_the_case_says_so() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let lead = service.sign_in("lead@service.example").await;
    let worker = service.sign_in("worker@service.example").await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let case = service.ask("POST", &format!("{report}/accept"), &lead, "").await.location().to_owned();
    assert!(!service.get(&case, &worker).await.text.contains("hearken-chronology"));
    service.ask("POST", &format!("{case}/glass"), &worker, "reason=The+duty+desk+asked").await;
    assert!(service.get(&case, &worker).await.text.contains("hearken-chronology"));
    let seen = service.get(&case, &lead).await.text;
    assert!(seen.contains("The duty desk asked") && seen.contains("Priya Raman"), "{seen}");
}

#[tokio::test]
async fn a_postcode_is_read_as_who_is_responsible_there() {
    let service = Service::new().await;
    service.reported(&[("where", "where=SN3+1RA")]).await;
    let lead = service.sign_in("lead@service.example").await;
    let report = link(&service.get("/queue", &lead).await.text, "/queue/rep_").unwrap();
    let page = service.get(&report, &lead).await.text;
    assert!(page.contains("Swindon") && page.contains("Wiltshire Police"), "{page}");
}

#[tokio::test]
async fn staff_see_their_own_reports_and_nothing_else() {
    let service = Service::new().await;
    service.reported(&[]).await;
    let teacher = service.sign_in("teacher@school.example").await;
    assert_eq!(service.get("/queue", &teacher).await.status, StatusCode::NOT_FOUND);
    let mine = service.get("/reports/mine", &teacher).await;
    assert!(mine.status == StatusCode::OK && !mine.text.contains("rep_"));
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused() {
    let service = Service::new().await;
    let request = HttpRequest::builder().method("POST").uri("/report").header("sec-fetch-site", "cross-site");
    let response = service.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}
