//! Programs: keys, what they are good for, and requests that are sent twice.

use accounts::keys;
use domain::role::Act;
use kit::log::receipt;
use serde_json::{Value, json};

use super::*;

pub(super) struct Program<'a> {
    service: &'a Service,
    key: Option<String>,
}

impl Program<'_> {
    pub(super) fn key(&self) -> &str {
        self.key.as_deref().unwrap()
    }

    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        once: Option<&str>,
        body: &Value,
    ) -> (StatusCode, Value) {
        let mut request = HttpRequest::builder().method(method).uri(path);
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap();
        let response = self.service.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 4_000_000).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    pub(super) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send("GET", path, None, &Value::Null).await
    }
}

pub(super) async fn program<'a>(service: &'a Service, email: &str, scopes: &[Act]) -> Program<'a> {
    let account = accounts::store::account_by_email(&service.house.db, email).await.unwrap().unwrap();
    let mut tx = service.house.begin("make a key", Actor::System, service.house.clock.now()).await.unwrap();
    let (key, _) = keys::make(&mut tx, account.id, "a test", scopes).await.unwrap();
    tx.commit().await.unwrap();
    Program { service, key: Some(key) }
}

const fn nobody(service: &Service) -> Program<'_> {
    Program { service, key: None }
}

pub(super) fn report() -> Value {
    json!({ "answers": {
        "who": "me", "harm": "sextortion", "danger": "no", "happened": "He says he will send it to everyone.",
        "when": "today", "threat": "yes", "demand": "no", "staff": "no", "where": "SN3 1RA",
        "tell_school": "no", "evidence": "no", "reply": "code",
    }})
}

#[tokio::test]
async fn every_address_for_programs_is_in_the_document_and_the_other_way_round() {
    let document = serde_json::to_value(crate::api::document()).unwrap();
    let mut told: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let mut served: Vec<String> = table()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .flat_map(|route| route.methods.split(' ').map(|method| format!("{method} {}", route.path)))
        .collect();
    told.sort();
    served.sort();
    assert_eq!(told, served);
}

#[tokio::test]
async fn a_report_sent_twice_with_one_key_is_one_report() {
    let service = Service::new().await;
    let anyone = nobody(&service);
    let (status, first) = anyone.send("POST", "/api/v1/reports", Some("k1"), &report()).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    let (status, second) = anyone.send("POST", "/api/v1/reports", Some("k1"), &report()).await;
    // The receipt may lead to a later checkpoint.
    let told =
        |answer: &Value| (answer["report"].clone(), answer["reference"].clone(), answer["code"].clone());
    assert_eq!((status, told(&second)), (StatusCode::CREATED, told(&first)));
    assert!(holds(&service, &first, &report()) && holds(&service, &second, &report()));
    let mut other = report();
    other["answers"]["happened"] = json!("Something else.");
    let (status, refused) = anyone.send("POST", "/api/v1/reports", Some("k1"), &other).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    let (status, _) = anyone.send("POST", "/api/v1/reports", Some("k 1"), &report()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a key has no blanks");
    let lead = program(&service, "lead@service.example", keys::GIVEN).await;
    assert_eq!(lead.get("/api/v1/queue").await.1["lines"].as_array().unwrap().len(), 1);
}

/// Whether the receipt in an answer holds, for what was sent.
fn holds(service: &Service, answer: &Value, sent: &Value) -> bool {
    let answers = serde_json::from_value(sent["answers"].clone()).unwrap();
    let digest = receipt::sent_of(&answers, std::iter::empty());
    let policy = service.house.log.policy().unwrap();
    receipt::check(answer["receipt"].as_str().unwrap(), &policy, Some(digest)).is_ok()
}

#[tokio::test]
async fn a_receipt_is_for_what_was_sent_and_for_nothing_else() {
    let service = Service::new().await;
    let (_, answer) = nobody(&service).send("POST", "/api/v1/reports", None, &report()).await;
    assert!(holds(&service, &answer, &report()));
    let mut other = report();
    other["answers"]["happened"] = json!("Something milder.");
    assert!(!holds(&service, &answer, &other));
}

#[tokio::test]
async fn whoever_made_a_report_can_save_its_receipt_and_nobody_else() {
    let service = Service::new().await;
    let teacher = program(&service, "teacher@school.example", keys::GIVEN).await;
    let (_, answer) = teacher.send("POST", "/api/v1/reports", None, &report()).await;
    let path = format!("/reports/{}/receipt", answer["report"].as_str().unwrap());
    let cookie = service.sign_in("teacher@school.example").await;
    let saved = service.get(&path, &cookie).await;
    let policy = service.house.log.policy().unwrap();
    assert!(receipt::check(&saved.text, &policy, None).is_ok(), "{}", saved.text);
    let other = service.sign_in("lead@council.example").await;
    assert_eq!(service.get(&path, &other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_remembered_answer_does_not_lie_open_in_the_store() {
    let service = Service::new().await;
    let (_, first) = nobody(&service).send("POST", "/api/v1/reports", Some("k1"), &report()).await;
    let kept = testing::remembered(&service.house).await;
    let code = first["code"].as_str().unwrap();
    assert!(kept.len() == 1 && !kept[0].contains(code) && !kept[0].contains("reference"), "{kept:?}");
}

#[tokio::test]
async fn what_is_wrong_is_said_as_problem_details_field_by_field() {
    let service = Service::new().await;
    let (status, problem) =
        nobody(&service).send("POST", "/api/v1/reports", None, &json!({ "answers": {} })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["type"], "urn:hearken:problem:invalid");
    assert!(problem["errors"].as_array().unwrap().iter().any(|error| error["field"] == "who"), "{problem}");
    for (path, body, expected) in [
        ("/api/v1/reports", json!("text"), StatusCode::BAD_REQUEST),
        ("/api/v1/reports", json!({ "answers": { "who": "m\u{0}e" } }), StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/nothing", json!({}), StatusCode::NOT_FOUND),
        ("/api/v1/queue", json!({}), StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let (status, problem) = nobody(&service).send("POST", path, None, &body).await;
        assert_eq!(
            (status, problem["status"].as_u64()),
            (expected, Some(expected.as_u16().into())),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_key_opens_what_it_is_good_for_and_nothing_after_it_is_revoked() {
    let service = Service::new().await;
    let reads = program(&service, "lead@service.example", &[Act::SeeQueue]).await;
    nobody(&service).send("POST", "/api/v1/reports", None, &report()).await;
    let (status, queue) = reads.get("/api/v1/queue").await;
    assert_eq!(status, StatusCode::OK);
    let report = format!("/api/v1/reports/{}", queue["lines"][0]["report"].as_str().unwrap());
    assert_eq!(reads.get(&report).await.0, StatusCode::NOT_FOUND, "the key is for the queue alone");
    let lead = service.sign_in("lead@service.example").await;
    assert_eq!(service.get("/keys", &lead).await.status, StatusCode::NOT_FOUND, "a lead runs no keys");
    let wrong = Program { service: &service, key: Some("hearken_wrong".to_owned()) };
    for path in ["/api/v1/queue", "/api/v1/me"] {
        assert_eq!(wrong.get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    let (status, _) = wrong.send("POST", "/api/v1/reports", None, &self::report()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "a wrong key does not pass as nobody");
}

#[tokio::test]
async fn an_administrator_makes_a_key_after_proving_who_they_are_and_revokes_it() {
    let service = Service::new().await;
    let desk = service.organisation("office", AgencyKind::Charity).await;
    service.account(desk, "Ada Bell", "admin@office.example", &[Role::OrganisationAdmin, Role::Lead]).await;
    let admin = service.sign_in("admin@office.example").await;
    service.house.clock.advance(jiff::SignedDuration::from_mins(16));
    let account = accounts::store::account_by_email(&service.house.db, "admin@office.example").await.unwrap();
    let form = format!("name=Register&account={}&scopes=see_queue", account.unwrap().id);
    let stale = service.ask("POST", "/keys", &admin, &form).await;
    assert_eq!(stale.location(), "/prove?to=/keys");
    let wrong = service.ask("POST", "/prove?to=/keys", &admin, "password=guess").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let password = format!("password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(service.ask("POST", "/prove?to=/keys", &admin, &password).await.location(), "/keys");
    let made = service.ask("POST", "/keys", &admin, &form).await.text;
    let start = made.find("hearken_").expect("the key, once");
    let key: String =
        made[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect();
    let program = Program { service: &service, key: Some(key.clone()) };
    assert_eq!(program.get("/api/v1/queue").await.0, StatusCode::OK);
    let page = service.get("/keys", &admin).await.text;
    assert!(page.contains("Register") && !page.contains(&key));
    let start = page.find("/keys/tok_").unwrap();
    let revoke = page[start..].split('"').next().unwrap().to_owned();
    service.ask("POST", &revoke, &admin, "").await;
    assert_eq!(program.get("/api/v1/queue").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_case_is_worked_and_referred_by_a_program() {
    let service = Service::new().await;
    let lead = program(&service, "lead@service.example", keys::GIVEN).await;
    let (_, sent) = nobody(&service).send("POST", "/api/v1/reports", None, &report()).await;
    let queue = format!("/api/v1/queue/{}", sent["report"].as_str().unwrap());
    let (_, placed) = lead.send("POST", &queue, None, &json!({ "decision": "accept" })).await;
    let case = placed["case"].as_str().unwrap().to_owned();
    let acts = format!("/api/v1/cases/{case}/acts");
    let note = json!({ "act": "note", "text": "Rang the school." });
    for once in [Some("n1"), Some("n1"), None] {
        assert_eq!(lead.send("POST", &acts, once, &note).await.0, StatusCode::CREATED);
    }
    let (_, read) = lead.get(&format!("/api/v1/cases/{case}")).await;
    assert_eq!(read["chronology"].to_string().matches("Rang the school.").count(), 2);
    let new = json!({ "case": case, "to": { "kind": "ceop", "name": "CEOP" }, "concern": "Blackmail.",
        "asks": "Trace the account.", "consent": "given" });
    let (status, drafted) = lead.send("POST", "/api/v1/referrals", None, &new).await;
    assert_eq!(status, StatusCode::CREATED, "{drafted}");
    let referral = format!("/api/v1/referrals/{}", drafted["referral"].as_str().unwrap());
    let acts = [
        json!({ "act": "send" }),
        json!({ "act": "acknowledge", "by": "CEOP" }),
        json!({ "act": "accept", "by": "CEOP" }),
    ];
    for act in acts {
        let (status, stands) = lead.send("POST", &format!("{referral}/acts"), None, &act).await;
        assert_eq!(status, StatusCode::OK, "{stands}");
    }
    assert_eq!(lead.get(&referral).await.1["standing"], "accepted");
    assert_eq!(lead.get("/api/v1/referrals").await.1.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_goes_with_the_report_that_names_it() {
    let service = Service::new().await;
    let request = HttpRequest::builder().method("POST").uri("/api/v1/files?name=chat.png");
    let request = request.header(header::CONTENT_TYPE, "application/octet-stream");
    let request = request.body(Body::from(&b"\x89PNG\r\n\x1a\n and more"[..])).unwrap();
    let response = service.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    let kept: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(kept["kind"], "image/png");
    let mut report = report();
    report["upload"] = kept["upload"].clone();
    let (_, sent) = nobody(&service).send("POST", "/api/v1/reports", None, &report).await;
    let lead = program(&service, "lead@service.example", keys::GIVEN).await;
    let (_, read) = lead.get(&format!("/api/v1/reports/{}", sent["report"].as_str().unwrap())).await;
    assert_eq!(read["files"][0]["sha256"], kept["sha256"]);
    let (again, _) = nobody(&service).send("POST", "/api/v1/reports", None, &report).await;
    assert_eq!(again, StatusCode::CONFLICT, "files go with one report");
}
